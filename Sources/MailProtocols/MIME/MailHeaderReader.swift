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
    /// What the header has more of than a mail may.
    private(set) var exceeded: [(MIMELimit, String)] = []
    /// What else was odd.
    private(set) var problem: String?

    init(_ message: borrowing GMimeMessageReader, limits: MIMELimits) {
        var fields = message.rawHeaders(limit: limits.headersMax + 1)
        if fields.count > limits.headersMax {
            exceeded.append(
                (.headers, "more than \(limits.headersMax) header fields: the rest is left out")
            )
            fields.removeLast()
        }
        let kept = fields
        func first(_ name: String) -> [UInt8]? {
            kept.first { $0.name.lowercased() == name }?.value
        }
        func mailboxes(_ name: String, _ message: borrowing GMimeMessageReader) -> [Mailbox] {
            first(name).map { message.mailboxes($0, limit: limits.addressesMax + 1) } ?? []
        }
        var lists = ["from", "sender", "reply-to", "to", "cc"].map { mailboxes($0, message) }
        if lists.contains(where: { $0.count > limits.addressesMax }) {
            exceeded.append(
                (.addresses, "more than \(limits.addressesMax) addresses: the rest is left out")
            )
            lists = lists.map { Array($0.prefix(limits.addressesMax)) }
        }
        // No store can look for such an address, and nothing can be sent to it.
        let usable = lists.map { $0.filter { $0.address.utf8.count <= Mailbox.addressBytesMax } }
        if usable != lists {
            problem = "an address is longer than \(Mailbox.addressBytesMax) octets: it is left out"
            lists = usable
        }
        (from, sender, replyTo, to, cc) = (lists[0], lists[1], lists[2], lists[3], lists[4])
        date = first("date").flatMap { message.seconds(ofDate: $0) }
            .map { Date(timeIntervalSince1970: TimeInterval($0)) }
        self.fields = fields
        self.limits = limits
        if identifiers("references").count > limits.referencesMax {
            exceeded.append(
                (
                    .references,
                    "more than \(limits.referencesMax) references: the middle is left out"
                )
            )
        }
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
            mediaType: "",
            mediaTypes: [],
            signedContent: nil,
            problems: [],
            exceeded: []
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
