import Desk
import NIOPosix
import PostgreSQLClient
import Synchronization

/// A number of threads, each with a connection of its own while it works.
///
/// There are as many connections as threads, so whoever has a thread need not wait for a
/// connection. One that broke is opened again by whoever needs it next.
final class SessionPool: Sendable {
    private let address: String
    private let threads: NIOThreadPool
    private let slots: [Slot]
    private let free: Mutex<[Int]>
    /// Looks at each new connection before anybody has it.
    private let inspect: @Sendable (PostgreSQLSession) throws(DeskError) -> Void

    /// A connection, or the place where there will be one.
    private final class Slot: Sendable {
        let session = Mutex<PostgreSQLSession?>(nil)
    }

    init(
        address: String,
        sessionsMax: Int,
        inspect: @escaping @Sendable (PostgreSQLSession) throws(DeskError) -> Void = { _ in }
    ) {
        self.address = address
        self.inspect = inspect
        threads = NIOThreadPool(numberOfThreads: sessionsMax)
        slots = (0..<sessionsMax).map { _ in Slot() }
        free = Mutex(Array(0..<sessionsMax))
        threads.start()
    }

    /// Does something on one of the threads without waiting for it.
    ///
    /// Once the pool is closed `work` is told so, on the caller's own thread.
    func start(_ work: @escaping @Sendable (_ isOpen: Bool) -> Void) {
        threads.submit { state in work(state == .active) }
    }

    /// Does something on one of the threads and waits for it.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        do {
            return try await threads.runIfActive { try work() }
        } catch let error as DeskError {
            throw error
        } catch {
            throw .unavailable(cause: "the store is closed")
        }
    }

    /// Lends a connection to the thread that asks, which is one of this pool's.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: no connection came about, or none to use. What
    ///   `work` ran into is its own to say.
    func lend<Value: Sendable>(
        _ work: (PostgreSQLSession) -> Value
    ) throws(DeskError) -> Value {
        guard let index = free.withLock({ $0.popLast() }) else {
            preconditionFailure("there is a connection for each thread")
        }
        defer { free.withLock { $0.append(index) } }
        return try slots[index].session.withLock { (held) throws(DeskError) in
            let session: PostgreSQLSession
            if let held, held.isUsable {
                session = held
            } else {
                held = nil
                session = try PostgreSQLSession.opened(address)
                try inspect(session)
                held = session
            }
            let value = work(session)
            // Nobody may inherit a transaction that somebody left open.
            if !session.leaveTransaction() { held = nil }
            return value
        }
    }

    /// Finishes what was begun and closes the connections.
    func close() async throws(DeskError) {
        do {
            try await threads.shutdownGracefully()
        } catch {
            throw .unavailable(cause: "the store's threads did not end")
        }
        for slot in slots { slot.session.withLock { $0 = nil } }
    }
}
