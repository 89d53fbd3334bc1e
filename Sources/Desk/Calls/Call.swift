public import Foundation

/// A telephone call of a citizen, as the desk remembers it.
public struct Call: Sendable, Equatable {
    /// How the desk learns of it.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// It passes through the desk's own switchboard, which can hand it off.
        case switchboard
        /// The telephone system tells of it (CTI).
        case events
    }

    /// Who called whom, in the words of the CTI interface.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// A citizen called the city.
        case inbound = "in"
        /// Somebody of the city called a citizen.
        case outbound = "out"
    }

    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It rings, or the citizen waits in the queue; a list of those that wait has only citizens' calls.
        case waiting
        /// Somebody speaks with the citizen.
        case talking
        /// The last telephone was put down.
        case ended
    }

    /// What came of it.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// A clerk spoke with the citizen.
        case answered
        /// The citizen hung up before anybody answered.
        case abandoned
        /// It went to the destination that takes what is too much.
        case overflowed
        /// Nobody here answered: the telephone system passed it on to somebody else.
        case forwarded
        /// A colleague answered the same citizen, whose one call rang at several telephones and is a
        /// call of its own at each: reports count it where it was answered.
        case taken
        /// Nobody took it, and the telephone system was told so.
        case refused
        /// The desk lost sight of it, as by a restart.
        case unknown
    }

    /// Sorts by when the desk learned of it.
    public let id: UUIDv7
    /// The telephone system's own id of it; unique.
    public let externalID: String
    /// How the desk learns of it.
    public let source: Source
    /// Who called whom.
    public let direction: Direction
    /// The caller's number or address, as it was told; nil when it was withheld.
    public var from: String?
    /// The number or address that was called.
    public var to: String?
    /// Where it stands.
    public var state: State
    /// nil until it has ended.
    public var outcome: Outcome?
    /// The ``StaffIdentity/id`` of whoever has it, or had it last.
    public var clerk: String?
    /// The daemon whose switchboard carries it; nil when none does.
    public var carrier: String?
    /// The matter that it is about; nil until it is answered.
    public var ticket: TicketNumber?
    /// Where it was handed off to, or overflowed to: a ``Destination/id``.
    public var destination: String?
    /// When it came.
    public let startedAt: Date
    /// When somebody first answered it.
    public var answeredAt: Date?
    /// When it ended.
    public var endedAt: Date?
    /// Why it ended, in the telephone system's word.
    public var cause: String?

    /// Names every member.
    public init(
        id: UUIDv7,
        externalID: String,
        source: Source,
        direction: Direction = .inbound,
        from: String?,
        to: String?,
        state: State = .waiting,
        outcome: Outcome? = nil,
        clerk: String? = nil,
        carrier: String? = nil,
        ticket: TicketNumber? = nil,
        destination: String? = nil,
        startedAt: Date,
        answeredAt: Date? = nil,
        endedAt: Date? = nil,
        cause: String? = nil
    ) {
        self.id = id
        self.externalID = externalID
        self.source = source
        self.direction = direction
        self.from = from
        self.to = to
        self.state = state
        self.outcome = outcome
        self.clerk = clerk
        self.carrier = carrier
        self.ticket = ticket
        self.destination = destination
        self.startedAt = startedAt
        self.answeredAt = answeredAt
        self.endedAt = endedAt
        self.cause = cause
    }

    /// The citizen's own number or address, whoever called.
    public var citizenNumber: String? { direction == .inbound ? from : to }

    /// Somebody has it now.
    mutating func answer(by clerk: String?, at moment: Date) {
        guard state != .ended else { return }
        state = .talking
        self.clerk = clerk ?? self.clerk
        answeredAt = answeredAt ?? moment
    }

    /// The last telephone was put down; ending it twice changes nothing.
    mutating func end(as outcome: Outcome, cause: String?, at moment: Date) {
        guard state != .ended else { return }
        state = .ended
        self.outcome = outcome
        self.cause = cause
        endedAt = moment
    }
}

/// What a list of calls asks for; newest first.
public struct CallQuery: Sendable, Equatable {
    /// nil means every state.
    public var state: Call.State?
    /// Only calls older than this one.
    public var after: UUIDv7?
    /// 1…100.
    public var limit: Int

    /// A list of 25 of everything.
    public init(limit: Int = 25) { self.limit = limit }
}

/// What is known of whoever calls.
public struct Caller: Sendable, Equatable {
    /// From the newest ticket with this number that has a name.
    public var name: String?
    /// Those that wait for an answer, newest first, as far as the clerk may see them.
    public var tickets: [Ticket]
    /// Ids of the articles that answered the caller last, newest first.
    public var articles: [String]

    /// Nothing is known.
    static let unknown = Caller(name: nil, tickets: [], articles: [])
}

/// A clerk who takes calls.
public struct Duty: Sendable, Equatable {
    /// A ``StaffIdentity/id``.
    public var staff: String
    /// As colleagues read it.
    public var name: String
    /// The telephone that is rung: a SIP URI of the configuration, never of a request.
    public var telephone: String
    /// Since when.
    public var since: Date

    /// Names every member.
    public init(staff: String, name: String, telephone: String, since: Date) {
        self.staff = staff
        self.name = name
        self.telephone = telephone
        self.since = since
    }
}

/// Somebody who waits to be called back.
public struct CallBack: Sendable, Equatable {
    /// Why the city owes a call.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The citizen hung up in the queue.
        case abandoned
        /// The citizen hung up while being handed off.
        case handoffAbandoned = "handoff_abandoned"
        /// Nobody was left to speak with the citizen.
        case nobodyLeft = "nobody_left"
        /// The citizen asked for it, in a mail or otherwise.
        case asked
    }

    /// Sorts by when it was noted.
    public let id: UUIDv7
    /// The call that was lost; nil where none was.
    public let call: UUIDv7?
    /// The number to call.
    public let number: String
    /// The matter, when it is known.
    public var ticket: TicketNumber?
    /// Why.
    public let reason: Reason
    /// When the citizen was lost, or asked.
    public let createdAt: Date
    /// The citizen wants no call before; nil for as soon as somebody can.
    public var notBefore: Date?
    /// When somebody said that it is done, or the citizen came back and was answered; nil until then.
    public var doneAt: Date?
    /// A ``StaffIdentity/id``; nil where the telephone system named nobody who answered, too.
    public var doneBy: String?

    /// Names every member.
    public init(
        id: UUIDv7,
        call: UUIDv7?,
        number: String,
        ticket: TicketNumber?,
        reason: Reason,
        createdAt: Date,
        notBefore: Date? = nil,
        doneAt: Date? = nil,
        doneBy: String? = nil
    ) {
        self.id = id
        self.call = call
        self.number = number
        self.ticket = ticket
        self.reason = reason
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.doneAt = doneAt
        self.doneBy = doneBy
    }
}
