public import Foundation

/// Something of one day that is only counted: how many there were, and nothing of whom.
///
/// Reports read these and not the tickets, so that a year is read as quickly with a million tickets as
/// with a hundred, and so that a figure stays what it was when a person is erased or a ticket is moved.
/// What a ticket is (queue, kind, category) is taken as it was when the thing happened; of a call that
/// is when somebody first says what it is about.
public struct DayCount: Sendable, Hashable {
    /// What is counted.
    public enum Fact: String, Sendable, Hashable, CaseIterable {
        /// A ticket came.
        case opened
        /// A citizen got in touch, by ``channel``.
        case contact
        /// A clock stopped, ``outcome`` says whether in time, ``amount`` after how much open time.
        case firstReply = "first_reply"
        case nextReply = "next_reply"
        case resolution
        /// The first answer to a mail; ``outcome`` is `kept` within one working day.
        case mailAnswer = "mail_answer"
        /// Something became of an article, ``subject``.
        case articleSent = "article_sent"
        case articleSolved = "article_solved"
        case articleFailed = "article_failed"
        /// A citizen's call ended; ``amount`` is how long it rang until it was answered.
        case call
        /// A hand-off to ``subject`` ended; ``channel`` is its mode, ``amount`` as for a call.
        case handoff
        /// A citizen was asked how it was, and gave ``amount`` as the grade; both on the day of the
        /// question.
        case surveyAsked = "survey_asked"
        case surveyAnswered = "survey_answered"
    }

    /// As the city counts days.
    public var day: CivilDay
    /// What is counted.
    public var fact: Fact
    /// Empty for what is no ticket's.
    public var queue = ""
    /// A ``TicketChannel``, or a ``Handoff/Mode``.
    public var channel = ""
    /// A ``TicketKind``.
    public var kind = ""
    /// A ``TicketCategory``.
    public var category = ""
    /// An article, or a destination.
    public var subject = ""
    /// What came of it.
    public var outcome = ""
    /// In steps, see ``TimeSteps``; 0 where there is nothing to measure.
    public var amount = 0

    /// Says which day and what; the rest is empty.
    public init(_ fact: Fact, on day: CivilDay) {
        self.fact = fact
        self.day = day
    }
}

/// What a ticket was when something of it was counted, so that it can be taken off again where it
/// was put, wherever the ticket went since.
public struct CountedPlace: Sendable, Hashable {
    /// Its queue.
    public var queue: String
    /// Its kind.
    public var kind: TicketKind
    /// Its category.
    public var category: TicketCategory

    /// Names every member.
    public init(queue: String, kind: TicketKind, category: TicketCategory) {
        self.queue = queue
        self.kind = kind
        self.category = category
    }

    init(_ ticket: Ticket) {
        self.init(queue: ticket.queue, kind: ticket.kind, category: ticket.category)
    }
}

/// Times in steps that grow with them, so that a day has a few hundred different ones at most.
///
/// A median or a 90th percentile is known to the step: to the minute up to an hour, to five up to a
/// working day, to half an hour up to a working week, to two hours beyond; seconds of waiting to the
/// second up to a minute, to five up to ten minutes, to a minute beyond.
public enum TimeSteps {
    /// Open time in minutes, rounded up to its step.
    public static func minutes(_ seconds: TimeInterval) -> Int {
        let minutes = Int((max(0, seconds) / 60).rounded(.up))
        let step = minutes <= 60 ? 1 : minutes <= 480 ? 5 : minutes <= 2_400 ? 30 : 120
        return (minutes + step - 1) / step * step
    }

    /// Waiting time in seconds, rounded up to its step.
    public static func seconds(_ seconds: TimeInterval) -> Int {
        let whole = Int(max(0, seconds).rounded(.up))
        let step = whole <= 60 ? 1 : whole <= 600 ? 5 : 60
        return (whole + step - 1) / step * step
    }
}

/// What a report reads of the counts.
public struct DayCountQuery: Sendable {
    /// What the counts are put together by; what is not named is summed over.
    public enum Column: String, Sendable, Hashable, CaseIterable {
        case day
        case queue
        case channel
        case kind
        case category
        case subject
        case outcome
        case amount
    }

    /// What is counted.
    public var fact: DayCount.Fact
    /// The first and last day.
    public var days: ClosedRange<CivilDay>
    /// What tells one sum from another.
    public var columns: Set<Column>
    /// Only these queues, and what is no ticket's; nil for all but ``hiddenQueues``.
    public var queues: [String]?
    /// Never these.
    public var hiddenQueues: [String]

    init(
        _ fact: DayCount.Fact,
        _ days: ClosedRange<CivilDay>,
        by columns: Set<Column>,
        seenBy sight: ReportSight
    ) {
        self.fact = fact
        self.days = days
        self.columns = columns
        queues = sight.queues
        hiddenQueues = sight.hiddenQueues
    }
}

/// A question that no article answered when it came.
public struct MissedQuestion: Sendable, Equatable {
    /// Its ticket.
    public var ticket: TicketNumber
    /// When it came.
    public var at: Date

    /// Names both members.
    public init(ticket: TicketNumber, at: Date) {
        self.ticket = ticket
        self.at = at
    }
}

/// Which questions a report reads.
///
/// Never those of protected people, nor of tickets that went into another or were no questions.
public struct MissedQuestionQuery: Sendable {
    /// When they came.
    public var span: Range<Date>
    /// Only these queues; nil for all but ``hiddenQueues``.
    public var queues: [String]?
    /// Never these.
    public var hiddenQueues: [String]
    /// At most so many.
    public var limit: Int

    init(
        in span: Range<Date>,
        seenBy sight: ReportSight,
        butNot secretQueues: Set<String>,
        limit: Int
    ) {
        self.span = span
        queues = sight.queues
        hiddenQueues = secretQueues.union(sight.hiddenQueues).sorted()
        self.limit = limit
    }
}

/// What can be looked up for reports.
public protocol ReportReading {
    /// How many there were of each; what the query does not tell apart is empty, and the day its first.
    func counts(_ query: DayCountQuery) throws(DeskError) -> [(DayCount, count: Int)]
    /// Questions that no article has answered since, the newest first.
    func missedQuestions(_ query: MissedQuestionQuery) throws(DeskError) -> [MissedQuestion]
    /// Tickets opened in a span of time, counted by what they came to at `moment`.
    ///
    /// For figures by week ask for each week (``ISOWeek/span(in:)``). One walk over an index: the time
    /// grows with the tickets of the span.
    ///
    /// - Parameters:
    ///   - span: when the tickets were opened.
    ///   - moment: as of when.
    ///   - queues: only these; nil for all but `hiddenQueues`.
    ///   - hiddenQueues: never these.
    /// - Returns: one count for each channel, category, article and ``FirstContact`` that there was.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    func firstContacts(
        openedIn span: Range<Date>,
        at moment: Date,
        in queues: [String]?,
        butNot hiddenQueues: [String]
    ) throws(DeskError) -> [FirstContactCount]
    /// How many solutions of a span, by article and queue, their citizens came back about by another
    /// ticket; they are counted as ``DayCount/Fact/articleSolved``.
    ///
    /// One walk over an index, as ``firstContacts(openedIn:at:in:butNot:)``.
    func returnedSolutions(
        in span: Range<Date>
    ) throws(DeskError) -> [(article: String, queue: String, count: Int)]
    /// Promises that were broken in a span and that nobody has met until `moment`.
    func brokenPromises(
        in span: Range<Date>,
        at moment: Date
    ) throws(DeskError) -> [BrokenPromise]
    /// Citizens' mails that nobody has replied to, those that came in a span and those still waited for;
    /// what ended as nobody's matter, or in another ticket, is none.
    func unansweredMails(cameIn span: Range<Date>) throws(DeskError) -> [UnansweredMail]
    /// What became of the registered tickets that came in a span.
    func registered(in span: Range<Date>) throws(DeskError) -> [RegisteredTicket]
}

/// What is written for reports.
public protocol ReportWriting {
    /// Counts so many more, or fewer.
    func add(_ count: DayCount, _ times: Int) throws(DeskError)
    func insert(_ question: MissedQuestion) throws(DeskError)
}

/// A promise that was broken, and whose clock still runs.
public struct BrokenPromise: Sendable, Equatable {
    /// What was promised.
    public var clock: TicketClock
    /// Until when.
    public var dueAt: Date
    /// What its ticket is.
    public var queue: String
    /// How it came.
    public var channel: TicketChannel
    /// What it is.
    public var kind: TicketKind

    /// Names every member.
    public init(
        clock: TicketClock,
        dueAt: Date,
        queue: String,
        channel: TicketChannel,
        kind: TicketKind
    ) {
        self.clock = clock
        self.dueAt = dueAt
        self.queue = queue
        self.channel = channel
        self.kind = kind
    }

    /// Where it is counted, on the day that it was broken.
    func place(in time: CityTime) -> DayCount {
        var count = DayCount(.firstReply, on: time.day(of: dueAt))
        count.queue = queue
        count.channel = channel.rawValue
        count.kind = kind.rawValue
        return count
    }
}

/// A mail that nobody has replied to.
public struct UnansweredMail: Sendable, Equatable {
    /// What its ticket is.
    public var queue: String
    /// What it is.
    public var kind: TicketKind
    /// Since when a reply is waited for.
    public var askedAt: Date
    /// When its ticket ended without one; nil while that is open.
    public var endedAt: Date?

    /// Names every member.
    public init(queue: String, kind: TicketKind, askedAt: Date, endedAt: Date?) {
        self.queue = queue
        self.kind = kind
        self.askedAt = askedAt
        self.endedAt = endedAt
    }
}

/// What the report on complaints and opinions needs of one.
public struct RegisteredTicket: Sendable, Equatable {
    /// What it is.
    public var kind: TicketKind
    /// Where it lies.
    public var queue: String
    /// The unit that answers it; nil where that is the desk itself.
    public var unit: String?
    /// What that was called when it was given the ticket.
    public var unitName: String?
    /// The queue in which the unit works it.
    public var unitQueue: String?
    /// The day it came on.
    public var createdAt: Date
    /// When its receipt was written; nil while none was.
    public var firstReplyAt: Date?
    /// Until when that was owed; nil for who gave no address.
    public var firstReplyDueAt: Date?
    /// When it was answered for good; nil until then.
    public var resolvedAt: Date?
    /// Until when that was owed; nil while its citizen is waited for, or none was promised.
    public var resolutionDueAt: Date?
    /// How it ended; nil until it does.
    public var outcome: TicketOutcome?
    /// True when an answer was promised at some time, whatever would be promised now.
    public var isAnswerPromised: Bool
    /// True while somebody owes an answer.
    public var isActive: Bool
    /// True when its answer came too late, or has not come in time.
    public var isLate: Bool

    /// Names every member.
    public init(
        kind: TicketKind,
        queue: String,
        unit: String? = nil,
        unitName: String? = nil,
        unitQueue: String? = nil,
        createdAt: Date,
        firstReplyAt: Date?,
        firstReplyDueAt: Date?,
        resolvedAt: Date?,
        resolutionDueAt: Date?,
        outcome: TicketOutcome?,
        isAnswerPromised: Bool,
        isActive: Bool,
        isLate: Bool
    ) {
        self.kind = kind
        self.queue = queue
        self.unit = unit
        self.unitName = unitName
        self.unitQueue = unitQueue
        self.createdAt = createdAt
        self.firstReplyAt = firstReplyAt
        self.firstReplyDueAt = firstReplyDueAt
        self.resolvedAt = resolvedAt
        self.resolutionDueAt = resolutionDueAt
        self.outcome = outcome
        self.isAnswerPromised = isAnswerPromised
        self.isActive = isActive
        self.isLate = isLate
    }
}
