import Foundation

extension Desk {
    /// Promises kept and broken, how long answers took, and what is late and still waited for.
    func promises(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        var wholes: [ReportRow] = []
        var groups: [ReportRow] = []
        let moment = now()
        let broken = try await store.read { reading throws(DeskError) in
            try reading.brokenPromises(in: frame.span, at: moment)
        }
        for (clock, fact) in Self.clockFacts {
            var found = try await promises(fact, frame)
            for one in broken where one.clock == clock && frame.sight.shows(one.queue) {
                let group = frame.group(of: one.place(in: frame.time))
                found[group, default: PromiseCount()].overdue += 1
            }
            let whole = found.values.reduce(into: PromiseCount()) { $0.add($1) }
            wholes.append(ReportRow([.text(clock.rawValue)] + whole.values))
            let sizes = found.mapValues { $0.count + $0.overdue }
            let hidden = frame.hiddenGroups(sizes)
            for group in frame.order(sizes) {
                let values = (found[group] ?? PromiseCount()).values
                let row = ReportRow([.text(clock.rawValue), .text(group)] + values)
                groups.append(hidden.contains(group) ? row.hidden : row)
            }
        }
        return [
            ReportTable(
                "clocks",
                [ReportColumn("clock", .text)] + PromiseCount.columns,
                rows: wholes,
                charted: "kept_share"
            ),
            ReportTable(
                "groups",
                [ReportColumn("clock", .text), ReportColumn(frame.grouping.rawValue, .text)]
                    + PromiseCount.columns,
                rows: groups,
                charted: "kept_share"
            ),
            try await mailAnswers(frame),
        ]
    }

    private static let clockFacts: [(TicketClock, DayCount.Fact)] = [
        (.firstReply, .firstReply), (.nextReply, .nextReply), (.resolution, .resolution),
    ]

    private func promises(
        _ fact: DayCount.Fact,
        _ frame: ReportFrame
    ) async throws(DeskError) -> [String: PromiseCount] {
        var found: [String: PromiseCount] = [:]
        let columns: Set = [frame.column, .outcome, .amount]
        for (one, count) in try await counts(fact, by: columns, frame) {
            found[frame.group(of: one), default: PromiseCount()].add(one, count)
        }
        return found
    }

    /// What cities are compared on: mails answered within one working day, of those answered and those
    /// whose working day went by in the span without a reply to this day.
    private func mailAnswers(_ frame: ReportFrame) async throws(DeskError) -> ReportTable {
        var found: [String: PromiseCount] = [:]
        for (one, count) in try await counts(.mailAnswer, by: [frame.column, .outcome], frame) {
            found[frame.group(of: one), default: PromiseCount()].add(one, count)
        }
        for one in try await lateMails(frame) {
            found[frame.group(of: one), default: PromiseCount()].overdue += 1
        }
        let whole = found.values.reduce(into: PromiseCount()) { $0.add($1) }
        func row(_ name: String, _ found: PromiseCount) -> ReportRow {
            ReportRow([
                .text(name), .count(found.count), .count(found.overdue), .count(found.kept),
                .share(found.kept, of: found.count + found.overdue),
            ])
        }
        let sizes = found.mapValues { $0.count + $0.overdue }
        let hidden = frame.hiddenGroups(sizes)
        return ReportTable(
            "mail",
            [
                ReportColumn(frame.grouping.rawValue, .text), ReportColumn("answered", .count),
                ReportColumn("unanswered", .count),
                ReportColumn("within_one_working_day", .count),
                ReportColumn("within_one_working_day_share", .share),
            ],
            rows: frame.order(sizes).map { group in
                let row = row(group, found[group] ?? PromiseCount())
                return hidden.contains(group) ? row.hidden : row
            },
            total: row("total", whole),
            goal: ReportGoal(
                "within_one_working_day_share",
                frame.settings.mailGoal,
                isLeast: true,
                whole.kept,
                of: whole.count + whole.overdue
            ),
            charted: "within_one_working_day_share"
        )
    }

    /// Mails that nobody replied to within one working day, nor since, where that ended.
    private func lateMails(_ frame: ReportFrame) async throws(DeskError) -> [DayCount] {
        let clocks = settings.clocks
        let moment = now()
        // What came before may have been due in the span, as after a long holiday.
        let span = (frame.span.lowerBound - Self.holidayMax)..<frame.span.upperBound
        let mails = try await store.read { reading throws(DeskError) in
            try reading.unansweredMails(cameIn: span)
        }
        return mails.compactMap { mail in
            let hours = clocks.queueHours[mail.queue] ?? clocks.hours
            guard frame.sight.shows(mail.queue),
                let end = hours.closing(ofOpenDay: 1, after: mail.askedAt, in: clocks.time),
                end < mail.endedAt ?? moment, frame.span.contains(end)
            else { return nil }
            var count = DayCount(.mailAnswer, on: clocks.time.day(of: end))
            count.queue = mail.queue
            count.channel = TicketChannel.email.rawValue
            count.kind = mail.kind.rawValue
            return count
        }
    }

    /// Longer than any stretch of days without hours.
    private static let holidayMax: TimeInterval = 31 * 24 * 3_600
}

/// How often a promise was kept, and how long it took.
private struct PromiseCount {
    var kept = 0
    var missed = 0
    /// Broken, and not met yet.
    var overdue = 0
    var times = Spread()

    var count: Int { kept + missed }

    mutating func add(_ one: DayCount, _ count: Int) {
        if one.outcome == DayCount.kept { kept += count } else { missed += count }
        times.add(one.amount, count)
    }

    mutating func add(_ other: Self) {
        kept += other.kept
        missed += other.missed
        overdue += other.overdue
        times.add(other.times)
    }

    var values: [ReportValue] {
        [
            .count(count), .count(kept), .count(missed), .share(kept, of: count),
            .optional(times.quantile(0.5)), .optional(times.quantile(0.9)), .count(overdue),
        ]
    }

    static let columns = [
        ReportColumn("stopped", .count), ReportColumn("kept", .count),
        ReportColumn("missed", .count), ReportColumn("kept_share", .share),
        ReportColumn("median", .minutes), ReportColumn("p90", .minutes),
        ReportColumn("overdue", .count),
    ]
}
