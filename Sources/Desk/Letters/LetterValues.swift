import KnowledgeBase

/// What a letter says, by the names that templates have for it.
struct LetterValues {
    private(set) var all: [String: Any] = [:]

    /// Nothing at all.
    init() {}

    /// What is true of every letter of the desk.
    init(_ settings: LetterSettings, language: String) {
        all["desk"] = settings.deskName
        for fact in CityFacts.Fact.allCases {
            all[fact.rawValue] = settings.facts.value(fact, in: language)
        }
    }

    /// What a letter on a ticket may say of it; the citizen's own words only when it may repeat them, and
    /// never an identity number: mail is read on its way.
    init(
        _ settings: LetterSettings,
        of ticket: Ticket,
        in language: String? = nil,
        repeating mayRepeat: Bool = true
    ) {
        self.init(settings, language: language ?? ticket.language)
        all["number"] = String(ticket.number.rawValue)
        guard mayRepeat else { return }
        let subject = Self.bareSubject(of: ticket.masked)
        if !subject.allSatisfy(\.isWhitespace) { all["subject"] = subject }
        all["name"] = ticket.masked.citizen.name
    }

    /// The subject without what templates put around it: `Re:`, and the tag that is for people, by
    /// which no mail is threaded.
    private static func bareSubject(of ticket: Ticket) -> String {
        let bare = ticket.subject.replacing(" [#\(ticket.number.rawValue)]", with: "")
        let mark = bare.prefix(3).lowercased()
        guard mark == "re:" || mark == "sv:" else { return bare }
        return String(bare.dropFirst(3).drop(while: \.isWhitespace))
    }

    /// The article that answers, and what else may.
    mutating func answer(
        with article: ArticleWords,
        more: [(title: String, link: String?)],
        links: (yes: String, no: String)?
    ) {
        all["article_title"] = article.title
        all["article_text"] = article.text
        all["article_html"] = article.html
        all["more"] = more.map { one in
            var values: [String: Any] = ["title": one.title]
            values["link"] = one.link
            return values
        }
        all["yes"] = links?.yes
        all["no"] = links?.no
    }

    /// What a clerk wrote, under what name, and the articles that go along.
    mutating func reply(_ body: String, by clerk: String?, with articles: [ArticleWords]) {
        all["clerk"] = clerk
        all["body_text"] = body
        all["body_html"] = HTMLWords.paragraphs(body)
        all["articles"] = articles.map { article in
            ["title": article.title, "text": article.text, "html": article.html]
        }
    }

    /// Under which number the city has registered it, and until which day an answer is promised.
    mutating func register(_ ticket: Ticket, in time: CityTime) {
        guard ticket.kind.isRegistered else { return }
        all["register"] = ticket.register?.description
        all["answer_by"] = ticket.resolutionDueAt.map { time.day(of: $0).description }
    }

    /// What is known of why the citizen wrote.
    mutating func notice(_ text: String) { all["notice"] = text }

    /// Says where to call when a life is in danger.
    mutating func warnOfDanger() { all["danger"] = true }

    var saysDanger: Bool { all["danger"] != nil }

    /// How the ticket stands now.
    mutating func status(_ change: StatusChange) { all[change.templateName] = true }

    /// Where the citizen says how it was.
    mutating func survey(at link: String) { all["survey"] = link }
}
