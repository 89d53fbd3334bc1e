public import SIPProtocol

/// A clerk's telephone.
public struct ClerkTelephone: Sendable, Hashable {
    /// The ``StaffIdentity/id``.
    public var staff: String
    /// Who is rung.
    public var uri: SIPURI

    /// Names both.
    public init(staff: String, uri: SIPURI) {
        self.staff = staff
        self.uri = uri
    }
}

/// Where a citizen is handed off to, and what the receiver is told.
public struct HandoffTarget: Sendable, Hashable {
    /// The ``Destination/id``.
    public var destination: String
    /// As a clerk says it.
    public var name: String
    /// Who is called.
    public var uri: SIPURI
    /// The ticket's number and an opaque address, for the receiver's screen (RFC 7433).
    ///
    /// It passes through telephone systems: nothing personal may stand in it. Empty for none.
    public var context: String

    /// Names every member.
    public init(destination: String, name: String, uri: SIPURI, context: String) {
        self.destination = destination
        self.name = name
        self.uri = uri
        self.context = context
    }
}

/// How calls are taken.
public struct TelephonySettings: Sendable {
    /// Which clerks a call rings.
    public enum Ringing: String, Sendable, Hashable, CaseIterable {
        /// All who are free, at once.
        case all
        /// One after the other, who has been without a call for longest first.
        case longestIdle = "longest-idle"
    }

    /// The name of the ``SIPPeer`` that every call goes through.
    public var peer: String
    /// Which clerks a call rings.
    public var ringing = Ringing.all
    /// How long one clerk is rung when they are rung one after the other.
    public var clerkRingLimit = Duration.seconds(20)
    /// How long a clerk whose telephone was in use is not rung for the same citizen again.
    public var busyPause = Duration.seconds(10)
    /// How long a target of a hand-off, or of an overflow, is rung, or called by the citizen's own
    /// telephone.
    public var targetRingLimit = Duration.seconds(45)
    /// Calls at once; of more it is said that all are busy (486), so that the telephone system rings
    /// elsewhere.
    public var callsMax = 500
    /// Calls for which no clerk can be rung; more overflow.
    public var queueMax = 20
    /// How long a citizen waits for a clerk, at most; then the call overflows.
    public var waitMax = Duration.seconds(300)
    /// A citizen who hangs up after less has changed their mind, and is not called back.
    public var abandonedMin = Duration.seconds(5)
    /// Blind hand-offs are left to the citizen's telephone (RFC 3515) instead of being done by the
    /// desk; not every telephone system keeps the citizen when they fail.
    public var refers = false

    /// Names what has no default.
    public init(peer: String) { self.peer = peer }
}

/// How it stands with the telephone system itself.
public enum TrunkNotice: Sendable, Hashable {
    /// No connection with this place of it could be made or kept.
    case unreachable(String, reason: String)
    /// It does not tell the calls of this line; nil when it did not answer.
    case unwatched(String, status: Int?)
    /// It told of calls in a way that cannot be read.
    case unreadable
    /// It was asked whether it lives; nil when it did not answer.
    case probed(status: Int?)
    /// Whether we are registered there, and what it said; nil when it did not answer.
    case registered(Bool, status: Int?)
}
