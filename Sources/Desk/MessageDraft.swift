/// What a clerk writes on a ticket.
public struct MessageDraft: Sendable {
    /// `reply` or `note`.
    public var kind: Message.Kind
    /// Plain text without the articles, which the mail carries below it.
    public var body: String
    /// Ids, at most ten; with ``resolves`` the first one is recorded as the solution.
    public var articles: [String]
    /// Those of ``articles`` whose text stands in ``body`` already, and which the mail does not carry
    /// again.
    public var quoted: Set<String>
    /// True to resolve the ticket as answered with it.
    public var resolves: Bool
    /// The language of ``body``, `sv` or `en`, where that need not be the ticket's; nil for the ticket's.
    var language: String?

    /// Names every member.
    public init(
        kind: Message.Kind,
        body: String,
        articles: [String] = [],
        quoted: Set<String> = [],
        resolves: Bool = false
    ) {
        self.kind = kind
        self.body = body
        self.articles = articles
        self.quoted = quoted
        self.resolves = resolves
    }
}
