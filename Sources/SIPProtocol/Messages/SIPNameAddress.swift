/// A URI of any scheme, as it was written.
///
/// A route must go back to whoever wrote it octet by octet (RFC 3261 §12.1.1), so the text is kept
/// beside what could be read of it; two are equal when their texts are.
public struct SIPAnyURI: Sendable, Hashable, CustomStringConvertible {
    /// As it was written.
    public let description: String
    /// What was read; nil for other schemes than `sip` and `sips`.
    public let sip: SIPURI?

    /// Takes a SIP URI.
    public init(_ uri: SIPURI) {
        description = uri.description
        sip = uri
    }

    /// Reads a URI: SIP's by its own grammar, others only for their scheme and their octets.
    ///
    /// - Returns: nil when it is none.
    public init?(_ text: some StringProtocol) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text.utf8.count <= SIPURI.bytesMax,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\"".utf8.contains($0) })
        else { return nil }
        let scheme = SIPText.lowercased(String(text[..<colon]))
        guard scheme.utf8.first.map({ (0x61...0x7A).contains($0) }) == true,
            scheme.utf8.allSatisfy(SIPScanner.isTokenOctet)
        else { return nil }
        if SIPURI.Scheme(rawValue: scheme) != nil {
            guard let uri = try? SIPURI(text) else { return nil }  // why, the sender knows best
            sip = uri
        } else {
            sip = nil
        }
        description = String(text)
    }
}

/// A URI with a name and parameters, as in From, To, Contact and Route (RFC 3261 §20.10).
public struct SIPNameAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without quotes; nil when there is none.
    public var displayName: String?
    /// Who is meant.
    public var uri: SIPAnyURI
    /// What stands behind the address, such as `tag`.
    public var parameters: [SIPParameter]

    /// Puts an address together.
    public init(_ uri: SIPURI, displayName: String? = nil, parameters: [SIPParameter] = []) {
        self.uri = SIPAnyURI(uri)
        self.displayName = displayName
        self.parameters = parameters
    }

    /// Reads one address that is all of the text.
    ///
    /// - Returns: nil when it is none.
    public init?(_ text: some StringProtocol) {
        var scanner = SIPScanner(text)
        guard let address = SIPNameAddress(&scanner) else { return nil }
        scanner.skipSpace()
        guard scanner.isAtEnd else { return nil }
        self = address
    }

    /// Reads one address and stops behind its parameters.
    init?(_ scanner: inout SIPScanner) {
        scanner.skipSpace()
        var ahead = scanner
        if scanner.next == UInt8(ascii: "\"") {
            guard let name = ahead.quotedString() else { return nil }
            displayName = name
        } else {
            displayName = ahead.run { SIPScanner.isTokenOctet($0) || $0 == 0x20 || $0 == 0x09 }
                .map { SIPText.trimmed($0) }
        }
        ahead.skipSpace()
        if ahead.take("<") {
            guard let text = ahead.run({ $0 != UInt8(ascii: ">") }), ahead.take(">"),
                let uri = SIPAnyURI(text)
            else { return nil }
            self.uri = uri
            scanner = ahead
        } else {
            // Without brackets, what stands behind a semicolon belongs to the field, and a
            // question mark would be anybody's guess (§20).
            guard let text = scanner.run({ !" \t;,?<>\"".utf8.contains($0) }),
                scanner.next != UInt8(ascii: "?"), let uri = SIPAnyURI(text)
            else { return nil }
            self.uri = uri
            displayName = nil
        }
        guard let parameters = scanner.parameters() else { return nil }
        self.parameters = parameters
    }

    /// The `tag` parameter, which with Call-ID makes a dialog (§19.3).
    public var tag: String? {
        get { parameters.value("tag") }
        set {
            parameters.removeAll { $0.name == "tag" }
            if let newValue { parameters.append(SIPParameter("tag", newValue)) }
        }
    }

    /// Always with brackets, so that the parameters are those of the field.
    public var description: String {
        let name = displayName.map { SIPParameter.quoted($0) + " " } ?? ""
        return "\(name)<\(uri)>\(parameters.text)"
    }
}
