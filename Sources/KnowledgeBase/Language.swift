/// Recognises the language of a short text.
public enum Language {
    /// `sv`, `en`, or nil when it is another language or cannot be told.
    ///
    /// Counts the small words and endings that only one language has, since a question is too short
    /// for statistics of letters alone. Swedish without å, ä and ö is still Swedish.
    public static func detect(_ text: String) -> String? {
        detect(Words(text, scalarsMax: WordLimits.questionScalarsMax))
    }

    static func detect(_ words: Words) -> String? { evidence(of: words).verdict }

    /// Whether the text is plainly in a language other than Swedish and English.
    static func isForeign(_ words: Words) -> Bool { evidence(of: words).isForeign }

    private static func evidence(of words: Words) -> LanguageEvidence {
        var evidence = LanguageEvidence()
        for index in 0..<min(words.count, wordsMax) {
            evidence.weigh(words.bytes[words.byteRange(index)])
        }
        return evidence
    }

    /// A language is plain from far fewer words than this.
    private static let wordsMax = 400
}

/// Points for each language.
struct LanguageEvidence {
    private var swedish = 0.0
    private var english = 0.0
    private var other = 0.0

    /// The language that leads clearly, or nil.
    var verdict: String? {
        let lead = 0.4
        if swedish > english + lead, swedish > other { return "sv" }
        if english > swedish + lead, english > other { return "en" }
        return nil
    }

    /// Whether other languages lead clearly.
    var isForeign: Bool { other >= 2 && other > swedish + 1 && other > english + 1 }

    /// Takes one lower-case word in UTF-8 into account.
    mutating func weigh(_ word: ArraySlice<UInt8>) {
        let fingerprint = Fingerprint.word(word)
        if LanguageWords.swedish.contains(fingerprint) {
            swedish += 1
        } else if LanguageWords.english.contains(fingerprint) {
            english += 1
        } else if LanguageWords.nordic.contains(fingerprint) {
            // Who writes Norwegian or Danish reads Swedish rather than English.
            swedish += 1
        } else if LanguageWords.foreign.contains(fingerprint) {
            other += 2
        } else if LanguageWords.other.contains(fingerprint) {
            other += 1
        } else if LanguageWords.strippedSwedish.contains(fingerprint) {
            swedish += 0.8
        } else {
            weighLetters(word)
        }
    }

    private mutating func weighLetters(_ word: ArraySlice<UInt8>) {
        if word.contains(where: { $0 >= 0x80 }) {
            let scalars = String(decoding: word, as: UTF8.self).unicodeScalars
            if scalars.contains(where: { !Self.latin.contains($0.value) }) {
                other += 1
            } else if zip(scalars, scalars.dropFirst()).contains(where: {
                $0 == $1 && "äö".unicodeScalars.contains($0)
            }) {
                // Finnish, and no other.
                other += 1
            } else if scalars.contains(where: { "åäöæø".unicodeScalars.contains($0) }) {
                swedish += 0.6
            } else if !scalars.contains("é") {
                other += 0.7
            }
        }
        guard word.count > 4 else { return }
        if LanguageWords.swedishEndings.contains(where: { word.ends(with: $0) }) { swedish += 0.5 }
        if LanguageWords.englishEndings.contains(where: { word.ends(with: $0) }) { english += 0.5 }
    }

    private static let latin: ClosedRange<UInt32> = 0...0x24F
}

extension ArraySlice<UInt8> {
    /// Whether these are its last octets.
    fileprivate func ends(with ending: [UInt8]) -> Bool {
        count >= ending.count && suffix(ending.count).elementsEqual(ending)
    }
}
