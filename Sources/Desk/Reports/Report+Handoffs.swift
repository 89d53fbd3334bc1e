extension Desk {
    /// Where calls were handed on to, and how that went.
    func handoffs(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        var found: [String: HandoffCount] = [:]
        let columns: Set = [frame.column, .outcome, .amount]
        for (one, count) in try await counts(.handoff, by: columns, frame) {
            found[frame.group(of: one), default: HandoffCount()].add(one, count)
        }
        let sizes = found.mapValues(\.count)
        let hidden = frame.hiddenGroups(sizes)
        let whole = found.values.reduce(into: HandoffCount()) { $0.add($1) }
        let rows = frame.order(sizes).map { group in
            let values = (found[group] ?? HandoffCount()).values
            let row = ReportRow([.text(group), .text(name(of: group, in: frame))] + values)
            return hidden.contains(group) ? row.hidden : row
        }
        return [
            ReportTable(
                "handoffs",
                [ReportColumn(frame.grouping.rawValue, .text), ReportColumn("name", .text)]
                    + HandoffCount.columns,
                rows: rows,
                total: ReportRow([.text("total"), .text("")] + whole.values),
                charted: "handoffs"
            )
        ]
    }

    /// What a destination is called now; its id when it is there no more.
    private func name(of group: String, in frame: ReportFrame) -> String {
        guard frame.grouping == .destination else { return group }
        return switchboard?.directory[group]?.name ?? group
    }
}

/// How hand-offs went.
private struct HandoffCount {
    private var outcomes: [String: Int] = [:]
    private var waits = Spread()
    private(set) var count = 0

    mutating func add(_ one: DayCount, _ times: Int) {
        outcomes[one.outcome, default: 0] += times
        count += times
        if one.outcome == Handoff.State.completed.rawValue { waits.add(one.amount, times) }
    }

    mutating func add(_ other: Self) {
        outcomes.merge(other.outcomes, uniquingKeysWith: +)
        waits.add(other.waits)
        count += other.count
    }

    private func times(_ state: Handoff.State) -> Int { outcomes[state.rawValue] ?? 0 }

    var values: [ReportValue] {
        let named = [times(.completed), times(.busy), times(.noAnswer), times(.callerGone)]
        return [.count(count)] + named.map { .count($0) } + [
            .count(count - named.reduce(0, +)), .share(times(.completed), of: count),
            .optional(waits.quantile(0.5)), .optional(waits.quantile(0.9)),
        ]
    }

    static let columns = [
        ReportColumn("handoffs", .count), ReportColumn("completed", .count),
        ReportColumn("busy", .count), ReportColumn("no_answer", .count),
        ReportColumn("caller_gone", .count), ReportColumn("other", .count),
        ReportColumn("completed_share", .share), ReportColumn("median_wait", .seconds),
        ReportColumn("p90_wait", .seconds),
    ]
}
