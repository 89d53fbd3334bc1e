/// The body of `POST /v1/tickets/{number}/handoffs`.
public struct HandoffForm: Codable, Sendable, Equatable {
    /// Id of a destination.
    public var destination: String
    /// `blind` or `attended`.
    public var mode: String
    /// The call to hand off.
    public var call: String?
    /// What the receiver should know.
    public var summary: String?

    /// Names every member.
    public init(
        destination: String,
        mode: String,
        call: String? = nil,
        summary: String? = nil
    ) {
        self.destination = destination
        self.mode = mode
        self.call = call
        self.summary = summary
    }
}

/// A hand-off and how far it has come.
public struct HandoffBody: Codable, Sendable, Equatable {
    /// UUID version 7.
    public var id: String
    /// The ticket's number.
    public var ticket: Int64
    /// Where the citizen goes.
    public var destination: DestinationBody
    /// `blind` or `attended`.
    public var mode: String
    /// The call that is handed off.
    public var call: String?
    /// What the receiver should know.
    public var summary: String?
    /// `requested`, `validated`, …, `completed` or what it failed with.
    public var state: String
    /// What the clerk has to do now, where a person carries it out.
    public var instruction: String?
    /// User id.
    public var requestedBy: String
    /// When.
    public var requestedAt: Timestamp
    /// When the state last changed.
    public var updatedAt: Timestamp
    /// Every state it was in, oldest first.
    public var steps: [HandoffStepBody]

    /// Names every member.
    public init(
        id: String,
        ticket: Int64,
        destination: DestinationBody,
        mode: String,
        call: String? = nil,
        summary: String? = nil,
        state: String,
        instruction: String? = nil,
        requestedBy: String,
        requestedAt: Timestamp,
        updatedAt: Timestamp,
        steps: [HandoffStepBody]
    ) {
        self.id = id
        self.ticket = ticket
        self.destination = destination
        self.mode = mode
        self.call = call
        self.summary = summary
        self.state = state
        self.instruction = instruction
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        self.updatedAt = updatedAt
        self.steps = steps
    }

    enum CodingKeys: String, CodingKey {
        case id
        case ticket
        case destination
        case mode
        case call
        case summary
        case state
        case instruction
        case requestedBy = "requested_by"
        case requestedAt = "requested_at"
        case updatedAt = "updated_at"
        case steps
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(ticket, forKey: .ticket)
        try container.encode(destination, forKey: .destination)
        try container.encode(mode, forKey: .mode)
        try container.encode(call, forKey: .call)
        try container.encode(summary, forKey: .summary)
        try container.encode(state, forKey: .state)
        try container.encode(instruction, forKey: .instruction)
        try container.encode(requestedBy, forKey: .requestedBy)
        try container.encode(requestedAt, forKey: .requestedAt)
        try container.encode(updatedAt, forKey: .updatedAt)
        try container.encode(steps, forKey: .steps)
    }
}

/// One state a hand-off was in.
public struct HandoffStepBody: Codable, Sendable, Equatable {
    /// The state.
    public var state: String
    /// Since when.
    public var at: Timestamp
    /// What a clerk must do, or how it went.
    public var detail: String?
    /// What the receiver's telephone system said; null when it said nothing.
    public var sipStatus: Int?

    /// Names every member.
    public init(
        state: String,
        at: Timestamp,
        detail: String? = nil,
        sipStatus: Int? = nil
    ) {
        self.state = state
        self.at = at
        self.detail = detail
        self.sipStatus = sipStatus
    }

    enum CodingKeys: String, CodingKey {
        case state
        case at
        case detail
        case sipStatus = "sip_status"
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(at, forKey: .at)
        try container.encode(detail, forKey: .detail)
        try container.encode(sipStatus, forKey: .sipStatus)
    }
}

/// The body of `PUT /v1/handoffs/{id}/outcome`: how a hand-off made by hand ended.
public struct HandoffOutcomeForm: Codable, Sendable, Equatable {
    /// `completed`, `busy`, `no_answer`, `rejected`, `unreachable`, `not_allowed`, `join_failed`,
    /// `cancelled`, `caller_gone`, `unknown`.
    public var outcome: String
    /// Anything worth knowing.
    public var detail: String?

    /// Names every member.
    public init(
        outcome: String,
        detail: String? = nil
    ) {
        self.outcome = outcome
        self.detail = detail
    }
}
