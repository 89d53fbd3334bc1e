import DeskAPI
import Foundation
import Testing

extension VerbWalk {
    func tellOthers() async throws {
        // Nobody listens there, and the desk may not go there: what is to be seen are the attempts.
        let made = try see("webhooks create", bengt, ["https://127.0.0.1:9/", "--json"]).text
        let id = try JSONDecoder().decode(NewWebhookBody.self, from: Data(made.utf8)).webhook.id
        try see("webhooks list", bengt, [], "127.0.0.1:9")
        try see("note", anna, ["1", "-m", "Det här får andra veta."], "Sparat i ärende 1.")
        var told: [WebhookDeliveryBody] = []
        try await eventually("an attempt was made") {
            let text = try see("webhooks deliveries", bengt, [id, "--json"]).text
            let page = try JSONDecoder().decode(
                Page<WebhookDeliveryBody>.self,
                from: Data(text.utf8)
            )
            told = page.items.filter { $0.attempts > 0 }
            return !told.isEmpty
        }
        try see("webhooks deliveries", bengt, [id], "ticket.noted", "väntar")
        #expect(told[0].detail?.contains("not allowed") == true)
        try see("webhooks retry", bengt, [id, told[0].id], "#\(told[0].ticket)")
        try see("webhooks rotate", bengt, [id], "whsec_")
        try see("webhooks disable", bengt, [id], "av")
        try see("webhooks enable", bengt, [id], "på")
        try see("webhooks delete", bengt, [id], typing: [("(j/N)", "j\n")], "borttagen")
    }
}
