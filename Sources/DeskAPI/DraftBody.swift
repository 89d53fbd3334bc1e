/// A reply that a clerk begins with, made of an article or of greeting and signature alone; nothing of
/// it is kept.
public struct DraftBody: Codable, Sendable, Equatable {
    /// Plain text, from the greeting to the clerk's name.
    public var body: String
    /// The article in it; null for greeting and signature alone.
    public var article: String?
    /// The article's title.
    public var title: String?
    /// The language it is in: the citizen's where there is one.
    public var language: String

    /// Names every member.
    public init(body: String, article: String?, title: String?, language: String) {
        self.body = body
        self.article = article
        self.title = title
        self.language = language
    }
}
