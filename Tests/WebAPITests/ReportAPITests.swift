import Desk
import DeskAPI
import DeskTesting
import Foundation
import FoundationXML
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("The API's reports")
struct ReportAPITests {
    private func text(_ answer: TestCaller.Answer) -> String { String(buffer: answer.body) }

    @Test("are JSON unless something else is wanted, with columns, rows, total and goal")
    func json() async throws {
        try await withAPI(as: "lena") { caller, house in
            _ = try await house.desk.receive(.plain("Hej"))
            let answer = try await caller.call(
                .get,
                "/v1/reports/volume?from=2026-11-01&to=2026-11-02&by=channel"
            )
            #expect(answer.status == .ok)
            #expect(answer.headers[.vary] == "Accept, Accept-Language")
            let report: ReportBody = try answer.read()
            #expect(report.report == "volume" && report.by == "channel")
            #expect(report.from == "2026-11-01" && report.to == "2026-11-02")
            #expect(report.timeZone == "Europe/Stockholm")
            let table = try #require(report.tables.first)
            #expect(table.rows.map(\.values["channel"]) == [.text("email")])
            #expect(table.rows.map(\.values["contacts"]) == [.count(1)])
            #expect(table.rows.map(\.values["change"]) == [ReportCell.none])
            #expect(table.goal?.column == "change" && table.goal?.isLeast == false)
            #expect(table.columns.map(\.name).contains(table.charted))
        }
    }

    @Test("are there for every name, in every form", arguments: ReportName.allCases)
    func everyName(name: ReportName) async throws {
        try await withAPI(as: "lena") { caller, house in
            _ = try await house.desk.receive(.plain("Hej"))
            for form in FigureForm.allCases {
                let answer = try await caller.call(
                    .get,
                    "/v1/reports/\(name.rawValue)",
                    headers: ["Accept": form.rawValue]
                )
                #expect(answer.status == .ok, "\(form)")
                #expect(answer.headers[.contentType]?.hasPrefix(form.rawValue) == true, "\(form)")
            }
            for grouping in name.groupings {
                let path = "/v1/reports/\(name.rawValue)?by=\(grouping.rawValue)"
                #expect(try await caller.call(.get, path).status == .ok, "\(grouping)")
            }
        }
    }

    @Test("are CSV that no spreadsheet takes for a formula, with a mark only when asked for")
    func csv() async throws {
        try await withAPI(as: "lena") { caller, house in
            var draft = TicketDraft(subject: "x", body: "y", channel: .phone)
            draft.queue = "=cmd|' /C calc'!A0,\"x\""
            _ = try await house.desk.open(draft, as: .ada)
            let path = "/v1/reports/volume?from=2026-11-01&to=2026-11-02&by=queue"
            let csv = ["Accept": "text/csv"]
            let answer = try await caller.call(.get, path, headers: csv)
            #expect(
                text(answer) == """
                    queue,contacts,tickets,base,change\r
                    "'=cmd|' /C calc'!A0,""x\""",1,1,,\r
                    total,1,1,0,\r

                    """
            )
            #expect(
                answer.headers[.contentDisposition]
                    == "attachment; filename=\"volume-2026-11-01-2026-11-02.csv\""
            )
            let marked = try await caller.call(.get, "\(path)&bom=true", headers: csv)
            #expect(text(marked) == "\u{FEFF}" + text(answer))
            let calls = try await caller.call(.get, "\(path)&table=calls", headers: csv)
            #expect(text(calls).hasPrefix("outcome,calls,"))
        }
    }

    @Test(
        "make each cell harmless and keep what it says",
        arguments: [
            ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("a=1", "a=1"), ("", ""), ("a,b", "\"a,b\""),
            ("a;=1", "\"a;=1\""),
            ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
        ]
    )
    func cells(text: String, cell: String) {
        #expect(ReportCSV.cell(text) == cell)
    }

    @Test("are charts that a screen reader reads and that hold no markup of others")
    func svg() async throws {
        try await withAPI(as: "lena") { caller, house in
            var draft = TicketDraft(subject: "x", body: "y", channel: .phone)
            draft.queue = "<script>alert(1)</script>&\"'"
            _ = try await house.desk.open(draft, as: .ada)
            let path = "/v1/reports/volume?from=2026-11-01&to=2026-11-02&by=queue"
            let answer = try await caller.call(
                .get,
                path,
                headers: ["Accept": "image/svg+xml", "Accept-Language": "en"]
            )
            let picture = text(answer)
            #expect(answer.headers[.contentLanguage] == "en")
            #expect(picture.contains("<title id=\"title\">Contacts</title>"))
            #expect(picture.contains("<desc id=\"description\">contacts. &lt;script&gt;"))
            #expect(picture.contains("role=\"img\""))
            #expect(!picture.contains("<script"))
            #expect(ReportChart.escaped("a\u{1}<b\n&\u{FFFE}") == "a&lt;b &amp;")
            let parser = XMLParser(data: Data(picture.utf8))
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            let swedish = try await caller.call(
                .get,
                path,
                headers: ["Accept": "image/svg+xml", "Accept-Language": "sv-SE, en;q=0.8"]
            )
            #expect(text(swedish).contains(">Kontakter</title>"))
            // Of two wanted alike the first, as everywhere.
            let both = try await caller.call(
                .get,
                path,
                headers: ["Accept": "image/svg+xml", "Accept-Language": "en, sv"]
            )
            #expect(both.headers[.contentLanguage] == "en")
        }
    }

    @Test("are charts of the last days where there are more than can be drawn")
    func longChart() async throws {
        try await withAPI(as: "lena") { caller, _ in
            let answer = try await caller.call(
                .get,
                "/v1/reports/volume?from=2026-09-01&to=2026-11-02&by=day",
                headers: ["Accept": "image/svg+xml"]
            )
            let picture = text(answer)
            #expect(picture.contains(">2026-11-02<") && picture.contains(">2026-09-04<"))
            #expect(!picture.contains(">2026-09-03<"))
        }
    }

    @Test("are refused where the question is not clear")
    func refusals() async throws {
        try await withAPI(as: "lena") { caller, _ in
            for (query, pointers) in [
                ("from=2026-13-01", ["from"]), ("from=1999-12-31", ["from"]), ("to=x", ["to"]),
                ("from=2026-11-02&to=2026-11-01", ["from"]), ("by=colour", ["by"]),
                ("by=article", ["by"]), ("form=csv", ["form"]), ("table=x", ["table"]),
                ("bom=1", ["bom"]),
            ] {
                let answer = try await caller.call(.get, "/v1/reports/volume?\(query)")
                #expect(answer.status == .badRequest, "\(query)")
                #expect(answer.pointers == pointers, "\(query)")
            }
            for (name, by) in [("fcr", "wek"), ("fcr", "board"), ("articles", "week")] {
                let answer = try await caller.call(.get, "/v1/reports/\(name)?by=\(by)")
                let known = name == "fcr" ? "channel, category, article, week" : "article"
                #expect(answer.status == .badRequest)
                let text = String(buffer: answer.body)
                #expect(text.contains(" \(known)\""), "\(text)")
            }
            #expect(try await caller.call(.get, "/v1/reports/weather").status == .notFound)
            let wrong = try await caller.call(
                .get,
                "/v1/reports/volume",
                headers: ["Accept": "text/html"]
            )
            #expect(wrong.status.code == 406)
        }
    }

    @Test(
        "come in the form that is accepted most",
        arguments: [
            ("", FigureForm.json), ("*/*", .json), ("text/csv", .csv), ("text/*", .csv),
            ("image/svg+xml,text/csv;q=0.9", .svg),
            ("text/csv;q=0.5, application/json;q=0.4", .csv),
            ("application/json;q=0, */*", .csv), ("text/csv;q=0.3333", .csv),
            ("text/csv;q=0.00001", .csv), (" , ", .json),
        ]
    )
    func negotiation(accept: String, form: FigureForm) {
        #expect(FigureForm(accepted: accept.isEmpty ? [] : [accept]) == form)
    }

    @Test("come in no form that was not asked for", arguments: ["text/csv;q=x", "text/html, ,"])
    func noForm(accept: String) {
        #expect(FigureForm(accepted: [accept]) == nil)
    }
}
