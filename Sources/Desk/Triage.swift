import KnowledgeBase

/// What the desk makes of a citizen's words before anybody reads them.
struct Triage: Sendable {
    var symptom: Symptom
    var language: String
    /// True when the text is plainly in a language that no letter is in.
    var isForeign: Bool
    var category: TicketCategory
    var suggestions: [Suggestion]
    var isAnswerable: Bool
    /// The e-service that is named.
    var service: String?
    var impact: Impact
    /// Why ``category`` is what it is.
    var categoryReason: String

    /// As much of a text is read: a question that has not been asked by then drowns in the rest, and
    /// the time it takes grows with the text while the sender waits.
    static let charactersMax = 2_000

    /// Reads the beginning of a text with `knowledgeBase`; whether a life is in danger is read elsewhere,
    /// in more than what is asked.
    init(
        _ whole: String,
        language: String?,
        isDanger: Bool,
        knowledgeBase: KnowledgeBase,
        services: ServiceNames = ServiceNames()
    ) {
        let reading = TextReading(String(whole.prefix(Self.charactersMax)))
        symptom = Symptom(recognisedIn: reading)
        let result = knowledgeBase.match(
            reading,
            language: language,
            limit: DeskSettings.suggestionsMax,
            isExplained: false
        )
        self.language = result.language
        isForeign = result.isForeign
        isAnswerable = result.answerable
        suggestions = result.matches.map {
            Suggestion(
                article: $0.article,
                title: $0.title,
                // Nobody sees more of it, and it is kept with every ticket.
                confidence: ($0.confidence * 10_000).rounded() / 10_000
            )
        }
        service = services.first(in: reading)
        impact = Impact(recognisedIn: reading)
        impact.isDanger = isDanger
        // Whatever else it names, no letter to all may answer it.
        if impact.isDanger { symptom.isGrave = true }
        let best = result.matches.first
        let (category, reason) = Self.category(symptom, best: best, in: knowledgeBase)
        self.category = category
        categoryReason = "category \(category.rawValue): \(reason)"
    }

    /// Below this an article says nothing about what a question is about.
    private static let confidenceMin = 0.3

    /// What was recognised weighs more than what is alike.
    private static func category(
        _ symptom: Symptom,
        best: Match?,
        in knowledgeBase: KnowledgeBase
    ) -> (TicketCategory, reason: String) {
        if let eID = symptom.eID { return (.eID, "\(eID) is named") }
        if let best, best.confidence >= confidenceMin,
            let article = knowledgeBase.article(best.article, language: best.language),
            let category = TicketCategory(rawValue: article.category)
        {
            return (category, "like \(article.id)")
        }
        switch symptom.step {
        case "login": return (.login, "logging in is named")
        case let step? where ["upload", "pay", "sign"].contains(step):
            return (.technical, "\(step) is named")
        default:
            guard let code = symptom.codes.first else { return (.other, "nothing is recognised") }
            return (.technical, "\(code) is named")
        }
    }
}
