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
    private var quotes: [Bool] = []
    private var styles = HTMLStyles()

    private init(octets: UnsafeBufferPointer<UInt8>, bytesMax: Int) {
        scanner = HTMLScanner(octets)
        page = HTMLTextPage(bytesMax: bytesMax)
    }

    private mutating func run() {
        while !page.isFull, let token = scanner.next() {
            switch token {
            case .text(let run): page.write(run)
            case .character(let character): page.write(character)
            case .open(let name, let attributes):
                open(name, attributes)
                styles.open(name, css: css(attributes))
                page.style = styles.current
            case .close(let name):
                close(name)
                styles.close(name)
                page.style = styles.current
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
        case "pre": page.block(lines: 1)
        case "img": writePicture(attributes)
        case "blockquote":
            page.block(lines: 1)
            quotes.append(isQuote(attributes))
            if quotes.last == true { page.quoteDepth += 1 }
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
        case "pre": page.block(lines: 1)
        case "blockquote":
            page.block(lines: 1)
            if quotes.popLast() == true { page.quoteDepth -= 1 }
        case "ul", "ol":
            page.block(lines: lists.count > 1 ? 1 : 2)
            _ = lists.popLast()
        case "a": closeLink()
        default: break
        }
    }

    private func css(_ attributes: Range<Int>) -> String? {
        let name = "style"
        // Most tags have no room for it.
        guard attributes.count > name.utf8.count else { return nil }
        return scanner.attributes(attributes, named: [name])[name]
    }

    private static let depthMax = 50

    /// Whether a blockquote repeats what somebody else wrote: programs indent the writer's own words with
    /// one too, which then says nothing but how wide its margin is.
    private func isQuote(_ attributes: Range<Int>) -> Bool {
        let said = scanner.attributes(attributes, named: ["type", "cite", "class", "style"])
        guard let style = said["style"]?.lowercased() else { return true }
        return said["type"]?.lowercased() == "cite" || said["cite"] != nil
            || said["class"]?.lowercased().contains("quote") ?? false
            || style.contains("border-left") || !style.contains("margin")
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

    /// What a picture would have said; it is itself among the files, or somewhere we do not look.
    private mutating func writePicture(_ attributes: Range<Int>) {
        let words = scanner.attributes(attributes, named: ["alt"])["alt"].map(PlainText.line) ?? ""
        if !PlainText.isBlank(words) { page.writeLiteral("[\(words)]") }
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
