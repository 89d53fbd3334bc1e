import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("The client")
struct ClientTests {
    private let whoami: String

    init() throws { whoami = try Example.json(try Example.session()) }

    @Test("says who it is in the header and nowhere else, and which language it wants")
    func headers() async throws {
        try await FakeScript { [whoami] _ in .json(whoami) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk).setting("LANG", "sv_SE.UTF-8")
                let ended = try await place.run("whoami")
                #expect(ended.code == 0)
                let request = try #require(desk.requests.first)
                #expect(request.line == "GET /v1/session")
                #expect(request.header("Authorization") == "Bearer token-of-the-environment")
                #expect(request.header("Accept-Language") == "sv")
                #expect(request.header("Idempotency-Key") == nil)
                #expect(request.header("Cookie") == nil)
            }
        }
    }

    @Test("follows no redirect, so the token goes nowhere else")
    func redirects() async throws {
        try await FakeScript { [whoami] _ in .json(whoami) }.play { other in
            let location = ["Location": other.address + "/v1/session"]
            try await FakeScript { _ in .answer(307, body: "", headers: location) }.play { desk in
                try await ClerkMachine.with { place in
                    let outcome = try await place.loggedIn(to: desk).run("whoami")
                    #expect(outcome.code == 69)
                    #expect(outcome.errors.contains("points to another address"))
                    #expect(other.requests.isEmpty)
                }
            }
        }
    }

    @Test("sends what creates something once more with the same key when the connection breaks")
    func retriesBrokenConnection() async throws {
        let note = try Example.json(try Example.message())
        try await FakeScript { $0.index == 0 ? .hangUp : .answer(201, body: note) }.play { desk in
            try await ClerkMachine.with { place in
                let outcome = try await place.loggedIn(to: desk).run("note", "1042", "-m", "Hej")
                #expect(outcome.code == 0)
                let keys = desk.requests.map { $0.header("Idempotency-Key") }
                #expect(keys.count == 2)
                #expect(keys[0] == keys[1])
                #expect(try UUID(uuidString: #require(keys[0])) != nil)
                #expect(desk.requests[0].body == desk.requests[1].body)
            }
        }
    }

    @Test("sends it once more when the service was not ready, and not a third time")
    func retriesUnavailable() async throws {
        let note = try Example.json(try Example.message())
        try await FakeScript { $0.index == 0 ? .problem(503) : .answer(201, body: note) }.play {
            desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("note", "1", "-m", "x")
                #expect(ended.code == 0)
                #expect(desk.requests.count == 2)
            }
        }
        try await FakeScript { _ in .problem(503, "Databasen svarar inte.") }.play { desk in
            try await ClerkMachine.with { place in
                let outcome = try await place.loggedIn(to: desk).run("note", "1", "-m", "x")
                #expect(outcome.code == 69)
                #expect(
                    outcome.errors
                        == "helpdesk: Databasen svarar inte. Try again in a while.\n"
                )
                #expect(desk.requests.count == 2)
            }
        }
    }

    @Test("sends it once more when the server was slow, and not a third time")
    func retriesSlow() async throws {
        let note = try Example.json(try Example.message())
        try await FakeScript { $0.index == 0 ? .silence : .answer(201, body: note) }.play { desk in
            try await ClerkMachine.with { place in
                var place = place.loggedIn(to: desk)
                place.limits.total = .seconds(1)
                let ended = try await place.run("note", "1", "-m", "x")
                #expect(ended.code == 0)
                let keys = desk.requests.compactMap { $0.header("Idempotency-Key") }
                #expect(keys.count == 2 && Set(keys).count == 1)
            }
        }
    }

    @Test(
        "says that a change may have been made when the server was slow, and of a question not",
        arguments: [
            (["note", "1", "-m", "x"], [.silence, .silence], 69, true),
            (["note", "1", "-m", "x"], [.silence, .hangUp], 69, true),
            (["note", "1", "-m", "x"], [.silence, .problem(503)], 69, true),
            (["note", "1", "-m", "x"], [.silence, .problem(422)], 65, false),
            (["note", "1", "-m", "x"], [.hangUp, .hangUp], 69, true),
            (["note", "1", "-m", "x"], [.problem(502), .problem(503)], 69, true),
            (["note", "1", "-m", "x"], [.problem(504), .problem(504)], 69, true),
            (["note", "1", "-m", "x"], [.problem(500)], 69, true),
            (["note", "1", "-m", "x"], [.problem(503), .problem(503)], 69, false),
            (["whoami"], [.hangUp], 69, false), (["watch", "1"], [.hangUp], 69, true),
            (["watch", "1"], [.silence], 69, true), (["ask", "x"], [.silence], 69, false),
            (["whoami"], [.silence], 69, false),
        ] as [([String], [FakeReply], Int32, Bool)]
    )
    func doubt(
        _ arguments: [String],
        _ replies: [FakeReply],
        _ code: Int32,
        _ isDoubtful: Bool
    ) async throws {
        try await FakeScript { replies[$0.index] }.play { desk in
            try await ClerkMachine.with { place in
                var place = place.loggedIn(to: desk)
                place.limits.total = .milliseconds(600)
                let ended = try await place.run(arguments)
                #expect(ended.code == code)
                #expect(ended.errors.contains("It may have been done") == isDoubtful)
                #expect(desk.requests.count == replies.count)
            }
        }
    }

    @Test("does not sit out a long wait")
    func longRetryAfter() async throws {
        let answer = FakeReply.answer(503, body: "", headers: ["Retry-After": "6"])
        try await FakeScript { _ in answer }.play { desk in
            try await ClerkMachine.with { place in
                let outcome = try await place.loggedIn(to: desk).run("note", "1", "-m", "x")
                #expect(outcome.code == 69)
                #expect(outcome.errors.contains("Try again in 6 s."))
                #expect(desk.requests.count == 1)
            }
        }
    }

    @Test(
        "sends nothing twice that has no key, or that the server understood",
        arguments: [
            (["ask", "x"], 503), (["whoami"], 503), (["note", "1", "-m", "x"], 422),
            (["note", "1", "-m", "x"], 429),
        ]
    )
    func noRetry(_ arguments: [String], _ status: Int) async throws {
        try await FakeScript { _ in .problem(status) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(arguments)
                #expect(ended.code != 0)
                #expect(desk.requests.count == 1)
            }
        }
    }

    @Test("uses a fresh key for every act")
    func freshKeys() async throws {
        let note = try Example.json(try Example.message())
        try await FakeScript { _ in .answer(201, body: note) }.play { desk in
            try await ClerkMachine.with { place in
                for _ in 0..<3 {
                    _ = try await place.loggedIn(to: desk).run("note", "1", "-m", "same")
                }
                #expect(Set(desk.requests.compactMap { $0.header("Idempotency-Key") }).count == 3)
            }
        }
    }

    @Test(
        "gives up on a server that says nothing or never ends",
        arguments: [FakeReply.silence, .stall]
    )
    func timeout(_ reply: FakeReply) async throws {
        try await FakeScript { _ in reply }.play { desk in
            try await ClerkMachine.with { place in
                var place = place.loggedIn(to: desk)
                place.limits.total = .milliseconds(200)
                let outcome = try await place.run("whoami")
                #expect(outcome.code == 69)
                #expect(outcome.errors.contains("did not answer in time"))
            }
        }
    }

    @Test(
        "takes in answers up to its limit",
        arguments: [(0, 0), (1, 0), (-1, 69)] as [(Int, Int32)]
    )
    func oversized(_ room: Int, _ code: Int32) async throws {
        try await FakeScript { [whoami] _ in .json(whoami) }.play { desk in
            try await ClerkMachine.with { [whoami] place in
                var place = place.loggedIn(to: desk)
                place.limits.answerOctetsMax = whoami.utf8.count + room
                let ended = try await place.run("whoami")
                #expect(ended.code == code)
            }
        }
    }

    @Test("says that nobody answers where nobody does")
    func refusedConnection() async throws {
        let address = try await FakeScript { _ in .silence }.play { $0.address }
        try await ClerkMachine.with { place in
            for name in [address, address.replacing("127.0.0.1", with: "localhost")] {
                let outcome = try await place.setting("HELPDESK_SERVER", name)
                    .setting("HELPDESK_TOKEN", "x").run("note", "1", "-m", "x")
                #expect(outcome.code == 69)
                #expect(outcome.errors.contains("cannot be reached"))
                #expect(!outcome.errors.contains("may have been done"))
            }
        }
    }

    @Test(
        "does not take a stranger's page for an answer",
        arguments: [
            (200, "<html>Hello</html>", 69), (200, "", 69), (404, "<html>\u{1B}[2J</html>", 66),
        ]
            as [(Int, String, Int32)]
    )
    func otherServer(_ status: Int, _ body: String, _ code: Int32) async throws {
        let answer = FakeReply.answer(status, body: body, headers: ["Content-Type": "text/html"])
        try await FakeScript { _ in answer }.play { desk in
            try await ClerkMachine.with { place in
                let outcome = try await place.loggedIn(to: desk).run("whoami")
                #expect(outcome.code == code)
                #expect(!outcome.errors.contains("\u{1B}"))
                #expect(outcome.output.isEmpty)
            }
        }
    }

    @Test("shows a problem's text without its escape sequences")
    func problemIsCleaned() async throws {
        try await FakeScript { _ in .problem(403, "Nej\\u001b[2J") }.play { desk in
            try await ClerkMachine.with { place in
                let outcome = try await place.loggedIn(to: desk).run("whoami")
                #expect(outcome == Outcome(code: 77, output: "", errors: "helpdesk: Nej␛[2J\n"))
            }
        }
    }
}
