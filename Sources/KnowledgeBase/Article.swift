/// Whom an article is written for.
public enum Audience: String, Sendable, Codable, CaseIterable {
    /// Anybody; may be sent out.
    case citizen
    /// Staff only; never sent to a citizen.
    case staff
}

/// One article of the knowledge base, in one language.
public struct Article: Sendable, Equatable {
    /// The same in every language.
    public var id: String
    /// A language code such as `sv` or `en`.
    public var language: String
    /// What it answers.
    public var title: String
    /// `e-id`, `login`, `technical` or `other`.
    public var category: String
    /// How citizens ask it, in their own words.
    public var questions: [String]
    /// Words that point at it.
    public var keywords: [String]
    /// Error codes that it answers.
    public var codes: [String]
    /// E-services it is about; empty means all.
    public var services: [String]
    /// Whom it is written for.
    public var audience: Audience
    /// Who keeps it true.
    public var owner: String?
    /// When somebody last checked it, `2026-11-01`.
    public var reviewed: String?
    /// The text, in CommonMark with GitHub tables.
    public var markdown: String

    /// Names every member.
    public init(
        id: String,
        language: String,
        title: String,
        category: String,
        questions: [String] = [],
        keywords: [String] = [],
        codes: [String] = [],
        services: [String] = [],
        audience: Audience = .citizen,
        owner: String? = nil,
        reviewed: String? = nil,
        markdown: String
    ) {
        self.id = id
        self.language = language
        self.title = title
        self.category = category
        self.questions = questions
        self.keywords = keywords
        self.codes = codes
        self.services = services
        self.audience = audience
        self.owner = owner
        self.reviewed = reviewed
        self.markdown = markdown
    }

    /// The text as HTML that is safe to show: raw HTML and `javascript:` addresses are left out.
    public func html() -> String {
        MarkdownDocument(markdown).html()
    }
}
