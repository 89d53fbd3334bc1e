/// A person who asks.
public struct CitizenBody: Codable, Sendable, Equatable {
    /// As the person wrote it.
    public var name: String?
    /// Where replies go.
    public var email: String?
    /// E.164 where it could be read as such.
    public var phone: String?
    /// True when the channel proved who it is.
    public var verified: Bool

    /// Names every member.
    public init(
        name: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        verified: Bool = false
    ) {
        self.name = name
        self.email = email
        self.phone = phone
        self.verified = verified
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(email, forKey: .email)
        try container.encode(phone, forKey: .phone)
        try container.encode(verified, forKey: .verified)
    }
}

/// What was recognised in the citizen's words.
public struct SymptomBody: Codable, Sendable, Equatable {
    /// `bankid`, `freja`, `foreign`, `siths`.
    public var eId: String?
    /// Error codes as written on the citizen's screen.
    public var codes: [String]
    /// `ios`, `android`, `windows`, `mac`.
    public var device: String?
    /// `login`, `sign`, `upload`, `pay`.
    public var step: String?

    /// Names every member.
    public init(
        eId: String? = nil,
        codes: [String],
        device: String? = nil,
        step: String? = nil
    ) {
        self.eId = eId
        self.codes = codes
        self.device = device
        self.step = step
    }

    enum CodingKeys: String, CodingKey {
        case eId = "e_id"
        case codes
        case device
        case step
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(eId, forKey: .eId)
        try container.encode(codes, forKey: .codes)
        try container.encode(device, forKey: .device)
        try container.encode(step, forKey: .step)
    }
}

/// When answers are owed.
public struct DueBody: Codable, Sendable, Equatable {
    /// The first answer; null when no clock runs.
    public var firstReplyAt: Timestamp?
    /// The answer to what the citizen wrote since; null when no clock runs.
    public var nextReplyAt: Timestamp?
    /// The solution; null when no clock runs.
    public var resolutionAt: Timestamp?
    /// True when one of them has passed.
    public var overdue: Bool

    /// Names every member.
    public init(
        firstReplyAt: Timestamp? = nil,
        nextReplyAt: Timestamp? = nil,
        resolutionAt: Timestamp? = nil,
        overdue: Bool
    ) {
        self.firstReplyAt = firstReplyAt
        self.nextReplyAt = nextReplyAt
        self.resolutionAt = resolutionAt
        self.overdue = overdue
    }

    enum CodingKeys: String, CodingKey {
        case firstReplyAt = "first_reply_at"
        case nextReplyAt = "next_reply_at"
        case resolutionAt = "resolution_at"
        case overdue
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(firstReplyAt, forKey: .firstReplyAt)
        try container.encode(nextReplyAt, forKey: .nextReplyAt)
        try container.encode(resolutionAt, forKey: .resolutionAt)
        try container.encode(overdue, forKey: .overdue)
    }
}

/// An article that was suggested.
public struct SuggestionBody: Codable, Sendable, Equatable {
    /// Its id.
    public var article: String
    /// Its title in the citizen's language.
    public var title: String
    /// 0…1: how sure the desk is that it answers.
    public var confidence: Double

    /// Names every member.
    public init(
        article: String,
        title: String,
        confidence: Double
    ) {
        self.article = article
        self.title = title
        self.confidence = confidence
    }
}
