/// The name of a header field; case does not count, and a compact form is the same name.
public struct SIPFieldName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
{
    /// As it is written.
    public let description: String
    private let folded: String

    /// Reads a name, in its long or its compact form (RFC 3261 §7.3.3).
    ///
    /// - Returns: nil when it is no token.
    public init?(_ text: some StringProtocol) {
        guard SIPScanner.isToken(text) else { return nil }
        let name = Self.compact[SIPText.lowercased(String(text))] ?? String(text)
        description = name
        folded = SIPText.lowercased(name)
    }

    /// Takes a name that stands in the source.
    public init(stringLiteral text: String) {
        precondition(SIPScanner.isToken(text), "the name of a header field is a token")
        description = text
        folded = SIPText.lowercased(text)
    }

    /// True when both are one name, whatever their case.
    public static func == (one: SIPFieldName, other: SIPFieldName) -> Bool {
        one.folded == other.folded
    }

    /// Hashes the name without its case.
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    /// The registered compact forms (RFC 3261 §20, 3515, 3841, 3892, 4028, 4474, 6665).
    private static let compact = [
        "a": "Accept-Contact", "b": "Referred-By", "c": "Content-Type", "d": "Request-Disposition",
        "e": "Content-Encoding", "f": "From", "i": "Call-ID", "j": "Reject-Contact",
        "k": "Supported", "l": "Content-Length", "m": "Contact", "n": "Identity-Info",
        "o": "Event", "r": "Refer-To", "s": "Subject", "t": "To", "u": "Allow-Events", "v": "Via",
        "x": "Session-Expires", "y": "Identity",
    ]
}

/// One header field, its lines joined.
public struct SIPField: Sendable, Hashable {
    /// In its long form.
    public let name: SIPFieldName
    /// Without space around it; it never holds a line break.
    public let value: String

    /// Names a field; control characters in the value become spaces, so that nobody can smuggle a
    /// field of their own into a message of ours.
    public init(_ name: SIPFieldName, _ value: String) {
        self.name = name
        let isControl = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || scalar.value == 0x7F }
        let scalars = value.unicodeScalars.map { isControl($0) ? " " : $0 }
        self.value = SIPText.trimmed(String(String.UnicodeScalarView(scalars)))
    }
}

/// Header fields in the order they stand in a message.
public struct SIPFields: Sendable, Hashable {
    /// In order.
    public private(set) var all: [SIPField]

    /// Takes fields in order.
    public init(_ fields: [SIPField] = []) { all = fields }

    /// The value of the first field of this name.
    public subscript(name: SIPFieldName) -> String? { all.first { $0.name == name }?.value }

    /// The values of every field of this name, in order.
    public func values(_ name: SIPFieldName) -> [String] {
        all.lazy.filter { $0.name == name }.map(\.value)
    }

    /// What stands between the commas of every field of this name, for fields that are lists of
    /// tokens, such as Require or Allow.
    public func tokens(_ name: SIPFieldName) -> [String] {
        values(name).flatMap { value in
            value.split(separator: ",").map { SIPText.trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    /// The addresses of every field of this name, in order: Contact, Route, Record-Route.
    ///
    /// - Throws: ``SIPDefect/malformed(_:)`` when one of them cannot be read.
    public func addresses(_ name: SIPFieldName) throws(SIPDefect) -> [SIPNameAddress] {
        var addresses: [SIPNameAddress] = []
        for value in values(name) {
            var scanner = SIPScanner(value)
            repeat {
                guard addresses.count < SIPLimits.addressesMax,
                    let address = SIPNameAddress(&scanner)
                else { throw .malformed(name) }
                addresses.append(address)
            } while scanner.takeSeparator(",")
            scanner.skipSpace()
            guard scanner.isAtEnd else { throw .malformed(name) }
        }
        return addresses
    }

    /// A number of seconds, as in Expires or Min-SE; what stands behind it is read over.
    public func seconds(_ name: SIPFieldName) -> Int? {
        guard let value = self[name] else { return nil }
        var scanner = SIPScanner(value)
        return scanner.digits().flatMap { UInt32($0) }.map { Int($0) }
    }

    /// Adds a field behind the others.
    public mutating func append(_ name: SIPFieldName, _ value: String) {
        all.append(SIPField(name, value))
    }

    /// Puts one field in the place of all of its name.
    public mutating func set(_ name: SIPFieldName, _ value: String?) {
        all.removeAll { $0.name == name }
        if let value { append(name, value) }
    }
}
