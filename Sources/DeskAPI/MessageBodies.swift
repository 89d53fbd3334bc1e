/// One contribution to a ticket.
public struct MessageBody: Codable, Sendable, Equatable {
    /// UUID version 7.
    public var id: String
    /// The ticket's number.
    public var ticket: Int64
    /// `inbound` (from the citizen), `reply`, `note`.
    public var kind: String
    /// Who wrote it.
    public var author: AuthorBody
    /// Plain text.
    public var body: String
    /// Articles sent along.
    public var articles: [String]
    /// Files that came with it.
    public var attachments: [AttachmentBody]
    /// How far a reply has come; null for what is not mailed.
    public var delivery: DeliveryBody?
    /// What is known of the mail that it was; null for what never was one.
    public var mail: MailBody?
    /// When it was written or came in.
    public var createdAt: Timestamp

    /// Names every member.
    public init(
        id: String,
        ticket: Int64,
        kind: String,
        author: AuthorBody,
        body: String,
        articles: [String],
        attachments: [AttachmentBody],
        delivery: DeliveryBody? = nil,
        mail: MailBody? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.ticket = ticket
        self.kind = kind
        self.author = author
        self.body = body
        self.articles = articles
        self.attachments = attachments
        self.delivery = delivery
        self.mail = mail
        self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case ticket
        case kind
        case author
        case body
        case articles
        case attachments
        case delivery
        case mail
        case createdAt = "created_at"
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(ticket, forKey: .ticket)
        try container.encode(kind, forKey: .kind)
        try container.encode(author, forKey: .author)
        try container.encode(body, forKey: .body)
        try container.encode(articles, forKey: .articles)
        try container.encode(attachments, forKey: .attachments)
        try container.encode(delivery, forKey: .delivery)
        try container.encode(mail, forKey: .mail)
        try container.encode(createdAt, forKey: .createdAt)
    }
}

/// Who wrote a message or did something.
public struct AuthorBody: Codable, Sendable, Equatable {
    /// `citizen`, `staff`, `system`.
    public var kind: String
    /// User id, for staff.
    public var id: String?
    /// The name people read.
    public var name: String?

    /// Names every member.
    public init(
        kind: String,
        id: String? = nil,
        name: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.name = name
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
    }
}

/// A file that came with a message; its bytes are at `GET /v1/attachments/{id}`.
public struct AttachmentBody: Codable, Sendable, Equatable {
    /// UUID version 7.
    public var id: String
    /// As the sender named it: data, never a path.
    public var name: String
    /// As the sender declared it: data, never served as such.
    public var mediaType: String
    /// Octets.
    public var size: Int

    /// Names every member.
    public init(
        id: String,
        name: String,
        mediaType: String,
        size: Int
    ) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.size = size
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case mediaType = "media_type"
        case size
    }
}

/// How far a mail to the citizen has come.
public struct DeliveryBody: Codable, Sendable, Equatable {
    /// `queued`, `sent`, `failed`.
    public var state: String
    /// How often submission was tried.
    public var attempts: Int
    /// What the mail server said last.
    public var detail: String?

    /// Names every member.
    public init(
        state: String,
        attempts: Int,
        detail: String? = nil
    ) {
        self.state = state
        self.attempts = attempts
        self.detail = detail
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(attempts, forKey: .attempts)
        try container.encode(detail, forKey: .detail)
    }
}

/// The body of `POST /v1/tickets/{number}/messages`.
public struct MessageForm: Codable, Sendable, Equatable {
    /// `reply` or `note`.
    public var kind: String
    /// Plain text.
    public var body: String
    /// Ids of articles to send along.
    public var articles: [String]?
    /// Those of them whose text stands in the body already; they are not sent along again.
    public var quoted: [String]?
    /// True to resolve the ticket as answered with it.
    public var resolve: Bool?
    /// Whether the citizen is waited for after a reply, and the clock of the solution stands still; by
    /// itself for all but complaints and the like.
    public var waits: Bool?

    /// Names every member.
    public init(
        kind: String,
        body: String,
        articles: [String]? = nil,
        quoted: [String]? = nil,
        resolve: Bool? = nil,
        waits: Bool? = nil
    ) {
        self.kind = kind
        self.body = body
        self.articles = articles
        self.quoted = quoted
        self.resolve = resolve
        self.waits = waits
    }
}
