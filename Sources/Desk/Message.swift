public import Cryptography
public import Foundation

/// One contribution to a ticket.
public struct Message: Sendable, Equatable {
    /// Where it comes from and where it goes.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// From the citizen.
        case inbound
        /// To the citizen.
        case reply
        /// Among staff.
        case note
    }

    /// Sorts as the messages of a ticket were written.
    public var id: UUIDv7
    /// Zero until the ticket it opens has a number.
    public var ticket: TicketNumber
    /// A note never leaves the house.
    public var kind: Kind
    /// The citizen for every ``Kind/inbound`` one, even when a clerk typed it; the desk itself for a
    /// mail server's report.
    public var author: Actor
    /// Plain text.
    public var body: String
    /// Ids of the articles sent along.
    public var articles: [String]
    /// In the order the mail had them; empty for what staff wrote.
    public var attachments: [Attachment]
    /// How it stands in the threads of mail programs; nil for what never was a mail.
    public var thread: MailThread?
    /// When the desk got or wrote it, not the `Date` that a mail claims.
    public var createdAt: Date
    /// How far it has come, for a reply that is mailed.
    public var delivery: Delivery?
    /// What is known of the mail that it was; nil for what never was one.
    public var mail: MailFacts?

    /// Names every member.
    public init(
        id: UUIDv7,
        ticket: TicketNumber,
        kind: Kind,
        author: Actor,
        body: String,
        articles: [String] = [],
        attachments: [Attachment] = [],
        thread: MailThread? = nil,
        createdAt: Date,
        delivery: Delivery? = nil,
        mail: MailFacts? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.kind = kind
        self.author = author
        self.body = body
        self.articles = articles
        self.attachments = attachments
        self.thread = thread
        self.createdAt = createdAt
        self.delivery = delivery
        self.mail = mail
    }
}

/// What mail programs thread by (RFC 5322 §3.6.4); ids stand without their angle brackets.
public struct MailThread: Sendable, Hashable {
    /// nil for a mail that came without one.
    public var messageID: String?
    /// Oldest first.
    public var references: [String]

    /// Names both members.
    public init(messageID: String?, references: [String]) {
        self.messageID = messageID
        self.references = references
    }
}

/// A file that came with a message.
public struct Attachment: Sendable, Equatable {
    /// One for each time a file came; the same octets share a ``digest``.
    public var id: UUIDv7
    /// As the sender named it: data, never a path.
    public var name: String
    /// As the sender declared it: data, never served as such.
    public var mediaType: String
    /// Octets.
    public var size: Int
    /// Where the octets are kept.
    public var digest: Digest

    /// Names every member.
    public init(id: UUIDv7, name: String, mediaType: String, size: Int, digest: Digest) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.digest = digest
    }
}

/// How far a mail to the citizen has come.
public struct Delivery: Sendable, Equatable {
    /// The stations.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case queued
        case sent
        case failed
    }

    /// ``State/queued`` covers waiting, deferred and on its way.
    public var state: State
    /// How often submission was tried.
    public var attempts: Int
    /// What the mail server said last.
    public var detail: String?

    /// Names every member.
    public init(state: State, attempts: Int, detail: String?) {
        self.state = state
        self.attempts = attempts
        self.detail = detail
    }
}
