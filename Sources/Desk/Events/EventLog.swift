public import Foundation

/// A place between two events in the order in which they were sealed: where reading goes on.
///
/// An event's own number is no such order: of two transactions the later number may be seen first,
/// and whoever went on after it would never see the other. A seal is made of what was committed, one
/// after the other, and nothing is put into it afterwards.
public struct LogPlace: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The seal, from 1.
    public var seal: Int64
    /// How many of its records lie before.
    public var index: Int

    /// In front of everything.
    public static let start = LogPlace(seal: 1, index: 0)

    /// Names both members.
    public init(seal: Int64, index: Int) { (self.seal, self.index) = (seal, index) }

    /// Reads ``description``; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let seal = Int64(parts[0]), let index = Int(parts[1]), seal > 0,
            (0...1_000_000).contains(index)
        else { return nil }
        self.init(seal: seal, index: index)
    }

    /// For example `42-3`.
    public var description: String { "\(seal)-\(index)" }

    /// By seal, then within it.
    public static func < (one: Self, other: Self) -> Bool {
        (one.seal, one.index) < (other.seal, other.index)
    }
}

/// An event with the place after it.
public struct LoggedEvent: Sendable, Equatable {
    /// Where reading goes on after this one.
    public var next: LogPlace
    /// What happened.
    public var entry: HistoryEntry

    /// Names both members.
    public init(next: LogPlace, entry: HistoryEntry) { (self.next, self.entry) = (next, entry) }
}

/// What can be looked up of the order of events.
public protocol EventReading {
    /// The place after everything that is sealed.
    func logEnd() throws(DeskError) -> LogPlace
    /// When a seal was made; nil when there is no such seal.
    func sealedAt(_ seal: Int64) throws(DeskError) -> (moment: Date, records: Int)?
    /// An event by its number; nil when it was removed.
    func historyEntry(_ id: Int64) throws(DeskError) -> HistoryEntry?
    /// The events of at most `limit` records from a place on, and where to go on.
    func loggedEvents(
        from place: LogPlace,
        limit: Int
    ) throws(DeskError) -> (events: [LoggedEvent], next: LogPlace)
}

/// An event as the outside hears of it: ids and kinds, no word of a citizen's or about one.
public struct Announcement: Sendable, Equatable {
    /// Where reading goes on after it; its name for whoever receives it twice.
    public var next: LogPlace
    /// As recorded.
    public var event: TicketEvent
    /// The ticket as it is now.
    public var ticket: Ticket

    /// Names every member.
    public init(next: LogPlace, event: TicketEvent, ticket: Ticket) {
        (self.next, self.event, self.ticket) = (next, event, ticket)
    }
}

/// Which events somebody wants to hear of.
public struct EventFilter: Sendable, Equatable {
    /// Only of this ticket.
    public var ticket: TicketNumber?
    /// Only of tickets that are in this queue now.
    public var queue: String?
    /// Only of tickets that are the listener's now.
    public var isMine: Bool

    /// Names every member.
    public init(ticket: TicketNumber? = nil, queue: String? = nil, isMine: Bool = false) {
        (self.ticket, self.queue, self.isMine) = (ticket, queue, isMine)
    }

    func lets(_ ticket: Ticket, through staff: StaffIdentity) -> Bool {
        (self.ticket == nil || self.ticket == ticket.number)
            && (queue == nil || queue == ticket.queue)
            && (!isMine || ticket.assignee == staff.id)
    }
}
