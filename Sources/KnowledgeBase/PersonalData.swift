/// Takes what tells who somebody is out of a text before it is learnt from.
///
/// Evidence outlives the ticket, so it may hold the trouble and never the person: mail addresses,
/// telephone numbers, personal identity numbers (personnummer and samordningsnummer), other long
/// numbers, links, and names that are given or introduced ("jag heter …", "my name is …").
public enum PersonalData {
    /// `text` with each such thing as one placeholder that the ranking does not read.
    ///
    /// - Parameters:
    ///   - text: a citizen's words.
    ///   - names: what the person is known to be called, such as the sender's name; a part of three
    ///     letters or more is taken out wherever it stands as a word.
    /// - Returns: one line, its words with single spaces between them.
    public static func removed(from text: String, names: [String] = []) -> String {
        let known = Set(
            names.flatMap { $0.split { !$0.isLetter } }.filter { $0.count >= 3 }
                .map { $0.lowercased() }
        )
        var output: [String] = []
        var isIntroduced = 0
        var tokens = MergedNumbers(text).tokens[...]
        while let token = tokens.popFirst() {
            if isIntroduced > 0, token.first?.isUppercase == true {
                isIntroduced -= 1
                if output.last != placeholder { output.append(placeholder) }
                continue
            }
            isIntroduced = 0
            output.append(isPersonal(token, known) ? placeholder : token)
            if introduces(output.suffix(3)) { isIntroduced = namePartsMax }
        }
        return output.joined(separator: " ")
    }

    /// Whether a number is a personal identity number.
    ///
    /// The date is a day, or a day plus 60 for a samordningsnummer, and the last digit checks the
    /// rest (Luhn; SKV 704).
    public static func isIdentityNumber(_ text: String) -> Bool {
        var digits = text.utf8.filter { (0x30...0x39).contains($0) }.map { Int($0) - 0x30 }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2B })
        else {
            return false
        }
        if digits.count == 12 { digits.removeFirst(2) }
        guard digits.count == 10 else { return false }
        let month = digits[2] * 10 + digits[3]
        let day = digits[4] * 10 + digits[5]
        guard (1...12).contains(month), (1...31).contains(day) || (61...91).contains(day) else {
            return false
        }
        let sum = digits.enumerated().reduce(0) { sum, digit in
            let doubled = digit.offset.isMultiple(of: 2) ? digit.element * 2 : digit.element
            return sum + doubled / 10 + doubled % 10
        }
        return sum.isMultiple(of: 10)
    }

    private static func isPersonal(_ token: String, _ known: Set<String>) -> Bool {
        let lowered = token.lowercased()
        if token.contains("@") || lowered.hasPrefix("http") || lowered.hasPrefix("www.") {
            return true
        }
        let digits = token.utf8.count { (0x30...0x39).contains($0) }
        if digits >= digitsMin { return true }
        if isIdentityNumber(token) { return true }
        let word = lowered.drop { !$0.isLetter }.prefix { $0.isLetter || $0 == "-" }
        let bare = word.hasSuffix("s") ? String(word.dropLast()) : String(word)
        return known.contains(String(word)) || known.contains(bare)
    }

    private static func introduces(_ words: ArraySlice<String>) -> Bool {
        let said = words.map { $0.lowercased().filter { $0.isLetter } }.joined(separator: " ")
        return introductions.contains { said == $0 || said.hasSuffix(" \($0)") }
    }

    /// What stands where something was.
    public static let placeholder = "…"
    /// Error codes have five digits at most; what has more is somebody's number.
    private static let digitsMin = 6
    private static let namePartsMax = 4
    private static let introductions = [
        "jag heter", "heter jag", "namn är", "namn ar", "namnet är", "name is", "i am called",
        "hälsningar", "halsningar", "mvh", "hälsning", "regards", "sincerely",
    ]
}

/// The words of a text, with numbers that are written in groups put together: `08-123 45 67`.
private struct MergedNumbers {
    private(set) var tokens: [String] = []

    init(_ text: String) {
        for token in text.split(whereSeparator: \.isWhitespace) {
            if let last = tokens.last, Self.isGroup(last[...]),
                // A country's code may be followed by an area's of one digit: +46 8.
                Self.isGroup(token, digitsMin: last.hasPrefix("+") ? 1 : 2),
                Self.digits(last[...]) + Self.digits(token) <= Self.digitsMax
            {
                tokens[tokens.count - 1] += String(token)
            } else {
                tokens.append(String(token))
            }
        }
    }

    /// Only digits and what stands between them.
    private static func isGroup(_ token: Substring, digitsMin: Int = 2) -> Bool {
        digits(token) >= digitsMin
            && token.unicodeScalars.allSatisfy { separators.contains($0) || isDigit($0) }
    }

    private static func digits(_ token: Substring) -> Int {
        token.unicodeScalars.count(where: isDigit)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    private static let separators = Set("-+()/.,:;".unicodeScalars)
    private static let digitsMax = 15
}
