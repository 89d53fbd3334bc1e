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
                    name: letter.toName.map { Self.name($0) },
                    address: letter.toAddress
                )
            ],
            replyTo: Mailbox(name: name, address: address.extended(by: letter.replyToken)),
            subject: letter.subject.description,
            text: letter.text,
            html: letter.html,
            messageID: letter.messageID,
            inReplyTo: letter.inReplyTo.flatMap { Self.isSendable($0) ? $0 : nil },
            references: letter.references.filter(Self.isSendable),
            date: letter.writtenAt,
            autoSubmitted: letter.isAutomatic
                ? letter.form?.autoSubmitted ?? "auto-replied" : nil,
            language: letter.language,
            extraHeaders: letter.isAutomatic ? [Self.suppression] : []
        )
        return try mail.composed()
    }

    /// A Message-ID that came in may be anything; one that no header can carry is left out rather
    /// than keep the answer from leaving.
    private static func isSendable(_ id: String) -> Bool {
        (1...900).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x3c && $0 != 0x3e }
    }

    /// A name at a length that its header can carry.
    private static func name(_ line: HeaderLine) -> String {
        var name = String.UnicodeScalarView()
        var bytes = 0
        for scalar in line.description.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= nameBytesMax else { break }
            name.append(scalar)
        }
        return String(name)
    }

    private static let nameBytesMax = 200

    /// Exchange answers what is Auto-Submitted all the same, unless it is told not to.
    private static let suppression = MailHeader(name: "X-Auto-Response-Suppress", value: "All")
}
