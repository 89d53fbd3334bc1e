import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Before an answer goes to all citizens of an incident")
struct IncidentQuestionTests {
    /// Two who write English, of whom one has no address, and one who writes Swedish.
    private static func script() throws -> FakeScript {
        var english = try Example.ticket()
        english.language = "en"
        var unreachable = try Example.ticket(1_043)
        unreachable.language = "en"
        unreachable.citizen.email = nil
        let tickets = try Example.json(
            Page(items: [english, unreachable, try Example.ticket(1_044)], next: nil)
        )
        let answers = try GoldenDesk.answers()
        return FakeScript { request in
            let line = "\(request.method) \(request.path)"
            if line == "GET /v1/incidents/3/tickets" { return .json(tickets) }
            return answers[line].map { .json($0) } ?? .problem(404)
        }
    }

    @Test(
        "is said who would read another language than their own, unless the text is in that too",
        arguments: ["sv_SE.UTF-8", "en_GB.UTF-8"],
        [true, false]
    )
    func english(locale: String, isTranslated: Bool) async throws {
        let isSwedish = locale.hasPrefix("sv")
        let warning =
            isSwedish
            ? "1 skriver på engelska och får den svenska texten, för --en är inte angivet."
            : "1 write English and get the Swedish text, for --en is not given."
        let question =
            isSwedish
            ? "Ska det skickas till alla medborgare i störning 3? (j/N)"
            : "Send it to all citizens of incident 3? (y/N)"
        try await Self.script().play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                terminal.typing([(question, isSwedish ? "j\n" : "y\n")])
                let translation = isTranslated ? ["--en", "It works again."] : []
                let code = await HelpdeskCommand.run(
                    ["incident", "answer", "3", "-m", "Det fungerar igen."] + translation,
                    in: place.loggedIn(to: desk).setting("LANG", locale).surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                #expect(code == 0)
                let shown = try await terminal.shownUntilNow()
                #expect(shown.contains(question))
                #expect(shown.contains(warning) != isTranslated)
                #expect(desk.requests.count { $0.method == "POST" } == 1)
            }
        }
    }
}
