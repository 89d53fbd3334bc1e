/// The words of a question with their stems, those that nobody has written set right.
///
/// A word that is in no article, and whose stem is in none, is taken for the commonest word that is
/// one slip away: a letter left out, put in, taken for another or for its neighbour. Runs of letters
/// find most such words too, but half of a short one's are lost to a slip in its middle.
struct Spelling {
    /// The words, some of them spelt otherwise than the citizen did.
    let words: Words
    /// The fingerprint of each word's stem.
    let stems: [UInt64]

    /// Reads the words of a question.
    init(_ words: Words, on shelf: Shelf) {
        let stemmer = Stemmer(language: shelf.language)
        var stems: [UInt64] = []
        stems.reserveCapacity(words.count)
        var respelt: [Int: [UInt32]] = [:]
        words.folded.withUnsafeBufferPointer { letters in
            for index in 0..<words.count {
                let word = letters[words.letterRange(index)]
                let stem = stemmer.fingerprint(of: word)
                if respelt.count < SpellingLimits.respeltMax,
                    SpellingLimits.lettersOfWord.contains(word.count),
                    shelf.terms.list(of: stem) == nil,
                    let right = Self.corrected(Array(word), on: shelf, stemmer)
                {
                    respelt[index] = right.word
                    stems.append(right.stem)
                } else {
                    stems.append(stem)
                }
            }
        }
        self.stems = stems
        self.words = respelt.isEmpty ? words : words.respelt(respelt)
    }

    /// A word that some article has.
    private struct Known {
        let word: [UInt32]
        let stem: UInt64
        let articlesCount: Int
    }

    /// The commonest known word one slip away from an unknown one; nil when there is none.
    private static func corrected(
        _ word: [UInt32],
        on shelf: Shelf,
        _ stemmer: borrowing Stemmer
    ) -> Known? {
        let isPlain = word.allSatisfy { SpellingLimits.alphabet.contains($0) }
        guard isPlain, shelf.terms.list(of: Fingerprint.spelling(word)) == nil else { return nil }
        var best: Known?
        for slip in Slips(of: word) {
            guard let list = shelf.terms.list(of: Fingerprint.spelling(slip)) else { continue }
            let articlesCount = shelf.lists.articlesCount(of: list)
            guard articlesCount > best?.articlesCount ?? 0 else { continue }
            // So many are looked up that the table would take some for known that are not.
            let stem = slip.withUnsafeBufferPointer { stemmer.fingerprint(of: $0[...]) }
            guard shelf.terms.list(of: stem) == list else { continue }
            best = Known(word: slip, stem: stem, articlesCount: articlesCount)
        }
        return best
    }
}

/// Every word one slip away from a word.
private struct Slips: Sequence, IteratorProtocol {
    private enum Kind { case left, swapped, replaced, added }

    private let word: [UInt32]
    private var kind = Kind.left
    private var place = 0
    private var letter = SpellingLimits.alphabet.lowerBound

    init(of word: [UInt32]) { self.word = word }

    mutating func next() -> [UInt32]? {
        switch kind {
        case .left:
            guard place < word.count else { return start(.swapped) }
            defer { place += 1 }
            return Array(word[..<place]) + word[(place + 1)...]
        case .swapped:
            guard place + 1 < word.count else { return start(.replaced) }
            defer { place += 1 }
            var slip = word
            slip.swapAt(place, place + 1)
            return slip
        case .replaced:
            guard place < word.count else { return start(.added) }
            var slip = word
            slip[place] = letter
            step()
            return slip
        case .added:
            guard place <= word.count else { return nil }
            var slip = word
            slip.insert(letter, at: place)
            step()
            return slip
        }
    }

    private mutating func start(_ kind: Kind) -> [UInt32]? {
        self.kind = kind
        place = 0
        return next()
    }

    private mutating func step() {
        if letter < SpellingLimits.alphabet.upperBound {
            letter += 1
        } else {
            letter = SpellingLimits.alphabet.lowerBound
            place += 1
        }
    }
}

/// Bounds on what is set right.
enum SpellingLimits {
    /// Shorter words have too many neighbours, longer ones cost too many looks.
    static let lettersOfWord = 5...24
    /// Words of one question; a long mail is full of names, and has other words to go by.
    static let respeltMax = 12
    /// The letters that are tried, and the only ones that a word may have: folded a to z.
    static let alphabet: ClosedRange<UInt32> = 0x61...0x7A
}
