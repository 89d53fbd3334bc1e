import CommandManual
import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

/// What every command shows, byte by byte, in both languages.
///
/// `HELPDESK_RECORD_GOLDEN=1 swift test --filter GoldenTests` writes the files anew; what changed
/// is then seen in the difference, and judged there.
@Suite("A golden file")
struct GoldenTests {
    /// One command line for each command that does something.
    static let lines: [String: [String]] = [
        "login": ["login", "--user", "anna", "--password-stdin"], "logout": ["logout"],
        "whoami": ["whoami"], "sessions list": ["sessions"],
        "sessions end": ["sessions", "end", "s1"],
        "sessions end-others": ["sessions", "end-others", "--yes"],
        "token create": ["token", "create", "web-form", "--scope", "tickets:create"],
        "token list": ["token", "list"], "token revoke": ["token", "revoke", "t1", "--yes"],
        "webhooks list": ["webhooks"],
        "webhooks create": ["webhooks", "create", "https://example.org/hook"],
        "webhooks enable": ["webhooks", "enable", "w1"],
        "webhooks disable": ["webhooks", "disable", "w1"],
        "webhooks rotate": ["webhooks", "rotate", "w1"],
        "webhooks delete": ["webhooks", "delete", "w1", "--yes"],
        "webhooks deliveries": ["webhooks", "deliveries", "w1"],
        "webhooks retry": ["webhooks", "retry", "w1", "d1"],
        "access-records": ["access-records"], "change-records": ["change-records"],
        "rights": ["rights"], "tickets": ["tickets"],
        "show": ["show", "1042"], "new": ["new", "--subject", "Kan inte logga in", "-m", "Hjälp"],
        "reply": ["reply", "1042", "-m", "Starta om telefonen."],
        "note": ["note", "1042", "-m", "Ringde upp."],
        "edit": ["edit", "1042", "--phone", "070-123 45 67"], "assign": ["assign", "1042"],
        "unit": ["unit", "1042", "vaxeln"],
        "resolve": ["resolve", "1042"], "reopen": ["reopen", "1042"],
        "history": ["history", "1042"], "attachment": ["attachment", "a1", "-o", "-"],
        "quarantine list": ["quarantine"], "quarantine show": ["quarantine", "show", "q1"],
        "quarantine release": ["quarantine", "release", "q1", "--ticket", "1042"],
        "quarantine delete": ["quarantine", "delete", "q1", "--yes"],
        "protect": ["protect", "1042", "--yes"], "mail brakes": ["mail"],
        "mail stop": ["mail", "stop"], "mail release": ["mail", "release"],
        "disclosure": ["disclosure", "1042", "--outcome", "released"],
        "merge": ["merge", "1042", "--into", "7"], "unmerge": ["unmerge", "1042"],
        "split": ["split", "1042"], "link": ["link", "1042", "7"],
        "unlink": ["unlink", "1042", "7"], "links": ["links", "1042"],
        "duplicates": ["duplicates", "1042"], "snooze": ["snooze", "1042", "3d"],
        "follow-up": ["follow-up", "1042", "2026-12-01"], "watch": ["watch", "--once"],
        "ask": ["ask", "RFA8 när jag loggar in"], "articles": ["articles"],
        "article": ["article", "bankid-svarar-inte"], "suggestions": ["suggestions", "1042"],
        "verdict": ["verdict", "1042", "bankid-svarar-inte", "right"], "calls list": ["calls"],
        "calls show": ["calls", "show", "c1"], "calls file": ["calls", "file", "c1", "1042"],
        "duty show": ["duty"], "duty on": ["duty", "on"], "duty off": ["duty", "off"],
        "callbacks list": ["callbacks"], "callbacks done": ["callbacks", "done", "b1"],
        "callbacks ask": ["callbacks", "ask", "1042", "2026-12-01T14:30"],
        "destinations": ["destinations"], "handoff": ["handoff", "1042", "vaxeln"],
        "handoffs list": ["handoffs", "list", "1042"],
        "handoffs show": ["handoffs", "show", "h1"],
        "handoffs outcome": ["handoffs", "outcome", "h1", "completed"],
        "incidents": ["incidents"], "incident show": ["incident", "3"],
        "incident new": ["incident", "new", "BankID", "--symptom", "eid=bankid"],
        "incident confirm": ["incident", "confirm", "3", "--sv", "BankID ligger nere."],
        "incident resolve": ["incident", "resolve", "3"],
        "incident dismiss": ["incident", "dismiss", "3"],
        "incident answer": ["incident", "answer", "3", "-m", "Det fungerar igen.", "--yes"],
        "incident link": ["incident", "link", "3", "1042"],
        "incident unlink": ["incident", "unlink", "1042"],
        "maintenance list": ["maintenance"],
        "maintenance plan": [
            "maintenance", "plan", "--from", "2h", "--to", "4h", "--service", "skolval", "--sv",
            "Skolvalet är stängt.",
        ],
        "maintenance change": ["maintenance", "change", "2", "--to", "6h"],
        "maintenance cancel": ["maintenance", "cancel", "2"],
        "report": ["report", "volume", "--from", "2026-11-01", "--to", "2026-11-28"],
    ]

    private static let tree = CommandTree(of: HelpdeskCommand.self)
    private static let isRecording =
        ProcessInfo.processInfo.environment["HELPDESK_RECORD_GOLDEN"] != nil
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden", directoryHint: .isDirectory)

    /// Compares with the file, or writes it.
    private func check(_ found: String, _ name: String) throws {
        let file = Self.folder.appending(path: name + ".txt")
        if Self.isRecording { return try Data(found.utf8).write(to: file) }
        let golden = try? String(contentsOf: file, encoding: .utf8)
        #expect(golden == found, "\(name): look at it, then record it anew")
    }

    @Test("is there for every command, and for no other")
    func complete() throws {
        let names = Set(Self.tree.leaves.map { $0.words.joined(separator: " ") })
        #expect(names.subtracting(Self.lines.keys) == [])
        #expect(Set(Self.lines.keys).subtracting(names) == [])
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let wanted = names.union(Self.groups.map { $0.words.joined(separator: " ") })
            .flatMap { name in ["sv", "en"].map { "\(Self.fileName(name)).\($0).txt" } }
        #expect(Set(files).subtracting(wanted + Self.others) == [])
    }

    private static let others = (["mistakes"] + reports.map { "report-\($0)" }).flatMap { name in
        ["sv", "en"].map { "\(name).\($0).txt" }
    }

    /// What `report` shows beside `volume`.
    private static let reports = GoldenReports.all.map(\.report)

    private static func fileName(_ words: String) -> String {
        words.isEmpty ? "helpdesk" : words.replacing(" ", with: "-")
    }

    /// Every command that only has others below it, the program itself first.
    private static var groups: [CommandTree] { groups(in: tree) }

    private static func groups(in tree: CommandTree) -> [CommandTree] {
        tree.subcommands.isEmpty ? [] : [tree] + tree.subcommands.flatMap(groups)
    }

    @Test("says what a command is for, and what it shows on a screen", arguments: ["sv", "en"])
    func commands(_ language: String) async throws {
        for (name, line) in Self.lines.sorted(by: { $0.key < $1.key }) {
            let help = try await shown(
                name.split(separator: " ").map(String.init) + ["--help"],
                language
            )
            let output = try await shown(line, language)
            try check(help + "\n" + output, Self.fileName(name) + "." + language)
        }
        for group in Self.groups {
            let help = try await shown(group.words + ["--help"], language)
            try check(help, Self.fileName(group.words.joined(separator: " ")) + "." + language)
        }
    }

    @Test("is there for every report", arguments: ["sv", "en"])
    func reports(_ language: String) async throws {
        #expect(Set(Self.reports + ["volume"]) == Set(ReportOption.allCases.map(\.rawValue)))
        for name in Self.reports {
            let line = ["report", name, "--from", "2026-11-01", "--to", "2026-11-28"]
            try check(try await shown(line, language), "report-\(name).\(language)")
        }
    }

    @Test("of a report shows every figure, however narrow the terminal is")
    func allFigures() {
        for report in GoldenReports.all {
            for width in [40, 60, 80, 120, 160] {
                let text = Sheet.report(report, for: .of(.english, width: width))
                    .text(colour: false)
                for table in report.tables {
                    for column in table.columns where column.unit != "text" {
                        let word = FigureWords.word(column.name, isSwedish: false)
                        #expect(text.contains(word), "\(column.name) at \(width)")
                    }
                }
            }
        }
    }

    @Test("holds no word of ours when --json is asked for: the API's answer, unchanged, or nothing")
    func json() async throws {
        let answers = try Set(GoldenDesk.answers().values.map(Self.trimmed))
        for (name, line) in Self.lines.sorted(by: { $0.key < $1.key }) {
            try await GoldenDesk.script().play { desk in
                try await ClerkMachine.with { place in
                    let ended = try await place.loggedIn(to: desk)
                        .run(line + ["--json"], input: "hemligt\n")
                    let output = Self.trimmed(ended.output)
                    #expect(ended.code == 0, "\(name): \(ended.errors)")
                    #expect(output.isEmpty || answers.contains(output), "\(name): \(output)")
                }
            }
        }
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("says what is wrong with a command line, and what was meant", arguments: ["sv", "en"])
    func mistakes(_ language: String) async throws {
        let lines = [
            ["tikets"], ["nonsense"], ["quarantine", "lst"], ["show"], ["show", "abc"],
            ["tickets", "--stat", "new"], ["tickets", "--state", "opn"], ["tickets", "--state"],
            ["tickets", "--mine=yes"], ["show", "1", "many"], ["show", "1", "very", "many"],
            ["take", "1"], ["tickets", "--limit", "0"], ["snooze", "1042"],
            ["resolve", "1", "--outcome", "x"],
            ["article", "bankid-svara-inte"], ["tickets", "--queue", "e-servise"],
            ["handoff", "1042", "vaxlen"], ["quarantine", "delete", "q1"],
        ]
        var all = ""
        for line in lines { all += try await shown(line, language) + "\n" }
        try check(all, "mistakes." + language)
    }

    /// The line and everything that a terminal of 80 columns showed, colours made visible.
    private func shown(_ line: [String], _ language: String) async throws -> String {
        try await GoldenDesk.script().play { desk in
            try await ClerkMachine.with { place in
                let terminal = try PseudoTerminal(columns: 80, rows: 500)
                defer { terminal.close() }
                terminal.typing([])
                let place = place.loggedIn(to: desk).setting("LC_ALL", language)
                let input = place.path("input")
                try Data("hemligt\n".utf8).write(to: URL(filePath: input))
                let keyboard = open(input, O_RDONLY)
                defer { close(keyboard) }
                let code = await HelpdeskCommand.run(
                    line,
                    in: place.surroundings(
                        input: keyboard,
                        output: terminal.screen,
                        errors: terminal.screen
                    )
                )
                let text = try await terminal.shownUntilNow().replacing("\r\n", with: "\n")
                    .replacing("\u{1B}[0m", with: "›").replacing("\u{1B}[", with: "‹")
                    .replacing(desk.address, with: "http://127.0.0.1:8080")
                let words = line.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
                let end = code == 0 ? "" : "(\(code))\n"
                return "$ helpdesk \(words)\n" + text + end
            }
        }
    }
}

@Suite("Help in Swedish")
struct SwedishTests {
    @Test("is there for every text")
    func complete() {
        let wording = Language.swedish.wording
        let texts = CommandTree(of: HelpdeskCommand.self).texts
        #expect(texts.filter { !wording.knows($0) }.sorted() == [])
    }

    @Test("is there for no text that is said no more")
    func spare() {
        let texts = CommandTree(of: HelpdeskCommand.self).texts
        let unused = Swedish.texts.keys.filter { !texts.contains($0) && Swedish.checks[$0] == nil }
        #expect(unused.sorted() == [])
    }
}
