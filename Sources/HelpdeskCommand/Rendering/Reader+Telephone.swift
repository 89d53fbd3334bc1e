extension Reader {
    /// A number as people in Sweden read it aloud and dial it: 08-465 004 10, 070-123 45 67.
    ///
    /// Off the screen, and where it is of another country or of no length that is known, it stands as
    /// the desk has it (E.164).
    func telephone(_ number: String) -> String {
        guard isOnScreen, number.hasPrefix("+46") else { return number }
        let digits = number.dropFirst(3)
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return number }
        let area = digits.prefix(Self.areaDigits(of: digits))
        guard let groups = Self.groups[digits.count - area.count] else { return number }
        var rest = digits.dropFirst(area.count)
        let parts = groups.map { size in
            defer { rest = rest.dropFirst(size) }
            return String(rest.prefix(size))
        }
        return "0\(area)-" + parts.joined(separator: " ")
    }

    /// How many digits the area code or the mobile prefix has; three where it is not one of the short.
    ///
    /// Source: the Swedish numbering plan for telephony (PTS).
    private static func areaDigits(of digits: Substring) -> Int {
        if digits.hasPrefix("8") { return 1 }
        return shortAreas.contains(String(digits.prefix(2))) ? 2 : 3
    }

    private static let shortAreas: Set<String> = [
        "10", "11", "13", "16", "18", "19", "20", "21", "23", "26", "31", "33", "35", "36", "40",
        "42", "44", "46", "54", "60", "63", "70", "72", "73", "76", "79", "90",
    ]

    /// How the digits behind the area code stand together, by how many there are.
    private static let groups = [5: [3, 2], 6: [2, 2, 2], 7: [3, 2, 2], 8: [3, 3, 2]]
}
