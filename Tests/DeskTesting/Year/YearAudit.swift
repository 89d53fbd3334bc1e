import Desk
import Foundation

/// Holds every report of a year against the generator's books.
struct YearAudit: Sendable {
    private let calendar: YearCalendar
    private let days: ClosedRange<Int>
    private let ledger: YearLedger
    private let desk: Desk

    init(_ calendar: YearCalendar, _ days: ClosedRange<Int>, _ ledger: YearLedger, _ desk: Desk) {
        self.calendar = calendar
        self.days = days
        self.ledger = ledger
        self.desk = desk
    }

    /// What differs, and how long each report took.
    func differences(rounds: Int) async throws -> ([String], [Duration]) {
        var found: [String] = []
        var times: [Duration] = []
        for _ in 0..<rounds {
            found = []
            for (name, grouping, compare) in comparisons {
                let start = ContinuousClock.now
                let report = try await desk.report(query(name, grouping), as: .lena)
                times.append(ContinuousClock.now - start)
                found += compare(report)
            }
        }
        return (found, times)
    }

    private func query(_ name: ReportName, _ grouping: ReportGrouping) -> ReportRequest {
        ReportRequest(
            name,
            from: CivilDay(calendar.name(of: days.lowerBound)),
            to: CivilDay(calendar.name(of: days.upperBound)),
            by: grouping
        )
    }

    private typealias Comparison = (ReportName, ReportGrouping, @Sendable (Report) -> [String])

    private var comparisons: [Comparison] {
        [
            (.volume, .channel, { volume($0) }), (.volume, .day, { contacts($0, by: "day") }),
            (.volume, .month, { contacts($0, by: "month") }), (.clocks, .queue, { clocks($0) }),
            (.clocks, .kind, { clocks($0) }), (.handoffs, .destination, { handoffs($0) }),
            (.articles, .article, { articles($0) }), (.complaints, .kind, { complaints($0) }),
            (.cost, .month, { cost($0) }), (.fcr, .channel, { firstContacts($0) }),
            (.fcr, .week, { firstContacts($0) }),
        ]
    }

    private func volume(_ report: Report) -> [String] {
        var wanted: [String: [String: Double]] = [:]
        for channels in ledger.contacts.values {
            for (channel, count) in channels {
                wanted[channel.rawValue, default: [:]]["contacts", default: 0] += Double(count)
            }
        }
        for (channel, count) in ledger.opened {
            wanted[channel.rawValue, default: [:]]["tickets"] = Double(count)
        }
        var calls: [String: [String: Double]] = [:]
        for (outcome, count) in ledger.calls { calls[outcome.rawValue] = ["calls": Double(count)] }
        let waits = ledger.waits.map { Double(TimeSteps.seconds($0)) }
        calls["answered"]?["median_wait"] = quantile(0.5, of: waits)
        calls["answered"]?["p90_wait"] = quantile(0.9, of: waits)
        return compare(report, "contacts", wanted) + compare(report, "calls", calls)
    }

    private func contacts(_ report: Report, by grouping: String) -> [String] {
        var wanted: [String: [String: Double]] = [:]
        for day in days {
            let name = calendar.name(of: day)
            let group = grouping == "day" ? name : String(name.prefix(7))
            let count = ledger.contacts[day]?.values.reduce(0, +) ?? 0
            wanted[group, default: [:]]["contacts", default: 0] += Double(count)
        }
        return compare(report, "contacts", wanted)
    }

    private func clocks(_ report: Report) -> [String] {
        var wanted: [String: [String: Double]] = [:]
        for fact in [DayCount.Fact.firstReply, .nextReply, .resolution] {
            let promise = ledger.promises[fact] ?? YearLedger.Promise()
            let times = promise.times.map { Double(TimeSteps.minutes($0)) }
            wanted[fact.rawValue] = [
                "kept": Double(promise.kept), "missed": Double(promise.missed),
                "median": quantile(0.5, of: times), "p90": quantile(0.9, of: times),
            ].compactMapValues(\.self)
        }
        let mail = ledger.promises[.mailAnswer] ?? YearLedger.Promise()
        let table = report.tables.first { $0.name == "mail" }
        let total = table.map { figures($0.total, $0) } ?? [:]
        return compare(report, "clocks", wanted)
            + compare(
                total,
                with: [
                    "answered": Double(mail.kept + mail.missed),
                    "within_one_working_day": Double(mail.kept),
                ],
                "clocks mail"
            )
    }

    private func handoffs(_ report: Report) -> [String] {
        var wanted: [String: Double] = [
            "handoffs": Double(ledger.handoffs.values.reduce(0, +)),
            "completed": Double(ledger.handoffs[.completed] ?? 0),
            "busy": Double(ledger.handoffs[.busy] ?? 0),
            "no_answer": Double(ledger.handoffs[.noAnswer] ?? 0),
        ]
        let waits = ledger.handoffWaits.map { Double(TimeSteps.seconds($0)) }
        wanted["median_wait"] = quantile(0.5, of: waits)
        wanted["p90_wait"] = quantile(0.9, of: waits)
        return compare(report, "handoffs", ["bygglov": wanted])
    }

    private func articles(_ report: Report) -> [String] {
        var wanted: [String: [String: Double]] = [:]
        for (article, count) in ledger.sent {
            wanted[article, default: [:]]["sent"] = Double(count)
        }
        for (article, count) in ledger.solved {
            wanted[article, default: [:]]["solved"] = Double(count)
        }
        return compare(report, "articles", wanted)
    }

    private func complaints(_ report: Report) -> [String] {
        let end = calendar.midnights[days.upperBound + 1] - 1
        var wanted: [String: Double] = [:]
        for one in ledger.complaints {
            wanted["received", default: 0] += 1
            let isDue = calendar.closing(ofOpenDay: 2, after: one.at).map { $0 < end } ?? false
            if one.receiptAt != nil, one.isReceiptKept {
                wanted["receipts_in_time", default: 0] += 1
            } else if one.receiptAt != nil || isDue {
                wanted["receipts_late", default: 0] += 1
            }
            if one.isAnswered, one.isAnswerKept { wanted["answers_in_time", default: 0] += 1 }
            if !one.isAnswered { wanted["open", default: 0] += 1 }
        }
        return compare(report, "complaints", wanted.isEmpty ? [:] : ["complaint": wanted])
    }

    private func firstContacts(_ report: Report) -> [String] {
        let end = calendar.midnights[days.upperBound + 1] - 1
        var wanted: [String: [String: Double]] = [:]
        for first in ledger.firsts {
            let group =
                report.grouping == .channel
                ? first.channel.rawValue : calendar.week(of: calendar.day(of: first.openedAt))
            wanted[group, default: [:]][first.verdict.rawValue, default: 0] += 1
            if first.verdict != .repeated { wanted[group]?["tickets", default: 0] += 1 }
            if first.verdict == .solved, let ended = first.endedAt, end < ended + 7 * 86_400 {
                wanted[group]?["provisional", default: 0] += 1
            }
        }
        for (group, figures) in wanted {
            guard let tickets = figures["tickets"], tickets > 0 else { continue }
            wanted[group]?["fcr_share"] = (figures["solved"] ?? 0) / tickets
        }
        return compare(report, "first_contacts", wanted)
    }

    private func cost(_ report: Report) -> [String] {
        let perDay: [String: Double] = Dictionary(
            uniqueKeysWithValues: zip(1...12, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
                .map { (String(format: "2026-%02d", $0), 140_000 / Double($1)) }
        )
        var wanted: [String: [String: Double]] = [:]
        for day in days {
            let month = String(calendar.name(of: day).prefix(7))
            let count = ledger.contacts[day]?.values.reduce(0, +) ?? 0
            wanted[month, default: [:]]["contacts", default: 0] += Double(count)
            wanted[month, default: [:]]["cost", default: 0] += perDay[month] ?? 0
        }
        for (month, figures) in wanted {
            guard let contacts = figures["contacts"], contacts > 0 else { continue }
            wanted[month]?["cost_per_contact"] = (figures["cost"] ?? 0) / contacts
        }
        return compare(report, "cost", wanted)
    }

    /// The least that at least such a part of all does not exceed; by sorting, not by counting.
    private func quantile(_ part: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        return values.sorted()[max(0, Int((part * Double(values.count)).rounded(.up)) - 1)]
    }

    private func compare(
        _ report: Report,
        _ name: String,
        _ wanted: [String: [String: Double]]
    ) -> [String] {
        guard let table = report.tables.first(where: { $0.name == name }) else {
            return ["\(report.name): no table \(name)"]
        }
        var found: [String: [String: Double]] = [:]
        for row in table.rows {
            guard case .text(let group)? = row.values.first else { continue }
            found[group] = figures(row, table)
        }
        let groups = Set(wanted.keys).union(found.keys)
        return groups.sorted().flatMap { group in
            compare(
                found[group] ?? [:],
                with: wanted[group] ?? [:],
                "\(report.name.rawValue) \(name) \(group)"
            )
        }
    }

    /// Only what the books have an opinion on.
    private func compare(
        _ found: [String: Double],
        with wanted: [String: Double],
        _ place: String
    ) -> [String] {
        wanted.sorted { $0.key < $1.key }.compactMap { column, value in
            let figure = found[column] ?? 0
            return abs(figure - value) <= 0.000_1
                ? nil : "\(place) \(column): \(figure), and not \(value)"
        }
    }

    private func figures(_ row: ReportRow?, _ table: ReportTable) -> [String: Double] {
        var figures: [String: Double] = [:]
        for (column, value) in zip(table.columns, row?.values ?? []) {
            switch value {
            case .count(let count): figures[column.name] = Double(count)
            case .number(let number): figures[column.name] = number
            case .text, .none: break
            }
        }
        return figures
    }
}
