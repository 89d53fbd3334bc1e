import Desk

/// The table `holds`.
extension StoreTransaction {
    func isHeld(_ ticket: TicketNumber) throws(DeskError) -> Bool {
        try session.first("SELECT 1 FROM holds WHERE ticket = \(ticket.rawValue)") { _ in true }
            ?? false
    }

    func hold(_ ticket: TicketNumber, _ hold: Hold) throws(DeskError) {
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

    func release(_ ticket: TicketNumber) throws(DeskError) {
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
