public import Foundation

/// A mail that we send: one text, perhaps with the same in HTML, no files.
public struct OutgoingMail: Sendable {
    /// Whom it is from.
    public var from: Mailbox

    /// Whom it is for; not empty.
    public var to: [Mailbox]

    /// Where answers should go, when that is not ``from``.
    public var replyTo: Mailbox?

    /// The subject on one line; what is over 900 octets of UTF-8 is left out.
    public var subject: String

    /// The text, LF as line end; lines may be of any length.
    public var text: String

    /// The same as HTML, which most programs then show instead.
    public var html: String?

    /// The unique identifier, without angle brackets; the same on every attempt to send.
    public var messageID: String

    /// The identifier of what it answers, without angle brackets.
    public var inReplyTo: String?

    /// The identifiers of the thread, oldest first; the first and the last 19 are written.
    public var references: [String]

    /// When it was written.
    public var date: Date

    /// What `Auto-Submitted` says, for example `auto-replied` (RFC 3834 §5); nil for a person's mail.
    public var autoSubmitted: String?

    /// The language of the text, for example `sv` (RFC 3282).
    public var language: String?

    /// Header fields besides those above, written in order.
    public var extraHeaders: [MailHeader]

    /// Takes the mail as it is; what cannot be sent is found by ``composed()``.
    ///
    /// - Parameters:
    ///   - from: whom it is from.
    ///   - to: whom it is for.
    ///   - replyTo: where answers should go.
    ///   - subject: one line.
    ///   - text: the text.
    ///   - html: the same as HTML.
    ///   - messageID: the unique identifier.
    ///   - inReplyTo: the identifier of what it answers.
    ///   - references: the identifiers of the thread.
    ///   - date: when it was written.
    ///   - autoSubmitted: what kind of automatic mail it is.
    ///   - language: the language of the text.
    ///   - extraHeaders: header fields besides these.
    public init(
        from: Mailbox,
        to: [Mailbox],
        replyTo: Mailbox? = nil,
        subject: String,
        text: String,
        html: String? = nil,
        messageID: String,
        inReplyTo: String? = nil,
        references: [String] = [],
        date: Date,
        autoSubmitted: String? = nil,
        language: String? = nil,
        extraHeaders: [MailHeader] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.date = date
        self.autoSubmitted = autoSubmitted
        self.language = language
        self.extraHeaders = extraHeaders
    }

    /// Writes the mail: lines of at most 998 octets with CRLF, ASCII but for what stands before the `@`
    /// of an address (RFC 6531); a domain is written in its ASCII form (RFC 5890).
    ///
    /// - Throws: ``MIMEError/unsafeHeader(name:)`` or ``MIMEError/badAddress(header:)`` for a value
    ///   that could forge a header or is none. Temporary: no.
    public func composed() throws(MIMEError) -> [UInt8] {
        try check()
        let composer = try GMimeComposer()
        try composer.fill(self)
        let bytes = composer.written()
        guard OutgoingMail.hasLegalLines(bytes) else { throw .failed }
        return bytes
    }
}

extension OutgoingMail {
    /// Octets of one value that still fits a line with its name (RFC 5322 §2.1.1).
    static let valueBytesMax = 900

    /// How many identifiers of a thread are written: the first and the last 19.
    static let referencesMax = 20

    /// Refuses every value that could end its header and begin another.
    private func check() throws(MIMEError) {
        guard !to.isEmpty else { throw .badAddress(header: "To") }
        try check([from], "From")
        try check(to, "To")
        try check([replyTo].compactMap(\.self), "Reply-To")
        try check(subject, "Subject", bytesMax: .max)
        try checkIdentifiers([messageID], "Message-ID")
        try checkIdentifiers([inReplyTo].compactMap(\.self), "In-Reply-To")
        try checkIdentifiers(references, "References")
        try check(autoSubmitted ?? "", "Auto-Submitted")
        try check(language ?? "", "Content-Language")
        for header in extraHeaders {
            let name = header.name.utf8
            let isName = name.allSatisfy { (0x21...0x7E).contains($0) && $0 != MailSurvey.colon }
            guard isName, (1...76).contains(name.count),
                !Self.ownHeaders.contains(header.name.lowercased())
            else { throw .unsafeHeader(name: PlainText.line(String(header.name.prefix(76)))) }
            try check(header.value, header.name)
        }
    }

    private static let ownHeaders: Set<String> = [
        "from", "to", "reply-to", "subject", "message-id", "in-reply-to", "references", "date",
        "auto-submitted", "content-language", "content-type", "content-transfer-encoding",
        "mime-version", "cc", "bcc", "sender",
    ]

    private func check(
        _ value: String,
        _ name: String,
        bytesMax: Int = OutgoingMail.valueBytesMax
    ) throws(MIMEError) {
        let isSafe = value.unicodeScalars.allSatisfy { scalar in
            // The line and paragraph separators end lines in some readers.
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                && !(0x2028...0x2029).contains(scalar.value)
        }
        guard isSafe, value.utf8.count <= bytesMax else { throw .unsafeHeader(name: name) }
    }

    private func check(_ mailboxes: [Mailbox], _ header: String) throws(MIMEError) {
        for mailbox in mailboxes {
            try check(mailbox.name ?? "", header)
            guard mailbox.isUsable else { throw .badAddress(header: header) }
        }
    }

    private func checkIdentifiers(_ identifiers: [String], _ header: String) throws(MIMEError) {
        for identifier in identifiers {
            let isSafe = identifier.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E
            }
            guard isSafe, (1...Self.valueBytesMax).contains(identifier.utf8.count) else {
                throw .unsafeHeader(name: header)
            }
        }
    }

    private static func hasLegalLines(_ bytes: [UInt8]) -> Bool {
        var isLegal = true
        bytes.withUnsafeBytes { raw in
            MailLines.forEach(in: raw) { line in
                isLegal = line.octets.last == Octet.carriageReturn && line.octets.count <= 999
                return isLegal
            }
        }
        return isLegal
    }
}
