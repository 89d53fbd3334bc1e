import Desk

/// The table `parties`: addresses that staff let into a ticket, beside its citizen's.
extension StoreTransaction {
    func insertParty(_ address: String, of ticket: TicketNumber) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO parties (ticket, address) VALUES (\(ticket.rawValue), \(address))
            ON CONFLICT (ticket, address) DO NOTHING
            """
        )
    }

    func isParty(_ address: String, of ticket: TicketNumber) throws(DeskError) -> Bool {
        try session.first(
            """
            SELECT 1 FROM parties WHERE ticket = \(ticket.rawValue) AND address = \(address)
            """
        ) { _ in true } ?? false
    }
}
