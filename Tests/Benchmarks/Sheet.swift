import Foundation

/// A table on the terminal: the first column to the left, the others to the right.
struct Sheet {
    private let title: String
    private var rows: [[String]]

    init(_ title: String, columns: [String]) {
        self.title = title
        rows = [columns]
    }

    /// Adds a row; what is left out at its end stays empty.
    mutating func add(_ cells: String...) {
        precondition(cells.count <= rows[0].count, "a row has no more cells than the head")
        rows.append(cells + Array(repeating: "", count: rows[0].count - cells.count))
    }

    func print() {
        let widths = rows[0].indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        Terminal.say("\n\(title)")
        for (place, row) in rows.enumerated() {
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }
            Terminal.say("  " + cells.joined(separator: "   "))
            if place == 0 {
                Terminal.say("  " + widths.map(Self.rule).joined(separator: "   "))
            }
        }
    }

    private static func rule(_ width: Int) -> String { String(repeating: "─", count: width) }
}

/// Figures as people read them.
enum Figure {
    /// `12,345`, and `7.3` below ten.
    static func count(_ value: Double) -> String {
        guard value >= 10 else { return String(format: "%.1f", value) }
        var digits = Array(String(Int(value.rounded())))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    static func rate(_ value: Double, _ unit: String) -> String { "\(count(value)) \(unit)/s" }

    static func share(_ part: Double, of whole: Double) -> String {
        whole > 0 ? "\(Int((100 * part / whole).rounded())) %" : "–"
    }

    static func time(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        return String(format: milliseconds < 10 ? "%.3f ms" : "%.1f ms", milliseconds)
    }

    static func memory(_ bytes: Int) -> String {
        String(format: "%.1f MB", Double(bytes) / 1_000_000)
    }
}

/// Lines for whoever waits, on the way as soon as they are written.
enum Terminal {
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }

    static func note(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
}
