public import Desk
import Glibc
import NIOPosix
import PostgreSQLClient
import Synchronization

/// Hears what other daemons on the same store did, by PostgreSQL's `LISTEN`.
///
/// A connection of its own, because one that listens is never idle. Whatever it misses while the
/// connection is away is told as ``StoreChange/unknown``: whoever remembers something must then
/// look again.
public struct StoreListener: Sendable {
    private let address: String

    /// Longest silence on one wait; so long it takes at most to notice that it is to end.
    private static let patience: Duration = .milliseconds(250)
    /// Pause before a connection that broke is opened again.
    private static let pauseMicroseconds: UInt32 = 250_000

    init(address: String) { self.address = address }

    /// Hears until the task is cancelled.
    public func run(_ heard: @escaping @Sendable (StoreChange) -> Void) async {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        let over = Flag()
        await withTaskCancellationHandler {
            // Nothing of it throws; a pool that was closed meanwhile has nothing to hear.
            try? await threads.runIfActive { [self] in
                while !over.isSet { listenOnce(until: over, heard) }
            }
        } onCancel: {
            over.set()
        }
        // All that ran on it has ended.
        try? await threads.shutdownGracefully()
    }

    private func listenOnce(until over: Flag, _ heard: (StoreChange) -> Void) {
        do throws(PostgreSQLError) {
            var connection = try PostgreSQLConnection(address)
            try connection.run(script: "LISTEN \(StoreChange.channel)")
            // Between the last connection and this one anything may have been said.
            heard(.unknown)
            while !over.isSet {
                for notification in try connection.notifications(within: Self.patience) {
                    heard(StoreChange(payload: notification.payload))
                }
            }
        } catch {
            heard(.unknown)
            if !over.isSet { usleep(Self.pauseMicroseconds) }
        }
    }

    private final class Flag: Sendable {
        private let held = Atomic(false)

        var isSet: Bool { held.load(ordering: .acquiring) }
        func set() { held.store(true, ordering: .releasing) }
    }
}
