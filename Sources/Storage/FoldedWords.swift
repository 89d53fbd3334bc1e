import Foundation

/// The words of a text as both databases' indexes keep them: small letters without diacritics.
///
/// Citizens on old phones write "gar inte" for "går inte", and whoever looks for either must find
/// both. Nothing in a word means anything to `tsvector`, `tsquery` or an array's text form: it has
/// letters and digits only.
struct FoldedWords: Sequence {
    /// Longest word, in Unicode scalars; of a longer one the beginning counts.
    static let scalarsMax = 64
    /// Most octets of a text's words together: `tsvector` holds 1 MiB, its own bookkeeping too.
    static let octetsMax = 512 << 10

    private let scalars: String.UnicodeScalarView

    init(_ text: String) {
        let isLatin = text.unicodeScalars.allSatisfy { $0.value < UInt32(Self.latin.count) }
        scalars = (isLatin ? text : text.decomposedStringWithCanonicalMapping).unicodeScalars
    }

    func makeIterator() -> Iterator { Iterator(rest: scalars.makeIterator()) }

    struct Iterator: IteratorProtocol {
        fileprivate var rest: String.UnicodeScalarView.Iterator

        mutating func next() -> String? {
            var word: [UInt8] = []
            return append(to: &word) ? String(decoding: word, as: UTF8.self) : nil
        }

        /// Puts the next word behind what is there; false when there is none.
        fileprivate mutating func append(to octets: inout [UInt8]) -> Bool {
            var length = 0
            let latin = FoldedWords.latin
            while let scalar = rest.next() {
                let isLatin = scalar.value < UInt32(latin.count)
                switch isLatin ? latin[Int(scalar.value)] : FoldedWords.letter(of: scalar) {
                case .mark: continue
                case .word(let letter):
                    length += 1
                    if length <= FoldedWords.scalarsMax { letter.append(to: &octets) }
                case .gap:
                    if length > 0 { return true }
                }
            }
            return length > 0
        }
    }

    /// Each word once, as the text form of an array of texts.
    var array: String {
        var octets = 0
        let words = row.split(separator: Self.space).prefix { word in
            octets += word.count
            return octets <= Self.octetsMax
        }
        // In quotation marks, or the word "null" would be no word.
        return
            "{\(words.map { "\"\(String(decoding: $0, as: UTF8.self))\"" }.joined(separator: ","))}"
    }

    /// Each word once, in a row.
    var once: String { String(decoding: row, as: UTF8.self) }

    fileprivate static let space = UInt8(ascii: " ")

    private var row: [UInt8] {
        var row: [UInt8] = []
        var places = WordPlaces()
        var rest = makeIterator()
        while true {
            let end = row.count
            if end > 0 { row.append(Self.space) }
            let start = row.count
            guard rest.append(to: &row) else { return Array(row.prefix(end)) }
            if !places.insert(start, in: row) { row.removeSubrange(end...) }
        }
    }

    /// All words, the last one perhaps unfinished, as `tsquery`; nil when there are none.
    var query: String? {
        let words = Array(prefix(searchWordsMax))
        guard let last = words.last else { return nil }
        let ending = last.unicodeScalars.count >= unfinishedScalarsMin ? ":*" : ""
        return words.map { "'\($0)'" }.joined(separator: " & ") + ending
    }

    /// What one scalar is to the word it stands in.
    private enum Letter {
        case word(Octets)
        case mark
        case gap
    }

    /// A small letter in UTF-8, at most eight octets of it, kept without a place of its own.
    private struct Octets {
        private let packed: UInt64

        init(_ scalars: some Sequence<Unicode.Scalar>) {
            let octets = scalars.flatMap { UTF8.encode($0) ?? .init() }.prefix(8)
            packed = octets.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        /// NUL is no letter, so it ends them.
        func append(to word: inout [UInt8]) {
            var rest = packed
            while rest != 0 {
                word.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
        }
    }

    /// The letters that almost every mail here consists of, taken apart once: looking each up in
    /// Unicode's tables, in a copy of the text, costs more than the index does.
    ///
    /// None of these scalars is a combining mark, so each can be taken apart alone.
    private static let latin: [Letter] = (0..<0x300).map { value in
        guard let scalar = Unicode.Scalar(UInt32(value)) else { return .gap }
        let base = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first
        return letter(of: base ?? scalar)
    }

    /// What a scalar is that cannot be taken apart further.
    private static func letter(of scalar: Unicode.Scalar) -> Letter {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            .word(Octets(scalar.properties.lowercaseMapping.unicodeScalars))
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: .mark
        default: .gap
        }
    }
}

/// Where the words of a row begin, each word once.
///
/// A set of strings would make a string of every word first, which costs as much as all the rest.
private struct WordPlaces {
    /// Where a word begins, or nothing, by the word's hash; a place that is taken makes it the next.
    private var slots = [Int32](repeating: free, count: 128)
    private var count = 0

    private static let free: Int32 = -1

    /// Takes the last word of `row`, from `start` on; false when it is there already.
    mutating func insert(_ start: Int, in row: [UInt8]) -> Bool {
        if 2 * (count + 1) > slots.count { grow(row) }
        let slot = slot(of: start..<row.count, in: row)
        guard slots[slot] == Self.free else { return false }
        slots[slot] = Int32(start)
        count += 1
        return true
    }

    private mutating func grow(_ row: [UInt8]) {
        let starts = slots.filter { $0 != Self.free }.map { Int($0) }
        slots = [Int32](repeating: Self.free, count: 2 * slots.count)
        for start in starts {
            let end = row[start...].firstIndex(of: FoldedWords.space) ?? row.count
            slots[slot(of: start..<end, in: row)] = Int32(start)
        }
    }

    /// Where the word stands, or where it would.
    private func slot(of word: Range<Int>, in row: [UInt8]) -> Int {
        row.withUnsafeBytes { octets in
            let wanted = UnsafeRawBufferPointer(rebasing: octets[word])
            var hasher = Hasher()
            hasher.combine(bytes: wanted)
            var slot = hasher.finalize() & (slots.count - 1)
            while slots[slot] != Self.free {
                let found = Int(slots[slot])
                let end = found + word.count
                // No word has a space: one that is longer goes on where this one would end.
                if end < octets.count, octets[end] == FoldedWords.space,
                    octets[found..<end].elementsEqual(wanted)
                {
                    return slot
                }
                slot = (slot + 1) & (slots.count - 1)
            }
            return slot
        }
    }
}
