/// The words of a text, lower-cased, in two flat buffers: as written, in UTF-8, and folded.
///
/// A word is a run of letters and digits. Every buffer is bounded by the limits, whatever comes in.
struct Words {
    /// The words as UTF-8, back to back.
    private(set) var bytes: [UInt8] = []
    /// The words without accents, back to back, each between two ``boundary`` marks.
    private(set) var folded: [UInt32] = []
    private var byteEnds: [Int] = []
    private var foldedEnds: [Int] = []

    /// How many words there are.
    var count: Int { byteEnds.count }

    /// Reads at most `scalarsMax` scalars of `text`.
    init(_ text: String, scalarsMax: Int) {
        precondition(scalarsMax >= 0, "a limit is not negative")
        var word: [UInt32] = []
        word.reserveCapacity(WordLimits.lettersMax)
        var left = scalarsMax
        for scalar in text.unicodeScalars {
            guard left > 0 else { break }
            left -= 1
            let letter = Letters.lowered(scalar)
            if letter == Letters.separator {
                end(&word)
            } else if letter == Letters.ignored {
                guard let base = word.popLast() else { continue }
                word.append(Letters.composed(base, with: scalar.value))
            } else if word.count < WordLimits.lettersMax {
                word.append(letter)
            }
        }
        end(&word)
    }

    /// Where word `index` lies in ``bytes``.
    func byteRange(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : byteEnds[index - 1])..<byteEnds[index]
    }

    /// Where word `index` lies in ``folded``, its two boundary marks included.
    func foldedRange(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : foldedEnds[index - 1])..<foldedEnds[index]
    }

    /// Where the letters of word `index` lie in ``folded``, without its boundary marks.
    func letterRange(_ index: Int) -> Range<Int> {
        let range = foldedRange(index)
        return range.lowerBound + 1..<range.upperBound - 1
    }

    /// Word `index` as text.
    func text(_ index: Int) -> String {
        String(decoding: bytes[byteRange(index)], as: UTF8.self)
    }

    /// The same words, some of them folded otherwise than they are written; by their places.
    func respelt(_ letters: [Int: [UInt32]]) -> Words {
        var words = self
        words.folded.removeAll(keepingCapacity: true)
        for index in 0..<count {
            words.folded.append(Self.boundary)
            words.folded += letters[index] ?? Array(folded[letterRange(index)])
            words.folded.append(Self.boundary)
            words.foldedEnds[index] = words.folded.count
        }
        return words
    }

    private mutating func end(_ word: inout [UInt32]) {
        guard !word.isEmpty else { return }
        folded.append(Self.boundary)
        for letter in word {
            guard let scalar = Unicode.Scalar(letter) else { continue }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            folded.append(Letters.folded(letter))
        }
        folded.append(Self.boundary)
        byteEnds.append(bytes.count)
        foldedEnds.append(folded.count)
        word.removeAll(keepingCapacity: true)
    }

    /// Stands before and after every folded word; never part of one.
    static let boundary: UInt32 = 0x5F
}

/// Limits on what is read of a text.
enum WordLimits {
    /// What is read of a question: several times the longest sensible mail.
    static let questionScalarsMax = 20_000
    /// What is read of an article; a file may hold 256 KiB.
    static let articleScalarsMax = 262_144
    /// What counts of one word; more is noise such as a pasted token.
    static let lettersMax = 64
}
