import Desk

/// A table as a bar chart in SVG.
///
/// One picture of a few hundred lines: no script, no style from elsewhere, nothing fetched. Titles and
/// a description say the same to a screen reader (WAI-ARIA Graphics); bars are dark on white with their
/// figures beside them, so that it can be read in print and without colours. The goal is a dashed line.
struct ReportChart {
    private let table: ReportTable
    private let report: Report
    private let words: ReportLabels
    private let bars: [Bar]
    private let charted: ReportColumn

    private struct Bar {
        var label: String
        /// nil where there is no figure.
        var value: Double?
        var text: String
    }

    /// As many bars are drawn, of stretches of time the last ones; the others are said to be left out.
    private static let barsMax = 60
    private static let width = 840
    private static let labelWidth = 250
    private static let barWidthMax = 440.0
    private static let rowHeight = 24
    private static let headHeight = 76

    init(_ table: ReportTable, of report: Report, words: ReportLabels) {
        self.table = table
        self.report = report
        self.words = words
        let place = table.columns.firstIndex { $0.name == table.charted } ?? 0
        let column = table.columns[place]
        charted = column
        let names = table.columns.indices.prefix(while: { table.columns[$0].unit == .text })
        bars = table.rows.map { row in
            // The name says more than the id before it.
            let label = names.suffix(2).map { words.value(row.values[$0], .text) }
            let value: Double? =
                switch row.values[place] {
                case .count(let count): Double(count)
                case .number(let number): number
                case .text, .none: nil
                }
            return Bar(
                label: Self.shortened(
                    label.last == label.first ? label[0] : label.joined(separator: " · ")
                ),
                value: value,
                text: words.value(row.values[place], column.unit)
            )
        }
    }

    /// The whole picture.
    var svg: String {
        let isOfTime =
            table.columns.first.flatMap { ReportGrouping(rawValue: $0.name) }?.isTime ?? false
        let shown = isOfTime ? bars.suffix(Self.barsMax) : bars.prefix(Self.barsMax)
        let height = Self.headHeight + Self.rowHeight * max(1, shown.count) + 40
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.width)\" height=\"\(height)\" "
                + "viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" "
                + "aria-labelledby=\"title description\" lang=\"\(words.isSwedish ? "sv" : "en")\" "
                + "font-family=\"sans-serif\" font-size=\"13\" fill=\"#111\">",
            "<title id=\"title\">\(Self.escaped(title))</title>",
            "<desc id=\"description\">\(Self.escaped(description(of: shown)))</desc>",
            "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
            text(16, 26, title, "font-size=\"18\" font-weight=\"bold\""),
            text(16, 46, "\(report.days.lowerBound) – \(report.days.upperBound)"),
            text(Self.labelWidth + 12, 66, words.word(charted.name), "font-weight=\"bold\""),
        ]
        for (place, bar) in shown.enumerated() { lines += draw(bar, at: place) }
        if shown.isEmpty { lines.append(text(16, Self.headHeight + 18, nothing)) }
        lines += goalLine(rows: shown.count)
        lines.append(text(16, height - 14, footnote, "font-size=\"12\""))
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: String {
        let name = words.word(report.name.rawValue)
        let part = words.word(table.name)
        return part.lowercased() == name.lowercased() || table.name == report.tables.first?.name
            ? name : "\(name): \(part)"
    }

    private var nothing: String { words.isSwedish ? "Inget att visa." : "Nothing to show." }

    private func description(of bars: ArraySlice<Bar>) -> String {
        let figures = bars.map { "\($0.label): \($0.text)" }.joined(separator: "; ")
        return [words.word(charted.name), figures.isEmpty ? nothing : figures, footnote]
            .filter { !$0.isEmpty }.joined(separator: ". ")
    }

    /// The total, the goal, and what is not drawn.
    private var footnote: String {
        var parts: [String] = []
        if let total = table.total,
            let place = table.columns.firstIndex(where: { $0.name == charted.name })
        {
            parts.append(
                "\(words.word("total")): \(words.value(total.values[place], charted.unit))"
            )
        }
        if let goal = table.goal {
            let unit = table.columns.first { $0.name == goal.column }?.unit ?? .share
            let verdict =
                switch goal.isReached {
                case true?: words.isSwedish ? "uppnått" : "reached"
                case false?: words.isSwedish ? "inte uppnått" : "not reached"
                case nil: words.isSwedish ? "inget att jämföra" : "nothing to compare"
                }
            parts.append(
                "\(words.isSwedish ? "mål" : "goal"), \(words.word(goal.column)): "
                    + "\(words.figure(goal.value, unit)) (\(verdict))"
            )
        }
        let left = bars.count - Self.barsMax
        if left > 0 { parts.append(words.isSwedish ? "\(left) till" : "\(left) more") }
        return parts.joined(separator: ". ")
    }

    /// What the longest bar stands for; a share is drawn on a scale of all.
    private var scaleMax: Double {
        let largest = bars.compactMap(\.value).map(abs).max() ?? 0
        switch charted.unit {
        case .share: return max(1, largest)
        case .grade: return 5
        default: return max(largest, 1)
        }
    }

    private func draw(_ bar: Bar, at place: Int) -> [String] {
        let y = Self.headHeight + place * Self.rowHeight
        let width = (abs(bar.value ?? 0) / scaleMax * Self.barWidthMax * 10).rounded() / 10
        let left = Self.labelWidth + 12
        return [
            text(Self.labelWidth, y + 16, bar.label, "text-anchor=\"end\""),
            "<rect x=\"\(left)\" y=\"\(y + 3)\" width=\"\(width)\" height=\"\(Self.rowHeight - 7)\" "
                + "fill=\"#1d4f7c\" stroke=\"#111\" stroke-width=\"0.5\"/>",
            text(left + Int(width.rounded(.up)) + 6, y + 16, bar.text),
        ]
    }

    private func goalLine(rows: Int) -> [String] {
        guard let goal = table.goal, goal.column == charted.name, goal.value > 0, rows > 0 else {
            return []
        }
        let x = Double(Self.labelWidth + 12) + goal.value / scaleMax * Self.barWidthMax
        let end = Self.headHeight + rows * Self.rowHeight
        return [
            "<line x1=\"\(x)\" y1=\"\(Self.headHeight - 4)\" x2=\"\(x)\" y2=\"\(end)\" "
                + "stroke=\"#b00020\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/>"
        ]
    }

    private func text(_ x: Int, _ y: Int, _ text: String, _ attributes: String = "") -> String {
        let more = attributes.isEmpty ? "" : " \(attributes)"
        return "<text x=\"\(x)\" y=\"\(y)\"\(more)>\(Self.escaped(text))</text>"
    }

    private static func shortened(_ label: String) -> String {
        label.count > labelMax ? "\(label.prefix(labelMax - 1))…" : label
    }

    private static let labelMax = 36

    /// Text for XML 1.0: its marks written as references, and what it may not hold left out.
    static func escaped(_ text: String) -> String {
        var held = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t", "\n", "\r": held.append(" ")
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                break
            default: held.append(scalar)
            }
        }
        return HTMLWords.escaped(String(held))
    }
}
