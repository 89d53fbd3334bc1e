import Cryptography
import Desk
import Foundation
import MailProtocols

/// A mail between the filters: what came in, and what they have found so far.
struct MailInHand: Sendable {
    let raw: RawMail
    /// What could be read of it; nil when nothing could.
    var read: IncomingMail?
    /// Whether what it says stood inside of a signature.
    var isOpened = false
    var standing = SenderStanding.unverified
    var automaticReason: String?
    /// Whether the machine may pass on what a person wrote.
    var isRelay = false
    var report: DeliveryReport?
    /// Why it must not reach a ticket: the first filter that found a reason is right.
    var hold: HoldReason?
    var verdicts: [MailVerdict] = []

    init(_ raw: RawMail) { self.raw = raw }

    /// The one who wrote it, or sent it for the author.
    var author: Mailbox? { read?.from.first ?? read?.sender.first }

    /// Where answers are wanted, other than at the desk itself.
    ///
    /// A city's web form writes from its own address and names the citizen's here. Some programs put
    /// the address they write to here, or a name alone; then the author is who is answered.
    func replyTo(besides desk: MailAddress) -> Mailbox? {
        read?.replyTo.first { $0.isUsable && desk.read($0.address) == .foreign }
    }

    mutating func hold(_ reason: HoldReason) { hold = hold ?? reason }

    /// What the desk gets, which has this address.
    func received(by desk: MailAddress) -> ReceivedMail {
        guard let read else { return unreadable() }
        let wanted = replyTo(besides: desk)
        // Some programs write a name alone where the address belongs; the envelope's reaches them.
        let usable = wanted ?? author.flatMap { $0.isUsable ? $0 : nil }
        let address = usable?.address ?? raw.reversePath
        let isAuthor = usable?.address.lowercased() == author?.address.lowercased()
        let references = read.references + read.inReplyTo.filter { !read.references.contains($0) }
        let copies = copies(of: read, besides: desk, [address, author?.address])
        let isCut = copies.count > Self.copiesMax
        let folded = QuotedText.fold(
            read.text,
            under: read.subject,
            answering: raw.replyToken != nil || !references.isEmpty
        )
        return ReceivedMail(
            replyToken: raw.replyToken,
            reversePath: raw.reversePath,
            messageID: read.messageID,
            references: MessageIDs.bounded(references, to: Self.referencesMax),
            sender: Citizen(
                // The name of a form is not its writer's.
                name: wanted?.name ?? (wanted == nil || isAuthor ? author?.name : nil),
                email: address,
                // The verdict is about the author's address and no other.
                isVerified: standing == .verified && isAuthor
            ),
            author: author?.address,
            copies: Array(copies.prefix(Self.copiesMax)),
            standing: standing,
            subject: read.subject,
            text: read.text,
            ownText: folded.own,
            unmarked: folded.unmarked,
            signature: folded.delimited,
            // What one mail may cost was left out, and somebody may need it.
            files: files(read.attachments) + (isWhole(read) ? [] : [.original(raw.bytes)]),
            raw: raw.bytes,
            automaticReason: automaticReason,
            isRelay: isRelay,
            problems: read.problems + (isCut ? [Self.tooManyCopies] : []),
            content: content(read),
            report: report,
            hold: hold,
            verdicts: verdicts
        )
    }

    /// Message-IDs that a message keeps: the first and the last ones.
    private static let referencesMax = 100

    /// Other recipients that a message names.
    static let copiesMax = 50
    private static let tooManyCopies =
        "more than \(copiesMax) other recipients: the rest is not kept"

    /// Who else got it, as it says, each once: neither the desk nor those whom an answer reaches anyway.
    private func copies(
        of read: IncomingMail,
        besides desk: MailAddress,
        _ authors: [String?]
    ) -> [String] {
        var seen = Set(authors.compactMap { $0?.lowercased() })
        return (read.to + read.cc).map(\.address).filter { address in
            address.contains("@") && desk.read(address) == .foreign
                && seen.insert(address.lowercased()).inserted
        }
    }

    private func isWhole(_ read: IncomingMail) -> Bool { read.exceeded.isEmpty && !read.isCut }

    /// What files are called that have no name: the ending says what opens them.
    private static let standIns = [
        "message/rfc822": "forwarded.eml", "text/calendar": "calendar.ics", "text/csv": "table.csv",
        "text/vcard": "card.vcf", "text/x-vcard": "card.vcf",
    ]

    private func files(_ parts: [MailPart]) -> [ReceivedMail.File] {
        parts.map { part in
            let standIn = Self.standIns[part.mediaType] ?? "attachment"
            return ReceivedMail.File(
                name: part.name ?? standIn,
                mediaType: part.mediaType,
                bytes: part.bytes
            )
        }
    }

    /// Two mails of one body on two days are two mails, even where neither has a Message-ID.
    ///
    /// Where nobody wrote a date, the server that took it in did, with a number of its own; it says the
    /// same when it brings the mail once more.
    private func content(_ read: IncomingMail) -> Digest {
        let date =
            read.date.map { String(Int64($0.timeIntervalSince1970)) }
            ?? read.headers.first { $0.isNamed("received") }?.written ?? ""
        let digest = RunningDigest()
        digest.update("\(date)\n\(read.subject)\n".utf8)
        digest.update(body)
        return digest.finish()
    }

    /// A mail nobody could read is still somebody's question.
    private func unreadable() -> ReceivedMail {
        ReceivedMail(
            replyToken: raw.replyToken,
            reversePath: raw.reversePath,
            messageID: nil,
            references: [],
            sender: Citizen(email: raw.reversePath),
            author: nil,
            subject: "",
            text: "",
            ownText: "",
            files: [.original(raw.bytes)],
            raw: raw.bytes,
            automaticReason: automaticReason,
            problems: ["the message could not be read; it is attached as it came"],
            content: Digest(of: raw.bytes),
            hold: hold,
            verdicts: verdicts
        )
    }

    /// What follows the headers: the way adds lines to these, not to what was written.
    private var body: ArraySlice<UInt8> {
        let blank: [UInt8] = [13, 10, 13, 10]
        let bytes = raw.bytes
        var index = 0
        while index + 4 <= bytes.count {
            if bytes[index] == 13, bytes[index..<index + 4].elementsEqual(blank) {
                return bytes[(index + 4)...]
            }
            index += 1
        }
        return bytes[...]
    }
}
