public import Foundation

/// When an office is open, by the clocks of the city.
///
/// Written as OpenStreetMap writes opening hours, a small part of it: rules after one another,
/// parted by `;`, of which a later one goes before an earlier one.
///
/// ```text
/// Mo-Fr 08:00-16:30; Sa 10:00-14:00; HD 08:00-12:00; PH off; 2026-12-23 off
/// ```
///
/// Days are `Mo`…`Su`, ranges and lists of them, a date, `PH` for public holidays and the eves that
/// are closed like them, and `HD` (ours) for the half-days before a holiday, see
/// ``SwedishCalendar``. Times are `HH:MM-HH:MM`, several parted by a comma, or `off`. `24/7` is
/// always open. Unless a rule says otherwise holidays are closed and half-days are as their
/// weekday; a half-day on a weekday without hours stays closed.
public struct OpeningHours: Sendable, Hashable {
    /// From one time of day to another, in minutes since midnight.
    struct Span: Sendable, Hashable {
        var from: Int
        var to: Int
    }

    var week: [[Span]] = Array(repeating: [], count: Weekday.allCases.count)
    var halfDay: [Span]?
    var holiday: [Span] = []
    var exceptions: [CivilDay: [Span]] = [:]

    /// Open at any time.
    public static let always: OpeningHours = {
        var hours = OpeningHours()
        hours.week = Array(repeating: [wholeDay], count: Weekday.allCases.count)
        hours.holiday = [wholeDay]
        return hours
    }()

    static let wholeDay = Span(from: 0, to: 1_440)

    /// What is shorter comes of sums of times, which are kept in whole milliseconds: it is nothing.
    static let leastSpan: TimeInterval = 0.000_5

    /// How far ahead an opening is looked for, in days.
    static let daysAheadMax = 400

    func spans(on day: CivilDay) -> [Span] {
        if let exception = exceptions[day] { return exception }
        let ordinary = week[day.weekday.rawValue]
        guard let occasion = SwedishCalendar.occasion(on: day) else { return ordinary }
        guard occasion.isHalfDay else { return holiday }
        return ordinary.isEmpty ? [] : halfDay ?? ordinary
    }
}

extension OpeningHours {
    /// True when it is open at that moment; closing time itself is closed.
    public func isOpen(at moment: Date, in time: CityTime) -> Bool {
        periods(on: time.day(of: moment), in: time).contains { $0.contains(moment) }
    }

    /// When it next opens; the moment itself when it is open then.
    ///
    /// - Returns: nil when it does not open within the next 400 days.
    public func opening(from moment: Date, in time: CityTime) -> Date? {
        for period in periods(from: time.day(of: moment), in: time) where period.upperBound > moment
        {
            return max(period.lowerBound, moment)
        }
        return nil
    }

    /// How long it is open between two moments, in seconds that pass.
    ///
    /// - Returns: 0 when the second is not after the first.
    public func openSeconds(from start: Date, to end: Date, in time: CityTime) -> TimeInterval {
        var sum: TimeInterval = 0
        guard start < end else { return sum }
        var day = time.day(of: start)
        let last = time.day(of: end)
        while day <= last {
            for period in periods(on: day, in: time) {
                let from = max(period.lowerBound, start)
                let to = min(period.upperBound, end)
                if from < to { sum += to.timeIntervalSince(from) }
            }
            day = day + 1
        }
        return sum
    }

    /// When it has been open that long since `start`.
    ///
    /// - Parameters:
    ///   - seconds: of open time; 0 gives the first moment at which it is open.
    ///   - start: when counting begins.
    ///   - time: the city's clocks.
    /// - Returns: nil when that is past the next 400 days.
    public func moment(
        after seconds: TimeInterval,
        from start: Date,
        in time: CityTime
    ) -> Date? {
        var left = seconds
        for period in periods(from: time.day(of: start), in: time) where period.upperBound > start {
            let from = max(period.lowerBound, start)
            let length = period.upperBound.timeIntervalSince(from)
            // What is due at closing time is due then, not when doors open again.
            if left <= length + Self.leastSpan { return from + min(left, length) }
            left -= length
        }
        return nil
    }

    /// When the n-th day with hours closes, counted from the day after `start`.
    ///
    /// - Returns: nil when that is past the next 400 days.
    public func closing(ofOpenDay count: Int, after start: Date, in time: CityTime) -> Date? {
        var left = count
        let day = time.day(of: start)
        for ahead in 1...Self.daysAheadMax {
            guard let last = periods(on: day + ahead, in: time).last else { continue }
            left -= 1
            if left <= 0 { return last.upperBound }
        }
        return nil
    }

    private func periods(from day: CivilDay, in time: CityTime) -> some Sequence<Range<Date>> {
        (0..<Self.daysAheadMax).lazy.flatMap { periods(on: day + $0, in: time) }
    }

    private func periods(on day: CivilDay, in time: CityTime) -> [Range<Date>] {
        spans(on: day).map { span in
            let from = time.moment(on: day, at: TimeInterval(span.from * 60))
            // A span that summer time leaves out is empty, not backward.
            return from..<max(from, time.moment(on: day, at: TimeInterval(span.to * 60)))
        }
    }
}
