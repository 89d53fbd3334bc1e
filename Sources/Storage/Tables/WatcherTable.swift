import Desk
import Foundation

/// The table `watchers`.
struct WatcherTable {
    let session: any SQLSession

    func count(of staff: String) throws(DeskError) -> Int {
        try session.first("SELECT count(*) FROM watchers WHERE staff = \(staff)") {
            Int($0.integer(0))
        } ?? 0
    }

    func contains(_ ticket: TicketNumber, of staff: String) throws(DeskError) -> Bool {
        try session.first(
            "SELECT 1 FROM watchers WHERE staff = \(staff) AND ticket = \(ticket.rawValue)"
        ) { _ in true } ?? false
    }

    func insert(_ ticket: TicketNumber, of staff: String, at moment: Date) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO watchers (staff, ticket, since, since_event)
            VALUES (\(staff), \(ticket.rawValue), \(moment), \(newest(of: ticket)))
            ON CONFLICT (staff, ticket) DO NOTHING
            """
        )
    }

    /// A person who watches as many as they may, watches no more.
    func copy(
        of ticket: TicketNumber,
        to other: TicketNumber,
        at moment: Date
    ) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO watchers (staff, ticket, since, since_event)
            SELECT w.staff, \(other.rawValue), \(moment), \(newest(of: other)) FROM watchers w
            WHERE w.ticket = \(ticket.rawValue)
                AND (SELECT count(*) FROM watchers o WHERE o.staff = w.staff)
                    < \(DeskSettings.watchedMax)
            ON CONFLICT (staff, ticket) DO NOTHING
            """
        )
    }

    func delete(_ ticket: TicketNumber, of staff: String) throws(DeskError) {
        try session.execute(
            "DELETE FROM watchers WHERE staff = \(staff) AND ticket = \(ticket.rawValue)"
        )
    }

    /// Walks over the facts of each watched ticket: they are few beside all that happened since.
    func events(
        for staff: String,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        try session.all(
            """
            SELECT e.id, e.at, e.actor_kind, e.actor, e.actor_name, e.kind, e.details, e.ticket
            FROM watchers w JOIN events e
                ON e.ticket = w.ticket AND e.id > w.since_event AND e.id > \(after ?? 0)
            WHERE w.staff = \(staff)
                AND NOT (e.actor_kind = 'staff' AND e.actor = \(staff))
            ORDER BY \(name: session.unindexed("e.id")) LIMIT \(limit)
            """
        ) { (row) throws(DeskError) in try HistoryTable.entry(row, of: row.number(7)) }
    }

    private func newest(of ticket: TicketNumber) throws(DeskError) -> Int64 {
        try session.first(
            """
            SELECT id FROM events WHERE ticket = \(ticket.rawValue) ORDER BY id DESC LIMIT 1
            """
        ) { $0.integer(0) } ?? 0
    }
}
