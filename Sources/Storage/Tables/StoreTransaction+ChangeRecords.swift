import Desk

/// The table `change_records`: who changed what is no ticket's; nothing in it is ever changed.
extension StoreTransaction {
    func record(_ change: ChangeRecord) throws(DeskError) {
        try session.insert(
            """
            INSERT INTO change_records (at, staff, staff_key, act, subject, details)
            VALUES (
                \(change.at), \(change.staff), \(AccessRecord.key(of: change.staff)),
                \(change.act), \(change.subject), \(json(change.details)))
            """,
            toBeSealedAs: ChainedTable.changeRecords.source
        )
    }

    func changeRecords(
        by staff: String?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [ChangeEntry] {
        var query: SQL = """
            SELECT id, at, staff, act, subject, details FROM change_records WHERE 1 = 1
            """
        if let staff { query += " AND staff_key = \(AccessRecord.key(of: staff))" }
        if let before { query += " AND id < \(before)" }
        query += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(query) { (row) throws(DeskError) in
            ChangeEntry(
                id: row.integer(0),
                record: ChangeRecord(
                    at: row.moment(1),
                    staff: row.text(2),
                    act: try row.word(3),
                    subject: row.text(4),
                    details: try row.members(5)
                )
            )
        }
    }
}
