/// Names with the phrases that mean them, found in folded words.
struct PhraseList: Sendable {
    private struct Phrase: Sendable {
        let name: String
        let words: [[UInt32]]
        /// Whether the last word may go on.
        let isPrefix: Bool
    }

    /// In the order they were given.
    let names: [String]
    private let phrasesByFirstLetter: [UInt32: [Phrase]]

    /// Takes phrases already folded: å as a.
    init(_ names: [(String, [String])]) {
        self.names = names.map(\.0)
        var phrases: [UInt32: [Phrase]] = [:]
        for (name, texts) in names {
            for text in texts {
                let words = text.split(separator: " ").map { word in
                    word.unicodeScalars.map(\.value).filter { $0 != 0x2A && $0 != 0x2B }
                }
                guard let first = words.first?.first else { continue }
                let isPrefix = text.hasSuffix("*")
                phrases[first, default: []]
                    .append(Phrase(name: name, words: words, isPrefix: isPrefix))
            }
        }
        phrasesByFirstLetter = phrases
    }

    /// Takes phrases as people write them; one ending in * is a prefix.
    init(folding names: [(String, [String])]) {
        self.init(
            names.map { name, texts in
                let folded = texts.map { text in
                    let words = Words(text, scalarsMax: WordLimits.questionScalarsMax)
                    let letters = (0..<words.count).map { index in
                        String(
                            String.UnicodeScalarView(
                                words.folded[words.letterRange(index)].compactMap(
                                    Unicode.Scalar.init
                                )
                            )
                        )
                    }
                    return letters.joined(separator: " ") + (text.hasSuffix("*") ? "*" : "")
                }
                return (name, folded)
            }
        )
    }

    /// The name whose phrase stands first in `letters`, words between boundary marks.
    func firstName(in letters: [UInt32]) -> String? {
        var first: String?
        visit(letters) { name in
            first = name
            return false
        }
        return first
    }

    /// All names of which a phrase stands in `letters`.
    func names(in letters: [UInt32]) -> Set<String> {
        var names: Set<String> = []
        visit(letters) { name in
            names.insert(name)
            return true
        }
        return names
    }

    /// Gives the name at each place where a phrase stands, while `body` wants more.
    private func visit(_ letters: [UInt32], _ body: (String) -> Bool) {
        var index = letters.startIndex
        while index + 1 < letters.count {
            if letters[index] == Words.boundary, letters[index + 1] != Words.boundary {
                let candidates = phrasesByFirstLetter[letters[index + 1]] ?? []
                if let found = candidates.first(where: { matches($0, in: letters, at: index) }) {
                    guard body(found.name) else { return }
                }
            }
            index += 1
        }
    }

    /// Whether `phrase` begins at `start`, the boundary mark before its first word.
    private func matches(_ phrase: Phrase, in letters: [UInt32], at start: Int) -> Bool {
        var index = start
        for (number, word) in phrase.words.enumerated() {
            guard index < letters.count, letters[index] == Words.boundary else { return false }
            index += 1
            for letter in word {
                guard index < letters.count, letters[index] == letter else { return false }
                index += 1
            }
            if number == phrase.words.count - 1, phrase.isPrefix { return true }
            guard index < letters.count, letters[index] == Words.boundary else { return false }
            index += 1
        }
        return true
    }
}
