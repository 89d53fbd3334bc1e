import Desk
import Foundation
import GRDB

/// ``SQLSession`` over one SQLite connection.
struct SQLiteSession: SQLSession {
    let connection: SQLiteConnection

    @discardableResult
    func execute(_ statement: SQL) throws(DeskError) -> Int {
        try connection.use(statement.template) { (prepared) throws(DeskError) in
            try prepared.bind(statement.values)
            while try prepared.step() {}
            return prepared.changes
        }
    }

    func each(
        _ query: SQL,
        _ body: (any SQLRow) throws(DeskError) -> Bool
    ) throws(DeskError) {
        try connection.use(query.template) { (prepared) throws(DeskError) in
            try prepared.bind(query.values)
            let row = SQLiteRow(statement: prepared.raw)
            while try prepared.step() {
                guard try body(row) else { return }
            }
        }
    }

    /// One writer at a time needs no locks.
    var skippingLocked: SQL { "" }

    /// SQLite knows no other order.
    var orderingByOctets: String { "" }

    /// AUTOINCREMENT does so by itself.
    func continueNumbering() {}

    /// Nobody else is on this store.
    func announce(_ change: StoreChange) {}

    func makeFindable(_ text: String, ticket: Int64) throws(DeskError) {
        let ordinal = try first(
            "SELECT count(*) FROM messages WHERE ticket = \(ticket)"
        ) { (row) in row.integer(0) }
        guard let ordinal, ordinal <= Self.ordinalMax else { return }
        try execute(
            "INSERT INTO search (rowid, text) VALUES (\(Self.rowID(ticket, ordinal)), \(text))"
        )
    }

    func eachTicketFound(
        by text: String,
        before: Int64?,
        _ body: (Int64) throws(DeskError) -> Bool
    ) throws(DeskError) {
        guard let pattern = Self.pattern(text) else { return }
        var query: SQL = "SELECT rowid FROM search WHERE search MATCH \(pattern)"
        if let before { query += " AND rowid < \(Self.rowID(before, 0))" }
        query += " ORDER BY rowid DESC"
        var last: Int64?
        try each(query) { (row) throws(DeskError) in
            let ticket = row.integer(0) >> 20
            guard ticket != last else { return true }
            last = ticket
            return try body(ticket)
        }
    }

    /// How many texts of one ticket are findable; later ones are kept and shown all the same.
    private static let ordinalMax: Int64 = 1 << 20 - 1

    private static func rowID(_ ticket: Int64, _ ordinal: Int64) -> Int64 {
        precondition(ordinal >= 0 && ordinal <= ordinalMax, "checked by the caller")
        return ticket << 20 | ordinal
    }

    /// Each word in quotes, so that nothing the caller types is an operator.
    ///
    /// The last one may be unfinished. Nil when there is no word.
    /// Source: FTS5 §3.1, strings.
    private static func pattern(_ text: String) -> String? {
        let words = text.split { !($0.isLetter || $0.isNumber) }.prefix(searchWordsMax)
        guard !words.isEmpty else { return nil }
        return words.map { "\"\($0)\"" }.joined(separator: " ") + "*"
    }

    /// Keeps what the desk said, and says of the database's own errors what happened but never
    /// with which values.
    static func failure(_ error: any Error) -> DeskError {
        if let error = error as? DeskError { return error }
        guard let error = error as? DatabaseError else {
            return .unavailable(cause: "the store failed: \(type(of: error))")
        }
        return .unavailable(
            cause: "SQLite \(error.extendedResultCode): \(error.message ?? "no message")"
        )
    }
}
