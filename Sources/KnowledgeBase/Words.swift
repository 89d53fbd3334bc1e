/// The words of a text, lower-cased, in two flat buffers: as written, in UTF-8, and folded.
///
/// A word is a run of letters and digits. What people write in one word or in two is one here, or two:
/// `bank id` and `bank-id` are `bankid`, `dont` is `don` and `t` as `don't` is. Every buffer is bounded
/// by the limits, whatever comes in.
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
        // Whether nothing but a space or a hyphen stands since the last word.
        var isClose = false
        for scalar in text.unicodeScalars {
            guard left > 0 else { break }
            left -= 1
            let letter = Letters.lowered(scalar)
            if letter == Letters.separator {
                let endsWord = !word.isEmpty
                end(&word, isClose)
                isClose = endsWord && Spellings.joiners.contains(scalar.value)
            } else if letter == Letters.ignored {
                guard let base = word.popLast() else { continue }
                word.append(Letters.composed(base, with: scalar.value))
            } else if word.count < WordLimits.lettersMax {
                word.append(letter)
            }
        }
        end(&word, isClose)
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

    /// These words and then others.
    func followed(by others: Words) -> Words {
        var words = self
        words.bytes += others.bytes
        words.folded += others.folded
        words.byteEnds += others.byteEnds.map { bytes.count + $0 }
        words.foldedEnds += others.foldedEnds.map { folded.count + $0 }
        return words
    }

    /// Ends a word, if there is one; `isClose` when hardly anything parts it from the one before.
    private mutating func end(_ word: inout [UInt32], _ isClose: Bool) {
        guard !word.isEmpty else { return }
        defer { word.removeAll(keepingCapacity: true) }
        if isClose, endsWithBank, Spellings.identifications.contains(word) {
            reopen()
        } else {
            folded.append(Self.boundary)
        }
        let isContracted = Spellings.isContracted(word)
        append(word[..<(word.count - (isContracted ? 1 : 0))])
        guard isContracted else { return }
        folded.append(Self.boundary)
        append(word.suffix(1))
    }

    /// Adds the letters of the word that is open, and closes it.
    private mutating func append(_ letters: ArraySlice<UInt32>) {
        for letter in letters {
            guard let scalar = Unicode.Scalar(letter) else { continue }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            folded.append(Letters.folded(letter))
        }
        folded.append(Self.boundary)
        byteEnds.append(bytes.count)
        foldedEnds.append(folded.count)
    }

    private var endsWithBank: Bool {
        count > 0 && bytes[byteRange(count - 1)].elementsEqual(Spellings.bank)
    }

    /// Opens the last word again, for what belongs to it.
    private mutating func reopen() {
        folded.removeLast()
        byteEnds.removeLast()
        foldedEnds.removeLast()
    }

    /// Stands before and after every folded word; never part of one.
    static let boundary: UInt32 = 0x5F
}

/// What is written in one word or in two by turns.
private enum Spellings {
    /// A space, a space that does not break, a hyphen and one that does not break.
    static let joiners: Set<UInt32> = [0x20, 0xA0, 0x2D, 0x2010, 0x2011]
    static let bank = Array("bank".utf8)
    /// What follows `bank` in the commonest e-ID's name: `bank id`, `bank-idt`.
    static let identifications = Set(["id", "idt", "idet", "ids"].map(letters))

    /// Whether an apostrophe is missing before its last letter, the t of an nt.
    static func isContracted(_ word: [UInt32]) -> Bool {
        word.suffix(2).elementsEqual([0x6E, 0x74]) && contractions.contains(word)
    }

    /// None is a word of another kind, but for "wont" and "cant", which nobody writes to a city.
    private static let contractions = Set(
        """
        dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt arent wasnt werent havent hasnt hadnt
        """
        .split(whereSeparator: \.isWhitespace).map { letters(String($0)) }
    )

    private static func letters(_ word: String) -> [UInt32] { word.unicodeScalars.map(\.value) }
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
