/// The body of `PUT /v1/tickets/{number}/merger`.
public struct MergerForm: Codable, Sendable, Equatable {
    /// The ticket it goes into.
    public var into: Int64
    /// A clerk's word that both tickets are one person's, where they do not show it.
    public var samePerson: Bool?

    /// Names both members.
    public init(into: Int64, samePerson: Bool? = nil) {
        self.into = into
        self.samePerson = samePerson
    }

    enum CodingKeys: String, CodingKey {
        case into
        case samePerson = "same_person"
    }
}

/// The body of `POST /v1/tickets/{number}/messages/{id}/split`.
public struct SplitForm: Codable, Sendable, Equatable {
    /// As in the ticket it comes from, unless said.
    public var subject: String?
    /// As in the ticket it comes from, unless said.
    public var queue: String?

    /// Names both members.
    public init(subject: String? = nil, queue: String? = nil) {
        self.subject = subject
        self.queue = queue
    }
}

/// The body of `PUT /v1/tickets/{number}/links/{other}`.
public struct LinkForm: Codable, Sendable, Equatable {
    /// What the other ticket is to this one: `related`, `original`, `duplicate`, `parent`, `child`.
    public var relation: String

    /// Names its member.
    public init(relation: String) { self.relation = relation }
}

/// Another ticket that has to do with one.
public struct LinkBody: Codable, Sendable, Equatable {
    /// The other ticket's number.
    public var ticket: Int64
    /// What it is to the one looked at: `related`, `original`, `duplicate`, `parent`, `child`.
    public var relation: String
    /// The other ticket's subject.
    public var subject: String
    /// The other ticket's state.
    public var state: String
    /// User id of who said so.
    public var staff: String
    /// When.
    public var at: Timestamp

    /// Names every member.
    public init(
        ticket: Int64,
        relation: String,
        subject: String,
        state: String,
        staff: String,
        at: Timestamp
    ) {
        self.ticket = ticket
        self.relation = relation
        self.subject = subject
        self.state = state
        self.staff = staff
        self.at = at
    }
}

/// Another ticket that may be about the same.
public struct DuplicateBody: Codable, Sendable, Equatable {
    /// The other ticket's number.
    public var ticket: Int64
    /// `same_citizen`, `same_code`, `same_article`.
    public var reasons: [String]
    /// The other ticket's subject.
    public var subject: String
    /// The other ticket's state.
    public var state: String
    /// When it came in.
    public var createdAt: Timestamp

    /// Names every member.
    public init(
        ticket: Int64,
        reasons: [String],
        subject: String,
        state: String,
        createdAt: Timestamp
    ) {
        self.ticket = ticket
        self.reasons = reasons
        self.subject = subject
        self.state = state
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case ticket
        case reasons
        case subject
        case state
        case createdAt = "created_at"
    }
}

/// The body of `PUT /v1/tickets/{number}/snooze`.
public struct SnoozeForm: Codable, Sendable, Equatable {
    /// Out of the way until then.
    public var until: Timestamp

    /// Names its member.
    public init(until: Timestamp) { self.until = until }
}

/// The body of `PUT /v1/tickets/{number}/follow-up`.
public struct FollowUpForm: Codable, Sendable, Equatable {
    /// When somebody wants to be reminded.
    public var at: Timestamp

    /// Names its member.
    public init(at: Timestamp) { self.at = at }
}

/// The body of `POST /v1/tickets/{number}/disclosures`.
public struct DisclosureForm: Codable, Sendable, Equatable {
    /// `released`, `partly` or `refused`.
    public var outcome: String
    /// The law in one line; needed where something is withheld.
    public var ground: String?

    /// Names both members.
    public init(outcome: String, ground: String? = nil) {
        self.outcome = outcome
        self.ground = ground
    }
}

/// The body of `PUT /v1/tickets/{number}/presence`.
public struct PresenceForm: Codable, Sendable, Equatable {
    /// `reading` or `writing`.
    public var doing: String

    /// Names its member.
    public init(doing: String) { self.doing = doing }
}

/// Somebody who has a ticket before them.
public struct PresenceBody: Codable, Sendable, Equatable {
    /// User id.
    public var staff: String
    /// As colleagues read it.
    public var name: String
    /// `reading` or `writing`.
    public var doing: String
    /// Since when without a break.
    public var since: Timestamp
    /// They are gone then, unless they say otherwise.
    public var until: Timestamp

    /// Names every member.
    public init(
        staff: String,
        name: String,
        doing: String,
        since: Timestamp,
        until: Timestamp
    ) {
        self.staff = staff
        self.name = name
        self.doing = doing
        self.since = since
        self.until = until
    }
}

/// Something that happened with a watched ticket.
public struct WatchedEventBody: Codable, Sendable, Equatable {
    /// The ticket's number.
    public var ticket: Int64
    /// What happened.
    public var event: HistoryBody

    /// Names both members.
    public init(ticket: Int64, event: HistoryBody) {
        self.ticket = ticket
        self.event = event
    }
}

/// The body of `GET /v1/watched-events`.
public struct WatchedEventsBody: Codable, Sendable, Equatable {
    /// Oldest first.
    public var items: [WatchedEventBody]
    /// The place to ask from next time, also when there is nothing new; null before the first fact.
    public var next: String?
    /// True when there is more already.
    public var more: Bool

    /// Names every member.
    public init(items: [WatchedEventBody], next: String?, more: Bool) {
        self.items = items
        self.next = next
        self.more = more
    }
}
