import Desk
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("Injection into the store")
struct InjectionTests {
    private static let attacks = [
        "' OR 1=1 --", "'; DROP TABLE tickets; --", "') OR ('1'='1", "\" OR \"\"=\"", "%' OR ''='",
        "1; SELECT pg_sleep(60)", "1 UNION SELECT token FROM sessions", "\\'; --", "$1", "?1", "*",
        "a* OR b*", "NEAR(a b)", "a AND NOT", "\"", "(", ":", "a & !b", "a <-> b:*", "^a", "{a}: b",
        "\u{1}", "\u{202E}'", String(repeating: "'", count: 2_000),
    ]

    private static let places = [
        "tickets?state=", "tickets?queue=", "tickets?assignee=", "tickets?kind=",
        "tickets?category=", "tickets?citizen=", "tickets?q=", "tickets?overdue=",
        "tickets?limit=", "tickets?cursor=", "tickets?q=kan&queue=", "articles?q=",
        "articles?language=", "articles?category=", "articles?cursor=", "destinations?q=",
        "destinations?cursor=", "calls?state=", "calls?cursor=", "quarantine?cursor=", "tickets/",
        "handoffs/", "attachments/", "articles/",
    ]

    @Test(
        "SQL injection: no filter, cursor, search or id is more than a value",
        arguments: StoreKind.available
    )
    func values(on kind: StoreKind) async throws {
        // Stig works another queue: whatever finds the ticket has got past the filter.
        try await withAPI(as: "stig", on: kind) { caller, house in
            let draft = TicketDraft(
                subject: "Kan inte logga in",
                body: "glömt lösenord",
                channel: .phone,
                citizen: Citizen(name: "Olle", email: "olle@example.com")
            )
            _ = try await house.desk.open(draft, as: .ada)
            let allowed = CharacterSet.alphanumerics
            for place in Self.places {
                for attack in Self.attacks {
                    let value = try #require(
                        attack.addingPercentEncoding(withAllowedCharacters: allowed)
                    )
                    let answer = try await caller.call(.get, "/v1/\(place)\(value)")
                    #expect(answer.status.code < 500, "\(place)\(attack)")
                    if place.hasPrefix("tickets") {
                        let text = String(buffer: answer.body)
                        #expect(!text.contains("Kan inte logga in"), "\(place)\(attack)")
                    }
                }
            }
            let left = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(left.map(\.subject) == ["Kan inte logga in"])
        }
    }
}
