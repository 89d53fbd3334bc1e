extension Timestamp {
    /// Reads a moment as RFC 3339 §5.6 writes it; nil for anything else.
    ///
    /// Every offset that it allows is read, and a leap second as the second after it; of a fraction
    /// the milliseconds are kept.
    public init?(_ text: String) {
        var digits = Digits(rest: Array(text.utf8)[...])
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2),
            digits.skip("-"), let day = digits.number(2), digits.skip("T", "t"),
            let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2),
            digits.skip(":"), let second = digits.number(2), let fraction = digits.fraction(),
            let offset = digits.offset(), digits.rest.isEmpty,
            (1...12).contains(month), (1...Self.days(of: month, in: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let minutes = (Self.days(until: year, month, day) * 24 + hour) * 60 + minute - offset
        self.init(milliseconds: (minutes * 60 + second) * 1_000 + fraction)
    }

    private static func days(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01, in years that begin in March so that the leap day is the last.
    private static func days(until year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}

/// Octets that are read from the left.
private struct Digits {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ octets: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, octets.contains(Unicode.Scalar(first)) else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(_ count: Int) -> Int64? {
        let part = rest.prefix(count)
        guard part.count == count, part.allSatisfy(Self.isDigit) else { return nil }
        rest.removeFirst(count)
        return part.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Milliseconds; none where there is no fraction.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        let part = rest.prefix(while: Self.isDigit)
        guard !part.isEmpty else { return nil }
        rest.removeFirst(part.count)
        let three = Array(part.prefix(3)) + Array(repeating: 48, count: max(0, 3 - part.count))
        return three.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Minutes that the clock is ahead of UTC.
    mutating func offset() -> Int64? {
        if skip("Z", "z") { return 0 }
        let isBehind = skip("-")
        guard isBehind || skip("+"), let hours = number(2), skip(":"), let minutes = number(2),
            hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isBehind ? -1 : 1)
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (48...57).contains(octet) }
}
