public import Foundation
public import KnowledgeBase

/// A ticket's number: small and human, what a clerk says on the phone. Never used twice.
public struct TicketNumber: RawRepresentable, Sendable, Hashable, Comparable {
    /// 1 and up.
    public let rawValue: Int64

    /// Wraps a number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Older before newer.
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// Who asks. Every member may be missing: a person may call and not say who they are.
public struct Citizen: Sendable, Hashable {
    /// As the person wrote it.
    public var name: String?
    /// Where replies go.
    public var email: String?
    /// Where to call back.
    public var phone: String?
    /// True when the channel proved who it is.
    public var isVerified: Bool

    /// Names every member.
    public init(
        name: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        isVerified: Bool = false
    ) {
        self.name = name
        self.email = email
        self.phone = phone
        self.isVerified = isVerified
    }
}

/// An article that matched when the ticket came in.
public struct Suggestion: Sendable, Hashable, Codable {
    /// The article's id.
    public var article: String
    /// Its title in the citizen's language.
    public var title: String
    /// 0…1.
    public var confidence: Double

    /// Names every member.
    public init(article: String, title: String, confidence: Double) {
        self.article = article
        self.title = title
        self.confidence = confidence
    }
}

/// A citizen's matter (ärende).
public struct Ticket: Sendable, Equatable {
    /// Zero until the store has given it one.
    public internal(set) var number: TicketNumber
    /// Grows by one with every change; the API's ETag.
    public internal(set) var revision: Int64
    public var subject: String
    public internal(set) var state: TicketState
    public var kind: TicketKind
    public var category: TicketCategory
    public var priority: TicketPriority
    public var channel: TicketChannel
    public var queue: String
    public internal(set) var assignee: String?
    public var language: String
    public var service: String?
    public var citizen: Citizen
    public var symptom: Symptom
    public let createdAt: Date
    public internal(set) var updatedAt: Date
    public internal(set) var firstReplyAt: Date?
    public internal(set) var resolvedAt: Date?
    /// When the first answer is owed; nil while no clock runs for it.
    public var firstReplyDueAt: Date?
    /// When the solution is owed; nil while no clock runs for it.
    public var resolutionDueAt: Date?
    public internal(set) var outcome: TicketOutcome?
    /// The article that solved it.
    public internal(set) var article: String?
    /// How many times the citizen has been in touch about it.
    public internal(set) var contacts: Int
    public var suggestions: [Suggestion]

    /// Names every fact; for the store, which reads tickets, and for ``Desk``, which opens them.
    public init(
        number: TicketNumber = TicketNumber(rawValue: 0),
        revision: Int64 = 1,
        subject: String,
        state: TicketState = .new,
        kind: TicketKind = .question,
        category: TicketCategory,
        priority: TicketPriority = .normal,
        channel: TicketChannel,
        queue: String,
        assignee: String? = nil,
        language: String,
        service: String? = nil,
        citizen: Citizen,
        symptom: Symptom,
        createdAt: Date,
        updatedAt: Date? = nil,
        firstReplyAt: Date? = nil,
        resolvedAt: Date? = nil,
        firstReplyDueAt: Date? = nil,
        resolutionDueAt: Date? = nil,
        outcome: TicketOutcome? = nil,
        article: String? = nil,
        contacts: Int = 1,
        suggestions: [Suggestion] = []
    ) {
        self.number = number
        self.revision = revision
        self.subject = subject
        self.state = state
        self.kind = kind
        self.category = category
        self.priority = priority
        self.channel = channel
        self.queue = queue
        self.assignee = assignee
        self.language = language
        self.service = service
        self.citizen = citizen
        self.symptom = symptom
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.firstReplyAt = firstReplyAt
        self.resolvedAt = resolvedAt
        self.firstReplyDueAt = firstReplyDueAt
        self.resolutionDueAt = resolutionDueAt
        self.outcome = outcome
        self.article = article
        self.contacts = contacts
        self.suggestions = suggestions
    }

    /// True when an answer that is owed has not come in time.
    public func isOverdue(at moment: Date) -> Bool {
        if let firstReplyDueAt, firstReplyAt == nil, firstReplyDueAt < moment { return true }
        guard let resolutionDueAt, state.isActive else { return false }
        return resolutionDueAt < moment
    }
}
