/// An article in a list.
public struct ArticleSummaryBody: Codable, Sendable, Equatable {
    /// The same in every language.
    public var id: String
    /// `sv` or `en`.
    public var language: String
    /// What it answers.
    public var title: String
    /// `e-id`, `login`, `technical`, `other`.
    public var category: String
    /// `citizen` or `staff`.
    public var audience: String

    /// Names every member.
    public init(
        id: String,
        language: String,
        title: String,
        category: String,
        audience: String
    ) {
        self.id = id
        self.language = language
        self.title = title
        self.category = category
        self.audience = audience
    }
}

/// An article.
public struct ArticleBody: Codable, Sendable, Equatable {
    /// The same in every language.
    public var id: String
    /// `sv` or `en`.
    public var language: String
    /// What it answers.
    public var title: String
    /// `e-id`, `login`, `technical`, `other`.
    public var category: String
    /// `citizen` or `staff`.
    public var audience: String
    /// How citizens ask it.
    public var questions: [String]
    /// Words that point at it.
    public var keywords: [String]
    /// Error codes it answers.
    public var codes: [String]
    /// E-services it is about; empty means all.
    public var services: [String]
    /// Who keeps it true.
    public var owner: String?
    /// When somebody last checked it, `2026-11-01`.
    public var reviewed: String?
    /// The text as written.
    public var markdown: String
    /// The text as safe HTML.
    public var html: String

    /// Names every member.
    public init(
        id: String,
        language: String,
        title: String,
        category: String,
        audience: String,
        questions: [String],
        keywords: [String],
        codes: [String],
        services: [String],
        owner: String? = nil,
        reviewed: String? = nil,
        markdown: String,
        html: String
    ) {
        self.id = id
        self.language = language
        self.title = title
        self.category = category
        self.audience = audience
        self.questions = questions
        self.keywords = keywords
        self.codes = codes
        self.services = services
        self.owner = owner
        self.reviewed = reviewed
        self.markdown = markdown
        self.html = html
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(language, forKey: .language)
        try container.encode(title, forKey: .title)
        try container.encode(category, forKey: .category)
        try container.encode(audience, forKey: .audience)
        try container.encode(questions, forKey: .questions)
        try container.encode(keywords, forKey: .keywords)
        try container.encode(codes, forKey: .codes)
        try container.encode(services, forKey: .services)
        try container.encode(owner, forKey: .owner)
        try container.encode(reviewed, forKey: .reviewed)
        try container.encode(markdown, forKey: .markdown)
        try container.encode(html, forKey: .html)
    }
}
