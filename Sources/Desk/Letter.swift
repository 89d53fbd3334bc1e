public import Foundation

/// A mail to a citizen that waits in the outbox.
///
/// It is complete: whoever carries it needs no other row, and carrying it twice sends the same
/// Message-ID, so that the citizen's mail program can tell it is one letter.
public struct Letter: Sendable, Equatable, Codable {
    /// The raw value of a ``TicketNumber``: the letter is kept as JSON.
    public var ticket: Int64
    /// nil when the citizen gave none: the address then stands alone.
    public var toName: HeaderLine?
    /// The one recipient, in the header and on the envelope.
    public var toAddress: String
    /// Complete, with `Re:` and the tag that names the ticket to people.
    public var subject: HeaderLine
    /// Plain text; the articles sent along are part of it.
    public var text: String
    /// The same as HTML; nil for a letter from before there was any.
    public var html: String?
    /// The language of ``text``, BCP 47, such as `sv`; the mail's header says it (RFC 3282).
    public var language: String
    /// Without angle brackets; it carries a proof of the ticket.
    public var messageID: String
    /// The citizen's mail it answers, without angle brackets; nil when there was none.
    public var inReplyTo: String?
    /// Oldest first.
    public var references: [String]
    /// What follows the `+` in the address of `Reply-To`; it proves the ticket.
    public var replyToken: String
    /// True when no human wrote it (RFC 3834): it says so and leaves with a null return path.
    public var isAutomatic: Bool
    /// What it is for; nil for a letter from before that was written down.
    public var form: LetterForm?
    /// The mail's `Date`; the days it is tried are counted from here.
    public var writtenAt: Date

    /// Names every member.
    public init(
        ticket: TicketNumber,
        toName: HeaderLine?,
        toAddress: String,
        subject: HeaderLine,
        text: String,
        html: String? = nil,
        language: String,
        messageID: String,
        inReplyTo: String?,
        references: [String],
        replyToken: String,
        isAutomatic: Bool,
        form: LetterForm? = nil,
        writtenAt: Date
    ) {
        self.ticket = ticket.rawValue
        self.toName = toName
        self.toAddress = toAddress
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.replyToken = replyToken
        self.isAutomatic = isAutomatic
        self.form = form
        self.writtenAt = writtenAt
    }
}

/// A letter with its place in the outbox.
public struct OutboxEntry: Sendable, Equatable {
    /// The same through every attempt; an operator retries by it.
    public var id: UUIDv7
    /// Its history says how carrying ended.
    public var ticket: TicketNumber
    /// The message it carries; nil for a notice that is no message.
    public var message: UUIDv7?
    /// As it was posted: later changes of the ticket do not reach it.
    public var letter: Letter
    /// ``Delivery/State/queued`` also while somebody carries it: that is a lease, not a state.
    public var state: Delivery.State
    /// Attempts so far; counted when a try has ended.
    public var attempts: Int
    /// Not carried before this; each deferral moves it on, a retry by hand sets it to now.
    public var dueAt: Date
    /// What the last failed attempt met; nil when none has failed or the server took it.
    public var lastError: String?
    /// Until when whoever claimed it has it; nil for one that nobody claimed.
    public var leasedUntil: Date?
    /// When a mail server put it off first; nil while none has: that our own cannot be reached is
    /// nothing that a letter is given up for.
    public var deferredSince: Date?

    /// Names every member.
    public init(
        id: UUIDv7,
        ticket: TicketNumber,
        message: UUIDv7?,
        letter: Letter,
        state: Delivery.State = .queued,
        attempts: Int = 0,
        dueAt: Date,
        lastError: String? = nil,
        leasedUntil: Date? = nil,
        deferredSince: Date? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.message = message
        self.letter = letter
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.lastError = lastError
        self.leasedUntil = leasedUntil
        self.deferredSince = deferredSince
    }
}
