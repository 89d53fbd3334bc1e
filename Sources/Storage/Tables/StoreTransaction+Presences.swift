import Desk
import Foundation

/// The table `presences`: who has which ticket before them, each until their lease passes.
extension StoreTransaction {
    func presences(at ticket: TicketNumber, _ moment: Date) throws(DeskError) -> [Presence] {
        try session.all(
            """
            SELECT staff, name, doing, since, until FROM presences
            WHERE ticket = \(ticket.rawValue) AND until > \(moment) ORDER BY since, staff
            """
        ) { (row) throws(DeskError) in
            Presence(
                staff: row.text(0),
                name: row.text(1),
                doing: try row.word(2),
                since: row.moment(3),
                until: row.moment(4)
            )
        }
    }

    func save(_ presence: Presence, at ticket: TicketNumber) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO presences (ticket, staff, name, doing, since, until)
            VALUES (
                \(ticket.rawValue), \(presence.staff), \(presence.name), \(presence.doing),
                \(presence.since), \(presence.until))
            ON CONFLICT (ticket, staff) DO UPDATE SET
                name = excluded.name, doing = excluded.doing, since = excluded.since,
                until = excluded.until
            """
        )
    }

    func deletePresence(of staff: String, at ticket: TicketNumber) throws(DeskError) {
        try session.execute(
            "DELETE FROM presences WHERE ticket = \(ticket.rawValue) AND staff = \(staff)"
        )
    }

    func sweepPresences(before moment: Date) throws(DeskError) {
        try session.execute("DELETE FROM presences WHERE until <= \(moment)")
    }
}
