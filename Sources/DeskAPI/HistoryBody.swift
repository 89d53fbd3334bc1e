/// One fact of a ticket's history.
public struct HistoryBody: Codable, Sendable, Equatable {
    /// Its place in the history.
    public var id: String
    /// When.
    public var at: Timestamp
    /// Who.
    public var actor: AuthorBody
    /// What, for example `opened`, `assigned`, `replied`, `resolved`.
    public var kind: String
    /// The particulars, never a citizen's words.
    public var details: [String: String]

    /// Names every member.
    public init(
        id: String,
        at: Timestamp,
        actor: AuthorBody,
        kind: String,
        details: [String: String]
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.kind = kind
        self.details = details
    }
}
