import Desk
import DeskAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// `/v1/reports/{name}`: figures as JSON, CSV or a chart.
struct FigureRoutes {
    let desk: Desk

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let name = context.parameters.get("name").flatMap(ReportName.init(rawValue:)) else {
            throw Problem.notFound
        }
        guard let form = FigureForm(accepted: request.headers[values: .accept]) else {
            throw Problem.notAcceptable
        }
        let (query, table, wantsMark) = try Self.query(for: name, request)
        let report: Report
        do {
            report = try await desk.report(query, as: context.staff())
        } catch DeskError.invalid(let fields) {
            throw Problem.badRequest(
                "The query cannot be answered.",
                fields.map { FieldProblem(String($0.pointer.dropFirst()), $0.detail) }
            )
        }
        guard
            let shown = table.map({ name in report.tables.first { $0.name == name } })
                ?? report.tables.first
        else {
            throw Problem.badRequest(
                "The query cannot be answered.",
                [FieldProblem("table", oneOf: report.tables.map(\.name))]
            )
        }
        let language = WordLanguage(
            accepting: request.headers[.acceptLanguage],
            else: .swedish
        )
        let words = ReportLabels(isSwedish: language == .swedish)
        var answer: Response
        switch form {
        case .json: answer = JSON.answer(ReportBody(report))
        case .csv:
            let text = ReportCSV(shown).text(withMark: wantsMark)
            answer = Self.answer(text, "text/csv; charset=utf-8; header=present")
            answer.headers[.contentDisposition] =
                "attachment; filename=\"\(name.rawValue)-\(report.days.lowerBound)-"
                + "\(report.days.upperBound).csv\""
        case .svg:
            let text = ReportChart(shown, of: report, words: words).svg
            answer = Self.answer(text, "image/svg+xml; charset=utf-8")
            answer.headers[.contentLanguage] = language.rawValue
        }
        answer.headers[.vary] = "Accept, Accept-Language"
        return answer
    }

    private static func query(
        for name: ReportName,
        _ request: Request
    ) throws(Problem) -> (ReportRequest, table: String?, wantsMark: Bool) {
        var query = Query(request, allowed: ["from", "to", "by", "base", "table", "bom"])
        var wanted = ReportRequest(name)
        wanted.from = day("from", &query)
        wanted.to = day("to", &query)
        wanted.base = day("base", &query)
        wanted.grouping = query.word("by", among: name.groupings)
        let wantsMark = query.flag("bom") ?? false
        try query.finish()
        return (wanted, query.text("table"), wantsMark)
    }

    private static func day(_ name: String, _ query: inout Query) -> CivilDay? {
        guard let text = query.text(name) else { return nil }
        if let day = CivilDay(text), years.contains(day.year) { return day }
        query.note(name, "must be a day such as 2026-11-01, from \(years.lowerBound) on")
        return nil
    }

    /// The desk began in 2008; what is asked for beyond these is a slip of the finger.
    private static let years = 2000...2199

    private static func answer(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

/// The form in which a report is wanted.
enum FigureForm: String, CaseIterable {
    case json = "application/json"
    case csv = "text/csv"
    case svg = "image/svg+xml"

    /// What is accepted most; of what is accepted alike, the first.
    ///
    /// Nil when nothing is.
    init?(accepted: [String]) {
        let header = accepted.joined(separator: ",")
        if header.allSatisfy({ ", \t".contains($0) }) {
            // Everything is accepted by who says nothing.
            self = .json
            return
        }
        let values = WeightedValues(header).values
        let best = Self.allCases.map { (form: $0, quality: $0.quality(in: values)) }
            .enumerated()
            .max { ($0.element.quality, $1.offset) < ($1.element.quality, $0.offset) }
        guard let best = best?.element, best.quality > 0 else { return nil }
        self = best.form
    }

    /// How much it is wanted by an `Accept` (RFC 9110 §12.5.1): the most exact that fits counts.
    private func quality(in values: [WeightedValues.Value]) -> Int {
        let names = [rawValue, "\(rawValue.prefix { $0 != "/" })/*", "*/*"]
        let fitting = names.lazy.compactMap { name in values.last { $0.name == name } }
        return fitting.first?.quality ?? 0
    }
}

extension Problem {
    /// None of the forms in which there are reports.
    static let notAcceptable = Problem(
        HTTPResponse.Status(code: 406),
        "not-acceptable",
        "Not in that form",
        detail: "There are application/json, text/csv and image/svg+xml."
    )
}

extension ReportBody {
    init(_ report: Report) {
        self.init(
            report: report.name.rawValue,
            from: report.days.lowerBound.description,
            to: report.days.upperBound.description,
            timeZone: "Europe/Stockholm",
            by: report.grouping.rawValue,
            tables: report.tables.map(ReportTableBody.init)
        )
    }
}

extension ReportTableBody {
    init(_ table: ReportTable) {
        let row = { (row: ReportRow) in
            ReportRowBody(
                values: Dictionary(
                    uniqueKeysWithValues: zip(table.columns, row.values).map {
                        ($0.name, ReportCell($1))
                    }
                ),
                isSuppressed: row.isHidden
            )
        }
        self.init(
            name: table.name,
            columns: table.columns.map {
                ReportColumnBody(name: $0.name, unit: $0.unit.rawValue)
            },
            rows: table.rows.map(row),
            total: table.total.map(row),
            goal: table.goal.map {
                ReportGoalBody(
                    column: $0.column,
                    value: $0.value,
                    isLeast: $0.isLeast,
                    isReached: $0.isReached
                )
            },
            charted: table.charted
        )
    }
}

extension ReportCell {
    init(_ value: ReportValue) {
        self =
            switch value {
            case .text(let text): .text(text)
            case .count(let count): .count(count)
            case .number(let number): .number(number)
            case .none: .none
            }
    }
}

extension WebAPI {
    func addReports(to table: inout RouteTable) {
        let reports = FigureRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/reports/:name", guardedBy: guardian, reports.show)
    }
}
