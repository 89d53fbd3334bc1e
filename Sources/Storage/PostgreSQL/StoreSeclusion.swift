import Desk
import Synchronization

/// Keeps daemons off a store in PostgreSQL while it is copied, by a lock that they share.
///
/// As ``StoreLock`` for a file. It is held by a transaction, so that a pooler in between keeps the
/// connection for it, and ends with the process, however that ends.
final class StoreSeclusion: Sendable {
    private let session = Mutex<PostgreSQLSession?>(nil)

    /// The lock's name in its database: any number that nobody else takes.
    private static let key: SQL = "72346790"

    /// Takes the store for oneself, at once or not at all.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: no connection, or a daemon serves from it.
    func begin(on address: String) throws(DeskError) {
        try session.withLock { (held) throws(DeskError) in
            let session = try PostgreSQLSession.opened(address)
            try session.begin("")
            // It does nothing for hours, and holds up nobody but daemons.
            try session.run(script: "SET LOCAL idle_in_transaction_session_timeout = 0")
            guard try Self.takes("pg_try_advisory_xact_lock", session) else {
                throw .unavailable(cause: "a daemon serves from the store")
            }
            held = session
        }
    }

    /// Sees that the lock is still held, by the transaction that took it.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: the connection broke, and the lock went with it.
    func check() throws(DeskError) {
        try session.withLock { (held) throws(DeskError) in
            do throws(DeskError) {
                guard try held?.first("SELECT 1", { $0.integer(0) }) == 1 else {
                    throw .unavailable(cause: "it was given back")
                }
            } catch {
                throw .unavailable(
                    cause: "the lock that keeps daemons off the store is lost: \(error.logged)"
                )
            }
        }
    }

    func end() { session.withLock { $0 = nil } }

    /// Says for as long as the session lasts that a daemon serves; false while the store is copied.
    static func share(_ session: PostgreSQLSession) throws(DeskError) -> Bool {
        try takes("pg_try_advisory_lock_shared", session)
    }

    private static func takes(
        _ function: String,
        _ session: PostgreSQLSession
    ) throws(DeskError) -> Bool {
        var query: SQL = "SELECT CAST(\(name: function)("
        query += key
        query += ") AS integer)"
        return try session.first(query) { $0.integer(0) } == 1
    }
}
