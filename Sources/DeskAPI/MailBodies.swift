/// What is known of the mail that a message was.
public struct MailBody: Codable, Sendable, Equatable {
    /// The author's address; it may be another than the citizen's.
    public var from: String?
    /// The writer's own words where the body repeats others; null when all of it is theirs.
    public var own: String?
    /// Who else got it, by `To` and `Cc`: at most 50 addresses, to which no answer goes.
    public var copies: [String]
    /// What each step on its way in said, in order.
    public var verdicts: [MailVerdictBody]

    /// Names every member.
    public init(
        from: String? = nil,
        own: String? = nil,
        copies: [String] = [],
        verdicts: [MailVerdictBody]
    ) {
        self.from = from
        self.own = own
        self.copies = copies
        self.verdicts = verdicts
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(from, forKey: .from)
        try container.encode(own, forKey: .own)
        try container.encode(copies, forKey: .copies)
        try container.encode(verdicts, forKey: .verdicts)
    }
}

/// What one step said of a mail.
public struct MailVerdictBody: Codable, Sendable, Equatable {
    /// `reading`, `own_headers`, `signature`, `limits`, `hops`, `origin`, `sender`, `automatic`,
    /// `report`, `forms`, `known`, `claim`, `placement`, `answer`.
    public var step: String
    /// In words of the program.
    public var outcome: String

    /// Names both members.
    public init(step: String, outcome: String) {
        self.step = step
        self.outcome = outcome
    }
}

/// The HTML of a mail, made safe: a fragment for the inside of a page.
public struct MailPageBody: Codable, Sendable, Equatable {
    /// Elements of a short list, no attribute but links' targets and cells' spans, nothing fetched.
    public var html: String

    /// Names its member.
    public init(html: String) { self.html = html }
}

/// A mail that was held back.
public struct HeldMailBody: Codable, Sendable, Equatable {
    /// UUID version 7.
    public var id: String
    /// `over_limit`, `loop`, `own_mail`, `foreign_ticket`, `unknown_report`.
    public var reason: String
    /// The ticket it says to belong to: a request to join it.
    public var claims: Int64?
    /// The author, as the mail says.
    public var from: HeldAuthorBody
    /// As the mail says.
    public var subject: String
    /// Octets of the mail as it came.
    public var size: Int
    /// What each step said of it, in order.
    public var verdicts: [MailVerdictBody]
    /// What it says, as far as it can be read; null in a list.
    public var text: String?
    /// When it came in.
    public var receivedAt: Timestamp

    /// Names every member.
    public init(
        id: String,
        reason: String,
        claims: Int64? = nil,
        from: HeldAuthorBody,
        subject: String,
        size: Int,
        verdicts: [MailVerdictBody],
        text: String? = nil,
        receivedAt: Timestamp
    ) {
        self.id = id
        self.reason = reason
        self.claims = claims
        self.from = from
        self.subject = subject
        self.size = size
        self.verdicts = verdicts
        self.text = text
        self.receivedAt = receivedAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case reason
        case claims
        case from
        case subject
        case size
        case verdicts
        case text
        case receivedAt = "received_at"
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(reason, forKey: .reason)
        try container.encode(claims, forKey: .claims)
        try container.encode(from, forKey: .from)
        try container.encode(subject, forKey: .subject)
        try container.encode(size, forKey: .size)
        try container.encode(verdicts, forKey: .verdicts)
        try container.encode(text, forKey: .text)
        try container.encode(receivedAt, forKey: .receivedAt)
    }
}

/// Who a held mail says to be from.
public struct HeldAuthorBody: Codable, Sendable, Equatable {
    /// As the author wrote it.
    public var name: String?
    /// Without angle brackets.
    public var email: String?

    /// Names both members.
    public init(name: String? = nil, email: String? = nil) {
        self.name = name
        self.email = email
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(email, forKey: .email)
    }
}

/// The body of `PUT /v1/quarantine/{id}/release`.
public struct ReleaseForm: Codable, Sendable, Equatable {
    /// The ticket it goes into; null for one of its own.
    public var ticket: Int64?

    /// Names its member.
    public init(ticket: Int64?) { self.ticket = ticket }

    /// Writes null too: "one of its own" is a decision.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ticket, forKey: .ticket)
    }
}
