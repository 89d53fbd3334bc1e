/// Reads the value of a header field from the left (RFC 3261 §25.1).
///
/// Every step answers nil, or false, when what it wants is not there; the field is then malformed.
struct SIPScanner {
    private(set) var rest: Substring.UTF8View

    init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    var next: UInt8? { rest.first }

    /// Skips spaces and tabs; folded lines were joined with a space before.
    mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

    /// Takes one octet, when it is the next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: scalar) else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes a separator with the space that may stand around it.
    mutating func takeSeparator(_ scalar: Unicode.Scalar) -> Bool {
        var ahead = self
        ahead.skipSpace()
        guard ahead.take(scalar) else { return false }
        ahead.skipSpace()
        self = ahead
        return true
    }

    mutating func token() -> String? { run(Self.isTokenOctet) }

    mutating func digits() -> String? { run(SIPHost.isDigit) }

    /// Takes octets as long as they fit; nil when not even one does.
    mutating func run(_ fits: (UInt8) -> Bool) -> String? {
        let taken = rest.prefix(while: fits)
        guard !taken.isEmpty else { return nil }
        rest = rest[taken.endIndex...]
        return String(Substring(taken))
    }

    /// Takes a quoted string and answers what it says, without quotes and escapes.
    mutating func quotedString() -> String? {
        guard take("\"") else { return nil }
        var octets: [UInt8] = []
        while let octet = rest.popFirst() {
            switch octet {
            case UInt8(ascii: "\""): return String(decoding: octets, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), escaped < 0x80 else { return nil }
                octets.append(escaped)
            default: octets.append(octet)
            }
        }
        return nil
    }

    /// Takes `;name=value` as often as it stands there; nil when a semicolon has no name behind it.
    mutating func parameters() -> [SIPParameter]? {
        var parameters: [SIPParameter] = []
        while takeSeparator(";") {
            guard parameters.count < SIPLimits.parametersMax, let parameter = parameter() else {
                return nil
            }
            parameters.append(parameter)
        }
        return parameters
    }

    /// Takes `name`, `name=token` or `name="quoted"`.
    mutating func parameter() -> SIPParameter? {
        guard let name = token() else { return nil }
        guard takeSeparator("=") else { return SIPParameter(name) }
        if next == UInt8(ascii: "\"") {
            return quotedString().map { SIPParameter(name, $0) }
        }
        return run(Self.isValueOctet).map { SIPParameter(name, $0) }
    }

    static func isTokenOctet(_ octet: UInt8) -> Bool { tokenOctets[Int(octet)] }

    /// A token's octets and those of an IPv6 address and a port.
    static func isValueOctet(_ octet: UInt8) -> Bool {
        isTokenOctet(octet) || "[]:/@&$?#=".utf8.contains(octet)
    }

    static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isTokenOctet)
    }

    private static let tokenOctets: [Bool] = {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        var octets = [Bool](repeating: false, count: 256)
        for octet in (letters + letters.uppercased() + "0123456789-.!%*_+`'~").utf8 {
            octets[Int(octet)] = true
        }
        return octets
    }()
}

/// A parameter behind the value of a header field: `;name=value`.
public struct SIPParameter: Sendable, Hashable, CustomStringConvertible {
    /// In lower case, because case does not count in it.
    public let name: String
    /// Without quotes and escapes; nil for a parameter that is only there.
    public var value: String?

    /// Names a parameter.
    public init(_ name: String, _ value: String? = nil) {
        precondition(SIPScanner.isToken(name), "the name of a parameter is a token")
        self.name = SIPText.lowercased(name)
        self.value = value
    }

    /// As it stands in a message, quoted where it must be.
    public var description: String {
        guard let value else { return name }
        let isPlain = !value.isEmpty && value.utf8.allSatisfy(SIPScanner.isValueOctet)
        return "\(name)=\(isPlain ? value : Self.quoted(value))"
    }

    /// The text in quotes, with what must be escaped inside.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

extension [SIPParameter] {
    /// The value of the first parameter of this name: nil when there is none, empty without value.
    func value(_ name: String) -> String? {
        first { $0.name == name }.map { $0.value ?? "" }
    }

    /// Puts one parameter in the place of all of its name.
    mutating func set(_ parameter: SIPParameter) {
        if let place = firstIndex(where: { $0.name == parameter.name }) {
            self[place] = parameter
        } else {
            append(parameter)
        }
    }

    /// Each with its semicolon.
    var text: String { map { ";\($0)" }.joined() }
}
