/// Recognises error codes in a citizen's text.
///
/// A number alone is no code: 212 may be a house number, and 503 a lamp-post with a fault. BankID's
/// RFA numbers speak for themselves; every other number must be announced as an error's.
enum ErrorCodes {
    /// The codes in the order of their first mention, each once, in one way of writing.
    static func recognised(in text: String) -> [String] {
        let words = CodeWords(text)
        var codes: [String] = []
        for index in words.indices {
            for code in codesOf(words, at: index) where !codes.contains(code) {
                guard codes.count < codesMax else { return codes }
                codes.append(code)
            }
        }
        return codes
    }

    private static func codesOf(_ words: CodeWords, at index: Int) -> [String] {
        let word = words[index]
        // Nearly every word of a mail is none of these: look at its first letter before more.
        switch word.utf8.first ?? 0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "h"), UInt8(ascii: "r"):
            if let code = messageCode(words, at: index) { return [code] }
            if let code = programCode(words, at: index) { return [code] }
            if let code = statusCode(words, at: index) { return [code] }
        default: break
        }
        guard word.utf8.count >= hintBytesMin else { return [] }
        return hintCode(words, at: index).map { [$0] } ?? []
    }

    /// `RFA8`, `RFA 8`, `rfa-14a`: BankID's messages to the user.
    private static func messageCode(_ words: CodeWords, at index: Int) -> String? {
        let word = words[index]
        guard word.hasPrefix("rfa") else { return nil }
        let attached = word.dropFirst(3)
        guard let tail = attached.isEmpty ? words.next(after: index) : attached[...] else {
            return nil
        }
        let digits = tail.prefix { $0.isASCII && $0.isNumber }
        let variant = tail.dropFirst(digits.count).uppercased()
        guard digits.count <= 2, let number = Int(digits), messageNumbers.contains(number) else {
            return nil
        }
        let isVariant = variant.isEmpty || (["A", "B"].contains(variant) && inTwo.contains(number))
        return isVariant ? "RFA\(number)\(variant)" : nil
    }

    /// `10079`, `8005`, `212`: the numbers of BankID's program on a computer.
    private static func programCode(_ words: CodeWords, at index: Int) -> String? {
        let word = words[index]
        let isLong = word.utf8.count == 5 && word.hasPrefix("100") && Int(word) != nil
        guard isLong || programNumbers.contains(word), !words.isAmount(at: index) else {
            return nil
        }
        return words.isError(at: index) ? word : nil
    }

    /// `HTTP 500`, `404 not found`, `fel 503`: what a web server answers (RFC 9110 §15).
    private static func statusCode(_ words: CodeWords, at index: Int) -> String? {
        let word = words[index]
        let digits = word.hasPrefix("http") ? String(word.dropFirst(4)) : word
        guard let number = Int(digits), digits.utf8.count == 3, statuses.contains(number) else {
            return nil
        }
        let isNamed = digits != word || words.isWebAnswer(at: index)
        guard isNamed || (words.isError(at: index) && !words.isAmount(at: index)) else {
            return nil
        }
        return "HTTP \(number)"
    }

    /// `expiredTransaction`: the hint codes of BankID's interface, seen in screenshots and logs.
    private static func hintCode(_ words: CodeWords, at index: Int) -> String? {
        let word = words[index]
        guard let name = hintNames[word] else { return nil }
        return name.contains { $0.isUppercase } || words.speaksOfHint(before: index) ? name : nil
    }

    /// The hint codes as they are written, by their lower-case form.
    private static let hintNames = Dictionary(
        uniqueKeysWithValues: [
            "outstandingTransaction", "noClient", "started", "userMrtd", "userCallConfirm",
            "userSign", "expiredTransaction", "certificateErr", "userCancel", "cancelled",
            "startFailed", "alreadyInProgress", "requestTimeout", "maintenance", "internalError",
            "invalidParameters", "unauthorized",
        ].map { ($0.lowercased(), $0) }
    )

    /// The shortest of them is `started`.
    private static let hintBytesMin = 7

    /// Which message a hint code leads to, by the hint's lower-case form.
    static let codesOfHints = [
        "noclient": "RFA1", "outstandingtransaction": "RFA13", "cancelled": "RFA3",
        "alreadyinprogress": "RFA4", "internalerror": "RFA5", "maintenance": "RFA5",
        "requesttimeout": "RFA5", "usercancel": "RFA6", "expiredtransaction": "RFA8",
        "usersign": "RFA9", "started": "RFA14", "certificateerr": "RFA16", "startfailed": "RFA17",
        "usermrtd": "RFA23",
    ]

    private static let messageNumbers = 1...23
    /// Messages that differ between computer (A) and mobile device (B).
    private static let inTwo = [14, 15, 17]
    private static let programNumbers: Set<String> = ["212", "215", "253", "8005"]
    private static let statuses = 400...599
    /// More codes than this in one text is a log file.
    private static let codesMax = 16
}
