public import Foundation

/// Where another system is told what happens, in the manner of Standard Webhooks.
public struct Webhook: Sendable, Equatable {
    /// Its own, for the API.
    public let id: UUIDv7
    /// Where events are posted.
    public var url: String
    /// Kinds that are told; empty means all.
    public var kinds: [TicketEvent.Kind]
    /// Queues whose tickets are told of; empty means all that are not confidential.
    public var queues: [String]
    /// True tells a ticket's subject too, which is a citizen's words.
    public var tellsSubject: Bool
    /// Signs; and the one before it until ``previousUntil``.
    public var secret: [UInt8]
    /// Signs beside ``secret`` while a receiver changes over; nil for none.
    public var previousSecret: [UInt8]?
    /// Until then it signs.
    public var previousUntil: Date?
    /// The administrator who made it.
    public var createdBy: String
    /// When.
    public var createdAt: Date
    /// Where reading of the log goes on.
    public var place: LogPlace
    /// Nothing arrives since then; nil when the last attempt succeeded.
    public var failingSince: Date?
    /// When it was switched off; nil while it is on.
    public var disabledAt: Date?

    /// True while events are told.
    public var isEnabled: Bool { disabledAt == nil }

    /// Octets of a secret (Standard Webhooks: 24 to 64).
    public static let secretBytes = 32
    /// How many there can be.
    public static let webhooksMax = 50
    /// The longest address, in octets.
    public static let urlBytesMax = 2_000
    /// How an address is written, for the check and for the API's description: `http` or `https`, a name
    /// or an address, and what a path and a query may hold (RFC 3986 §3); no login and no fragment.
    public static let urlPattern =
        "^https?://([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\])"
        + "(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
        + "(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
        + "([?]([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$"
    /// How long an old secret signs beside the new one.
    public static let overlap: TimeInterval = 24 * 3_600

    /// Names every member.
    public init(
        id: UUIDv7,
        url: String,
        kinds: [TicketEvent.Kind],
        queues: [String],
        tellsSubject: Bool,
        secret: [UInt8],
        previousSecret: [UInt8]? = nil,
        previousUntil: Date? = nil,
        createdBy: String,
        createdAt: Date,
        place: LogPlace,
        failingSince: Date? = nil,
        disabledAt: Date? = nil
    ) {
        (self.id, self.url, self.kinds, self.queues) = (id, url, kinds, queues)
        (self.tellsSubject, self.secret, self.previousSecret) = (
            tellsSubject, secret, previousSecret
        )
        (self.previousUntil, self.createdBy, self.createdAt) = (
            previousUntil, createdBy, createdAt
        )
        (self.place, self.failingSince, self.disabledAt) = (place, failingSince, disabledAt)
    }

    /// The secrets that sign at a moment, the newest first.
    public func secrets(at moment: Date) -> [[UInt8]] {
        guard let previousSecret, let previousUntil, moment < previousUntil else { return [secret] }
        return [secret, previousSecret]
    }

    func wants(_ event: TicketEvent, of ticket: Ticket) -> Bool {
        (kinds.isEmpty || kinds.contains(event.kind))
            && (queues.isEmpty || queues.contains(ticket.queue))
    }
}

/// One event on its way to one webhook.
public struct WebhookDelivery: Sendable, Equatable {
    /// How far it has come.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It waits, or is on its way.
        case queued
        /// The receiver has it.
        case delivered
        /// It is given up.
        case failed
    }

    /// `webhook-id`: the same at every attempt.
    public let id: UUIDv7
    /// Where it goes.
    public var webhook: UUIDv7
    /// The event's number in the history.
    public var event: Int64
    /// The place after it in the order of events.
    public var next: LogPlace
    /// The ticket it is of.
    public var ticket: TicketNumber
    /// What happened.
    public var kind: TicketEvent.Kind
    /// How far it has come.
    public var state: State
    /// How often it was tried.
    public var attempts: Int
    /// When it goes next.
    public var dueAt: Date
    /// Whose it is until then; nil when nobody carries it.
    public var leasedUntil: Date?
    /// The status of the last answer; nil when there was none.
    public var lastStatus: Int?
    /// Why the last attempt failed.
    public var lastError: String?
    /// When it was planned.
    public var createdAt: Date

    /// Names every member.
    public init(
        id: UUIDv7,
        webhook: UUIDv7,
        event: Int64,
        next: LogPlace,
        ticket: TicketNumber,
        kind: TicketEvent.Kind,
        state: State = .queued,
        attempts: Int = 0,
        dueAt: Date,
        leasedUntil: Date? = nil,
        lastStatus: Int? = nil,
        lastError: String? = nil,
        createdAt: Date
    ) {
        (self.id, self.webhook, self.event, self.next) = (id, webhook, event, next)
        (self.ticket, self.kind, self.state, self.attempts) = (ticket, kind, state, attempts)
        (self.dueAt, self.leasedUntil, self.lastStatus) = (dueAt, leasedUntil, lastStatus)
        (self.lastError, self.createdAt) = (lastError, createdAt)
    }
}

/// What can be looked up of webhooks.
public protocol WebhookReading {
    /// All of them, the newest first.
    func webhooks() throws(DeskError) -> [Webhook]
    /// - Throws: ``DeskError/notFound``.
    func webhook(_ id: UUIDv7) throws(DeskError) -> Webhook
    /// The newest deliveries of one, before one of them.
    func deliveries(
        of webhook: UUIDv7,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [WebhookDelivery]
    /// - Throws: ``DeskError/notFound``.
    func delivery(_ id: UUIDv7) throws(DeskError) -> WebhookDelivery
    /// Those that are on and have something that is to go.
    func webhooksAwaiting(at moment: Date) throws(DeskError) -> [UUIDv7]
}

/// What is written of webhooks.
public protocol WebhookWriting {
    func insert(_ webhook: Webhook) throws(DeskError)
    func save(_ webhook: Webhook) throws(DeskError)
    /// Moves on in the log; false when another daemon has done so.
    func move(_ webhook: UUIDv7, from place: LogPlace, to next: LogPlace) throws(DeskError) -> Bool
    /// With all of its deliveries.
    func deleteWebhook(_ id: UUIDv7) throws(DeskError)
    func insert(_ delivery: WebhookDelivery) throws(DeskError)
    /// Takes what is due to one and nobody carries.
    func claimDeliveries(
        to webhook: UUIDv7,
        atMost limit: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [WebhookDelivery]
    /// Writes what came of it; false when the lease is another's now.
    func settle(_ delivery: WebhookDelivery) throws(DeskError) -> Bool
    func overwrite(_ delivery: WebhookDelivery) throws(DeskError)
    /// Gives up all that waits to go to one that is switched off.
    func failDeliveries(to webhook: UUIDv7) throws(DeskError)
    /// Forgets what has ended and was made before a moment.
    func sweepDeliveries(before moment: Date) throws(DeskError)
}
