import Desk
import Foundation

/// The table `webhook_deliveries`.
extension StoreTransaction {
    func deliveries(
        of webhook: UUIDv7,
        before: UUIDv7?,
        limit: Int
    ) throws(DeskError) -> [WebhookDelivery] {
        var condition: SQL = "webhook = \(webhook.bytes)"
        if let before { condition += " AND id < \(before.bytes)" }
        condition += " ORDER BY id DESC LIMIT \(limit)"
        return try session.all(where: condition)
    }

    func delivery(_ id: UUIDv7) throws(DeskError) -> WebhookDelivery {
        try session.one(where: "id = \(id.bytes)")
    }

    func insert(_ delivery: WebhookDelivery) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO webhook_deliveries (\(name: WebhookDelivery.columns))
            VALUES (
                \(delivery.id.bytes), \(delivery.webhook.bytes), \(delivery.event),
                \(delivery.next.seal), \(delivery.next.index), \(delivery.ticket.rawValue),
                \(delivery.kind), \(delivery.state), \(delivery.attempts), \(delivery.dueAt), 0,
                \(delivery.lastStatus), \(delivery.lastError), \(delivery.createdAt))
            """
        )
    }

    func webhooksAwaiting(at moment: Date) throws(DeskError) -> [UUIDv7] {
        try session.all(
            """
            SELECT id FROM webhooks WHERE disabled_at IS NULL AND EXISTS (
                SELECT 1 FROM webhook_deliveries
                WHERE webhook = webhooks.id AND \(Self.isDue(at: moment)))
            """
        ) { (row) throws(DeskError) in try row.id(0) }
    }

    func claimDeliveries(
        to webhook: UUIDv7,
        atMost limit: Int,
        at moment: Date,
        lease: TimeInterval
    ) throws(DeskError) -> [WebhookDelivery] {
        let found: [WebhookDelivery] = try session.all(
            where: """
                webhook = \(webhook.bytes) AND \(Self.isDue(at: moment))
                ORDER BY due_at LIMIT \(limit)\(session.skippingLocked)
                """
        )
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
    func failDeliveries(to webhook: UUIDv7) throws(DeskError) {
        try session.execute(
            """
            UPDATE webhook_deliveries SET state = \(WebhookDelivery.State.failed), leased_until = 0,
                last_error = 'the webhook was switched off'
            WHERE webhook = \(webhook.bytes) AND state = \(WebhookDelivery.State.queued)
            """
        )
    }

    func sweepDeliveries(before moment: Date) throws(DeskError) {
        try session.execute(
            """
            DELETE FROM webhook_deliveries
            WHERE state <> \(WebhookDelivery.State.queued) AND created_at < \(moment)
            """
        )
    }
}

extension WebhookDelivery: SelectedValue {
    fileprivate static let columns = """
        id, webhook, event, seal, seal_index, ticket, kind, state, attempts, due_at,
        leased_until, last_status, last_error, created_at
        """

    static let selection: SQL = "SELECT \(name: columns) FROM webhook_deliveries"

    init(_ row: any SQLRow) throws(DeskError) {
        self.init(
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
