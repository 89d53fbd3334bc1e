import Foundation
import Synchronization

/// How far long work has come, on one line of the terminal that is gone afterwards.
///
/// Nothing where nobody looks: a log does not want it.
struct Progress: Sendable {
    private let descriptor: Int32
    private let isSeen: Bool
    private var isUp = false

    init(_ surroundings: Surroundings) {
        descriptor = surroundings.errors
        isSeen = isatty(surroundings.errors) == 1 && surroundings.environment["TERM"] != "dumb"
    }

    /// Puts the line in the place of the one before (ECMA-48 §8.3.41, erase in line).
    mutating func show(_ text: String) {
        isUp = true
        write("\r\u{1B}[K" + SafeText.line(text))
    }

    /// Takes the line away, if there is one.
    mutating func end() {
        if isUp { write("\r\u{1B}[K") }
        isUp = false
    }

    private func write(_ text: String) {
        guard isSeen else { return }
        // Not being able to say how far the work is does not stop the work.
        try? Descriptor.write(Data(text.utf8), to: descriptor)
    }
}

extension Clerk {
    /// Fetches an attachment, and says how far it has come when it takes more than one part.
    func download(_ request: DeskRequest) async throws(CommandFailure) -> DeskAnswer {
        let progress = Mutex(Progress(surroundings))
        let reader = reader
        defer { progress.withLock { $0.end() } }
        return try await client.download(request) { octets, all in
            guard octets != all else { return }
            let share = all.map { " " + reader.percent(Double(octets) / Double(max(1, $0))) } ?? ""
            let text = reader.say("Hämtar … ", "Fetching … ") + reader.size(octets) + share
            progress.withLock { $0.show(text) }
        }
    }
}
