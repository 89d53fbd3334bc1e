import Foundation

/// Reads what the header fields say.
///
/// A field that stands twice, against RFC 5322 §3.6, is taken from its first place, except that
/// every `References` and `In-Reply-To` counts.
struct MailHeaderReader: ~Copyable {
    private let fields: [(name: String, value: [UInt8])]
    private let from: [Mailbox]
    private let sender: [Mailbox]
    private let replyTo: [Mailbox]
    private let to: [Mailbox]
    private let cc: [Mailbox]
    private let date: Date?
    private let limits: MIMELimits

    init(_ message: borrowing GMimeMessageReader, limits: MIMELimits) {
        let fields = message.rawHeaders(limit: limits.headersMax)
        func first(_ name: String) -> [UInt8]? {
            fields.first { $0.name.lowercased() == name }?.value
        }
        func mailboxes(_ name: String, _ message: borrowing GMimeMessageReader) -> [Mailbox] {
            first(name).map { message.mailboxes($0, limit: limits.addressesMax) } ?? []
        }
        from = mailboxes("from", message)
        sender = mailboxes("sender", message)
        replyTo = mailboxes("reply-to", message)
        to = mailboxes("to", message)
        cc = mailboxes("cc", message)
        date = first("date").flatMap { message.seconds(ofDate: $0) }
            .map { Date(timeIntervalSince1970: TimeInterval($0)) }
        self.fields = fields
        self.limits = limits
    }

    /// The mail without its body.
    func mail() -> IncomingMail {
        IncomingMail(
            messageID: identifiers("message-id").first,
            date: date,
            subject: PlainText.line(first("subject").map(Self.decoded) ?? ""),
            from: from,
            sender: sender,
            replyTo: replyTo,
            to: to,
            cc: cc,
            inReplyTo: MessageIDs.bounded(identifiers("in-reply-to"), to: limits.referencesMax),
            references: MessageIDs.bounded(identifiers("references"), to: limits.referencesMax),
            headers: fields.map { field in
                MailHeader(
                    name: field.name,
                    value: Self.decoded(field.value),
                    written: String(decoding: Self.unfolded(field.value), as: UTF8.self)
                )
            },
            text: "",
            html: nil,
            attachments: [],
            automaticReason: nil,
            problems: []
        )
    }

    private func first(_ name: String) -> [UInt8]? {
        fields.first { $0.name.lowercased() == name }?.value
    }

    private func identifiers(_ name: String) -> [String] {
        MessageIDs.parse(
            fields.filter { $0.name.lowercased() == name }.flatMap { $0.value + [0x20] }
        )
    }

    private static func unfolded(_ raw: [UInt8]) -> [UInt8] {
        raw.filter { $0 != Octet.carriageReturn && $0 != Octet.lineFeed }
    }

    /// Unfolds (RFC 5322 §2.2.3) and decodes; the line break goes and its blank stays.
    private static func decoded(_ raw: [UInt8]) -> String {
        let unfolded = unfolded(raw)
        return PlainText.line(EncodedWords.decoded(unfolded))
    }
}
