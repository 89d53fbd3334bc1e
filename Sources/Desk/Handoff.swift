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

    /// One state it was in.
    public struct Step: Sendable, Equatable {
        /// The state entered, not the one left.
        public var state: State
        /// When the desk learned of it; the call itself may have got there earlier.
        public var at: Date
        /// What a clerk must do, or how it went; nil when the state says it all.
        public var detail: String?

        /// Names every member.
        public init(state: State, at: Date, detail: String? = nil) {
            self.state = state
            self.at = at
            self.detail = detail
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
        self.steps = steps
    }

    /// Where it stands.
    public var state: State { steps[steps.count - 1].state }

    /// Takes it one step further.
    mutating func step(to state: State, at moment: Date, detail: String?) throws(DeskError) {
        guard !self.state.isFinal else {
            throw .wrongState(detail: "The hand-off has ended: \(self.state.rawValue).")
        }
        steps.append(Step(state: state, at: moment, detail: detail))
    }
}
