import Desk
import Foundation

/// The table `webhooks`.
struct WebhookTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT id, url, kinds, queues, tells_subject, secret, previous_secret, previous_until,
            created_by, created_at, seal, seal_index, failing_since, disabled_at
        FROM webhooks
        """

    func list() throws(DeskError) -> [Webhook] {
        var query = Self.selection
        query += " ORDER BY id DESC"
        return try session.all(query, Self.read)
    }

    func find(_ id: UUIDv7) throws(DeskError) -> Webhook {
        var query = Self.selection
        query += " WHERE id = \(id.bytes)"
        guard let webhook = try session.first(query, Self.read) else { throw .notFound }
        return webhook
    }

    func insert(_ webhook: Webhook) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO webhooks (
                id, url, kinds, queues, tells_subject, secret, previous_secret, previous_until,
                created_by, created_at, seal, seal_index, failing_since, disabled_at)
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

    func move(_ id: UUIDv7, from place: LogPlace, to next: LogPlace) throws(DeskError) -> Bool {
        let moved = try session.executeNow(
            """
            UPDATE webhooks SET seal = \(next.seal), seal_index = \(next.index)
            WHERE id = \(id.bytes) AND seal = \(place.seal) AND seal_index = \(place.index)
            """
        )
        return moved == 1
    }

    func delete(_ id: UUIDv7) throws(DeskError) {
        try session.execute("DELETE FROM webhook_deliveries WHERE webhook = \(id.bytes)")
        try session.execute("DELETE FROM webhooks WHERE id = \(id.bytes)")
    }

    private static func read(_ row: any SQLRow) throws(DeskError) -> Webhook {
        Webhook(
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

/// The table `webhook_deliveries`.
struct WebhookDeliveryTable {
    let session: any SQLSession

    private static let selection: SQL = """
        SELECT id, webhook, event, seal, seal_index, ticket, kind, state, attempts, due_at,
            leased_until, last_status, last_error, created_at
        FROM webhook_deliveries
        """

    func list(
        of webhook: UUIDv7,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [WebhookDelivery] {
        var query = Self.selection
        query += " WHERE webhook = \(webhook.bytes)"
        if let before { query += " AND id < \(before.bytes)" }
        query += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(query, Self.read)
    }

    func find(_ id: UUIDv7) throws(DeskError) -> WebhookDelivery {
        var query = Self.selection
        query += " WHERE id = \(id.bytes)"
        guard let delivery = try session.first(query, Self.read) else { throw .notFound }
        return delivery
    }

    func insert(_ delivery: WebhookDelivery) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO webhook_deliveries (
                id, webhook, event, seal, seal_index, ticket, kind, state, attempts, due_at,
                leased_until, last_status, last_error, created_at)
            VALUES (
                \(delivery.id.bytes), \(delivery.webhook.bytes), \(delivery.event),
                \(delivery.next.seal), \(delivery.next.index), \(delivery.ticket.rawValue),
                \(delivery.kind), \(delivery.state), \(delivery.attempts), \(delivery.dueAt), 0,
                \(delivery.lastStatus), \(delivery.lastError), \(delivery.createdAt))
            """
        )
    }

    /// The webhooks that are on and that something is due to.
    func awaited(at moment: Date) throws(DeskError) -> [UUIDv7] {
        var query: SQL = "SELECT id FROM webhooks WHERE disabled_at IS NULL AND EXISTS ("
        query += "SELECT 1 FROM webhook_deliveries WHERE webhook = webhooks.id AND "
        query += Self.isDue(at: moment)
        query += ")"
        return try session.all(query) { (row) throws(DeskError) in try row.id(0) }
    }

    func claim(
        to webhook: UUIDv7,
        atMost limit: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [WebhookDelivery] {
        var query = Self.selection
        query += " WHERE webhook = \(webhook.bytes) AND "
        query += Self.isDue(at: moment)
        query += " ORDER BY due_at LIMIT \(limit)"
        query += session.skippingLocked
        let found = try session.all(query, Self.read)
        for delivery in found {
            try session.execute(
                """
                UPDATE webhook_deliveries SET leased_until = \(moment + lease)
                WHERE id = \(delivery.id.bytes)
                """
            )
        }
        return found.map { delivery in
            var claimed = delivery
            claimed.leasedUntil = moment + lease
            return claimed
        }
    }

    /// What is due and nobody carries; moments further ahead than any pause were set by a wrong clock
    /// and do not count.
    private static func isDue(at moment: Date) -> SQL {
        let beyond = moment + WebhookPost.pauseMax
        return """
            state = \(WebhookDelivery.State.queued)
                AND (due_at <= \(moment) OR due_at > \(beyond))
                AND (leased_until <= \(moment) OR leased_until > \(beyond))
            """
    }

    func settle(_ delivery: WebhookDelivery) throws(DeskError) -> Bool {
        let written = try session.executeNow(
            """
            UPDATE webhook_deliveries SET
                state = \(delivery.state), attempts = \(delivery.attempts),
                due_at = \(delivery.dueAt), leased_until = 0,
                last_status = \(delivery.lastStatus), last_error = \(delivery.lastError)
            WHERE id = \(delivery.id.bytes) AND state = \(WebhookDelivery.State.queued)
                AND leased_until = \(delivery.leasedUntil)
            """
        )
        return written == 1
    }

    func overwrite(_ delivery: WebhookDelivery) throws(DeskError) {
        try session.execute(
            """
            UPDATE webhook_deliveries SET
                state = \(delivery.state), attempts = \(delivery.attempts),
                due_at = \(delivery.dueAt), leased_until = 0
            WHERE id = \(delivery.id.bytes)
            """
        )
    }

    /// Whoever carries one of them has no say any more.
    func fail(to webhook: UUIDv7) throws(DeskError) {
        try session.execute(
            """
            UPDATE webhook_deliveries SET state = \(WebhookDelivery.State.failed), leased_until = 0,
                last_error = 'the webhook was switched off'
            WHERE webhook = \(webhook.bytes) AND state = \(WebhookDelivery.State.queued)
            """
        )
    }

    func sweep(before moment: Date) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM webhook_deliveries
            WHERE state <> \(WebhookDelivery.State.queued) AND created_at < \(moment)
            """
        )
    }

    private static func read(_ row: any SQLRow) throws(DeskError) -> WebhookDelivery {
        WebhookDelivery(
            id: try row.id(0),
            webhook: try row.id(1),
            event: row.integer(2),
            next: LogPlace(seal: row.integer(3), index: Int(row.integer(4))),
            ticket: row.number(5),
            kind: try row.word(6),
            state: try row.word(7),
            attempts: Int(row.integer(8)),
            dueAt: row.moment(9),
            leasedUntil: row.integer(10) == 0 ? nil : row.moment(10),
            lastStatus: row.isNull(11) ? nil : Int(row.integer(11)),
            lastError: row.optionalText(12),
            createdAt: row.moment(13)
        )
    }
}
