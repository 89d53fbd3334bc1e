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
        let filled = done * Self.width / max(1, count)
        let bar = String(repeating: "█", count: filled)
        let rest = String(repeating: "░", count: Self.width - filled)
        let rate = Double(done) / max(seconds, 1e-9)
        draw("\r\(name) \(bar)\(rest) \(percent) % · \(Figure.rate(rate, "tickets"))\u{1B}[K")
    }

    func finish() {
        if isTerminal { draw("\r\u{1B}[K") }
        let rate = Figure.rate(Double(count) / max(seconds, 1e-9), "tickets")
        Terminal.note(String(format: "wrote %@ in %.1f s, %@", name, seconds, rate))
    }

    private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func draw(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
