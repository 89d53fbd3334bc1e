/// Hands messages to a mail server (RFC 5321, RFC 6409).
///
/// Each ``submit(_:from:to:)`` is a connection of its own and blocks until the server has answered:
/// call it on a thread that may wait. All recipients are taken or none.
public struct SMTPSubmission: Sendable, CustomStringConvertible, CustomReflectable {
    /// Whether the connection is encrypted by STARTTLS (RFC 3207); `smtps` URLs always are.
    public enum TLSUse: Sendable, Hashable, CaseIterable {
        /// Never; for a server on this machine.
        case none

        /// When the server offers it (RFC 7435).
        ///
        /// The certificate is not looked at unless a password or a CA file is given: an attacker on
        /// the line could remove the offer just as well. So with a password it is always encrypted,
        /// unless the server is on this machine; otherwise nothing is sent.
        case optional

        /// Always, with a certificate that is valid for the host; otherwise nothing is sent.
        case required
    }

    let url: String
    let username: String?
    let password: String?
    let tls: TLSUse
    let caFile: String?
    let timeout: Duration
    let answerTime: Duration
    let localName: String?

    /// A server to hand messages to; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - url: `smtp://host:port` or `smtps://host:port`.
    ///   - username: whom to log in as; nil for no login.
    ///   - password: the password of that login.
    ///   - tls: how the connection is encrypted.
    ///   - caFile: PEM file of the authorities that are trusted; nil for the system's.
    ///   - timeout: until the whole message is handed over, 1 second or more.
    ///   - answerTime: for the answer to it. RFC 5321 §4.5.3.2.6 wants 10 minutes: who hangs up on a
    ///     server that is still thinking sends the same message twice.
    ///   - localName: what we call ourselves in EHLO; nil for the machine's name.
    public init(
        url: String,
        username: String? = nil,
        password: String? = nil,
        tls: TLSUse,
        caFile: String? = nil,
        timeout: Duration = .seconds(60),
        answerTime: Duration = .seconds(600),
        localName: String? = nil
    ) {
        self.url = url
        self.username = username
        self.password = password
        self.tls = tls
        self.caFile = caFile
        self.timeout = timeout
        self.answerTime = answerTime
        self.localName = localName
    }

    /// How long one ``submit(_:from:to:)`` may take: one connection may ask what the server can do,
    /// and say goodbye, before another hands over.
    public var timeMax: Duration { timeout * 3 + answerTime }

    /// The server and the login, never the password.
    public var description: String {
        "\(url) as \(username ?? "nobody"), TLS \(tls)"
    }

    /// Never the password.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// What is said of a message that was broken off because nobody could wait any longer.
    public static let ending = "the house is shutting down"

    /// Hands over one message.
    ///
    /// - Parameters:
    ///   - message: with CRLF; its octets are sent unchanged but for dot-stuffing.
    ///   - reversePath: where failures go; nil for `<>`, which notifications must use.
    ///   - recipients: addresses without angle brackets; not empty.
    ///   - isEnding: asked about once a second; true breaks off, however far it has come.
    /// - Throws: ``SubmissionError``; whoever retries does so only when it is temporary.
    public func submit(
        _ message: [UInt8],
        from reversePath: String?,
        to recipients: [String],
        until isEnding: @escaping @Sendable () -> Bool = { false }
    ) throws(SubmissionError) {
        guard !recipients.isEmpty else {
            throw .permanent(code: nil, detail: "there are no recipients")
        }
        // libcurl would do it by the locale, which is C here.
        let recipients = recipients.map(DomainName.ascii(ofAddress:))
        let reversePath = reversePath.map(DomainName.ascii(ofAddress:))
        for address in recipients + [reversePath].compactMap(\.self) {
            guard Self.isSafe(address) else {
                throw .permanent(code: nil, detail: "an address cannot be said in SMTP")
            }
        }
        guard Self.isServer(url), Self.isHostName(localName ?? "a") else {
            throw .temporary(code: nil, detail: "the URL or our own name is not usable")
        }
        let needsSMTPUTF8 = (recipients + [reversePath].compactMap(\.self))
            .contains(where: Self.needsSMTPUTF8)
        if needsSMTPUTF8, try !CurlTransfer().offersSMTPUTF8(self, until: isEnding) {
            throw .permanent(
                code: nil,
                detail: "the mail server takes no address with letters outside ASCII before the @ "
                    + "(it does not offer SMTPUTF8, RFC 6531)"
            )
        }
        try CurlTransfer()
            .run(self, message, from: reversePath, to: recipients, until: isEnding)
    }

    /// True for an address that only SMTPUTF8 carries; a domain has a form in ASCII (RFC 5890).
    private static func needsSMTPUTF8(_ address: String) -> Bool {
        address.utf8.prefix { $0 != Octet.at }.contains { $0 >= 0x80 }
    }

    /// Refuses what could end the command or the path, and with it begin another; and a domain that
    /// has no form in ASCII.
    private static func isSafe(_ address: String) -> Bool {
        let octets = address.utf8
        let domain = octets.lastIndex(of: Octet.at).map { octets[$0...] }
        return (1...Mailbox.addressBytesMax).contains(octets.count)
            && octets.allSatisfy { $0 >= Octet.space && $0 != 0x7F && $0 != 0x3C && $0 != 0x3E }
            && domain?.allSatisfy { $0 < 0x80 } ?? true
    }

    private static func isServer(_ url: String) -> Bool {
        let lowered = url.lowercased()
        // A login in the URL would end up in logs.
        return (lowered.hasPrefix("smtp://") || lowered.hasPrefix("smtps://"))
            && !url.contains("@") && url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func isHostName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                Octet.isLetter($0) || Octet.isDigit($0) || "-._[]:".utf8.contains($0)
            }
    }

    /// True when the server must prove who it is.
    var verifiesServer: Bool {
        switch tls {
        case .required: true
        case .none, .optional:
            password != nil || caFile != nil || url.lowercased().hasPrefix("smtps:")
        }
    }

    /// True when a login without TLS would go over a line that others may listen on.
    var exposesLogin: Bool { password != nil && !Self.isLoopback(Self.host(of: url)) }

    /// The host of `smtp://host:port`; an address of IPv6 with its brackets.
    private static func host(of url: String) -> Substring {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        let server = url[scheme.upperBound...].prefix { $0 != "/" }
        if server.hasPrefix("["), let end = server.firstIndex(of: "]") { return server[...end] }
        return server.prefix { $0 != ":" }
    }

    /// True for a host that is this machine whatever a name server says (RFC 6761 §6.3).
    private static func isLoopback(_ host: Substring) -> Bool {
        if ["localhost", "[::1]"].contains(host.lowercased()) { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127"
            && numbers.allSatisfy { UInt8($0) != nil }
    }
}
