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
        let untold = Self.untold(answered, hidden, least)
        let rows = frame.order(sizes).map { group in
            let row = Self.grades(
                group,
                asked[group] ?? 0,
                grades[group] ?? Spread(),
                isTold: !untold.contains(group)
            )
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
                total: Self.grades(
                    "total",
                    asked.values.reduce(0, +),
                    whole,
                    isTold: whole.count >= least
                ),
                charted: "mean"
            )
        ]
    }

    /// The groups whose grades are left out: those of too few, and of `hidden`, and then the smallest
    /// others, until it is two groups and as many grades as may be told of.
    ///
    /// For the rows that are left tell what they leave out, by their difference to the total.
    private static func untold(
        _ answered: [String: Int],
        _ hidden: Set<String>,
        _ least: Int
    ) -> Set<String> {
        let groups = answered.filter { $0.value > 0 }
            .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        var untold = Set(groups.filter { $0.value < least || hidden.contains($0.key) }.map(\.key))
        guard !untold.isEmpty else { return [] }
        var count = groups.reduce(0) { $0 + (untold.contains($1.key) ? $1.value : 0) }
        for group in groups where !untold.contains(group.key) {
            guard count < least || untold.count == 1 else { break }
            untold.insert(group.key)
            count += group.value
        }
        return untold
    }

    private static func grades(
        _ name: String,
        _ asked: Int,
        _ grades: Spread,
        isTold: Bool
    ) -> ReportRow {
        let count = grades.count
        let values: [ReportValue] = [
            .text(name), .count(asked), .count(count), .share(count, of: asked),
        ]
        guard count == 0 || isTold else {
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
