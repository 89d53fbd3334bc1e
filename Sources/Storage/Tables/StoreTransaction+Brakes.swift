import Desk

/// The table `brakes`: when all automatic mail was stopped, and let go.
extension StoreTransaction {
    func newestBrake() throws(DeskError) -> Brake? {
        try session.first(
            """
            SELECT id, pulled_at, reason, pulled_by, ticket, released_at, released_by
            FROM brakes ORDER BY id DESC LIMIT 1
            """
        ) { (row) throws(DeskError) in
            Brake(
                id: try row.id(0),
                pulledAt: row.moment(1),
                reason: try row.word(2),
                pulledBy: row.optionalText(3),
                ticket: row.isNull(4) ? nil : row.number(4),
                releasedAt: row.optionalMoment(5),
                releasedBy: row.optionalText(6)
            )
        }
    }

    func insert(_ brake: Brake) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO brakes (
                id, pulled_at, reason, pulled_by, ticket, released_at, released_by)
            VALUES (
                \(brake.id.bytes), \(brake.pulledAt), \(brake.reason), \(brake.pulledBy),
                \(SQLValue(brake.ticket)),
                \(brake.releasedAt), \(brake.releasedBy))
            """
        )
    }

    func save(_ brake: Brake) throws(DeskError) {
        try session.execute(
            """
            UPDATE brakes SET released_at = \(brake.releasedAt), released_by = \(brake.releasedBy)
            WHERE id = \(brake.id.bytes)
            """
        )
    }
}
