/// The body of `PUT /v1/tickets/{number}/suggestions/{article}/verdict`.
public struct VerdictForm: Codable, Sendable, Equatable {
    /// `right` or `wrong`.
    public var verdict: String

    /// Names the verdict.
    public init(verdict: String) { self.verdict = verdict }
}

/// What a clerk said of an article for a ticket.
public struct VerdictBody: Codable, Sendable, Equatable {
    /// The ticket's number.
    public var ticket: Int64
    /// The article's id.
    public var article: String
    /// `right` or `wrong`.
    public var verdict: String

    /// Names every member.
    public init(ticket: Int64, article: String, verdict: String) {
        self.ticket = ticket
        self.article = article
        self.verdict = verdict
    }
}

/// What one ticket taught about an article.
public struct EvidenceBody: Codable, Sendable, Equatable {
    /// The ticket's number.
    public var ticket: Int64
    /// The article's id.
    public var article: String?
    /// `answered`, `rejected` or `unanswered`.
    public var verdict: String
    /// Who says so: `resolution`, how the ticket ended, or `verdict`, a clerk.
    public var origin: String
    /// The question, without what tells who asked it.
    public var text: String
    /// When it was said.
    public var learntAt: Timestamp

    /// Names every member.
    public init(
        ticket: Int64,
        article: String?,
        verdict: String,
        origin: String,
        text: String,
        learntAt: Timestamp
    ) {
        self.ticket = ticket
        self.article = article
        self.verdict = verdict
        self.origin = origin
        self.text = text
        self.learntAt = learntAt
    }

    private enum CodingKeys: String, CodingKey {
        case ticket, article, verdict, origin, text
        case learntAt = "learnt_at"
    }
}
