/// What a request asks for; case counts (RFC 3261 §7.1).
public struct SIPMethod: Sendable, Hashable, CustomStringConvertible {
    /// As it is written.
    public let description: String

    /// Names a method.
    public init(_ text: String) {
        precondition(SIPScanner.isToken(text), "a method is a token")
        description = text
    }

    /// Begins a call or changes its session (RFC 3261 §13, §14).
    public static let invite = SIPMethod("INVITE")
    /// Says that the final answer to INVITE came (§13, §17.1.1.3).
    public static let ack = SIPMethod("ACK")
    /// Takes an unanswered INVITE back (§9).
    public static let cancel = SIPMethod("CANCEL")
    /// Ends a call (§15).
    public static let bye = SIPMethod("BYE")
    /// Asks what a peer can do, and whether it lives (§11).
    public static let options = SIPMethod("OPTIONS")
    /// Says where an address is reached (§10).
    public static let register = SIPMethod("REGISTER")
    /// Says that a provisional answer came (RFC 3262).
    public static let prack = SIPMethod("PRACK")
    /// Changes a session before it is answered, or refreshes it (RFC 3311).
    public static let update = SIPMethod("UPDATE")
    /// Asks a peer to call somebody else (RFC 3515).
    public static let refer = SIPMethod("REFER")
    /// Tells a state that was subscribed to (RFC 6665).
    public static let notify = SIPMethod("NOTIFY")
    /// Asks to be told a state (RFC 6665).
    public static let subscribe = SIPMethod("SUBSCRIBE")
    /// Carries what belongs to the application inside a dialog (RFC 6086).
    public static let info = SIPMethod("INFO")
    /// Carries a text (RFC 3428).
    public static let message = SIPMethod("MESSAGE")
    /// Publishes a state (RFC 3903).
    public static let publish = SIPMethod("PUBLISH")

    /// Every registered method: what is not among them is unknown rather than not allowed.
    static let registered: Set<SIPMethod> = [
        .invite, .ack, .cancel, .bye, .options, .register, .prack, .update, .refer, .notify,
        .subscribe, .info, .message, .publish,
    ]
}
