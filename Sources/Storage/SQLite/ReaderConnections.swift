import Desk
import Foundation
import Synchronization

/// The connections that read: as many as there are readers at the same time, kept for the next.
final class ReaderConnections: Sendable {
    private let path: String
    private let state = Mutex(State())

    private struct State {
        var idle: [SQLiteConnection] = []
        var isClosed = false
    }

    /// Idle connections that are kept; each holds some pages of the file.
    private static let idleMax = 8

    init(path: String) { self.path = path }

    /// Runs `body` over a snapshot, on the caller's thread.
    func read<Value>(
        at moment: Date,
        _ body: (any DeskReading) throws(DeskError) -> Value
    ) throws(DeskError) -> Value {
        let connection = try take()
        defer {
            // SQLite may have taken it back itself; what went wrong was said already.
            if connection.isInTransaction { try? connection.run("ROLLBACK") }
            // Nobody may read on in a snapshot that somebody left open.
            if !connection.isInTransaction { give(connection) }
        }
        try connection.run("BEGIN")
        let transaction = StoreTransaction(
            session: SQLiteSession(connection: connection),
            now: moment
        )
        let value = try body(transaction)
        try connection.run("COMMIT")
        return value
    }

    /// Closes the idle ones; those that read are closed when they have done so.
    func close() {
        state.withLock { state in
            state.idle.removeAll()
            state.isClosed = true
        }
    }

    private func take() throws(DeskError) -> SQLiteConnection {
        // The one that was used last knows the most pages.
        let (idle, isClosed) = state.withLock { ($0.idle.popLast(), $0.isClosed) }
        guard !isClosed else { throw .unavailable(cause: "the store is closed") }
        if let idle { return idle }
        return try SQLiteConnection(readingFrom: path)
    }

    private func give(_ connection: SQLiteConnection) {
        state.withLock { state in
            guard !state.isClosed, state.idle.count < Self.idleMax else { return }
            state.idle.append(connection)
        }
    }
}
