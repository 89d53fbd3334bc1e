public import Foundation

/// A mail to a citizen that waits in the outbox.
///
/// It is complete: whoever carries it needs no other row, and carrying it twice sends the same
/// Message-ID, so that the citizen's mail program can tell it is one letter.
public struct Letter: Sendable, Equatable, Codable {
    public var ticket: Int64
    public var toName: String?
    public var toAddress: String
    public var subject: String
    public var text: String
    public var language: String
    /// Without angle brackets; it carries a proof of the ticket.
    public var messageID: String
    public var inReplyTo: String?
    /// Oldest first.
    public var references: [String]
    /// What follows the `+` in the address of `Reply-To`; it proves the ticket.
    public var replyToken: String
    /// True when no human wrote it (RFC 3834): it says so and leaves with a null return path.
    public var isAutomatic: Bool
    public var writtenAt: Date

    /// Names every member.
    public init(
        ticket: TicketNumber,
        toName: String?,
        toAddress: String,
        subject: String,
        text: String,
        language: String,
        messageID: String,
        inReplyTo: String?,
        references: [String],
        replyToken: String,
        isAutomatic: Bool,
        writtenAt: Date
    ) {
        self.ticket = ticket.rawValue
        self.toName = toName
        self.toAddress = toAddress
        self.subject = subject
        self.text = text
        self.language = language
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.replyToken = replyToken
        self.isAutomatic = isAutomatic
        self.writtenAt = writtenAt
    }
}

/// A letter with its place in the outbox.
public struct OutboxEntry: Sendable, Equatable {
    public var id: UUIDv7
    public var ticket: TicketNumber
    /// The message it carries; nil for a notice that is no message.
    public var message: UUIDv7?
    public var letter: Letter
    public var state: Delivery.State
    /// Attempts so far; one more than before while somebody carries it.
    public var attempts: Int
    public var dueAt: Date
    public var lastError: String?

    /// Names every member.
    public init(
        id: UUIDv7,
        ticket: TicketNumber,
        message: UUIDv7?,
        letter: Letter,
        state: Delivery.State = .queued,
        attempts: Int = 0,
        dueAt: Date,
        lastError: String? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.message = message
        self.letter = letter
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.lastError = lastError
    }
}
