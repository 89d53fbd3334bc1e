import Foundation

/// Makes other people's text harmless for a terminal.
///
/// A citizen's mail may hold anything: an escape sequence could rename the window, write into the
/// clipboard or type commands, and a reversed direction could show another address than the one
/// that is there. So nothing of the kind reaches the terminal; what is taken away is shown as a
/// picture of itself, so that the clerk sees that it was there.
enum SafeText {
    /// Marks that one letter may carry; more only serve to paint over the neighbours.
    static let scalarsPerCharacterMax = 16
    private static let tabWidth = 4

    /// The text on one line.
    static func line(_ text: String) -> String {
        clean(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
    }

    /// The text line by line, as it was written.
    static func lines(_ text: String) -> [String] {
        clean(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// A page of another form, such as CSV, for a terminal.
    static func page(_ bytes: Data) -> Data {
        Data(lines(String(decoding: bytes, as: UTF8.self)).joined(separator: "\n").utf8)
    }

    /// JSON for a terminal: what could steer it is written as an escape (RFC 8259 §7), so that every
    /// value is still the same.
    static func json(_ bytes: Data) -> Data {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\n", "\t": text.unicodeScalars.append(scalar)
            // Only between values; within one it stands as an escape already.
            case "\r": text += "\n"
            case _ where steers(scalar):
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        return Data(text.utf8)
    }

    /// True for what a terminal takes for more than a letter, or shows nothing of.
    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: isInvisible(scalar)
        }
    }

    private static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var followsReturn = false
        var mayBeCrowded = false
        for scalar in text.unicodeScalars {
            let endsLine = followsReturn && scalar == "\n"
            followsReturn = scalar == "\r"
            if !endsLine { append(scalar, to: &scalars) }
            mayBeCrowded = mayBeCrowded || scalar.value >= 0x300
        }
        return mayBeCrowded ? thinned(String(scalars)) : String(scalars)
    }

    private static func append(_ scalar: Unicode.Scalar, to scalars: inout String.UnicodeScalarView)
    {
        switch scalar.value {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: scalars.append("\n")
        case 0x09: scalars.append(contentsOf: repeatElement(" ", count: tabWidth))
        case 0x00...0x1F: scalars.append(picture(of: scalar))
        case 0x7F: scalars.append("\u{2421}")
        case 0x80...0x9F: scalars.append("\u{FFFD}")
        case 0x202A...0x202E, 0x2066...0x2069: scalars.append("\u{FFFD}")
        case _ where isInvisible(scalar): break
        default: scalars.append(scalar)
        }
    }

    /// The control pictures of Unicode stand in the order of the controls, from U+2400.
    private static func picture(of control: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(0x2400 + control.value) ?? "\u{FFFD}"
    }

    /// Characters that take no room and join nothing; they could only hide or forge.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x180E, 0x200B, 0x2060...0x2064, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }

    private static func thinned(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            let scalars = character.unicodeScalars
            guard scalars.count > scalarsPerCharacterMax else { return result.append(character) }
            result.unicodeScalars.append(contentsOf: scalars.prefix(scalarsPerCharacterMax))
        }
    }
}
