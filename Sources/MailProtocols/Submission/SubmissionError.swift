/// Why a message was not handed over.
///
/// `detail` is for the log and for staff: the server's words or ours, never the password and never
/// the message.
public enum SubmissionError: Error, Sendable, Equatable {
    /// The same message may be taken later: 4yz, no connection, a refused login.
    ///
    /// - `code`: the server's reply; nil when it gave none.
    case temporary(code: Int?, detail: String)

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
    public var isUnreached: Bool {
        switch self {
        case .temporary(let code, _): code.map(Self.loginReplies.contains) ?? true
        case .permanent: false
        }
    }

    /// Replies that want another login or TLS first: a matter of configuration.
    static let loginReplies: Set<Int> = [530, 534, 535, 538]

    /// The server's reply; nil when it gave none.
    public var code: Int? {
        switch self {
        case .temporary(let code, _), .permanent(let code, _): code
        }
    }

    /// What happened, for the log and for staff.
    public var detail: String {
        switch self {
        case .temporary(_, let detail), .permanent(_, let detail): detail
        }
    }
}
