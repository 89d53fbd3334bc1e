extension TelephoneNumber {
    /// The number in groups for a person to read: `+46 8 508 000 00`.
    ///
    /// Swedish numbers as the numbering authority (Post- och telestyrelsen) groups them; others
    /// with their country code and then in threes. Reading it gives the same number again.
    public var display: String {
        let code = countryCode
        let national = digits.dropFirst(code.count)
        let groups = code == Country.sweden.code ? Self.swedish(national) : Self.threes(national)
        return (["+" + code] + groups).joined(separator: " ")
    }

    /// E.164's number of the country: 1 to 3 digits, by the list of assigned codes.
    public var countryCode: String {
        if digits.hasPrefix("1") || digits.hasPrefix("7") { return String(digits.prefix(1)) }
        let two = String(digits.prefix(2))
        return Self.countriesOfTwoDigits.contains(two) ? two : String(digits.prefix(3))
    }

    /// Assigned country codes of two digits (ITU-T E.164, list of 2016); all others that begin
    /// with neither 1 nor 7 have three.
    private static let countriesOfTwoDigits = Set(
        """
        20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 \
        64 65 66 81 82 84 86 90 91 92 93 94 95 98
        """.split(separator: " ").map(String.init)
    )

    /// Swedish area codes of two digits, mobile and other national ones among them.
    private static let swedishAreasOfTwoDigits = Set(
        """
        10 11 13 16 18 19 20 21 23 26 31 33 35 36 40 42 44 46 54 60 63 70 71 72 73 74 75 76 77 78 \
        79 90
        """.split(separator: " ").map(String.init)
    )

    private static func swedish(_ national: Substring) -> [String] {
        let area =
            if national.hasPrefix("8") { 1 } else {
                swedishAreasOfTwoDigits.contains(String(national.prefix(2))) ? 2 : 3
            }
        let rest = national.dropFirst(area)
        let sizes: [Int] =
            switch rest.count {
            case 5: [3, 2]
            case 6: [2, 2, 2]
            case 7: [3, 2, 2]
            case 8: [3, 3, 2]
            default: []
            }
        guard !sizes.isEmpty else { return [String(national.prefix(area))] + threes(rest) }
        return [String(national.prefix(area))] + cut(rest, into: sizes)
    }

    /// Groups of three, and of two or four at the end rather than a single digit.
    private static func threes(_ national: Substring) -> [String] {
        var sizes = [Int](repeating: 3, count: national.count / 3)
        switch (national.count % 3, sizes.last) {
        case (0, _): break
        case (1, _?): sizes[sizes.count - 1] = 4
        case (let left, _): sizes.append(left)
        }
        return cut(national, into: sizes)
    }

    private static func cut(_ digits: Substring, into sizes: [Int]) -> [String] {
        var rest = digits
        return sizes.map { size in
            defer { rest = rest.dropFirst(size) }
            return String(rest.prefix(size))
        }
    }
}
