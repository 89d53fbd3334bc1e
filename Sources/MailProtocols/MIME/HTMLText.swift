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

    private var scanner: HTMLScanner
    private var page: HTMLTextPage
    private var links: [String?] = []
    private var lists: [Int?] = []

    private init(octets: UnsafeBufferPointer<UInt8>, bytesMax: Int) {
        scanner = HTMLScanner(octets)
        page = HTMLTextPage(bytesMax: bytesMax)
    }

    private mutating func run() {
        while !page.isFull, let token = scanner.next() {
            switch token {
            case .text(let run): page.write(run)
            case .character(let character): page.write(character)
            case .open(let name, let attributes): open(name, attributes)
            case .close(let name): close(name)
            }
        }
    }
}

extension HTMLText {
    private mutating func open(_ name: String, _ attributes: Range<Int>) {
        switch name {
        case "script", "style", "xml", "title": scanner.skip(past: name)
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
        guard let text = scanner.attributes(attributes, named: ["href"])["href"],
            (1...Self.targetBytesMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 > Octet.space && $0 != 0x7F })
        else { return nil }
        let isUseful = ["http://", "https://", "mailto:"].contains {
            text.lowercased().hasPrefix($0)
        }
        return isUseful ? text : nil
    }

    private static let targetBytesMax = 500
}
