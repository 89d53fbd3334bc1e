public import Foundation

/// How a citizen on the line is passed on.
public struct Handoff: Sendable, Equatable {
    /// Whether the clerk speaks with the receiver first.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        case blind
        case attended
    }

    /// How far it has come.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case requested
        case validated
        case dialling
        case ringing
        case answered
        case joining
        case completed
        case busy
        case noAnswer = "no_answer"
        case rejected
        case unreachable
        case notAllowed = "not_allowed"
        case joinFailed = "join_failed"
        case cancelled
        case callerGone = "caller_gone"
        case unknown

        /// True when nothing more will happen.
        public var isFinal: Bool {
            switch self {
            case .requested, .validated, .dialling, .ringing, .answered, .joining: false
            case .completed, .busy, .noAnswer, .rejected, .unreachable, .notAllowed, .joinFailed,
                .cancelled, .callerGone, .unknown:
                true
            }
        }
    }

    /// What a clerk may ask of one that a switchboard carries out.
    public enum Wish: String, Sendable, Hashable, CaseIterable {
        /// Leave the citizen to the receiver, whom the clerk has spoken with.
        case complete
        /// Give the citizen back.
        case cancel
    }

    /// One state it was in.
    public struct Step: Sendable, Equatable {
        /// The state entered, not the one left.
        public var state: State
        /// When the desk learned of it; the call itself may have got there earlier.
        public var at: Date
        /// What a clerk must do, or how it went; nil when the state says it all.
        public var detail: String?
        /// What the target's telephone system said (RFC 3261 §21); nil when it said nothing.
        public var status: Int?

        /// Names every member.
        public init(state: State, at: Date, detail: String? = nil, status: Int? = nil) {
            self.state = state
            self.at = at
            self.detail = detail
            self.status = status
        }
    }

    /// Sorts by when the hand-off was asked for.
    public var id: UUIDv7
    /// Whoever may read this ticket may follow the hand-off.
    public var ticket: TicketNumber
    /// As it was when the hand-off was asked for: the directory may change, the record may not.
    public var destination: Destination
    /// As the clerk asked; never changed afterwards.
    public var mode: Mode
    /// The telephone system's id of the citizen's call; nil when the clerk named none.
    public var call: String?
    /// The clerk's words for whoever takes over; nil when there are none.
    public var summary: String?
    /// A ``StaffIdentity/id``.
    public var requestedBy: String
    /// The daemon whose switchboard carries it out; nil when a person does.
    public internal(set) var carrier: String?
    /// What the clerk wants done with it meanwhile.
    public internal(set) var wish: Wish?
    /// Oldest first; never empty.
    public internal(set) var steps: [Step]

    /// Names every member.
    public init(
        id: UUIDv7,
        ticket: TicketNumber,
        destination: Destination,
        mode: Mode,
        call: String?,
        summary: String?,
        requestedBy: String,
        carrier: String? = nil,
        wish: Wish? = nil,
        steps: [Step]
    ) {
        precondition(!steps.isEmpty, "a hand-off begins by being requested")
        self.id = id
        self.ticket = ticket
        self.destination = destination
        self.mode = mode
        self.call = call
        self.summary = summary
        self.requestedBy = requestedBy
        self.carrier = carrier
        self.wish = wish
        self.steps = steps
    }

    /// Where it stands.
    public var state: State { steps[steps.count - 1].state }

    /// Takes it one step further.
    mutating func step(
        to state: State,
        at moment: Date,
        detail: String?,
        status: Int? = nil
    ) throws(DeskError) {
        guard !self.state.isFinal else {
            throw .wrongState(detail: "The hand-off has ended: \(self.state.rawValue).")
        }
        steps.append(Step(state: state, at: moment, detail: detail, status: status))
    }
}

/// What a list of hand-offs asks for; newest first.
public struct HandoffQuery: Sendable, Equatable {
    /// Which hand-offs are listed.
    public enum Selection: RawRepresentable, Sendable, Hashable, CaseIterable {
        /// Those that have not ended.
        case open
        /// Those in one state.
        case state(Handoff.State)

        /// `open` and every state.
        public static let allCases = [Self.open] + Handoff.State.allCases.map(Self.state)

        /// The word for all that have not ended; none of the states is called so.
        private static let openWord = "open"

        /// Nil for what is neither `open` nor a state.
        public init?(rawValue: String) {
            if rawValue == Self.openWord {
                self = .open
            } else if let state = Handoff.State(rawValue: rawValue) {
                self = .state(state)
            } else {
                return nil
            }
        }

        /// `open`, or the state.
        public var rawValue: String {
            switch self {
            case .open: Self.openWord
            case .state(let state): state.rawValue
            }
        }
    }

    /// Those under way, unless something else is asked for.
    public var selection = Selection.open
    /// Only hand-offs older than this one.
    public var after: UUIDv7?
    /// 1…100.
    public var limit: Int

    /// A list of those under way.
    public init(limit: Int = 25) { self.limit = limit }
}
