import DeskAPI
import Foundation

extension Sheet {
    /// A report: its tables one below the other, each with a bar for the figure that counts.
    static func report(_ report: ReportBody, for reader: Reader) -> Sheet {
        let words = ReportReader(reader)
        var sheet = Sheet()
        sheet.add(
            Line([
                Span(words.word(report.report), .strong),
                Span("  \(report.from) – \(report.to)", .quiet),
            ])
        )
        for (place, table) in report.tables.enumerated() {
            if place == 0 {
                sheet.add(.empty)
            } else {
                sheet.begin(words.word(table.name))
            }
            if table.rows.isEmpty {
                sheet.add(Line(reader.say("Inget att visa.", "Nothing to show."), .quiet))
            } else {
                sheet.add(words.lines(of: table))
            }
            if table.rows.contains(where: \.isSuppressed) {
                let why = reader.say(
                    "* Utelämnat: gäller för få personer.",
                    "* Left out: about too few people."
                )
                sheet.add(Line(why, .quiet))
            }
            if let goal = table.goal { sheet.add(words.line(of: goal, in: table)) }
        }
        return sheet
    }
}

/// Figures of a report as a clerk reads them.
private struct ReportReader {
    private let reader: Reader
    private let isSwedish: Bool

    init(_ reader: Reader) {
        self.reader = reader
        isSwedish = reader.language == .swedish
    }

    func word(_ name: String) -> String { FigureWords.word(name, isSwedish: isSwedish) }

    /// Where the terminal has no room for all figures they go on in a second table below.
    func lines(of table: ReportTableBody) -> [Line] {
        let table = table.withoutRepeatedNames
        let names = Array(table.columns.indices.prefix { table.columns[$0].unit == "text" })
        let columns = table.columns.enumerated().map { place, column in
            Table.Column(
                title: word(column.name),
                isNumber: column.unit != "text",
                // The last of what names a row gives way.
                isFlexible: place == names.last ?? 0
            )
        }
        var rows = table.rows.map { cells(of: $0, in: table) }
        if let total = table.total { rows.append(cells(of: total, in: table, isTotal: true)) }
        let figures = Table(columns: columns, rows: rows, fixedWidthMax: Self.nameWidthMax)
        // What a row is called in words stands beside its key once.
        let keys = names.filter { !ReportTableBody.wordings.contains(table.columns[$0].name) }
        var parts = figures.parts(width: reader.width, naming: keys)
        if parts.count == 1 { parts = [figures.barred(bars(of: table))] }
        return Array(parts.map { $0.lines(width: reader.width) }.joined(separator: [Line.empty]))
    }

    private static let nameWidthMax = 40

    private func cells(
        of row: ReportRowBody,
        in table: ReportTableBody,
        isTotal: Bool = false
    ) -> [Span] {
        table.columns.enumerated().map { place, column in
            let cell = row.values[column.name] ?? .none
            var text = text(cell, column.unit)
            if row.isSuppressed, place == 0 { text += " *" }
            return Span(text, style(of: cell, column, in: table, isTotal: isTotal))
        }
    }

    /// What meets the goal is good, and what does not wants attention.
    private func style(
        of cell: ReportCell,
        _ column: ReportColumnBody,
        in table: ReportTableBody,
        isTotal: Bool
    ) -> Style {
        guard let goal = table.goal, goal.column == column.name,
            case .number(let value)? = number(cell)
        else { return isTotal ? .strong : .plain }
        let isReached = goal.isLeast ? value >= goal.value : value <= goal.value
        return isReached ? .good : .attention
    }

    private func number(_ cell: ReportCell) -> ReportCell? {
        switch cell {
        case .number: cell
        case .count(let count): .number(Double(count))
        case .text, .none: nil
        }
    }

    func text(_ cell: ReportCell, _ unit: String) -> String {
        switch cell {
        case .none: "–"
        case .text(let text): word(text)
        case .count(let count): figure(Double(count), unit)
        case .number(let value): figure(value, unit)
        }
    }

    private func figure(_ value: Double, _ unit: String) -> String {
        switch unit {
        case "share": decimal(value * 100, places: 1) + " %"
        case "minutes": span(minutes: whole(value))
        case "seconds": "\(grouped(whole(value))) s"
        case "money", "grade": decimal(value, places: 2)
        default: grouped(whole(value))
        }
    }

    /// The nearest whole number; a server may send figures that no desk has, and none must end us.
    private func whole(_ value: Double) -> Int {
        guard !value.isNaN else { return 0 }
        return Int(min(max(value, -Self.figureMax), Self.figureMax).rounded())
    }

    private static let figureMax = 1e15

    /// Open time; a working day has no length that is the same everywhere, so hours it is.
    private func span(minutes: Int) -> String {
        minutes < 60 ? "\(minutes) min" : "\(grouped(minutes / 60)) h \(minutes % 60) min"
    }

    private func decimal(_ value: Double, places: Int) -> String {
        let scale = places == 1 ? 10 : 100
        let scaled = whole(abs(value) * Double(scale))
        let rest = String(scaled % scale)
        let padded = String(repeating: "0", count: places - rest.count) + rest
        let sign = value < 0 && scaled > 0 ? "−" : ""
        return sign + grouped(scaled / scale) + (isSwedish ? "," : ".") + padded
    }

    private func grouped(_ number: Int) -> String {
        var digits = Array(String(abs(number)))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(isSwedish ? "\u{A0}" : ",", at: place)
            place -= 3
        }
        return (number < 0 ? "−" : "") + String(digits)
    }

    /// A bar for each row, as long as its share of the largest; a share is of all.
    private func bars(of table: ReportTableBody) -> [String] {
        let unit = table.columns.first { $0.name == table.charted }?.unit
        let values = table.rows.map { row -> Double in
            guard case .number(let value)? = number(row.values[table.charted] ?? .none),
                value.isFinite
            else { return 0 }
            return max(0, value)
        }
        let largest = unit == "share" ? 1 : unit == "grade" ? 5 : max(1, values.max() ?? 1)
        return values.map { value in
            let eighths = Int((min(1, value / largest) * Self.barEighths).rounded())
            let rest = eighths % 8 == 0 ? "" : String(Self.blocks[eighths % 8 - 1])
            return String(repeating: "█", count: eighths / 8) + rest
        }
    }

    private static let barEighths = 160.0
    private static let blocks = Array("▏▎▍▌▋▊▉")

    func line(of goal: ReportGoalBody, in table: ReportTableBody) -> Line {
        let unit = table.columns.first { $0.name == goal.column }?.unit ?? "share"
        let what = reader.say("Mål", "Goal") + ", \(word(goal.column)): "
        let bound = (goal.isLeast ? "≥ " : "≤ ") + figure(goal.value, unit)
        let (verdict, style): (String, Style) =
            switch goal.isReached {
            case true?: (reader.say("uppnått", "reached"), .good)
            case false?: (reader.say("inte uppnått", "not reached"), .attention)
            case nil: (reader.say("inget att jämföra", "nothing to compare"), .quiet)
            }
        return Line([Span(what + bound + "  "), Span(verdict, style)])
    }
}

extension Table {
    /// The table with bars at its end, where there is room for them.
    fileprivate func barred(_ bars: [String]) -> Table {
        var table = self
        table.columns.append(Column(title: "", rank: 1))
        for place in rows.indices {
            let bar = bars.indices.contains(place) ? bars[place] : ""
            table.rows[place].append(Span(bar, .quiet))
        }
        return table
    }
}

extension ReportTableBody {
    /// The columns that say in words what the one before them says as a key.
    fileprivate static let wordings: Set = ["name", "title"]

    /// The same without names that only repeat the keys.
    fileprivate var withoutRepeatedNames: Self {
        guard columns.count > 1, columns[1].name == "name",
            rows.allSatisfy({ $0.values["name"] == $0.values[columns[0].name] })
        else { return self }
        var table = self
        table.columns.remove(at: 1)
        return table
    }
}
