import DeskAPI
import Testing

@testable import HelpdeskCommand

@Suite("Rights and protection")
struct RightsVerbTests {
    @Test("are shown, a line for each right and role")
    func rights() async throws {
        let page = Page(
            items: [
                RightBody(
                    right: "work-tickets",
                    reach: ["agent": ["own"], "administrator": ["own", "foreign"], "auditor": []]
                )
            ],
            next: nil
        )
        let body = try Example.json(page)
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let shown = try await place.run("rights")
                let lines = shown.output.split(separator: "\n")
                #expect(lines.count == 3)
                #expect(lines[1].contains("work-tickets  administrator  own, foreign"))
                #expect(lines[2].contains("agent"))
                let json = try await place.run("rights", "--json")
                #expect(json.output == body)
                #expect(desk.lines == ["GET /v1/rights", "GET /v1/rights"])
            }
        }
    }

    @Test("are given to a citizen's tickets and taken away")
    func protect() async throws {
        try await FakeScript { _ in .answer(204, body: "") }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let given = try await place.run("protect", "1042", "--yes")
                #expect(given.output == "#1042  The ticket is protected.\n")
                let taken = try await place.run("protect", "#1042", "--end", "-y")
                #expect(taken.output == "#1042  Protected no longer.\n")
                let path = "/v1/tickets/1042/protection"
                #expect(desk.lines == ["PUT \(path)", "DELETE \(path)"])
            }
        }
    }

    @Test("open identity numbers in the ticket and its messages alike")
    func identityNumbers() async throws {
        let messages = try Example.json(Page<MessageBody>(items: [], next: nil))
        try await FakeScript { _ in .json(messages) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                _ = try await place.run("show", "1042", "--messages", "--identity-numbers")
                _ = try await place.run("show", "1042", "--json", "--identity-numbers")
                #expect(desk.lines.allSatisfy { $0.contains("identity_numbers=shown") })
                #expect(desk.lines.count == 2)
            }
        }
    }
}
