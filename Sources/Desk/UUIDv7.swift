import Cryptography
public import Foundation
import Synchronization

/// A UUID whose first 48 bits are the time (RFC 9562 §5.7).
///
/// So an index on it grows at one end.
public struct UUIDv7: Sendable, Hashable, Comparable {
    /// The 16 octets.
    public let bytes: [UInt8]

    /// Makes a new one, greater than every one made before in this program.
    ///
    /// Milliseconds of `moment`, a counter of 12 bits and 62 random bits. Two messages of the same
    /// millisecond keep their order (RFC 9562 §6.2, method 1); when the counter is used up, or the
    /// clock was set back, time is taken from the last id instead.
    ///
    /// - Parameters:
    ///   - moment: when, by our clock.
    ///   - other: one made elsewhere or before a restart, perhaps by a clock that was ahead; the new
    ///     one is greater.
    public init(at moment: Date, after other: UUIDv7? = nil) {
        let told = UInt64(max(0, moment.timeIntervalSince1970 * 1_000))
        let asked = max(told, other.map { $0.milliseconds + 1 } ?? 0)
        let (milliseconds, counter) = Self.next.withLock { next in
            next = asked > next.milliseconds ? Place(milliseconds: asked) : next.following
            return (next.milliseconds, next.counter)
        }
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        bytes += [UInt8(truncatingIfNeeded: counter >> 8) | 0x70]
        bytes += [UInt8(truncatingIfNeeded: counter)]
        bytes += randomBytes(8)
        bytes[8] = bytes[8] & 0x3f | 0x80
        self.bytes = bytes
    }

    /// When it was made, by the clock of whoever made it; a little later where the clock was set back.
    public var moment: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

    private var milliseconds: UInt64 { bytes.prefix(6).reduce(0) { $0 << 8 | UInt64($1) } }

    private struct Place {
        var milliseconds: UInt64
        var counter = UInt16(0)

        var following: Self {
            guard counter < 0xfff else { return Self(milliseconds: milliseconds + 1) }
            return Self(milliseconds: milliseconds, counter: counter + 1)
        }
    }

    private static let next = Mutex(Place(milliseconds: 0))

    /// The octets that stand before every id of this moment or later.
    public static func first(at moment: Date) -> [UInt8] {
        let milliseconds = UInt64(max(0, moment.timeIntervalSince1970 * 1_000))
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        return time + [0x70, 0] + [UInt8](repeating: 0, count: 8)
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
