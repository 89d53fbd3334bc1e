public import Foundation

/// A citizen as the desk can find them: by the address or the telephone number on their tickets.
public struct Person: Sendable, Equatable {
    /// Compared without case; nil when it is not to be looked for.
    public var email: String?
    /// Compared by its ``TelephoneKey``, and as it was written where it has none; nil when it is not
    /// to be looked for.
    public var phone: String?

    /// Names both members.
    public init(email: String? = nil, phone: String? = nil) {
        (self.email, self.phone) = (email, phone)
    }

    /// True when nobody is named.
    public var isNobody: Bool { email == nil && phone == nil }

    /// True for an address of theirs.
    public func hasAddress(_ address: String?) -> Bool {
        guard let email, let address else { return false }
        return email.lowercased() == address.lowercased()
    }

    /// True for a telephone number of theirs, however it was said.
    public func hasNumber(_ number: String?) -> Bool {
        guard let phone, let number else { return false }
        guard let key = TelephoneKey.key(of: phone) else { return phone == number }
        return key == TelephoneKey.key(of: number)
    }

    /// True when the ticket is theirs.
    func isCitizen(of ticket: Ticket) -> Bool {
        hasAddress(ticket.citizen.email) || hasNumber(ticket.citizen.phone)
    }
}

/// Something of a person that is found by their number or address, whatever ticket it hangs on.
public struct PersonTrace: Sendable, Equatable {
    /// What it is, as a ticket's history says it.
    public enum Kind: String, Sendable, Hashable {
        case call
        case callBack = "call_back"
        case heldMail = "mail"
    }

    /// What it is.
    public var kind: Kind
    /// Its own id.
    public var id: UUIDv7
    /// The ticket that it hangs on, or claims; nil for none.
    public var ticket: TicketNumber?

    /// Names every member.
    public init(_ kind: Kind, _ id: UUIDv7, on ticket: TicketNumber?) {
        (self.kind, self.id, self.ticket) = (kind, id, ticket)
    }
}

/// A place beside a person's own tickets that names their address, and nothing that they said.
public struct AddressMention: Sendable, Equatable {
    /// Where.
    public enum Kind: String, Sendable, Hashable {
        /// Somebody else's mail went to them too.
        case copy
        /// Staff let them into somebody else's ticket.
        case party
        /// Mail to them came back.
        case refusal
    }

    /// Where.
    public var kind: Kind
    /// The ticket; nil for a refusal.
    public var ticket: TicketNumber?
    /// The mail that went to them too.
    public var message: UUIDv7?
    /// What was reported when mail came back, and when.
    public var refusal: String?
    /// When that was.
    public var at: Date?

    /// Names every member.
    public init(
        _ kind: Kind,
        on ticket: TicketNumber? = nil,
        message: UUIDv7? = nil,
        refusal: String? = nil,
        at moment: Date? = nil
    ) {
        (self.kind, self.ticket, self.message) = (kind, ticket, message)
        (self.refusal, at) = (refusal, moment)
    }
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
    /// Those that are held, and stay as they are; others' too, where the person has a part in them.
    public var held: [TicketNumber] = []
    /// Those that are still worked on, and stay until they are resolved; others' too, where a call,
    /// a call-back or a held mail of the person hangs on them.
    public var active: [TicketNumber] = []
    /// How many messages were taken out of other people's tickets.
    public var messagesElsewhere = 0
    /// How many of the person's calls on no ticket, or on others', their number was taken out of.
    public var calls = 0
    /// How many call-backs there are gone.
    public var callBacks = 0
    /// How many held mails are gone.
    public var heldMails = 0
    /// How many times their address was taken out of what is others'.
    public var addresses = 0
    /// The person's calls and call-backs that are not over: they stay until they are.
    ///
    /// Somebody has promised to call. `helpdeskd retention` takes those that are on a ticket then, or
    /// after 30 days; a call that is on and on no ticket is taken by erasing again.
    public var unfinished: Set<UUIDv7> = []

    /// Nothing yet.
    public init() {}
}
