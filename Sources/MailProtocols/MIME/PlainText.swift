/// Text made fit to keep and to compare: LF as line end, no NUL, no byte order mark.
enum PlainText {
    static func normalised(_ text: String) -> String {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count)
        var wasCarriageReturn = false
        for octet in text.utf8 {
            defer { wasCarriageReturn = octet == Octet.carriageReturn }
            switch octet {
            case 0: continue
            case Octet.carriageReturn: octets.append(Octet.lineFeed)
            case Octet.lineFeed where wasCarriageReturn: continue
            default: octets.append(octet)
            }
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return String(
            decoding: octets.starts(with: mark) ? octets[3...] : octets[...],
            as: UTF8.self
        )
    }

    /// As much of valid UTF-8 as fits, without cutting through a character.
    static func prefix(of octets: [UInt8], bytesMax: Int) -> String {
        var end = min(octets.count, bytesMax)
        while end > 0, end < octets.count, octets[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: octets[..<end], as: UTF8.self)
    }

    /// As much of a text as fits, without cutting through a character.
    static func prefix(of text: String, bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        return prefix(of: Array(text.utf8.prefix(bytesMax + 1)), bytesMax: bytesMax)
    }

    /// One line: control characters become spaces, and blanks at its ends go.
    static func line(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            && text.utf8.first != Octet.space && text.utf8.last != Octet.space
        guard !isPlain else { return text }
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
        }
        var kept = scalars[...]
        while kept.first == " " { kept.removeFirst() }
        while kept.last == " " { kept.removeLast() }
        return String(String.UnicodeScalarView(kept))
    }

    /// Without the characters that cannot be seen and those that turn the others around; they serve to
    /// make a name look like another.
    static func visible(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar == "\u{2028}" || scalar == "\u{2029}" ? " " : scalar
        }
        let kept = scalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
        return String(String.UnicodeScalarView(kept))
    }

    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            guard !scalar.isASCII else { return scalar.value <= 0x20 }
            let isInvisible = scalar == "\u{200B}" || scalar == "\u{FEFF}"
            return scalar.properties.isWhitespace || isInvisible
        }
    }
}
