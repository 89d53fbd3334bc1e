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
        scalars = text.decomposedStringWithCanonicalMapping.unicodeScalars
    }

    func makeIterator() -> Iterator { Iterator(rest: scalars[...]) }

    struct Iterator: IteratorProtocol {
        fileprivate var rest: String.UnicodeScalarView.SubSequence

        mutating func next() -> String? {
            var word = String.UnicodeScalarView()
            var length = 0
            while let scalar = rest.popFirst() {
                switch FoldedWords.kind(of: scalar) {
                case .mark: continue
                case .word:
                    length += 1
                    if length <= FoldedWords.scalarsMax { FoldedWords.append(scalar, to: &word) }
                case .gap:
                    if length > 0 { return String(word) }
                }
            }
            return length > 0 ? String(word) : nil
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

    private enum Kind {
        case word
        case mark
        case gap
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.isASCII {
            let isWord =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar)
            return isWord ? .word : .gap
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            .word
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: .mark
        default: .gap
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to word: inout String.UnicodeScalarView) {
        if scalar.isASCII {
            let isCapital = ("A"..."Z").contains(scalar)
            word.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
        } else {
            word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
}
