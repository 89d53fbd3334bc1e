import DeskAPI
import Foundation
import Synchronization
import Testing

@testable import HelpdeskCommand

@Suite("Reading tickets")
struct TicketReadingTests {
    private static func page(_ numbers: [Int64], next: String?) throws -> FakeReply {
        .json(try Example.json(Page(items: try numbers.map { try Example.ticket($0) }, next: next)))
    }

    @Test("asks for what the options say, escaped")
    func filters() async throws {
        let page = try Self.page([], next: nil)
        try await FakeScript { _ in page }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(
                    "tickets",
                    "--state",
                    "open",
                    "--queue",
                    "e&x",
                    "--search",
                    "å b",
                    "--limit",
                    "7"
                )
                let hint = "Citizens are found with --citizen 'å b'.\n"
                #expect(ended == Outcome(code: 0, output: "No tickets.\n", errors: hint))
                let line = "GET /v1/tickets?state=open&queue=e%26x&q=%C3%A5%20b&limit=7"
                #expect(desk.lines.first == line)
            }
        }
    }

    @Test(
        "looks for a citizen by name, address or telephone number, wherever the tickets were put",
        arguments: [
            ("maja@example.com", "maja%40example.com"), ("070-123 45 67", "070-123%2045%2067"),
            ("+46 70 123 45 67", "%2B46%2070%20123%2045%2067"),
            ("Maja Lind", "Maja%20Lind"),
        ]
    )
    func citizen(_ typed: String, _ sent: String) async throws {
        let page = try Self.page([], next: nil)
        try await FakeScript { _ in page }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                #expect(try await place.run("tickets", "--citizen", typed).code == 0)
                #expect(desk.lines == ["GET /v1/tickets?citizen=\(sent)&limit=25"])
                let searched = try await place.run("tickets", "--search", typed)
                #expect(searched.errors == "Citizens are found with --citizen '\(typed)'.\n")
                #expect(try await place.run("tickets", "--citizen", " - ").code == 64)
            }
        }
    }

    @Test(
        "searches for words that stand alone, however the shell has split them",
        arguments: [
            ["berg"], ["blir", "utloggad"], ["--search", "blir", "utloggad"],
            ["--search", "blir utloggad"],
        ]
    )
    func words(_ typed: [String]) async throws {
        let page = try Self.page([1], next: nil)
        try await FakeScript { _ in page }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let found = try await place.run(["tickets"] + typed)
                #expect(found.code == 0)
                let sought = typed == ["berg"] ? "berg" : "blir%20utloggad"
                #expect(desk.lines == ["GET /v1/tickets?q=\(sought)&limit=25"])
                let refused = try await place.run(["tickets"] + typed + ["--due"])
                #expect(refused.code == 64)
            }
        }
    }

    @Test("answers a search for a number with that ticket", arguments: [["--search"], []])
    func numbered(_ option: [String]) async throws {
        let ticket = try Example.json(try Example.ticket())
        try await FakeScript { _ in .json(ticket, tag: "\"1\"") }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk)
                    .run(["tickets"] + option + ["#1042"])
                #expect(ended.output.contains("Kan inte logga in"))
                #expect(desk.lines == ["GET /v1/tickets/1042"])
            }
        }
    }

    @Test("goes on after a page on which nothing was found", arguments: [[], ["--json"]])
    func emptyPage(_ options: [String]) async throws {
        let pages = [
            try Self.page([], next: "a"), try Self.page([], next: "b"),
            try Self.page([7], next: nil),
        ]
        try await FakeScript { pages[$0.index] }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(
                    ["tickets", "--search", "x"] + options
                )
                #expect(ended.code == 0)
                #expect(ended.output.contains("7"))
                #expect(desk.requests.count == 3)
            }
        }
    }

    @Test("finds out who I am before asking for mine")
    func mine() async throws {
        let (page, session) = (try Self.page([1], next: nil), try Example.json(Example.session()))
        try await FakeScript { $0.path == "/v1/session" ? .json(session) : page }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("tickets", "--mine")
                #expect(ended.code == 0)
                #expect(
                    desk.lines == [
                        "GET /v1/session", "GET /v1/tickets?assignee=anna&snoozed=false&limit=25",
                    ]
                )
            }
        }
    }

    @Test("asks for what is owed longest, and for what is late")
    func due() async throws {
        let page = try Self.page([1], next: nil)
        for (flag, query) in [
            ("--due", "order=due"), ("--overdue", "order=due&overdue=true"),
        ] {
            try await FakeScript { _ in page }.play { desk in
                try await ClerkMachine.with { place in
                    let ended = try await place.loggedIn(to: desk).run("tickets", flag)
                    #expect(ended.output.contains("2026-11-24 10:00"))
                    #expect(desk.lines == ["GET /v1/tickets?\(query)&snoozed=false&limit=25"])
                    let searched = try await place.loggedIn(to: desk)
                        .run("tickets", flag, "--search", "x")
                    #expect(searched.code == 64)
                }
            }
        }
    }

    @Test("follows the cursors to the end when all are wanted")
    func all() async throws {
        let pages = [
            try Self.page([3, 2], next: "c=1"), try Self.page([1], next: nil),
        ]
        try await FakeScript { pages[min($0.index, 1)] }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("tickets", "--all")
                #expect(ended.output.split(separator: "\n").count == 4)
                #expect(
                    desk.lines == [
                        "GET /v1/tickets?limit=100", "GET /v1/tickets?limit=100&cursor=c%3D1",
                    ]
                )
            }
        }
    }

    @Test("stops at the limit and says that there are more", arguments: [(2, 1), (3, 2)])
    func limit(_ limit: Int, _ calls: Int) async throws {
        let pages = [
            try Self.page([4, 3], next: "a"), try Self.page([2], next: "b"),
            try Self.page([1], next: nil),
        ]
        try await FakeScript { pages[min($0.index, 2)] }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk)
                    .run("tickets", "--limit", "\(limit)")
                #expect(ended.output.hasSuffix("There are more: --limit N or --all.\n"))
                #expect(desk.requests.count == calls)
            }
        }
    }

    @Test("gives up when the server pages in a circle", arguments: [[1], []] as [[Int64]])
    func circle(_ numbers: [Int64]) async throws {
        let page = try Self.page(numbers, next: "same")
        try await FakeScript { _ in page }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("tickets", "--all")
                #expect(ended.code == 69)
                #expect(desk.requests.count <= 2)
            }
        }
    }

    @Test("as JSON prints each page unchanged")
    func json() async throws {
        let first = "{ \"items\" : [] ,\"next\":null, \"new\": \"å\\u00e4\" }"
        try await FakeScript { _ in .json(first) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("tickets", "--json")
                #expect(ended == Outcome(code: 0, output: first, errors: ""))
            }
        }
    }

    private static func wholeTicket(
        matching: FakeReply
    ) throws -> @Sendable (FakeRequest) -> FakeReply {
        let ticket = try Example.json(try Example.ticket())
        let messages = try Example.json(Page(items: [try Example.message()], next: nil))
        let handoffs = try Example.json(
            Page(items: [try Example.handoff(["requested", "busy"])], next: nil)
        )
        return { request in
            switch request.path {
            case "/v1/tickets/1042": .json(ticket, tag: "\"1\"")
            case "/v1/tickets/1042/handoffs": .json(handoffs)
            case "/v1/tickets/1042/messages": .json(messages)
            case "/v1/tickets/1042/suggestions": matching
            default: .problem(404)
            }
        }
    }

    @Test("shows the ticket, its suggestions and its messages")
    func show() async throws {
        let matching = FakeReply.json(try Example.json(Example.matches))
        try await FakeScript(try Self.wholeTicket(matching: matching)).play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let ended = try await place.run("show", "#1042")
                #expect(ended.code == 0)
                #expect(ended.output.contains("felkod RFA8"))
                #expect(ended.output.contains("Det går inte."))
                #expect(ended.output.contains("  Växeln  helpdesk handoffs show h1\n"))
                #expect(ended.output.contains("  busy\n"))
                let json = try await place.run("show", "1042", "--json")
                #expect(json.output == (try Example.json(try Example.ticket())))
                let messages = try await place.run("show", "1042", "--messages")
                #expect(messages.output.hasPrefix("Åsa Öberg wrote"))
                let missing = try await place.run("show", "7")
                #expect(missing.code == 66)
            }
        }
    }

    @Test(
        "shows a ticket also while matching is out of order",
        arguments: [FakeReply.problem(503), .hangUp, .silence, .json("?")]
    )
    func showWithoutMatching(_ matching: FakeReply) async throws {
        try await FakeScript(try Self.wholeTicket(matching: matching)).play { desk in
            try await ClerkMachine.with { place in
                var place = place.loggedIn(to: desk)
                place.limits.total = .seconds(1)
                let ended = try await place.run("show", "1042")
                #expect(ended.code == 0)
                #expect(ended.output.contains("91 %  BankID svarar inte"))
            }
        }
    }

    @Test(
        "cuts the subject where the terminal ends, so that no row breaks",
        arguments: [40, 80, 100]
    )
    func narrow(_ columns: Int) async throws {
        let subject = String(repeating: "日本語 ", count: 40)
        let ticket = try Example.ticket(1, subject: subject)
        let page = try Example.json(Page(items: [ticket], next: nil))
        try await FakeScript { _ in .json(page) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).setting("COLUMNS", "\(columns)")
                    .run("tickets")
                let rows = ended.output.split(separator: "\n")
                #expect(rows.count == 2)
                for row in rows { #expect(DisplayWidth.of(row) <= columns) }
            }
        }
    }
}

@Suite("Changing a ticket")
struct TicketChangingTests {
    /// A ticket that others may change between two of our requests.
    private final class Shelf: Sendable {
        let ticket: Mutex<(body: TicketBody, version: Int)>

        init(_ ticket: TicketBody) { self.ticket = Mutex((ticket, 1)) }

        /// Answers as the API does, with `meanwhile` done before the nth change arrives.
        func reply(
            to request: FakeRequest,
            meanwhile: (Int, inout TicketBody) -> Bool
        ) throws -> FakeReply {
            try ticket.withLock { ticket in
                guard request.method != "GET" else {
                    return .json(try Example.json(ticket.body), tag: "\"\(ticket.version)\"")
                }
                if meanwhile(request.index, &ticket.body) { ticket.version += 1 }
                guard let tag = request.header("If-Match") else { return .problem(428) }
                guard tag == "\"\(ticket.version)\"" else { return .problem(412) }
                ticket.version += 1
                return .json(try Example.json(ticket.body), tag: "\"\(ticket.version)\"")
            }
        }
    }

    private func run(
        _ arguments: String...,
        meanwhile: @escaping @Sendable (Int, inout TicketBody) -> Bool = { _, _ in false }
    ) async throws -> (outcome: Outcome, requests: [FakeRequest]) {
        let shelf = Shelf(try Example.ticket())
        let session = try Example.json(try Example.session())
        return try await FakeScript { request in
            if request.path == "/v1/session" { return .json(session) }
            do {
                return try shelf.reply(to: request, meanwhile: meanwhile)
            } catch {
                return .problem(500)
            }
        }.play { desk in
            try await ClerkMachine.with { place in
                (try await place.loggedIn(to: desk).run(arguments), desk.requests)
            }
        }
    }

    @Test(
        "reads it first and sends the version it was decided on",
        arguments: [
            (["assign", "1042", "erik"], "PUT", "assignment", "{\"assignee\":\"erik\"}"),
            (["assign", "1042"], "PUT", "assignment", "{\"assignee\":\"anna\"}"),
            (["assign", "1042", "me"], "PUT", "assignment", "{\"assignee\":\"anna\"}"),
            (["assign", "1042", "--nobody"], "DELETE", "assignment", ""),
            (["unit", "1042", "bygglov"], "PUT", "unit", "{\"unit\":\"bygglov\"}"),
            (["unit", "1042", "--none"], "DELETE", "unit", ""),
            (["resolve", "1042"], "PUT", "resolution", "{\"outcome\":\"answered\"}"),
            (
                ["resolve", "1042", "--outcome", "handed_off", "--article", "a"], "PUT",
                "resolution", "{\"article\":\"a\",\"outcome\":\"handed_off\"}"
            ),
            (["reopen", "1042"], "DELETE", "resolution", ""),
        ] as [([String], String, String, String)]
    )
    func sendsVersion(
        _ arguments: [String],
        _ method: String,
        _ part: String,
        _ body: String
    ) async throws {
        let shelf = Shelf(try Example.ticket())
        let session = try Example.json(try Example.session())
        try await FakeScript { request in
            if request.path == "/v1/session" { return .json(session) }
            do {
                return try shelf.reply(to: request) { _, _ in false }
            } catch {
                return .problem(500)
            }
        }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(arguments)
                #expect(ended.output == "Ticket 1042: open, with nobody\n")
                #expect(ended.code == 0)
                let change = try #require(desk.requests.last)
                #expect(change.line == "\(method) /v1/tickets/1042/\(part)")
                #expect(change.header("If-Match") == "\"1\"")
                #expect(change.body == body)
            }
        }
    }

    @Test("tells who wrote meanwhile, and how it begins")
    func tellsNews() async throws {
        let ticket = try Example.json(try Example.ticket())
        var reply = try Example.message("\n\nProva igen nu.\nMvh")
        reply.kind = "reply"
        reply.author = AuthorBody(kind: "staff", id: "bengt", name: "Bengt Öberg")
        reply.createdAt = try .at("2026-11-23T13:29:50Z")
        let messages = try Example.json(Page(items: [try Example.message(), reply], next: nil))
        try await FakeScript { request in
            switch request.method {
            case "PUT": .problem(412)
            default:
                request.path.hasSuffix("messages") ? .json(messages) : .json(ticket, tag: "\"1\"")
            }
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("resolve", "1042")
                #expect(ended.code == 75)
                #expect(
                    ended.errors == "helpdesk: Somebody else changed ticket 1042 meanwhile. Bengt"
                        + " Öberg replied 2026-11-23 14:29: «Prova igen nu.». Your change was not"
                        + " made; read the ticket and try again.\n"
                )
            }
        }
    }

    @Test(
        "tells who changed it meanwhile, how and when",
        arguments: [
            (["edit", "1042", "--priority", "low"], "PATCH"), (["resolve", "1042"], "PUT"),
            (["resolve", "1042", "-m", "Ringt"], "POST"), (["reopen", "1042"], "DELETE"),
        ]
    )
    func tellsDeeds(_ arguments: [String], _ method: String) async throws {
        var ticket = try Example.ticket()
        let before = try Example.json(ticket)
        ticket.priority = "high"
        let after = try Example.json(ticket)
        func fact(_ kind: String, _ at: String, _ details: [String: String]) throws -> HistoryBody {
            HistoryBody(
                id: at,
                at: try .at(at),
                actor: AuthorBody(kind: "staff", id: "bengt", name: "Bengt Öberg"),
                kind: kind,
                details: details
            )
        }
        let facts = try [
            fact("assigned", "2026-11-01T13:29:50Z", ["assignee": "erik"]),
            fact("delivered", "2026-11-23T13:29:00Z", [:]),
            fact(
                "changed",
                "2026-11-23T13:29:50Z",
                ["fields": "priority", "priority_from": "normal", "priority_to": "high"]
            ),
        ]
        let history = try Example.json(Page(items: facts, next: nil))
        let isStale = Mutex(false)
        try await FakeScript { request in
            guard request.method == "GET" else {
                isStale.withLock { $0 = true }
                return .problem(412)
            }
            if request.path.hasSuffix("history") { return .json(history) }
            return .json(isStale.withLock(\.self) ? after : before, tag: "\"1\"")
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(arguments)
                #expect(ended.code == 75)
                #expect(
                    ended.errors == "helpdesk: Somebody else changed ticket 1042 meanwhile: "
                        + "priority normal → high. Bengt Öberg changed: fields priority, "
                        + "priority normal → high (2026-11-23 14:29). Your change was not made; "
                        + "read the ticket and try again.\n"
                )
                #expect(desk.requests.count { $0.method == method } == 1)
            }
        }
    }

    @Test("assigns once more when somebody changed something else, and says what")
    func assignsAgain() async throws {
        let (outcome, requests) = try await run("assign", "1042", "erik") { index, ticket in
            guard index == 1 else { return false }
            ticket.priority = "high"
            return true
        }
        #expect(outcome.code == 0)
        #expect(
            outcome.errors
                == "Somebody else changed ticket 1042 meanwhile: "
                + "priority normal → high.\n"
        )
        #expect(requests.map(\.method) == ["GET", "PUT", "GET", "GET", "GET", "PUT"])
        #expect(requests[5].header("If-Match") == "\"2\"")
    }

    @Test("does not take a ticket from somebody who was faster")
    func doesNotSteal() async throws {
        let (outcome, requests) = try await run("assign", "1042", "erik") { _, ticket in
            ticket.assignee = "greta"
            return true
        }
        #expect(outcome.code == 75)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("with nobody → greta"))
        #expect(requests.map(\.method) == ["GET", "PUT", "GET", "GET", "GET"])
    }

    @Test("tries assigning twice and no more")
    func givesUp() async throws {
        let (outcome, requests) = try await run("assign", "1042", "erik") { index, ticket in
            ticket.subject = "Ändrad \(index)"
            return true
        }
        #expect(outcome.code == 75)
        #expect(requests.count { $0.method == "PUT" } == 2)
    }

    @Test("never repeats what may mean something else by now", arguments: ["resolve", "reopen"])
    func neverRepeats(_ verb: String) async throws {
        let (outcome, requests) = try await run(verb, "1042") { _, ticket in
            ticket.state = "waiting"
            return true
        }
        #expect(outcome.code == 75)
        #expect(outcome.errors.contains("state open → waiting"))
        #expect(requests.count { $0.method != "GET" } == 1)
    }

    @Test(
        "is refused for one that went into another, and says into which",
        arguments: [
            ["assign", "1042", "erik"], ["resolve", "1042"], ["reopen", "1042"],
            ["snooze", "1042", "4h"], ["incident", "link", "3", "1042"],
            ["edit", "1042", "--email", "a@b.se"], ["resolve", "1042", "-m", "Ringt"],
        ]
    )
    func merged(_ arguments: [String]) async throws {
        let ticket = try Example.json(try Example.ticket(7))
        try await FakeScript { _ in .json(ticket, tag: "\"7-1\"") }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(arguments)
                #expect(ended.code == 65)
                #expect(
                    ended.errors == "helpdesk: Ticket 1042 went into 7; nothing was changed."
                        + " Change 7 instead.\n"
                )
                #expect(desk.requests.allSatisfy { $0.method == "GET" })
            }
        }
    }

    @Test("is refused when the server does not say which version it is")
    func noTag() async throws {
        let ticket = try Example.json(try Example.ticket())
        try await FakeScript { _ in .json(ticket) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("reopen", "1042")
                #expect(ended.code == 69)
                #expect(desk.requests.count == 1)
            }
        }
    }
}
