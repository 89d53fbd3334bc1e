/// Words that citizens and authors use for one another, in each language.
///
/// An author's `questions` and `keywords` hold those of one article; these are of everyday speech,
/// and of computers and e-services, and hold everywhere.
enum Synonyms {
    /// By the stem of a word, the stems of the words that may stand for it; nothing for a language
    /// without a list.
    static func stems(of language: String) -> [UInt64: [UInt64]] {
        switch language {
        case "sv": swedish
        case "en": english
        default: [:]
        }
    }

    /// By stem, the other stems of all lines that it is in.
    static func stems(_ language: String, _ groups: String) -> [UInt64: [UInt64]] {
        let stemmer = Stemmer(language: language)
        var stems: [UInt64: [UInt64]] = [:]
        for group in groups.split(whereSeparator: \.isNewline) {
            let words = Words(String(group), scalarsMax: WordLimits.articleScalarsMax)
            let all = words.folded.withUnsafeBufferPointer { letters in
                (0..<words.count).map { stemmer.fingerprint(of: letters[words.letterRange($0)]) }
            }
            for stem in all {
                let others = all.filter { $0 != stem && stems[stem]?.contains($0) != true }
                stems[stem, default: []] += others
            }
        }
        return stems
    }
}
