/// An error as the API answers it: `application/problem+json` (RFC 9457 §3).
public struct ProblemBody: Codable, Sendable, Equatable {
    /// A URI reference that names the kind of problem; stable, meant for programs.
    public var type: String
    /// The kind of problem in words.
    public var title: String
    /// The HTTP status, repeated.
    public var status: Int
    /// What happened this time and what would help; meant for people.
    public var detail: String?
    /// Each field of the request that was wrong.
    public var errors: [FieldError]?

    /// One wrong field.
    public struct FieldError: Codable, Sendable, Equatable {
        /// JSON pointer into the request's body (RFC 6901), or the name of a query parameter.
        public var pointer: String
        /// What is wrong with it and what would be right.
        public var detail: String

        /// Names every member.
        public init(pointer: String, detail: String) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    /// Names every member.
    public init(
        type: String,
        title: String,
        status: Int,
        detail: String? = nil,
        errors: [FieldError]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.errors = errors
    }
}
