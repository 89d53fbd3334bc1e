import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("At a terminal")
struct TerminalTests {
    private func login(
        _ arguments: [String],
        typing answers: [(question: String, keys: String)]
    ) async throws -> (code: Int32, shown: String, echoes: Bool, requests: [FakeRequest]) {
        let body = try Example.json(try Example.newSession())
        return try await FakeScript { _ in .answer(201, body: body) }.play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                terminal.typing(answers)
                let code = await HelpdeskCommand.run(
                    ["login", "--server", desk.address] + arguments,
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                _ = try await terminal.shows(code == 0 ? "until" : "helpdesk:")
                let echoes = terminal.settings.c_lflag & tcflag_t(ECHO) != 0
                return (code, terminal.text, echoes, desk.requests)
            }
        }
    }

    @Test("asks for name and password, and never shows the password")
    func asks() async throws {
        let (code, shown, echoes, requests) = try await login(
            [],
            typing: [("User", "anna\n"), ("Password for anna: ", "hemligtx\u{7F}ö\u{7F}\n")]
        )
        #expect(code == 0)
        #expect(!shown.contains("hemlig"))
        #expect(echoes)
        #expect(requests.first?.body == "{\"password\":\"hemligt\",\"username\":\"anna\"}")
    }

    @Test("takes a whole line back, and ends at Ctrl-C with the echo back on")
    func controls() async throws {
        let cleared = try await login(
            ["--user", "anna"],
            typing: [("Password", "wrong\u{15}right\u{01}\r")]
        )
        #expect(cleared.requests.first?.body.contains("\"right\"") == true)
        for keys in ["hem\u{03}", "\u{04}"] {
            let cancelled = try await login(["--user", "anna"], typing: [("Password", keys)])
            #expect(cancelled.code == 130)
            #expect(cancelled.echoes)
            #expect(cancelled.shown.hasSuffix("helpdesk: Cancelled.\r\n"))
            #expect(cancelled.requests.isEmpty)
        }
    }

    @Test(
        "shows colour, unless somebody does not want it",
        arguments: [
            ([:], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false),
            (["NO_COLOR": ""], true),
        ]
    )
    func colour(_ environment: [String: String], _ isColoured: Bool) async throws {
        let page = try Example.json(Page(items: [try Example.ticket()], next: nil))
        try await FakeScript { _ in .json(page) }.play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                terminal.typing([])
                var place = place.loggedIn(to: desk)
                place.environment.merge(environment) { $1 }
                var size = winsize(ws_row: 24, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0)
                #expect(ioctl(terminal.screen, UInt(TIOCSWINSZ), &size) == 0)
                let surroundings = place.surroundings(
                    input: terminal.screen,
                    output: terminal.screen,
                    errors: terminal.screen
                )
                #expect(surroundings.width == 40)
                #expect(await HelpdeskCommand.run(["tickets"], in: surroundings) == 0)
                let isShown = try await terminal.shows("Kan inte")
                #expect(isShown)
                #expect(terminal.text.contains("\u{1B}[") == isColoured)
            }
        }
    }

    @Test("shows no colour where nobody sees it, and cuts nothing")
    func file() async throws {
        try await ClerkMachine.with { place in
            let file = open(place.path("x"), O_RDWR | O_CREAT, 0o600)
            defer { close(file) }
            let surroundings = place.surroundings(input: file, output: file, errors: file)
            #expect(!surroundings.hasColour(on: file))
            #expect(!surroundings.hasKeyboard)
            #expect(surroundings.width == nil)
            let narrow = place.setting("COLUMNS", "33")
            #expect(narrow.surroundings(input: file, output: file, errors: file).width == 33)
            let nonsense = place.setting("COLUMNS", "-3")
            #expect(nonsense.surroundings(input: file, output: file, errors: file).width == nil)
        }
    }

    private func note(
        editor: String?,
        prepared: String = "",
        meanwhile: Bool = false,
        typing typed: [(question: String, keys: String)] = []
    ) async throws -> (code: Int32, requests: [FakeRequest], left: [String]) {
        let body = try Example.json(try Example.message())
        let (ticket, others) = (
            try Example.json(try Example.ticket()), try Example.json(Self.others)
        )
        return try await FakeScript { request in
            switch request.line {
            case "GET /v1/tickets/1042": .json(ticket, tag: "\"1042-1\"")
            case "PUT /v1/tickets/1042/presence": .json(others)
            case "DELETE /v1/tickets/1042/presence": .answer(204, body: "")
            case let line where meanwhile && line.hasPrefix("POST") && request.index < 5:
                .problem(412)
            default: .answer(201, body: body)
            }
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                terminal.typing(typed)
                try Data(prepared.utf8).write(to: URL(filePath: place.path("prepared")))
                let editor = editor?.replacing("PREPARED", with: place.path("prepared"))
                let place = place.loggedIn(to: desk).setting("EDITOR", editor)
                let code = await HelpdeskCommand.run(
                    ["note", "1042"],
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                // What was not sent is left to lie for the clerk, who is not here.
                let shown = try await terminal.shownUntilNow()
                if let kept = shown.firstMatch(of: #/kept in (\S+);/#) {
                    let folder = URL(filePath: String(kept.1)).deletingLastPathComponent()
                    try FileManager.default.removeItem(at: folder)
                }
                let left = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
                return (code, desk.requests, left)
            }
        }
    }

    @Test("opens the editor with an article as a reply, and does not send it along again")
    func draft() async throws {
        let ticket = try Example.json(Example.ticket())
        let message = try Example.json(Example.message())
        let draft = try Example.json(
            DraftBody(
                body: "Hej Anna!\n\nGör så här.",
                article: "bankid",
                title: "BankID",
                language: "sv"
            )
        )
        let (code, requests) = try await FakeScript { request in
            switch request.line {
            case "GET /v1/tickets/1042": .json(ticket, tag: "\"1042-1\"")
            case "GET /v1/tickets/1042/draft?article=bankid": .json(draft)
            case "PUT /v1/tickets/1042/presence": .json("{\"items\":[],\"next\":null}")
            case "DELETE /v1/tickets/1042/presence": .answer(204, body: "")
            default: .answer(201, body: message)
            }
        }
        .play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal()
                defer { terminal.close() }
                // Whoever only saves sends what they have read.
                let place = place.loggedIn(to: desk).setting("EDITOR", "touch")
                let code = await HelpdeskCommand.run(
                    ["reply", "1042", "--article", "bankid", "--article", "mer"],
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                return (code, desk.requests)
            }
        }
        #expect(code == 0)
        #expect(
            requests.last?.body
                == "{\"articles\":[\"bankid\",\"mer\"],\"body\":\"Hej Anna!\\n\\nGör så här.\","
                + "\"kind\":\"reply\",\"quoted\":[\"bankid\"]}"
        )
    }

    @Test("opens the editor, and sends what stands above the line")
    func editor() async throws {
        let written = "Ring upp\n# inte en kommentar\n\n\(Manuscript.scissors)\nunder the line\n"
        let (code, requests, _) = try await note(editor: "cp PREPARED", prepared: written)
        #expect(code == 0)
        #expect(
            requests.map(\.line) == [
                "GET /v1/tickets/1042", "PUT /v1/tickets/1042/presence",
                "DELETE /v1/tickets/1042/presence", "POST /v1/tickets/1042/messages",
            ]
        )
        #expect(
            requests.last?.body
                == "{\"body\":\"Ring upp\\n# inte en kommentar\",\"kind\":\"note\"}"
        )
        #expect(requests.last?.header("If-Match") == "\"1042-1\"")
    }

    /// Who else has the ticket before them.
    private static let others = Page(
        items: [
            PresenceBody(
                staff: "grace",
                name: "Grace Ask",
                doing: "writing",
                since: Timestamp(ClerkMachine.now),
                until: Timestamp(ClerkMachine.now + 60)
            )
        ],
        next: nil
    )

    @Test(
        "asks before it sends what was written while somebody else changed the ticket",
        arguments: [("y\n", 0, 2), ("n\n", 75, 1)] as [(String, Int32, Int)]
    )
    func meanwhile(_ typed: String, _ expected: Int32, _ posts: Int) async throws {
        let (code, requests, _) = try await note(
            editor: "cp PREPARED",
            prepared: "Ring upp\n\(Manuscript.scissors)\n",
            meanwhile: true,
            typing: [("Send it all the same?", typed)]
        )
        #expect(code == expected)
        let sent = requests.filter { $0.method == "POST" }
        #expect(sent.count == posts)
        if posts == 2 { #expect(sent[1].header("If-Match") == nil) }
    }

    @Test(
        "sends nothing when the editor failed, wrote nothing, or is not there",
        arguments: ["false", "true", "exit 3;", "no-such-editor-anywhere", nil]
    )
    func editorFails(_ editor: String?) async throws {
        let (code, requests, _) = try await note(editor: editor)
        #expect(code == 64)
        #expect(!requests.contains { $0.method == "POST" })
        // Nobody is said to write when there is nothing to write with.
        #expect(requests.isEmpty == (editor == nil))
    }

    @Test("ends quietly when nobody reads the output any more")
    func closedPipe() async throws {
        let page = try Example.json(Page(items: [try Example.ticket()], next: nil))
        try await FakeScript { _ in .json(page) }.play { desk in
            try await ClerkMachine.with { place in
                var ends: [Int32] = [-1, -1]
                #expect(pipe(&ends) == 0)
                close(ends[0])
                defer { close(ends[1]) }
                signal(SIGPIPE, SIG_IGN)
                let code = await HelpdeskCommand.run(
                    ["tickets"],
                    in: place.loggedIn(to: desk)
                        .surroundings(input: -1, output: ends[1], errors: ends[1])
                )
                #expect(code == 0)
            }
        }
    }
}
