public import Desk
import Glibc
import NIOPosix
import PostgreSQLClient
import Synchronization

/// Hears what other daemons on the same store did, by PostgreSQL's `LISTEN`.
///
/// A connection of its own, because one that listens is never idle. Whatever it misses while the
/// connection is away is told as ``StoreChange/unknown``: whoever remembers something must then
/// look again. On the same connection stands the lock that says a daemon serves from the store.
public final class StoreListener: Sendable {
    private let address: String
    /// Nobody but the one who hears touches it, once that has begun.
    private let session = Mutex<PostgreSQLSession?>(nil)

    /// Why a daemon is not to serve by way of a pooler alone.
    static let needsAddress = """
        store.url leads through a pooler, where nobody hears what other daemons do: set \
        store.listen-url to PostgreSQL's own address, or one that pools sessions
        """
    /// Why it is not to listen by way of this one.
    static let isDeaf = """
        nothing is heard at store.listen-url: its pooler shares connections between transactions; \
        give PostgreSQL's own address, or one that pools sessions
        """

    /// Longest silence on one wait; so long it takes at most to notice that it is to end.
    private static let patience: Duration = .milliseconds(250)
    /// Longest wait for the word that proves that something is heard.
    private static let proofTime: Duration = .seconds(2)
    /// Pause before a connection that broke is opened again.
    private static let pauseMicroseconds: UInt32 = 250_000

    init(address: String) { self.address = address }

    /// True when a pooler stands between.
    var isPooled: Bool { session.withLock { $0?.isPooled ?? false } }

    /// Begins to listen, and says that a daemon serves; what is said from now on is heard.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: no connection, or the store is being copied.
    func begin() throws(DeskError) {
        try session.withLock { (held) throws(DeskError) in
            let session = try connected()
            guard try StoreSeclusion.share(session) else {
                throw .unavailable(cause: "the store is being copied")
            }
            held = session
        }
    }

    /// True when something is said in time.
    func hears() throws(DeskError) -> Bool {
        try session.withLock { (held) throws(DeskError) in
            try held?.notifications(within: Self.proofTime).isEmpty == false
        }
    }

    /// Lets go of the connection; whoever hears on it does so when it has heard enough.
    func end() { _ = session.withLockIfAvailable { $0 = nil } }

    /// Hears until the task is cancelled.
    ///
    /// - Parameters:
    ///   - heard: what was said; ``StoreChange/unknown`` when a connection is there, and once when it is
    ///     lost.
    ///   - failed: why there is no connection, at each try until there is one again.
    public func run(
        _ heard: @escaping @Sendable (StoreChange) -> Void,
        failed: @escaping @Sendable (DeskError) -> Void
    ) async {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        let over = Flag()
        await withTaskCancellationHandler {
            // Nothing of it throws; a pool that was closed meanwhile has nothing to hear.
            try? await threads.runIfActive { [self] in
                while !over.isSet { listenOnce(until: over, heard, failed) }
            }
        } onCancel: {
            over.set()
        }
        // All that ran on it has ended.
        try? await threads.shutdownGracefully()
        end()
    }

    private func listenOnce(
        until over: Flag,
        _ heard: (StoreChange) -> Void,
        _ failed: (DeskError) -> Void
    ) {
        var isConnected = false
        do throws(DeskError) {
            try session.withLock { (held) throws(DeskError) in
                let session: PostgreSQLSession
                if let held {
                    session = held
                } else {
                    session = try connected()
                    // A copy that began meanwhile finds out by itself that this daemon writes.
                    _ = try StoreSeclusion.share(session)
                    held = session
                }
                isConnected = true
                // Between the last connection and this one anything may have been said.
                heard(.unknown)
                while !over.isSet {
                    for notification in try session.notifications(within: Self.patience) {
                        heard(StoreChange(payload: notification.payload))
                    }
                }
            }
        } catch {
            end()
            if isConnected { heard(.unknown) }
            failed(error)
            if !over.isSet { usleep(Self.pauseMicroseconds) }
        }
    }

    private func connected() throws(DeskError) -> PostgreSQLSession {
        let session = try PostgreSQLSession.opened(address)
        try session.run(script: "LISTEN \(StoreChange.channel)")
        return session
    }

    private final class Flag: Sendable {
        private let held = Atomic(false)

        var isSet: Bool { held.load(ordering: .acquiring) }
        func set() { held.store(true, ordering: .releasing) }
    }
}
