/// Why a message was not handed over.
///
/// `detail` is for the log and for staff: the server's words or ours, never the password and never
/// the message.
public enum SubmissionError: Error, Sendable, Equatable {
    /// The same message may be taken later: 4yz, no connection, a refused login.
    ///
    /// - `code`: the server's reply; nil when it gave none.
    /// - `hasBegun`: true when the message was on its way to the server, which may have taken it
    ///   without our hearing so.
    case temporary(code: Int?, detail: String, hasBegun: Bool = false)

    /// The same message will never be taken: 5yz, or an address that is none.
    ///
    /// - `code`: the server's reply; nil when it was not asked.
    case permanent(code: Int?, detail: String)

    /// True when the same message may be taken later.
    public var isTemporary: Bool {
        switch self {
        case .temporary: true
        case .permanent: false
        }
    }

    /// True when no mail server has looked at the message: it could not be reached, or wants another
    /// login or TLS first (RFC 4954 §6).
    ///
    /// Whoever was given a message and then said nothing has looked at it: it may be in the
    /// recipient's mailbox, and must not be sent again for ever.
    public var isUnreached: Bool {
        switch self {
        case .temporary(let code, _, let hasBegun):
            code.map(Self.loginReplies.contains) ?? !hasBegun
        case .permanent: false
        }
    }

    /// Replies that want another login or TLS first: a matter of configuration.
    static let loginReplies: Set<Int> = [530, 534, 535, 538]

    /// The server's reply; nil when it gave none.
    public var code: Int? {
        switch self {
        case .temporary(let code, _, _), .permanent(let code, _): code
        }
    }

    /// What happened, for the log and for staff.
    public var detail: String {
        switch self {
        case .temporary(_, let detail, _), .permanent(_, let detail): detail
        }
    }
}
