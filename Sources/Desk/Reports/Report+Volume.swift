extension Desk {
    /// How many got in touch, beside how many did before.
    func volume(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        let found = try await sums(.contact, frame, over: frame.days)
        let opened = try await sums(.opened, frame, over: frame.days)
        var base =
            frame.grouping.isTime ? [:] : try await sums(.contact, frame, over: frame.baseDays)
        var baseTotal = try await total(.contact, frame, over: frame.baseDays)
        replace(&base, &baseTotal, frame, try await channels(frame))
        // A group in which tickets came and nobody got in touch is in the total as well.
        let silent = opened.merging(base) { one, _ in one }.mapValues { _ in 0 }
        let sizes = found.merging(silent) { one, _ in one }
        // Of how few it was before, or how few came of it, says as much as of how few it is now.
        let hidden = [base, opened].reduce(into: frame.hiddenGroups(sizes)) {
            $0.formUnion(frame.hiddenGroups($1))
        }
        let rows = frame.order(sizes).map { group in
            let row = row(group, found[group] ?? 0, opened[group] ?? 0, base[group])
            return hidden.contains(group) ? row.hidden : row
        }
        let whole = row(
            "total",
            found.values.reduce(0, +),
            opened.values.reduce(0, +),
            baseTotal
        )
        let contacts = ReportTable(
            "contacts",
            [
                ReportColumn(frame.grouping.rawValue, .text), ReportColumn("contacts", .count),
                ReportColumn("tickets", .count), ReportColumn("base", .count),
                ReportColumn("change", .share),
            ],
            rows: rows,
            total: whole,
            goal: ReportGoal(
                "change",
                -frame.settings.volumeGoal,
                isLeast: false,
                whole: whole.values[4]
            ),
            charted: "contacts"
        )
        return [contacts, try await calls(frame)]
    }

    private func row(_ group: String, _ contacts: Int, _ tickets: Int, _ base: Int?) -> ReportRow {
        let change = base.map { ReportValue.share(contacts - $0, of: $0) } ?? .none
        return ReportRow([
            .text(group), .count(contacts), .count(tickets), .optional(base), change,
        ])
    }

    /// Puts the configured figures of a year in the place of what was counted, by their share of it.
    ///
    /// They are of the whole desk: whoever sees some queues compares with what those had.
    private func replace(
        _ base: inout [String: Int],
        _ total: inout Int,
        _ frame: ReportFrame,
        _ counted: [String: Int]
    ) {
        guard !frame.sight.isBounded else { return }
        let days = frame.days.upperBound.number - frame.days.lowerBound.number + 1
        let figures = [
            (TicketChannel.email, frame.settings.baseMailsPerYear),
            (.phone, frame.settings.baseCallsPerYear),
        ]
        for (channel, perYear) in figures where perYear > 0 {
            let figure = Int((Double(perYear) * Double(days) / 365).rounded())
            total += figure - (counted[channel.rawValue] ?? 0)
            if frame.grouping == .channel { base[channel.rawValue] = figure }
        }
    }

    private func channels(_ frame: ReportFrame) async throws(DeskError) -> [String: Int] {
        var sums: [String: Int] = [:]
        for (one, count) in try await counts(.contact, by: [.channel], frame, over: frame.baseDays)
        {
            sums[one.channel, default: 0] += count
        }
        return sums
    }

    private func total(
        _ fact: DayCount.Fact,
        _ frame: ReportFrame,
        over days: ClosedRange<CivilDay>
    ) async throws(DeskError) -> Int {
        try await counts(fact, by: [], frame, over: days).reduce(0) { $0 + $1.count }
    }

    func sums(
        _ fact: DayCount.Fact,
        _ frame: ReportFrame,
        over days: ClosedRange<CivilDay>
    ) async throws(DeskError) -> [String: Int] {
        var sums: [String: Int] = [:]
        for (one, count) in try await counts(fact, by: [frame.column], frame, over: days) {
            sums[frame.group(of: one), default: 0] += count
        }
        return sums
    }

    /// What became of calls; they are of no queue, and everybody's who sees figures.
    private func calls(_ frame: ReportFrame) async throws(DeskError) -> ReportTable {
        var outcomes: [String: Int] = [:]
        var waits = Spread()
        var answered: [String: Spread] = [:]
        for (one, count) in try await counts(.call, by: [.outcome, .amount], frame) {
            outcomes[one.outcome, default: 0] += count
            guard one.outcome == Call.Outcome.answered.rawValue else { continue }
            answered[one.outcome, default: Spread()].add(one.amount, count)
            waits.add(one.amount, count)
        }
        let total = outcomes.values.reduce(0, +)
        func row(_ name: String, _ count: Int, _ waits: Spread?) -> ReportRow {
            ReportRow([
                .text(name), .count(count), .share(count, of: total),
                .optional(waits?.quantile(0.5)), .optional(waits?.quantile(0.9)),
            ])
        }
        let order = Call.Outcome.allCases.map(\.rawValue).filter { outcomes[$0] != nil }
        return ReportTable(
            "calls",
            [
                ReportColumn("outcome", .text), ReportColumn("calls", .count),
                ReportColumn("share", .share), ReportColumn("median_wait", .seconds),
                ReportColumn("p90_wait", .seconds),
            ],
            rows: order.map { row($0, outcomes[$0] ?? 0, answered[$0]) },
            total: row("total", total, waits),
            charted: "calls"
        )
    }
}
