/// One file of the knowledge base as it was read.
public struct ArticleSource: Sendable, Equatable {
    /// Where it lies in the knowledge base: `sv/e-id/bankid-kod.md`.
    public var path: String
    /// The whole file.
    public var text: String

    /// Names every member.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// Something that is wrong with one file.
public struct ArticleProblem: Sendable, Equatable {
    /// Where it lies in the knowledge base.
    public var path: String
    /// What is wrong and what would be right.
    public var detail: String

    /// Names every member.
    public init(path: String, detail: String) {
        self.path = path
        self.detail = detail
    }
}

/// A question that an article has answered: a resolved ticket as evidence.
public struct SolvedQuestion: Sendable, Equatable {
    /// The citizen's words; never shown to another citizen.
    public var text: String
    /// The id of the article that answered it.
    public var article: String

    /// Names every member.
    public init(text: String, article: String) {
        self.text = text
        self.article = article
    }
}
