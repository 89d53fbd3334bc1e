import KnowledgeBase

/// What the desk makes of a citizen's words before anybody reads them.
struct Triage: Sendable {
    var symptom: Symptom
    var language: String
    var category: TicketCategory
    var suggestions: [Suggestion]
    var isAnswerable: Bool

    /// As much of a text is read: a question that has not been asked by then drowns in the rest, and
    /// the time it takes grows with the text while the sender waits.
    static let charactersMax = 2_000

    /// Reads the beginning of a text with `knowledgeBase`.
    init(_ whole: String, language: String?, knowledgeBase: KnowledgeBase) {
        let reading = TextReading(String(whole.prefix(Self.charactersMax)))
        symptom = Symptom(recognisedIn: reading)
        let result = knowledgeBase.match(
            reading,
            language: language,
            limit: DeskSettings.suggestionsMax,
            isExplained: false
        )
        self.language = result.language
        isAnswerable = result.answerable
        suggestions = result.matches.map {
            Suggestion(article: $0.article, title: $0.title, confidence: $0.confidence)
        }
        category = Self.category(symptom, best: result.matches.first, in: knowledgeBase)
    }

    /// Below this an article says nothing about what a question is about.
    private static let confidenceMin = 0.3

    /// What was recognised weighs more than what is alike.
    private static func category(
        _ symptom: Symptom,
        best: Match?,
        in knowledgeBase: KnowledgeBase
    ) -> TicketCategory {
        if symptom.eID != nil { return .eID }
        if let best, best.confidence >= confidenceMin,
            let article = knowledgeBase.article(best.article, language: best.language),
            let category = TicketCategory(rawValue: article.category)
        {
            return category
        }
        switch symptom.step {
        case "login": return .login
        case "upload", "pay", "sign": return .technical
        default: return symptom.codes.isEmpty ? .other : .technical
        }
    }
}
