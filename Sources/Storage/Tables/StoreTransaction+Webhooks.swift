import Desk
import Foundation

/// The table `webhooks`.
extension StoreTransaction {
    func webhooks() throws(DeskError) -> [Webhook] {
        try session.all("\(Webhook.selection) ORDER BY id DESC", Webhook.init(_:))
    }

    func webhook(_ id: UUIDv7) throws(DeskError) -> Webhook {
        try session.one(where: "id = \(id.bytes)")
    }

    func insert(_ webhook: Webhook) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO webhooks (\(name: Webhook.columns))
            VALUES (
                \(webhook.id.bytes), \(webhook.url), \(json(webhook.kinds.map(\.rawValue))),
                \(json(webhook.queues)), \(webhook.tellsSubject), \(webhook.secret),
                \(webhook.previousSecret), \(webhook.previousUntil), \(webhook.createdBy),
                \(webhook.createdAt), \(webhook.place.seal), \(webhook.place.index),
                \(webhook.failingSince), \(webhook.disabledAt))
            """
        )
    }

    func save(_ webhook: Webhook) throws(DeskError) {
        try session.execute(
            """
            UPDATE webhooks SET
                url = \(webhook.url), kinds = \(json(webhook.kinds.map(\.rawValue))),
                queues = \(json(webhook.queues)), tells_subject = \(webhook.tellsSubject),
                secret = \(webhook.secret), previous_secret = \(webhook.previousSecret),
                previous_until = \(webhook.previousUntil), seal = \(webhook.place.seal),
                seal_index = \(webhook.place.index), failing_since = \(webhook.failingSince),
                disabled_at = \(webhook.disabledAt)
            WHERE id = \(webhook.id.bytes)
            """
        )
    }

    func move(_ webhook: UUIDv7, from place: LogPlace, to next: LogPlace) throws(DeskError) -> Bool
    {
        let moved = try session.executeNow(
            """
            UPDATE webhooks SET seal = \(next.seal), seal_index = \(next.index)
            WHERE id = \(webhook.bytes) AND seal = \(place.seal) AND seal_index = \(place.index)
            """
        )
        return moved == 1
    }

    func deleteWebhook(_ id: UUIDv7) throws(DeskError) {
        try session.execute("DELETE FROM webhook_deliveries WHERE webhook = \(id.bytes)")
        try session.execute("DELETE FROM webhooks WHERE id = \(id.bytes)")
    }
}

extension Webhook: SelectedValue {
    fileprivate static let columns = """
        id, url, kinds, queues, tells_subject, secret, previous_secret, previous_until,
        created_by, created_at, seal, seal_index, failing_since, disabled_at
        """

    static let selection: SQL = "SELECT \(name: columns) FROM webhooks"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
            id: try row.id(0),
            url: row.text(1),
            kinds: try row.json(2, as: [String].self).compactMap { TicketEvent.Kind(rawValue: $0) },
            queues: try row.json(3, as: [String].self),
            tellsSubject: row.integer(4) != 0,
            secret: row.blob(5),
            previousSecret: row.isNull(6) ? nil : row.blob(6),
            previousUntil: row.optionalMoment(7),
            createdBy: row.text(8),
            createdAt: row.moment(9),
            place: LogPlace(seal: row.integer(10), index: Int(row.integer(11))),
            failingSince: row.optionalMoment(12),
            disabledAt: row.optionalMoment(13)
        )
    }
}
