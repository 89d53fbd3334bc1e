/// How a piece of text is to stand out.
enum Style: Sendable, Equatable {
    case plain
    case strong
    case quiet
    case alarm
    case good
    case attention

    /// Select Graphic Rendition parameters (ECMA-48 §8.3.117); nil for none.
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .quiet: "2"
        case .alarm: "31"
        case .good: "32"
        case .attention: "33"
        }
    }
}

/// A piece of one line in one style; harmless whatever it was made from.
struct Span: Sendable, Equatable {
    let text: String
    let style: Style

    /// Every text that reaches the terminal passes here, so none can be forgotten.
    init(_ text: String, _ style: Style = .plain) {
        self.text = SafeText.line(text)
        self.style = style
    }

    var width: Int { DisplayWidth.of(text) }
}

/// One line of what is shown.
struct Line: Sendable, Equatable {
    var spans: [Span]

    init(_ spans: [Span]) { self.spans = spans }

    init(_ text: String, _ style: Style = .plain) { spans = [Span(text, style)] }

    static let empty = Line([])

    var width: Int { spans.reduce(0) { $0 + $1.width } }

    /// The line when it fits, else its beginning with an ellipsis.
    func cut(to limit: Int?) -> Line {
        guard let limit, width > limit else { return self }
        var room = limit
        var kept: [Span] = []
        for span in spans {
            let isLast = span.width >= room
            kept.append(
                Span(isLast ? DisplayWidth.cut(span.text + " ", to: room) : span.text, span.style)
            )
            room -= span.width
            if isLast { break }
        }
        return Line(kept)
    }
}

/// What a command shows: lines, and only at the very end text for a terminal.
struct Sheet: Sendable, Equatable {
    var lines: [Line] = []

    init(_ lines: [Line] = []) { self.lines = lines }

    init(_ text: String) { lines = [Line(text)] }

    /// The text to write; the escape sequences in it are ours, and there are no others.
    func text(colour: Bool) -> String {
        lines.map { line in
            line.spans.map { span in
                guard colour, let code = span.style.code, !span.text.isEmpty else {
                    return span.text
                }
                return "\u{1B}[\(code)m\(span.text)\u{1B}[0m"
            }.joined() + "\n"
        }.joined()
    }

    /// How many rows of a screen it takes, long lines running on in the next.
    func rows(width: Int) -> Int {
        lines.reduce(0) { $0 + max(1, ($1.width + width - 1) / max(1, width)) }
    }

    mutating func add(_ line: Line) { lines.append(line) }

    mutating func add(_ more: [Line]) { lines.append(contentsOf: more) }

    /// The same list; when it goes on, with the way to see the rest below it.
    func goingOn(_ hasMore: Bool, _ way: String = "--limit N", for reader: Reader) -> Sheet {
        guard hasMore else { return self }
        let hint = reader.say("Det finns fler: \(way).", "There are more: \(way).")
        return Sheet(lines + [Line(hint, .quiet)])
    }

    /// A heading after an empty line.
    mutating func begin(_ title: String) {
        if !lines.isEmpty { lines.append(.empty) }
        lines.append(Line(title, .strong))
    }
}
