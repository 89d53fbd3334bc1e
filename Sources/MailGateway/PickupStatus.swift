import Synchronization

/// How the last look into a mailbox ended, for whoever watches over the desk.
public final class PickupStatus: Sendable {
    private let held = Mutex<String?>(nil)

    /// Nothing is wrong until a look has failed.
    public init() {}

    /// What kept the last look from ending well; nil when nothing did.
    public var trouble: String? { held.withLock(\.self) }

    /// Remembers how a look ended, nil for well; true when that is another than the last time.
    func changes(to trouble: String?) -> Bool {
        held.withLock { known in
            defer { known = trouble }
            return known != trouble
        }
    }
}
