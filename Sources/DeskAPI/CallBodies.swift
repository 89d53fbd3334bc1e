/// A call, and what is known of the caller.
public struct CallBody: Codable, Sendable, Equatable {
    /// UUID version 7.
    public var id: String
    /// The telephone system's id.
    public var callID: String
    /// `switchboard` or `events`: how the desk learns of it.
    public var source: String
    /// `in` or `out`.
    public var direction: String
    /// Who called; null when it was withheld.
    public var from: String?
    /// Who was called.
    public var to: String?
    /// `waiting`, `talking` or `ended`.
    public var state: String
    /// `answered`, `abandoned`, `overflowed`, `forwarded`, `taken`, `refused` or `unknown`, once it has
    /// ended.
    public var outcome: String?
    /// Why it ended, in the telephone system's word.
    public var cause: String?
    /// User id of whoever has it, or had it last.
    public var clerk: String?
    /// The ticket it is about.
    public var ticket: Int64?
    /// Where it went: id of a destination.
    public var destination: String?
    /// When it came.
    public var startedAt: Timestamp
    /// When it was first answered.
    public var answeredAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?
    /// Who calls.
    public var caller: CallerBody

    /// Names every member.
    public init(
        id: String,
        callID: String,
        source: String,
        direction: String,
        from: String?,
        to: String?,
        state: String,
        outcome: String?,
        cause: String?,
        clerk: String?,
        ticket: Int64?,
        destination: String?,
        startedAt: Timestamp,
        answeredAt: Timestamp?,
        endedAt: Timestamp?,
        caller: CallerBody
    ) {
        self.id = id
        self.callID = callID
        self.source = source
        self.direction = direction
        self.from = from
        self.to = to
        self.state = state
        self.outcome = outcome
        self.cause = cause
        self.clerk = clerk
        self.ticket = ticket
        self.destination = destination
        self.startedAt = startedAt
        self.answeredAt = answeredAt
        self.endedAt = endedAt
        self.caller = caller
    }

    enum CodingKeys: String, CodingKey {
        case id
        case callID = "call_id"
        case source
        case direction
        case from
        case to
        case state
        case outcome
        case cause
        case clerk
        case ticket
        case destination
        case startedAt = "started_at"
        case answeredAt = "answered_at"
        case endedAt = "ended_at"
        case caller
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(callID, forKey: .callID)
        try container.encode(source, forKey: .source)
        try container.encode(direction, forKey: .direction)
        try container.encode(from, forKey: .from)
        try container.encode(to, forKey: .to)
        try container.encode(state, forKey: .state)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(cause, forKey: .cause)
        try container.encode(clerk, forKey: .clerk)
        try container.encode(ticket, forKey: .ticket)
        try container.encode(destination, forKey: .destination)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(answeredAt, forKey: .answeredAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(caller, forKey: .caller)
    }
}

/// What is known of a caller.
public struct CallerBody: Codable, Sendable, Equatable {
    /// From the newest ticket with this number; null when there is none.
    public var name: String?
    /// Tickets that wait for an answer, newest first.
    public var openTickets: [TicketLineBody]
    /// Ids of the articles that answered the caller last.
    public var articles: [String]

    /// Names every member.
    public init(name: String?, openTickets: [TicketLineBody], articles: [String]) {
        self.name = name
        self.openTickets = openTickets
        self.articles = articles
    }

    enum CodingKeys: String, CodingKey {
        case name
        case openTickets = "open_tickets"
        case articles
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(openTickets, forKey: .openTickets)
        try container.encode(articles, forKey: .articles)
    }
}

/// A ticket in one line.
public struct TicketLineBody: Codable, Sendable, Equatable {
    /// Its number.
    public var number: Int64
    /// What it is about.
    public var subject: String
    /// Where it stands.
    public var state: String

    /// Names every member.
    public init(number: Int64, subject: String, state: String) {
        self.number = number
        self.subject = subject
        self.state = state
    }
}

/// The body of `PUT /v1/calls/{id}/ticket`.
public struct CallTicketForm: Codable, Sendable, Equatable {
    /// The ticket that the call is about.
    public var number: Int64

    /// Names it.
    public init(number: Int64) { self.number = number }
}

/// Somebody who takes calls.
public struct DutyBody: Codable, Sendable, Equatable {
    /// User id.
    public var staff: String
    /// As colleagues read it.
    public var name: String
    /// The telephone that is rung.
    public var telephone: String
    /// Since when.
    public var since: Timestamp

    /// Names every member.
    public init(staff: String, name: String, telephone: String, since: Timestamp) {
        self.staff = staff
        self.name = name
        self.telephone = telephone
        self.since = since
    }
}

/// The body of `PUT /v1/tickets/{number}/callback`.
public struct CallBackForm: Codable, Sendable, Equatable {
    /// The number to call; the citizen's own when left out.
    public var number: String?
    /// The citizen wants no call before; as soon as somebody can when left out.
    public var notBefore: Timestamp?

    /// Names both members.
    public init(number: String? = nil, notBefore: Timestamp? = nil) {
        self.number = number
        self.notBefore = notBefore
    }

    enum CodingKeys: String, CodingKey {
        case number
        case notBefore = "not_before"
    }
}

/// Somebody to call back.
public struct CallBackBody: Codable, Sendable, Equatable {
    /// UUID version 7.
    public var id: String
    /// The number to call, E.164.
    public var number: String
    /// `abandoned`, `handoff_abandoned`, `nobody_left` or `asked`.
    public var reason: String
    /// The call that was lost; null where the citizen asked for one.
    public var call: String?
    /// The ticket it was about.
    public var ticket: Int64?
    /// When the citizen was lost, or asked.
    public var createdAt: Timestamp
    /// The citizen wants no call before; null for as soon as somebody can.
    public var notBefore: Timestamp?
    /// When somebody called back, or the citizen came back and was answered; null until then.
    public var doneAt: Timestamp?
    /// User id; null also when the telephone system named nobody who answered.
    public var doneBy: String?
    /// Who it is.
    public var caller: CallerBody

    /// Names every member.
    public init(
        id: String,
        number: String,
        reason: String,
        call: String?,
        ticket: Int64?,
        createdAt: Timestamp,
        notBefore: Timestamp? = nil,
        doneAt: Timestamp?,
        doneBy: String?,
        caller: CallerBody
    ) {
        self.id = id
        self.number = number
        self.reason = reason
        self.call = call
        self.ticket = ticket
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.doneAt = doneAt
        self.doneBy = doneBy
        self.caller = caller
    }

    enum CodingKeys: String, CodingKey {
        case id
        case number
        case reason
        case call
        case ticket
        case createdAt = "created_at"
        case notBefore = "not_before"
        case doneAt = "done_at"
        case doneBy = "done_by"
        case caller
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(number, forKey: .number)
        try container.encode(reason, forKey: .reason)
        try container.encode(call, forKey: .call)
        try container.encode(ticket, forKey: .ticket)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(notBefore, forKey: .notBefore)
        try container.encode(doneAt, forKey: .doneAt)
        try container.encode(doneBy, forKey: .doneBy)
        try container.encode(caller, forKey: .caller)
    }
}
