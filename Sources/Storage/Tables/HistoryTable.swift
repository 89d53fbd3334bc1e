import Desk
import Foundation

/// The table `events`: append-only, the database itself refuses changes.
struct HistoryTable {
    let session: any SQLSession

    func insert(_ event: TicketEvent) throws(DeskError) {
        let actor = ActorColumns(event.actor)
        try session.insert(
            """
            INSERT INTO events (ticket, at, actor_kind, actor, actor_name, kind, details)
            VALUES (
                \(event.ticket.rawValue), \(event.at), \(actor.kind), \(actor.id), \(actor.name),
                \(event.kind), \(json(event.details)))
            """,
            toBeSealedAs: ChainedTable.events.source
        )
    }

    func list(
        of ticket: TicketNumber,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        try session.all(
            """
            SELECT id, at, actor_kind, actor, actor_name, kind, details FROM events
            WHERE ticket = \(ticket.rawValue) AND id > \(after ?? 0)
            ORDER BY id LIMIT \(limit)
            """
        ) { (row) throws(DeskError) in try Self.entry(row, of: ticket) }
    }

    static func entry(_ row: any SQLRow, of ticket: TicketNumber) throws(DeskError) -> HistoryEntry
    {
        HistoryEntry(
            id: row.integer(0),
            event: TicketEvent(
                ticket: ticket,
                at: row.moment(1),
                actor: try ActorColumns.actor(row, at: 2),
                kind: try row.word(5),
                details: try row.members(6)
            )
        )
    }
}
