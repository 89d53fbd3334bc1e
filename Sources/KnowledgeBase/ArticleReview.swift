extension KnowledgeBase {
    /// What an author should look at: all that reading the files cannot tell by itself.
    ///
    /// Twins that are missing or differ, translations that are older than the original, links to
    /// articles that are not there, review dates that have passed, raw HTML, texts that are too
    /// short or long, too few questions, and questions that lead to another article than theirs.
    ///
    /// - Parameter day: today, `2026-11-26`.
    /// - Returns: by article; none of it keeps an article from being used.
    public func review(on day: String) -> [ArticleProblem] {
        let review = ArticleReview(self, day: day)
        return articles.flatMap { article in
            review.details(of: article).map { detail in
                ArticleProblem(path: article.path, detail: detail)
            }
        }
    }
}

extension Article {
    /// Where its file lies in the knowledge base.
    var path: String { "\(language)/\(category)/\(id).md" }
}

/// Looks through the articles of one knowledge base.
struct ArticleReview {
    private let knowledgeBase: KnowledgeBase
    private let day: String
    private let languages: Set<String>
    private let ids: Set<String>

    init(_ knowledgeBase: KnowledgeBase, day: String) {
        self.knowledgeBase = knowledgeBase
        self.day = day
        languages = Set(knowledgeBase.articles.map(\.language))
        ids = Set(knowledgeBase.articles.map(\.id))
    }

    /// Everything there is to say of one article.
    func details(of article: Article) -> [String] {
        twins(of: article) + dates(of: article) + text(of: article) + questions(of: article)
    }

    private func twins(of article: Article) -> [String] {
        var details: [String] = []
        for language in languages.sorted() where language != article.language {
            guard let twin = knowledgeBase.article(article.id, language: language),
                twin.language == language
            else {
                details.append("there is no article \(article.id) in \(language)")
                continue
            }
            // Said once, of the translation.
            guard language == KnowledgeBase.homeLanguage else { continue }
            if twin.category != article.category {
                details.append("`category` is \(twin.category) in \(language)")
            }
            if Set(twin.codes.map(CodeKey.init)) != Set(article.codes.map(CodeKey.init)) {
                details.append("`codes` differ from those in \(language)")
            }
            if twin.audience != article.audience {
                details.append("`audience` is \(twin.audience.rawValue) in \(language)")
            }
            if let reviewed = article.reviewed, let original = twin.reviewed, reviewed < original {
                details.append(
                    "the translation is of \(reviewed), the text in \(language) of \(original)"
                )
            }
        }
        return details
    }

    private func dates(of article: Article) -> [String] {
        guard let reviewed = article.reviewed else { return ["`reviewed` is missing"] }
        if reviewed > day { return ["`reviewed` is \(reviewed), which is yet to come"] }
        // Dates of RFC 3339 are in the order of their letters.
        let due = Self.yearAfter(reviewed)
        return due < day ? ["was reviewed \(reviewed); look at it again, a year has passed"] : []
    }

    private static func yearAfter(_ date: String) -> String {
        guard let year = Int(date.prefix(4)) else { return date }
        return String(year + 1) + date.dropFirst(4)
    }

    private func text(of article: Article) -> [String] {
        var details: [String] = []
        let document = MarkdownDocument(article.markdown)
        for html in document.rawHTML() {
            details.append("raw HTML is never shown: \(html.trimmed.prefix(40))")
        }
        for link in document.links() {
            guard let id = Self.articleID(of: link) else { continue }
            if id == article.id {
                details.append("links to itself")
            } else if !ids.contains(id) {
                details.append("links to \(link), and there is no such article")
            }
        }
        let count = Words(document.plainText(), scalarsMax: WordLimits.articleScalarsMax).count
        if !ReviewLimits.words.contains(count) {
            let (least, most) = (ReviewLimits.words.lowerBound, ReviewLimits.words.upperBound)
            details.append("the text has \(count) words, not \(least)…\(most)")
        }
        return details
    }

    /// The article a link means: `id`, `id.md`, `../category/id.md`; nil for other addresses.
    private static func articleID(of link: String) -> String? {
        let path = link.prefix { $0 != "#" && $0 != "?" }
        guard !path.isEmpty, !path.contains(":"), !path.hasPrefix("//") else { return nil }
        let name = path.split(separator: "/").last ?? path
        return String(name.hasSuffix(".md") ? name.dropLast(3) : name)
    }

    private func questions(of article: Article) -> [String] {
        var details: [String] = []
        if article.questions.count < ReviewLimits.questionsMin {
            details.append(
                "`questions` has \(article.questions.count), fewer than \(ReviewLimits.questionsMin)"
            )
        }
        for question in [article.title] + article.questions {
            let matches = knowledgeBase.match(question, language: article.language, limit: 2)
                .matches
            guard let first = matches.first, first.article == article.id else {
                let other = matches.first.map { "to \($0.article)" } ?? "nowhere"
                details.append("«\(question)» leads \(other)")
                continue
            }
            if let second = matches.dropFirst().first, isAsked(question, of: second) {
                details.append("«\(question)» is also a question of \(second.article)")
            }
        }
        return details
    }

    /// Whether another article has the same question in other words, or nearly.
    private func isAsked(_ question: String, of match: Match) -> Bool {
        guard let shelf = knowledgeBase.shelf(for: match.language) else { return false }
        let words = Words(question, scalarsMax: ArticleLimits.itemCharactersMax)
        let scores = shelf.scores(of: Question(words, on: shelf))
        guard let index = shelf.articles.firstIndex(where: { $0.id == match.article }) else {
            return false
        }
        return scores.example[index] >= ReviewLimits.alikeMin
    }
}

/// What an article should keep to.
enum ReviewLimits {
    /// Shorter says too little to act on, longer is not read by somebody who is stuck.
    static let words = 100...300
    /// Fewer ways of asking find too few of those who ask.
    static let questionsMin = 6
    /// From this cosine on two questions are one.
    static let alikeMin: Float = 0.9
}
