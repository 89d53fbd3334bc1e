/// A text as somebody reads it, and where in its source each octet stands.
struct MaskedText {
    /// Without what shows nothing.
    private(set) var octets: [UInt8] = []
    /// Where each of ``octets`` stands in the source.
    private var sources: [Range<Int>] = []

    /// A plain text.
    init(_ source: [UInt8]) {
        var rest = source[...]
        while !rest.isEmpty { take(from: &rest) }
    }

    /// A page in HTML, without its tags.
    ///
    /// - Parameters:
    ///   - source: what was made safe to show: every tag has its end.
    ///   - joinsBlocks: true to read what stands in two cells or lines as if it stood in one.
    init(html source: [UInt8], joinsBlocks: Bool) {
        var rest = source[...]
        while let octet = rest.first {
            switch octet {
            case 0x3C:
                let tag = Self.tag(at: rest)
                if !joinsBlocks, !Self.isInline(tag) {
                    append([0x0A], from: tag.startIndex..<tag.endIndex)
                }
                rest = rest.dropFirst(tag.count)
            case 0x26:
                guard let (shown, length) = Self.entity(at: rest) else {
                    take(from: &rest)
                    continue
                }
                append(shown, from: rest.startIndex..<rest.startIndex + length)
                rest = rest.dropFirst(length)
            default: take(from: &rest)
            }
        }
    }

    /// Where in the source the digits of identity numbers stand.
    var places: [Range<Int>] {
        IdentityNumbers.places(in: octets).map { sources[$0.lowerBound] }
    }

    /// True when something stands in a plain text that shows nothing.
    static func hidesSomething(in source: [UInt8]) -> Bool {
        source.indices.contains { hidden(at: source[$0...]) != nil }
    }

    /// What begins here and shows nothing: none of it is ASCII.
    private static func hidden(at rest: ArraySlice<UInt8>) -> [UInt8]? {
        guard let octet = rest.first, octet >= 0x80 else { return nil }
        return hidden.first { rest.starts(with: $0) }
    }

    private mutating func take(from rest: inout ArraySlice<UInt8>) {
        if let hidden = Self.hidden(at: rest) {
            rest = rest.dropFirst(hidden.count)
            return
        }
        let place = rest.startIndex
        octets.append(rest[place])
        sources.append(place..<place + 1)
        rest = rest.dropFirst()
    }

    private mutating func append(_ shown: [UInt8], from place: Range<Int>) {
        guard !Self.hidden.contains(shown) else { return }
        octets += shown
        sources += Array(repeating: place, count: shown.count)
    }

    /// A tag with what stands in it; a `>` between quotes ends none.
    private static func tag(at rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var quote: UInt8?
        for index in rest.indices {
            let octet = rest[index]
            if let open = quote {
                if octet == open { quote = nil }
            } else if octet == 0x22 || octet == 0x27 {
                quote = octet
            } else if octet == 0x3E {
                return rest[...index]
            }
        }
        return rest
    }

    private static func isInline(_ tag: ArraySlice<UInt8>) -> Bool {
        let name = tag.dropFirst().drop { $0 == 0x2F }
            .prefix { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || IdentityNumbers.isDigit($0) }
        return inline.contains(String(decoding: name, as: UTF8.self).lowercased())
    }

    /// What an entity shows, and how many octets it has; nil for a `&` that is none known here.
    private static func entity(at rest: ArraySlice<UInt8>) -> ([UInt8], Int)? {
        let name = rest.dropFirst().prefix(entityOctetsMax).prefix { $0 != 0x3B }
        guard rest.dropFirst(1 + name.count).first == 0x3B else { return nil }
        let text = String(decoding: name, as: UTF8.self)
        let length = name.count + 2
        if let shown = named[text] { return (Array(shown.utf8), length) }
        guard text.hasPrefix("#") else { return nil }
        let isHexadecimal = text.dropFirst().lowercased().hasPrefix("x")
        let number =
            isHexadecimal ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text.dropFirst())
        guard let scalar = number.flatMap(Unicode.Scalar.init) else { return nil }
        return (Array(String(scalar).utf8), length)
    }

    /// The longest name of an entity that is looked for.
    private static let entityOctetsMax = 10
    private static let named = [
        "nbsp": "\u{A0}", "ensp": " ", "emsp": " ", "thinsp": "\u{2009}", "shy": "\u{AD}",
        "ndash": "–", "mdash": "—", "minus": "−", "hyphen": "\u{2010}", "plus": "+",
        "zwj": "\u{200D}", "zwnj": "\u{200C}",
    ]
    /// The soft hyphen, and spaces and joiners without width.
    private static let hidden = [
        "\u{AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}",
    ].map { Array($0.utf8) }
    private static let inline: Set = [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
        "tt", "u", "var", "wbr",
    ]
}
