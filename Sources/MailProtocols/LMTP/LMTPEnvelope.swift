/// For whom a message is, and where a failure would be reported.
///
/// It comes from the commands and not from the message: headers can claim anything.
public struct LMTPEnvelope: Sendable, Equatable {
    /// Where failures go; nil for the null path `<>`, which must never be answered.
    ///
    /// Source: RFC 5321 §4.5.5.
    public var reversePath: String?

    /// The accepted recipients in the order they were named; one named twice is here twice.
    ///
    /// Source: RFC 2033 §4.2 wants an answer for each.
    public var recipients: [String]

    /// Octets the client said the message has (RFC 1870); it may have been wrong.
    public var declaredBytes: Int?

    /// True when the client said `SMTPUTF8` (RFC 6531); only then addresses may leave ASCII.
    public var smtpUTF8: Bool

    /// Takes the envelope as it is.
    ///
    /// - Parameters:
    ///   - reversePath: where failures go; nil for `<>`.
    ///   - recipients: in the order they were named.
    ///   - declaredBytes: from `SIZE=`.
    ///   - smtpUTF8: from `SMTPUTF8`.
    public init(
        reversePath: String?,
        recipients: [String] = [],
        declaredBytes: Int? = nil,
        smtpUTF8: Bool = false
    ) {
        self.reversePath = reversePath
        self.recipients = recipients
        self.declaredBytes = declaredBytes
        self.smtpUTF8 = smtpUTF8
    }
}
