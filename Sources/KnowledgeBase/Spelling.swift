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
        Slip.forEach(in: word) { slip, spelling in
            guard let list = shelf.terms.list(of: spelling) else { return }
            let articlesCount = shelf.lists.articlesCount(of: list)
            guard articlesCount > best?.articlesCount ?? 0 else { return }
            // So many are looked up that the table would take some for known that are not.
            let known = slip.made(in: word)
            let stem = known.withUnsafeBufferPointer { stemmer.fingerprint(of: $0[...]) }
            guard shelf.terms.list(of: stem) == list else { return }
            best = Known(word: known, stem: stem, articlesCount: articlesCount)
        }
        return best
    }
}

/// One slip of the pen.
private enum Slip {
    case left(out: Int)
    case swapped(Int)
    case replaced(Int, by: UInt32)
    case added(Int, UInt32)

    /// The word with it.
    func made(in word: [UInt32]) -> [UInt32] {
        var word = word
        switch self {
        case .left(let place): word.remove(at: place)
        case .swapped(let place): word.swapAt(place, place + 1)
        case .replaced(let place, let letter): word[place] = letter
        case .added(let place, let letter): word.insert(letter, at: place)
        }
        return word
    }

    /// Shows every slip in a word, and the fingerprint of what comes of it.
    ///
    /// There are some fifty for each letter, and hardly any is a word: so none is written out, and
    /// what comes before the slip is not taken in anew for each.
    static func forEach(in word: [UInt32], _ show: (Slip, UInt64) -> Void) {
        var before = [Fingerprint.noLetters]
        for letter in word {
            before.append(Fingerprint.extendedSpelling(before[before.count - 1], by: letter))
        }
        func extended(_ place: Int, by letter: UInt32) -> UInt64 {
            Fingerprint.extendedSpelling(before[place], by: letter)
        }
        func spelling(_ hash: UInt64, andFrom place: Int) -> UInt64 {
            var hash = hash
            for place in place..<word.count {
                hash = Fingerprint.extendedSpelling(hash, by: word[place])
            }
            return Fingerprint.finishedSpelling(hash)
        }
        for place in word.indices {
            show(.left(out: place), spelling(before[place], andFrom: place + 1))
        }
        for place in word.indices.dropLast() {
            let swapped = Fingerprint.extendedSpelling(
                extended(place, by: word[place + 1]),
                by: word[place]
            )
            show(.swapped(place), spelling(swapped, andFrom: place + 2))
        }
        for place in word.indices {
            for letter in SpellingLimits.alphabet {
                let hash = extended(place, by: letter)
                show(.replaced(place, by: letter), spelling(hash, andFrom: place + 1))
            }
        }
        for place in before.indices {
            for letter in SpellingLimits.alphabet {
                let hash = extended(place, by: letter)
                show(.added(place, letter), spelling(hash, andFrom: place))
            }
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
