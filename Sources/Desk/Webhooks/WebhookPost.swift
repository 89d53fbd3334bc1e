public import Foundation

/// What waits to be told to webhooks, for the courier that carries it.
///
/// At least once: a courier that dies between the receiver's answer and the note of it leaves a lease
/// behind, and the event goes again under the same id.
public struct WebhookPost: Sendable {
    private let store: any DeskStore
    private let settings: DeskSettings
    private let patience: Patience
    private let now: @Sendable () -> Date

    /// How long receivers may fail.
    ///
    /// - Configuration keys:
    ///   - `webhooks.give-up-hours` (int, hours, default 72, 1…720): how long one event is tried.
    ///   - `webhooks.disable-hours` (int, hours, default 120, 1…2 160): a webhook that nothing has
    ///     reached for so long is switched off, and a ticket says so.
    ///   - `webhooks.log-days` (int, days, default 30, 1…365): how long deliveries are kept.
    public struct Patience: Sendable {
        /// How long one event is tried.
        public var giveUpAfter: TimeInterval = 72 * 3_600
        /// How long nothing may arrive before the webhook is switched off.
        public var disableAfter: TimeInterval = 120 * 3_600
        /// How long deliveries that have ended are kept.
        public var keepFor: TimeInterval = 30 * 24 * 3_600

        /// As documented.
        public init() {}
    }

    /// Opens the post of a store.
    public init(
        store: any DeskStore,
        settings: DeskSettings,
        patience: Patience = Patience(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.store, self.settings, self.patience, self.now) = (store, settings, patience, now)
    }

    /// One event as it is to be told now.
    public struct Parcel: Sendable {
        /// The row behind it.
        public var delivery: WebhookDelivery
        /// Where it goes, with the secrets of now.
        public var webhook: Webhook
        /// What it tells; nil when it must not be told any more.
        public var announcement: Announcement?
    }

    /// What came of carrying one.
    public enum Result: Sendable, Equatable {
        /// The receiver answered 2xx.
        case taken(status: Int)
        /// It did not, or nobody answered.
        case failed(status: Int?, detail: String)
    }

    /// Writes deliveries for what has happened since the last time; true when there may be more.
    public func plan() async throws(DeskError) -> Bool {
        let webhooks = try await store.read { reading throws(DeskError) in
            let end = try reading.logEnd()
            return try reading.webhooks().filter { $0.isEnabled && $0.place < end }
        }
        let moment = now()
        let secret = settings.confidentialQueues
        var hasMore = false
        for webhook in webhooks {
            let id = webhook.id
            hasMore =
                try await store.write { transaction throws(DeskError) in
                    let webhook = try transaction.webhook(id)
                    guard webhook.isEnabled else { return false }
                    let page = try transaction.loggedEvents(
                        from: webhook.place,
                        limit: DeskSettings.eventsAtOnce
                    )
                    let moved = try transaction.move(id, from: webhook.place, to: page.next)
                    guard moved else { return true }
                    let tickets = try transaction.tickets(of: page.events)
                    for logged in page.events {
                        guard let (ticket, survivor) = tickets[logged.entry.event.ticket],
                            !Self.isSecret(ticket, secret), !Self.isSecret(survivor, secret),
                            webhook.wants(logged.entry.event, of: ticket)
                        else { continue }
                        try transaction.insert(
                            WebhookDelivery(
                                id: UUIDv7(at: moment),
                                webhook: id,
                                event: logged.entry.id,
                                next: logged.next,
                                ticket: ticket.number,
                                kind: logged.entry.event.kind,
                                dueAt: moment,
                                createdAt: moment
                            )
                        )
                    }
                    return page.next != webhook.place
                } || hasMore
        }
        return hasMore
    }

    /// The webhooks that something is due to.
    public func awaited() async throws(DeskError) -> [UUIDv7] {
        let moment = now()
        return try await store.look { reading throws(DeskError) in
            try reading.webhooksAwaiting(at: moment)
        }
    }

    /// Takes up to `atMost` parcels that are due to one webhook.
    ///
    /// It is one where the last attempt failed: a receiver that is down is asked whether it is back,
    /// not waited for with all that it has missed.
    public func claim(
        for id: UUIDv7,
        atMost: Int,
        lease: TimeInterval
    ) async throws(DeskError) -> [Parcel] {
        let moment = now()
        let secret = settings.confidentialQueues
        return try await store.write { transaction throws(DeskError) in
            let webhook = try transaction.webhook(id)
            guard webhook.isEnabled else { return [] }
            let claimed = try transaction.claimDeliveries(
                to: id,
                atMost: webhook.failingSince == nil ? atMost : 1,
                at: moment,
                lease: lease
            )
            var parcels: [Parcel] = []
            for delivery in claimed {
                parcels.append(
                    Parcel(
                        delivery: delivery,
                        webhook: webhook,
                        announcement: try transaction.announcement(
                            of: delivery,
                            to: webhook,
                            hiding: secret
                        )
                    )
                )
            }
            return parcels
        }
    }

    /// Writes down what came of it.
    ///
    /// - Returns: true when the webhook was switched off by it.
    @discardableResult
    public func settle(_ parcel: Parcel, as result: Result) async throws(DeskError) -> Bool {
        let moment = now()
        var delivery = parcel.delivery
        delivery.attempts += 1
        switch result {
        case .taken(let status):
            delivery.state = .delivered
            (delivery.lastStatus, delivery.lastError) = (status, nil)
        case .failed(let status, let detail):
            (delivery.lastStatus, delivery.lastError) = (status, String(detail.prefix(200)))
            delivery.dueAt = moment + Self.pause(after: delivery.attempts)
            let age = moment.timeIntervalSince(delivery.createdAt)
            if age >= patience.giveUpAfter, delivery.attempts >= Self.attemptsMin {
                delivery.state = .failed
            }
        }
        let settled = delivery
        let (patience, settings) = (patience, settings)
        return try await store.write { transaction throws(DeskError) in
            guard try transaction.settle(settled) else { return false }
            var webhook = try transaction.webhook(settled.webhook)
            let since = settled.lastError == nil ? nil : (webhook.failingSince ?? moment)
            let isOver = since.map { moment.timeIntervalSince($0) >= patience.disableAfter }
            guard since != webhook.failingSince || isOver == true else { return false }
            webhook.failingSince = since
            guard isOver == true, webhook.isEnabled else {
                try transaction.save(webhook)
                return false
            }
            webhook.disabledAt = moment
            try transaction.save(webhook)
            try transaction.failDeliveries(to: webhook.id)
            try transaction.call(for: webhook, settings, at: moment)
            return true
        }
    }

    /// Drops a parcel that must not be told any more.
    public func drop(_ parcel: Parcel) async throws(DeskError) {
        var delivery = parcel.delivery
        delivery.state = .failed
        delivery.lastError = "is confidential now, gone, or not wanted any more"
        let dropped = delivery
        _ = try await store.write { transaction throws(DeskError) in
            try transaction.settle(dropped)
        }
    }

    /// Forgets deliveries that have ended long ago.
    public func sweep() async throws(DeskError) {
        let moment = now() - patience.keepFor
        try await store.write { transaction throws(DeskError) in
            try transaction.sweepDeliveries(before: moment)
        }
    }

    private static func isSecret(_ ticket: Ticket, _ queues: Set<String>) -> Bool {
        ticket.isProtected || queues.contains(ticket.queue)
    }

    /// A delivery that was let go again by hand has this many attempts at least, however old it is.
    static let attemptsMin = 8
    /// No pause is longer: one further ahead was set by a wrong clock.
    public static let pauseMax: TimeInterval = 8 * 3_600

    /// Doubles from ten seconds to six hours, a fifth of it by chance.
    static func pause(after attempt: Int) -> TimeInterval {
        min(10 * pow(2, Double(min(attempt, 20) - 1)), 6 * 3_600) * Double.random(in: 0.8...1.2)
    }
}

extension DeskReading {
    /// What a delivery tells now; nil when it must not be told, or is not wanted any more: the ticket
    /// may have moved since, and the webhook may have been changed.
    fileprivate func announcement(
        of delivery: WebhookDelivery,
        to webhook: Webhook,
        hiding queues: Set<String>
    ) throws(DeskError) -> Announcement? {
        let ticket = try ticket(delivery.ticket)
        let survivor = try survivor(of: ticket)
        for one in [ticket, survivor] where one.isProtected || queues.contains(one.queue) {
            return nil
        }
        guard let entry = try historyEntry(delivery.event), webhook.wants(entry.event, of: ticket)
        else { return nil }
        return Announcement(next: delivery.next, event: entry.event, ticket: ticket)
    }
}

extension DeskTransaction {
    /// Tells staff by a ticket that a webhook was switched off.
    fileprivate func call(
        for webhook: Webhook,
        _ settings: DeskSettings,
        at moment: Date
    ) throws(DeskError) {
        let host = URL(string: webhook.url)?.host() ?? ""
        _ = try callForHelp(
            "En webhook är avstängd",
            """
            Ingenting har kommit fram till webhooken \(webhook.id) hos \(host) på länge, och den är \
            därför avstängd. Se efter med helpdesk webhooks, och slå på den igen med helpdesk \
            webhooks enable \(webhook.id). Det som hände under tiden finns i GET /v1/events.
            """,
            priority: .high,
            settings,
            at: moment
        )
    }
}
