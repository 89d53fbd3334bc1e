import Cryptography
import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("What webhooks are told, by the real daemon")
    struct WebhookTests {
        @Test(
            "arrives though the daemon is killed between two attempts, under one id and signed",
            arguments: StoreKind.available
        )
        func killedBetweenAttempts(on kind: StoreKind) async throws {
            let receiver = WebhookReceiver(WebhookReceiver.refusal)
            let server = try ScriptedServer(conversing: receiver.conversation)
            var settings = try HouseSettings.on(kind)
            settings.environment["HELPDESK_WEBHOOKS_ALLOWED_NETWORKS"] = "127.0.0.1"
            try await withHouse(settings) { house in
                var admin = try await house.api.signedIn("bengt", "bengts lösenord")
                let form = WebhookForm(
                    url: "http://127.0.0.1:\(server.port)/",
                    types: ["ticket.opened"]
                )
                let made = try await admin.post("/v1/webhooks", form)
                    .decoded(as: NewWebhookBody.self)
                let secret = try #require(made.secret)
                house.keepSecret(secret)
                let ticket = TicketForm(
                    subject: "Hemlig rubrik",
                    body: "Hej",
                    channel: "web",
                    citizen: CitizenForm()
                )
                let anna = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await anna.post("/v1/tickets", ticket).status == 201)
                try await eventually("an attempt has failed", within: .seconds(30)) {
                    try await Self.delivery(made.webhook.id, admin)?.attempts ?? 0 > 0
                }
                try house.kill()
                let refused = receiver.requests.count
                // However late the second attempt is, none but a living daemon makes it.
                receiver.answer(WebhookReceiver.thanks)
                try await house.start()
                admin = try await house.api.signedIn("bengt", "bengts lösenord")
                try await eventually("the event has arrived", within: .seconds(60)) {
                    try await Self.delivery(made.webhook.id, admin)?.state == "delivered"
                }
                #expect(receiver.requests.count == refused + 1)
                let delivery = try #require(await Self.delivery(made.webhook.id, admin))
                #expect(delivery.attempts == refused + 1)
                for request in receiver.requests {
                    #expect(request.header("webhook-id") == "msg_\(delivery.id)")
                    #expect(Self.isSigned(request, with: secret))
                    #expect(!Self.isSigned(request, with: "whsec_AAAA"))
                    #expect(!request.text.contains("Hemlig"))
                    #expect(request.body == receiver.requests[0].body)
                }
            }
        }

        private static func delivery(
            _ webhook: String,
            _ api: HouseAPI
        ) async throws -> WebhookDeliveryBody? {
            try await api.get("/v1/webhooks/\(webhook)/deliveries")
                .decoded(as: Page<WebhookDeliveryBody>.self).items.first
        }

        /// Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, of now.
        private static func isSigned(
            _ request: WebhookReceiver.Request,
            with secret: String
        ) -> Bool {
            guard let key = Data(base64Encoded: String(secret.dropFirst("whsec_".count))),
                let id = request.header("webhook-id"),
                let timestamp = request.header("webhook-timestamp"), let sent = Double(timestamp),
                abs(Date().timeIntervalSince1970 - sent) < 300
            else { return false }
            let content = Array("\(id).\(timestamp).\(request.body)".utf8)
            let signature = Data(HMAC.sha256(content, key: [UInt8](key))).base64EncodedString()
            return request.header("webhook-signature") == "v1,\(signature)"
        }
    }
}
