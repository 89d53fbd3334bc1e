import Desk
import Logging
import ServiceLifecycle

/// Tries whether the store can write, for whoever asks.
///
/// A commit that waits for a standby which is gone has no end that the server would set
/// (`statement_timeout` leaves it alone), nor has anything where the server itself is held up.
struct StoreProbe: Service {
    private let logger: Logger
    private let trouble: KnownTrouble
    private let tries: SharedTry<Answer>

    /// Longest wait for an answer, from when the try began.
    static let answerTimeMax: Duration = .seconds(10)

    /// How it stands with the store.
    enum Answer: Sendable, Equatable {
        case writes
        case refuses
        case silent

        /// In words; nil when all is well.
        var words: String? {
            switch self {
            case .writes: nil
            case .refuses: "the store cannot write"
            case .silent: "the store does not answer"
            }
        }
    }

    init(logger: Logger, _ write: @escaping @Sendable () async throws(DeskError) -> Void) {
        let trouble = KnownTrouble()
        self.logger = logger
        self.trouble = trouble
        tries = SharedTry {
            do throws(DeskError) {
                try await write()
                if trouble.changes(to: nil) { logger.notice("the store can write") }
                return .writes
            } catch {
                if trouble.changes(to: error.logged) {
                    logger.error(
                        "the store cannot write",
                        metadata: ["cause": "\(error.logged)"]
                    )
                }
                return .refuses
            }
        }
    }

    func run() async throws { try await tries.run() }

    /// Asks, and waits for the answer, but for no longer than `limit` from when the try began.
    func ask(within limit: Duration = answerTimeMax) async -> Answer {
        let found = await tries.ask(within: limit)
        if found == nil, !Task.isCancelled, trouble.changes(to: "no answer") {
            logger.error("the store does not answer", metadata: ["limit": "\(limit)"])
        }
        return found ?? .silent
    }
}
