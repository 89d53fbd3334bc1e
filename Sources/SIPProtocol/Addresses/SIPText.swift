/// Which octets may stand unescaped in which part of a URI (RFC 3261 §25.1), and the escaping.
enum SIPText {
    /// The characters of one part; all others are written `%HH`.
    struct Part: Sendable {
        private let allowed: [Bool]

        init(beyondUnreserved: String) {
            let letters = "abcdefghijklmnopqrstuvwxyz"
            let mark = "-_.!~*'()"
            var allowed = [Bool](repeating: false, count: 256)
            let all = letters + letters.uppercased() + "0123456789" + mark + beyondUnreserved
            for octet in all.utf8 { allowed[Int(octet)] = true }
            self.allowed = allowed
        }

        func contains(_ octet: UInt8) -> Bool { allowed[Int(octet)] }
    }

    static let user = Part(beyondUnreserved: "&=+$,;?/")
    static let password = Part(beyondUnreserved: "&=+$,")
    static let parameter = Part(beyondUnreserved: "[]/:&+$")
    static let header = Part(beyondUnreserved: "[]/?:+$")

    /// The text without its escapes.
    static func decoded(
        _ text: Substring.UTF8View,
        _ part: Part
    ) throws(SIPURIError) -> String {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count)
        var rest = text[...]
        while let octet = rest.popFirst() {
            if octet == UInt8(ascii: "%") {
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { throw .invalidEscape }
                octets.append(high << 4 | low)
            } else {
                guard part.contains(octet) else { throw .invalidCharacter }
                octets.append(octet)
            }
        }
        guard let decoded = String(validating: octets, as: UTF8.self) else { throw .invalidEscape }
        return decoded
    }

    /// The text with every octet escaped that must be, and no other: one spelling for one value.
    static func encoded(_ text: String, _ part: Part) -> String {
        var octets: [UInt8] = []
        for octet in text.utf8 {
            if part.contains(octet) {
                octets.append(octet)
            } else {
                octets.append(UInt8(ascii: "%"))
                octets.append(digits[Int(octet >> 4)])
                octets.append(digits[Int(octet & 15)])
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// Lower case of the letters of ASCII, the only ones whose case SIP ever ignores.
    static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map { lowercased($0) }, as: UTF8.self)
    }

    /// The text without the spaces and tabs around it.
    static func trimmed(_ text: some StringProtocol) -> String {
        let isSpace = { (octet: UInt8) in octet == 0x20 || octet == 0x09 }
        let rest = Substring(text).utf8.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(Substring(rest[...last]))
    }

    static func lowercased(_ octet: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet) ? octet | 0x20 : octet
    }

    static func digit(_ octet: UInt8) -> UInt8? {
        switch lowercased(octet) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): lowercased(octet) - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
