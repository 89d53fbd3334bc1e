/// A day of the calendar, without a time of day or a place.
///
/// Proleptic Gregorian; written as ISO 8601-1 §5.2.1 writes it, for example `2011-07-31`.
public struct CivilDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    /// The day that many days after 1970-01-01.
    public init(number: Int) { self.number = number }

    /// - Returns: nil when the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        self.init(number: Self.number(year, month, day))
        // 30 February would be a day of March.
        guard parts == (year, month, day) else { return nil }
    }

    /// Reads `2011-07-31`; nil when it is anything else.
    public init?(_ text: some StringProtocol) {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.map(\.count) == [4, 2, 2],
            fields.allSatisfy({ $0.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } }
            ),
            let year = Int(fields[0]), let month = Int(fields[1]), let day = Int(fields[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The year, of 1...9999.
    public var year: Int { parts.year }
    /// The month, of 1...12.
    public var month: Int { parts.month }
    /// The day of its month, of 1...31.
    public var day: Int { parts.day }

    /// Which day of the week it is.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let place = (number + 3) % 7
        return Weekday.allCases[place < 0 ? place + 7 : place]
    }

    /// For example `2011-07-31`.
    public var description: String {
        let (year, month, day) = parts
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// True when the first comes before the other.
    public static func < (one: CivilDay, other: CivilDay) -> Bool { one.number < other.number }

    /// The day that many days later, or earlier when negative.
    public static func + (day: CivilDay, days: Int) -> CivilDay {
        CivilDay(number: day.number + days)
    }

    /// The day that many days earlier.
    public static func - (day: CivilDay, days: Int) -> CivilDay { day + -days }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    // The year is counted from March, so that a leap day is its last; days are then counted from
    // the first of March of the year 0.

    private static let daysBefore1970 = 719_468
    private static let daysOf400Years = 146_097

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + daysBeforeMarchMonth(marchMonth) + day - 1
            - daysBefore1970
    }

    private var parts: (year: Int, month: Int, day: Int) {
        let days = number + Self.daysBefore1970
        let era = days >= 0 ? days / Self.daysOf400Years : -1
        let dayOfEra = days - era * Self.daysOf400Years
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let marchYear = yearOfEra + era * 400
        return (
            month > 2 ? marchYear : marchYear + 1, month,
            dayOfYear - Self.daysBeforeMarchMonth(marchMonth) + 1
        )
    }

    /// The months from March on have 31 30 31 30 31 days, over and over.
    private static func daysBeforeMarchMonth(_ month: Int) -> Int { (153 * month + 2) / 5 }
}

/// A day of the week, beginning with Monday (ISO 8601-1 §5.2.3).
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case monday
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday
}
