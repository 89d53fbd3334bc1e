import Desk
import ServiceLifecycle
import Storage

/// Listens to what other daemons on the same store do.
struct Ear: Service {
    let listener: StoreListener
    let heed: @Sendable (StoreChange) -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await listener.run(heed) }
    }
}
