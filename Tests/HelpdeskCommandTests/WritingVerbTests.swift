import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Writing to a ticket")
struct WritingVerbTests {
    private func sent(
        _ arguments: [String],
        input: String = "",
        answer: String? = nil,
        ticket: TicketBody? = nil,
        preparing: (ClerkMachine) throws -> Void = { _ in }
    ) async throws -> (outcome: Outcome, requests: [FakeRequest]) {
        let body = try answer ?? Example.json(try Example.message())
        let ticket = try Example.json(ticket ?? Example.ticket())
        return try await FakeScript { request in
            request.method == "GET" ? .json(ticket, tag: "\"1\"") : .answer(201, body: body)
        }
        .play { desk in
            try await ClerkMachine.with { place in
                try preparing(place)
                let arguments = arguments.map {
                    $0.replacing("FOLDER/", with: place.folder.path(percentEncoded: false))
                }
                let outcome = try await place.loggedIn(to: desk).run(arguments, input: input)
                return (outcome, desk.requests)
            }
        }
    }

    @Test("takes the text from the command line, from standard input, or from a file")
    func sources() async throws {
        let expected = "{\"body\":\"Hej å\\n\\nMvh\",\"kind\":\"note\"}"
        for (arguments, input) in [
            (["note", "1042", "-m", "Hej å\n\nMvh"], ""), (["note", "1042"], "Hej å\n\nMvh\n\n"),
            (["note", "1042", "-F", "-"], "\u{FEFF}Hej å\r\n\r\nMvh\r\n"),
            (["note", "1042", "-F", "FOLDER/text"], "not this"),
        ] {
            let (outcome, requests) = try await sent(arguments, input: input) { place in
                try Data("Hej å\n\nMvh\n".utf8).write(to: URL(filePath: place.path("text")))
            }
            #expect(outcome == Outcome(code: 0, output: "Saved in ticket 1042.\n", errors: ""))
            #expect(requests.map(\.line) == ["POST /v1/tickets/1042/messages"])
            #expect(requests.first?.body == expected)
        }
    }

    @Test("sends articles along and resolves with the reply")
    func reply() async throws {
        var message = try Example.message()
        message.kind = "reply"
        message.delivery = DeliveryBody(state: "queued", attempts: 0)
        let (outcome, requests) = try await sent(
            ["reply", "1042", "-m", "Gör så", "--article", "a", "--article", "b", "--resolve"],
            answer: try Example.json(message)
        )
        #expect(
            outcome.output == "The reply to Åsa Öberg <asa@example.org> in ticket 1042 is saved:"
                + " queued to be sent.\nThe ticket is resolved.\n"
        )
        #expect(
            requests.last?.body
                == "{\"articles\":[\"a\",\"b\"],\"body\":\"Gör så\",\"kind\":\"reply\",\"resolve\":true}"
        )
        #expect(requests.last?.header("Idempotency-Key") != nil)
        #expect(requests.map(\.method) == ["GET", "POST"])
    }

    @Test("says that a ticket is still resolved after a reply")
    func resolved() async throws {
        var message = try Example.message()
        message.kind = "reply"
        message.delivery = DeliveryBody(state: "queued", attempts: 0)
        var ticket = try Example.ticket()
        ticket.state = "resolved"
        let (outcome, _) = try await sent(
            ["reply", "1042", "-m", "En sak till"],
            answer: try Example.json(message),
            ticket: ticket
        )
        #expect(outcome.output.contains("still is; helpdesk reopen 1042"))
        ticket.state = "open"
        let (other, _) = try await sent(
            ["reply", "1042", "-m", "En sak till"],
            answer: try Example.json(message),
            ticket: ticket
        )
        #expect(!other.output.contains("resolved"))
    }

    @Test(
        "says whether it waits for the citizen then, where the clerk does",
        arguments: [("--wait", "true"), ("--no-wait", "false")]
    )
    func waits(_ flag: String, _ said: String) async throws {
        let (outcome, requests) = try await sent(["reply", "1042", "-m", "Hej", flag])
        #expect(outcome.code == 0)
        let body = "{\"body\":\"Hej\",\"kind\":\"reply\",\"waits\":\(said)}"
        #expect(requests.last?.body == body)
        for other in ["--resolve", "--no-wait"] {
            let (refused, none) = try await sent(["reply", "1042", "-m", "Hej", "--wait", other])
            #expect(refused.code == 64 && none.isEmpty)
        }
    }

    @Test("says that a reply goes to the ticket that the one named went into")
    func merged() async throws {
        let (outcome, requests) = try await sent(
            ["reply", "7", "-m", "Gör så"],
            ticket: try Example.ticket()
        )
        #expect(outcome.code == 0)
        #expect(outcome.errors == "Ticket 7 went into 1042.\n")
        #expect(requests.last?.line == "POST /v1/tickets/1042/messages")
    }

    @Test("replies also with a token that may only write")
    func writingOnly() async throws {
        var message = try Example.message()
        message.delivery = DeliveryBody(state: "queued", attempts: 0)
        let body = try Example.json(message)
        try await FakeScript { $0.method == "GET" ? .problem(403) : .answer(201, body: body) }.play
        {
            desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("reply", "1042", "-m", "Hej")
                #expect(
                    ended.output == "The reply in ticket 1042 is saved: queued to be sent.\n"
                )
            }
        }
    }

    @Test(
        "names the verb that adds an address where a citizen has none",
        arguments: [(nil, true), ("a@b.se", false)] as [(String?, Bool)]
    )
    func noAddress(_ email: String?, _ isNamed: Bool) async throws {
        var ticket = try Example.ticket()
        ticket.citizen.email = email
        let body = try Example.json(ticket)
        try await FakeScript { request in
            request.method == "GET" ? .json(body, tag: "\"1\"") : .problem(409, "No address.")
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("reply", "1042", "-m", "Hej")
                #expect(ended.code == 65)
                let hint = "helpdesk edit 1042 --email ADDRESS adds one."
                #expect(ended.errors.contains(hint) == isNamed)
            }
        }
    }

    @Test("opens, takes and resolves a ticket in one, with the article that solved it")
    func newAtOnce() async throws {
        let session = try Example.json(try Example.session())
        let ticket = try Example.json(try Example.ticket())
        try await FakeScript { request in
            request.path == "/v1/session" ? .json(session) : .json(ticket, tag: "\"1\"")
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(
                    "new",
                    "-m",
                    "  Det står\tRFA8.\nHela dagen.",
                    "-n",
                    "Åsa",
                    "--mine",
                    "-r",
                    "-a",
                    "bankid"
                )
                #expect(ended.code == 0)
                #expect(
                    ended.errors == "The article bankid is recorded as the answer; that does not"
                        + " mail it to the citizen. helpdesk reply 1042 --article bankid mails"
                        + " it.\n"
                )
                #expect(
                    desk.lines == [
                        "GET /v1/session", "GET /v1/articles/bankid", "POST /v1/tickets",
                        "GET /v1/tickets/1042", "PUT /v1/tickets/1042/assignment",
                        "GET /v1/tickets/1042", "PUT /v1/tickets/1042/resolution",
                    ]
                )
                let bodies = desk.requests.map(\.body).filter { !$0.isEmpty }
                #expect(bodies[0].contains("\"subject\":\"Det står    RFA8.\""))
                #expect(
                    bodies.dropFirst() == [
                        "{\"assignee\":\"anna\"}",
                        "{\"article\":\"bankid\",\"outcome\":\"answered\"}",
                    ]
                )
            }
        }
    }

    @Test("opens nothing when the article is not there, and shows what it opened before it failed")
    func newAtOnceFails() async throws {
        let ticket = try Example.json(try Example.ticket())
        for (failing, posts) in [("GET /v1/articles/b", 0), ("PUT /v1/tickets/1042/resolution", 1)]
        {
            try await FakeScript { request in
                request.line == failing ? .problem(404) : .json(ticket, tag: "\"1\"")
            }
            .play { desk in
                try await ClerkMachine.with { place in
                    let ended = try await place.loggedIn(to: desk)
                        .run("new", "-m", "Hej", "--resolve", "--article", "b")
                    #expect(ended.code == 66)
                    #expect(ended.output.hasPrefix("Ticket 1042: open") == (posts == 1))
                    #expect(desk.requests.count { $0.method == "POST" } == posts)
                }
            }
        }
    }

    @Test("resolves with a note, which is kept first and where it was seen")
    func resolvedWithNote() async throws {
        let ticket = try Example.json(try Example.ticket())
        for (answer, code) in [
            (FakeReply.json(ticket, tag: "\"2\""), 0), (.problem(409, "No."), 65),
        ] {
            try await FakeScript { request in
                request.method == "PUT" ? answer : .json(ticket, tag: "\"1\"")
            }
            .play { desk in
                try await ClerkMachine.with { place in
                    let ended = try await place.loggedIn(to: desk)
                        .run("resolve", "1042", "-m", "Ringde upp.")
                    #expect(ended.code == Int32(code))
                    #expect(ended.errors.contains("resolve the ticket without -m") == (code != 0))
                    let note = try #require(desk.requests.first { $0.method == "POST" })
                    #expect(note.line == "POST /v1/tickets/1042/messages")
                    #expect(note.body == "{\"body\":\"Ringde upp.\",\"kind\":\"note\"}")
                    #expect(note.header("If-Match") == "\"1\"")
                    #expect(desk.lines.last == "PUT /v1/tickets/1042/resolution")
                }
            }
        }
    }

    @Test(
        "sends nothing without a text",
        arguments: [[], ["-m", ""], ["-m", " \n\t"], ["-F", "-"]]
    )
    func empty(_ arguments: [String]) async throws {
        let (outcome, requests) = try await sent(["reply", "1042"] + arguments, input: " \n")
        #expect(outcome.code == 64)
        #expect(outcome.errors == "helpdesk: The text is empty; nothing was sent.\n")
        #expect(requests.isEmpty)
    }

    @Test("says which file is not there")
    func missingFile() async throws {
        let (outcome, requests) = try await sent(["note", "1", "-F", "FOLDER/none"])
        #expect(outcome.code == 66)
        #expect(outcome.errors.contains("none: No such file"))
        #expect(requests.isEmpty)
    }

    @Test("refuses text in another encoding than UTF-8")
    func encoding() async throws {
        let (outcome, _) = try await sent(["note", "1", "-F", "FOLDER/latin1"]) { place in
            try Data([0x48, 0xE5]).write(to: URL(filePath: place.path("latin1")))
        }
        #expect(outcome.code == 65)
        #expect(outcome.errors.contains("/latin1 is not UTF-8."))
        #expect(outcome.errors.contains("iconv -f WINDOWS-1252 -t UTF-8 "))
        #expect(outcome.errors.hasSuffix("/latin1\n"))
        let (folder, _) = try await sent(["note", "1", "-F", "FOLDER/"])
        #expect(folder.code == 65)
        #expect(folder.errors.contains("Is a directory"))
    }

    @Test("says in Swedish, too, why a file cannot be read")
    func systemErrors() {
        let reasons = [ENOENT, EACCES, EISDIR, ENOTDIR, EEXIST, ENOSPC, EROFS, ENAMETOOLONG]
        for reason in reasons {
            let phrase = Phrase.systemError(reason)
            #expect(phrase.swedish != phrase.english)
        }
        #expect(Phrase.systemError(ENOENT, at: "brev.txt").swedish == "brev.txt: finns inte")
    }

    @Test(
        "takes texts up to the limit",
        arguments: [(-1, 0), (0, 0), (1, 65)] as [(Int, Int32)]
    )
    func limit(_ more: Int, _ code: Int32) async throws {
        let text = String(repeating: "a", count: TextOptions.octetsMax + more)
        let (outcome, _) = try await sent(["note", "1"], input: text)
        #expect(outcome.code == code)
    }

    @Test("writes down a new ticket with what is known and nothing more")
    func new() async throws {
        let (outcome, requests) = try await sent(
            [
                "new", "--subject", "Kan inte logga in", "-m", "RFA8", "--name", "Åsa", "--phone",
                "08-50",
            ],
            answer: try Example.json(try Example.ticket())
        )
        #expect(
            outcome.output == """
                Ticket 1042: open, with nobody

                Suggestions
                   91 %  BankID svarar inte  bankid-svarar-inte

                """
        )
        #expect(requests.map(\.line) == ["POST /v1/tickets"])
        #expect(
            requests.first?.body
                == "{\"body\":\"RFA8\",\"channel\":\"phone\",\"citizen\":{\"name\":\"Åsa\","
                + "\"phone\":\"08-50\"},\"subject\":\"Kan inte logga in\"}"
        )
    }

    @Test("writes down everything that is said about it")
    func newInFull() async throws {
        let (_, requests) = try await sent(
            [
                "new", "--subject", "s", "-m", "b", "--channel", "visit", "--kind", "fault",
                "--category", "e-id", "--priority", "high", "--email", "a@b.se", "--queue", "q",
                "--service", "e", "--language", "en", "--call", "c",
            ],
            answer: try Example.json(try Example.ticket())
        )
        let form = try JSONDecoder().decode(
            TicketForm.self,
            from: Data(try #require(requests.first).body.utf8)
        )
        #expect(
            form
                == TicketForm(
                    subject: "s",
                    body: "b",
                    channel: "visit",
                    kind: "fault",
                    citizen: CitizenForm(email: "a@b.se"),
                    category: "e-id",
                    priority: "high",
                    service: "e",
                    language: "en",
                    queue: "q",
                    call: "c"
                )
        )
    }
}
