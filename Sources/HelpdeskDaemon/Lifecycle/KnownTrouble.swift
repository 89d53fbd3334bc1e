import Synchronization

/// The trouble that the log was told of last: what goes on the same is not told every second.
final class KnownTrouble: Sendable {
    private let held = Mutex<String?>(nil)

    /// Remembers what was found, nil for nothing; true when that is another than last time.
    func changes(to cause: String?) -> Bool {
        held.withLock { known in
            defer { known = cause }
            return known != cause
        }
    }
}
