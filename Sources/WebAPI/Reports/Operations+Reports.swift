import Desk
import DeskAPI
import HTTPTypes

extension Operation {
    /// Figures.
    static let reports: [Operation] = [
        Operation(
            (.get, "/v1/reports/:name"),
            "showReport",
            "Figures of a span of days, as JSON, as CSV or as a chart in SVG.",
            query: [
                .day("from", "The first day, as the city counts them; four weeks before `to`."),
                .day("to", "The last day; today."),
                .word("by", "What figures are told apart by.", ReportGrouping.self),
                .day("base", "Where the span begins that a volume is compared with."),
                .text("table", "Which table, for CSV and SVG; the first."),
                .flag("bom", "Begin CSV with a byte order mark."),
            ],
            .report
        )
    ]
}

extension QueryParameter {
    /// A day such as `2026-11-01`.
    fileprivate static func day(_ name: String, _ description: String) -> Self {
        Self(
            name: name,
            description: description,
            schema: ["type": "string", "pattern": "^(2[01][0-9]{2}-[01][0-9]-[0-3][0-9])?$"]
        )
    }
}

extension AnswerDescription {
    fileprivate static var report: Self {
        var answer = json(ReportBody.self)
        answer.otherMediaTypes = ["text/csv", "image/svg+xml"]
        return answer
    }
}

extension ReportCell: FixedSchema {
    static let schema: JSONValue = ["type": ["string", "number", "null"]]
}

extension ReportBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "report": .word(ReportName.self), "by": .word(ReportGrouping.self),
        "from": .format("date"), "to": .format("date"),
    ]
}

extension ReportColumnBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["unit": .word(ReportColumn.Unit.self)]
}
