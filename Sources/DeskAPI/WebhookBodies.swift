/// The body of `POST /v1/webhooks` and `PUT /v1/webhooks/{id}`.
public struct WebhookForm: Codable, Sendable, Equatable {
    /// Where events are posted.
    public var url: String
    /// Types of events, such as `ticket.assigned`; all when left out.
    public var types: [String]?
    /// Queues whose tickets are told of; all that are not confidential when left out.
    public var queues: [String]?
    /// True tells a ticket's subject too.
    public var subject: Bool?

    /// Names every member.
    public init(
        url: String,
        types: [String]? = nil,
        queues: [String]? = nil,
        subject: Bool? = nil
    ) {
        (self.url, self.types, self.queues, self.subject) = (url, types, queues, subject)
    }
}

/// A webhook; its secret stands nowhere here.
public struct WebhookBody: Codable, Sendable, Equatable {
    /// Its id.
    public var id: String
    /// Where events are posted.
    public var url: String
    /// Types of events; empty means all.
    public var types: [String]
    /// Queues; empty means all that are not confidential.
    public var queues: [String]
    /// True when a ticket's subject is told too.
    public var subject: Bool
    /// False while nothing is told.
    public var enabled: Bool
    /// Who made it.
    public var createdBy: String
    /// When.
    public var createdAt: Timestamp
    /// Nothing has arrived since then; null when all is well.
    public var failingSince: Timestamp?
    /// When it was switched off; null while it is on.
    public var disabledAt: Timestamp?

    /// Names every member.
    public init(
        id: String,
        url: String,
        types: [String],
        queues: [String],
        subject: Bool,
        enabled: Bool,
        createdBy: String,
        createdAt: Timestamp,
        failingSince: Timestamp?,
        disabledAt: Timestamp?
    ) {
        (self.id, self.url, self.types, self.queues) = (id, url, types, queues)
        (self.subject, self.enabled, self.createdBy) = (subject, enabled, createdBy)
        (self.createdAt, self.failingSince, self.disabledAt) = (
            createdAt, failingSince, disabledAt
        )
    }

    enum CodingKeys: String, CodingKey {
        case id
        case url
        case types
        case queues
        case subject
        case enabled
        case createdBy = "created_by"
        case createdAt = "created_at"
        case failingSince = "failing_since"
        case disabledAt = "disabled_at"
    }

    /// Writes null for what is not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(url, forKey: .url)
        try container.encode(types, forKey: .types)
        try container.encode(queues, forKey: .queues)
        try container.encode(subject, forKey: .subject)
        try container.encode(enabled, forKey: .enabled)
        try container.encode(createdBy, forKey: .createdBy)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(failingSince, forKey: .failingSince)
        try container.encode(disabledAt, forKey: .disabledAt)
    }
}

/// A webhook with its secret: the only place where that is ever shown.
public struct NewWebhookBody: Codable, Sendable, Equatable {
    /// `whsec_` and base64, as libraries of Standard Webhooks take it; left out where the same request
    /// came before under its `Idempotency-Key`: rotate the secret then.
    public var secret: String?
    /// The webhook.
    public var webhook: WebhookBody

    /// Names both members.
    public init(secret: String?, webhook: WebhookBody) {
        (self.secret, self.webhook) = (secret, webhook)
    }
}

/// One event on its way to a webhook, or there.
public struct WebhookDeliveryBody: Codable, Sendable, Equatable {
    /// `webhook-id`, without `msg_`.
    public var id: String
    /// What was told.
    public var type: String
    /// Of which ticket.
    public var ticket: Int64
    /// `queued`, `delivered` or `failed`.
    public var state: String
    /// How often it was tried.
    public var attempts: Int
    /// When it goes next; null once it has ended.
    public var nextAt: Timestamp?
    /// The status of the last answer; null when there was none.
    public var status: Int?
    /// Why the last attempt failed; null when it did not.
    public var detail: String?
    /// When it was made.
    public var createdAt: Timestamp

    /// Names every member.
    public init(
        id: String,
        type: String,
        ticket: Int64,
        state: String,
        attempts: Int,
        nextAt: Timestamp?,
        status: Int?,
        detail: String?,
        createdAt: Timestamp
    ) {
        (self.id, self.type, self.ticket, self.state) = (id, type, ticket, state)
        (self.attempts, self.nextAt, self.status) = (attempts, nextAt, status)
        (self.detail, self.createdAt) = (detail, createdAt)
    }

    enum CodingKeys: String, CodingKey {
        case id
        case type
        case ticket
        case state
        case attempts
        case nextAt = "next_at"
        case status
        case detail
        case createdAt = "created_at"
    }

    /// Writes null for what is not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
        try container.encode(ticket, forKey: .ticket)
        try container.encode(state, forKey: .state)
        try container.encode(attempts, forKey: .attempts)
        try container.encode(nextAt, forKey: .nextAt)
        try container.encode(status, forKey: .status)
        try container.encode(detail, forKey: .detail)
        try container.encode(createdAt, forKey: .createdAt)
    }
}

/// What a webhook receives.
public struct WebhookMessageBody: Codable, Sendable, Equatable {
    /// For example `ticket.assigned`.
    public var type: String
    /// When it happened.
    public var timestamp: Timestamp
    /// The event.
    public var data: EventBody
    /// The ticket's subject, where that was chosen.
    public var subject: String?

    /// Names every member.
    public init(type: String, timestamp: Timestamp, data: EventBody, subject: String?) {
        (self.type, self.timestamp, self.data, self.subject) = (type, timestamp, data, subject)
    }
}
