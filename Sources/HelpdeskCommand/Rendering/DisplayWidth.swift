/// How many columns a text takes on a terminal.
///
/// Letters with marks take one, Chinese, Japanese, Korean and full-width forms two, and so do
/// emoji however many scalars they are made of. Source: Unicode Standard Annex #11, and #51 for
/// emoji.
enum DisplayWidth {
    static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count == 1 { return of(first) }
        if scalars.contains(where: { $0 == "\u{FE0F}" || $0.properties.isEmojiPresentation }) {
            return 2
        }
        return scalars.reduce(0) { $0 + of($1) }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // The second and third letters of a Hangul syllable stand inside the first.
        if 0x1160...0x11FF ~= scalar.value { return 0 }
        return scalar.properties.isEmojiPresentation || isWide(scalar.value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        value >= 0x1100 && wide.contains { $0 ~= value }
    }

    /// The ranges that EastAsianWidth.txt marks W or F, emoji aside.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F202,
        0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251, 0x1F260...0x1F265,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}

extension DisplayWidth {
    /// The text when it fits, else as much of it as does with an ellipsis.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        var room = width - 1
        let kept = text.prefix { character in
            room -= of(character)
            return room >= 0
        }
        return kept + "…"
    }

    /// Breaks a line between words so that each part fits; one word that is longer than a line is
    /// left whole, because a cut address cannot be copied.
    ///
    /// What goes on stands under the words of the first line: behind its indent, and behind the mark or
    /// the number of an item in a list.
    static func wrapped(_ line: String, to width: Int) -> [String] {
        guard of(line) > width else { return [line] }
        let beginning = line.prefixMatch(of: #/\s*(?:(?:[-*•–]|\d{1,3}[.)])\s+)?/#)?.output ?? ""
        // In a narrow window there is no room for it.
        let margin = String(repeating: " ", count: of(beginning) * 2 <= width ? of(beginning) : 0)
        var lines: [String] = []
        var current = String(beginning)
        var isEmpty = true
        for word in line.dropFirst(beginning.count)
            .split(separator: " ", omittingEmptySubsequences: false)
        {
            let longer = isEmpty ? current + word : current + " " + word
            if of(longer) <= width || isEmpty {
                current = longer
            } else {
                lines.append(current)
                current = margin + word
            }
            isEmpty = false
        }
        return lines + [current]
    }
}
