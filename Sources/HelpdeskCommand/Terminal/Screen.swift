import Dispatch
import Foundation
import Synchronization

/// The whole terminal, for as long as something lives on it; afterwards it is as it was.
struct Screen: Sendable {
    private let input: Int32
    private let output: Int32
    private let hasColour: Bool
    private let before: TerminalSettings
    private let departure: Departure

    /// What was pressed.
    enum Key: Sendable, Equatable {
        /// q, Ctrl-C, or the terminal is gone.
        case quit
        /// r or Ctrl-L: now, and all of it.
        case refresh
    }

    /// Takes the terminal over: an alternate screen without a cursor, keys one by one.
    ///
    /// The terminal's own Ctrl-C is off meanwhile: a signal would end the program before the
    /// screen is given back. Source of the sequences: xterm, "Control Sequences", DECSET 1049, 25.
    init(_ surroundings: Surroundings) throws(CommandFailure) {
        input = surroundings.input
        output = surroundings.output
        hasColour = surroundings.hasColour(on: surroundings.output)
        var settings = termios()
        guard tcgetattr(input, &settings) == 0 else { throw Self.noTerminal }
        before = TerminalSettings(settings)
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 0
            characters[Int(VTIME)] = 0
        }
        guard tcsetattr(input, TCSAFLUSH, &settings) == 0 else { throw Self.noTerminal }
        departure = Departure()
        try write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[H\u{1B}[2J")
    }

    /// Gives the terminal back.
    func end() {
        // A terminal that is gone needs nothing back.
        try? write("\u{1B}[?25h\u{1B}[?1049l")
        before.restore(input)
    }

    /// The key that counts among those pressed since last time; nil when there is none.
    func key() -> Key? {
        if departure.isAskedFor { return .quit }
        var octets = [UInt8](repeating: 0, count: 64)
        let count = read(input, &octets, octets.count)
        guard count >= 0 || errno == EINTR || errno == EAGAIN else { return .quit }
        let pressed = octets.prefix(max(0, count))
        if pressed.contains(where: { [0x03, 0x71, 0x51].contains($0) }) { return .quit }
        return pressed.contains { [0x0C, 0x72, 0x52].contains($0) } ? .refresh : nil
    }

    /// Puts a picture in the place of the last, in one write and line by line over the old one, so
    /// that nothing flickers.
    func draw(_ lines: [Line], columns: Int, bell: Bool) throws(CommandFailure) {
        let rows = lines.map { line in
            let text = Sheet([line.cut(to: columns)]).text(colour: hasColour)
            return text.dropLast() + "\u{1B}[K"
        }
        // Where terminals know it, they show the picture only when it is whole (mode 2026).
        let picture =
            "\u{1B}[?2026h\u{1B}[H" + rows.joined(separator: "\r\n") + "\u{1B}[J\u{1B}[?2026l"
        try write(picture + (bell ? "\u{07}" : ""))
    }

    private func write(_ text: String) throws(CommandFailure) {
        try Descriptor.write(Data(text.utf8), to: output)
    }

    private static let noTerminal = CommandFailure.usage(
        Phrase("Här finns ingen terminal.", "There is no terminal here.")
    )
}

/// How a terminal was set, as a value that may go anywhere.
struct TerminalSettings: Sendable {
    private let bytes: [UInt8]

    init(_ settings: termios) { bytes = withUnsafeBytes(of: settings) { Array($0) } }

    func restore(_ descriptor: Int32) {
        var settings = termios()
        withUnsafeMutableBytes(of: &settings) { $0.copyBytes(from: bytes) }
        tcsetattr(descriptor, TCSAFLUSH, &settings)
    }
}

/// Whether somebody asks the program to end, who would otherwise find the terminal upset.
private final class Departure: Sendable {
    private final class Flag: Sendable {
        let isUp = Mutex(false)
    }

    private static let signals = [SIGTERM, SIGHUP]
    private let flag: Flag
    private let sources: Mutex<[any DispatchSourceSignal]>

    init() {
        let flag = Flag()
        let made = Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { flag.isUp.withLock { $0 = true } }
            source.resume()
            return source
        }
        self.flag = flag
        sources = Mutex(made)
    }

    deinit {
        sources.withLock { sources in for source in sources { source.cancel() } }
        for number in Self.signals { signal(number, SIG_DFL) }
    }

    var isAskedFor: Bool { flag.isUp.withLock { $0 } }
}
