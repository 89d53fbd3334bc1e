/// Octets with a name.
enum Octet {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let dot: UInt8 = 0x2E
    static let at: UInt8 = 0x40
    static let backslash: UInt8 = 0x5C

    static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    static func isLetter(_ octet: UInt8) -> Bool {
        (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet)
    }

    /// `atext` of RFC 5322 §3.2.3.
    static func isAtomText(_ octet: UInt8) -> Bool {
        isLetter(octet) || isDigit(octet) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(octet)
    }

    static func hexadecimalValue(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }

    static func lowercased(_ octet: UInt8) -> UInt8 {
        (0x41...0x5A).contains(octet) ? octet + 0x20 : octet
    }
}
