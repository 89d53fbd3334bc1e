extension Desk {
    /// How citizens say it was, from 1 to 5; grades of too few people are left out.
    func satisfaction(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        let asked = try await sums(.surveyAsked, frame, over: frame.days)
        var grades: [String: Spread] = [:]
        for (one, count) in try await counts(.surveyAnswered, by: [frame.column, .amount], frame) {
            grades[frame.group(of: one), default: Spread()].add(one.amount, count)
        }
        let answered = grades.mapValues(\.count)
        let sizes = asked.merging(answered) { max($0, $1) }
        let hidden = frame.hiddenGroups(sizes)
        let least = frame.settings.smallGroupMin
        let rows = frame.order(sizes).map { group in
            let row = Self.grades(group, asked[group] ?? 0, grades[group] ?? Spread(), least)
            return hidden.contains(group) ? row.hidden : row
        }
        let whole = grades.values.reduce(into: Spread()) { $0.add($1) }
        return [
            ReportTable(
                "satisfaction",
                [
                    ReportColumn(frame.grouping.rawValue, .text), ReportColumn("asked", .count),
                    ReportColumn("answered", .count), ReportColumn("answered_share", .share),
                    ReportColumn("mean", .grade), ReportColumn("satisfied_share", .share),
                ] + (1...5).map { ReportColumn("grade_\($0)", .count) },
                rows: rows,
                total: Self.grades("total", asked.values.reduce(0, +), whole, least),
                charted: "mean"
            )
        ]
    }

    private static func grades(
        _ name: String,
        _ asked: Int,
        _ grades: Spread,
        _ least: Int
    ) -> ReportRow {
        let count = grades.count
        let values: [ReportValue] = [
            .text(name), .count(asked), .count(count), .share(count, of: asked),
        ]
        guard count == 0 || count >= least else {
            return ReportRow(values + Array(repeating: .none, count: 7), isHidden: true)
        }
        let times = (1...5).map { grades.times($0) }
        let sum = zip(1...5, times).reduce(0) { $0 + $1.0 * $1.1 }
        return ReportRow(
            values + [.share(sum, of: count), .share(times[3] + times[4], of: count)]
                + times.map { .count($0) }
        )
    }
}
