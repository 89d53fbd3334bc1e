import Cryptography
import Desk
import Foundation

// What the desk keeps of mail beside the messages that it became.

extension StoreTransaction {
    func letter(carrying message: UUIDv7) throws(DeskError) -> OutboxEntry? {
        try OutboxTable(session: session).find(carrying: message)
    }

    func newestLetters(of ticket: TicketNumber, limit: Int) throws(DeskError) -> [OutboxEntry] {
        try OutboxTable(session: session).newest(of: ticket, limit: limit)
    }

    func isParty(_ address: String, of ticket: TicketNumber) throws(DeskError) -> Bool {
        try PartyTable(session: session).contains(address, of: ticket)
    }

    func insertParty(_ address: String, of ticket: TicketNumber) throws(DeskError) {
        try PartyTable(session: session).insert(address, of: ticket)
    }

    func refusal(of address: String) throws(DeskError) -> (status: String, at: Date)? {
        try RefusalTable(session: session).find(address)
    }

    func keepRefusal(
        of address: String,
        status: String,
        at moment: Date
    ) throws(DeskError) {
        try RefusalTable(session: session).keep(address, status: status, at: moment)
    }

    func forgetRefusal(of address: String) throws(DeskError) {
        try RefusalTable(session: session).delete(address)
    }

    func mail(of message: UUIDv7) throws(DeskError) -> MailRecord? {
        try MailTable(session: session).find(of: message)
    }

    func quarantineFigures() throws(DeskError) -> QuarantineFigures {
        try QuarantineTable(session: session).figures()
    }

    func heldMails(_ query: QuarantineQuery) throws(DeskError) -> [HeldMail] {
        try QuarantineTable(session: session).list(query)
    }

    func heldMail(_ id: UUIDv7) throws(DeskError) -> HeldMail {
        try QuarantineTable(session: session).find(id)
    }

    func rawMail(ofHeld id: UUIDv7) throws(DeskError) -> RawMail {
        try QuarantineTable(session: session).raw(id)
    }

    func insert(
        _ mail: HeldMail,
        _ raw: RawMail,
        under identity: Digest
    ) throws(DeskError) -> Bool {
        try QuarantineTable(session: session).insert(mail, raw, under: identity)
    }

    func deleteHeldMail(_ id: UUIDv7) throws(DeskError) {
        try QuarantineTable(session: session).delete(id)
    }

    func sweepQuarantine(before moment: Date, limit: Int) throws(DeskError) -> [HeldMail] {
        try QuarantineTable(session: session).sweep(before: moment, limit: limit)
    }
}
