import Cryptography
import Desk
import Foundation

/// The table `sign_in_failures`: what was tried too often lately.
struct SignInFailureTable {
    let session: any SQLSession

    /// Longer than any wait, and than failures are remembered.
    private static let lifetime: TimeInterval = 24 * 3_600

    func find(_ subject: Digest) throws(DeskError) -> SignInFailures? {
        try session.first(
            """
            SELECT failures, last_at, blocked_until FROM sign_in_failures
            WHERE subject = \(subject.bytes)
            """
        ) { (row) throws(DeskError) in
            SignInFailures(
                count: Int(row.integer(0)),
                lastAt: row.moment(1),
                blockedUntil: row.moment(2)
            )
        }
    }

    func save(_ value: SignInFailures, for subject: Digest) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO sign_in_failures (subject, failures, last_at, blocked_until)
            VALUES (\(subject.bytes), \(value.count), \(value.lastAt), \(value.blockedUntil))
            ON CONFLICT (subject) DO UPDATE SET
                failures = excluded.failures, last_at = excluded.last_at,
                blocked_until = excluded.blocked_until
            """
        )
    }

    func delete(_ subject: Digest) throws(DeskError) {
        try session.execute("DELETE FROM sign_in_failures WHERE subject = \(subject.bytes)")
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute(
            "DELETE FROM sign_in_failures WHERE last_at < \(moment - Self.lifetime)"
        )
    }
}

/// The table `access_records`: who was let in and who was not; nothing in it is ever changed.
struct AccessRecordTable {
    let session: any SQLSession

    func insert(_ record: AccessRecord) throws(DeskError) {
        try session.insert(
            """
            INSERT INTO access_records (
                at, staff, staff_key, address, network, means, outcome, actor, times)
            VALUES (
                \(record.at), \(record.staff), \(record.staff.map(AccessRecord.key)),
                \(record.origin.address), \(record.origin.network), \(record.means),
                \(record.outcome), \(record.actor), \(record.times))
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

    func list(
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
