import Cryptography
public import Foundation

/// A UUID whose first 48 bits are the time (RFC 9562 §5.7).
///
/// So an index on it grows at one end.
public struct UUIDv7: Sendable, Hashable, Comparable {
    /// The 16 octets.
    public let bytes: [UInt8]

    /// Makes a new one: milliseconds of `moment`, then 74 random bits.
    public init(at moment: Date) {
        let milliseconds = UInt64(max(0, moment.timeIntervalSince1970 * 1_000))
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        bytes += randomBytes(10)
        bytes[6] = bytes[6] & 0x0f | 0x70
        bytes[8] = bytes[8] & 0x3f | 0x80
        self.bytes = bytes
    }

    /// Wraps 16 octets; nil for any other number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads the form with hyphens, in either case.
    public init?(_ text: String) {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text) else { return nil }
        bytes = withUnsafeBytes(of: uuid.uuid) { Array($0) }
    }

    /// Earlier before later.
    public static func < (one: Self, other: Self) -> Bool {
        one.bytes.lexicographicallyPrecedes(other.bytes)
    }
}

extension UUIDv7: CustomStringConvertible {
    /// 36 characters, lower case.
    public var description: String {
        let digits = Array(Base16.encode(bytes).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }
}
