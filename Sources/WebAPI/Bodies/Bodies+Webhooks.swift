public import Desk
import DeskAPI
import Foundation

extension WebhookBody {
    init(_ webhook: Webhook) {
        self.init(
            id: webhook.id.description,
            url: webhook.url,
            types: webhook.kinds.map(EventBody.type),
            queues: webhook.queues,
            subject: webhook.tellsSubject,
            enabled: webhook.isEnabled,
            createdBy: webhook.createdBy,
            createdAt: Timestamp(webhook.createdAt),
            failingSince: webhook.failingSince.map { Timestamp($0) },
            disabledAt: webhook.disabledAt.map { Timestamp($0) }
        )
    }
}

extension WebhookDeliveryBody {
    init(_ delivery: WebhookDelivery) {
        self.init(
            id: delivery.id.description,
            type: EventBody.type(of: delivery.kind),
            ticket: delivery.ticket.rawValue,
            state: delivery.state.rawValue,
            attempts: delivery.attempts,
            nextAt: delivery.state == .queued ? Timestamp(delivery.dueAt) : nil,
            status: delivery.lastStatus,
            detail: delivery.lastError,
            createdAt: Timestamp(delivery.createdAt)
        )
    }
}

extension Announcement {
    /// The event as a webhook receives it, in octets of JSON.
    ///
    /// - Parameter tellsSubject: true tells the ticket's subject too.
    /// - Returns: the body of the request, UTF-8.
    public func webhookMessage(tellingSubject tellsSubject: Bool) -> [UInt8] {
        let event = EventBody(self)
        return Array(
            JSON.encoded(
                WebhookMessageBody(
                    type: event.type,
                    timestamp: event.at,
                    data: event,
                    subject: tellsSubject ? IdentityNumbers.masked(in: ticket.subject) : nil
                )
            )
        )
    }
}

private let eventTypes = TicketEvent.Kind.allCases.map(EventBody.type)

extension WebhookForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "url": .pattern(Webhook.urlPattern, charactersMax: Webhook.urlBytesMax),
        "types": .eachOf(eventTypes, atLeast: 0), "queues": .queues,
    ]
}

extension WebhookBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "types": .eachOf(eventTypes, atLeast: 0),
    ]
}

extension WebhookDeliveryBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "type": .words(eventTypes), "ticket": .number, "attempts": .count,
        "state": .word(WebhookDelivery.State.self), "status": .range(100...599),
    ]
}
