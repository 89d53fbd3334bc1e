import Foundation

extension Desk {
    /// How many tickets were solved at first contact, of those that were opened in the span.
    ///
    /// What came back about an earlier ticket is that ticket's failure and no contact of its own; while
    /// the seven days run a solved one is provisional.
    func firstContacts(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        var found: [String: FirstContactSum] = [:]
        for (group, span) in frame.spans {
            for count in try await firstContacts(frame, openedIn: span) {
                found[group ?? frame.group(of: count), default: FirstContactSum()].add(count)
            }
        }
        let sizes = found.mapValues(\.counted)
        let whole = found.values.reduce(into: FirstContactSum()) { $0.add($1) }
        let total = ReportRow([.text("total")] + whole.values)
        return [
            ReportTable(
                "first_contacts",
                [ReportColumn(frame.grouping.rawValue, .text)] + FirstContactSum.columns,
                rows: frame.order(sizes).map { group in
                    ReportRow([.text(group)] + (found[group] ?? FirstContactSum()).values)
                },
                total: total,
                goal: ReportGoal(
                    "fcr_share",
                    frame.settings.fcrGoal,
                    isLeast: true,
                    whole.solved,
                    of: whole.counted
                ),
                charted: "fcr_share"
            )
        ]
    }

    private func firstContacts(
        _ frame: ReportFrame,
        openedIn span: Range<Date>
    ) async throws(DeskError) -> [FirstContactCount] {
        let moment = now()
        return try await store.read { reading throws(DeskError) in
            try reading.firstContacts(
                openedIn: span,
                at: moment,
                in: frame.sight.queues,
                butNot: frame.sight.hiddenQueues
            )
        }
    }
}

extension ReportFrame {
    /// What is read at a time: each stretch of time by itself, or the whole span.
    fileprivate var spans: [(group: String?, span: Range<Date>)] {
        guard grouping.isTime else { return [(nil, span)] }
        var spans: [(group: String?, span: Range<Date>)] = []
        var first = days.lowerBound
        while first <= days.upperBound {
            let name = period(of: first)
            var next = first + 1
            while next <= days.upperBound, period(of: next) == name { next = next + 1 }
            spans.append((name, time.moment(on: first)..<time.moment(on: next)))
            first = next
        }
        return spans
    }

    fileprivate func group(of count: FirstContactCount) -> String {
        switch grouping {
        case .category: count.category.rawValue
        case .article: count.article ?? "none"
        default: count.channel.rawValue
        }
    }
}

/// How many tickets came to what at first contact.
private struct FirstContactSum {
    private var tickets: [FirstContact: Int] = [:]
    private var provisional = 0
    /// First contacts, whatever came of them.
    private(set) var counted = 0

    mutating func add(_ count: FirstContactCount) {
        tickets[count.firstContact, default: 0] += count.tickets
        if count.isCounted { counted += count.tickets }
        if count.isProvisional { provisional += count.tickets }
    }

    mutating func add(_ other: Self) {
        tickets.merge(other.tickets, uniquingKeysWith: +)
        provisional += other.provisional
        counted += other.counted
    }

    private func times(_ verdict: FirstContact) -> Int { tickets[verdict] ?? 0 }

    var solved: Int { times(.solved) }

    var values: [ReportValue] {
        [
            .count(counted), .count(solved), .count(times(.returned)),
            .count(times(.handedOff)), .count(times(.unsolved)), .count(provisional),
            .count(times(.repeated)), .share(solved, of: counted),
        ]
    }

    static let columns = [
        ReportColumn("tickets", .count), ReportColumn("solved", .count),
        ReportColumn("returned", .count), ReportColumn("handed_off", .count),
        ReportColumn("unsolved", .count), ReportColumn("provisional", .count),
        ReportColumn("repeated", .count), ReportColumn("fcr_share", .share),
    ]
}
