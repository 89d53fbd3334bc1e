/// One article that may answer a question.
public struct Match: Sendable, Equatable {
    /// Its id.
    public var article: String
    /// Its title, in the citizen's language where the article has it.
    public var title: String
    /// The language of the title.
    public var language: String
    /// For ordering within one answer only.
    public var score: Double
    /// 0…1: how often such an answer was right.
    public var confidence: Double
    /// Why, in the citizen's language; only what is true.
    public var reasons: [String]

    /// Names every member.
    public init(
        article: String,
        title: String,
        language: String,
        score: Double,
        confidence: Double,
        reasons: [String]
    ) {
        self.article = article
        self.title = title
        self.language = language
        self.score = score
        self.confidence = confidence
        self.reasons = reasons
    }
}

/// The answer to a question.
public struct MatchResult: Sendable, Equatable {
    /// Best first.
    public var matches: [Match]
    /// True when nine of ten such answers were right, and the first article may go to a citizen.
    public var answerable: Bool
    /// The language of the question, or the one that is answered in when it is another.
    public var language: String
    /// True when the question is plainly in a language that no article is in.
    public var isForeign: Bool

    /// Names every member.
    public init(
        matches: [Match],
        answerable: Bool,
        language: String,
        isForeign: Bool = false
    ) {
        self.matches = matches
        self.answerable = answerable
        self.language = language
        self.isForeign = isForeign
    }
}
