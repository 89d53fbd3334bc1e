public import Foundation

/// A citizen as the desk can find them: by the address or the telephone number on their tickets.
public struct Person: Sendable, Equatable {
    /// Compared without case; nil when it is not to be looked for.
    public var email: String?
    /// Compared as it was written; nil when it is not to be looked for.
    public var phone: String?

    /// Names both members.
    public init(email: String? = nil, phone: String? = nil) {
        (self.email, self.phone) = (email, phone)
    }

    /// True when nobody is named.
    public var isNobody: Bool { email == nil && phone == nil }
}

/// Which tickets have served their time: of a kind, resolved before a moment.
public struct AgedQuery: Sendable, Equatable {
    /// The kind.
    public var kind: TicketKind
    /// Resolved earlier than this.
    public var resolvedBefore: Date
    /// Only behind this one, in the order of their resolution.
    public var after: AgedTicket?
    /// 1…1000.
    public var limit: Int

    /// Names every member.
    public init(kind: TicketKind, resolvedBefore: Date, after: AgedTicket? = nil, limit: Int) {
        (self.kind, self.resolvedBefore) = (kind, resolvedBefore)
        (self.after, self.limit) = (after, limit)
    }
}

/// A ticket by its age.
public struct AgedTicket: Sendable, Equatable {
    /// Which.
    public var number: TicketNumber
    /// How long ago it was resolved.
    public var resolvedAt: Date

    /// Names both members.
    public init(number: TicketNumber, resolvedAt: Date) {
        (self.number, self.resolvedAt) = (number, resolvedAt)
    }
}

/// What became of an erasure.
public struct ErasureReport: Sendable, Equatable {
    /// The tickets that the person was taken out of; in a dry run, that they would be.
    public var erased: [TicketNumber] = []
    /// Those that are held, and stay as they are.
    public var held: [TicketNumber] = []
    /// Those that are still worked on, and stay until they are resolved.
    public var active: [TicketNumber] = []
    /// How many messages were taken out of other people's tickets.
    public var messagesElsewhere = 0

    /// Nothing yet.
    public init() {}
}
