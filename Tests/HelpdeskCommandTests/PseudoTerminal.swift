import Foundation
import Synchronization

/// A pseudo-terminal with somebody typing at it.
struct PseudoTerminal: Sendable {
    let keyboard: Int32
    let screen: Int32
    private let shown = Transcript()

    private final class Transcript: Sendable {
        let octets = Mutex<[UInt8]>([])
    }

    /// Opens one; of no size, as some are, unless it is told.
    init(columns: UInt16 = 0, rows: UInt16 = 0) throws {
        var (keyboard, screen): (Int32, Int32) = (-1, -1)
        guard openpty(&keyboard, &screen, nil, nil, nil) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        self.keyboard = keyboard
        self.screen = screen
        if columns > 0 { resize(columns: columns, rows: rows) }
    }

    /// Draws the window larger or smaller.
    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        precondition(ioctl(screen, UInt(TIOCSWINSZ), &size) == 0, "it is a terminal")
    }

    /// All that was written to it, up to this moment; somebody must be ``typing(_:)``.
    func shownUntilNow() async throws -> String {
        let mark = Array("\u{2404}".utf8)
        guard write(screen, mark, mark.count) == mark.count, try await shows("\u{2404}") else {
            throw CocoaError(.fileReadUnknown)
        }
        return String(text.prefix { $0 != "\u{2404}" })
    }

    /// Everything the terminal showed so far.
    ///
    /// Decoded as a whole: what is read in one piece may end within a letter.
    var text: String { shown.octets.withLock { String(decoding: $0, as: UTF8.self) } }

    var settings: termios {
        var settings = termios()
        tcgetattr(screen, &settings)
        return settings
    }

    /// Waits on a thread of its own for each question, and types the answer to it.
    func typing(_ answers: [(question: String, keys: String)]) {
        Thread.detachNewThread { [self] in
            defer { Foundation.close(keyboard) }
            let deadline = Date().addingTimeInterval(20)
            var waiting = answers[...]
            var seen: [UInt8] = []
            while Date() < deadline {
                if let next = waiting.first,
                    String(decoding: seen, as: UTF8.self).contains(next.question)
                {
                    seen = []
                    let keys = Array(next.keys.utf8)
                    _ = write(keyboard, keys, keys.count)
                    waiting = waiting.dropFirst()
                }
                guard let part = read() else { return }
                seen += part
                shown.octets.withLock { $0 += part }
            }
        }
    }

    /// What appears within a moment; nil when the terminal is gone.
    private func read() -> ArraySlice<UInt8>? {
        var state = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, 20) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = Foundation.read(keyboard, &buffer, buffer.count)
        return count > 0 ? buffer[..<count] : nil
    }

    /// Waits until the terminal has shown something.
    func shows(_ expected: String) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if text.contains(expected) { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    func close() {
        Foundation.close(screen)
    }
}
