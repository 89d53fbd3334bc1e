public import Cryptography
public import Foundation

/// A citizen's mail as the gateway read it: facts only, no decision taken.
public struct ReceivedMail: Sendable {
    /// A file that came along.
    public struct File: Sendable {
        /// As the sender named it, or a stand-in where they did not; never a path.
        public var name: String
        /// As the sender declared it; not checked against ``bytes``.
        public var mediaType: String
        /// Without the transfer encoding.
        public var bytes: [UInt8]

        /// Names every member.
        public init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }

        /// A mail as it came, for what of it is nowhere else.
        public static func original(_ bytes: [UInt8]) -> File {
            File(name: "original.eml", mediaType: "message/rfc822", bytes: bytes)
        }
    }

    /// What follows the `+` in the address it came to.
    public var replyToken: String?
    /// The envelope's sender; nil for the null return path.
    public var reversePath: String?
    /// Without angle brackets; nil when the mail has none.
    public var messageID: String?
    /// Oldest first: `References`, then `In-Reply-To`.
    public var references: [String]
    /// The name in `From` and the address that answers should go to; none of it is proven.
    public var sender: Citizen
    /// The address in `From`, which ``standing`` is about; answers may be wanted elsewhere.
    public var author: String?
    /// Who else got it, by `To` and `Cc`: neither the desk nor the author; each once, bounded.
    public var copies: [String]
    /// What our own mail server says of ``author``.
    public var standing: SenderStanding
    /// Of any length, the desk cuts it; empty when the mail has none.
    public var subject: String
    /// All of the text.
    public var text: String
    /// The citizen's own words: the text without quoted history and signature.
    public var ownText: String
    /// What was taken for a quote although its lines bear no mark that says so, each piece of it by
    /// itself: people answer between such lines too.
    public var unmarked: [String]
    /// What was taken for a signature, its delimiter first; empty when there is none.
    public var signature: String
    /// In the order of the parts; a mail that cannot be read is itself the only one.
    public var files: [File]
    /// The octets as they came.
    public var raw: [UInt8]
    /// Why nobody should answer it by machine (RFC 3834); nil for a human's mail.
    public var automaticReason: String?
    /// True for automatic mail that may pass on what a person wrote, as other desks and lists send it.
    public var isRelay: Bool
    /// What was odd about it, for staff to see.
    public var problems: [String]
    /// What was written, without what the way added.
    ///
    /// It tells two deliveries of one mail from two mails.
    public var content: Digest
    /// What a mail server reports in it of a letter of ours.
    public var report: DeliveryReport?
    /// Why it must not reach a ticket, whatever it proves.
    public var hold: HoldReason?
    /// What the gateway's steps said, in order.
    public var verdicts: [MailVerdict]

    /// Names every member.
    public init(
        replyToken: String?,
        reversePath: String?,
        messageID: String?,
        references: [String],
        sender: Citizen,
        author: String?,
        copies: [String] = [],
        standing: SenderStanding = .unverified,
        subject: String,
        text: String,
        ownText: String,
        unmarked: [String] = [],
        signature: String = "",
        files: [File],
        raw: [UInt8],
        automaticReason: String?,
        isRelay: Bool = false,
        problems: [String],
        content: Digest,
        report: DeliveryReport? = nil,
        hold: HoldReason? = nil,
        verdicts: [MailVerdict] = []
    ) {
        self.replyToken = replyToken
        self.reversePath = reversePath
        self.messageID = messageID
        self.references = references
        self.sender = sender
        self.author = author
        self.copies = copies
        self.standing = standing
        self.subject = subject
        self.text = text
        self.ownText = ownText
        self.unmarked = unmarked
        self.signature = signature
        self.files = files
        self.raw = raw
        self.automaticReason = automaticReason
        self.isRelay = isRelay
        self.problems = problems
        self.content = content
        self.report = report
        self.hold = hold
        self.verdicts = verdicts
    }

    /// Who speaks in it.
    var origin: MailOrigin {
        if let report {
            return report.recipients.contains { $0.action == .failed } ? .report : .machine
        }
        if automaticReason == nil { return .person }
        return isRelay ? .relay : .machine
    }

    /// One value for every delivery of the same mail.
    ///
    /// The Message-ID alone would let a stranger's mail pass for somebody else's (and programs that
    /// send the same id every year lose the second mail): the sender counts too.
    var identity: Digest {
        let sender = (self.sender.email ?? "").lowercased()
        guard let messageID else { return Digest(of: content.bytes + Array(sender.utf8)) }
        return Digest(of: Array("\(messageID)\n\(sender)".utf8))
    }
}

/// Who speaks in a mail.
enum MailOrigin: Sendable {
    /// A human, as far as can be told.
    case person
    /// A machine that answers for somebody who is out of office.
    case machine
    /// A machine that may pass on what a person wrote: another desk, a list. It is heard as that person
    /// where it proves the ticket and names a party as its author, and is answered by no machine.
    case relay
    /// A mail server that reports that a letter of ours did not arrive (RFC 3464).
    case report
}

/// What became of a mail.
public struct MailReceipt: Sendable, Equatable {
    /// What the desk did with it.
    public enum Effect: String, Sendable {
        /// It opened a ticket.
        case opened
        /// It was added to one.
        case appended
        /// It had come before.
        case duplicate
        /// It was put into quarantine.
        case held
    }

    /// Where the mail is; for a duplicate, where it went the first time; zero for one that is held.
    public var ticket: TicketNumber
    /// No matter to the sender: each of them means that the mail is on disk.
    public var effect: Effect
    /// True when it says that the desk's own answer solved the ticket.
    public var isSolved: Bool

    /// Names every member.
    public init(ticket: TicketNumber, effect: Effect, isSolved: Bool = false) {
        self.ticket = ticket
        self.effect = effect
        self.isSolved = isSolved
    }
}

/// A mail that was taken in, as the store keeps it beside the message it became.
public struct MailRecord: Sendable, Equatable {
    /// Of Message-ID and sender; where an earlier mail shares both, of its words too.
    public var identity: Digest
    /// Of what was written; the same Message-ID with other content is another mail.
    public var content: Digest
    /// Where it went; another mail of the same Message-ID follows it there only from a party of it.
    public var ticket: TicketNumber
    /// The inbound message; the attachments are kept with that.
    public var message: UUIDv7
    /// Where the octets as they came are kept.
    public var raw: Digest
    /// By our clock; equal to ``Message/createdAt`` of the message.
    public var receivedAt: Date
    /// The address that it says it is from, in lower case; nil when it says none.
    public var sender: String?

    /// Names every member.
    public init(
        identity: Digest,
        content: Digest,
        ticket: TicketNumber,
        message: UUIDv7,
        raw: Digest,
        receivedAt: Date,
        sender: String? = nil
    ) {
        self.identity = identity
        self.content = content
        self.ticket = ticket
        self.message = message
        self.raw = raw
        self.receivedAt = receivedAt
        self.sender = sender
    }
}
