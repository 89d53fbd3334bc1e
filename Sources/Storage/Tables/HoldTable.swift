import Desk

/// The table `holds`.
struct HoldTable {
    let session: any SQLSession

    func find(_ ticket: TicketNumber) throws(DeskError) -> Hold? {
        try session.first(
            "SELECT staff, reason, at FROM holds WHERE ticket = \(ticket.rawValue)"
        ) { Hold(staff: $0.text(0), reason: $0.text(1), at: $0.moment(2)) }
    }

    func set(_ hold: Hold, on ticket: TicketNumber) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO holds (ticket, staff, reason, at)
            VALUES (\(ticket.rawValue), \(hold.staff), \(hold.reason), \(hold.at))
            ON CONFLICT (ticket) DO UPDATE SET
                staff = excluded.staff, reason = excluded.reason, at = excluded.at
            """
        )
        try showAnew(ticket)
    }

    func remove(_ ticket: TicketNumber) throws(DeskError) {
        try session.execute("DELETE FROM holds WHERE ticket = \(ticket.rawValue)")
        try showAnew(ticket)
    }

    /// The ticket shows it: whoever has the ticket as it was before has an older version.
    private func showAnew(_ ticket: TicketNumber) throws(DeskError) {
        try session.execute(
            "UPDATE tickets SET revision = revision + 1 WHERE number = \(ticket.rawValue)"
        )
    }
}
