/// Where the text of an HTML mail is set: white space collapses, blocks begin on lines of their own.
struct HTMLTextPage {
    /// What holds for the text that is written next.
    var style = HTMLStyles.Style()

    /// How many quotations are open; each is a `> ` before the line.
    var quoteDepth = 0

    private var output: [UInt8] = []
    private var pendingLines = 0
    private var pendingSpace = false
    /// White space that stays, unless nothing follows it on its line.
    private var pendingBlanks: [UInt8] = []
    /// True behind a mark of struck out words that another one must end.
    private var isStruck = false
    private var lineQuoteDepth = 0
    private var mark = 0
    private let bytesMax: Int

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    var isFull: Bool { output.count >= bytesMax }

    var text: String {
        PlainText.prefix(of: output + (isStruck ? Self.struckMark : []), bytesMax: bytesMax)
    }

    /// Begins a block: at least so many line ends stand before what is written next.
    mutating func block(lines: Int) {
        pendingLines = max(pendingLines, lines)
        dropSpace()
    }

    mutating func lineBreak() {
        pendingLines = min(pendingLines + 1, 2)
        dropSpace()
    }

    mutating func space() { pendingSpace = true }

    /// Writes text in which white space is collapsed.
    mutating func write(_ run: Slice<UnsafeBufferPointer<UInt8>>) {
        guard !style.isPreformatted else { return writePreformatted(run) }
        var start = run.startIndex
        while start < run.endIndex {
            if Self.isBlank(run[start]) {
                pendingSpace = true
                start += 1
                continue
            }
            let word = run[start...].prefix { !Self.isBlank($0) }
            begin()
            output.append(contentsOf: word)
            start = word.endIndex
        }
    }

    mutating func write(_ character: Unicode.Scalar) {
        switch character {
        case "\u{A0}", " ", "\t", "\n", "\r": pendingSpace = true
        case "\0", "\u{AD}": break
        default:
            begin()
            output.append(contentsOf: Array(String(character).utf8))
        }
    }

    /// Writes what is not in the HTML, blanks kept.
    mutating func writeLiteral(_ text: String) {
        begin()
        output.append(contentsOf: Array(text.utf8))
    }

    mutating func markLink() { mark = output.count }

    /// What was written since ``markLink()``; no more than a link's text can be.
    func textSinceMark() -> String {
        guard mark <= output.count else { return "" }
        let octets = output[mark...].prefix(1000).drop { Self.isBlank($0) || $0 == 0x3E }
        return String(decoding: octets, as: UTF8.self)
    }

    private mutating func writePreformatted(_ run: Slice<UnsafeBufferPointer<UInt8>>) {
        for octet in run {
            switch octet {
            case Octet.carriageReturn: continue
            case Octet.lineFeed:
                pendingLines = min(pendingLines + 1, 3)
                dropSpace()
            case Octet.space, Octet.tab: pendingBlanks.append(octet)
            default:
                begin()
                output.append(octet)
            }
        }
    }

    private static func isBlank(_ octet: UInt8) -> Bool { octet <= Octet.space }

    private mutating func dropSpace() {
        pendingSpace = false
        pendingBlanks = []
    }

    /// Writes the line ends, the marks and the space that are due before a word.
    private mutating func begin() {
        if isStruck, !style.isStruck || pendingLines > 0 {
            output += Self.struckMark
            isStruck = false
        }
        if output.isEmpty || pendingLines > 0 {
            beginLine()
        } else if pendingSpace, pendingBlanks.isEmpty {
            output.append(Octet.space)
        }
        output += pendingBlanks
        dropSpace()
        if style.isStruck, !isStruck {
            output += Self.struckMark
            isStruck = true
        }
    }

    private mutating func beginLine() {
        if !output.isEmpty {
            for _ in 1..<pendingLines {
                output.append(Octet.lineFeed)
                output += Self.quoteMarks(min(quoteDepth, lineQuoteDepth)).dropLast()
            }
            output.append(Octet.lineFeed)
        }
        output += Self.quoteMarks(quoteDepth)
        lineQuoteDepth = quoteDepth
        pendingLines = 0
    }

    /// Before and after words that are struck out, as people write it who have letters alone.
    private static let struckMark = Array("~~".utf8)

    private static func quoteMarks(_ depth: Int) -> [UInt8] {
        Array(String(repeating: "> ", count: min(depth, 10)).utf8)
    }
}
