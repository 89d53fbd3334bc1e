/// A page of a list of tickets, newest first.
public struct TicketPage: Sendable, Equatable {
    /// At most as many as were asked for; fewer, or none, when finding more would have taken long.
    public var tickets: [Ticket]
    /// The place after which the list goes on; nil when it does not.
    public var next: TicketNumber?

    /// Names every member.
    public init(tickets: [Ticket], next: TicketNumber?) {
        self.tickets = tickets
        self.next = next
    }

    /// True when the list goes on.
    public var hasMore: Bool { next != nil }
}
