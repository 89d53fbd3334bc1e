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
