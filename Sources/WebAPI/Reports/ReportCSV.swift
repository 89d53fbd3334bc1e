import Desk

/// A table as comma-separated values (RFC 4180), harmless to spreadsheets.
struct ReportCSV {
    private let table: ReportTable

    init(_ table: ReportTable) { self.table = table }

    /// A head, the rows and the total, each ended by CR and LF.
    ///
    /// - Parameter withMark: true begins with a byte order mark, which some spreadsheets need to see
    ///   that it is UTF-8.
    /// - Returns: the text.
    func text(withMark: Bool = false) -> String {
        let head = table.columns.map { Self.cell($0.name) }
        let rows = (table.rows + [table.total].compactMap(\.self)).map { row in
            row.values.map(Self.cell)
        }
        let lines = ([head] + rows).map { $0.joined(separator: ",") + "\r\n" }
        return (withMark ? "\u{FEFF}" : "") + lines.joined()
    }

    private static func cell(_ value: ReportValue) -> String {
        switch value {
        case .text(let text): cell(text)
        case .count(let count): String(count)
        // A number of ours is no formula, also where it is less than nothing.
        case .number(let number): number.description
        case .none: ""
        }
    }

    /// A text that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets
    /// take for "this is text".
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map(formulaMarks.contains) ?? false
        let plain = isFormula ? "'\(text)" : text
        guard plain.unicodeScalars.contains(where: quotedScalars.contains) else { return plain }
        return "\"\(plain.replacing("\"", with: "\"\""))\""
    }

    private static let formulaMarks = Set("=+-@\t\r".unicodeScalars)
    /// The semicolon too: where the comma is the decimal mark it parts cells, and what follows it would
    /// begin one.
    private static let quotedScalars = Set("\",;\r\n".unicodeScalars)
}
