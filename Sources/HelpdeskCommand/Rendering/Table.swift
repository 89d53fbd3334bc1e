/// Rows under headings; a row takes one line, or as many as its column that is wrapped needs.
struct Table: Sendable {
    struct Column: Sendable {
        var title: String
        var isNumber = false
        /// True for the one that gives way when the terminal is narrow.
        var isFlexible = false
        /// True for a last column that goes on in the next line instead of being cut.
        var isWrapped = false
        /// True for what is copied into another command, and so never cut.
        var isCopied = false
        /// 0 stays always; of the others the highest goes first.
        var rank = 0
    }

    var columns: [Column]
    var rows: [[Span]]
    /// What a column that does not give way may take at the most.
    var fixedWidthMax = 24

    private static let gap = 2
    /// Longest of what is copied: no id is longer, but a faulty server's may be.
    private static let copiedWidthMax = 256
    private static let flexibleWidthMin = 16

    /// Lays it out; without a width nothing is cut, so that a pipe gets everything.
    func lines(width: Int?) -> [Line] {
        precondition(rows.allSatisfy { $0.count == columns.count }, "one cell a column")
        guard let width else { return laid(Array(columns.indices), naturalWidths) }
        var shown = Array(columns.indices)
        while needed(shown) > width,
            let worst = shown.filter({ columns[$0].rank > 0 }).max(by: {
                columns[$0].rank < columns[$1].rank
            })
        {
            shown.removeAll { $0 == worst }
        }
        let widths = fitted(shown, to: width)
        let rows = laid(shown, widths)
        // One word that is longer than a line runs on in the next line of the terminal.
        if columns.last?.isWrapped == true { return rows }
        let limit = max(width, copiedEnd(of: shown, widths))
        return rows.map { $0.cut(to: limit) }
    }

    /// The table, or where it is too wide several with some of its columns each, which show all of
    /// them.
    ///
    /// - Parameters:
    ///   - width: of the terminal; nil takes everything.
    ///   - names: the columns that say what a row is about; each table begins with them.
    /// - Returns: at least one, each with a column beside the names where there is one.
    func parts(width: Int?, naming names: [Int]) -> [Table] {
        let all = Array(columns.indices)
        guard let width, needed(all) > width else { return [self] }
        var parts: [[Int]] = []
        var part: [Int] = []
        for column in all {
            if needed(part + [column]) > width, part.contains(where: { !names.contains($0) }) {
                parts.append(part)
                part = names
            }
            part.append(column)
        }
        return (parts + [part]).map(only)
    }

    /// The same with these columns alone.
    private func only(_ kept: [Int]) -> Table {
        var table = self
        table.columns = kept.map { columns[$0] }
        table.rows = rows.map { row in kept.map { row[$0] } }
        return table
    }

    /// Where the last of what is copied ends; such a row may run on in the next line of a terminal.
    private func copiedEnd(of shown: [Int], _ widths: [Int]) -> Int {
        guard let last = shown.lastIndex(where: { columns[$0].isCopied }) else { return 0 }
        // With the gap behind it, in which a mark may say that more was cut.
        return shown[...last].reduce(Self.gap * (last + 1)) { $0 + widths[$1] }
    }

    /// Leaves a column out.
    mutating func drop(column: Int) {
        columns.remove(at: column)
        for row in rows.indices { rows[row].remove(at: column) }
    }

    private var naturalWidths: [Int] {
        columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, $1[index].width) }
        }
    }

    private var boundedWidths: [Int] {
        zip(naturalWidths, columns).map {
            $1.isFlexible ? $0 : min($0, $1.isCopied ? Self.copiedWidthMax : fixedWidthMax)
        }
    }

    /// What these columns need at the least.
    private func needed(_ shown: [Int]) -> Int {
        let widths = boundedWidths
        return shown.reduce(Self.gap * (shown.count - 1)) { sum, index in
            sum
                + (columns[index].isFlexible
                    ? min(widths[index], Self.flexibleWidthMin) : widths[index])
        }
    }

    /// Gives the flexible column what the others leave.
    private func fitted(_ shown: [Int], to width: Int) -> [Int] {
        var widths = boundedWidths
        guard let flexible = shown.first(where: { columns[$0].isFlexible }) else { return widths }
        let others = shown.filter { $0 != flexible }.reduce(Self.gap * (shown.count - 1)) {
            $0 + widths[$1]
        }
        widths[flexible] = min(
            widths[flexible],
            max(width - others, min(widths[flexible], Self.flexibleWidthMin))
        )
        return widths
    }

    private func laid(_ shown: [Int], _ widths: [Int]) -> [Line] {
        let heading = columns.map { Span($0.title, .quiet) }
        return ([heading] + rows).flatMap { wrapped($0, widths) }.map { cells in
            var line = Line.empty
            for index in shown {
                let isLast = index == shown.last
                line.spans += cell(cells[index], index, widths[index], isLast: isLast)
            }
            return line
        }
    }

    /// A row in as many as it takes to show the last column whole, where that is wrapped.
    private func wrapped(_ cells: [Span], _ widths: [Int]) -> [[Span]] {
        guard let last = cells.last, columns.last?.isWrapped == true, let width = widths.last,
            last.width > width
        else { return [cells] }
        let empty = cells.dropLast().map { _ in Span("") }
        return DisplayWidth.wrapped(last.text, to: width).enumerated().map { place, part in
            (place == 0 ? Array(cells.dropLast()) : empty) + [Span(part, last.style)]
        }
    }

    /// The padding is a span of its own, so that a style does not colour it.
    private func cell(_ span: Span, _ index: Int, _ width: Int, isLast: Bool) -> [Span] {
        let text = columns[index].isWrapped ? span.text : DisplayWidth.cut(span.text, to: width)
        let cut = Span(text, span.style)
        let padding = String(repeating: " ", count: max(0, width - cut.width))
        let gap = String(repeating: " ", count: Self.gap)
        if columns[index].isNumber { return [Span(padding), cut] + (isLast ? [] : [Span(gap)]) }
        return isLast ? [cut] : [cut, Span(padding + gap)]
    }
}
