import Synchronization

/// What the log was told of last: what goes on the same is not told every second.
final class LastTold<Fact: Equatable & Sendable>: Sendable {
    private let held = Mutex<Fact?>(nil)

    /// Remembers what was found, nil for nothing; true when that is another than last time.
    func changes(to fact: Fact?) -> Bool {
        held.withLock { known in
            defer { known = fact }
            return known != fact
        }
    }
}

/// The cause of a trouble, in words.
typealias KnownTrouble = LastTold<String>
