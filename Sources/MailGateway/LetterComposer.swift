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
            to: [Mailbox(name: letter.toName, address: letter.toAddress)],
            replyTo: Mailbox(name: name, address: address.extended(by: letter.replyToken)),
            subject: letter.subject,
            text: letter.text,
            html: nil,
            messageID: letter.messageID,
            inReplyTo: letter.inReplyTo,
            references: letter.references,
            date: letter.writtenAt,
            autoSubmitted: letter.isAutomatic ? "auto-replied" : nil,
            language: letter.language
        )
        return try mail.composed()
    }
}
