public import Foundation

/// Why a mail was not let through to a ticket.
public enum HoldReason: String, Sendable, Hashable, CaseIterable {
    /// It was built to cost more than a mail may.
    case overLimit = "over_limit"
    /// It has passed more servers than any mail that arrives.
    case loop
    /// It says that the desk itself wrote it.
    case ownMail = "own_mail"
    /// It says to belong to a ticket of somebody else: a request to join it.
    case foreignTicket = "foreign_ticket"
    /// It reports on a letter that we never wrote (backscatter).
    case unknownReport = "unknown_report"
}

/// A mail in quarantine: kept whole, for staff to decide on.
public struct HeldMail: Sendable, Equatable {
    /// Sorts as they came in.
    public var id: UUIDv7
    /// Why it is here.
    public var reason: HoldReason
    /// The ticket it says to belong to.
    public var claims: TicketNumber?
    /// The author's address, as the mail says.
    public var sender: String?
    /// The author's name, as the mail says.
    public var senderName: String?
    /// Cut to the desk's limit.
    public var subject: String
    /// What each step said of it, in order.
    public var verdicts: [MailVerdict]
    /// Octets of the mail as it came.
    public var size: Int
    /// By our clock.
    public var receivedAt: Date

    /// Names every member.
    public init(
        id: UUIDv7,
        reason: HoldReason,
        claims: TicketNumber?,
        sender: String?,
        senderName: String?,
        subject: String,
        verdicts: [MailVerdict],
        size: Int,
        receivedAt: Date
    ) {
        self.id = id
        self.reason = reason
        self.claims = claims
        self.sender = sender
        self.senderName = senderName
        self.subject = subject
        self.verdicts = verdicts
        self.size = size
        self.receivedAt = receivedAt
    }
}

extension HeldMail {
    /// As everybody sees it: who may read identity numbers does so on the ticket it goes into.
    var masked: HeldMail {
        var mail = self
        mail.subject = IdentityNumbers.masked(in: subject)
        mail.senderName = senderName.map(IdentityNumbers.masked)
        return mail
    }
}

/// How the quarantine stands at one moment.
public struct QuarantineFigures: Sendable, Equatable {
    /// Mails that nobody has decided on.
    public var held: Int
    /// When the oldest of them came; nil when none is held.
    public var oldestReceivedAt: Date?

    /// Names both figures.
    public init(held: Int, oldestReceivedAt: Date?) {
        self.held = held
        self.oldestReceivedAt = oldestReceivedAt
    }

    /// For how long the oldest has been held, in seconds, by our clock; never below zero, and zero when
    /// none is.
    public func oldestAge(at moment: Date) -> TimeInterval {
        oldestReceivedAt.map { max(0, moment.timeIntervalSince($0)) } ?? 0
    }
}

/// A mail as it came: its octets and what the envelope said.
public struct RawMail: Sendable, Equatable {
    /// The message as it came over the wire.
    public var bytes: [UInt8]
    /// The envelope's sender; nil for the null return path (RFC 5321 §4.5.5).
    public var reversePath: String?
    /// What followed the `+` in the address it came to.
    public var replyToken: String?

    /// Names every member.
    public init(bytes: [UInt8], reversePath: String?, replyToken: String? = nil) {
        self.bytes = bytes
        self.reversePath = reversePath
        self.replyToken = replyToken
    }
}

/// Which held mails a list shows.
public struct QuarantineQuery: Sendable, Equatable {
    /// Only those that claim this ticket.
    public var claims: TicketNumber?
    /// The list goes on behind this one.
    public var after: UUIDv7?
    /// 1…100.
    public var limit: Int
    /// The queues a person may see; nil for all.
    public internal(set) var visibleQueues: [String]?
    /// Queues that are never shown.
    public internal(set) var hiddenQueues: [String] = []
    /// False leaves out what claims a ticket of somebody with protected identity, and what such a
    /// person wrote.
    public internal(set) var showsProtected = false
    /// The queue of a mail that claims no ticket.
    public internal(set) var defaultQueue = ""

    /// Names what a caller decides.
    public init(claims: TicketNumber? = nil, after: UUIDv7? = nil, limit: Int = 25) {
        self.claims = claims
        self.after = after
        self.limit = limit
    }
}

/// The port through which the desk has a mail read that it kept; it turns the arrow to the gateway.
public protocol MailReading: Sendable {
    /// Reads a mail; one that nobody can read is answered too, with itself as its only file.
    func read(_ mail: RawMail) async throws(DeskError) -> ReceivedMail

    /// The mail's HTML made safe to show; nil when it has none.
    func page(of mail: [UInt8]) async throws(DeskError) -> String?
}
