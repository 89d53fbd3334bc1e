import Foundation

/// What all tables of a report have in common: which days, told apart by what, seen by whom.
struct ReportFrame: Sendable {
    var days: ClosedRange<CivilDay>
    /// Nothing has happened on later days: they cost nothing, and are compared with nothing.
    var today: CivilDay
    /// The first day of the span to compare with.
    var base: CivilDay
    /// True where somebody asked for that day.
    var namesBase: Bool
    var grouping: ReportGrouping
    var sight: ReportSight
    var settings: ReportSettings
    var confidentialQueues: Set<String>
    var time: CityTime

    /// How many of the days have begun.
    var daysSoFar: Int { max(0, min(days.upperBound, today).number - days.lowerBound.number + 1) }

    /// As many days from ``base`` on as have begun; nil for none.
    var baseDays: ClosedRange<CivilDay>? {
        daysSoFar > 0 ? base...(base + (daysSoFar - 1)) : nil
    }

    /// The moments from the first day's midnight to the one after the last.
    var span: Range<Date> {
        time.moment(on: days.lowerBound)..<time.moment(on: days.upperBound + 1)
    }

    /// The column of the counts that the grouping needs.
    var column: DayCountQuery.Column {
        switch grouping {
        case .channel, .mode: .channel
        case .category: .category
        case .kind: .kind
        case .queue, .board: .queue
        case .article, .destination, .unit: .subject
        case .day, .week, .month: .day
        }
    }

    /// The group that a count belongs to.
    func group(of count: DayCount) -> String {
        switch grouping {
        case .channel, .mode: count.channel
        case .category: count.category
        case .kind: count.kind
        case .queue: count.queue
        // Only tickets know it.
        case .unit: count.subject
        case .board: settings.board(of: count.queue)
        case .article, .destination: count.subject
        case .day, .week, .month: period(of: count.day)
        }
    }

    /// The stretch of time that a day lies in.
    func period(of day: CivilDay) -> String {
        switch grouping {
        case .week: ISOWeek(of: day).description
        case .month: String(day.description.prefix(7))
        default: day.description
        }
    }

    /// The stretches of time of the span, in order.
    var periods: [String] {
        var names: [String] = []
        for number in days.lowerBound.number...days.upperBound.number {
            let name = period(of: CivilDay(number: number))
            if names.last != name { names.append(name) }
        }
        return names
    }

    /// The groups in the order of the rows: stretches of time one after the other, all else by how
    /// many there were.
    func order(_ sizes: [String: Int]) -> [String] {
        guard !grouping.isTime else { return periods }
        return sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// The groups whose figures are left out: those of confidential queues that are about too few, and
    /// where that is one alone, the smallest other too, or it would be the difference to the total.
    func hiddenGroups(_ sizes: [String: Int]) -> Set<String> {
        let names: Set<String>
        switch grouping {
        case .queue: names = confidentialQueues
        case .board:
            let open = Set(sizes.keys).subtracting(confidentialQueues.map(settings.board(of:)))
            names = Set(confidentialQueues.map(settings.board(of:))).subtracting(open)
        default: return []
        }
        return hiddenGroups(sizes, among: names)
    }

    /// The same where it is known which groups are of confidential queues alone.
    func hiddenGroups(_ sizes: [String: Int], among names: Set<String>) -> Set<String> {
        let small = { (count: Int) in count > 0 && count < settings.smallGroupMin }
        var hidden = Set(sizes.filter { names.contains($0.key) && small($0.value) }.keys)
        guard hidden.count == 1 else { return hidden }
        let others = sizes.filter { !hidden.contains($0.key) && $0.value > 0 }
        if let next = others.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            hidden.insert(next.key)
        }
        return hidden
    }
}

/// How often each amount was counted.
struct Spread: Sendable, Equatable {
    private var counts: [Int: Int] = [:]
    private(set) var count = 0

    mutating func add(_ amount: Int, _ times: Int) {
        counts[amount, default: 0] += times
        count += times
    }

    mutating func add(_ other: Self) {
        for (amount, times) in other.counts { add(amount, times) }
    }

    func times(_ amount: Int) -> Int { counts[amount] ?? 0 }

    /// The least amount that at least such a part of all does not exceed (nearest rank); nil of none.
    func quantile(_ part: Double) -> Int? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((part * Double(count)).rounded(.up)))
        var seen = 0
        for (amount, times) in counts.sorted(by: { $0.key < $1.key }) {
            seen += times
            if seen >= rank { return amount }
        }
        return nil
    }
}
