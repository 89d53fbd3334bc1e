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
        private var word: [UInt8] = []

        fileprivate init(rest: String.UnicodeScalarView.Iterator) { self.rest = rest }

        mutating func next() -> String? {
            word.removeAll(keepingCapacity: true)
            var length = 0
            let latin = FoldedWords.latin
            while let scalar = rest.next() {
                let isLatin = scalar.value < UInt32(latin.count)
                switch isLatin ? latin[Int(scalar.value)] : FoldedWords.letter(of: scalar) {
                case .mark: continue
                case .word(let octets):
                    length += 1
                    if length <= FoldedWords.scalarsMax { octets.append(to: &word) }
                case .gap:
                    if length > 0 { return String(decoding: word, as: UTF8.self) }
                }
            }
            return length > 0 ? String(decoding: word, as: UTF8.self) : nil
        }
    }

    /// Each word once, as the text form of an array of texts.
    var array: String {
        var seen: Set<String> = []
        var octets = 0
        var text = "{"
        for word in self where !seen.contains(word) {
            octets += word.utf8.count
            guard octets <= Self.octetsMax else { break }
            // In quotation marks, or the word "null" would be no word.
            text += seen.isEmpty ? "\"" : ",\""
            text += word
            text += "\""
            seen.insert(word)
        }
        return text + "}"
    }

    /// Each word once, in a row.
    var once: String {
        var seen: Set<String> = []
        var text = ""
        for word in self where seen.insert(word).inserted {
            if !text.isEmpty { text += " " }
            text += word
        }
        return text
    }

    /// All words, the last one perhaps unfinished, as `tsquery`; nil when there are none.
    var query: String? {
        let words = Array(prefix(searchWordsMax))
        guard !words.isEmpty else { return nil }
        return words.map { "'\($0)'" }.joined(separator: " & ") + ":*"
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
