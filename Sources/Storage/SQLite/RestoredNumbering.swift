import Desk
import Foundation
import GRDB

/// The numbers that a restored store goes on with.
///
/// What the desk gave out after the backup was made stands in letters: a reply to one of them proves
/// by its signature the number of a ticket, and were that number given again, it would be a stranger's.
/// So with the numbers of the register, which has a gap then: two citizens with one number are worse.
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
    /// Numbers that may have been drawn since from this year's register.
    static let registerMargin: Int64 = 10_000

    /// What a store has given out.
    private struct Given {
        var numbers: [String: Int64]
        /// By year; empty in a store of before there were any.
        var registers: [Int: Int64]
    }

    /// Moves the numbers of the store at `path` on.
    ///
    /// - Parameters:
    ///   - path: a store that nobody else has open.
    ///   - former: the one that was there; its log is folded in where that is possible.
    ///   - moment: now.
    /// - Throws: what SQLite says of the store.
    init(of path: String, past former: String, at moment: Date) throws {
        // What cannot be read is as good as gone.
        let found = try? Self.given(at: former)
        let queue = try DatabaseQueue(path: path)
        let (nextTicket, isPastFormer) = try queue.write { database in
            var own = try Self.lastNumbers(of: database)
            // One that has given out less than the backup is not the store that the backup is of, but
            // one that was begun, or brought back, after that was lost.
            let given = found.flatMap { found in
                own.allSatisfy { found.numbers[$0.key, default: 0] >= $0.value } ? found : nil
            }
            for numbered in NumberedTable.allCases {
                let table = numbered.rawValue
                let margin = numbered == .tickets ? Self.ticketsMargin : Self.recordsMargin
                let last = own[table] ?? 0
                let next = max(last, given.map { $0.numbers[table] ?? 0 } ?? last + margin)
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
            try Self.moveRegisters(of: database, past: given?.registers, at: moment)
            return ((own["tickets"] ?? 0) + 1, given != nil)
        }
        try queue.close()
        self =
            isPastFormer ? .pastFormer(nextTicket: nextTicket) : .pastMargin(nextTicket: nextTicket)
    }

    private static func moveRegisters(
        of database: Database,
        past given: [Int: Int64]?,
        at moment: Date
    ) throws {
        // One of before there were registers gets them at its first start.
        guard try database.tableExists("registers") else { return }
        var last = try registers(of: database)
        if let given {
            last.merge(given) { max($0, $1) }
        } else {
            // Nobody draws from another year's any more.
            last[CityTime().day(of: moment).year, default: 0] += registerMargin
        }
        for (year, number) in last {
            try database.execute(
                sql: "INSERT OR REPLACE INTO registers (year, last) VALUES (?, ?)",
                arguments: [year, number]
            )
        }
    }

    private static func given(at path: String) throws -> Given {
        // An empty file would be taken for a store that has given out nothing.
        try StoreSurvey.checkHeader(of: path, mayGrow: true)
        let queue = try DatabaseQueue(path: path)
        let given = try queue.read { database in
            _ = try StoreSurvey(of: database, at: path)
            let hasRegisters = try database.tableExists("registers")
            return Given(
                numbers: try lastNumbers(of: database),
                registers: hasRegisters ? try registers(of: database) : [:]
            )
        }
        try queue.close()
        return given
    }

    private static func registers(of database: Database) throws -> [Int: Int64] {
        let rows = try Row.fetchAll(database, sql: "SELECT year, last FROM registers")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["year"], $0["last"]) })
    }

    private static func lastNumbers(of database: Database) throws -> [String: Int64] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, seq FROM sqlite_sequence")
        return Dictionary(rows.map { ($0["name"], $0["seq"]) }) { max($0, $1) }
    }
}
