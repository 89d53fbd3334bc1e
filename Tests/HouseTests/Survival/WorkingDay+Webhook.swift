import DeskAPI
import DeskTesting
import Foundation

extension WorkingDay {
    mutating func registerWebhook() async throws {
        let form = WebhookForm(url: "http://127.0.0.1:\(receiverServer.port)/")
        let answer = try await post("/v1/webhooks", form, key: "webhook-\(name)")
        webhook = try answer.decoded(as: NewWebhookBody.self).webhook.id
    }

    /// Waits until everything that happened is sealed and told: what is sealed last, as the house
    /// closes, is told when it opens again.
    func waitUntilTold() async throws {
        guard let webhook else { throw Wrong(description: "there is no webhook to tell") }
        let path = "/v1/webhooks/\(webhook)/deliveries?limit=100"
        try await eventually("everything is told", within: .seconds(30)) {
            let page = try await api.get(path).decoded(as: Page<WebhookDeliveryBody>.self)
            return page.items.count >= Self.events.count
                && page.items.allSatisfy { $0.state == "delivered" }
        }
    }

    /// What the receiver has heard: `webhook-id`, as the store has it, and the event's own name.
    ///
    /// - Throws: when something came that is no event.
    func heard() throws -> [(id: String, event: String)] {
        try receiver.requests.map { request in
            let body = try JSONDecoder().decode(
                WebhookMessageBody.self,
                from: Data(request.body.utf8)
            )
            let id = request.header("webhook-id") ?? ""
            return (id.replacing("msg_", with: "").replacing("-", with: ""), body.data.id)
        }
    }
}
