public import Foundation

/// A fact of a call, as the switchboard that carries it tells it.
public enum CallFact: Sendable, Hashable {
    /// A citizen calls; the numbers are as the telephone system told them.
    case arrived(externalID: String, from: String?, to: String?)
    /// This clerk has the citizen.
    case answered(clerk: String)
    /// What is too much went to this destination, which answered.
    case overflowed(destination: String)
    /// A hand-off came a step further; the SIP status is the target's, the detail names who is called.
    case handoff(UUIDv7, Handoff.State, status: Int?, detail: String?)
    /// What must be known to go on with the call after a restart, in the switchboard's own words.
    case kept(String)
    /// The citizen was lost and is owed a call.
    case lost(CallBack.Reason)
    /// A call that does not pass the desk did something; the report's call is the id of a new one.
    case watched(CallEvent)
    /// The calls of a watched telephone, whose ids begin so, are these and no others: what was missed.
    case watchedNow(prefix: String, calls: [String])
    /// The last telephone was put down.
    case ended(Call.Outcome, cause: String?)
}

/// A ``CallFact`` with its call and its time.
public struct CallReport: Sendable, Hashable {
    /// Which call.
    public var call: UUIDv7
    /// When it happened.
    public var at: Date
    /// What.
    public var fact: CallFact

    /// Names every member.
    public init(call: UUIDv7, at: Date, fact: CallFact) {
        self.call = call
        self.at = at
        self.fact = fact
    }
}

/// An event of a telephone system about a call that does not pass the desk, in the form that
/// Zammad's generic CTI interface made common.
public struct CallEvent: Sendable, Hashable {
    /// What happened.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case newCall
        case answer
        case hangup
    }

    /// What happened.
    public var kind: Kind
    /// The telephone system's id of the call.
    public var callID: String
    /// Who called whom.
    public var direction: Call.Direction
    /// Who calls; nil when it is withheld.
    public var from: String?
    /// Who is called.
    public var to: String?
    /// User names or extensions of whoever is meant; the first that is known counts.
    public var users: [String]
    /// Why it ended, in the interface's words, for example `normalClearing` or `cancel`.
    public var cause: String?

    /// Names every member.
    public init(
        kind: Kind,
        callID: String,
        direction: Call.Direction,
        from: String?,
        to: String?,
        users: [String] = [],
        cause: String? = nil
    ) {
        self.kind = kind
        self.callID = callID
        self.direction = direction
        self.from = from
        self.to = to
        self.users = users
        self.cause = cause
    }
}
