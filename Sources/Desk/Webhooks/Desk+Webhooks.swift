import Cryptography
import Foundation

/// What is wanted of a webhook.
public struct WebhookDraft: Sendable {
    /// Where events are posted.
    public var url: String
    /// Kinds of events, as the history names them; empty means all.
    public var kinds: [TicketEvent.Kind]
    /// Queues whose tickets are told of; empty means all that are not confidential.
    public var queues: [String]
    /// True tells a ticket's subject too.
    public var tellsSubject: Bool

    /// Names every member.
    public init(
        url: String,
        kinds: [TicketEvent.Kind] = [],
        queues: [String] = [],
        tellsSubject: Bool = false
    ) {
        (self.url, self.kinds, self.queues, self.tellsSubject) = (url, kinds, queues, tellsSubject)
    }

    /// - Throws: ``DeskError/invalid(_:)`` with every mistake.
    func check(_ confidential: Set<String>) throws(DeskError) {
        var checks = FieldChecks()
        checks.filledLine(url, "/url", limit: Webhook.urlBytesMax)
        if url.range(of: Webhook.urlPattern, options: .regularExpression) == nil {
            checks.note("/url", "must be an address like https://example.org/hook, without a login")
        }
        let hidden = QueueNames(confidential.sorted())
        checks.queues(queues, "/queues")
        for (index, queue) in queues.enumerated() where hidden.meant(by: queue) != nil {
            checks.note("/queues/\(index)", "is confidential: nothing of it is told")
        }
        try checks.finish()
    }
}

extension Desk {
    /// Makes a webhook; it is told of what happens from now on.
    ///
    /// - Parameters:
    ///   - draft: what it is told, and where.
    ///   - staff: who may manage webhooks.
    ///   - once: makes it once; its answer must be without the secret.
    /// - Returns: the webhook, or what was answered when the same was asked before.
    /// - Throws: ``DeskError/overLimit(name:limit:)`` when there are ``Webhook/webhooksMax``.
    public func createWebhook(
        _ draft: WebhookDraft,
        as staff: StaffIdentity,
        once: Once<Webhook>?
    ) async throws(DeskError) -> Answered<Webhook> {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        try draft.check(settings.confidentialQueues)
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            try transaction.once(once) { () throws(DeskError) in
                guard try transaction.webhooks().count < Webhook.webhooksMax else {
                    throw .overLimit(name: "webhooks", limit: Webhook.webhooksMax)
                }
                let webhook = Webhook(
                    id: UUIDv7(at: moment),
                    url: draft.url,
                    kinds: draft.kinds,
                    queues: draft.queues,
                    tellsSubject: draft.tellsSubject,
                    secret: randomBytes(Webhook.secretBytes),
                    createdBy: staff.id,
                    createdAt: moment,
                    place: try transaction.logEnd()
                )
                try transaction.insert(webhook)
                try transaction.record(
                    .webhookCreated,
                    of: webhook.id,
                    webhook.told,
                    by: staff,
                    at: moment
                )
                return webhook
            }
        }
    }

    /// All webhooks, the newest first.
    public func webhooks(as staff: StaffIdentity) async throws(DeskError) -> [Webhook] {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        return try await store.read { reading throws(DeskError) in try reading.webhooks() }
    }

    /// One webhook.
    public func webhook(
        _ id: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Webhook {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        return try await store.read { reading throws(DeskError) in try reading.webhook(id) }
    }

    /// Changes where and what a webhook is told.
    public func changeWebhook(
        _ id: UUIDv7,
        at seen: Edition? = nil,
        to draft: WebhookDraft,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Webhook {
        // What is confidential is not for everybody to ask.
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        try draft.check(settings.confidentialQueues)
        return try await alter(id, as: staff) { (webhook, _, _) throws(DeskError) in
            try webhook.edition.check(seen)
            (webhook.url, webhook.kinds) = (draft.url, draft.kinds)
            (webhook.queues, webhook.tellsSubject) = (draft.queues, draft.tellsSubject)
            return .webhookChanged
        }
    }

    /// Switches a webhook on or off; once it is on again it is told of what happens from then on.
    public func enableWebhook(
        _ id: UUIDv7,
        _ isEnabled: Bool,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Webhook {
        try await alter(id, as: staff) { webhook, end, moment in
            guard webhook.isEnabled != isEnabled else { return nil }
            webhook.disabledAt = isEnabled ? nil : moment
            webhook.failingSince = nil
            if isEnabled { webhook.place = end }
            return isEnabled ? .webhookEnabled : .webhookDisabled
        }
    }

    /// Gives a webhook a new secret; the old one signs beside it for a day.
    public func rotateSecret(
        of id: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Webhook {
        try await alter(id, as: staff) { webhook, _, moment in
            webhook.previousSecret = webhook.secret
            webhook.previousUntil = moment + Webhook.overlap
            webhook.secret = randomBytes(Webhook.secretBytes)
            return .webhookSecretRotated
        }
    }

    /// Removes a webhook and its record of deliveries.
    ///
    /// - Throws: ``DeskError/notFound`` for one that is none, or none any more.
    public func deleteWebhook(_ id: UUIDv7, as staff: StaffIdentity) async throws(DeskError) {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            let webhook = try transaction.webhook(id)
            try transaction.deleteWebhook(id)
            try transaction.record(
                .webhookDeleted,
                of: webhook.id,
                webhook.told,
                by: staff,
                at: moment
            )
        }
    }

    /// A page of what was delivered to a webhook, newest first, and whether there are more.
    public func deliveries(
        of id: UUIDv7,
        before: UUIDv7?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (deliveries: [WebhookDelivery], hasMore: Bool) {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        let found = try await store.read { reading throws(DeskError) in
            _ = try reading.webhook(id)
            return try reading.deliveries(of: id, before: before, limit: limit + 1)
        }
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// Lets a delivery go once more, whatever became of it.
    public func redeliver(
        _ id: UUIDv7,
        of webhook: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> WebhookDelivery {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var delivery = try transaction.delivery(id)
            guard delivery.webhook == webhook else { throw .notFound }
            guard try transaction.webhook(webhook).isEnabled else {
                throw .wrongState(detail: "The webhook is off; switch it on first.")
            }
            delivery.state = .queued
            (delivery.attempts, delivery.dueAt, delivery.leasedUntil) = (0, moment, nil)
            try transaction.overwrite(delivery)
            return delivery
        }
    }

    private func alter(
        _ id: UUIDv7,
        as staff: StaffIdentity,
        _ change:
            @escaping @Sendable (inout Webhook, LogPlace, Date) throws(DeskError) ->
            ChangeRecord.Act?
    ) async throws(DeskError) -> Webhook {
        guard staff.may(.manageWebhooks) else { throw .notPermitted }
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var webhook = try transaction.webhook(id)
            let wasEnabled = webhook.isEnabled
            let told = webhook.told
            let act = try change(&webhook, try transaction.logEnd(), moment)
            try transaction.save(webhook)
            if let act {
                let changed = webhook.told.filter { told[$0] != $1 }
                try transaction.record(act, of: webhook.id, changed, by: staff, at: moment)
            }
            // What waited when it was switched off is not told when it is on again.
            if webhook.isEnabled != wasEnabled { try transaction.failDeliveries(to: id) }
            return webhook
        }
    }
}

extension Webhook {
    /// What it is told, and where, as the record of changes has it.
    ///
    /// Of the address the host alone: what follows is the receiver's, and often its password.
    fileprivate var told: [String: String] {
        [
            "host": url.split { $0 == "/" || $0 == "?" }.prefix(2).joined(separator: "//"),
            "kinds": kinds.map(\.rawValue).joined(separator: " "),
            "queues": queues.joined(separator: " "),
            "subject": String(tellsSubject),
        ]
    }
}
