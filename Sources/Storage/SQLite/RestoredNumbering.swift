import GRDB

/// The numbers that a restored store goes on with.
///
/// What the desk gave out after the backup was made stands in letters: a reply to one of them proves
/// by its signature the number of a ticket, and were that number given again, it would be a stranger's.
public enum RestoredNumbering: Sendable, Equatable {
    /// They go on behind those of the store that was there.
    case pastFormer(nextTicket: Int64)
    /// That one is gone, cannot be read, or has given out less than the backup: they go on a margin
    /// behind those of the backup.
    case pastMargin(nextTicket: Int64)

    /// Tickets that may have been opened since a backup was made.
    static let ticketsMargin: Int64 = 100_000
    /// Records that may have been written since, of each kind; nobody reads these numbers.
    static let recordsMargin: Int64 = 100_000_000

    /// Moves the numbers of the store at `path` on.
    ///
    /// - Parameters:
    ///   - path: a store that nobody else has open.
    ///   - former: the one that was there; its log is folded in where that is possible.
    /// - Throws: what SQLite says of the store.
    init(of path: String, past former: String) throws {
        // What cannot be read is as good as gone.
        let found = try? Self.lastNumbers(at: former)
        let queue = try DatabaseQueue(path: path)
        let (nextTicket, isPastFormer) = try queue.write { database in
            var own = try Self.lastNumbers(of: database)
            // One that has given out less than the backup is not the store that the backup is of, but
            // one that was begun, or brought back, after that was lost.
            let given = found.flatMap { found in
                own.allSatisfy { found[$0.key, default: 0] >= $0.value } ? found : nil
            }
            for numbered in NumberedTable.allCases {
                let table = numbered.rawValue
                let margin = numbered == .tickets ? Self.ticketsMargin : Self.recordsMargin
                let last = own[table] ?? 0
                let next = max(last, given.map { $0[table] ?? 0 } ?? last + margin)
                // Also for a table that a later step makes: SQLite looks here first.
                try database.execute(
                    sql: "DELETE FROM sqlite_sequence WHERE name = ?",
                    arguments: [table]
                )
                try database.execute(
                    sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
                    arguments: [table, next]
                )
                own[table] = next
            }
            return ((own["tickets"] ?? 0) + 1, given != nil)
        }
        try queue.close()
        self =
            isPastFormer ? .pastFormer(nextTicket: nextTicket) : .pastMargin(nextTicket: nextTicket)
    }

    private static func lastNumbers(at path: String) throws -> [String: Int64] {
        // An empty file would be taken for a store that has given out nothing.
        try StoreSurvey.checkHeader(of: path, mayGrow: true)
        let queue = try DatabaseQueue(path: path)
        let numbers = try queue.read { database in
            _ = try StoreSurvey(of: database, at: path)
            return try lastNumbers(of: database)
        }
        try queue.close()
        return numbers
    }

    private static func lastNumbers(of database: Database) throws -> [String: Int64] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, seq FROM sqlite_sequence")
        return Dictionary(rows.map { ($0["name"], $0["seq"]) }) { max($0, $1) }
    }
}
