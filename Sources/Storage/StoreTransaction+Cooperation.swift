import Desk
import Foundation

extension StoreTransaction {
    func absorbed(by ticket: TicketNumber) throws(DeskError) -> [Ticket] {
        try TicketTable(session: session).absorbed(by: ticket)
    }

    func messages(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message] {
        try MessageTable(session: session).list(of: tickets, after: after, limit: limit)
    }

    func message(_ id: UUIDv7) throws(DeskError) -> Message {
        try MessageTable(session: session).find(id)
    }

    func links(of ticket: TicketNumber) throws(DeskError) -> [TicketLink] {
        try LinkTable(session: session).list(of: ticket)
    }

    func ringing(at moment: Date, limit: Int) throws(DeskError) -> [TicketNumber] {
        try TicketTable(session: session).ringing(at: moment, limit: limit)
    }

    func countWatched(by staff: String) throws(DeskError) -> Int {
        try WatcherTable(session: session).count(of: staff)
    }

    func isWatched(_ ticket: TicketNumber, by staff: String) throws(DeskError) -> Bool {
        try WatcherTable(session: session).contains(ticket, of: staff)
    }

    func watchedEvents(
        by staff: String,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry] {
        try WatcherTable(session: session).events(for: staff, after: after, limit: limit)
    }

    func presences(at ticket: TicketNumber, _ moment: Date) throws(DeskError) -> [Presence] {
        try PresenceTable(session: session).list(at: ticket, moment)
    }

    func drawRegisterNumber(of year: Int) throws(DeskError) -> Int {
        try RegisterTable(session: session).draw(of: year)
    }

    func moveClaims(from ticket: TicketNumber, to other: TicketNumber) throws(DeskError) {
        try QuarantineTable(session: session).moveClaims(from: ticket, to: other)
    }

    func copyWatchers(
        of ticket: TicketNumber,
        to other: TicketNumber,
        at moment: Date
    ) throws(DeskError) {
        try WatcherTable(session: session).copy(of: ticket, to: other, at: moment)
    }

    func save(_ link: TicketLink) throws(DeskError) { try LinkTable(session: session).save(link) }

    func deleteLink(between one: TicketNumber, and other: TicketNumber) throws(DeskError) {
        try LinkTable(session: session).delete(min(one, other), max(one, other))
    }

    func watch(_ ticket: TicketNumber, by staff: String, at moment: Date) throws(DeskError) {
        try WatcherTable(session: session).insert(ticket, of: staff, at: moment)
    }

    func unwatch(_ ticket: TicketNumber, by staff: String) throws(DeskError) {
        try WatcherTable(session: session).delete(ticket, of: staff)
    }

    func save(_ presence: Presence, at ticket: TicketNumber) throws(DeskError) {
        try PresenceTable(session: session).save(presence, at: ticket)
    }

    func deletePresence(of staff: String, at ticket: TicketNumber) throws(DeskError) {
        try PresenceTable(session: session).delete(staff, at: ticket)
    }
}
