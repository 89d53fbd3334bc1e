import Desk
import DeskAPI
import HTTPTypes

private let one = "/v1/webhooks/:id"
private let example = JSONValue.of(
    WebhookForm(url: "https://example.org/hook", types: ["ticket.opened"], queues: ["school"])
)

extension Operation {
    /// Which other systems are told what happens, in the manner of Standard Webhooks.
    static let webhooks: [Operation] = [
        Operation(
            (.post, "/v1/webhooks"),
            "createWebhook",
            "Have another system told what happens; the answer shows the secret, once.",
            fields: [.idempotencyKey],
            body: .form(WebhookForm.self, example: example),
            conflicts: true,
            .json(NewWebhookBody.self, .created, headers: ["Location"])
        ),
        Operation(
            (.get, "/v1/webhooks"),
            "listWebhooks",
            "Which other systems are told what happens.",
            .json(Page<WebhookBody>.self)
        ),
        Operation(
            (.get, one),
            "showWebhook",
            "One webhook.",
            .json(WebhookBody.self, headers: ["ETag"])
        ),
        Operation(
            (.put, one),
            "changeWebhook",
            "Change where and what a webhook is told.",
            fields: [.mayMatchEdition],
            body: .form(WebhookForm.self, example: example),
            .json(WebhookBody.self, headers: ["ETag"])
        ),
        Operation(
            (.delete, one),
            "deleteWebhook",
            "Tell another system nothing any more, and forget what it was told.",
            .nothing
        ),
        Operation(
            (.put, "\(one)/activation"),
            "enableWebhook",
            "Switch a webhook on; it is told of what happens from then on.",
            .json(WebhookBody.self, headers: ["ETag"])
        ),
        Operation(
            (.delete, "\(one)/activation"),
            "disableWebhook",
            "Switch a webhook off.",
            .json(WebhookBody.self, headers: ["ETag"])
        ),
        Operation(
            (.post, "\(one)/secret"),
            "rotateSecret",
            "Give a webhook a new secret; for a day the old one signs beside it.",
            .json(NewWebhookBody.self)
        ),
        Operation(
            (.get, "\(one)/deliveries"),
            "listDeliveries",
            "What a webhook was told and what waits, newest first.",
            query: QueryParameter.page,
            .page(WebhookDeliveryBody.self)
        ),
        Operation(
            (.post, "\(one)/deliveries/:delivery/retry"),
            "retryDelivery",
            "Tell it once more.",
            conflicts: true,
            .json(WebhookDeliveryBody.self, .accepted)
        ),
    ]
}
