public import Foundation

/// What letters are counted by.
public struct LetterCount: Sendable, Hashable {
    /// What letters have in common that are counted together.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// One address.
        case recipient
        /// All addresses of a domain.
        case domain
        /// Nothing but the time: see `countOfAll()`.
        case all
        /// Receipts to one address.
        case receipt
        /// Notices to one address, which anybody can have sent there.
        case notice
        /// Surveys to one address.
        case survey
    }

    /// What they have in common.
    public var scope: Scope
    /// In lower case: the address, the domain, or for ``Scope/all`` the brake that was pulled last.
    public var subject: String

    /// Names both members.
    public init(_ scope: Scope, _ subject: String) {
        self.scope = scope
        self.subject = subject.lowercased()
    }

    static func domain(of address: String) -> String {
        address.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}

/// A question that a letter asked its reader.
public struct Inquiry: Sendable, Equatable {
    /// What was asked.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Whether the article solved it: 1 yes, 0 no.
        case solution
        /// How it was: 1…5.
        case satisfaction
    }

    /// How the answer came.
    public enum Way: String, Sendable, Hashable, CaseIterable {
        case link
        case reply
    }

    /// The letter's id in the outbox; only one that was sent can be answered.
    public var letter: UUIDv7
    /// Whose solution or whose treatment it is about.
    public var ticket: TicketNumber
    /// What was asked.
    public var kind: Kind
    /// The article that was to solve it.
    public var article: String?
    /// When it was asked; nil when it was decided not to ask.
    public var askedAt: Date?
    /// The last answer; nil while there is none.
    public var answer: Int?
    /// When that came.
    public var answeredAt: Date?
    /// How that came.
    public var way: Way?
    /// What the ticket was when that came; nil while there is no answer, and for one from before
    /// that was written down.
    public var counted: CountedPlace?

    /// Names every member.
    public init(
        letter: UUIDv7,
        ticket: TicketNumber,
        kind: Kind,
        article: String? = nil,
        askedAt: Date?,
        answer: Int? = nil,
        answeredAt: Date? = nil,
        way: Way? = nil,
        counted: CountedPlace? = nil
    ) {
        self.letter = letter
        self.ticket = ticket
        self.kind = kind
        self.article = article
        self.askedAt = askedAt
        self.answer = answer
        self.answeredAt = answeredAt
        self.way = way
        self.counted = counted
    }
}

/// A stop of all automatic mail.
public struct Brake: Sendable, Equatable {
    /// Why it was pulled.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// More than ``LetterCaps/allPerHourMax``.
        case hour = "more letters within an hour than mail.automatic.all-per-hour-max"
        /// More than ``LetterCaps/allPerDayMax``.
        case day = "more letters within a day than mail.automatic.all-per-day-max"
        /// Somebody wanted it.
        case staff = "by hand"
    }

    /// Grows with time.
    public var id: UUIDv7
    /// When it was pulled.
    public var pulledAt: Date
    /// Why.
    public var reason: Reason
    /// Who did; nil when the desk itself did.
    public var pulledBy: String?
    /// The ticket that calls a human; nil when one pulled it.
    public var ticket: TicketNumber?
    /// When it was let go; nil while it holds.
    public var releasedAt: Date?
    /// Who did that.
    public var releasedBy: String?

    /// Names every member.
    public init(
        id: UUIDv7,
        pulledAt: Date,
        reason: Reason,
        pulledBy: String? = nil,
        ticket: TicketNumber? = nil,
        releasedAt: Date? = nil,
        releasedBy: String? = nil
    ) {
        self.id = id
        self.pulledAt = pulledAt
        self.reason = reason
        self.pulledBy = pulledBy
        self.ticket = ticket
        self.releasedAt = releasedAt
        self.releasedBy = releasedBy
    }

    /// True while no automatic letter leaves.
    public var holds: Bool { releasedAt == nil }
}

/// What can be looked up of letters.
public protocol LetterReading {
    /// How many were counted in a span of time, to five minutes.
    func letters(_ count: LetterCount, within span: ClosedRange<Date>) throws(DeskError) -> Int
    /// The newest brake, whether or not it holds; nil when there never was one.
    func newestBrake() throws(DeskError) -> Brake?
    /// What a letter asked.
    func inquiry(_ letter: UUIDv7) throws(DeskError) -> Inquiry?
    /// What was asked last about a ticket.
    func newestInquiry(
        of ticket: TicketNumber,
        _ kind: Inquiry.Kind
    ) throws(DeskError) -> Inquiry?
    /// Tickets resolved in a span whose citizen has an address and was not asked how it was, the
    /// first resolved first.
    func ticketsToSurvey(
        resolvedIn span: ClosedRange<Date>,
        limit: Int
    ) throws(DeskError) -> [TicketNumber]
}

/// What is written of letters.
public protocol LetterWriting {
    /// Counts one letter.
    func add(_ count: LetterCount, at moment: Date) throws(DeskError)
    func insert(_ brake: Brake) throws(DeskError)
    func save(_ brake: Brake) throws(DeskError)
    func insert(_ inquiry: Inquiry) throws(DeskError)
    func save(_ inquiry: Inquiry) throws(DeskError)
    /// Forgets what was counted as one of `scopes` before `moment`.
    func sweepLetterCounts(
        _ scopes: [LetterCount.Scope],
        before moment: Date
    ) throws(DeskError)
}
