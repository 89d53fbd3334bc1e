/// The words of a text with what follows each, to judge whether a number is an error code.
struct CodeWords {
    private let words: [String]
    private let gaps: [String]

    /// Reads the text up to the limit of a question.
    init(_ text: String) {
        var words: [String] = []
        var gaps: [String] = []
        var word = ""
        var gap = ""
        for scalar in text.unicodeScalars.prefix(WordLimits.questionScalarsMax) {
            let letter = Letters.lowered(scalar)
            if letter == Letters.separator {
                if !word.isEmpty, gap.utf8.count < Self.gapBytesMax {
                    gap.unicodeScalars.append(scalar)
                }
            } else if letter != Letters.ignored, let lowered = Unicode.Scalar(letter) {
                if !gap.isEmpty {
                    words.append(word)
                    gaps.append(gap)
                    (word, gap) = ("", "")
                }
                if word.utf8.count < WordLimits.lettersMax { word.unicodeScalars.append(lowered) }
            }
        }
        if !word.isEmpty {
            words.append(word)
            gaps.append(gap)
        }
        self.words = words
        self.gaps = gaps
    }

    var indices: Range<Int> { words.indices }

    subscript(index: Int) -> String { words[index] }

    /// The next word when it is close, as in `RFA 8` or `RFA-8`.
    func next(after index: Int) -> Substring? {
        guard index + 1 < words.count, isClose(index) else { return nil }
        return words[index + 1][...]
    }

    /// Whether an error is announced just before the number: `fel 503`, `felkod: 10022`,
    /// `error no 212`, `felkoden är 10022`; or a `404-fel` or `404 error` is spoken of.
    ///
    /// Somewhere near is not enough: "fel på lyktstolpe 503" names a lamp-post.
    func isError(at index: Int) -> Bool {
        if index + 1 < words.count, isClose(index) {
            let next = words[index + 1]
            if next == "error" { return true }
            if gaps[index] == "-", Self.errorWords.contains(next) { return true }
        }
        guard index > 0 else { return false }
        let before = index - 1
        // A mail program may have broken the line behind "felkod".
        if namesErrorCode(at: before), isClose(before, acrossLines: true) { return true }
        guard isClose(before) else { return false }
        if Self.errorWords.contains(words[before]) || Self.codeWords.contains(words[before]) {
            return true
        }
        guard before > 0, isClose(before - 1) else { return false }
        // "Felet är 503" may well be a lamp-post again.
        if Self.verbs.contains(words[before]) { return namesErrorCode(at: before - 1) }
        return Self.countingWords.contains(words[before])
            && (Self.errorWords.contains(words[before - 1]) || namesErrorCode(at: before - 1))
    }

    /// Whether the number is said to be a web server's answer: `HTTP 500`, `HTTP status 404`,
    /// `404 Not Found`.
    func isWebAnswer(at index: Int) -> Bool {
        let after = words[(index + 1)...]
        let before = words[..<index]
        if Self.webPhrases.contains(where: { after.starts(with: $0) || before.ends(with: $0) }) {
            return true
        }
        guard index > 0, isClose(index - 1) else { return false }
        if words[index - 1] == "http" { return true }
        return index > 1 && isClose(index - 2) && words[index - 2] == "http"
            && Self.webWords.contains(words[index - 1])
    }

    /// Whether a hint code is announced before the word.
    func speaksOfHint(before index: Int) -> Bool {
        words[..<index].suffix(2).contains(where: Self.hintWords.contains)
    }

    /// Whether the number counts something: `500 kr`, `450 meter`.
    func isAmount(at index: Int) -> Bool {
        guard index + 1 < words.count else { return gaps[index].hasPrefix(":-") }
        return gaps[index].hasPrefix(":-") || Self.unitWords.contains(words[index + 1])
    }

    /// Whether little stands between the word and the next, and no end of a sentence.
    private func isClose(_ index: Int, acrossLines: Bool = false) -> Bool {
        gaps[index].utf8.count <= Self.closeBytesMax
            && gaps[index].allSatisfy { mark in
                Self.closeMarks.contains(mark) || (acrossLines && mark.isNewline)
                    || (mark == "." && Self.abbreviations.contains(words[index]))
            }
    }

    /// `felkod`, `felmeddelandet`, `error code`.
    private func namesErrorCode(at index: Int) -> Bool {
        if Self.errorStems.contains(where: { words[index].hasPrefix($0) }) { return true }
        return index > 0 && Self.codeWords.contains(words[index])
            && Self.errorWords.contains(words[index - 1])
    }

    /// More of what stands between two words says nothing.
    private static let gapBytesMax = 8
    /// As long as ` – `.
    private static let closeBytesMax = 5
    private static let closeMarks: Set<Character> = [
        " ", "\u{A0}", "-", "–", ":", "_", "#", "=", "(", "\"", "'", "«", "“", "”", "‘", "’",
    ]
    private static let errorWords: Set<String> = ["fel", "felet", "error", "err"]
    private static let errorStems = [
        "felkod", "felmedd", "felnum", "statuskod", "felmess", "errorcode",
    ]
    private static let codeWords: Set<String> = ["kod", "koden", "code"]
    /// What may stand between an error and its number.
    private static let countingWords: Set<String> = [
        "nr", "nummer", "no", "number", "meddelande", "message",
    ]
    /// Words whose full stop ends no sentence.
    private static let abbreviations: Set<String> = ["nr", "no"]
    private static let verbs: Set<String> = ["är", "ar", "is"]
    /// What may stand between HTTP and its number.
    private static let webWords: Set<String> = ["status", "statuskod", "code", "error", "fel"]
    /// What a web server says beside its number (RFC 9110 §15), as far as people repeat it.
    private static let webPhrases = [
        ["not", "found"], ["internal", "server"], ["bad", "gateway"], ["gateway", "timeout"],
        ["gateway", "time"], ["bad", "request"], ["forbidden"], ["service", "unavailable"],
        ["service", "temporarily"], ["too", "many", "requests"], ["serverfel"],
    ]
    private static let hintWords: Set<String> = [
        "hint", "hintcode", "errorcode", "felkod", "felkoden",
    ]
    private static let unitWords: Set<String> = [
        "kr", "kronor", "kronors", "sek", "öre", "euro", "eur", "meter", "m", "st", "stycken",
        "gånger", "dagar", "minuter", "sekunder", "personer", "mb", "kb", "gb", "times", "people",
        "days", "minutes", "seconds", "dpi",
    ]
}

extension ArraySlice<String> {
    /// Whether these are its last words.
    fileprivate func ends(with phrase: [String]) -> Bool {
        count >= phrase.count && suffix(phrase.count).elementsEqual(phrase)
    }
}
