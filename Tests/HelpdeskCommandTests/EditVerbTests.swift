import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Correcting a ticket")
struct EditVerbTests {
    /// Runs a line against a desk whose ticket is another with every look, as `meanwhile` makes it.
    private func run(
        _ arguments: [String],
        answer: @escaping @Sendable (FakeRequest) -> FakeReply? = { _ in nil },
        meanwhile: (inout TicketBody) -> Void = { _ in }
    ) async throws -> (outcome: Outcome, requests: [FakeRequest]) {
        var ticket = try Example.ticket()
        let seen = try Example.json(ticket)
        meanwhile(&ticket)
        let fresh = try Example.json(ticket)
        ticket.citizen.phone = "070-123 45 67"
        ticket.queue = "e-id"
        let corrected = try Example.json(ticket)
        return try await FakeScript { request in
            if let reply = answer(request) { return reply }
            if request.method == "PATCH" { return .json(corrected, tag: "\"3\"") }
            return .json(
                request.index == 0 ? seen : fresh,
                tag: request.index == 0 ? "\"1\"" : "\"2\""
            )
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let outcome = try await place.loggedIn(to: desk).run(["edit", "1042"] + arguments)
                return (outcome, desk.requests)
            }
        }
    }

    @Test("says that a ticket is gone which was given away, and prints nothing of it as JSON")
    func givenAway() async throws {
        for (option, text) in [([], "Ticket 1042 is changed"), (["--json"], "")]
            as [([String], String)]
        {
            let (outcome, _) = try await run(["-q", "e-id"] + option) { request in
                request.method == "PATCH" ? FakeReply.answer(204, body: "") : nil
            }
            #expect(outcome.code == 0)
            #expect(text.isEmpty ? outcome.output.isEmpty : outcome.output.hasPrefix(text))
        }
    }

    @Test(
        "changes what is named and nothing else, as it was seen",
        arguments: [
            (["--email", "a@b.se"], #"{"citizen":{"email":"a@b.se"}}"#),
            (["-n", "", "-p", "070-1"], #"{"citizen":{"name":null,"phone":"070-1"}}"#),
            (["--service", ""], #"{"service":null}"#),
            (
                [
                    "-s", "Ämne", "-q", "e-id", "--priority", "high", "--kind", "fault",
                    "--category", "login", "--service", "skolval", "--language", "en",
                ],
                #"{"category":"login","kind":"fault","language":"en","priority":"high","#
                    + #""queue":"e-id","service":"skolval","subject":"Ämne"}"#
            ),
        ]
    )
    func form(_ arguments: [String], _ body: String) async throws {
        let (outcome, requests) = try await run(arguments)
        #expect(outcome.code == 0)
        #expect(requests.map(\.line) == ["GET /v1/tickets/1042", "PATCH /v1/tickets/1042"])
        #expect(requests.last?.body == body)
        #expect(requests.last?.header("If-Match") == "\"1\"")
        #expect(
            outcome.output == """
                Ticket 1042: open, with nobody
                  queue e-service → e-id
                  telephone – → 070-123 45 67

                """
        )
    }

    @Test("is done all the same when somebody changed something else, and not when the same")
    func meanwhile() async throws {
        let isStale: @Sendable (FakeRequest) -> FakeReply? = {
            $0.header("If-Match") == "\"1\"" ? .problem(412) : nil
        }
        let other = try await run(["--email", "a@b.se"], answer: isStale) { $0.priority = "high" }
        #expect(other.outcome.code == 0)
        #expect(other.requests.last?.header("If-Match") == "\"2\"")
        let same = try await run(["--email", "a@b.se"], answer: isStale) {
            $0.citizen.email = "b@b.se"
        }
        #expect(same.outcome.code == 75)
        #expect(same.outcome.errors.contains("e-mail asa@example.org → b@b.se"))
        #expect(same.requests.count { $0.method == "PATCH" } == 1)
    }

    @Test(
        "asks before a ticket is registered, which is for good, and only then",
        arguments: [
            ("complaint", nil, "y\n", 0, true), ("praise", nil, "\n", 130, false),
            ("complaint", "2026-3", "", 0, true), ("fault", nil, "", 0, true),
        ] as [(String, String?, String, Int32, Bool)]
    )
    func registers(
        _ kind: String,
        _ register: String?,
        _ keys: String,
        _ code: Int32,
        _ isDone: Bool
    ) async throws {
        var ticket = try Example.ticket()
        ticket.register = register
        let body = try Example.json(ticket)
        try await FakeScript { _ in .json(body, tag: "\"1\"") }.play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                terminal.typing(keys.isEmpty ? [] : [("stays then. (y/N)", keys)])
                let ended = await HelpdeskCommand.run(
                    ["edit", "1042", "--kind", kind],
                    in: place.loggedIn(to: desk).surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                #expect(ended == code)
                #expect(desk.requests.contains { $0.method == "PATCH" } == isDone)
                let shown = try await terminal.shownUntilNow()
                #expect(shown.contains("Register ticket 1042") == !keys.isEmpty)
            }
        }
    }

    @Test(
        "asks about a queue that is nearly a known one, and so does opening a ticket",
        arguments: [
            ["edit", "1042", "--queue", "e-servise"],
            ["new", "-m", "Hej", "--queue", "e-servise"],
        ]
    )
    func queue(_ arguments: [String]) async throws {
        for (keys, sent) in [("y\n", "e-service"), ("n\n", "e-servise")] {
            try await GoldenDesk.script().play { desk in
                try await ClerkMachine.with { place in
                    let terminal = try PseudoTerminal()
                    defer { terminal.close() }
                    terminal.typing([("Did you mean e-service? (y/N)", keys)])
                    let code = await HelpdeskCommand.run(
                        arguments,
                        in: place.loggedIn(to: desk).surroundings(
                            input: terminal.screen,
                            output: terminal.screen,
                            errors: terminal.screen
                        )
                    )
                    #expect(code == 0)
                    #expect(desk.requests.last?.body.contains("\"queue\":\"\(sent)\"") == true)
                }
            }
        }
    }
}
