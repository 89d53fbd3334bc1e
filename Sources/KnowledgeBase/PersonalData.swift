/// Takes what tells who somebody is out of a text before it is learnt from.
///
/// Evidence outlives the ticket, so it may hold the trouble and never the person: mail addresses,
/// telephone numbers, personal identity numbers (personnummer and samordningsnummer), other long
/// numbers, links, streets with a house's number, postcodes with their place, and names that are given,
/// introduced ("jag heter …", "my name is …", "min son …") or follow such a number. A name in lower case
/// that nobody introduces looks like any other word, and stays.
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
            let introduced = isIntroduced
            isIntroduced = 0
            if let number = Address.houseNumber(on: token, before: tokens.first, &output) {
                if number == tokens.first { tokens.removeFirst() }
                hide(in: &output)
                isIntroduced = endsSentence(number) ? 0 : placePartsMax
            } else if introduced > 0, isNameLike(token) {
                hide(in: &output)
                isIntroduced = endsSentence(token) ? 0 : introduced - 1
            } else if Address.isPostcode(token, after: output.last, before: tokens.first) {
                hide(in: &output)
                isIntroduced = placePartsMax
            } else if isPersonal(token, known) {
                output.append(placeholder)
                let isNumber = token.utf8.contains { (0x30...0x39).contains($0) }
                if isNumber, !endsSentence(token) { isIntroduced = namePartsMax }
            } else {
                output.append(token)
                if introduces(output.suffix(3)) { isIntroduced = namePartsMax }
            }
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

    private static func hide(in output: inout [String]) {
        if output.last != placeholder { output.append(placeholder) }
    }

    private static func isNameLike(_ token: String) -> Bool {
        // "Min man BankID fungerar inte": what the trouble is must not go.
        token.first?.isUppercase == true && !token.lowercased().hasPrefix("bankid")
    }

    /// An initial has a full stop too.
    private static func endsSentence(_ token: String) -> Bool {
        token.count > 2 && token.last.map { ".!?".contains($0) } == true
    }

    private static func introduces(_ words: ArraySlice<String>) -> Bool {
        let said = words.map { $0.lowercased().filter { $0.isLetter } }
        for length in 1...max(1, said.count) {
            let end = said.suffix(length).joined(separator: " ")
            if introductions.contains(end) { return true }
            guard let last = words.last, !endsSentence(last) else { continue }
            if kin.contains(end) { return true }
        }
        return false
    }

    /// What stands where something was.
    public static let placeholder = "…"
    /// Error codes have five digits at most; what has more is somebody's number.
    private static let digitsMin = 6
    private static let namePartsMax = 4
    private static let placePartsMax = 2
    private static let introductions: Set = [
        "jag heter", "heter jag", "namn är", "namn ar", "namnet är", "name is", "i am called",
        "hälsningar", "halsningar", "mvh", "hälsning", "regards", "sincerely",
        "bor på", "bor pa", "live at", "live on", "adress är", "adressen är", "address is",
    ]
    /// Whom people name after what they are to them; what means something else too, with whose it is.
    private static let kin: Set<String> = {
        let plain = [
            "son", "sonen", "dotter", "dottern", "fru", "hustru", "maka", "make", "mamma", "pappa",
            "sambo", "bror", "brorsan", "syster", "mormor", "morfar", "farmor", "farfar", "sonson",
            "dotterdotter", "flickvän", "pojkvän", "daughter", "husband", "wife", "mother",
            "father", "brother", "sister", "grandmother", "grandfather", "boyfriend", "girlfriend",
        ]
        let ambiguous = [
            "man", "mor", "far", "barn", "barnbarn", "partner", "vän", "kompis", "kollega",
            "granne", "mum", "mom", "dad", "child", "kid", "friend", "neighbour", "neighbor",
            "colleague",
        ]
        let whose = [
            "min", "mitt", "vår", "vårt", "hans", "hennes", "my", "our", "his", "her",
        ]
        return Set(plain).union(whose.flatMap { one in ambiguous.map { "\(one) \($0)" } })
    }()
}

/// Where somebody lives, as Swedes and the English write it.
private enum Address {
    private static let streetEnds = [
        "gatan", "gata", "vägen", "vagen", "väg", "gränd", "gränden", "stigen", "stig", "torget",
        "torg", "allén", "backen", "slingan", "street", "road", "avenue", "lane",
    ]
    private static let namePartsMax = 3
    private static let houseDigitsMax = 4

    /// The number that goes with a street, `next` or what stood before its name; nil when `token` ends
    /// no street's name, or no number is by it.
    ///
    /// The parts of the name that `output` has already are taken out of it.
    static func houseNumber(
        on token: String,
        before next: String?,
        _ output: inout [String]
    ) -> String? {
        let word = token.lowercased().filter(\.isLetter)
        guard let end = streetEnds.first(where: word.hasSuffix) else { return nil }
        var kept = output
        if word == end {
            // "Karl Johans väg", and not "på väg".
            for _ in 0..<namePartsMax where kept.last?.first?.isUppercase == true {
                kept.removeLast()
            }
            guard kept.count < output.count else { return nil }
        }
        if let next, isHouseNumber(next) {
            output = kept
            return next
        }
        guard word == end, let number = kept.last, isHouseNumber(number) else { return nil }
        kept.removeLast()
        output = kept
        return number
    }

    /// `5`, `12B`, `15,`; the postcode may have grown on to it.
    private static func isHouseNumber(_ token: String) -> Bool {
        guard token.first?.isNumber == true else { return false }
        return token.prefix { $0.isNumber }.count <= houseDigitsMax
            && token.count(where: \.isLetter) <= 1
    }

    /// Five digits before a place's name, where they are not said to be an error's.
    static func isPostcode(_ token: String, after last: String?, before next: String?) -> Bool {
        guard token.utf8.count == 5, token.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let next, next.first?.isUppercase == true
        else { return false }
        let word = last?.lowercased() ?? ""
        return !codeWords.contains { word.hasPrefix($0) }
    }

    private static let codeWords = [
        "fel", "kod", "code", "err", "står", "star", "visar", "shows", "says", "nummer", "number",
    ]
}

/// The words of a text, with numbers that are written in groups put together: `08-123 45 67`.
private struct MergedNumbers {
    private(set) var tokens: [String] = []

    init(_ text: String) {
        for token in text.split(whereSeparator: \.isWhitespace) {
            if Self.goesOn(tokens.suffix(2), with: token) {
                tokens.removeLast()
                tokens[tokens.count - 1] += "-\(token)"
                continue
            }
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

    /// Whether a number goes on after a dash between spaces: `811218 - 9876`, `070 - 123 45 67`; times and
    /// sums, `8 - 17`, do not.
    private static func goesOn(_ two: ArraySlice<String>, with token: Substring) -> Bool {
        guard two.count == 2, let first = two.first, let dash = two.last,
            ["-", "–"].contains(dash), isGroup(first[...]), isGroup(token)
        else { return false }
        if [6, 8].contains(digits(first[...])) { return digits(token) == 4 }
        return first.hasPrefix("0") && digits(first[...]) >= 2 && digits(token) >= 3
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
