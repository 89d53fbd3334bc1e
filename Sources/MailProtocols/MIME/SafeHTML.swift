/// The HTML of a stranger's mail, made anew so that it can be shown.
///
/// Nothing of the source is handed on: what comes out is written by this type alone, from a short
/// list of elements, with text escaped, every element closed, and no attribute but a link's checked
/// target and the spans of a table's cell. So it holds whatever the source was: no script, no style,
/// no form, no frame, no picture, nothing that is fetched. It is linear in the source and bounded.
public struct SafeHTML {
    /// Makes a fragment for the inside of a page's `<body>`.
    ///
    /// - Parameters:
    ///   - html: a mail's HTML; broken markup is fine.
    ///   - bytesMax: octets after which the rest is left out; closing what is open takes a few more.
    /// - Returns: valid HTML, whatever came in.
    public static func fragment(of html: String, bytesMax: Int = 2_097_152) -> String {
        var html = html
        return html.withUTF8 { octets in
            var page = SafeHTML(octets, bytesMax: bytesMax)
            page.run()
            return String(decoding: page.output, as: UTF8.self)
        }
    }

    private var scanner: HTMLScanner
    private var output: [UInt8] = []
    /// The elements that are open, outermost first.
    private var open: [String] = []
    private let bytesMax: Int

    private init(_ octets: UnsafeBufferPointer<UInt8>, bytesMax: Int) {
        scanner = HTMLScanner(octets)
        self.bytesMax = bytesMax
    }

    private mutating func run() {
        while output.count < bytesMax, let token = scanner.next() {
            switch token {
            case .text(let run): for octet in run { write(octet) }
            case .character(let character): write(character)
            case .open(let name, let attributes): begin(name, attributes)
            case .close(let name): end(name)
            }
        }
        // A letter may be cut where the rest was left out; the decoder replaces it.
        while let name = open.popLast() { output.append(contentsOf: Array("</\(name)>".utf8)) }
    }

    /// Elements that may stand around text.
    private static let elements: Set = [
        "p", "div", "span", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "code",
        "pre",
        "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
        "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "a",
    ]

    /// Elements without content.
    private static let empties: Set = ["br", "hr"]

    /// Elements whose content is no text for a human; a browser reads it raw up to the closing tag.
    private static let hidden: Set = [
        "script", "style", "title", "xml", "textarea", "iframe", "noembed", "noframes", "noscript",
        "xmp", "template",
    ]

    /// A mail needs no more; what is nested deeper stands in the outer element.
    private static let depthMax = 100

    private mutating func begin(_ name: String, _ attributes: Range<Int>) {
        if Self.hidden.contains(name) { return scanner.skip(past: name) }
        if name == "img" { return writePicture(attributes) }
        if Self.empties.contains(name) {
            output.append(contentsOf: Array("<\(name)>".utf8))
            return
        }
        guard Self.elements.contains(name), open.count < Self.depthMax else { return }
        // A link in a link has no meaning, and browsers disagree on what it is then.
        if name == "a" { end("a") }
        output.append(contentsOf: Array("<\(name)".utf8))
        switch name {
        case "a": writeTarget(attributes)
        case "td", "th": writeSpans(attributes)
        default: break
        }
        output.append(HTMLScanner.tagEnd)
        open.append(name)
    }

    /// Closes the innermost such element and all that is open inside it.
    private mutating func end(_ name: String) {
        guard open.contains(name) else { return }
        while let inner = open.popLast() {
            output.append(contentsOf: Array("</\(inner)>".utf8))
            if inner == name { return }
        }
    }

    /// What a picture would have said; it is itself among the files, or somewhere we do not look.
    private mutating func writePicture(_ attributes: Range<Int>) {
        guard let words = scanner.attributes(attributes, named: ["alt"])["alt"], !words.isEmpty
        else { return }
        for octet in "[\(words.prefix(200))]".utf8 { write(octet) }
    }

    private mutating func writeTarget(_ attributes: Range<Int>) {
        let href = scanner.attributes(attributes, named: ["href"])["href"]
        guard let target = href.flatMap(Self.target) else { return }
        output.append(contentsOf: Array(" href=\"".utf8))
        for octet in target { write(octet) }
        // The page it leads to learns nothing of where it stood.
        output.append(contentsOf: Array("\" rel=\"noopener noreferrer nofollow\"".utf8))
    }

    /// The octets of a target with one of three schemes; nil for any other.
    ///
    /// A browser passes over line breaks and tabs inside an address and controls before it (WHATWG
    /// URL §4.4); they are taken away before the scheme is looked at, not after.
    private static func target(_ text: String) -> [UInt8]? {
        let octets = text.utf8.filter { $0 > Octet.space && $0 != 0x7F }
        let schemes = ["http://", "https://", "mailto:"]
        let beginning = String(decoding: octets.prefix(8).map(Octet.lowercased), as: UTF8.self)
        let isKnown = schemes.contains { beginning.hasPrefix($0) }
        return isKnown && octets.count <= targetBytesMax ? octets : nil
    }

    private static let targetBytesMax = 2_000

    private mutating func writeSpans(_ attributes: Range<Int>) {
        let names = ["colspan", "rowspan"]
        let found = scanner.attributes(attributes, named: Set(names))
        for name in names {
            guard let span = found[name].flatMap(Int.init), (2...100).contains(span) else {
                continue
            }
            output.append(contentsOf: Array(" \(name)=\"\(span)\"".utf8))
        }
    }

    private mutating func write(_ character: Unicode.Scalar) {
        for octet in Array(String(character).utf8) { write(octet) }
    }

    /// Writes an octet of text or of an attribute's value: what could be markup never is.
    private mutating func write(_ octet: UInt8) {
        switch octet {
        case 0x26: output.append(contentsOf: Array("&amp;".utf8))
        case 0x3C: output.append(contentsOf: Array("&lt;".utf8))
        case 0x3E: output.append(contentsOf: Array("&gt;".utf8))
        case 0x22: output.append(contentsOf: Array("&quot;".utf8))
        case 0x27: output.append(contentsOf: Array("&#39;".utf8))
        case Octet.lineFeed, Octet.tab: output.append(octet)
        case 0..<Octet.space, 0x7F: break
        default: output.append(octet)
        }
    }
}
