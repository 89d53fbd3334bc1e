import Foundation

/// How far a long job is: a bar on a terminal, one line at the end elsewhere.
struct Progress {
    private let name: String
    private let count: Int
    private let start = ContinuousClock.now
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var shown = -1

    private static let width = 40

    init(_ name: String, of count: Int) {
        self.name = name
        self.count = count
    }

    /// Draws the bar again when it has moved.
    mutating func advance(to done: Int) {
        let percent = done * 100 / max(1, count)
        guard isTerminal, percent != shown else { return }
        shown = percent
        let rate = Figure.rate(Double(done) / max(seconds, 1e-9), "tickets")
        draw("\r\(name) \(Self.bar(done, of: count)) \(percent) % · \(rate)\u{1B}[K")
    }

    /// Draws how far one part of the job is, when that has moved.
    mutating func show(_ part: String, _ done: Int, of count: Int) {
        let percent = done * 100 / max(1, count)
        guard isTerminal, percent != shown else { return }
        shown = percent
        draw("\r\(name): \(part) \(Self.bar(min(done, count), of: count)) \(percent) %\u{1B}[K")
    }

    /// Says how long it took, and how many of what that was a second.
    func finish(_ count: Int? = nil, _ unit: String = "tickets") {
        if isTerminal { draw("\r\u{1B}[K") }
        let rate = Figure.rate(Double(count ?? self.count) / max(seconds, 1e-9), unit)
        Terminal.note(String(format: "wrote %@ in %.1f s, %@", name, seconds, rate))
    }

    private static func bar(_ done: Int, of count: Int) -> String {
        let filled = done * width / max(1, count)
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: width - filled)
    }

    private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func draw(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
