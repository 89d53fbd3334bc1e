import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("A command at a terminal")
struct NicetyTests {
    /// Runs a line on a terminal of 80 columns against the desk of the golden files.
    private func run(
        _ arguments: String...,
        rows: UInt16 = 10,
        setting environment: [String: String] = [:],
        typing keys: [(question: String, keys: String)] = [],
        in place: ClerkMachine? = nil
    ) async throws -> (code: Int32, shown: String, lines: [String]) {
        try await GoldenDesk.script().play { desk in
            try await ClerkMachine.with { fresh in
                let terminal = try PseudoTerminal(columns: 80, rows: rows)
                defer { terminal.close() }
                terminal.typing(keys)
                var place = (place ?? fresh).loggedIn(to: desk)
                place.environment.merge(environment) { $1 }
                let code = await HelpdeskCommand.run(
                    arguments,
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                return (code, try await terminal.shownUntilNow(), desk.lines)
            }
        }
    }

    @Test("shows a long answer in the pager, and a short one without")
    func pager() async throws {
        let loud = ["PAGER": "tr a-zåäö A-ZÅÄÖ", "NO_COLOR": "1"]
        let long = try await run("show", "1042", setting: loud)
        #expect(long.code == 0)
        #expect(long.shown.contains("KAN INTE LOGGA IN"))
        let short = try await run("tickets", setting: loud)
        #expect(short.shown.contains("Kan inte logga in"))
        let tall = try await run("show", "1042", rows: 60, setting: loud)
        #expect(tall.shown.contains("Kan inte logga in"))
        let unwanted = try await run("show", "1042", "--no-pager", setting: loud)
        #expect(unwanted.shown.contains("Kan inte logga in"))
    }

    @Test(
        "needs no pager",
        arguments: ["", "cat", "no-such-pager-anywhere"]
    )
    func noPager(_ pager: String) async throws {
        let shown = try await run("show", "1042", setting: ["PAGER": pager])
        #expect(shown.code == 0)
        #expect(shown.shown.contains("Det går inte."))
    }

    @Test("goes on when the pager was closed early, or failed", arguments: ["head -n 1", "false"])
    func closedPager(_ pager: String) async throws {
        #expect(try await run("show", "1042", setting: ["PAGER": pager]).code == 0)
    }

    @Test("takes the line away that says how far it is, also when it does not get there")
    func progress() async throws {
        let page = try Example.json(Page(items: [try Example.ticket()], next: "a"))
        let other = try Example.json(Page(items: [try Example.ticket()], next: "b"))
        try await FakeScript { request in
            guard request.path == "/v1/tickets" else { return .problem(403, "No.") }
            if request.target.contains("cursor=a") { return .json(other) }
            return request.target.contains("cursor=b") ? .problem(422, "No.") : .json(page)
        }.play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal(columns: 80, rows: 24)
                defer { terminal.close() }
                terminal.typing([])
                let code = await HelpdeskCommand.run(
                    ["tickets", "--all"],
                    in: place.loggedIn(to: desk).surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                #expect(code == 65)
                let shown = try await terminal.shownUntilNow()
                #expect(shown.hasSuffix("Fetching … 1\r\u{1B}[Khelpdesk: No.\r\n"))
            }
        }
    }

    @Test("asks before what cannot be undone, and takes silence for no")
    func confirmation() async throws {
        let line = "DELETE /v1/quarantine/q1"
        for (keys, isDone) in [("y\n", true), ("ja\n", true), ("n\n", false), ("\n", false)] {
            let seen = try await run("quarantine", "delete", "q1", typing: [("(y/N)", keys)])
            #expect(seen.lines.contains(line) == isDone)
            #expect(seen.code == (isDone ? 0 : 130))
        }
        let sure = try await run("quarantine", "delete", "q1", "--yes")
        #expect(sure.lines == ["GET /v1/quarantine?limit=100", line])
    }

    @Test(
        "does nothing for good where nobody can be asked",
        arguments: [
            ["quarantine", "delete", "q1"], ["token", "revoke", "t1"], ["sessions", "end-others"],
            ["protect", "1042"], ["protect", "1042", "--end"],
            ["edit", "1042", "--kind", "opinion"],
        ]
    )
    func nobody(_ arguments: [String]) async throws {
        try await GoldenDesk.script().play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(arguments)
                #expect(ended.code == 64)
                #expect(ended.errors.contains("--yes"))
                #expect(desk.requests.isEmpty)
                #expect(try await place.loggedIn(to: desk).run(arguments + ["--yes"]).code == 0)
            }
        }
    }

    @Test("opens the editor for a reply with question and suggestion quoted, and sends neither")
    func quotes() async throws {
        try await ClerkMachine.with { place in
            let script =
                "cat \"$1\" > \(place.path("seen")); { echo Hej; cat \"$1\"; } > x; cat x > \"$1\""
            try Data(("#!/bin/sh\ncd \(place.folder.path)\n" + script).utf8)
                .write(to: URL(filePath: place.path("editor")))
            chmod(place.path("editor"), 0o700)
            let seen = try await run(
                "reply",
                "1042",
                setting: ["EDITOR": place.path("editor"), "LC_ALL": "sv_SE.UTF-8"],
                in: place
            )
            #expect(seen.code == 0)
            let text = try place.contents(of: "seen")
            let frame = "Hej Åsa!\n\n\nVänliga hälsningar\nAnna\n"
            #expect(text.hasPrefix("\(frame)\(Manuscript.scissors)\n"))
            #expect(text.contains("Åsa Öberg skrev i dag 09:05:\n> Hej!\n>\n> Det går inte."))
            // What may be copied to the citizen, and not what the article's author wrote for the desk.
            #expect(
                text.contains(
                    "--article bankid-svarar-inte: BankID svarar inte\n> Hej Åsa!\n>\n> Starta om"
                )
            )
            #expect(!text.contains("# Gör så här"))
            #expect(seen.lines.contains("POST /v1/tickets/1042/messages"))
        }
    }

    @Test("opens the editor with an article once: above the line, where the clerk wants it")
    func chosen() async throws {
        try await ClerkMachine.with { place in
            let script = "cat \"$1\" > \(place.path("seen")); printf 'Hej\\n' > \"$1\""
            try Data(("#!/bin/sh\n" + script).utf8).write(to: URL(filePath: place.path("editor")))
            chmod(place.path("editor"), 0o700)
            let seen = try await run(
                "reply",
                "1042",
                "--article",
                "bankid-svarar-inte",
                setting: ["EDITOR": place.path("editor")],
                in: place
            )
            #expect(seen.code == 0)
            let text = try place.contents(of: "seen")
            #expect(text.components(separatedBy: "Starta om telefonen.").count == 2)
            #expect(text.contains("> Det går inte."))
        }
    }

    @Test("takes a pager that knows no locale for one that reads what we write")
    func pagerLetters() async throws {
        let seen = try await run(
            "show",
            "1042",
            setting: ["PAGER": "echo $LESSCHARSET; cat", "LC_ALL": "sv_SE.UTF-8"]
        )
        #expect(seen.shown.hasPrefix("utf-8\r\n"))
        let own = try await run(
            "show",
            "1042",
            setting: ["PAGER": "echo $LESSCHARSET; cat", "LESSCHARSET": "latin1"]
        )
        #expect(own.shown.hasPrefix("latin1\r\n"))
    }

    @Test("says what was probably meant, by the desk's own names")
    func meant() async throws {
        for (line, expected, code) in [
            (["article", "bankid-svara-inte"], "Did you mean bankid-svarar-inte?", 66),
            (["handoff", "1042", "vaxlen"], "Did you mean vaxeln?", 66),
            (["tickets", "--queue", "e-servise"], "Did you mean the queue e-service?", 0),
        ] as [([String], String, Int32)] {
            try await GoldenDesk.script().play { desk in
                try await ClerkMachine.with { place in
                    let ended = try await place.loggedIn(to: desk).run(line)
                    #expect(ended.code == code)
                    #expect(ended.errors.contains(expected))
                }
            }
        }
    }
}

@Suite("A shell")
struct CompletionTests {
    private func proposed(
        _ words: String...,
        shell: String = "bash",
        logged: Bool = true
    ) async throws -> String {
        try await GoldenDesk.script().play { desk in
            try await ClerkMachine.with { place in
                let place = logged ? place.loggedIn(to: desk) : place
                return try await place.setting("SAP_SHELL", shell)
                    .run(["---completion"] + words).output
            }
        }
    }

    @Test("is told ticket numbers, articles, destinations, queues and staff")
    func words() async throws {
        let tickets = try await proposed(
            "show",
            "--",
            "positional@0",
            "2",
            "0",
            "helpdesk",
            "show",
            ""
        )
        #expect(tickets == "1043\n1042\n")
        let articles = try await proposed(
            "article",
            "--",
            "positional@0",
            "2",
            "0",
            "helpdesk",
            "article",
            ""
        )
        #expect(articles == "bankid-svarar-inte\n")
        let staff = try await proposed(
            "assign",
            "--",
            "positional@1",
            "3",
            "0",
            "helpdesk",
            "assign",
            "1042",
            ""
        )
        #expect(staff == "anna\nerik\nme\n")
        let queues = try await proposed(
            "tickets",
            "--",
            "--queue",
            "3",
            "0",
            "helpdesk",
            "tickets",
            "--queue",
            ""
        )
        #expect(queues == "e-service\n")
    }

    @Test("is told nothing, and no error, when nobody is logged in")
    func nobody() async throws {
        let words = try await proposed(
            "show",
            "--",
            "positional@0",
            "2",
            "0",
            "helpdesk",
            "show",
            "",
            logged: false
        )
        #expect(words.trimmingCharacters(in: .newlines).isEmpty)
    }
}
