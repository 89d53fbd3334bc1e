public import Foundation

/// What the city owes, each with a clock of its own.
public enum TicketClock: String, Sendable, Hashable, CaseIterable {
    /// The first answer, from when the ticket came, or was opened again by its citizen.
    case firstReply = "first_reply"
    /// The answer to what the citizen wrote since.
    case nextReply = "next_reply"
    /// The solution; it stands still while the citizen is waited for.
    case resolution

    /// As a rule names it.
    init?(word: Substring) {
        switch word {
        case "first": self = .firstReply
        case "next": self = .nextReply
        case "solve": self = .resolution
        default: return nil
        }
    }

    fileprivate var bit: Int { 1 << (self == .firstReply ? 0 : self == .nextReply ? 1 : 2) }
}

/// How a ticket's clocks stand, beside when the first reply and the solution are due.
///
/// All that is needed to go on after a restart: nothing of it is kept in memory.
public struct TicketClocks: Sendable, Hashable {
    /// Which clocks run, which were warned of and which ran out, three bits each; and a last one for
    /// a solution that waits for the citizen.
    public var marks: Int
    /// When the citizen wrote what no reply has answered yet, after the first reply or after its end.
    public var askedAt: Date?
    /// When the next reply is owed; nil while none is.
    public var nextReplyDueAt: Date?
    /// Since when the clock of the solution runs; nil while it stands still.
    public var resolutionSince: Date?
    /// The open time that had passed on it by then, in seconds.
    public var resolutionSpent: TimeInterval
    /// When each clock has something to say next: a warning, or that it ran out.
    public var alarms: [TicketClock: Date]

    /// Names every member; nothing runs.
    public init(
        marks: Int = 0,
        askedAt: Date? = nil,
        nextReplyDueAt: Date? = nil,
        resolutionSince: Date? = nil,
        resolutionSpent: TimeInterval = 0,
        alarms: [TicketClock: Date] = [:]
    ) {
        self.marks = marks
        self.askedAt = askedAt
        self.nextReplyDueAt = nextReplyDueAt
        self.resolutionSince = resolutionSince
        self.resolutionSpent = resolutionSpent
        self.alarms = alarms
    }

    /// True while it counts.
    public func isRunning(_ clock: TicketClock) -> Bool { marks & clock.bit != 0 }

    /// True while the clock of the solution stands still and may go on.
    var isPaused: Bool {
        get { marks & 1 << 9 != 0 }
        set { marks = newValue ? marks | 1 << 9 : marks & ~(1 << 9) }
    }

    func isWarned(_ clock: TicketClock) -> Bool { marks & clock.bit << 3 != 0 }

    /// True when it ran out.
    public func isMissed(_ clock: TicketClock) -> Bool { marks & clock.bit << 6 != 0 }

    mutating func setRunning(_ clock: TicketClock, _ isRunning: Bool) {
        marks = isRunning ? marks | clock.bit : marks & ~clock.bit
    }

    mutating func setWarned(_ clock: TicketClock, _ isWarned: Bool) {
        marks = isWarned ? marks | clock.bit << 3 : marks & ~(clock.bit << 3)
    }

    mutating func setMissed(_ clock: TicketClock, _ isMissed: Bool) {
        marks = isMissed ? marks | clock.bit << 6 : marks & ~(clock.bit << 6)
    }
}

extension Ticket {
    /// When a clock that runs, or the last one that did, runs out.
    public func due(_ clock: TicketClock) -> Date? {
        switch clock {
        case .firstReply: firstReplyDueAt
        case .nextReply: clocks.nextReplyDueAt
        case .resolution: resolutionDueAt
        }
    }

    mutating func setDue(_ clock: TicketClock, _ moment: Date?) {
        switch clock {
        case .firstReply: firstReplyDueAt = moment
        case .nextReply: clocks.nextReplyDueAt = moment
        case .resolution: resolutionDueAt = moment
        }
    }

    /// The earliest moment that something is owed; nil while nothing is.
    public var nextDue: Date? {
        guard state.isActive else { return nil }
        return [
            firstReplyAt == nil ? firstReplyDueAt : nil, clocks.nextReplyDueAt, resolutionDueAt,
        ]
        .compactMap(\.self).min()
    }

    /// True when the reply that is owed next has not come in time.
    func isReplyOverdue(at moment: Date) -> Bool {
        let owed = firstReplyAt == nil ? firstReplyDueAt : clocks.nextReplyDueAt
        return owed.map { $0 < moment } ?? false
    }

    /// True when an answer that is owed has not come in time.
    public func isOverdue(at moment: Date) -> Bool { nextDue.map { $0 < moment } ?? false }
}
