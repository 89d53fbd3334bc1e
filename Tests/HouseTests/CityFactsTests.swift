import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("A house in a city")
    struct CityFactsTests {
        @Test(
            "fills articles with what the configuration says of the city, and never shows a brace"
        )
        func city() async throws {
            let settings = HouseSettings(
                logLevel: "info",
                environment: [
                    "HELPDESK_CITY_NAME": "Storstad",
                    "HELPDESK_CITY_SWITCHBOARD_PHONE": "08-465 000 00",
                    "HELPDESK_CITY_SUPPORT_HOURS": "vardagar 8–17",
                    "HELPDESK_CITY_SUPPORT_PHONE": "08-465 004 00",
                    "HELPDESK_CITY_EN_SUPPORT_HOURS": "weekdays",
                ]
            )
            try await withHouse(settings) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let text = { (id: String, language: String) in
                    try await api.get("/v1/articles/\(id)?language=\(language)")
                        .decoded(as: ArticleBody.self).markdown
                }
                let switchboard = try await text("kontakta-handlaggare", "sv")
                #expect(switchboard.contains("Ring stadens växel: 08-465 000 00. Säg"))
                let swedish = try await text("bankid-kod", "sv")
                #expect(
                    swedish.contains(
                        "08-465 004 00 (vardagar 8–17) eller support@example.org"
                    )
                )
                let english = try await text("bankid-kod", "en")
                #expect(english.contains("08-465 004 00 (weekdays) or support@example.org"))
                // Said nothing of: left out.
                let opinions = try await text("synpunkter", "sv")
                #expect(opinions.contains("Gå till stadens webbplats och sök på"))
                #expect(!opinions.contains("{"))
            }
        }
    }
}
