/// What every request carries and every response gives back unchanged (RFC 3261 §8.2.6.2).
public struct SIPEnvelope: Sendable, Hashable {
    /// The hops, the latest first; never empty in a message that was read.
    public var vias: [SIPVia]
    /// Who asks.
    public var from: SIPNameAddress
    /// Who was asked.
    public var to: SIPNameAddress
    /// With the two tags it names the dialog.
    public var callID: String
    /// With the branch it names the transaction.
    public var cseq: SIPCSeq

    /// Names every member.
    public init(
        vias: [SIPVia],
        from: SIPNameAddress,
        to: SIPNameAddress,
        callID: String,
        cseq: SIPCSeq
    ) {
        self.vias = vias
        self.from = from
        self.to = to
        self.callID = callID
        self.cseq = cseq
    }
}

/// The number of a request in its dialog, and its method (RFC 3261 §20.16).
public struct SIPCSeq: Sendable, Hashable, CustomStringConvertible {
    /// Below 2³¹ (§8.1.1.5).
    public var number: UInt32
    /// The request's own, but for ACK and CANCEL that of the request they belong to has its number.
    public var method: SIPMethod

    /// Names both.
    public init(_ number: UInt32, _ method: SIPMethod) {
        self.number = number
        self.method = method
    }

    /// Reads `4711 INVITE`.
    init?(_ text: String) {
        var scanner = SIPScanner(text)
        guard let number = scanner.digits().flatMap({ UInt32($0) }), number < 1 << 31,
            scanner.next == 0x20 || scanner.next == 0x09
        else { return nil }
        scanner.skipSpace()
        guard let method = scanner.token(), scanner.isAtEnd else { return nil }
        self.init(number, SIPMethod(method))
    }

    /// As it stands in a message.
    public var description: String { "\(number) \(method)" }
}

/// A hop that a request took, and where its response is to go (RFC 3261 §20.42).
public struct SIPVia: Sendable, Hashable, CustomStringConvertible {
    /// In upper case: `UDP`, `TCP`, `TLS`, or what others use.
    public var transport: String
    /// Where the hop says it is.
    public var host: SIPHost
    /// Where the hop listens; nil for the transport's own port.
    public var port: UInt16?
    /// `branch`, `received`, `rport` and others.
    public var parameters: [SIPParameter]

    /// Names every member.
    public init(transport: String, host: SIPHost, port: UInt16?, parameters: [SIPParameter]) {
        self.transport = transport
        self.host = host
        self.port = port
        self.parameters = parameters
    }

    /// Reads `SIP/2.0/UDP host:port;branch=…`, with space wherever the grammar has it.
    init?(_ scanner: inout SIPScanner) {
        scanner.skipSpace()
        guard scanner.token().map(SIPText.lowercased) == "sip", scanner.takeSeparator("/"),
            scanner.token() == "2.0", scanner.takeSeparator("/"), let transport = scanner.token(),
            let separator = scanner.next, separator == 0x20 || separator == 0x09
        else { return nil }
        scanner.skipSpace()
        let name: String?
        if scanner.take("[") {
            name = scanner.run { $0 != UInt8(ascii: "]") }.map { "[\($0)]" }
            guard scanner.take("]") else { return nil }
        } else {
            name = scanner.run { !" \t:;,".utf8.contains($0) }
        }
        guard let name, let host = try? SIPHost(name) else { return nil }  // malformed is malformed
        if scanner.takeSeparator(":") {
            guard let port = scanner.digits().flatMap({ UInt16($0) }), port > 0 else { return nil }
            self.port = port
        } else {
            port = nil
        }
        guard let parameters = scanner.parameters() else { return nil }
        self.transport = transport.uppercased()
        self.host = host
        self.parameters = parameters
    }

    /// What names the transaction; nil in messages of RFC 2543's time.
    public var branch: String? { parameters.value("branch") }

    /// True when the branch is unique, as RFC 3261 §8.1.1.7 wants it.
    ///
    /// The cookie alone, with nothing behind, names nothing.
    var hasUniqueBranch: Bool {
        guard let branch, branch.utf8.count > Self.cookie.utf8.count else { return false }
        return SIPText.lowercased(String(branch.prefix(Self.cookie.count))) == "z9hg4bk"
    }

    static let cookie = "z9hG4bK"

    /// Host and port as they are compared in matching (§17.2.3).
    var sentBy: String {
        let usual: UInt16 = transport == "TLS" ? 5061 : 5060
        return "\(host):\(port ?? usual)"
    }

    /// As it stands in a message.
    public var description: String {
        "SIP/2.0/\(transport) \(host)\(port.map { ":\($0)" } ?? "")\(parameters.text)"
    }
}
