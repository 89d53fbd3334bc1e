/// Parts HTML into text, references and tags, as a browser would.
///
/// One pass from left to right with no going back, so the cost is linear whatever the markup. It
/// keeps no tree and believes nothing: what a tag means is for its user to say.
struct HTMLScanner {
    /// One piece of the source.
    enum Token {
        /// Characters as they stand, in UTF-8.
        case text(Slice<UnsafeBufferPointer<UInt8>>)
        /// What `&…;` stands for.
        case character(Unicode.Scalar)
        /// A tag's name in lower case, cut to 20 octets, and where its attributes stand.
        case open(String, Range<Int>)
        case close(String)
    }

    let octets: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// False once a quote swallowed the rest: looking for its end in every tag would be quadratic.
    private var honoursQuotes = true
    /// Elements and comments that have no end from here on, so that it is not looked for again.
    private var endless: Set<String> = []

    init(_ octets: UnsafeBufferPointer<UInt8>) { self.octets = octets }

    /// The next piece; nil at the end.
    mutating func next() -> Token? {
        while position < octets.count {
            switch octets[position] {
            case Self.tagStart:
                if let token = markup() { return token }
            case Self.ampersand:
                return reference()
            case 0xC2 where isNoBreakSpace(position):
                position += 2
                return .character("\u{A0}")
            default:
                return text()
            }
        }
        return nil
    }

    /// Goes behind the closing tag of an element whose content is no text.
    ///
    /// One that never ends would hide all that follows, words too: code ends at the next tag then, and
    /// other content is read.
    mutating func skip(past name: String) {
        if !endless.contains(name) {
            if let found = index(of: Array("</\(name)".utf8), from: position) {
                position = index(of: [Self.tagEnd], from: found).map { $0 + 1 } ?? octets.count
                return
            }
            endless.insert(name)
        }
        guard ["script", "style", "xml"].contains(name) else { return }
        while position < octets.count, !isTag(position) { position += 1 }
    }

    private func isTag(_ index: Int) -> Bool {
        guard octets[index] == Self.tagStart, index + 1 < octets.count else { return false }
        return Octet.isLetter(octets[index + 1]) || [0x21, 0x2F].contains(octets[index + 1])
    }

    static let tagStart: UInt8 = 0x3C
    static let tagEnd: UInt8 = 0x3E
    private static let ampersand: UInt8 = 0x26
    private static let nameBytesMax = 20

    private mutating func text() -> Token {
        let start = position
        while position < octets.count, octets[position] != Self.tagStart,
            octets[position] != Self.ampersand, !isNoBreakSpace(position)
        { position += 1 }
        return .text(octets[start..<position])
    }

    /// The octet there alone.
    private mutating func single() -> Token {
        position += 1
        return .text(octets[(position - 1)..<position])
    }

    /// U+00A0; editors fill empty paragraphs with it.
    private func isNoBreakSpace(_ index: Int) -> Bool {
        octets[index] == 0xC2 && index + 1 < octets.count && octets[index + 1] == 0xA0
    }

    private mutating func reference() -> Token {
        guard let (character, bytesCount) = HTMLEntities.reference(octets, at: position) else {
            return single()
        }
        position += bytesCount
        return .character(character)
    }

    /// A tag; nil for a declaration, which is passed over.
    private mutating func markup() -> Token? {
        let next = position + 1 < octets.count ? octets[position + 1] : Octet.space
        if next == 0x21 || next == 0x3F {
            skipDeclaration()
            return nil
        }
        // "a < b" is text.
        guard Octet.isLetter(next) || next == 0x2F else { return single() }
        return tag()
    }

    /// Skips `<!-- … -->`, `<!…>` and `<?…>`; a comment that never ends would hide all words that follow,
    /// and ends at its first bracket.
    private mutating func skipDeclaration() {
        let opening = "<!--"
        if !endless.contains(opening), matches(Array(opening.utf8), at: position) {
            if let end = index(of: Array("-->".utf8), from: position + opening.utf8.count) {
                position = end + 3
                return
            }
            endless.insert(opening)
        }
        position = index(of: [Self.tagEnd], from: position).map { $0 + 1 } ?? octets.count
    }

    private mutating func tag() -> Token {
        let isClosing = octets[position + 1] == 0x2F
        let nameStart = position + (isClosing ? 2 : 1)
        var nameEnd = nameStart
        while nameEnd < octets.count, !Self.endsName(octets[nameEnd]) { nameEnd += 1 }
        let bounded = octets[nameStart..<min(nameEnd, nameStart + Self.nameBytesMax)]
        let name = String(decoding: bounded.map(Octet.lowercased), as: UTF8.self)
        let tagEnd = endOfTag(from: nameEnd)
        position = min(tagEnd + 1, octets.count)
        return isClosing ? .close(name) : .open(name, nameEnd..<tagEnd)
    }

    private static func endsName(_ octet: UInt8) -> Bool {
        octet <= Octet.space || octet == tagEnd || octet == 0x2F
    }

    /// Index of the `>` that ends a tag; one inside a quoted value does not.
    ///
    /// An unclosed quote would swallow the mail: from then on a tag ends at its first bracket.
    private mutating func endOfTag(from start: Int) -> Int {
        if honoursQuotes {
            if let end = unquotedEnd(from: start) { return end }
            honoursQuotes = false
        }
        return index(of: [Self.tagEnd], from: start) ?? octets.count
    }

    private func unquotedEnd(from start: Int) -> Int? {
        var quote: UInt8?
        var index = start
        while index < octets.count {
            let octet = octets[index]
            if let open = quote {
                if octet == open { quote = nil }
            } else if octet == Self.tagEnd {
                return index
            } else if octet == Octet.quote || octet == 0x27, octets[index - 1] == 0x3D {
                quote = octet
            }
            index += 1
        }
        return nil
    }

    /// True when `text`, in lower case, stands there in any case.
    func matches(_ text: [UInt8], at start: Int) -> Bool {
        guard start + text.count <= octets.count else { return false }
        for offset in text.indices where Octet.lowercased(octets[start + offset]) != text[offset] {
            return false
        }
        return true
    }

    private func index(of text: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + text.count <= octets.count {
            if matches(text, at: index) { return index }
            index += 1
        }
        return nil
    }
}

extension HTMLScanner {
    /// The values of the attributes that `names` has, the first of each, references decoded.
    ///
    /// - Parameters:
    ///   - range: as ``Token/open(_:_:)`` has it.
    ///   - names: in lower case.
    /// - Returns: what stands there, by name.
    func attributes(_ range: Range<Int>, named names: Set<String>) -> [String: String] {
        var found: [String: String] = [:]
        var index = range.lowerBound
        let end = min(range.upperBound, range.lowerBound + Self.attributesBytesMax)
        while index < end {
            guard octets[index] > Octet.space, octets[index] != 0x2F else {
                index += 1
                continue
            }
            let nameStart = index
            while index < end, octets[index] > Octet.space, octets[index] != 0x3D,
                octets[index] != 0x2F
            { index += 1 }
            // An equals sign where a name should begin belongs to it.
            if index == nameStart { index += 1 }
            let name = octets[nameStart..<min(index, nameStart + Self.nameBytesMax)]
                .map(Octet.lowercased)
            let value = value(at: &index, end: end)
            let key = String(decoding: name, as: UTF8.self)
            if let value, names.contains(key), found[key] == nil { found[key] = value }
        }
        return found
    }

    /// What is looked at of one tag.
    private static let attributesBytesMax = 8_192

    /// Reads `="…"`, `='…'` or `=…`; nil when no value follows.
    private func value(at index: inout Int, end: Int) -> String? {
        var start = index
        while start < end, octets[start] <= Octet.space { start += 1 }
        guard start < end, octets[start] == 0x3D else { return nil }
        start += 1
        while start < end, octets[start] <= Octet.space { start += 1 }
        guard start < end else { return nil }
        let quote = octets[start]
        let isQuoted = quote == Octet.quote || quote == 0x27
        if isQuoted { start += 1 }
        index = start
        while index < end, isQuoted ? octets[index] != quote : octets[index] > Octet.space {
            index += 1
        }
        let value = decoded(start..<index)
        if isQuoted, index < end { index += 1 }
        return value
    }

    private func decoded(_ range: Range<Int>) -> String {
        var value: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if octets[index] == Self.ampersand,
                let (character, count) = HTMLEntities.reference(octets, at: index),
                index + count <= range.upperBound
            {
                value.append(contentsOf: Array(String(character).utf8))
                index += count
            } else {
                value.append(octets[index])
                index += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }
}
