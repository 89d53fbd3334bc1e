public import Foundation

/// What another ticket is to a ticket.
public enum TicketRelation: String, Sendable, Hashable, CaseIterable {
    /// It is about something that this one touches.
    case related
    /// This one asks the same as that one did before.
    case original
    /// That one asks the same as this one did before.
    case duplicate
    /// This one is a part of it.
    case parent
    /// It is a part of this one.
    case child

    /// The same, as the other ticket sees it.
    public var inverse: Self {
        switch self {
        case .related: .related
        case .original: .duplicate
        case .duplicate: .original
        case .parent: .child
        case .child: .parent
        }
    }
}

/// That two tickets have to do with each other; two have at most one link.
public struct TicketLink: Sendable, Equatable {
    /// The lower number of the two.
    public let one: TicketNumber
    /// The higher.
    public let other: TicketNumber
    /// What ``other`` is to ``one``.
    public let relation: TicketRelation
    /// Who said so: a ``StaffIdentity/id``.
    public let staff: String
    /// When.
    public let at: Date

    /// Says what `other` is to `ticket`; they are put in order.
    public init(
        _ ticket: TicketNumber,
        _ other: TicketNumber,
        as relation: TicketRelation,
        by staff: String,
        at moment: Date
    ) {
        precondition(ticket != other, "checked by the desk")
        (one, self.other) = ticket < other ? (ticket, other) : (other, ticket)
        self.relation = ticket < other ? relation : relation.inverse
        self.staff = staff
        at = moment
    }

    /// The other one, and what it is, seen from one of the two.
    func seen(from ticket: TicketNumber) -> (other: TicketNumber, relation: TicketRelation) {
        ticket == one ? (other, relation) : (one, relation.inverse)
    }
}

/// A link as somebody sees it who looks at one of its tickets.
public struct LinkedTicket: Sendable, Equatable {
    /// The other ticket.
    public var ticket: Ticket
    /// What it is to the one looked at.
    public var relation: TicketRelation
    /// Who said so.
    public var staff: String
    /// When.
    public var at: Date
}
