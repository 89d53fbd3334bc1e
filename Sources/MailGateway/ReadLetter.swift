import Cryptography
import Desk
import Foundation
import MailProtocols

/// A message as far as it could be read; what could not is said, and the octets are kept anyway.
struct ReadLetter: Sendable {
    private let mail: ReceivedMail

    init(_ raw: [UInt8], envelope: LMTPEnvelope, trusting authservID: String? = nil) {
        do throws(MIMEError) {
            let read = try IncomingMail.parse(raw)
            mail = Self.mail(
                read,
                raw: raw,
                envelope: envelope,
                passesDMARC: AuthenticationResults(read.headers, by: authservID).passesDMARC
            )
        } catch {
            mail = Self.unreadable(raw, envelope: envelope)
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
        envelope: LMTPEnvelope,
        passesDMARC: Bool
    ) -> ReceivedMail {
        let author = read.from.first ?? read.sender.first
        // A city's web form writes from its own address and names the citizen's here.
        let address = read.replyTo.first?.address ?? author?.address ?? envelope.reversePath
        let folded = QuotedText.fold(read.text)
        return ReceivedMail(
            replyToken: nil,
            messageID: read.messageID,
            references: read.references + read.inReplyTo.filter { !read.references.contains($0) },
            sender: Citizen(
                name: author?.name,
                email: address,
                // The verdict is about the author's address and no other.
                isVerified: passesDMARC && address == author?.address
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
            content: content(read, raw)
        )
    }

    /// Two mails of one body on two days are two mails, even where neither has a Message-ID.
    private static func content(_ read: IncomingMail, _ raw: [UInt8]) -> Digest {
        let date = read.date.map { String(Int64($0.timeIntervalSince1970)) } ?? ""
        return Digest(of: Array("\(date)\n\(read.subject)\n".utf8) + body(of: raw))
    }

    /// A mail nobody could read is still somebody's question.
    private static func unreadable(
        _ raw: [UInt8],
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
            content: Digest(of: raw)
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
