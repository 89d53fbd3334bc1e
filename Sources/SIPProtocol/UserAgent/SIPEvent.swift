/// One of our ends of a call: its number, given by the user agent and never used again.
public struct SIPLegID: Sendable, Hashable, Comparable, CustomStringConvertible {
    let number: UInt64

    /// The older leg is the smaller.
    public static func < (one: SIPLegID, other: SIPLegID) -> Bool { one.number < other.number }
    /// For the log.
    public var description: String { "leg-\(number)" }
}

/// A call that a peer made to us.
public struct SIPIncomingCall: Sendable, Hashable {
    /// Names it from now on.
    public let leg: SIPLegID
    /// The name of the ``SIPPeer``.
    public let peer: String
    /// As it came, for what the application wants of it.
    public let request: SIPRequest

    /// The session that the caller offers; empty when we are to offer one.
    public var offer: [UInt8] { request.body }
}

/// Why a call ended that was not ended by us.
public enum SIPEnding: Sendable, Hashable {
    /// The peer hung up.
    case bye
    /// The caller gave up before we answered.
    case cancelled
    /// Our answer was never acknowledged.
    case unacknowledged
    /// Nobody refreshed the session (RFC 4028 §10), or the peer no longer knows the call.
    case lost
}

/// What happened, for whoever owns the calls.
public enum SIPEvent: Sendable, Hashable {
    /// A peer calls.
    case incoming(SIPIncomingCall)
    /// Who we call is being told (180, 183, …), perhaps with a session already.
    case progress(SIPLegID, status: Int, body: [UInt8])
    /// Who we call answered; the body is their session, also when they told it before they answered.
    /// Without an offer of ours it is theirs, and waits for ``SIPUserAgent/acknowledge(_:body:at:)``.
    case answered(SIPLegID, body: [UInt8])
    /// Who we call refused, cannot be reached (408, 503), or our CANCEL took effect (487).
    case refused(SIPLegID, status: Int)
    /// Our answer was acknowledged; the body is the caller's answer to an offer of ours.
    case confirmed(SIPLegID, body: [UInt8])
    /// The call is over.
    case ended(SIPLegID, SIPEnding)
    /// The peer wants another session; empty when it asks us for an offer. Wants
    /// ``SIPUserAgent/answerOffer(_:status:body:at:)``.
    case offered(SIPLegID, body: [UInt8])
    /// The peer took our new offer, or made the one that we asked it for.
    case reoffered(SIPLegID, body: [UInt8])
    /// The peer keeps the session that it has.
    case reofferRefused(SIPLegID, status: Int)
    /// How far the peer has come with what we referred it to: the status of its own call.
    case referralProgress(SIPLegID, status: Int)
    /// No connection with this place could be made or kept, and what the system or TLS said of it.
    case unreachable(SIPHop, reason: String)
    /// An answer to ``SIPUserAgent/probe(_:at:)``: nil when nobody answered.
    case probed(peer: String, status: Int?)
    /// A state that was subscribed to, whole or in part.
    case notified(subscription: Int, body: [UInt8])
    /// What was told of a state is told no further: another subscription to it begins by itself, and
    /// counts from the beginning.
    case subscriptionBeginsAnew(subscription: Int)
    /// A state is not told, or nobody answered (nil); it is asked for again by itself.
    case subscriptionFailed(subscription: Int, status: Int?)
    /// The registration stands, for this long.
    case registered(account: Int, Duration)
    /// The registration was refused, or nobody answered (nil); it is tried again by itself.
    case registrationFailed(account: Int, status: Int?)
}

/// What the user agent wants done by whoever holds the sockets.
public enum SIPAction: Sendable, Hashable {
    /// Send this there; over a stream, open one when there is none.
    case send([UInt8], SIPPath)
    /// Tell the application.
    case tell(SIPEvent)
}
