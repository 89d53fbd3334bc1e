public import Foundation

/// What can be looked up of how tickets hang together, and of who works on them.
public protocol CooperationReading {
    /// The tickets that went into this one, oldest first; at most ``DeskSettings/absorbedMax``.
    func absorbed(by ticket: TicketNumber) throws(DeskError) -> [Ticket]
    /// At most `limit` messages of any of these tickets written after `after`, oldest first.
    func messages(
        ofAny tickets: [TicketNumber],
        after: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [Message]
    /// One message.
    ///
    /// - Throws: ``DeskError/notFound``.
    func message(_ id: UUIDv7) throws(DeskError) -> Message
    /// The links of a ticket, by the other's number.
    func links(of ticket: TicketNumber) throws(DeskError) -> [TicketLink]
    /// At most `limit` tickets that want something at `moment`, the longest waiting first.
    func ringing(at moment: Date, limit: Int) throws(DeskError) -> [TicketNumber]
    /// How many tickets somebody watches.
    func countWatched(by staff: String) throws(DeskError) -> Int
    /// True when this person watches the ticket.
    func isWatched(_ ticket: TicketNumber, by staff: String) throws(DeskError) -> Bool
    /// At most `limit` facts of tickets that this person watches, none of them their own doing or
    /// from before they watched, oldest first.
    func watchedEvents(
        by staff: String,
        after: Int64?,
        limit: Int
    ) throws(DeskError) -> [HistoryEntry]
    /// Who has the ticket before them at `moment`, the longest there first.
    func presences(at ticket: TicketNumber, _ moment: Date) throws(DeskError) -> [Presence]
}

/// What can be changed of it.
public protocol CooperationWriting {
    /// The next number of a year's register, in this transaction: without it there is no gap.
    func drawRegisterNumber(of year: Int) throws(DeskError) -> Int
    /// Mails in quarantine that claim a ticket claim another from now on.
    func moveClaims(from ticket: TicketNumber, to other: TicketNumber) throws(DeskError)
    /// Whoever watches a ticket watches another too.
    func copyWatchers(
        of ticket: TicketNumber,
        to other: TicketNumber,
        at moment: Date
    ) throws(DeskError)
    /// Puts a link in the place of what stood between the two.
    func save(_ link: TicketLink) throws(DeskError)
    func deleteLink(between one: TicketNumber, and other: TicketNumber) throws(DeskError)
    func watch(_ ticket: TicketNumber, by staff: String, at moment: Date) throws(DeskError)
    /// Whoever watches a ticket, or the one that it went into, watches neither any longer.
    func unwatch(_ ticket: TicketNumber, by staff: String) throws(DeskError)
    /// Somebody is there until their lease passes.
    func save(_ presence: Presence, at ticket: TicketNumber) throws(DeskError)
    func deletePresence(of staff: String, at ticket: TicketNumber) throws(DeskError)
}
