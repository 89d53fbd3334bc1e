import Desk
import Foundation

extension StoreTransaction {
    private var webhookTable: WebhookTable { WebhookTable(session: session) }
    private var deliveryTable: WebhookDeliveryTable { WebhookDeliveryTable(session: session) }

    func webhooks() throws(DeskError) -> [Webhook] { try webhookTable.list() }

    func webhook(_ id: UUIDv7) throws(DeskError) -> Webhook { try webhookTable.find(id) }

    func deliveries(
        of webhook: UUIDv7,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [WebhookDelivery] {
        try deliveryTable.list(of: webhook, before: before, limit: limit)
    }

    func delivery(_ id: UUIDv7) throws(DeskError) -> WebhookDelivery { try deliveryTable.find(id) }

    func webhooksAwaiting(at moment: Date) throws(DeskError) -> [UUIDv7] {
        try deliveryTable.awaited(at: moment)
    }

    func insert(_ webhook: Webhook) throws(DeskError) { try webhookTable.insert(webhook) }

    func save(_ webhook: Webhook) throws(DeskError) { try webhookTable.save(webhook) }

    func move(_ webhook: UUIDv7, from place: LogPlace, to next: LogPlace) throws(DeskError) -> Bool
    {
        try webhookTable.move(webhook, from: place, to: next)
    }

    func deleteWebhook(_ id: UUIDv7) throws(DeskError) { try webhookTable.delete(id) }

    func insert(_ delivery: WebhookDelivery) throws(DeskError) {
        try deliveryTable.insert(delivery)
    }

    func claimDeliveries(
        to webhook: UUIDv7,
        atMost limit: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [WebhookDelivery] {
        try deliveryTable.claim(to: webhook, atMost: limit, at: moment, lease: lease)
    }

    func settle(_ delivery: WebhookDelivery) throws(DeskError) -> Bool {
        try deliveryTable.settle(delivery)
    }

    func overwrite(_ delivery: WebhookDelivery) throws(DeskError) {
        try deliveryTable.overwrite(delivery)
    }

    func failDeliveries(to webhook: UUIDv7) throws(DeskError) {
        try deliveryTable.fail(to: webhook)
    }

    func sweepDeliveries(before moment: Date) throws(DeskError) {
        try deliveryTable.sweep(before: moment)
    }
}
