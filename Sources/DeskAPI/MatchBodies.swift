/// The body of `POST /v1/matches`.
public struct MatchForm: Codable, Sendable, Equatable {
    /// The question in the citizen's words.
    public var text: String
    /// `sv` or `en`; recognised when left out.
    public var language: String?
    /// 1…20, default 5.
    public var limit: Int?

    /// Names every member.
    public init(
        text: String,
        language: String? = nil,
        limit: Int? = nil
    ) {
        self.text = text
        self.language = language
        self.limit = limit
    }
}

/// One article that may answer.
public struct MatchBody: Codable, Sendable, Equatable {
    /// Its id.
    public var article: String
    /// Its title in the citizen's language.
    public var title: String
    /// The language of the title.
    public var language: String
    /// For ordering within this answer only.
    public var score: Double
    /// 0…1: how sure the desk is.
    public var confidence: Double
    /// Why, in words.
    public var reasons: [String]
    /// What a clerk said of it for this ticket, `right` or `wrong`; only among a ticket's suggestions.
    public var verdict: String?

    /// Names every member.
    public init(
        article: String,
        title: String,
        language: String,
        score: Double,
        confidence: Double,
        reasons: [String],
        verdict: String? = nil
    ) {
        self.article = article
        self.title = title
        self.language = language
        self.score = score
        self.confidence = confidence
        self.reasons = reasons
        self.verdict = verdict
    }
}

/// The answer to `POST /v1/matches`.
public struct MatchesBody: Codable, Sendable, Equatable {
    /// Best first.
    public var matches: [MatchBody]
    /// True when nine of ten such answers were right.
    public var answerable: Bool

    /// Names every member.
    public init(
        matches: [MatchBody],
        answerable: Bool
    ) {
        self.matches = matches
        self.answerable = answerable
    }
}
