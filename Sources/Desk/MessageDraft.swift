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
    /// Whether the citizen is waited for after it, and the clock of the solution stands still.
    ///
    /// Nil for all but what is registered: a reply to that is no question first of all, but a receipt.
    public var waits: Bool?
    /// What its door has found wrong, as in ``TicketDraft/faults``.
    public var faults: [FieldProblem] = []
    /// The language of ``body``, `sv` or `en`, where that need not be the ticket's; nil for the ticket's.
    var language: String?
    /// False to leave the citizen's own words out of the letter: its subject is the ticket's number then,
    /// and it names nobody.
    var repeats = true

    /// Names every member.
    public init(
        kind: Message.Kind,
        body: String,
        articles: [String] = [],
        quoted: Set<String> = [],
        resolves: Bool = false,
        waits: Bool? = nil
    ) {
        self.kind = kind
        self.body = body
        self.articles = articles
        self.quoted = quoted
        self.resolves = resolves
        self.waits = waits
    }
}
