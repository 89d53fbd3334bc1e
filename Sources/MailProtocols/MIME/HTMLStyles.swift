/// The styles of the elements that are open, as far as a reader of plain text must know them.
///
/// What needs no style is not remembered, and no more than so many elements in each other are: a page
/// that goes past that, or closes nothing, is at worst read with its outer style.
struct HTMLStyles {
    struct Style: Equatable {
        /// White space and line ends stay as they are.
        var isPreformatted = false
        /// Struck out: what the writer took back.
        var isStruck = false
    }

    private var elements: [(name: String, style: Style)] = []
    /// Elements that are open beyond the last one that is remembered.
    private var furtherCount = 0

    /// What holds for the text that comes next.
    var current: Style { elements.last?.style ?? Style() }

    /// Notes an element, with what its `style` says.
    mutating func open(_ name: String, css: String?) {
        guard !Self.empties.contains(name) else { return }
        // HTML lets these end where the next one begins.
        if furtherCount == 0, elements.last?.name == name, Self.unclosed.contains(name) {
            elements.removeLast()
        }
        var style = current
        switch name {
        case "pre", "listing", "xmp", "plaintext": style.isPreformatted = true
        case "s", "strike", "del": style.isStruck = true
        default: break
        }
        if let css { Self.apply(css, to: &style) }
        guard !elements.isEmpty || style != Style() else { return }
        if elements.count < Self.depthMax {
            elements.append((name, style))
        } else {
            furtherCount += 1
        }
    }

    mutating func close(_ name: String) {
        guard furtherCount == 0 else {
            furtherCount -= 1
            return
        }
        guard let index = elements.lastIndex(where: { $0.name == name }) else { return }
        elements.removeSubrange(index...)
    }

    private static let depthMax = 40
    private static let empties: Set = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ]
    private static let unclosed: Set = ["p", "li", "tr", "td", "th", "dt", "dd", "option"]

    private static func apply(_ css: String, to style: inout Style) {
        for declaration in css.lowercased().split(separator: ";") {
            let sides = declaration.split(separator: ":", maxSplits: 1).map(String.init)
            guard sides.count == 2 else { continue }
            let value = PlainText.line(sides[1])
            switch PlainText.line(sides[0]) {
            case "white-space":
                style.isPreformatted = value.hasPrefix("pre") || value.hasPrefix("break-spaces")
            case "text-decoration", "text-decoration-line":
                if value.contains("line-through") { style.isStruck = true }
            default: break
            }
        }
    }
}
