/// A page of a list of tickets, in the order that was asked for.
public struct TicketPage: Sendable, Equatable {
    /// At most as many as were asked for; fewer, or none, when finding more would have taken long.
    public var tickets: [Ticket]
    /// The place after which the list goes on; nil when it does not, or has another order.
    public var next: TicketNumber?
    /// The same in the order of what is owed.
    public var nextDue: TicketQuery.DuePlace?

    /// Names every member.
    public init(
        tickets: [Ticket],
        next: TicketNumber?,
        nextDue: TicketQuery.DuePlace? = nil
    ) {
        self.tickets = tickets
        self.next = next
        self.nextDue = nextDue
    }

    /// True when the list goes on.
    public var hasMore: Bool { next != nil || nextDue != nil }
}
