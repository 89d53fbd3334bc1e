import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/webhooks`: which other systems are told what happens.
struct WebhookRoutes {
    let desk: Desk

    @Sendable
    func create(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let body = try await RequestBody(of: request, on: context.place)
        let draft = try Self.draft(body)
        // What is stored to be said again must not hold the secret.
        let once = try body.once(request, by: staff) { Self.made($0, isShown: false) }
        let answered = try await desk.createWebhook(draft, as: staff, once: once)
        return answered.freshResponse { Self.made($0, isShown: true) }
    }

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try Query(request, allowed: []).finish()
        let webhooks = try await desk.webhooks(as: context.staff())
        return JSON.answer(Page(items: webhooks.map(WebhookBody.init), next: nil))
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        answer(try await desk.webhook(context.id(), as: context.staff()))
    }

    @Sendable
    func change(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let draft = try Self.draft(await RequestBody(of: request, on: context.place))
        let changed = try await desk.changeWebhook(
            context.id(),
            at: EditionTag.seen(in: request),
            to: draft,
            as: context.staff()
        )
        return answer(changed)
    }

    @Sendable
    func delete(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.deleteWebhook(context.id(), as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func enable(_ request: Request, context: DeskRequestContext) async throws -> Response {
        answer(try await desk.enableWebhook(context.id(), true, as: context.staff()))
    }

    @Sendable
    func disable(_ request: Request, context: DeskRequestContext) async throws -> Response {
        answer(try await desk.enableWebhook(context.id(), false, as: context.staff()))
    }

    @Sendable
    func rotate(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let webhook = try await desk.rotateSecret(of: context.id(), as: context.staff())
        return JSON.answer(Self.shown(webhook))
    }

    @Sendable
    func deliveries(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let before = query.place(of: "deliveries") { UUIDv7($0) }
        try query.finish()
        let (deliveries, hasMore) = try await desk.deliveries(
            of: context.id(),
            before: before,
            limit: limit,
            as: context.staff()
        )
        return Pages.answer(
            deliveries.map(WebhookDeliveryBody.init),
            next: hasMore ? deliveries.last.map { ("deliveries", $0.id) } : nil,
            of: request
        )
    }

    @Sendable
    func retry(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let id = context.parameters.get("delivery").flatMap({ UUIDv7($0) }) else {
            throw Problem.notFound
        }
        let delivery = try await desk.redeliver(id, of: context.id(), as: context.staff())
        return JSON.answer(WebhookDeliveryBody(delivery), status: .accepted)
    }

    private func answer(_ webhook: Webhook) -> Response {
        .edition(webhook.edition, WebhookBody(webhook))
    }

    private static func draft(_ body: RequestBody) throws -> WebhookDraft {
        let form = try body.form(WebhookForm.self)
        var words = Words()
        var kinds: [TicketEvent.Kind] = []
        for (index, type) in (form.types ?? []).enumerated() {
            let kind = TicketEvent.Kind.allCases.first { EventBody.type(of: $0) == type }
            if let kind {
                kinds.append(kind)
            } else {
                words.note(
                    "/types/\(index)",
                    oneOf: TicketEvent.Kind.allCases.map(EventBody.type)
                )
            }
        }
        try words.finish()
        return WebhookDraft(
            url: form.url,
            kinds: kinds,
            queues: form.queues ?? [],
            tellsSubject: form.subject ?? false
        )
    }

    private static func made(_ webhook: Webhook, isShown: Bool) -> StoredAnswer {
        .created(shown(webhook, isShown), at: "/v1/webhooks/\(webhook.id)")
    }

    private static func shown(_ webhook: Webhook, _ isShown: Bool = true) -> NewWebhookBody {
        NewWebhookBody(
            secret: isShown ? "whsec_" + Data(webhook.secret).base64EncodedString() : nil,
            webhook: WebhookBody(webhook)
        )
    }
}

extension WebAPI {
    func addWebhooks(to table: inout RouteTable) {
        let routes = WebhookRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        let one = "/v1/webhooks/:id"
        table.add(.post, "/v1/webhooks", guardedBy: guardian, routes.create)
        table.add(.get, "/v1/webhooks", guardedBy: guardian, routes.list)
        table.add(.get, one, guardedBy: guardian, routes.show)
        table.add(.put, one, guardedBy: guardian, routes.change)
        table.add(.delete, one, guardedBy: guardian, routes.delete)
        table.add(.put, "\(one)/activation", guardedBy: guardian, routes.enable)
        table.add(.delete, "\(one)/activation", guardedBy: guardian, routes.disable)
        table.add(.post, "\(one)/secret", guardedBy: guardian, routes.rotate)
        table.add(.get, "\(one)/deliveries", guardedBy: guardian, routes.deliveries)
        table.add(.post, "\(one)/deliveries/:delivery/retry", guardedBy: guardian, routes.retry)
    }
}
