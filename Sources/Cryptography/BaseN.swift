/// Hexadecimal, lower case (RFC 4648 §8).
public enum Base16 {
    /// Two characters an octet.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var characters: [UInt8] = []
        for byte in bytes {
            characters.append(digits[Int(byte >> 4)])
            characters.append(digits[Int(byte & 15)])
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

/// Base 32 without padding and in lower case (RFC 4648 §6).
///
/// For what travels through the local part of a mail address, where some systems on the way fold
/// the case: the alphabet has one case only, and decoding accepts either.
public enum Base32 {
    /// Eight characters for five octets, the last group shortened.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var characters: [UInt8] = []
        var buffer = UInt16(0)
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt16(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                characters.append(alphabet[Int(buffer >> UInt16(bits)) & 31])
            }
            buffer &= (1 << UInt16(bits)) - 1
        }
        if bits > 0 { characters.append(alphabet[Int(buffer << UInt16(5 - bits)) & 31]) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The octets `text` stands for; nil when it is not what ``encode(_:)`` writes, case aside.
    ///
    /// Left-over bits must be zero, so that one value has one spelling only.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = UInt16(0)
        var bits = 0
        for character in text.utf8 {
            guard let value = value(of: character) else { return nil }
            buffer = buffer << 5 | value
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt16(bits)))
            buffer &= (1 << UInt16(bits)) - 1
        }
        guard buffer == 0, bits < 5 else { return nil }
        return bytes
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private static func value(of character: UInt8) -> UInt16? {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt16(character - UInt8(ascii: "a"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt16(character - UInt8(ascii: "A"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt16(character - UInt8(ascii: "2") + 26)
        default: nil
        }
    }
}
