import Foundation
import Testing

@testable import Desk

@Suite("Opening hours")
struct OpeningHoursTests {
    private let time = CityTime()

    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test("are open by the clocks of the city, on week days and not on holidays")
    func openings() throws {
        let hours = try OpeningHours(
            "Mo-Fr 08:00-16:30; Sa 10:00-12:00, 13:00-14:00; HD 08:00-12:00; 2026-12-22 off; "
                + "2026-12-27 09:00-10:00"
        )
        let cases: [(String, Bool)] = [
            // Winter time, a Monday.
            ("2026-11-23T06:59:59Z", false), ("2026-11-23T07:00:00Z", true),
            ("2026-11-23T15:29:59Z", true), ("2026-11-23T15:30:00Z", false),
            // Summer time.
            ("2026-07-06T06:00:00Z", true), ("2026-07-06T14:30:00Z", false),
            // Saturday with a break, Sunday.
            ("2026-11-28T11:30:00Z", false), ("2026-11-28T12:30:00Z", true),
            ("2026-11-29T11:00:00Z", false),
            // Maundy Thursday, Good Friday, national day, midsummer eve.
            ("2026-04-02T09:59:00Z", true), ("2026-04-02T10:00:00Z", false),
            ("2026-04-03T09:00:00Z", false), ("2025-06-06T09:00:00Z", false),
            ("2026-06-19T09:00:00Z", false),
            // Exceptions both ways.
            ("2026-12-22T10:00:00Z", false), ("2026-12-27T08:30:00Z", true),
        ]
        for (text, isOpen) in cases {
            #expect(hours.isOpen(at: try moment(text), in: time) == isOpen, "\(text)")
        }
    }

    @Test("keep a half-day closed on a weekday that has no hours")
    func halfDayAtTheWeekend() throws {
        let hours = try OpeningHours("Mo-Fr 08:00-16:30; HD 08:00-12:00")
        // 5 January 2025 was a Sunday.
        #expect(!hours.isOpen(at: try moment("2025-01-05T09:00:00Z"), in: time))
        #expect(hours.isOpen(at: try moment("2026-01-05T09:00:00Z"), in: time))
        let plain = try OpeningHours("Mo-Fr 08:00-16:30")
        #expect(plain.isOpen(at: try moment("2026-01-05T14:00:00Z"), in: time))
    }

    @Test("find the next opening over Christmas, and none where there is none")
    func nextOpening() throws {
        let hours = try OpeningHours("Mo-Fr 08:00-16:30")
        let eve = try moment("2026-12-23T15:30:00Z")
        #expect(hours.opening(from: eve, in: time) == (try moment("2026-12-28T07:00:00Z")))
        let open = try moment("2026-12-28T09:00:00Z")
        #expect(hours.opening(from: open, in: time) == open)
        #expect(try OpeningHours("Mo-Su off").opening(from: eve, in: time) == nil)
        #expect(try OpeningHours("PH 10:00-11:00").opening(from: eve, in: time) != nil)
    }

    @Test("count open time over closed days and summer time, and find the moment it is used up")
    func arithmetic() throws {
        let hours = try OpeningHours("Mo-Fr 08:00-16:30")
        let friday = try moment("2026-03-27T14:30:00Z")
        let monday = try moment("2026-03-30T07:00:00Z")
        // One hour of Friday in winter time, one of Monday in summer time.
        #expect(hours.openSeconds(from: friday, to: monday, in: time) == 7_200)
        #expect(hours.moment(after: 7_200, from: friday, in: time) == monday)
        // What is due at closing time is due then.
        #expect(hours.moment(after: 3_600, from: friday, in: time) == friday + 3_600)
        #expect(hours.openSeconds(from: monday, to: friday, in: time) == 0)
        #expect(hours.moment(after: 10_000_000, from: friday, in: time) == nil)
        // All of the night on which an hour is left out.
        let night = try moment("2026-03-28T23:00:00Z")
        #expect(
            OpeningHours.always.openSeconds(from: night, to: night + 82_800, in: time) == 82_800
        )
    }

    @Test("agree with walking every quarter of an hour through five years")
    func walking() throws {
        let hours = try OpeningHours(
            "Mo-Th 07:15-18:00; Fr 08:00-12:00,13:00-15:45; HD 08:00-12:00"
        )
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            let start =
                try moment("2024-01-01T00:00:00Z")
                + 900 * Double(Int.random(in: 0..<170_000, using: &generator))
            let quarters = Int.random(in: 0..<2_000, using: &generator)
            let end = start + 900 * Double(quarters)
            let walked = (0..<quarters).reduce(0.0) { sum, step in
                sum + (hours.isOpen(at: start + 900 * Double(step), in: time) ? 900 : 0)
            }
            #expect(hours.openSeconds(from: start, to: end, in: time) == walked, "\(start) \(end)")
            if walked > 0 {
                let due = try #require(hours.moment(after: walked, from: start, in: time))
                #expect(hours.openSeconds(from: start, to: due, in: time) == walked, "\(start)")
                #expect(due <= end)
            }
        }
    }

    @Test("are read as they are written, a later rule before an earlier one")
    func reading() throws {
        #expect(try OpeningHours("24/7") == .always)
        #expect(try OpeningHours("08:00-24:00").spans(on: CivilDay(number: 4)).first?.to == 1_440)
        let hours = try OpeningHours(" Mo-Su 08:00-20:00 ;Sa-Mo,We off; ")
        #expect(hours.week.map(\.isEmpty) == [true, false, true, false, false, true, true])
    }

    @Test("say what is wrong with them")
    func mistakes() {
        let cases: [(String, OpeningHoursError)] = [
            ("", .empty), (" ; ", .empty), ("Mo-Fr", .unknownTimes("Mo-Fr")),
            ("Må-Fr 8-17", .unknownTimes("8-17")),
            ("Må-Fr 08:00-16:00", .unknownDays("Må-Fr")),
            ("Mo-We-Fr 08:00-16:00", .unknownDays("Mo-We-Fr")),
            ("Mo, 08:00-16:00", .unknownDays("")), ("2026-02-30 off", .unknownDays("2026-02-30")),
            ("Mo 8:00-16:00", .unknownTimes("8:00-16:00")),
            ("Mo 08:00-24:01", .unknownTimes("08:00-24:01")),
            ("Mo 08:60-10:00", .unknownTimes("08:60-10:00")),
            ("Mo 08:00", .unknownTimes("08:00")),
            ("Mo 16:00-08:00", .unorderedTimes("16:00-08:00")),
            ("Mo 08:00-08:00", .unorderedTimes("08:00-08:00")),
            ("Mo 08:00-12:00,11:00-13:00", .unorderedTimes("11:00-13:00")),
            (
                Array(repeating: "Mo off", count: OpeningHours.rulesMax + 1).joined(separator: ";"),
                .overLimit(OpeningHours.rulesMax)
            ),
        ]
        for (text, mistake) in cases {
            #expect(throws: mistake, "\(text.prefix(40))") { try OpeningHours(text) }
        }
        let most = Array(repeating: "Mo off", count: OpeningHours.rulesMax).joined(separator: ";")
        #expect(throws: Never.self) { try OpeningHours(most) }
    }
}
