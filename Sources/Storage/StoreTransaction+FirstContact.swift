import Desk

extension StoreTransaction {
    func earlierKin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket] {
        try FirstContactTable(session: session).earlierKin(of: ticket, limit: limit)
    }

    func laterKin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket] {
        try FirstContactTable(session: session).laterKin(of: ticket, limit: limit)
    }

    func repeated(by ticket: TicketNumber) throws(DeskError) -> TicketNumber? {
        try FirstContactTable(session: session).repeated(by: ticket)
    }

    func saveFirstContact(of ticket: Ticket) throws(DeskError) {
        try FirstContactTable(session: session).save(ticket)
    }

    func setRepeated(
        _ earlier: TicketNumber?,
        by ticket: TicketNumber
    ) throws(DeskError) {
        try FirstContactTable(session: session).setRepeated(earlier, by: ticket)
    }
}
