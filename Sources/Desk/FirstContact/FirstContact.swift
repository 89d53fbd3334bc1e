public import Foundation

/// Whether a ticket was solved at its first contact, as the city counts it.
///
/// Solved, no hand-off, and no new contact about it within seven days of the solution, on any channel.
/// What a ticket knows of itself stands on it (``Ticket/firstContact``); whether another ticket came
/// back about it is kept beside it, see ``FirstContactReading``. So nothing is computed by night: a
/// figure is provisional while the days run and final when they are over, and a contact that becomes
/// known later, such as a mail let out of quarantine, still undoes it when it came in time.
///
/// A contact is one however many tickets come of it: what a clerk splits off from a ticket, or opens
/// beside another for the same call, is another matter of the same contact and undoes nothing. One that
/// is put away as a duplicate is no ticket of its own, and still a contact that undoes the earlier one;
/// one that is rejected is none.
///
/// Two tickets are about the same when they are the same citizen's (by mail address or telephone
/// number) and the article that solved the earlier one is suggested for the later one, or both name the
/// same e-service, or, where they do not both name one, they have the same category. A desk that
/// cannot tell (`other`) must not flatter itself by that.
public enum FirstContact: String, Sendable, Hashable, CaseIterable {
    /// Nobody has solved it yet.
    case unsolved
    /// Solved at first contact; for good when ``window`` is over.
    case solved
    /// The citizen had to be in touch again.
    case returned
    /// Somebody else took it over: by telephone, or the unit that it was given to.
    case handedOff = "handed_off"
    /// It is itself a new contact about an earlier ticket: that one counts.
    case repeated
    /// It is no contact of a citizen's: rejected, a duplicate, of a machine or of the desk itself.
    case uncounted

    /// How long after its solution nobody may be in touch about it.
    public static let window: TimeInterval = 7 * 24 * 3_600
}

/// How many tickets came to the same at first contact.
public struct FirstContactCount: Sendable, Hashable {
    /// How the citizens came.
    public var channel: TicketChannel
    /// What it was about.
    public var category: TicketCategory
    /// The article that solved them first, for good or not; nil when none did.
    public var article: String?
    /// What it came to.
    public var firstContact: FirstContact
    /// True for solved ones whose days are not over.
    public var isProvisional: Bool
    /// How many there are, 1 and up.
    public var tickets: Int

    /// Names every member.
    public init(
        channel: TicketChannel,
        category: TicketCategory,
        article: String?,
        firstContact: FirstContact,
        isProvisional: Bool,
        tickets: Int
    ) {
        self.channel = channel
        self.category = category
        self.article = article
        self.firstContact = firstContact
        self.isProvisional = isProvisional
        self.tickets = tickets
    }

    /// True for what the share is taken of: ``FirstContact/repeated`` and ``FirstContact/uncounted``
    /// are no first contacts.
    public var isCounted: Bool { firstContact != .repeated && firstContact != .uncounted }
}

/// What can be looked up of first contacts.
public protocol FirstContactReading {
    /// At most `limit` earlier tickets of the same address or telephone number, newest first.
    func earlierKin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket]
    /// At most `limit` later ones, oldest first.
    func laterKin(of ticket: Ticket, limit: Int) throws(DeskError) -> [Ticket]
    /// The earlier ticket that this one is a new contact about; nil for none.
    func repeated(by ticket: TicketNumber) throws(DeskError) -> TicketNumber?
    /// True when a ticket that came since `moment` is a new contact about this one.
    func isRepeated(_ ticket: TicketNumber, since moment: Date) throws(DeskError) -> Bool
}

/// What is written of them.
public protocol FirstContactWriting {
    /// Writes what a ticket's own life says, where nothing else of it changed; no revision changes.
    func saveFirstContact(of ticket: Ticket) throws(DeskError)
    /// Says which ticket another is a new contact about, in the place of what was said before; no
    /// revision changes.
    func setRepeated(_ earlier: TicketNumber?, by ticket: TicketNumber) throws(DeskError)
}
