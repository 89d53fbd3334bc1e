/// Everything the desk can refuse, closed: each door maps every case, once.
public enum DeskError: Error, Sendable, Equatable {
    /// There is no such thing, or it is not this person's to see: deliberately one case.
    case notFound
    /// The person may see it but not do this.
    case notPermitted
    /// The request cannot be right, however often it is sent.
    case invalid([FieldProblem])
    /// The thing is in a state that does not allow it; `detail` says which, in words.
    case wrongState(detail: String)
    /// Somebody changed it since the caller looked.
    case changedMeanwhile
    /// The idempotency key was used before, for another request.
    case keyReused
    /// A named limit was passed.
    case overLimit(name: String, limit: Int)
    /// Somebody did it as often as a named limit allows in an hour.
    case tooOften(name: String, limit: Int)
    /// No switchboard is configured, so nobody can be handed off.
    case noSwitchboard
    /// The store or another part cannot serve just now. The cause is for the log only.
    case unavailable(cause: String)

    /// True when the same request, unchanged, may succeed later.
    public var isTemporary: Bool {
        switch self {
        case .unavailable, .tooOften: true
        case .notFound, .notPermitted, .invalid, .wrongState, .changedMeanwhile, .keyReused,
            .overLimit, .noSwitchboard:
            false
        }
    }
}

extension DeskError {
    /// What the log may say: the kind and our own cause, never a value of a request.
    public var logged: String {
        switch self {
        case .unavailable(let cause): cause
        case .notFound: "not found"
        case .notPermitted: "not permitted"
        case .invalid: "invalid"
        case .wrongState: "wrong state"
        case .changedMeanwhile: "changed meanwhile"
        case .keyReused: "key reused"
        case .overLimit(let name, let limit), .tooOften(let name, let limit):
            "over \(name) \(limit)"
        case .noSwitchboard: "no switchboard"
        }
    }
}

/// One field of a request that is wrong.
public struct FieldProblem: Sendable, Equatable {
    /// JSON pointer into the request (RFC 6901), or the name of a query parameter.
    public var pointer: String
    /// What is wrong and what would be right.
    public var detail: String

    /// Names every member.
    public init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }

    /// What is none of the words that it may be.
    public init(_ pointer: String, oneOf words: [String]) {
        self.init(pointer, "must be one of \(words.joined(separator: ", "))")
    }
}

extension [FieldProblem] {
    /// As many are worth reading; a request may hold a million wrong ones.
    public static let toldMax = 100

    /// Adds one more as long as anybody would read it.
    public mutating func tell(_ problem: @autoclosure () -> FieldProblem) {
        guard count < Self.toldMax else { return }
        append(problem())
    }
}
