import Desk
import Logging
import ServiceLifecycle
import Storage

/// Listens to what other daemons on the same store do.
struct Ear: Service {
    let listener: StoreListener
    let logger: Logger
    let heed: @Sendable (StoreChange) -> Void
    private let trouble = KnownTrouble()

    func run() async throws {
        await cancelWhenGracefulShutdown { await listener.run(hear, failed: note) }
    }

    @Sendable
    private func hear(_ change: StoreChange) {
        if trouble.changes(to: nil) { logger.notice("what other daemons do is heard again") }
        heed(change)
    }

    @Sendable
    private func note(_ error: DeskError) {
        guard trouble.changes(to: error.logged) else { return }
        logger.error(
            "what other daemons do is not heard; it is tried again every moment",
            metadata: ["cause": "\(error.logged)"]
        )
    }
}
