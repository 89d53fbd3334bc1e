import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("A surveyed autumn")
struct SurveyedAutumnTests {
    /// Midnight in Stockholm, on Monday 12 October 2026.
    private static let start = Date(timeIntervalSince1970: 1_791_756_000)
    private static let costPerMonth = 140_000

    @Test(
        "comes out in the reports on satisfaction and cost as its generator has booked it",
        arguments: StoreKind.available
    )
    func figures(on kind: StoreKind) async throws {
        var settings = DeskSettings.writing {
            $0.sendsReceipts = false
            $0.sendsSurveys = true
        }
        settings.reports.costPerMonth = Self.costPerMonth
        let least = settings.reports.smallGroupMin
        let clock = TestClock(Self.start)
        try await withDesk(on: kind, settings: settings, clock: clock) { house in
            var autumn = SurveyedAutumn(from: Self.start)
            try await autumn.run(at: house)
            #expect(autumn.answers.count > 40 && autumn.asked.count > 80)
            for grouping in [ReportGrouping.channel, .queue, .week, .month] {
                let table = try await report(.satisfaction, by: grouping, at: house)
                expect(table, says: autumn, by: grouping, atLeast: least)
            }
            for grouping in [ReportGrouping.week, .month] {
                expect(try await report(.cost, by: grouping, at: house), costs: autumn, grouping)
            }
        }
    }

    private func report(
        _ name: ReportName,
        by grouping: ReportGrouping,
        at house: TestDesk
    ) async throws -> ReportTable {
        let request = ReportRequest(
            name,
            from: CivilDay("2026-10-12"),
            to: CivilDay("2026-11-22"),
            by: grouping
        )
        return try await house.desk.report(request, as: .lena).tables[0]
    }

    private func expect(
        _ table: ReportTable,
        says autumn: SurveyedAutumn,
        by grouping: ReportGrouping,
        atLeast least: Int
    ) {
        func group(_ channel: String, _ queue: String, _ at: Date) -> String {
            switch grouping {
            case .channel: channel
            case .queue: queue
            default: period(of: at, by: grouping)
            }
        }
        var grades = Dictionary(grouping: autumn.answers) { group($0.channel, $0.queue, $0.at) }
            .mapValues { $0.map(\.grade) }
        var asked = Dictionary(grouping: autumn.asked) { group($0.channel, $0.queue, $0.at) }
            .mapValues(\.count)
        #expect(Set(table.rows.map(\.name)).isSuperset(of: asked.keys))
        var untold = untold(grades.mapValues(\.count), least)
        if autumn.answers.count < least { untold.insert("total") }
        grades["total"] = autumn.answers.map(\.grade)
        asked["total"] = autumn.asked.count
        for row in table.rows + [table.total].compactMap(\.self) {
            let (grades, asked) = (grades[row.name] ?? [], asked[row.name] ?? 0)
            var wanted: [Double?] = [
                Double(asked), Double(grades.count), share(grades.count, asked),
            ]
            let isTold = !untold.contains(row.name)
            wanted +=
                !isTold
                ? Array(repeating: nil, count: 7)
                : [
                    share(grades.reduce(0, +), grades.count),
                    share(grades.count { $0 >= 4 }, grades.count),
                ] + (1...5).map { grade in Double(grades.count { $0 == grade }) }
            #expect(isClose(row, wanted), "\(grouping): \(row), and not \(wanted)")
            #expect(row.isHidden == !isTold)
        }
    }

    /// The smallest groups, where one is too small: so many that their difference to the total is of
    /// two groups at least, and of as many grades as may be told of.
    private func untold(_ counts: [String: Int], _ least: Int) -> Set<String> {
        let order = counts.filter { $0.value > 0 }
            .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let first = order.first, first.value < least else { return [] }
        for place in order.indices.dropFirst() {
            let some = order[...place]
            let isEnough = some.reduce(0) { $0 + $1.value } >= least
            if isEnough, order[place...].dropFirst().allSatisfy({ $0.value >= least }) {
                return Set(some.map(\.key))
            }
        }
        return Set(order.map(\.key))
    }

    private func expect(
        _ table: ReportTable,
        costs autumn: SurveyedAutumn,
        _ grouping: ReportGrouping
    ) {
        var contacts = Dictionary(grouping: autumn.contacts) { period(of: $0, by: grouping) }
            .mapValues(\.count)
        var costs: [String: Double] = [:]
        for day in 0..<42 {
            // Noon, so that the night of 25 hours moves no day.
            let noon = Self.start + Double(day) * 86_400 + 43_200
            let ofMonth = calendar.range(of: .day, in: .month, for: noon)?.count ?? 0
            let cost = Double(Self.costPerMonth) / Double(ofMonth)
            costs[period(of: noon, by: grouping), default: 0] += cost
            costs["total", default: 0] += cost
        }
        contacts["total"] = autumn.contacts.count
        #expect(Set(table.rows.map(\.name)) == Set(costs.keys).subtracting(["total"]))
        for row in table.rows + [table.total].compactMap(\.self) {
            let (count, cost) = (contacts[row.name] ?? 0, costs[row.name] ?? 0)
            let each = count > 0 ? cost / Double(count) : nil
            #expect(isClose(row, [Double(count), cost, each, nil]), "\(row)")
            #expect(row.values.last == .text("SEK"))
        }
    }

    /// Every figure of a row as it should be, to a ten-thousandth; texts are not looked at.
    private func isClose(_ row: ReportRow, _ wanted: [Double?]) -> Bool {
        let found = row.values.dropFirst().map { value -> Double? in
            switch value {
            case .count(let count): Double(count)
            case .number(let number): number
            case .text, .none: nil
            }
        }
        return found.count == wanted.count
            && zip(found, wanted).allSatisfy { found, wanted in
                guard let found, let wanted else { return found == nil && wanted == nil }
                return abs(found - wanted) <= 0.000_1
            }
    }

    private func share(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }

    private func period(of moment: Date, by grouping: ReportGrouping) -> String {
        let parts = calendar.dateComponents(
            [.month, .year, .weekOfYear, .yearForWeekOfYear],
            from: moment
        )
        return grouping == .month
            ? String(format: "%04d-%02d", parts.year ?? 0, parts.month ?? 0)
            : String(format: "%04d-W%02d", parts.yearForWeekOfYear ?? 0, parts.weekOfYear ?? 0)
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(identifier: "Europe/Stockholm") ?? .gmt
        return calendar
    }
}
