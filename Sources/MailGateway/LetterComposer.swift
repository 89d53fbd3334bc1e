public import Desk
public import MailProtocols

/// Writes a letter as a mail.
public struct LetterComposer: Sendable {
    /// What replies come from.
    public let address: MailAddress
    private let name: String

    /// Takes the desk's address and the name citizens read.
    public init(address: MailAddress, name: String) {
        self.address = address
        self.name = name
    }

    /// The octets of the mail; the same letter gives the same Message-ID every time.
    public func compose(_ letter: Letter) throws(MIMEError) -> [UInt8] {
        let mail = OutgoingMail(
            from: Mailbox(name: name, address: address.description),
            to: [
                Mailbox(
                    name: letter.toName.map { Self.line($0, bytesMax: 200) },
                    address: letter.toAddress
                )
            ],
            replyTo: Mailbox(name: name, address: address.extended(by: letter.replyToken)),
            subject: Self.line(letter.subject, bytesMax: 2_000),
            text: letter.text,
            html: nil,
            messageID: letter.messageID,
            inReplyTo: letter.inReplyTo.flatMap { Self.isSendable($0) ? $0 : nil },
            references: letter.references.filter(Self.isSendable),
            date: letter.writtenAt,
            autoSubmitted: letter.isAutomatic ? "auto-replied" : nil,
            language: letter.language
        )
        return try mail.composed()
    }

    /// A Message-ID that came in may be anything; one that no header can carry is left out rather
    /// than keep the answer from leaving.
    private static func isSendable(_ id: String) -> Bool {
        (1...900).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x3c && $0 != 0x3e }
    }

    /// What a citizen wrote as a subject or name, as one line of at most `bytesMax` octets.
    private static func line(_ text: String, bytesMax: Int) -> String {
        var line = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= bytesMax else { break }
            let breaksLine =
                scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
                || (0x2028...0x2029).contains(scalar.value)
            line.append(breaksLine ? " " : scalar)
        }
        return String(line)
    }
}
