extension Desk {
    /// What a contact costs, by what the desk costs in a month; a part of a month costs its share, and
    /// days that are still to come nothing.
    ///
    /// What it costs is known of the whole desk: whoever sees some queues is told no cost of theirs.
    func cost(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        let contacts = try await sums(.contact, frame, over: frame.days)
        let perMonth = frame.settings.costPerMonth
        var costs: [String: Double] = [:]
        for ahead in 0..<frame.daysSoFar {
            let day = frame.days.lowerBound + ahead
            costs[frame.period(of: day), default: 0] += Double(perMonth) / Double(day.daysOfMonth)
        }
        func row(_ name: String, _ contacts: Int, _ cost: Double) -> ReportRow {
            let isKnown = perMonth > 0 && !frame.sight.isBounded
            return ReportRow([
                .text(name), .count(contacts), isKnown ? .rounded(cost) : .none,
                isKnown && contacts > 0 ? .rounded(cost / Double(contacts)) : .none,
                .text(frame.settings.currency),
            ])
        }
        return [
            ReportTable(
                "cost",
                [
                    ReportColumn(frame.grouping.rawValue, .text), ReportColumn("contacts", .count),
                    ReportColumn("cost", .money), ReportColumn("cost_per_contact", .money),
                    ReportColumn("currency", .text),
                ],
                rows: frame.periods.map { row($0, contacts[$0] ?? 0, costs[$0] ?? 0) },
                total: row(
                    "total",
                    contacts.values.reduce(0, +),
                    frame.periods.reduce(0) { $0 + (costs[$1] ?? 0) }
                ),
                charted: "cost_per_contact"
            )
        ]
    }
}

extension CivilDay {
    /// 28…31.
    fileprivate var daysOfMonth: Int {
        (29...31).last { CivilDay(year: year, month: month, day: $0) != nil } ?? 28
    }
}
