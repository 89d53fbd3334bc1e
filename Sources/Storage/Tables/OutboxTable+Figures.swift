import Desk
import Foundation

extension OutboxTable {
    /// Counts what waits; what was sent is not looked at, however much that has become.
    func figures(at moment: Date) throws(DeskError) -> OutboxFigures {
        let queued: SQL = "state = \(Delivery.State.queued)"
        var carried = queued
        carried += " AND leased_until > \(moment)"
        var due = queued
        due += " AND due_at <= \(moment) AND leased_until <= \(moment)"
        let waiting = try count(queued)
        let under = try count(carried)
        let ready = try count(due)
        return OutboxFigures(
            due: ready,
            deferred: waiting - under - ready,
            carried: under,
            failed: try count("state = \(Delivery.State.failed)"),
            oldestWrittenAt: try oldestWaiting()?.moment
        )
    }

    private func count(_ condition: SQL) throws(DeskError) -> Int {
        var query: SQL = "SELECT count(*) FROM outbox WHERE "
        query += condition
        return try session.first(query) { row in Int(row.integer(0)) } ?? 0
    }

    /// The oldest letter that has not left and that nothing holds back; its id tells when it was
    /// written, and no attempt changes that.
    ///
    /// What waits is taken out first: looking along the ids, a database may go through all that was
    /// ever sent. PostgreSQL before 18 has no min() of octets.
    private func oldestWaiting() throws(DeskError) -> UUIDv7? {
        let query: SQL = """
            WITH waiting AS MATERIALIZED (
                SELECT id FROM outbox
                WHERE state = \(Delivery.State.queued)
                    AND (automatic = 0
                        OR NOT EXISTS (SELECT 1 FROM brakes WHERE released_at IS NULL))
            )
            SELECT id FROM waiting ORDER BY id LIMIT 1
            """
        return try session.first(query) { (row) throws(DeskError) in try row.id(0) }
    }
}
