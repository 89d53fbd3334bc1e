import Desk
import Foundation

/// The table `access_records`: who was let in and who was not; nothing in it is ever changed.
extension StoreTransaction {
    func record(_ access: AccessRecord) throws(DeskError) {
        try session.insert(
            """
            INSERT INTO access_records (
                at, staff, staff_key, address, network, means, outcome, actor, times)
            VALUES (
                \(access.at), \(access.staff), \(access.staff.map(AccessRecord.key)),
                \(access.origin.address), \(access.origin.network), \(access.means),
                \(access.outcome), \(access.actor), \(access.times))
            """,
            toBeSealedAs: ChainedTable.accessRecords.source
        )
    }

    func wasLetIn(
        _ name: String,
        from network: String?,
        since: Date
    ) throws(DeskError) -> Bool {
        // What any time before the first record was is before the first moment there can be.
        let since = max(since, Date(timeIntervalSince1970: 0))
        var query: SQL = """
            SELECT 1 FROM access_records
            WHERE staff_key = \(name) AND outcome = \(AccessRecord.Outcome.accepted)
                AND at >= \(since)
            """
        if let network { query += " AND network = \(network)" }
        query += " LIMIT 1"
        return try session.first(query) { _ in true } ?? false
    }

    func accessRecords(
        of staff: String?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [AccessEntry] {
        var query: SQL = """
            SELECT id, at, staff, address, network, means, outcome, actor, times
            FROM access_records WHERE 1 = 1
            """
        if let staff { query += " AND staff_key = \(AccessRecord.key(of: staff))" }
        if let before { query += " AND id < \(before)" }
        query += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(query) { (row) throws(DeskError) in
            AccessEntry(
                id: row.integer(0),
                record: AccessRecord(
                    at: row.moment(1),
                    staff: row.optionalText(2),
                    origin: Origin(address: row.optionalText(3), network: row.optionalText(4)),
                    means: try row.word(5),
                    outcome: try row.word(6),
                    actor: row.optionalText(7),
                    times: Int(row.integer(8))
                )
            )
        }
    }
}
