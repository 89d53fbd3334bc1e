/// Which scalars make words, and how they are written alike.
///
/// Works on scalar values, not on `Character`: grapheme breaking would cost more than the whole
/// ranking, and a word is not cut differently for it.
enum Letters {
    /// A scalar that ends a word.
    static let separator: UInt32 = 0
    /// A scalar that is passed over: a combining mark, a soft hyphen, a joiner.
    static let ignored: UInt32 = 1

    /// The lower-case letter or digit, ``separator`` or ``ignored``.
    static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
        let value = scalar.value
        switch value {
        case 0x61...0x7A, 0x30...0x39: return value
        case 0x41...0x5A: return value + 0x20
        case 0...0x7F: return separator
        case 0xAD, 0x300...0x36F: return ignored
        case 0xD7, 0xF7: return separator
        case 0xC0...0xDE: return value + 0x20
        case 0xDF...0xFF: return value
        default: return loweredByProperties(scalar)
        }
    }

    /// The same letter without its accents: å ä à → a, ö ø → o, é → e.
    ///
    /// Citizens abroad and at borrowed keyboards write Swedish without å, ä and ö.
    static func folded(_ value: UInt32) -> UInt32 {
        guard value >= 0xC0, value < 0xC0 + UInt32(plain.count) else { return value }
        return UInt32(plain[Int(value - 0xC0)])
    }

    /// The single letter that `mark` makes of `base`, for text from systems that write å as two.
    static func composed(_ base: UInt32, with mark: UInt32) -> UInt32 {
        switch (base, mark) {
        case (0x61, 0x308): 0xE4  // ä
        case (0x6F, 0x308): 0xF6  // ö
        case (0x61, 0x30A): 0xE5  // å
        case (0x65, 0x301): 0xE9  // é
        case (0x75, 0x308): 0xFC  // ü
        default: base
        }
    }

    /// The plain letter or digit of one that is written in a style of its own, as 𝓲𝓷 𝓽𝓱𝓲𝓼 𝔀𝓪𝔂.
    ///
    /// Full width, circled, and the mathematical alphabets of Unicode, which some keyboards offer.
    private static func unstyled(_ value: UInt32) -> UInt32? {
        switch value {
        case 0xFF10...0xFF19: value - 0xFF10 + 0x30
        case 0xFF21...0xFF3A: value - 0xFF21 + 0x61
        case 0xFF41...0xFF5A: value - 0xFF41 + 0x61
        case 0x24B6...0x24E9: (value - 0x24B6) % 26 + 0x61
        case 0x1D400...0x1D6A3: (value - 0x1D400) % 26 + 0x61
        case 0x1D7CE...0x1D7FF: (value - 0x1D7CE) % 10 + 0x30
        default: nil
        }
    }

    private static func loweredByProperties(_ scalar: Unicode.Scalar) -> UInt32 {
        if let plain = unstyled(scalar.value) { return plain }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter:
            return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
        case .lowercaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
            .otherNumber:
            return scalar.value
        case .nonspacingMark, .spacingMark, .enclosingMark, .format:
            return ignored
        default:
            return separator
        }
    }

    /// U+00C0…U+017F without accents, made from the canonical decompositions of Unicode.
    private static let plain: [UInt8] = Array(
        """
        aaaaaaaceeeeiiiidnoooooxouuuuytsaaaaaaaceeeeiiiidnoooooxouuuuyty\
        aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiiijjkkkllllll\
        llllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
        """.utf8
    )
}
