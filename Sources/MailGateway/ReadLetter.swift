import Cryptography
import Desk
import MailProtocols

/// A message as far as it could be read; what could not is said, and the octets are kept anyway.
struct ReadLetter: Sendable {
    private let mail: ReceivedMail

    init(_ raw: [UInt8], envelope: LMTPEnvelope) {
        let content = Digest(of: Self.body(of: raw))
        do throws(MIMEError) {
            let read = try IncomingMail.parse(raw)
            mail = Self.mail(read, raw: raw, content: content, envelope: envelope)
        } catch {
            mail = Self.unreadable(raw, content: content, envelope: envelope)
        }
    }

    /// The mail as it came for one recipient.
    func mail(token: String?) -> ReceivedMail {
        var mail = self.mail
        mail.replyToken = token
        return mail
    }

    private static func mail(
        _ read: IncomingMail,
        raw: [UInt8],
        content: Digest,
        envelope: LMTPEnvelope
    ) -> ReceivedMail {
        let author = read.from.first ?? read.sender.first
        let folded = QuotedText.fold(read.text)
        return ReceivedMail(
            replyToken: nil,
            messageID: read.messageID,
            references: read.references + read.inReplyTo.filter { !read.references.contains($0) },
            sender: Citizen(
                name: author?.name,
                email: read.replyTo.first?.address ?? author?.address ?? envelope.reversePath
            ),
            subject: read.subject,
            text: read.text,
            ownText: folded.own,
            files: read.attachments.map { part in
                ReceivedMail.File(
                    name: part.name ?? defaultName(part.mediaType),
                    mediaType: part.mediaType,
                    bytes: part.bytes
                )
            },
            raw: raw,
            automaticReason: read.automaticReason
                ?? (envelope.reversePath == nil ? "null return path" : nil),
            problems: read.problems,
            content: content
        )
    }

    /// A mail nobody could read is still somebody's question.
    private static func unreadable(
        _ raw: [UInt8],
        content: Digest,
        envelope: LMTPEnvelope
    ) -> ReceivedMail {
        ReceivedMail(
            replyToken: nil,
            messageID: nil,
            references: [],
            sender: Citizen(email: envelope.reversePath),
            subject: "",
            text: "",
            ownText: "",
            files: [
                ReceivedMail.File(name: "original.eml", mediaType: "message/rfc822", bytes: raw)
            ],
            raw: raw,
            automaticReason: envelope.reversePath == nil ? "null return path" : nil,
            problems: ["the message could not be read; it is attached as it came"],
            content: content
        )
    }

    private static func defaultName(_ mediaType: String) -> String {
        mediaType == "message/rfc822" ? "forwarded.eml" : "attachment"
    }

    /// What follows the headers: the way adds lines to these, not to what was written.
    private static func body(of raw: [UInt8]) -> ArraySlice<UInt8> {
        let blank: [UInt8] = [13, 10, 13, 10]
        var index = 0
        while index + 4 <= raw.count {
            if raw[index] == 13, raw[index..<index + 4].elementsEqual(blank) {
                return raw[(index + 4)...]
            }
            index += 1
        }
        return raw[...]
    }
}
