/// The body of `PUT /v1/tickets/{number}/unit`.
public struct UnitForm: Codable, Sendable, Equatable {
    /// The id of a destination, see `GET /v1/destinations`.
    public var unit: String

    /// Names every member.
    public init(unit: String) { self.unit = unit }
}

/// The unit that answers a ticket, as it was when the ticket was given to it.
public struct UnitBody: Codable, Sendable, Equatable {
    /// The id of a destination.
    public var id: String
    /// What it was called then.
    public var name: String
    /// Since when it is the unit's.
    public var givenAt: Timestamp
    /// When it first answered; null until then.
    public var answeredAt: Timestamp?
    /// The id of the message that was its answer.
    public var answer: String?

    /// Names every member.
    public init(
        id: String,
        name: String,
        givenAt: Timestamp,
        answeredAt: Timestamp? = nil,
        answer: String? = nil
    ) {
        self.id = id
        self.name = name
        self.givenAt = givenAt
        self.answeredAt = answeredAt
        self.answer = answer
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case givenAt = "given_at"
        case answeredAt = "answered_at"
        case answer
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(givenAt, forKey: .givenAt)
        try container.encode(answeredAt, forKey: .answeredAt)
        try container.encode(answer, forKey: .answer)
    }
}
