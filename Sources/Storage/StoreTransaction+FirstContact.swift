import Desk
import Foundation

extension StoreTransaction {
    func firstContacts(
        openedIn span: Range<Date>,
        at moment: Date
    ) throws(DeskError) -> [FirstContactCount] {
        try FirstContactTable(session: session).counts(openedIn: span, at: moment)
    }

    func kin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket] {
        try FirstContactTable(session: session).kin(of: ticket, limit: limit)
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
