public import Foundation

/// A week as Swedes number them (ISO 8601-1 §5.2.3): from Monday, the first with a Thursday in its
/// year.
public struct ISOWeek: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The year it counts to, which its first or last days may not be in.
    public let year: Int
    /// 1...53.
    public let number: Int
    private let thursday: CivilDay

    /// The week that a day lies in.
    public init(of day: CivilDay) {
        thursday = day + (3 - day.weekday.rawValue)
        year = thursday.year
        guard let newYear = CivilDay(year: thursday.year, month: 1, day: 1) else {
            preconditionFailure("every year has a first of January")
        }
        number = (thursday.number - newYear.number) / 7 + 1
    }

    /// Its Monday.
    public var monday: CivilDay { thursday - 3 }

    /// The week after it.
    public var next: ISOWeek { ISOWeek(of: thursday + 7) }

    /// From the beginning of its Monday to that of the next.
    public func span(in city: CityTime) -> Range<Date> {
        city.moment(on: monday)..<city.moment(on: monday + 7)
    }

    /// For example `2026-W09`.
    public var description: String { "\(year)-W\(number < 10 ? "0" : "")\(number)" }

    /// True when the first comes before the other.
    public static func < (one: ISOWeek, other: ISOWeek) -> Bool { one.thursday < other.thursday }
}
