extension Desk {
    /// How many got in touch, beside how many did before on as many days as have begun.
    func volume(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        let contacts = try await contactsByChannel(frame, over: frame.days)
        let found = contacts.mapValues { $0.values.reduce(0, +) }
        let opened = try await sums(.opened, frame, over: frame.days)
        var base: [String: Int] = [:]
        var baseTotal = 0
        if let days = frame.baseDays {
            if !frame.grouping.isTime { base = try await sums(.contact, frame, over: days) }
            baseTotal = try await total(.contact, frame, over: days)
        }
        if frame.takesConfiguredBase {
            replace(&base, &baseTotal, frame, try await channels(frame))
        }
        // A group in which tickets came and nobody got in touch is in the total as well.
        let silent = opened.merging(base) { one, _ in one }.mapValues { _ in 0 }
        // What was counted in a group may have been taken off it again.
        let sizes = found.merging(silent) { one, _ in one }.filter { group, _ in
            [found, opened, base].contains { $0[group, default: 0] != 0 }
        }
        // Of how few it was before, or how few came of it, says as much as of how few it is now.
        let parts = frame.channelColumns.map { _, channel in
            contacts.mapValues { $0[channel.rawValue] ?? 0 }
        }
        // What is left of the contacts can be reckoned from them.
        let others =
            parts.isEmpty
            ? [] : [parts.reduce(found) { $0.merging($1, uniquingKeysWith: -) }]
        let hidden = ([base, opened] + parts + others).reduce(into: frame.hiddenGroups(sizes)) {
            $0.formUnion(frame.hiddenGroups($1))
        }
        let rows = frame.order(sizes).map { group in
            let row = row(
                group,
                [found[group] ?? 0] + parts.map { $0[group] ?? 0 } + [opened[group] ?? 0],
                base[group]
            )
            return hidden.contains(group) ? row.hidden : row
        }
        let totals = ([found] + parts + [opened]).map { $0.values.reduce(0, +) }
        let contactsTotal = totals[0]
        let table = ReportTable(
            "contacts",
            [ReportColumn(frame.grouping.rawValue, .text), ReportColumn("contacts", .count)]
                + frame.channelColumns.map { ReportColumn($0.name, .count) }
                + [
                    ReportColumn("tickets", .count), ReportColumn("base", .count),
                    ReportColumn("change", .share),
                ],
            rows: rows,
            total: row("total", totals, baseTotal),
            goal: ReportGoal(
                "change",
                -frame.settings.volumeGoal,
                isLeast: false,
                contactsTotal - baseTotal,
                of: baseTotal
            ),
            charted: "contacts"
        )
        return [table, try await calls(frame)]
    }

    /// A row of the counts in their order, of which the first is that of contacts.
    private func row(_ group: String, _ counts: [Int], _ base: Int?) -> ReportRow {
        let change = base.map { ReportValue.share(counts[0] - $0, of: $0) } ?? .none
        return ReportRow(
            [.text(group)] + counts.map { .count($0) } + [.optional(base), change]
        )
    }

    /// How many contacts each group had by each channel.
    private func contactsByChannel(
        _ frame: ReportFrame,
        over days: ClosedRange<CivilDay>
    ) async throws(DeskError) -> [String: [String: Int]] {
        var sums: [String: [String: Int]] = [:]
        let found = try await counts(.contact, by: [frame.column, .channel], frame, over: days)
        for (one, count) in found {
            sums[frame.group(of: one), default: [:]][one.channel, default: 0] += count
        }
        return sums
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
        let figures = [
            (TicketChannel.email, frame.settings.baseMailsPerYear),
            (.phone, frame.settings.baseCallsPerYear),
        ]
        for (channel, perYear) in figures where perYear > 0 {
            let figure = Int((Double(perYear) * Double(frame.daysSoFar) / 365).rounded())
            total += figure - (counted[channel.rawValue] ?? 0)
            // Stretches of time are compared in the total alone.
            if frame.grouping == .channel { base[channel.rawValue] = figure }
        }
    }

    private func channels(_ frame: ReportFrame) async throws(DeskError) -> [String: Int] {
        guard let days = frame.baseDays else { return [:] }
        var sums: [String: Int] = [:]
        for (one, count) in try await counts(.contact, by: [.channel], frame, over: days) {
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

extension ReportFrame {
    /// True where the configured figures of a year may stand for what was counted.
    ///
    /// They are told apart by channel alone: among boards and kinds their total would be of what no
    /// row has. Whoever names days to compare with wants those.
    fileprivate var takesConfiguredBase: Bool {
        !namesBase && (grouping == .channel || grouping.isTime)
    }

    /// The channels that have a column of their own.
    fileprivate var channelColumns: [(name: String, channel: TicketChannel)] {
        grouping == .board ? [("mails", .email), ("calls", .phone)] : []
    }
}
