public import Foundation
public import KnowledgeBase

/// A ticket's number: small and human, what a clerk says on the phone.
///
/// Never used twice.
public struct TicketNumber: RawRepresentable, Sendable, Hashable, Comparable {
    /// 1 and up.
    public let rawValue: Int64

    /// Wraps a number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Older before newer.
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// Who asks.
///
/// Every member may be missing: a person may call and not say who they are.
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
    /// Cut to the limit when it came by mail, where it may also be empty.
    public var subject: String
    /// Moved only by the rules, each of which leaves a fact in the history.
    public internal(set) var state: TicketState
    /// ``TicketKind/question`` until a person says otherwise, the citizen in the first word of the
    /// subject or a clerk; triage does not guess it.
    public var kind: TicketKind
    /// Triaged from the text where nobody chose it.
    public var category: TicketCategory
    /// ``TicketPriority/normal`` until a rule of triage or a person says otherwise.
    public var priority: TicketPriority
    /// How the first contact came; later ones do not change it.
    public var channel: TicketChannel
    /// Decides which staff see it: see ``StaffIdentity/queues``.
    public var queue: String
    /// A ``StaffIdentity/id``; nil while nobody has it.
    public internal(set) var assignee: String?
    /// BCP 47 in lower case, such as `sv`; triaged where nobody chose it.
    public var language: String
    /// The e-service it is about, in the clerk's words; nil when unknown or about none.
    public var service: String?
    /// Who asked first; others who write later do not replace them.
    public var citizen: Citizen
    /// Recognised in the subject and first message; later messages add nothing.
    public var symptom: Symptom
    /// When the desk got it, by our clock.
    public let createdAt: Date
    /// Never goes back, even when the clock does.
    public internal(set) var updatedAt: Date
    /// When the first reply was written, which is before it is delivered; nil until then.
    public internal(set) var firstReplyAt: Date?
    /// nil until it is resolved, and again once it is reopened; closing keeps it.
    public internal(set) var resolvedAt: Date?
    /// When the first answer is owed, also after it was given; nil when no clock runs for it.
    public var firstReplyDueAt: Date?
    /// When the solution is owed; nil while no clock runs for it, as when the citizen is waited for.
    public var resolutionDueAt: Date?
    /// Set and taken back together with ``resolvedAt``.
    public internal(set) var outcome: TicketOutcome?
    /// The article that solved it.
    public internal(set) var article: String?
    /// How many times the citizen has been in touch about it.
    public internal(set) var contacts: Int
    /// Best first, at most three, as they were when it came in.
    public var suggestions: [Suggestion]
    /// True for a person with protected identity (skyddad identitet).
    public internal(set) var isProtected: Bool
    /// The ticket it went into: whoever reads or writes on this one, does so on that one.
    public internal(set) var mergedInto: TicketNumber?
    /// How many tickets went into this one.
    public internal(set) var absorbed: Int
    /// What the ticket that it went into has from it, and gives back when they are taken apart.
    public internal(set) var lent: TicketLoan
    /// Out of the way until then, or until the citizen writes.
    public internal(set) var snoozedUntil: Date?
    /// When somebody wants to be reminded of it.
    public internal(set) var followUpAt: Date?
    /// How its clocks stand.
    public internal(set) var clocks: TicketClocks
    /// Why it came to be where it is, and as urgent; as it came in, in words of the program and of its
    /// configuration, never of the citizen.
    public internal(set) var triageReasons: [String]
    /// Its number in the register, for a kind that is registered.
    public internal(set) var register: RegisterNumber?
    /// Who answers it, where that is not the desk itself.
    public internal(set) var unit: TicketUnit?
    /// What its own life says of ``FirstContact``, which other tickets may say more of.
    public internal(set) var firstContact: FirstContact
    /// What ``firstContact`` was before the ticket was rejected, became a duplicate or ended as somebody
    /// else's, for the case that this is taken back; nil unless it is what it is for that alone.
    public internal(set) var setAside: FirstContact?
    /// When it was solved as ``firstContact`` counts it; nil unless that is ``FirstContact/solved``.
    public internal(set) var firstSolvedAt: Date?
    /// The article that did so; kept when it turns out that it did not.
    public internal(set) var firstArticle: String?
    /// What it was when ``article`` was counted as its solution; nil while none is.
    public internal(set) var countedSolution: CountedPlace?
    /// What happened to it and is not counted yet; empty whenever it comes out of the store.
    var uncounted: [Uncounted] = []
    /// When the citizen asked what a reply has just answered; until its clocks have run.
    var justAnswered: Date?
    /// The number of the incident that it is of; nil for none.
    public internal(set) var incident: Int64?
    /// The number of the maintenance that it came in.
    public internal(set) var maintenance: Int64?
    /// Why it must not be erased, as the store has it now; saving the ticket leaves that as it is.
    public internal(set) var hold: Hold?

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
        suggestions: [Suggestion] = [],
        isProtected: Bool = false,
        mergedInto: TicketNumber? = nil,
        absorbed: Int = 0,
        lent: TicketLoan = [],
        snoozedUntil: Date? = nil,
        followUpAt: Date? = nil,
        clocks: TicketClocks = TicketClocks(),
        triageReasons: [String] = [],
        register: RegisterNumber? = nil,
        unit: TicketUnit? = nil,
        firstContact: FirstContact = .unsolved,
        setAside: FirstContact? = nil,
        firstSolvedAt: Date? = nil,
        firstArticle: String? = nil,
        countedSolution: CountedPlace? = nil,
        incident: Int64? = nil,
        maintenance: Int64? = nil,
        hold: Hold? = nil
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
        self.isProtected = isProtected
        self.mergedInto = mergedInto
        self.absorbed = absorbed
        self.lent = lent
        self.snoozedUntil = snoozedUntil
        self.followUpAt = followUpAt
        self.clocks = clocks
        self.triageReasons = triageReasons
        self.register = register
        self.unit = unit
        self.firstContact = firstContact
        self.setAside = setAside
        self.firstSolvedAt = firstSolvedAt
        self.firstArticle = firstArticle
        self.countedSolution = countedSolution
        self.incident = incident
        self.maintenance = maintenance
        self.hold = hold
    }
}
