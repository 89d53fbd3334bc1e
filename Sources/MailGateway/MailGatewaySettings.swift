public import MailProtocols
public import NIOCore

/// What an operator decides about mail.
///
/// - Configuration keys:
///   - `mail.address` (string, required): where citizens write; what replies come from.
///   - `mail.name` (string, required): the name that stands before the address.
///   - `mail.trusted-authserv-id` (string, optional): the mail server whose verdict on a sender
///     counts, as it names itself in `Authentication-Results`.
///   - `mail.smime-ca-file` (path of a PEM file, optional): who may stand behind signers of S/MIME.
///   - `lmtp.listen` (string, default `127.0.0.1:2424`): `HOST:PORT` or `unix:/PATH`.
///   - `lmtp.connections-max` (int, default 100, 1…10 000).
///   - `lmtp.idle-seconds` (int, seconds, default 300, 1…3 600; RFC 5321 §4.5.3.2 asks for 300).
///   - `lmtp.message-seconds` (int, seconds, default 600, 1…3 600): for one message to come in.
///   - `lmtp.memory-bytes-max` (int, octets, default 268 435 456): for all mail on its way in.
///   - `mail.message-bytes-max` (int, octets, default 26 214 400, 1 024…104 857 600).
public struct MailGatewaySettings: Sendable {
    /// Where citizens write.
    public var address: MailAddress
    /// The name that citizens read.
    public var name: String
    /// The mail server whose verdicts on senders are believed (RFC 8601 §2.5); nil for none.
    public var trustedAuthservID: String?
    /// Clients served at the same time; one more is told to come later.
    public var connectionsMax: Int
    /// How long a client may be silent.
    public var idleTime: TimeAmount
    /// How long one message may take to come in.
    public var messageTime: TimeAmount
    /// Octets of all messages that are on their way in; past it they are told to come later.
    public var memoryBytesMax: Int
    /// What one client may ask.
    public var limits: LMTPLimits
    /// What one mail may cost to read; past it the mail is held.
    public var mailLimits: MIMELimits
    /// Who may stand behind the signers of S/MIME mails, in PEM; nil to check none.
    public var signatureAuthorities: [UInt8]?

    /// Names every setting, with its default.
    public init(
        address: MailAddress,
        name: String,
        trustedAuthservID: String? = nil,
        connectionsMax: Int = 100,
        idleTime: TimeAmount = .seconds(300),
        messageTime: TimeAmount = .seconds(600),
        memoryBytesMax: Int = 268_435_456,
        limits: LMTPLimits = LMTPLimits(),
        mailLimits: MIMELimits = MIMELimits(),
        signatureAuthorities: [UInt8]? = nil
    ) {
        self.address = address
        self.name = name
        self.trustedAuthservID = trustedAuthservID
        self.connectionsMax = connectionsMax
        self.idleTime = idleTime
        self.messageTime = messageTime
        self.memoryBytesMax = memoryBytesMax
        self.limits = limits
        self.mailLimits = mailLimits
        self.signatureAuthorities = signatureAuthorities
    }
}
