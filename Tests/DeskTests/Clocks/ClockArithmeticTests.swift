import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

/// Office hours counted minute by minute over another calendar: days and clocks are Foundation's,
/// holidays are a list that another program wrote.
private struct SlowCalendar {
    /// Open minutes of the week's days, Monday first; of half-days; none on holidays.
    let week: [[Range<Int>]]
    let halfDay: [Range<Int>]
    private let days: [String: String]
    private var calendar = Calendar(identifier: .gregorian)

    init(week: [[Range<Int>]], halfDay: [Range<Int>], zone: TimeZone, list: URL) throws {
        self.week = week
        self.halfDay = halfDay
        var days: [String: String] = [:]
        for line in try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t")
            days[String(fields[0])] = String(fields[1])
        }
        self.days = days
        calendar.timeZone = zone
    }

    private static let halfDays: Set = [
        "twelfthNight", "maundyThursday", "walpurgisNight", "ascensionEve", "allSaintsEve",
        "dayBeforeChristmasEve",
    ]

    /// What is open on the day of a moment, and how many minutes of it have passed then.
    private func reading(_ moment: Date) -> (day: String, open: [Range<Int>], minute: Int) {
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .weekday],
            from: moment
        )
        let day = String(
            format: "%04d-%02d-%02d",
            parts.year ?? 0,
            parts.month ?? 0,
            parts.day ?? 0
        )
        let ordinary = week[((parts.weekday ?? 0) + 5) % 7]
        let open =
            switch days[day] {
            case nil: ordinary
            case let name? where Self.halfDays.contains(name): ordinary.isEmpty ? [] : halfDay
            default: [Range<Int>]()
            }
        return (day, open, (parts.hour ?? 0) * 60 + (parts.minute ?? 0))
    }

    /// Hands over the minutes from a moment on, whether each is open, and on which day it is.
    ///
    /// Clocks are put forward and back at whole hours: within one, minutes follow each other.
    func walk(from start: Date, _ body: (Date, Bool, String) -> Bool) {
        var hour = start
        while true {
            let (day, open, minute) = reading(hour)
            let left = 60 - minute % 60
            for step in 0..<left {
                let isOpen = open.contains { $0.contains(minute + step) }
                guard body(hour + Double(step) * 60, isOpen, day) else { return }
            }
            hour += Double(left) * 60
        }
    }

    /// Open minutes between two moments.
    func openMinutes(from start: Date, to end: Date) -> Int {
        var count = 0
        guard start < end else { return 0 }
        walk(from: start) { minute, isOpen, _ in
            guard minute < end else { return false }
            if isOpen { count += 1 }
            return true
        }
        return count
    }

    /// The moment at which so many open minutes have passed; the first open one for none.
    func moment(after minutes: Int, from start: Date) -> Date {
        var left = minutes
        var found = start
        walk(from: start) { minute, isOpen, _ in
            guard isOpen else { return true }
            if left == 0 {
                found = minute
                return false
            }
            left -= 1
            found = minute + 60
            return left > 0
        }
        return found
    }

    /// When the n-th open day after that of a moment closes.
    func closing(_ count: Int, after start: Date) -> Date {
        var (first, seen): (String?, String?) = (nil, nil)
        var left = count
        var found = start
        walk(from: start) { minute, isOpen, day in
            first = first ?? day
            guard day != first, isOpen || left == 0 else { return true }
            if day != seen {
                if left == 0 { return false }
                left -= 1
                seen = day
            }
            if isOpen { found = minute + 60 }
            return true
        }
        return found
    }
}

@Suite("Clock arithmetic")
struct ClockArithmeticTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/swedish-holidays.tsv")

    private static let hours = "Mo-Th 08:00-16:30; Fr 08:00-12:00,13:00-15:00; HD 08:00-12:00"

    @Test("ends at closing time what is a rounding longer or shorter than the day")
    func roundings() throws {
        let hours = try OpeningHours("Mo-Fr 08:00-16:30")
        let start = try Date("2026-11-01T12:00:00Z", strategy: .iso8601)
        let closing = try Date("2026-11-02T15:30:00Z", strategy: .iso8601)
        for rounding in [-0.000_1, 0, 0.000_1] {
            let end = hours.moment(after: 30_600 + rounding, from: start, in: CityTime())
            #expect(abs(try #require(end).timeIntervalSince(closing)) < 0.001)
        }
    }

    private func slow() throws -> SlowCalendar {
        try SlowCalendar(
            week: Array(repeating: [480..<990], count: 4) + [[480..<720, 780..<900], [], []],
            halfDay: [480..<720],
            zone: try #require(TimeZone(identifier: "Europe/Stockholm")),
            list: Self.fixture
        )
    }

    /// A minute of 2009–2040, half of them in the weeks in which days are unlike others.
    private func someMinute(_ generator: inout SeededRandom) -> Date {
        let first = 1_230_768_000.0
        let year = Int.random(in: 0..<32, using: &generator)
        let special = [0, 90, 120, 135, 150, 170, 300, 350].randomElement(using: &generator) ?? 0
        let isSpecial = Bool.random(using: &generator)
        let day =
            isSpecial
            ? special + Int.random(in: 0..<15, using: &generator)
            : Int.random(in: 0..<365, using: &generator)
        let minutes =
            (Double(year) * 365.25 + Double(day)).rounded(.down) * 1_440
            + Double(Int.random(in: 0..<1_440, using: &generator))
        // The list of holidays ends with 2040.
        return Date(timeIntervalSince1970: min(first + minutes * 60, 2_231_884_800))
    }

    private func opened(at moment: Date) -> Ticket {
        Ticket(
            number: TicketNumber(rawValue: 1),
            subject: "Fråga",
            category: .other,
            channel: .email,
            queue: "e-service",
            language: "sv",
            citizen: Citizen(),
            symptom: Symptom(),
            createdAt: moment
        )
    }

    @Test("agrees with counting minutes over another calendar, for spans of 2009–2040")
    func spans() throws {
        var generator = SeededRandom(seed: 2009)
        let (slow, hours) = (try slow(), try OpeningHours(Self.hours))
        for _ in 0..<150 {
            let start = someMinute(&generator)
            let open = Int.random(in: 1...60, using: &generator)
            let days = Int.random(in: 1...6, using: &generator)
            let rules = ClockRules(
                rules: [try ClockRule("*: first \(open)h, solve \(days)d")],
                hours: hours
            )
            var ticket = opened(at: start)
            _ = ticket.runClocks(by: rules, at: start)
            #expect(
                ticket.firstReplyDueAt == slow.moment(after: open * 60, from: start),
                "\(open)h from \(start)"
            )
            #expect(
                ticket.resolutionDueAt == slow.closing(days, after: start),
                "\(days)d from \(start)"
            )
            let warning = slow.moment(after: open * 45, from: start)
            #expect(ticket.clocks.alarms[.firstReply] == warning, "\(open)h from \(start)")
        }
    }

    @Test("keeps the time that passed while citizens were waited for out of it, whatever happened")
    func pauses() throws {
        var generator = SeededRandom(seed: 2040)
        let slow = try slow()
        let rules = ClockRules(
            rules: [try ClockRule("*: first 8h, next 4h, solve 40h")],
            hours: try OpeningHours(Self.hours)
        )
        for _ in 0..<60 {
            var moment = someMinute(&generator)
            var ticket = opened(at: moment)
            _ = ticket.runClocks(by: rules, at: moment)
            var (since, spent): (Date?, Int) = (moment, 0)
            for _ in 0..<6 {
                moment += Double(Int.random(in: 1...2_880, using: &generator)) * 60
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: try ticket.reply(at: moment)
                case 1: _ = ticket.hear(at: moment)
                case 2 where ticket.state.isActive:
                    try ticket.resolve(as: .answered, by: nil, at: moment)
                case 2: try ticket.reopen(at: moment)
                default: ticket.touch(at: moment)
                }
                _ = ticket.runClocks(by: rules, at: moment)
                let runs = ticket.state == .new || ticket.state == .open
                if let begun = since, !runs {
                    spent += slow.openMinutes(from: begun, to: moment)
                    since = nil
                } else if since == nil, runs {
                    since = moment
                }
                #expect(ticket.clocks.isRunning(.resolution) == runs)
                if let since {
                    let left = 2_400 - spent
                    let due = left > 0 ? slow.moment(after: left, from: since) : since
                    #expect(ticket.resolutionDueAt == due, "since \(since), spent \(spent)")
                }
                if let asked = ticket.clocks.askedAt {
                    // Who comes back before anybody replied waits for the first reply.
                    let isFirst = ticket.firstReplyAt == nil
                    let due = isFirst ? ticket.firstReplyDueAt : ticket.clocks.nextReplyDueAt
                    #expect(due == slow.moment(after: isFirst ? 480 : 240, from: asked))
                }
            }
        }
    }
}
