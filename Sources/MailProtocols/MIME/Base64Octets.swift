/// Base64 as mail has it (RFC 2045 §6.8): line breaks anywhere, padding in the middle, ends cut.
enum Base64Octets {
    struct Decoded: Equatable {
        var octets: [UInt8] = []
        /// Characters outside the alphabet, which are passed over.
        var illegalCount = 0
        /// True when the last group was not complete.
        var isCut = false
    }

    static func decode(_ text: some Collection<UInt8>) -> Decoded {
        var decoded = Decoded()
        // Grown step by step, a large file would lie in memory twice.
        decoded.octets.reserveCapacity(text.count / 4 * 3 + 3)
        var group: UInt32 = 0
        var digits = 0
        for octet in text {
            let value = values[Int(octet)]
            switch value {
            case 0..<64:
                group = group << 6 | UInt32(value)
                digits += 1
                guard digits == 4 else { continue }
                decoded.octets.append(UInt8(truncatingIfNeeded: group >> 16))
                decoded.octets.append(UInt8(truncatingIfNeeded: group >> 8))
                decoded.octets.append(UInt8(truncatingIfNeeded: group))
                group = 0
                digits = 0
            case padding:
                finish(&group, &digits, &decoded)
            case blank:
                break
            default:
                decoded.illegalCount += 1
            }
        }
        decoded.isCut = digits > 0
        finish(&group, &digits, &decoded)
        return decoded
    }

    /// Writes what a group of two or three digits holds; a lone digit holds nothing.
    private static func finish(
        _ group: inout UInt32,
        _ digits: inout Int,
        _ decoded: inout Decoded
    ) {
        if digits == 2 {
            decoded.octets.append(UInt8(truncatingIfNeeded: group >> 4))
        } else if digits == 3 {
            decoded.octets.append(UInt8(truncatingIfNeeded: group >> 10))
            decoded.octets.append(UInt8(truncatingIfNeeded: group >> 2))
        }
        group = 0
        digits = 0
    }

    private static let padding: UInt8 = 64
    private static let blank: UInt8 = 65
    private static let illegal: UInt8 = 66

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: illegal, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, octet) in zip(UInt8(0)..., alphabet.utf8) { values[Int(octet)] = value }
        for octet in [Octet.space, Octet.tab, Octet.carriageReturn, Octet.lineFeed] {
            values[Int(octet)] = blank
        }
        values[0x3D] = padding
        return values
    }()
}
