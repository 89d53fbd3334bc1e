/// Puts the city's own facts in place of `{{name}}`, and leaves out what is said only of others.
///
/// What is put in is never searched for placeholders again, and nothing in braces ever comes out:
/// where nobody knows what to say there is `…`, and a problem is noted.
struct PlaceholderFiller {
    private let known: [String: String]
    private let wordings: [String: String]
    private var noted: [String] = []

    init(facts: CityFacts, language: String) {
        known = facts.known(in: language)
        wordings = CityFacts.wordings(in: language)
    }

    /// What was wrong, each thing once.
    var problems: [String] { noted }

    /// `text` as the city says it.
    mutating func filled(_ text: String) -> String {
        var output = ""
        // The sections that are open, and whether what stands in them is said.
        var open: [(name: Substring, isSaid: Bool)] = []
        for piece in PlaceholderPieces(text) {
            let isSaid = open.allSatisfy(\.isSaid)
            switch piece {
            case .text(let words):
                if isSaid { output += words }
            case .value(let name):
                if isSaid { output += value(name) }
            case .opening(let name, let isInverted):
                open.append((name, isKnown(name) != isInverted))
            case .closing(let name):
                guard open.last?.name == name else {
                    note("{{/\(name)}} closes nothing that is open")
                    continue
                }
                open.removeLast()
            case .malformed(let inside):
                note("{{\(inside)}} is no placeholder")
                if isSaid { output += Self.unknown }
            }
        }
        for section in open { note("{{#\(section.name)}} is not closed") }
        return output
    }

    private mutating func value(_ name: Substring) -> String {
        if let value = known[String(name)] ?? wordings[String(name)] { return value }
        note("unknown placeholder {{\(name)}}")
        return Self.unknown
    }

    private mutating func isKnown(_ name: Substring) -> Bool {
        if wordings[String(name)] == nil { note("unknown placeholder {{\(name)}}") }
        return known[String(name)] != nil
    }

    private mutating func note(_ problem: String) {
        if !noted.contains(problem) { noted.append(problem) }
    }

    private static let unknown = "…"
}

/// A text taken apart at its placeholders.
private struct PlaceholderPieces: Sequence, IteratorProtocol {
    enum Piece {
        case text(Substring)
        case value(Substring)
        case opening(Substring, isInverted: Bool)
        case closing(Substring)
        /// In double braces, and nothing of the above.
        case malformed(Substring)
    }

    private var rest: Substring
    /// What stands before ``rest`` on its line is white space only.
    private var isAtLineStart = true
    /// Comes next: what stood before it went first.
    private var waiting: Piece?

    init(_ text: String) { rest = text[...] }

    mutating func next() -> Piece? {
        if let piece = waiting {
            waiting = nil
            return piece
        }
        guard !rest.isEmpty else { return nil }
        var searched = rest
        while let start = Self.range(of: "{{", in: searched) {
            let inside = rest[start.upperBound...]
            // Only a short way, so that no text makes this quadratic.
            guard let end = Self.range(of: "}}", in: inside.prefix(Self.lengthMax)) else {
                searched = inside
                continue
            }
            let words = inside[..<end.lowerBound]
            // `{{{{name}}`: the innermost braces count.
            guard Self.range(of: "{{", in: words) == nil, words.first != "{" else {
                searched = rest[rest.index(after: start.lowerBound)...]
                continue
            }
            return found(Self.piece(words), at: start.lowerBound, endingAt: end.upperBound)
        }
        defer { rest = rest[rest.endIndex...] }
        return .text(rest)
    }

    /// The text before a piece, and the piece after that.
    private mutating func found(
        _ piece: Piece,
        at start: Substring.Index,
        endingAt end: Substring.Index
    ) -> Piece? {
        var before = rest[..<start]
        rest = rest[end...]
        if piece.isMark, let line = Self.aloneOnLine(before, rest, isAtLineStart) {
            before = before[..<line.start]
            rest = rest[line.end...]
            isAtLineStart = true
        } else {
            isAtLineStart = false
        }
        guard !before.isEmpty else { return piece }
        waiting = piece
        return .text(before)
    }

    /// A mark on a line of its own takes the line with it, as if nobody had written it.
    private static func aloneOnLine(
        _ before: Substring,
        _ after: Substring,
        _ isAtLineStart: Bool
    ) -> (start: Substring.Index, end: Substring.Index)? {
        let lineStart = before.lastIndex(of: "\n").map { before.index(after: $0) }
        guard lineStart != nil || isAtLineStart else { return nil }
        let start = lineStart ?? before.startIndex
        guard before[start...].allSatisfy({ $0 == " " }) else { return nil }
        let blank = after.prefix { $0 == " " }
        guard blank.endIndex < after.endIndex else { return (start, blank.endIndex) }
        guard after[blank.endIndex].isNewline else { return nil }
        return (start, after.index(after: blank.endIndex))
    }

    private static func piece(_ inside: Substring) -> Piece {
        let words = inside.trimmed
        let name = words.drop { "#^/".contains($0) }
        guard words.utf8.count - name.utf8.count <= 1, isName(name) else {
            return .malformed(inside)
        }
        switch words.first {
        case "#": return .opening(name, isInverted: false)
        case "^": return .opening(name, isInverted: true)
        case "/": return .closing(name)
        default: return .value(name)
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
            }
    }

    /// How long a name may be with the white space around it.
    private static let lengthMax = 80

    private static func range(
        of mark: String,
        in text: Substring
    ) -> Range<Substring.Index>? {
        let (bytes, wanted) = (text.utf8, Array(mark.utf8))
        var index = bytes.startIndex
        while let found = bytes[index...].firstIndex(of: wanted[0]) {
            let after = bytes.index(after: found)
            if after < bytes.endIndex, bytes[after] == wanted[1] {
                return found..<bytes.index(after: after)
            }
            index = after
        }
        return nil
    }
}

extension PlaceholderPieces.Piece {
    /// Whether it says nothing itself.
    fileprivate var isMark: Bool {
        switch self {
        case .opening, .closing: true
        case .text, .value, .malformed: false
        }
    }
}
