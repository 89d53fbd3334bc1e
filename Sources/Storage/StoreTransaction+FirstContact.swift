import Desk
import Foundation

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

    func isRepeated(_ ticket: TicketNumber, since moment: Date) throws(DeskError) -> Bool {
        try FirstContactTable(session: session).isRepeated(ticket, since: moment)
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
