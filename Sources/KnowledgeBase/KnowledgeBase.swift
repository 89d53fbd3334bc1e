/// Finds the article that answers a citizen's question.
///
/// An immutable snapshot in memory: it is made whole, asked from any thread without a lock, and
/// replaced by a new one when articles change or tickets have been solved.
public final class KnowledgeBase: Sendable {
    /// What was wrong with the files it was made of, by path.
    public let problems: [ArticleProblem]
    /// All articles, by id and language.
    public let articles: [Article]

    /// What a confidence is worth at this desk.
    public let calibration: Calibration

    private let shelves: [String: Shelf]

    /// Makes a knowledge base of files.
    ///
    /// A broken file is reported in ``problems`` and left out; the others work. What is wrong with a
    /// placeholder is reported too, but its article stays: it is better than none.
    ///
    /// - Parameters:
    ///   - sources: the files, in any order.
    ///   - facts: what to put in place of `{{name}}` in titles and texts.
    ///   - solved: questions that the articles have answered.
    public convenience init(
        sources: [ArticleSource],
        facts: CityFacts = CityFacts(),
        solved: [SolvedQuestion] = []
    ) {
        var problems: [ArticleProblem] = []
        var articles: [Article] = []
        var seen: Set<String> = []
        for source in sources.sorted(by: { $0.path < $1.path }) {
            let read = Article.read(source, facts: facts)
            problems += read.problems
            guard let article = read.article else { continue }
            if seen.insert("\(article.language)/\(article.id)").inserted {
                articles.append(article)
            } else {
                let detail = "another file has the id \(article.id) in \(article.language)"
                problems.append(ArticleProblem(path: source.path, detail: detail))
            }
        }
        self.init(articles: articles, lessons: Lessons(solved: solved), problems: problems)
    }

    /// Makes a knowledge base of articles and of the questions that they have answered.
    ///
    /// Of two articles with the same id and language the first one counts.
    public convenience init(articles: [Article], solved: [SolvedQuestion] = []) {
        self.init(articles: articles, lessons: Lessons(solved: solved), problems: [])
    }

    init(
        articles: [Article],
        lessons: Lessons,
        problems: [ArticleProblem],
        calibration: Calibration = .standard
    ) {
        var seen: Set<String> = []
        let distinct = articles.filter { seen.insert("\($0.language)/\($0.id)").inserted }
        self.articles = distinct.sorted { ($0.id, $0.language) < ($1.id, $1.language) }
        self.problems = problems
        self.calibration = calibration
        shelves = Shelves(self.articles, lessons: lessons).byLanguage
        Shelf.giveBackScratch(of: shelves.values)
    }

    /// The article in `language`, else in Swedish, else in any language.
    public func article(_ id: String, language: String?) -> Article? {
        let versions = articles[range(of: id)]
        let wanted = language.flatMap(Self.languageCode)
        return versions.first { $0.language == wanted }
            ?? versions.first { $0.language == Self.homeLanguage }
            ?? versions.first
    }

    /// Ranks the articles that may answer `text`.
    ///
    /// Articles in the question's language are asked, and of those that do not exist in it, the
    /// version that does. At most the first 20,000 characters of a text are read.
    ///
    /// - Parameters:
    ///   - text: the question in the citizen's words; any text at all.
    ///   - language: the question's language, such as `en`; recognised when left out.
    ///   - limit: how many matches at most; 0 or less gives none.
    ///   - explained: the language of whoever reads ``Match/reasons``, `sv` or `en`; the question's when
    ///     left out.
    /// - Returns: the matches, best first, and whether the first one may answer on its own.
    public func match(
        _ text: String,
        language: String? = nil,
        limit: Int = 5,
        explainedIn explained: String? = nil
    ) -> MatchResult {
        match(TextReading(text), language: language, limit: limit, explainedIn: explained)
    }

    /// Ranks the articles for a text that was read already.
    ///
    /// `isExplained` asks for ``Match/reasons`` too.
    public func match(
        _ reading: TextReading,
        language: String?,
        limit: Int,
        isExplained: Bool = true,
        explainedIn explained: String? = nil
    ) -> MatchResult {
        let told = language.flatMap(Self.languageCode)
        let asked = told ?? Language.detect(reading.words)
        let isForeign = told.map { shelves[$0] == nil } ?? Language.isForeign(reading.words)
        let words = isForeign ? Glossary.translating(reading.words) : reading.words
        var best: (shelf: Shelf, ranking: Ranking)?
        for shelf in self.shelves(for: asked) {
            let ranking = shelf.ranking(words, codes: reading.codes, limit: max(1, limit))
            if let first = best?.ranking {
                // The city's own language comes first, and "Skolskjuts" is like nothing in either.
                guard ranking.confidence >= Self.otherLanguageMin,
                    ranking.confidence >= first.confidence + Self.otherLanguageLead
                else { continue }
            }
            best = (shelf, ranking)
        }
        let spoken = asked ?? best?.shelf.language ?? Self.homeLanguage
        guard let (shelf, ranking) = best else {
            return MatchResult(
                matches: [],
                answerable: false,
                language: spoken,
                isForeign: isForeign
            )
        }
        let reasons = isExplained ? Reasons(shelf, ranking, language: explained ?? spoken) : nil
        let first = ranking.ranked.first.map { shelf.articles[$0.article] }
        let isForCitizens = first?.audience == .citizen
        return MatchResult(
            matches: ranking.ranked.prefix(max(0, limit)).map { ranked in
                let article = shelf.articles[ranked.article]
                return Match(
                    article: article.id,
                    title: article.title,
                    language: article.language,
                    score: ranked.score,
                    confidence: calibration.value(ranked.confidence),
                    reasons: reasons?.reasons(for: ranked) ?? []
                )
            },
            answerable: isForCitizens && !isForeign && !ranking.ranked.isEmpty
                && calibration.value(ranking.confidence) >= calibration.answerableMin
                && ranking.isGrounded(on: shelf),
            language: spoken,
            isForeign: isForeign
        )
    }

    /// Lists articles, by id, or by how well they match when there is a text.
    ///
    /// - Parameters:
    ///   - text: words to look for; nil or blank lists all.
    ///   - language: one version of every article, this one if it exists; nil: all versions.
    ///   - category: only this one.
    /// - Returns: the articles; with a text only those that come near the best one.
    public func articles(
        matching text: String?,
        language: String?,
        category: String?
    ) -> [Article] {
        let wanted = { (article: Article) in category == nil || article.category == category }
        guard let text, !text.trimmed.isEmpty else {
            guard let language = language.flatMap(Self.languageCode) else {
                return articles.filter(wanted)
            }
            return (shelf(for: language)?.articles ?? []).filter(wanted)
        }
        let matches = match(text, language: language, limit: articles.count)
        let least = (matches.matches.first?.score ?? 0) * Self.listedShare
        return matches.matches.filter { $0.score >= least }
            .compactMap { article($0.article, language: language ?? $0.language) }
            .filter(wanted)
    }

    private func range(of id: String) -> Range<Int> {
        var (lower, upper) = (0, articles.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if articles[middle].id < id { lower = middle + 1 } else { upper = middle }
        }
        let end = articles[lower...].firstIndex { $0.id != id } ?? articles.count
        return lower..<end
    }

    /// The shelf to ask; all of them when the language is not known.
    private func shelves(for language: String?) -> [Shelf] {
        if let language { return shelf(for: language).map { [$0] } ?? [] }
        return shelves.keys.sorted { Self.precedence($0) < Self.precedence($1) }
            .compactMap { shelves[$0] }
    }

    func shelf(for language: String) -> Shelf? {
        shelves[language] ?? shelves[Self.homeLanguage]
            ?? shelves.keys.sorted().first.flatMap { shelves[$0] }
    }

    private static func precedence(_ language: String) -> (Int, String) {
        (language == homeLanguage ? 0 : 1, language)
    }

    /// `en` of `en-GB` (BCP 47); nil for what is no language tag, for it may come from anybody.
    private static func languageCode(_ tag: String) -> String? {
        let code = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        let isCode =
            (2...3).contains(code.utf8.count)
            && code.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        return isCode ? String(code) : nil
    }

    /// The city's own language.
    static let homeLanguage = "sv"
    /// So sure another language's answer must be to a text whose language nothing tells, and so much surer
    /// than the one in the city's own: "login problem" is English, "MitID" and "RFA10" are neither.
    private static let otherLanguageMin = 0.5
    private static let otherLanguageLead = 0.1
    /// An article is listed when it scores at least this share of the best one.
    private static let listedShare = 0.35
}
