import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("A server that means no good")
struct HostileServerTests {
    private static func run(
        _ arguments: [String],
        _ reply: @escaping @Sendable (FakeRequest) -> FakeReply
    ) async throws -> (ended: Outcome, asked: Int) {
        try await FakeScript(reply).play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run(arguments)
                return (ended, desk.requests.count)
            }
        }
    }

    private static func page(_ next: String) throws -> FakeReply {
        .json(try Example.json(Page(items: [try Example.ticket()], next: next)))
    }

    @Test("does not lead round in a circle, however wide it is", arguments: [[], ["--json"]])
    func circle(_ options: [String]) async throws {
        let pages = try ["a", "b", "c"].map(Self.page)
        let seen = try await Self.run(["tickets", "--all"] + options) { pages[$0.index % 3] }
        #expect(seen.ended.code == 69)
        #expect(seen.ended.errors.contains("pages in a circle"))
        #expect(seen.asked == 4)
    }

    @Test("does not lead on by a cursor as long as a book")
    func longCursor() async throws {
        let page = try Self.page(String(repeating: "a", count: 4_097))
        let seen = try await Self.run(["tickets", "--all"]) { _ in page }
        #expect(seen.ended.code == 69 && seen.asked == 1)
    }

    @Test("does not keep who looks once by saying that there is always more")
    func endlessEvents() async throws {
        for next in ["\"c\"", "null"] {
            let body = "{\"items\":[],\"next\":\(next),\"more\":true}"
            let seen = try await Self.run(["watch", "--once"]) { _ in .json(body) }
            #expect(seen.ended.code == 69)
            #expect(seen.asked <= 2)
        }
    }

    @Test(
        "may send any figure",
        arguments: [
            .number(1e300), .number(-1e300), .number(.greatestFiniteMagnitude), .count(.max),
            .count(.min),
        ] as [ReportCell],
        ["count", "minutes", "seconds", "share", "money", "grade"]
    )
    func figures(_ cell: ReportCell, _ unit: String) async throws {
        let row = ReportRowBody(values: ["what": .text("x"), "n": cell], isSuppressed: false)
        let table = ReportTableBody(
            name: "contacts",
            columns: [
                ReportColumnBody(name: "what", unit: "text"),
                ReportColumnBody(name: "n", unit: unit),
            ],
            rows: [row, row],
            total: row,
            goal: ReportGoalBody(column: "n", value: 1e300, isLeast: true, isReached: nil),
            charted: "n"
        )
        let report = ReportBody(
            report: "volume",
            from: "2026-11-01",
            to: "2026-11-28",
            timeZone: "Europe/Stockholm",
            by: "channel",
            tables: [table]
        )
        let body = try Example.json(report)
        let seen = try await Self.run(["report", "volume"]) { _ in .json(body) }
        #expect(seen.ended.code == 0)
    }

    @Test("is not believed to be a helpdesk for a page of its own", arguments: ["text/html", ""])
    func stranger(_ mediaType: String) async throws {
        let page = FakeReply.answer(
            200,
            body: "<html>Log in to the network</html>",
            headers: ["Content-Type": mediaType]
        )
        for arguments in [["tickets", "--json"], ["report", "volume", "--format", "csv"]] {
            let seen = try await Self.run(arguments) { _ in page }
            #expect(seen.ended.code == 69)
            #expect(seen.ended.output.isEmpty)
        }
    }

    @Test("does not make a shell wait, however many pages it has")
    func completions() async throws {
        let article = ArticleSummaryBody(
            id: "bankid",
            language: "sv",
            title: "BankID",
            category: "e-id",
            audience: "citizen"
        )
        let began = ContinuousClock.now
        let seen = try await Self.run(
            ["---completion", "article", "--", "positional@0", "1", "0"]
        ) { request in
            let page = Page(items: [article], next: "\(request.index)")
            return (try? Example.json(page)).map { .json($0) } ?? .hangUp
        }
        #expect(seen.ended.output.isEmpty || !seen.ended.output.contains("bankid"))
        #expect(began.duration(to: .now) < Completions.patience * 4)
    }
}

@Suite("Other people's words on a terminal")
struct SteeringTests {
    /// A title of the window, C1's CSI, a reversed direction, and what is not seen.
    private static let words =
        "a\u{1B}]0;x\u{07}b\u{9B}2Jc\u{202E}d\u{2066}e\u{7F}f\u{E0041}g\u{85}"
    private static let steering = ["\u{1B}]", "\u{07}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{85}"]

    private static func onTerminal(
        _ arguments: [String],
        _ reply: FakeReply
    ) async throws -> (code: Int32, shown: String, requests: Int) {
        try await FakeScript { _ in reply }.play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal(columns: 200, rows: 50)
                defer { terminal.close() }
                terminal.typing([])
                let place = place.loggedIn(to: desk).setting("NO_COLOR", "1")
                let code = await HelpdeskCommand.run(
                    arguments,
                    in: place.surroundings(
                        input: terminal.screen,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                let shown = try await terminal.shownUntilNow()
                return (code, shown, desk.requests.count)
            }
        }
    }

    @Test("are escapes in JSON, and the same values")
    func json() async throws {
        let ticket = try Example.ticket(subject: Self.words)
        // The controls of C0 stand in JSON as escapes, unless the server breaks the rules.
        let body = try Example.json(ticket) + "\r\u{1B}[2J"
        let seen = try await Self.onTerminal(["show", "1042", "--json"], .json(body))
        #expect(seen.code == 0)
        for one in Self.steering { #expect(!seen.shown.contains(one)) }
        #expect(!seen.shown.contains("\u{1B}"))
        let text = seen.shown.replacing("\r\n", with: "\n").replacing("\\u001b[2J", with: "")
        let read = try JSONDecoder().decode(TicketBody.self, from: Data(text.utf8))
        #expect(read == ticket)
    }

    @Test("are not touched in a pipe")
    func pipe() async throws {
        let body = try Example.json(try Example.ticket(subject: Self.words))
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("show", "1042", "--json")
                #expect(ended == Outcome(code: 0, output: body, errors: ""))
            }
        }
    }

    @Test("are pictures in a table for a spreadsheet")
    func table() async throws {
        let csv = FakeReply.answer(
            200,
            body: "question\r\n\(Self.words)\r\n",
            headers: ["Content-Type": "text/csv; charset=utf-8"]
        )
        for end in [[], ["-o", "-"]] {
            let seen = try await Self.onTerminal(
                ["report", "articles", "--format", "csv"] + end,
                csv
            )
            #expect(seen.code == 0 && seen.shown.contains("question"))
            for one in Self.steering { #expect(!seen.shown.contains(one)) }
        }
    }

    @Test("stay in a file that they came in", arguments: [["-o", "-"], ["--json"]])
    func attachment(_ options: [String]) async throws {
        let seen = try await Self.onTerminal(
            ["attachment", "a1"] + options,
            .answer(200, body: Self.words)
        )
        #expect(seen.code == 64)
        #expect(seen.shown.contains("-o FILE"))
        #expect(seen.requests == 0)
    }
}
