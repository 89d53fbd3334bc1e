import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("The knowledge base")
struct KnowledgeVerbTests {
    @Test("is asked in the citizen's words")
    func ask() async throws {
        let body = try Example.json(Example.matches)
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk)
                    .run("ask", "kan", "inte", "logga in", "--limit", "3", "--language", "sv")
                #expect(ended.output.contains("91 %  BankID svarar inte"))
                #expect(desk.lines == ["POST /v1/matches"])
                #expect(
                    desk.requests.first?.body
                        == "{\"language\":\"sv\",\"limit\":3,\"text\":\"kan inte logga in\"}"
                )
            }
        }
    }

    @Test("is listed, searched and read")
    func articles() async throws {
        let summary = ArticleSummaryBody(
            id: "bankid-svarar-inte",
            language: "sv",
            title: "BankID svarar inte",
            category: "e-id",
            audience: "citizen"
        )
        let article = ArticleBody(
            id: summary.id,
            language: "sv",
            title: summary.title,
            category: "e-id",
            audience: "staff",
            questions: [],
            keywords: [],
            codes: ["RFA8"],
            services: [],
            owner: "servicenämnden",
            reviewed: "2026-11-01",
            markdown: "# Gör så\n\nStarta om.",
            html: ""
        )
        let list = try Example.json(Page(items: [summary], next: nil))
        let one = try Example.json(article)
        try await FakeScript { $0.path == "/v1/articles" ? .json(list) : .json(one) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let found = try await place.run("articles", "logga", "in", "--category", "e-id")
                #expect(
                    found.output == """
                        Article             Language  Category  Title
                        bankid-svarar-inte  sv        e-ID      BankID svarar inte

                        """
                )
                let read = try await place.run("article", "a/b", "--language", "sv")
                #expect(
                    read.output == """
                        BankID svarar inte
                        bankid-svarar-inte · sv · e-ID · staff only · servicenämnden · reviewed 2026-11-01
                        Error codes: RFA8

                        # Gör så

                        Starta om.

                        """
                )
                #expect(
                    desk.lines == [
                        "GET /v1/articles?q=logga%20in&category=e-id&limit=100",
                        "GET /v1/articles/a%2Fb?language=sv",
                    ]
                )
            }
        }
    }
}

@Suite("A suggestion")
struct SuggestionVerbTests {
    @Test("is shown with what was said of it")
    func shown() async throws {
        var matches = Example.matches
        matches.matches[0].verdict = "wrong"
        let body = try Example.json(matches)
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk)
                    .run("suggestions", "1042", "--limit", "3")
                #expect(ended.output.contains("91 %  BankID svarar inte"))
                #expect(ended.output.contains("does not answer the question"))
                #expect(desk.lines == ["GET /v1/tickets/1042/suggestions?limit=3"])
            }
        }
    }

    @Test("gets a verdict, which can be taken back")
    func verdict() async throws {
        let said = VerdictBody(ticket: 1042, article: "bankid-kod", verdict: "right")
        let body = try Example.json(said)
        let script = FakeScript { request in
            request.method == "PUT" ? .json(body) : .answer(204, body: "")
        }
        try await script.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let given = try await place.run("verdict", "#1042", "bankid-kod", "right")
                #expect(given.output == "#1042  bankid-kod  answers the question\n")
                let json = try await place.run("verdict", "1042", "bankid-kod", "right", "--json")
                #expect(json.output == body)
                let taken = try await place.run("verdict", "1042", "bankid-kod", "none")
                #expect(taken.output == "Taken back.\n")
                let path = "/v1/tickets/1042/suggestions/bankid-kod/verdict"
                #expect(desk.lines == ["PUT \(path)", "PUT \(path)", "DELETE \(path)"])
                #expect(desk.requests.first?.body == "{\"verdict\":\"right\"}")
            }
        }
    }

    @Test("gets no verdict that is none", arguments: ["maybe", "", "rightly"])
    func usage(word: String) async throws {
        try await ClerkMachine.with { place in
            let ended = try await place.run("verdict", "1042", "bankid-kod", word)
            #expect(ended.code == 64)
        }
    }
}

@Suite("A hand-off")
struct HandoffVerbTests {
    private func run(
        _ arguments: String...,
        states: [[String]],
        instruction: String? = nil
    ) async throws -> (outcome: Outcome, lines: [String], body: String) {
        let bodies = try states.map {
            try Example.json(try Example.handoff($0, instruction: instruction))
        }
        return try await FakeScript { request in
            let body = bodies[min(request.index, bodies.count - 1)]
            return .answer(request.method == "POST" ? 202 : 200, body: body)
        }.play { desk in
            try await ClerkMachine.with { place in
                var place = place
                place.limits.followsMax = 5
                let outcome = try await place.loggedIn(to: desk).run(arguments)
                return (outcome, desk.lines, desk.requests.first?.body ?? "")
            }
        }
    }

    @Test("is followed to its end, each state once")
    func followed() async throws {
        let (outcome, lines, body) = try await run(
            "handoff",
            "1042",
            "vaxeln",
            "--summary",
            "RFA8",
            "--call",
            "c1",
            states: [
                ["requested"], ["requested"], ["requested", "ringing", "answered"],
                ["requested", "ringing", "answered", "completed"],
            ]
        )
        #expect(
            outcome.output == """
                Hand-off of ticket 1042: Växeln, +4685080000
                  helpdesk handoffs show h1
                  2026-11-23 14:30  requested
                  2026-11-23 14:30  ringing
                  2026-11-23 14:30  answered
                  2026-11-23 14:30  completed

                """
        )
        #expect(outcome.code == 0)
        let looks = Array(repeating: "GET /v1/handoffs/h1", count: 3)
        #expect(lines == ["POST /v1/tickets/1042/handoffs"] + looks)
        #expect(
            body
                == "{\"call\":\"c1\",\"destination\":\"vaxeln\",\"mode\":\"attended\","
                + "\"summary\":\"RFA8\"}"
        )
    }

    @Test(
        "that did not work tells scripts whether to try again",
        arguments: [
            ("busy", 75), ("no_answer", 75), ("rejected", 69), ("unreachable", 69),
            ("not_allowed", 69), ("join_failed", 69), ("cancelled", 69), ("caller_gone", 69),
            ("unknown", 69), ("some_newer_state", 69), ("completed", 0),
        ] as [(String, Int32)]
    )
    func ends(_ state: String, _ code: Int32) async throws {
        let (outcome, lines, _) = try await run(
            "handoff",
            "1",
            "x",
            states: [["requested", state]]
        )
        #expect(outcome.code == code)
        #expect(lines.count == 1)
    }

    @Test("made by hand says what to do and does not wait")
    func byHand() async throws {
        let (outcome, lines, _) = try await run(
            "handoff",
            "1",
            "x",
            states: [["requested"]],
            instruction: "Ring växeln."
        )
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("  Ring växeln.\n"))
        #expect(outcome.errors.hasPrefix("Say how it went with helpdesk handoffs outcome 1042 "))
        #expect(outcome.errors.contains("completed, busy, no_answer"))
        #expect(lines.count == 1)
    }

    @Test("that takes for ever is left with a word on how to follow it")
    func patience() async throws {
        let (outcome, lines, _) = try await run("handoff", "1", "x", states: [["requested"]])
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("helpdesk handoffs show h1"))
        #expect(lines.count == 6)
    }

    @Test("is not followed when nobody wants to wait", arguments: ["--no-follow", "--json"])
    func notFollowed(_ option: String) async throws {
        let (outcome, lines, _) = try await run(
            "handoff",
            "1",
            "x",
            option,
            states: [["requested"]]
        )
        #expect(outcome.code == 0)
        #expect(lines.count == 1)
    }

    @Test("is named by its ticket, whose open one is meant when an outcome is said")
    func byTicket() async throws {
        var old = try Example.handoff(["requested", "busy"])
        old.id = "h0"
        let open = try Example.handoff(["requested", "dialling"], instruction: "Ring växeln.")
        let page = try Example.json(Page(items: [old, open], next: nil))
        let one = try Example.json(open)
        let none = try Example.json(Page(items: [old], next: nil))
        try await FakeScript { request in
            switch request.path {
            case "/v1/tickets/1042/handoffs": .json(page)
            case "/v1/tickets/7/handoffs": .json(none)
            default: .json(one)
            }
        }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                #expect(try await place.run("handoffs", "outcome", "1042", "klar").code == 0)
                #expect(desk.lines.last == "PUT /v1/handoffs/h1/outcome")
                #expect(desk.requests.last?.body.contains("completed") == true)
                #expect(try await place.run("handoffs", "show", "#1042").code == 0)
                #expect(desk.lines.last == "GET /v1/handoffs/h1")
                let ended = try await place.run("handoffs", "outcome", "7", "busy")
                #expect(ended.code == 66)
                #expect(ended.errors.contains("no hand-off under way"))
                #expect(try await place.run("handoffs", "show", "7").code == 0)
                #expect(desk.lines.last == "GET /v1/handoffs/h0")
            }
        }
    }

    @Test("is listed where it is under way on my tickets")
    func listed() async throws {
        let open = try Example.handoff(["requested", "dialling"], instruction: "Ring växeln.")
        let done = try Example.handoff(["requested", "completed"])
        let page = try Example.json(Page(items: [done, open], next: nil))
        let session = try Example.json(try Example.session())
        let tickets = try Example.json(Page(items: [try Example.ticket()], next: nil))
        try await FakeScript { request in
            switch request.path {
            case "/v1/session": .json(session)
            case "/v1/tickets" where request.target.contains("assignee=anna&state=open"):
                .json(tickets)
            case "/v1/tickets": .json("{\"items\":[],\"next\":null}")
            default: .json(page)
            }
        }.play { desk in
            try await ClerkMachine.with { place in
                let shown = try await place.loggedIn(to: desk).run("handoffs")
                #expect(shown.output.contains("1042  yours to dial"))
                #expect(!shown.output.contains("completed"))
            }
        }
    }

    @Test("is listed by its state, of all tickets, as far as one wants to read")
    func listedByState() async throws {
        var one = try Example.handoff(["requested", "ringing"])
        one.requestedBy = "bo"
        let page = try Example.json(Page(items: [one], next: "n2"))
        try await FakeScript { _ in .json(page) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let shown = try await place.run("handoffs", "--state", "open", "--limit", "1")
                #expect(
                    shown.output == """
                        Ticket  State    Asked for         By  Destination  Id
                          1042  ringing  2026-11-23 14:30  bo  Växeln       h1
                        There are more: --limit N.

                        """
                )
                #expect(desk.lines == ["GET /v1/handoffs?state=open&limit=1"])
                let json = try await place.run(
                    "handoffs",
                    "list",
                    "--state",
                    "det-ringer",
                    "--limit",
                    "1",
                    "--json"
                )
                #expect(json.output == page)
                #expect(desk.lines.last == "GET /v1/handoffs?state=ringing&limit=1")
            }
        }
    }

    @Test("is shown, and its outcome said")
    func outcome() async throws {
        let shown = try await run("handoffs", "show", "h1", states: [["requested", "busy"]])
        #expect(shown.outcome.output.hasSuffix("2026-11-23 14:30  busy\n"))
        #expect(shown.lines == ["GET /v1/handoffs/h1"])
        let said = try await run(
            "handoffs",
            "outcome",
            "h1",
            "no_answer",
            "--detail",
            "lunch",
            states: [["requested", "no_answer"]]
        )
        #expect(said.lines == ["PUT /v1/handoffs/h1/outcome"])
        #expect(said.body == "{\"detail\":\"lunch\",\"outcome\":\"no_answer\"}")
        #expect(said.outcome.code == 0)
    }

    @Test("goes to one of the destinations")
    func destinations() async throws {
        let body = try Example.handoff(["requested"]).destination
        func listed(_ goesTo: String?, opensAt: Timestamp?) -> ListedDestinationBody {
            ListedDestinationBody(
                body,
                AvailabilityBody(
                    takesCalls: goesTo != nil,
                    goesTo: goesTo,
                    reason: nil,
                    opensAt: opensAt,
                    validFrom: nil,
                    validThrough: nil,
                    days: []
                )
            )
        }
        let opens = try Timestamp.at("2026-11-23T07:00:00Z")
        let items = [
            listed("vaxeln", opensAt: nil), listed("jouren", opensAt: opens),
            listed(nil, opensAt: opens), listed(nil, opensAt: nil),
        ]
        let page = try Example.json(Page(items: items, next: nil))
        try await FakeScript { _ in .json(page) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("destinations", "bygglov")
                #expect(
                    ended.output == """
                        Destination  Name    Number       Now                            Topics
                        vaxeln       Växeln  +4685080000  open                           allt
                        vaxeln       Växeln  +4685080000  → jouren                       allt
                        vaxeln       Växeln  +4685080000  closed until 2026-11-23 08:00  allt
                        vaxeln       Växeln  +4685080000  closed                         allt

                        """
                )
                #expect(desk.lines == ["GET /v1/destinations?q=bygglov&limit=100"])
            }
        }
    }
}

@Suite("An attachment")
struct AttachmentVerbTests {
    private func fetch(
        _ arguments: [String],
        disposition: String? = "attachment; filename=\"../../x y.png\"",
        preparing: (ClerkMachine) throws -> Void = { _ in },
        checking: (ClerkMachine, Outcome) throws -> Void
    ) async throws {
        let headers = disposition.map { ["Content-Disposition": $0] } ?? [:]
        try await FakeScript { _ in .answer(200, body: "octets", headers: headers) }.play { desk in
            try await ClerkMachine.with { place in
                try preparing(place)
                let arguments = arguments.map {
                    $0.replacing("FOLDER/", with: place.folder.path(percentEncoded: false))
                }
                let outcome = try await place.loggedIn(to: desk).run(["attachment"] + arguments)
                try checking(place, outcome)
            }
        }
    }

    @Test("is saved in the folder that was named, under a name that is no path")
    func inFolder() async throws {
        try await fetch(["a1", "-o", "FOLDER/"]) { place, outcome in
            #expect(outcome.code == 0)
            #expect(outcome.errors.hasPrefix("Saved: "))
            let contents = try place.contents(of: "x y.png")
            #expect(contents == "octets")
        }
    }

    @Test("without a name gets one of its own")
    func nameless() async throws {
        try await fetch(["a/1", "-o", "FOLDER/"], disposition: nil) { place, outcome in
            #expect(outcome.code == 0)
            #expect(FileManager.default.fileExists(atPath: place.path("attachment-1")))
        }
    }

    @Test("overwrites nothing unless it is forced to")
    func exists() async throws {
        func prepare(_ place: ClerkMachine) throws {
            try Data("mine".utf8).write(to: URL(filePath: place.path("f")))
        }
        try await fetch(["a1", "-o", "FOLDER/f"], preparing: prepare) { place, outcome in
            #expect(outcome.code == 73)
            #expect(outcome.errors.contains("--force"))
            let contents = try place.contents(of: "f")
            #expect(contents == "mine")
        }
        try await fetch(["a1", "-o", "FOLDER/f", "--force"], preparing: prepare) { place, outcome in
            #expect(outcome.code == 0)
            let contents = try place.contents(of: "f")
            #expect(contents == "octets")
        }
    }

    @Test("is not written through a link that somebody laid out")
    func link() async throws {
        try await fetch(
            ["a1", "-o", "FOLDER/"],
            preparing: { place in
                try FileManager.default.createSymbolicLink(
                    atPath: place.path("x y.png"),
                    withDestinationPath: place.path("target")
                )
            },
            checking: { place, outcome in
                #expect(outcome.code == 73)
                #expect(!FileManager.default.fileExists(atPath: place.path("target")))
            }
        )
    }

    @Test("says when the folder is not there")
    func noFolder() async throws {
        try await fetch(["a1", "-o", "FOLDER/none/f"]) { _, outcome in
            #expect(outcome.code == 73)
            #expect(outcome.errors.contains("No such file"))
        }
    }

    @Test("goes to standard output when asked to", arguments: [["-o", "-"], ["--json"]])
    func standardOutput(_ options: [String]) async throws {
        try await fetch(["a1"] + options) { _, outcome in
            #expect(outcome == Outcome(code: 0, output: "octets", errors: ""))
        }
    }
}
