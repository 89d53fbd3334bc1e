/// A text that can stand in a mail's header: one line, without anything that could begin another.
///
/// It is made of any text: CR, LF, NUL and every other control character become a space, and so do
/// the line and paragraph separators, which end lines in some readers.
public struct HeaderLine: Sendable, Hashable, CustomStringConvertible {
    /// The line.
    public let description: String

    /// Octets of UTF-8 at most; what is over is left out.
    public static let bytesMax = 2_000

    /// Makes one line of a text.
    public init(_ text: some StringProtocol) {
        var line = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= Self.bytesMax else { break }
            line.append(Self.breaksLine(scalar) ? " " : scalar)
        }
        description = String(line)
    }

    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
            || (0x2028...0x2029).contains(scalar.value)
    }
}

extension HeaderLine: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// Makes one line of a text in the program.
    public init(stringLiteral value: String) { self.init(value) }
}

extension HeaderLine: Codable {
    /// Reads the line; a letter from before it was one becomes one.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the line as a plain text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
