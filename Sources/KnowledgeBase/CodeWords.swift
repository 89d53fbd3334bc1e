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
        guard index + 1 < words.count, gaps[index].utf8.count <= 3,
            gaps[index].allSatisfy({ " -:_#\u{A0}".contains($0) })
        else { return nil }
        return words[index + 1][...]
    }

    /// Whether an error is spoken of close to the number.
    func speaksOfError(around index: Int) -> Bool {
        near(index, before: 4, after: 2) { word in
            Self.errorWords.contains(word) || Self.errorStems.contains { word.hasPrefix($0) }
        }
    }

    /// Whether the number is said to be a web server's answer.
    func speaksOfWeb(around index: Int) -> Bool {
        near(index, before: 2, after: 3) { Self.webWords.contains($0) }
            || words[index...].dropFirst().prefix(2).elementsEqual(["not", "found"])
    }

    /// Whether a hint code is announced before the word.
    func speaksOfHint(before index: Int) -> Bool {
        near(index, before: 2, after: 0) { Self.hintWords.contains($0) }
    }

    /// Whether the number counts something: `500 kr`, `450 meter`.
    func isAmount(at index: Int) -> Bool {
        guard index + 1 < words.count else { return gaps[index].hasPrefix(":-") }
        return gaps[index].hasPrefix(":-") || Self.unitWords.contains(words[index + 1])
    }

    private func near(
        _ index: Int,
        before: Int,
        after: Int,
        _ holds: (String) -> Bool
    ) -> Bool {
        let lower = max(0, index - before)
        let upper = min(words.count - 1, index + after)
        return (lower...upper).contains { $0 != index && holds(words[$0]) }
    }

    /// More of what stands between two words says nothing.
    private static let gapBytesMax = 8
    private static let errorWords: Set<String> = [
        "fel", "felet", "error", "err", "kod", "koden", "code", "errorcode", "status",
    ]
    private static let errorStems = ["felkod", "felmedd", "felnum", "statuskod", "felmess"]
    private static let webWords: Set<String> = [
        "http", "https", "internal", "gateway", "forbidden", "unavailable", "serverfel",
    ]
    private static let hintWords: Set<String> = [
        "hint", "hintcode", "errorcode", "felkod", "felkoden", "status",
    ]
    private static let unitWords: Set<String> = [
        "kr", "kronor", "kronors", "sek", "öre", "euro", "eur", "meter", "m", "st", "stycken",
        "gånger", "dagar", "minuter", "sekunder", "personer", "mb", "kb", "gb", "times", "people",
        "days", "minutes", "seconds", "dpi",
    ]
}
