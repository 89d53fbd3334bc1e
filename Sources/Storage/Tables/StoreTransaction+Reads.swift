import Desk
import Foundation

/// The table `reads`: append-only, the database itself refuses changes.
extension StoreTransaction {
    func record(_ read: ReadRecord) throws(DeskError) {
        try session.insert(
            """
            INSERT INTO reads (at, until, times, staff, what, ticket, details)
            VALUES (
                \(read.at), \(read.until), \(read.times), \(read.staff), \(read.what),
                \(SQLValue(read.ticket)), \(json(read.details)))
            """,
            toBeSealedAs: ChainedTable.reads.source
        )
    }

    func reads(_ query: ReadQuery) throws(DeskError) -> [ReadEntry] {
        var statement: SQL = """
            SELECT id, at, until, times, staff, what, ticket, details FROM reads
            WHERE id < \(query.before ?? .max)
            """
        if let ticket = query.ticket { statement += " AND ticket = \(ticket.rawValue)" }
        if let staff = query.staff { statement += " AND staff = \(staff)" }
        statement += " ORDER BY id DESC LIMIT \(query.limit)"
        return try session.all(statement) { (row) throws(DeskError) in
            var record = ReadRecord(
                of: try row.word(5),
                ticket: row.isNull(6) ? nil : row.number(6),
                to: row.text(4),
                at: row.moment(1),
                details: try row.members(7)
            )
            record.until = row.moment(2)
            record.times = Int(row.integer(3))
            return ReadEntry(id: row.integer(0), record: record)
        }
    }
}
