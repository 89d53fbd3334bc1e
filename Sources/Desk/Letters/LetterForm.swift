import KnowledgeBase

/// What a letter to a citizen is for; each has a template in every language.
public enum LetterForm: String, Sendable, Hashable, CaseIterable, Codable {
    /// Says that a mail came in, and which ticket it is.
    case receipt
    /// The same, with the article that answers it and the question whether it did.
    case answer
    /// Says to an address that nobody vouches for that a mail came in, and nothing else.
    case notice
    /// What a clerk wrote.
    case reply
    /// Says that the ticket stands otherwise now.
    case status
    /// Asks how it was.
    case survey

    /// True when no human wrote it (RFC 3834): it says so and leaves with a null return path.
    public var isAutomatic: Bool { self != .reply }

    /// What `Auto-Submitted` says (RFC 3834 §5); nil for what a human wrote.
    public var autoSubmitted: String? {
        switch self {
        case .reply: nil
        case .receipt, .answer, .notice: "auto-replied"
        case .status, .survey: "auto-generated"
        }
    }

    /// What a template of this form may name.
    public var names: Set<String> {
        let everywhere = Set(CityFacts.Fact.allCases.map(\.rawValue) + ["desk"])
        let ofTicket = everywhere.union(["number", "subject", "name"])
        return switch self {
        case .notice: everywhere.union(["danger"])
        case .receipt: ofTicket.union(["notice", "danger", "register", "answer_by"])
        case .answer:
            ofTicket.union([
                "article_title", "article_text", "article_html", "more", "title", "link", "yes",
                "no",
            ])
        case .reply:
            ofTicket.union([
                "body_text", "body_html", "clerk", "articles", "title", "text", "html",
            ])
        case .status: ofTicket.union(["resolved", "reopened", "handed_off"])
        case .survey: ofTicket.union(["survey"])
        }
    }
}
