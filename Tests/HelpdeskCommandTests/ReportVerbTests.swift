import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("Figures")
struct ReportVerbTests {
    static let volume = ReportBody(
        report: "volume",
        from: "2026-11-01",
        to: "2026-11-28",
        timeZone: "Europe/Stockholm",
        by: "channel",
        tables: [
            ReportTableBody(
                name: "contacts",
                columns: [
                    ReportColumnBody(name: "channel", unit: "text"),
                    ReportColumnBody(name: "contacts", unit: "count"),
                    ReportColumnBody(name: "change", unit: "share"),
                ],
                rows: [
                    row("phone", .count(120_000), .number(-0.35), isSuppressed: false),
                    row("email", .count(30_000), .number(0.02), isSuppressed: false),
                    row("visit", .none, .none, isSuppressed: true),
                ],
                total: row("total", .count(150_003), .number(-0.29), isSuppressed: false),
                goal: ReportGoalBody(
                    column: "change",
                    value: -0.3,
                    isLeast: false,
                    isReached: false
                ),
                charted: "contacts"
            )
        ]
    )

    private static func row(
        _ channel: String,
        _ contacts: ReportCell,
        _ change: ReportCell,
        isSuppressed: Bool
    ) -> ReportRowBody {
        ReportRowBody(
            values: ["channel": .text(channel), "contacts": contacts, "change": change],
            isSuppressed: isSuppressed
        )
    }

    @Test("stand in aligned columns with bars, and the goal says whether it is reached")
    func table() async throws {
        let body = try Example.json(Self.volume)
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let english = try await place.run(
                    "report",
                    "volume",
                    "--from",
                    "2026-11-01",
                    "--by",
                    "channel"
                )
                #expect(desk.lines == ["GET /v1/reports/volume?from=2026-11-01&by=channel"])
                #expect(
                    english.output == """
                        Contacts  2026-11-01 – 2026-11-28

                        channel  contacts   change  \("")
                        phone     120,000  −35.0 %  ████████████████████
                        e-mail     30,000    2.0 %  █████
                        visit *         –        –  \("")
                        total     150,003  −29.0 %  \("")
                        * Left out: about too few people.
                        Goal, change: ≤ −30.0 %  not reached

                        """
                )
                let swedish = try await place.setting("LANG", "sv_SE.UTF-8").run("report", "volume")
                #expect(swedish.output.contains("telefon"))
                #expect(swedish.output.contains("−35,0 %"))
                #expect(swedish.output.contains("Mål, förändring: ≤ −30,0 %  inte uppnått"))
            }
        }
    }

    @Test("come as CSV or a chart when asked for, to a file that is not there yet")
    func files() async throws {
        try await FakeScript { request in
            let wanted = request.header("Accept") ?? ""
            let mediaType = String(wanted.prefix { $0 != "," })
            return .answer(200, body: wanted, headers: ["Content-Type": mediaType])
        }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let csv = try await place.run(
                    "report",
                    "clocks",
                    "--format",
                    "csv",
                    "--table",
                    "mail"
                )
                #expect(csv.output == "text/csv, application/problem+json")
                #expect(desk.lines == ["GET /v1/reports/clocks?table=mail"])
                let file = place.path("chart.svg")
                let saved = try await place.run("report", "volume", "--format", "svg", "-o", file)
                #expect(saved.code == 0 && saved.output == "")
                #expect(try place.contents(of: "chart.svg").hasPrefix("image/svg+xml"))
                let again = try await place.run("report", "volume", "--format", "svg", "-o", file)
                #expect(again.code == 73)
            }
        }
    }

    @Test("are not asked for where the command line contradicts itself")
    func usage() async throws {
        try await ClerkMachine.with { place in
            for arguments in [
                ["report"], ["report", "weather"], ["report", "fcr", "--json", "--format", "csv"],
                ["report", "fcr", "--table", "x"], ["report", "fcr", "--format", "pdf"],
            ] {
                let outcome = try await place.run(arguments)
                #expect(outcome.code == 64, "\(arguments)")
            }
        }
    }

    @Test("are told apart by what the desk knows for the report, of which the nearest is named")
    func grouping() async throws {
        try await FakeScript { _ in
            .problem(
                400,
                "The query cannot be answered.",
                more: ",\"errors\":[{\"pointer\":\"by\",\"detail\":"
                    + "\"måste vara ett av channel, category, article, week\"}]"
            )
        }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let near = try await place.run("report", "fcr", "--by", "wek")
                #expect(near.code == 65 && near.errors.contains("Did you mean week?"))
                #expect(near.errors.contains("channel, category, article, week"))
                for by in ["board", "ett"] {
                    let far = try await place.run("report", "fcr", "--by", by)
                    #expect(far.code == 65 && !far.errors.contains("Did you mean"))
                }
            }
        }
    }

    @Test("come unchanged with --json")
    func json() async throws {
        let body = try Example.json(Self.volume)
        try await FakeScript { _ in .json(body) }.play { desk in
            try await ClerkMachine.with { place in
                let shown = try await place.loggedIn(to: desk).run("report", "volume", "--json")
                #expect(shown.output == body)
            }
        }
    }
}
