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
        let waiting = try count(queued).count
        let under = try count(carried).count
        let ready = try count(due)
        return OutboxFigures(
            due: ready.count,
            deferred: waiting - under - ready.count,
            carried: under,
            failed: try count("state = \(Delivery.State.failed)").count,
            oldestDueAt: ready.oldest
        )
    }

    private func count(_ condition: SQL) throws(DeskError) -> (count: Int, oldest: Date?) {
        var query: SQL = "SELECT count(*), min(due_at) FROM outbox WHERE "
        query += condition
        return try session.first(query) { row in
            (Int(row.integer(0)), row.isNull(1) ? nil : row.moment(1))
        } ?? (0, nil)
    }
}
