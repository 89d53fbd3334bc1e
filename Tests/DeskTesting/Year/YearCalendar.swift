import Foundation

/// The year 2026 in Stockholm, reckoned by Foundation's calendar and a list of its holidays: it shares
/// nothing with the desk's own calendar that it is held against.
struct YearCalendar: Sendable {
    /// The midnights of all days, and the one after the last.
    let midnights: [Date]
    /// When doors open and close on each day; nil where they stay closed.
    let openings: [(open: Date, close: Date)?]

    /// Holidays that do not fall on a Saturday or Sunday, and eves on which offices stay closed.
    private static let closedDays: Set = [
        "1-1", "1-6", "4-3", "4-6", "5-1", "5-14", "6-19", "12-24", "12-25", "12-31",
    ]

    /// The days before holidays that end at noon, where they are working days.
    private static let halfDays: Set = ["1-5", "4-2", "4-30", "5-13", "10-30", "12-23"]

    init() {
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: "Europe/Stockholm") else {
            preconditionFailure("the time zone database is part of the system")
        }
        calendar.timeZone = zone
        func date(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Date {
            let parts = DateComponents(
                year: 2026,
                month: month,
                day: day,
                hour: hour,
                minute: minute
            )
            guard let date = calendar.date(from: parts) else { preconditionFailure("a date") }
            return date
        }
        var midnights: [Date] = []
        var openings: [(open: Date, close: Date)?] = []
        for month in 1...12 {
            let days = calendar.range(of: .day, in: .month, for: date(month, 1, 12, 0))?.count ?? 0
            for day in 1...days {
                midnights.append(date(month, day, 0, 0))
                let weekday = calendar.component(.weekday, from: date(month, day, 12, 0))
                let isClosed =
                    weekday == 1 || weekday == 7 || Self.closedDays.contains("\(month)-\(day)")
                let close =
                    Self.halfDays.contains("\(month)-\(day)")
                    ? date(month, day, 12, 0) : date(month, day, 16, 30)
                openings.append(isClosed ? nil : (date(month, day, 8, 0), close))
            }
        }
        midnights.append(date(13, 1, 0, 0))
        self.midnights = midnights
        self.openings = openings
    }

    /// The day of the year a moment is on, from 0; the last one for what is after the year.
    func day(of moment: Date) -> Int {
        var (low, high) = (0, midnights.count - 1)
        while low + 1 < high {
            let middle = (low + high) / 2
            if midnights[middle] <= moment { low = middle } else { high = middle }
        }
        return low
    }

    /// For example `2026-02-09`.
    func name(of day: Int) -> String {
        var left = day
        var month = 1
        for days in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if left < days { break }
            left -= days
            month += 1
        }
        return String(format: "2026-%02d-%02d", month, left + 1)
    }

    /// How long doors were open between two moments.
    func openSeconds(from start: Date, to end: Date) -> TimeInterval {
        guard start < end else { return 0 }
        return (day(of: start)...day(of: end)).reduce(0) { sum, day in
            guard let hours = openings[day] else { return sum }
            let span = min(end, hours.close).timeIntervalSince(max(start, hours.open))
            return sum + max(0, span)
        }
    }

    /// When the n-th working day after a moment's own day closes; nil past the year's end.
    func closing(ofOpenDay count: Int, after moment: Date) -> Date? {
        openings.dropFirst(day(of: moment) + 1).compactMap(\.self).dropFirst(count - 1).first?.close
    }

    /// The moment so much open time later; nil past the year's end.
    func moment(afterOpen seconds: TimeInterval, from start: Date) -> Date? {
        var left = seconds
        for day in day(of: start)..<openings.count {
            guard let hours = openings[day] else { continue }
            let from = max(start, hours.open)
            let room = hours.close.timeIntervalSince(from)
            guard room > 0 else { continue }
            if left < room { return from + left }
            left -= room
        }
        return nil
    }

    /// The ISO week of a day: 2026 begins on the Thursday of its first week, and ends in its 53rd.
    func week(of day: Int) -> String { String(format: "2026-W%02d", (day + 3) / 7 + 1) }
}
