import Desk
import GRDB
import Synchronization

/// Our statements on the connection that writes, which belongs to the pool.
///
/// Touched on the pool's writing queue only; the lock is there for the compiler.
final class WriterConnection: Sendable {
    private let held: Mutex<SQLiteConnection?>

    init(_ pool: DatabasePool) throws {
        held = Mutex(
            try pool.writeWithoutTransaction { database in
                guard let raw = database.sqliteConnection else {
                    throw DeskError.unavailable(cause: "the store has no connection to write")
                }
                return SQLiteConnection(borrowing: raw)
            }
        )
    }

    /// The connection, for somebody on the writing queue.
    var connection: SQLiteConnection {
        get throws(DeskError) {
            guard let connection = held.withLock({ $0 }) else {
                throw .unavailable(cause: "the store is closed")
            }
            return connection
        }
    }

    /// Lets go of the statements: a connection that still has some cannot be closed.
    func close(_ pool: DatabasePool) throws {
        pool.writeWithoutTransaction { _ in held.withLock { $0 = nil } }
    }
}
