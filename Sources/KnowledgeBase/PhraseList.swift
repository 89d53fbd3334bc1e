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
        visit(letters) { name, _ in
            first = name
            return false
        }
        return first
    }

    /// All names of which a phrase stands in `letters`.
    func names(in letters: [UInt32]) -> Set<String> {
        var names: Set<String> = []
        visit(letters) { name, _ in
            names.insert(name)
            return true
        }
        return names
    }

    /// Where phrases of `name` stand in `letters`, in their order.
    func places(of name: String, in letters: [UInt32]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        visit(letters) { found, place in
            if found == name { places.append(place) }
            return true
        }
        return places
    }

    /// Gives the name at each place where a phrase stands, and the place, while `body` wants more.
    private func visit(_ letters: [UInt32], _ body: (String, Range<Int>) -> Bool) {
        var index = letters.startIndex
        while index + 1 < letters.count {
            if letters[index] == Words.boundary, letters[index + 1] != Words.boundary {
                let candidates = phrasesByFirstLetter[letters[index + 1]] ?? []
                for phrase in candidates {
                    guard let end = end(of: phrase, in: letters, at: index) else { continue }
                    guard body(phrase.name, index..<end) else { return }
                    break
                }
            }
            index += 1
        }
    }

    /// Where `phrase` ends if it begins at `start`, the boundary mark before its first word.
    private func end(of phrase: Phrase, in letters: [UInt32], at start: Int) -> Int? {
        var index = start
        for (number, word) in phrase.words.enumerated() {
            guard index < letters.count, letters[index] == Words.boundary else { return nil }
            index += 1
            for letter in word {
                guard index < letters.count, letters[index] == letter else { return nil }
                index += 1
            }
            if number == phrase.words.count - 1, phrase.isPrefix { return index }
            guard index < letters.count, letters[index] == Words.boundary else { return nil }
            index += 1
        }
        return index
    }
}
