import DeskAPI
import Foundation
import Synchronization
import Testing

@testable import HelpdeskCommand

@Suite("A text written in the editor")
struct ManuscriptTests {
    /// What is left of one command line at a terminal.
    private struct End {
        var code: Int32
        var shown: String
        var sent: [FakeRequest]
        /// Where the text lay.
        var path: String

        var isThere: Bool { FileManager.default.fileExists(atPath: path) }
        var saysWhere: Bool {
            shown.contains("kept in \(path); this sends it: helpdesk ")
                && shown.contains(" -F \(path)\r\n")
        }

        func mode(_ path: String) -> Int? {
            try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }

        func forget() {
            let folder = URL(filePath: path).deletingLastPathComponent()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    /// Greeting and signature.
    private static func frameJSON() throws -> String {
        try Example.json(
            DraftBody(
                body: "Hej Anna!\n\n\nVänliga hälsningar\nBo Ek",
                article: nil,
                title: nil,
                language: "sv"
            )
        )
    }

    private static func desk(
        _ reply: @escaping @Sendable (FakeRequest) -> FakeReply
    ) throws -> FakeScript {
        let ticket = try Example.json(try Example.ticket())
        var report = try Example.message("Undelivered Mail")
        report.author = AuthorBody(kind: "system")
        let messages = try Example.json(Page(items: [try Example.message(), report], next: nil))
        let draft = try Example.json(
            DraftBody(body: "Hej Anna!", article: "bankid", title: "BankID", language: "sv")
        )
        let frame = try frameJSON()
        return FakeScript { request in
            switch request.line {
            case "GET /v1/tickets/1042": .json(ticket, tag: "\"1042-1\"")
            case "GET /v1/tickets/1042/draft": .json(frame)
            case "GET /v1/tickets/1042/draft?article=bankid": .json(draft)
            case "GET /v1/tickets/1042/messages?limit=100": .json(messages)
            case "GET /v1/incidents/3/tickets?limit=100": .json("{\"items\":[],\"next\":null}")
            case "PUT /v1/tickets/1042/presence": .json("{\"items\":[],\"next\":null}")
            case "DELETE /v1/tickets/1042/presence": .answer(204, body: "")
            default: request.method == "POST" ? reply(request) : .problem(404)
            }
        }
    }

    /// Runs a line whose editor is a script of the shell, with the file's path in `$1`.
    private func run(
        _ arguments: [String],
        editor: String,
        typing keys: [(question: String, keys: String)] = [],
        at desk: FakeDesk
    ) async throws -> End {
        try await ClerkMachine.with { place in
            let script = "#!/bin/sh\nprintf %s \"$1\" > '\(place.path("where"))'\n\(editor)\n"
            try Data(script.utf8).write(to: URL(filePath: place.path("editor")))
            chmod(place.path("editor"), 0o700)
            let terminal = try PseudoTerminal()
            defer { terminal.close() }
            terminal.typing(keys)
            var place = place.loggedIn(to: desk).setting("EDITOR", place.path("editor"))
            place.limits.total = .seconds(1)
            let code = await HelpdeskCommand.run(
                arguments,
                in: place.surroundings(
                    input: terminal.screen,
                    output: terminal.screen,
                    errors: terminal.screen
                )
            )
            return End(
                code: code,
                shown: try await terminal.shownUntilNow(),
                sent: desk.requests.filter { $0.method == "POST" },
                path: try place.contents(of: "where")
            )
        }
    }

    private func run(
        _ arguments: [String],
        editor: String,
        typing keys: [(question: String, keys: String)] = []
    ) async throws -> End {
        let message = try Example.json(try Example.message())
        return try await Self.desk { _ in .answer(201, body: message) }.play { desk in
            try await run(arguments, editor: editor, typing: keys, at: desk)
        }
    }

    /// Writes above the line, and leaves the rest as it was.
    private static let writes = "{ echo Ring upp; cat \"$1\"; } > \"$1.new\"; mv \"$1.new\" \"$1\""

    @Test(
        "stays where only the clerk reads it until it was sent, and can be sent from there",
        arguments: [
            (["note", "1042"], .problem(422)), (["note", "1042"], .problem(401)),
            (["note", "1042"], .problem(429)), (["reply", "1042"], .problem(503)),
            (["reply", "1042"], .hangUp), (["note", "1042"], .silence),
            (["new", "--subject", "x"], .problem(422)),
            (["incident", "answer", "3", "--yes"], .hangUp),
        ] as [([String], FakeReply)]
    )
    func kept(_ arguments: [String], _ failure: FakeReply) async throws {
        let isBroken = Mutex(true)
        let script = try Self.desk { _ in isBroken.withLock { $0 } ? failure : .problem(418) }
        try await script.play { desk in
            let end = try await run(arguments, editor: Self.writes, at: desk)
            defer { end.forget() }
            #expect(end.code != 0)
            #expect(end.saysWhere)
            #expect(end.mode(end.path) == 0o600)
            #expect(end.mode((end.path as NSString).deletingLastPathComponent) == 0o700)
            isBroken.withLock { $0 = false }
            try await ClerkMachine.with { place in
                _ = try await place.loggedIn(to: desk).run(arguments + ["-F", end.path])
                let last = try #require(desk.requests.last)
                #expect(last.body.contains("\"Ring upp"))
                #expect(!last.body.contains(">8"))
                // Where it is not known whether it was done, it is the same request.
                let keys = (end.sent + [last]).map { $0.header("Idempotency-Key") }
                #expect(keys[0] != nil && Set(keys).count == 1)
            }
        }
    }

    @Test("stands over what the citizen wrote last, and not what a mail server reported")
    func question() async throws {
        try await Self.desk { _ in .problem(422) }.play { desk in
            let end = try await run(["reply", "1042"], editor: Self.writes, at: desk)
            defer { end.forget() }
            let text = try String(contentsOfFile: end.path, encoding: .utf8)
            #expect(text.contains("> Det går inte.") && !text.contains("Undelivered"))
        }
    }

    @Test("goes by -F to where the editor sent it when its ticket went into another")
    func keptOfMerged() async throws {
        let survivor = try Example.json(try Example.ticket(1_043))
        let script = FakeScript { request in
            switch request.line {
            case "GET /v1/tickets/1042": .json(survivor, tag: "\"1043-1\"")
            case "PUT /v1/tickets/1043/presence": .json("{\"items\":[],\"next\":null}")
            case "DELETE /v1/tickets/1043/presence": .answer(204, body: "")
            default: request.method == "POST" ? .hangUp : .problem(404)
            }
        }
        try await script.play { desk in
            let end = try await run(["note", "1042"], editor: Self.writes, at: desk)
            defer { end.forget() }
            try await ClerkMachine.with { place in
                _ = try await place.loggedIn(to: desk).run("note", "1042", "-F", end.path)
            }
            let sent = desk.requests.filter { $0.method == "POST" }
            #expect(sent.count > end.sent.count)
            #expect(Set(sent.map(\.target)) == ["/v1/tickets/1043/messages"])
            #expect(Set(sent.map { $0.header("Idempotency-Key") }).count == 1)
            #expect(Set(sent.map(\.body)).count == 1)
        }
    }

    @Test(
        "says that it was sent, in these words or others, and not how to send it twice",
        arguments: [("en_GB.UTF-8", "was sent already"), ("sv_SE.UTF-8", "är redan skickad")]
    )
    func sentBefore(_ language: String, _ words: String) async throws {
        let reused = FakeReply.answer(
            422,
            body: "{\"type\":\"/problems/idempotency-key-reused\",\"title\":\"T\",\"status\":422}",
            headers: ["Content-Type": "application/problem+json"]
        )
        try await Self.desk { _ in reused }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).setting("LANG", language)
                    .run("note", "1042", "-m", "x")
                #expect(ended.code == 65)
                #expect(ended.errors.contains(words))
                #expect(!ended.errors.contains("copy") && !ended.errors.contains("kopiera"))
            }
        }
    }

    @Test("is gone once it was sent")
    func sent() async throws {
        let end = try await run(["note", "1042"], editor: Self.writes)
        #expect(end.code == 0)
        #expect(end.sent.map(\.body) == ["{\"body\":\"Ring upp\",\"kind\":\"note\"}"])
        #expect(!end.isThere && !end.shown.contains("kept in"))
    }

    @Test("stays when the clerk says no after all, or Ctrl-C", arguments: ["n\n", "\n", "\u{03}"])
    func unconfirmed(_ keys: String) async throws {
        let end = try await run(
            ["incident", "answer", "3"],
            editor: Self.writes,
            typing: [("(y/N)", keys)]
        )
        defer { end.forget() }
        #expect(end.code == 130)
        #expect(end.sent.isEmpty)
        #expect(end.isThere && end.saysWhere)
    }

    @Test("stays when the editor failed after writing")
    func editorFailed() async throws {
        let end = try await run(["note", "1042"], editor: Self.writes + "; exit 1")
        defer { end.forget() }
        #expect(end.code == 64)
        #expect(end.sent.isEmpty)
        #expect(end.isThere && end.saysWhere)
    }

    @Test(
        "is not kept where nobody wrote any",
        arguments: ["exit 1", "true", "touch \"$1\"", ": > \"$1\"", "echo > \"$1\""]
    )
    func nothing(_ editor: String) async throws {
        let end = try await run(["note", "1042"], editor: editor)
        #expect(end.code == 64)
        #expect(end.sent.isEmpty)
        #expect(!end.isThere && !end.shown.contains("kept in"))
    }

    @Test("under the line is not sent, and stays")
    func underTheLine() async throws {
        let end = try await run(["note", "1042"], editor: "echo Ring upp >> \"$1\"")
        defer { end.forget() }
        #expect(end.code == 64)
        #expect(end.sent.isEmpty)
        #expect(end.isThere && end.saysWhere)
    }

    @Test("of a reply begins with greeting and signature, and is sent with both")
    func frame() async throws {
        let end = try await run(["reply", "1042"], editor: "sed -i '2s/.*/\\nRing upp./' \"$1\"")
        #expect(end.code == 0)
        #expect(
            end.sent.map(\.body) == [
                "{\"body\":\"Hej Anna!\\n\\nRing upp.\\n\\nVänliga hälsningar\\nBo Ek\","
                    + "\"kind\":\"reply\"}"
            ]
        )
    }

    @Test(
        "that is greeting and signature alone is not sent, saved or not, and not kept",
        arguments: [
            "true", "touch \"$1\"", "sed -i '1,3s/^$/ /' \"$1\"", "sed -i '/>8/,$d' \"$1\"",
            "touch \"$1\"; exit 1",
        ]
    )
    func onlyFrame(_ editor: String) async throws {
        let end = try await run(["reply", "1042"], editor: editor)
        #expect(end.code == 64)
        #expect(end.sent.isEmpty)
        #expect(end.shown.contains("nothing was sent") && !end.shown.contains("(y/N)"))
        #expect(!end.isThere && !end.shown.contains("kept in"))
    }

    @Test(
        "that began with an article is sent as it stood only with a yes, when nobody saved it",
        arguments: [("y\n", 0), ("n\n", 130), ("\n", 130)] as [(String, Int32)]
    )
    func unsaved(_ keys: String, _ code: Int32) async throws {
        let end = try await run(
            ["reply", "1042", "--article", "bankid"],
            editor: "true",
            typing: [("Send the text as it stood? (y/N)", keys)]
        )
        #expect(end.code == code)
        #expect(end.sent.count == (code == 0 ? 1 : 0))
        #expect(!end.isThere)
    }

    @Test(
        "that began with an article is sent with it quoted, whether it is named again or not",
        arguments: [["--article", "bankid", "--resolve"], ["--resolve"]]
    )
    func keptArticle(_ options: [String]) async throws {
        try await Self.desk { _ in .problem(422) }.play { desk in
            let end = try await run(
                ["reply", "1042", "--article", "bankid", "--resolve"],
                editor: "touch \"$1\"",
                at: desk
            )
            defer { end.forget() }
            #expect(
                end.shown.contains(
                    "helpdesk reply 1042 --article bankid --resolve -F \(end.path)\r\n"
                )
            )
            try await ClerkMachine.with { place in
                _ = try await place.loggedIn(to: desk)
                    .run(["reply", "1042"] + options + ["-F", end.path])
            }
            let bodies = desk.requests.filter { $0.method == "POST" }.map(\.body)
            #expect(bodies.count == 2 && Set(bodies).count == 1)
            #expect(bodies.last?.contains("\"articles\":[\"bankid\"]") == true)
            #expect(bodies.last?.contains("\"quoted\":[\"bankid\"]") == true)
        }
    }

    @Test(
        "is sent nowhere but where it was written for",
        arguments: [
            ["reply", "7"], ["note", "1042"], ["new", "--subject", "x"],
            ["incident", "answer", "1042", "--yes"],
        ]
    )
    func elsewhere(_ arguments: [String]) async throws {
        let (ticket, other) = (
            try Example.json(try Example.ticket()), try Example.json(try Example.ticket(7))
        )
        let frame = try Self.frameJSON()
        let script = FakeScript { request in
            switch request.line {
            case "GET /v1/tickets/1042": .json(ticket, tag: "\"1\"")
            case "GET /v1/tickets/1042/draft": .json(frame)
            case "GET /v1/tickets/7": .json(other, tag: "\"1\"")
            case "PUT /v1/tickets/1042/presence": .json("{\"items\":[],\"next\":null}")
            case "DELETE /v1/tickets/1042/presence": .answer(204, body: "")
            default: .problem(422)
            }
        }
        try await script.play { desk in
            let end = try await run(["reply", "1042"], editor: Self.writes, at: desk)
            defer { end.forget() }
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let sent = desk.requests.count { $0.method == "POST" }
                let ended = try await place.run(arguments + ["-F", end.path])
                #expect(ended.code == 65)
                #expect(ended.errors.contains("The text is the reply to ticket 1042"))
                #expect(desk.requests.count { $0.method == "POST" } == sent)
                // Whoever means it makes another text of it.
                try FileManager.default.copyItem(atPath: end.path, toPath: place.path("copy"))
                _ = try await place.run(arguments + ["-F", place.path("copy")])
                #expect(desk.requests.count { $0.method == "POST" } > sent)
            }
        }
    }

    @Test("says to whom the reply goes, or that it reaches nobody")
    func addressee() async throws {
        let frame = try Self.frameJSON()
        for (email, words) in [
            ("asa@example.org", "To: Åsa Öberg <asa@example.org>."),
            (nil, "To: no e-mail address, telephone 070-1."),
        ] {
            var ticket = try Example.ticket()
            (ticket.citizen.email, ticket.citizen.phone) = (email, "070-1")
            let body = try Example.json(ticket)
            try await FakeScript { request in
                switch request.line {
                case "GET /v1/tickets/1042": .json(body, tag: "\"1\"")
                case "GET /v1/tickets/1042/draft": .json(frame)
                case "PUT /v1/tickets/1042/presence": .json("{\"items\":[],\"next\":null}")
                case "DELETE /v1/tickets/1042/presence": .answer(204, body: "")
                default: .problem(422)
                }
            }
            .play { desk in
                let end = try await run(["reply", "1042"], editor: Self.writes, at: desk)
                defer { end.forget() }
                let text = try String(contentsOfFile: end.path, encoding: .utf8)
                #expect(text.contains(words))
                #expect(text.contains("helpdesk edit 1042 --email") == (email == nil))
            }
        }
    }

    @Test(
        "is written for whose ticket it went into only with a yes",
        arguments: [("y\n", 0), ("n\n", 130)] as [(String, Int32)]
    )
    func confirmedPlace(_ keys: String, _ code: Int32) async throws {
        let survivor = try Example.json(try Example.ticket(1_043))
        let message = try Example.json(try Example.message())
        try await FakeScript { request in
            switch request.line {
            case "GET /v1/tickets/1042": .json(survivor, tag: "\"1043-1\"")
            case "PUT /v1/tickets/1043/presence": .json("{\"items\":[],\"next\":null}")
            case "DELETE /v1/tickets/1043/presence": .answer(204, body: "")
            default: request.method == "POST" ? .answer(201, body: message) : .problem(404)
            }
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                terminal.typing([("Åsa Öberg <asa@example.org>? (y/N)", keys)])
                let surroundings = place.loggedIn(to: desk).surroundings(
                    input: terminal.screen,
                    output: terminal.screen,
                    errors: terminal.screen
                )
                let ended = await HelpdeskCommand.run(
                    ["reply", "1042", "-m", "Hej"],
                    in: surroundings
                )
                #expect(ended == code)
                #expect(try await terminal.shownUntilNow().contains("Ticket 1042 went into 1043."))
                #expect(desk.requests.count { $0.method == "POST" } == (code == 0 ? 1 : 0))
            }
        }
    }

    @Test(
        "ends above the line, however the editor ends lines",
        arguments: ["s/$/\\r/", "s/^x$/x/"]
    )
    func lineEnds(_ edit: String) async throws {
        let end = try await run(
            ["note", "1042"],
            editor: "\(Self.writes); sed -i '\(edit)' \"$1\""
        )
        #expect(end.code == 0)
        #expect(end.sent.map(\.body) == ["{\"body\":\"Ring upp\",\"kind\":\"note\"}"])
    }

    @Test("is not sent when the line is gone, and stays")
    func noLine() async throws {
        let end = try await run(
            ["note", "1042"],
            editor: "\(Self.writes); sed -i '/>8/d' \"$1\""
        )
        defer { end.forget() }
        #expect(end.code == 65)
        #expect(end.sent.isEmpty)
        #expect(end.shown.contains("is gone; nothing was sent"))
        #expect(end.isThere && end.saysWhere)
    }

    @Test("is sent whole when nothing else is left in the file")
    func alone() async throws {
        let end = try await run(["note", "1042"], editor: "echo Ring upp > \"$1\"")
        #expect(end.code == 0)
        #expect(end.sent.map(\.body) == ["{\"body\":\"Ring upp\",\"kind\":\"note\"}"])
        #expect(!end.isThere && !end.shown.contains("kept in"))
    }

    @Test("is cut at the first line that begins with the scissors, and at no other")
    func cut() {
        let line = Manuscript.scissors
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "> " + line, "b", line + " ", "c", line, ""].joined(separator: end)
            let before = ["a", "> " + line, "b", ""].joined(separator: end)
            #expect(Manuscript.beforeScissors(in: text).map(String.init) == before)
        }
        #expect(Manuscript.beforeScissors(in: line) == "")
        #expect(Manuscript.beforeScissors(in: "a" + line) == nil)
        #expect(Manuscript.beforeScissors(in: "") == nil)
    }
}
