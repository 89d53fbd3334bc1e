/// The text of an HTML mail, for a human who reads plain text.
///
/// One pass from left to right with no going back, so the cost is linear whatever the markup. The
/// result is text and never markup: nothing of it may be put into a page unescaped.
struct HTMLText {
    /// Reads HTML and writes its text.
    ///
    /// - Parameters:
    ///   - html: the part, decoded; broken markup is fine.
    ///   - bytesMax: octets of text after which the rest is left out.
    /// - Returns: lines without trailing blanks, quotations marked with `>`.
    static func extract(_ html: String, bytesMax: Int) -> String {
        var html = html
        return html.withUTF8 { octets in
            var extraction = HTMLText(octets: octets, bytesMax: bytesMax)
            extraction.run()
            return extraction.page.text
        }
    }

    private let octets: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var page: HTMLTextPage
    private var links: [String?] = []
    private var lists: [Int?] = []

    private init(octets: UnsafeBufferPointer<UInt8>, bytesMax: Int) {
        self.octets = octets
        page = HTMLTextPage(bytesMax: bytesMax)
    }

    private mutating func run() {
        while position < octets.count, !page.isFull {
            switch octets[position] {
            case Self.tagStart: takeMarkup()
            case Self.ampersand: takeReference()
            case 0xC2 where isNoBreakSpace(position):
                page.space()
                position += 2
            default: takeText()
            }
        }
    }

    private static let tagStart: UInt8 = 0x3C
    private static let tagEnd: UInt8 = 0x3E
    private static let ampersand: UInt8 = 0x26

    private mutating func takeText() {
        let start = position
        while position < octets.count, octets[position] != Self.tagStart,
            octets[position] != Self.ampersand, !isNoBreakSpace(position)
        { position += 1 }
        page.write(octets[start..<position])
    }

    /// U+00A0; editors fill empty paragraphs with it.
    private func isNoBreakSpace(_ index: Int) -> Bool {
        octets[index] == 0xC2 && index + 1 < octets.count && octets[index + 1] == 0xA0
    }

    private mutating func takeReference() {
        guard let (character, bytesCount) = HTMLEntities.reference(octets, at: position) else {
            page.write(octets[position...position])
            position += 1
            return
        }
        position += bytesCount
        page.write(character)
    }

    private mutating func takeMarkup() {
        let next = position + 1 < octets.count ? octets[position + 1] : Octet.space
        if next == 0x21 || next == 0x3F {
            skipDeclaration()
        } else if Octet.isLetter(next) || next == 0x2F {
            takeTag()
        } else {
            // "a < b" is text.
            page.write(octets[position...position])
            position += 1
        }
    }

    /// Skips `<!-- … -->`, `<!…>` and `<?…>`; a comment without end hides the rest, as in a browser.
    private mutating func skipDeclaration() {
        if matches("<!--", at: position) {
            position = index(of: "-->", from: position + 4).map { $0 + 3 } ?? octets.count
        } else {
            position = index(of: ">", from: position).map { $0 + 1 } ?? octets.count
        }
    }

    private mutating func takeTag() {
        let isClosing = octets[position + 1] == 0x2F
        let nameStart = position + (isClosing ? 2 : 1)
        var nameEnd = nameStart
        while nameEnd < octets.count, !Self.endsName(octets[nameEnd]) { nameEnd += 1 }
        let bounded = octets[nameStart..<min(nameEnd, nameStart + 20)]
        let name = String(decoding: bounded.map(Octet.lowercased), as: UTF8.self)
        let tagEnd = endOfTag(from: nameEnd)
        let attributes = nameEnd..<tagEnd
        position = min(tagEnd + 1, octets.count)
        if isClosing {
            close(name)
        } else {
            open(name, attributes)
        }
    }

    private static func endsName(_ octet: UInt8) -> Bool {
        octet <= Octet.space || octet == tagEnd || octet == 0x2F
    }

    /// Index of the `>` that ends a tag; one inside a quoted value does not.
    private func endOfTag(from start: Int) -> Int {
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
        // An unclosed quote would swallow the mail: end at the first bracket instead, once.
        return self.index(of: ">", from: start) ?? octets.count
    }

    private func matches(_ text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= octets.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount
        where Octet.lowercased(octets[start + offset]) != text.utf8Start[offset] {
            return false
        }
        return true
    }

    private func index(of text: StaticString, from start: Int) -> Int? {
        var index = start
        while index + text.utf8CodeUnitCount <= octets.count {
            if matches(text, at: index) { return index }
            index += 1
        }
        return nil
    }
}

extension HTMLText {
    private mutating func open(_ name: String, _ attributes: Range<Int>) {
        switch name {
        case "script": skip(past: "</script")
        case "style": skip(past: "</style")
        case "xml": skip(past: "</xml")
        case "title": skip(past: "</title")
        case "br": page.lineBreak()
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "dl": page.block(lines: 2)
        case "div", "tr", "table", "section", "article", "header", "footer", "dt", "dd", "form",
            "fieldset", "center", "address", "hr":
            page.block(lines: 1)
        case "td", "th": page.space()
        case "pre":
            page.block(lines: 1)
            page.preDepth += 1
        case "blockquote":
            page.block(lines: 1)
            page.quoteDepth += 1
        case "ul", "ol":
            page.block(lines: 1)
            if lists.count < Self.depthMax { lists.append(name == "ol" ? 0 : nil) }
        case "li": openItem()
        case "a": openLink(attributes)
        default: break
        }
    }

    private mutating func close(_ name: String) {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "dl": page.block(lines: 2)
        case "div", "tr", "table", "section", "article", "header", "footer", "dt", "dd", "form",
            "fieldset", "center", "address", "li":
            page.block(lines: 1)
        case "td", "th": page.space()
        case "pre":
            page.block(lines: 1)
            page.preDepth = max(0, page.preDepth - 1)
        case "blockquote":
            page.block(lines: 1)
            page.quoteDepth = max(0, page.quoteDepth - 1)
        case "ul", "ol":
            page.block(lines: lists.count > 1 ? 1 : 2)
            _ = lists.popLast()
        case "a": closeLink()
        default: break
        }
    }

    private static let depthMax = 50

    /// Goes behind the closing tag; one that is missing hides the rest, as in a browser.
    private mutating func skip(past closing: StaticString) {
        guard let found = index(of: closing, from: position) else {
            position = octets.count
            return
        }
        position = index(of: ">", from: found).map { $0 + 1 } ?? octets.count
    }

    private mutating func openItem() {
        page.block(lines: 1)
        guard let last = lists.indices.last, let number = lists[last] else {
            page.writeLiteral("- ")
            return
        }
        lists[last] = number + 1
        page.writeLiteral("\(number + 1). ")
    }

    private mutating func openLink(_ attributes: Range<Int>) {
        guard links.count < Self.depthMax else { return }
        links.append(target(attributes))
        page.markLink()
    }

    /// Writes where a link leads, unless its text says the same.
    private mutating func closeLink() {
        guard let link = links.popLast(), let target = link else { return }
        let text = page.textSinceMark()
        let shown = target.hasPrefix("mailto:") ? String(target.dropFirst(7)) : target
        guard !text.isEmpty, !Self.isSame(text, shown) else { return }
        page.writeLiteral(" <\(shown)>")
    }

    private static func isSame(_ text: String, _ target: String) -> Bool {
        func bare(_ link: String) -> Substring {
            var rest = link.lowercased()[...]
            for prefix in ["https://", "http://", "www."] where rest.hasPrefix(prefix) {
                rest = rest.dropFirst(prefix.count)
            }
            return rest.last == "/" ? rest.dropLast() : rest
        }
        return bare(text) == bare(target)
    }

    /// The `href` of a link, when a human can do something with it.
    private func target(_ attributes: Range<Int>) -> String? {
        let bounded = attributes.prefix(Self.attributesBytesMax)
        guard let start = bounded.first(where: { matches("href=", at: $0) }).map({ $0 + 5 }),
            start < attributes.upperBound
        else { return nil }
        let quote = octets[start]
        let isQuoted = quote == Octet.quote || quote == 0x27
        let valueStart = isQuoted ? start + 1 : start
        let value = octets[valueStart..<max(valueStart, attributes.upperBound)]
            .prefix(Self.targetBytesMax + 1)
            .prefix { isQuoted ? $0 != quote : $0 > Octet.space }
        guard (1...Self.targetBytesMax).contains(value.count),
            value.allSatisfy({ $0 > Octet.space && $0 != 0x7F })
        else { return nil }
        let text = String(decoding: value, as: UTF8.self).replacing("&amp;", with: "&")
        let isUseful = ["http://", "https://", "mailto:"].contains {
            text.lowercased().hasPrefix($0)
        }
        return isUseful ? text : nil
    }

    private static let attributesBytesMax = 4096
    private static let targetBytesMax = 500
}
