import Desk
import Foundation

extension StoreTransaction {
    /// Counts what waits; what was sent is not looked at, however much that has become.
    func outboxFigures(at moment: Date) throws(DeskError) -> OutboxFigures {
        let queued: SQL = "state = \(Delivery.State.queued)"
        let waiting = try countLetters(queued)
        let carried = try countLetters("\(queued) AND leased_until > \(moment)")
        let due = try countLetters(
            "\(queued) AND due_at <= \(moment) AND leased_until <= \(moment)"
        )
        return OutboxFigures(
            due: due,
            deferred: waiting - carried - due,
            carried: carried,
            failed: try countLetters("state = \(Delivery.State.failed)"),
            oldestWrittenAt: try oldestMoment()
        )
    }

    private func countLetters(_ condition: SQL) throws(DeskError) -> Int {
        try session.first("SELECT count(*) FROM outbox WHERE \(condition)") {
            Int($0.integer(0))
        } ?? 0
    }

    /// When the oldest letter was written that has not left and that nothing holds back.
    ///
    /// Its id tells that, unless the clock was set back: then ids go on from the one before, and when a
    /// letter is due, since when it is put off, or when its message was written, is earlier and counts.
    ///
    /// What waits is taken out first: looking along the ids, a database may go through all that was
    /// ever sent. PostgreSQL before 18 has no min() of octets.
    private func oldestMoment() throws(DeskError) -> Date? {
        let query: SQL = """
            WITH waiting AS MATERIALIZED (
                SELECT id, message, attempts, due_at, deferred_since FROM outbox
                WHERE state = \(Delivery.State.queued)
                    AND (automatic = 0
                        OR NOT EXISTS (SELECT 1 FROM brakes WHERE released_at IS NULL))
            )
            SELECT (SELECT id FROM waiting ORDER BY id LIMIT 1),
                min(CASE WHEN attempts = 0 THEN due_at END), min(deferred_since),
                (SELECT created_at FROM messages WHERE id = (
                    SELECT message FROM waiting WHERE message IS NOT NULL ORDER BY id LIMIT 1))
            FROM waiting
            """
        return try session.first(query) { (row) throws(DeskError) -> Date? in
            guard !row.isNull(0) else { return nil }
            return ([try row.id(0).moment] + (1...3).compactMap(row.optionalMoment)).min()
        } ?? nil
    }
}
