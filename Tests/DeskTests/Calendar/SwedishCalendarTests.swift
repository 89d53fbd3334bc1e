import Foundation
import Testing

@testable import Desk

@Suite("The Swedish calendar")
struct SwedishCalendarTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/swedish-holidays.tsv")

    private func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }

    @Test("agrees with another calendar on every day of 2009–2040")
    func otherCalendar() throws {
        var expected: [String: String] = [:]
        for line in try String(contentsOf: Self.fixture, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t")
            expected[String(fields[0])] = String(fields[1])
        }
        try #require(expected.count == 704)
        var current = try day("2009-01-01")
        let end = try day("2041-01-01")
        while current < end {
            let found = SwedishCalendar.occasion(on: current)?.rawValue
            #expect(found == expected[current.description], "\(current)")
            current = current + 1
        }
    }

    @Test("follows the law of its year")
    func law() throws {
        #expect(SwedishCalendar.occasion(on: try day("2004-06-06")) == nil)
        #expect(SwedishCalendar.occasion(on: try day("2005-06-06")) == .nationalDay)
        #expect(SwedishCalendar.occasion(on: try day("2004-05-31")) == .whitMonday)
        #expect(SwedishCalendar.occasion(on: try day("2005-05-16")) == nil)
        // Ascension Day fell on 1 May, so the day before was both eves.
        #expect(SwedishCalendar.occasion(on: try day("2008-04-30")) == .walpurgisNight)
    }

    @Test("counts days as another calendar does, for four hundred years and leap days")
    func days() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for number in stride(from: -80_000, through: 80_000, by: 7) {
            let day = CivilDay(number: number)
            let moment = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: moment)
            #expect(parts.year == day.year && parts.month == day.month && parts.day == day.day)
            #expect(((parts.weekday ?? 0) + 5) % 7 == day.weekday.rawValue)
            #expect(CivilDay(day.description) == day)
        }
        #expect(CivilDay("2000-02-29") != nil)
        for wrong in [
            "1900-02-29", "2011-02-29", "2011-13-01", "2011-00-01", "2011-04-31", "2011-4-1",
            "2011-04-00", "20110401", "2011-04-01T", "٢٠١١-٠٤-٠١", "", "-011-04-01", "0000-01-01",
        ] {
            #expect(CivilDay(wrong) == nil, "\(wrong)")
        }
    }

    @Test("reads and sets clocks over the nights when summer time begins and ends")
    func summerTime() throws {
        let time = CityTime()
        let spring = try day("2026-03-29")
        let autumn = try day("2026-10-25")
        func utc(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
        #expect(time.moment(on: spring) == (try utc("2026-03-28T23:00:00Z")))
        #expect(time.moment(on: spring, at: 2.5 * 3_600) == (try utc("2026-03-29T01:30:00Z")))
        #expect(time.moment(on: spring, at: 3 * 3_600) == (try utc("2026-03-29T01:00:00Z")))
        #expect(time.moment(on: autumn, at: 2.5 * 3_600) == (try utc("2026-10-25T00:30:00Z")))
        #expect(time.moment(on: autumn, at: 3 * 3_600) == (try utc("2026-10-25T02:00:00Z")))
        let last = try utc("2011-07-31T21:59:59Z")
        #expect(time.reading(of: last) == (try day("2011-07-31"), 86_399))
        #expect(time.reading(of: last + 1) == (try day("2011-08-01"), 0))
        // Before 1970 the number of seconds is negative.
        #expect(time.day(of: try utc("1969-12-31T22:59:59Z")).description == "1969-12-31")
    }
}
