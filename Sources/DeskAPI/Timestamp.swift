public import Foundation

/// A moment as the API writes it: RFC 3339 in UTC with milliseconds, `2026-11-23T09:30:00.000Z`.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    /// Takes milliseconds since 1970, the form the store keeps.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Takes a date, rounded to whole milliseconds.
    public init(_ date: Date) {
        milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }

    /// The same moment as Foundation holds it.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

    /// Earlier before later.
    public static func < (one: Self, other: Self) -> Bool {
        one.milliseconds < other.milliseconds
    }
}

extension Timestamp: CustomStringConvertible {
    /// The RFC 3339 form.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(24)
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the RFC 3339 form, 24 ASCII characters.
    ///
    /// Written by hand: it stands several times in every ticket, and the
    /// general formatter took longer than the rest of the answer.
    public func append(to text: inout [UInt8]) {
        let days = Int64((Double(milliseconds) / 86_400_000).rounded(.down))
        let rest = milliseconds - days * 86_400_000
        let (year, month, day) = Self.civil(days: days)
        func put(_ value: Int64, from divisor: Int64, then separator: UInt8) {
            var divisor = divisor
            while divisor > 0 {
                text.append(UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
                divisor /= 10
            }
            text.append(separator)
        }
        put(year, from: 1_000, then: UInt8(ascii: "-"))
        put(month, from: 10, then: UInt8(ascii: "-"))
        put(day, from: 10, then: UInt8(ascii: "T"))
        put(rest / 3_600_000, from: 10, then: UInt8(ascii: ":"))
        put(rest / 60_000 % 60, from: 10, then: UInt8(ascii: ":"))
        put(rest / 1_000 % 60, from: 10, then: UInt8(ascii: "."))
        put(rest % 1_000, from: 100, then: UInt8(ascii: "Z"))
    }

    /// Year, month and day of a day counted from 1970-01-01 in the proleptic Gregorian calendar.
    ///
    /// Counts in eras of 400 years that begin on the first of March, so that the leap day is the
    /// last of its year.
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Timestamp: Codable {
    /// Reads RFC 3339 with or without fractions of a second.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "must be a moment like 2026-11-26T07:30:00Z"
            )
        }
        self = moment
    }

    /// Writes the RFC 3339 form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
