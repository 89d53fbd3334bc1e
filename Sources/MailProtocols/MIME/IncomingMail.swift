public import Foundation

/// A mail as a human would read it, whatever shape it came in (RFC 5322, RFC 2045 to 2049).
///
/// Odd mail is read as well as it can be and never refused for its oddness. Everything here was
/// written by a stranger: no value may be trusted, and no decoded value be parsed as mail again.
public struct IncomingMail: Sendable {
    /// The identifier without angle brackets; nil when the sender gave none.
    public var messageID: String?

    /// When its sender says it was written; nil when the header is missing or unreadable.
    public var date: Date?

    /// The subject on one line; empty when there is none.
    public var subject: String

    /// The authors, the members of a group one by one; empty when the header is missing.
    public var from: [Mailbox]

    /// Who sent it for the authors.
    public var sender: [Mailbox]

    /// Where answers should go.
    public var replyTo: [Mailbox]

    /// The recipients that the header names; the envelope may name others.
    public var to: [Mailbox]

    /// The recipients of copies.
    public var cc: [Mailbox]

    /// Identifiers of what it answers, without angle brackets.
    public var inReplyTo: [String]

    /// Identifiers of the thread, oldest first, bounded by keeping the first and the last ones.
    public var references: [String]

    /// The header fields in order, those of the body last; decoded and unfolded.
    public var headers: [MailHeader]

    /// The best text for a human, LF as line end; made from the HTML where there is no other.
    public var text: String

    /// The HTML as it came: never show it without sanitising.
    public var html: String?

    /// What is not the body's text: files, pictures, forwarded mails.
    public var attachments: [MailPart]

    /// Why a machine wrote it (RFC 3834); nil when a person may have.
    ///
    /// The null reverse path, the surest sign, is in the envelope and thus the caller's to judge.
    public var automaticReason: String?

    /// True where the machine answers for somebody by itself, as for one who is away; other automatic mail
    /// may pass on what a person wrote.
    public var isAutomaticReply = false

    /// The media type of the whole, in lower case: `multipart/signed`.
    public var mediaType: String

    /// The media types of all parts, in lower case, also of those that are shown in another form.
    public var mediaTypes: Set<String>

    /// What a `multipart/signed` vouches for, octet for octet (RFC 1847 §2.1); nil in other mails.
    public var signedContent: [UInt8]?

    /// What was odd, for a human: a charset that lied, a limit that was reached.
    public var problems: [String]

    /// The limits that it went past; what was read is not all of it then.
    public var exceeded: Set<MIMELimit>

    /// True when there is more of ``text`` or ``html`` than is kept of it.
    public var isCut = false

    /// True when a machine wrote it and no machine should answer.
    public var isAutomatic: Bool { automaticReason != nil }

    /// Reads a mail.
    ///
    /// - Parameters:
    ///   - raw: the message as it came over the wire; LF instead of CRLF is fine too.
    ///   - limits: how much it may cost.
    /// - Returns: what could be read; ``problems`` says what could not.
    /// - Throws: ``MIMEError/empty`` when there is nothing at all, ``MIMEError/tooComplex`` when it
    ///   was built to be expensive. Temporary: no.
    public static func parse(
        _ raw: [UInt8],
        limits: MIMELimits = MIMELimits()
    ) throws(MIMEError) -> IncomingMail {
        var problems = MailProblems(limit: limits.problemsMax)
        let octets = try MailGuard.admitted(raw, limits: limits, problems: &problems)
        if let mail = read(octets, limits: limits, problems: problems) { return mail }
        // The library wants a header in the first line: a line that is none may stand before it,
        // or there is no header and all is text.
        if let start = MailGuard.headerStart(octets) {
            problems.note("something stands before the header")
            let rest = Array(octets[start...])
            if let mail = read(rest, limits: limits, problems: problems) { return mail }
        }
        problems.note("there is no header")
        let text = [Octet.carriageReturn, Octet.lineFeed] + octets
        guard let mail = read(text, limits: limits, problems: problems) else { throw .failed }
        return mail
    }

    private static func read(
        _ octets: [UInt8],
        limits: MIMELimits,
        problems: MailProblems
    ) -> IncomingMail? {
        octets.withUnsafeBytes { bytes in
            guard let message = GMimeMessageReader(bytes) else { return nil }
            var body = MailBody(limits: limits, problems: problems)
            body.read(message)
            let header = MailHeaderReader(message, limits: limits)
            for (limit, text) in header.exceeded { body.exceed(limit, text) }
            body.note(header.problem)
            var mail = header.mail()
            mail.mediaType = message.mediaType
            if mail.mediaType == "multipart/signed", let boundary = message.boundary {
                mail.signedContent = SignedContent.find(in: bytes, boundary: boundary)
            }
            mail.text = body.text
            mail.html = body.html
            mail.attachments = body.attachments
            let automatic = AutomaticMail(
                headers: mail.headers,
                mediaType: message.mediaType,
                subject: mail.subject
            )
            mail.automaticReason = automatic?.reason
            mail.isAutomaticReply = automatic?.isReply == true
            mail.mediaTypes = body.mediaTypes
            mail.problems = body.problems.texts
            mail.exceeded = body.problems.exceeded
            mail.isCut = body.isCut
            return mail
        }
    }
}
