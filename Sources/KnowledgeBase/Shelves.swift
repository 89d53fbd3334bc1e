/// A shelf for every language there are articles in.
struct Shelves {
    private(set) var byLanguage: [String: Shelf] = [:]

    /// Each shelf has one version of every article: the language's own, else the next best.
    ///
    /// The articles come by id and language.
    init(_ articles: [Article], lessons: Lessons) {
        let languages = Set(articles.map(\.language)).sorted()
        let solved = lessons.solved.map { (Language.detect($0.text), $0) }
        let rejected = lessons.rejected.map { (Language.detect($0.text), $0) }
        for language in languages {
            var versions: [Article] = []
            for article in articles {
                if versions.last?.id != article.id {
                    versions.append(article)
                } else if Self.rank(article.language, in: language)
                    < Self.rank(versions[versions.count - 1].language, in: language)
                {
                    versions[versions.count - 1] = article
                }
            }
            let taught = { (questions: [(String?, SolvedQuestion)]) in
                Self.questions(questions, in: language, of: languages)
            }
            byLanguage[language] = Shelf(
                versions,
                solved: taught(solved),
                rejected: taught(rejected),
                language: language
            )
        }
    }

    /// By article, the questions in a language, and those in languages without articles.
    private static func questions(
        _ spoken: [(language: String?, question: SolvedQuestion)],
        in language: String,
        of languages: [String]
    ) -> [String: [String]] {
        var questions: [String: [String]] = [:]
        for (of, question) in spoken {
            let elsewhere = of.map { $0 != language && languages.contains($0) } ?? false
            if !elsewhere { questions[question.article, default: []].append(question.text) }
        }
        return questions
    }

    private static func rank(_ version: String, in language: String) -> Int {
        if version == language { return 0 }
        return version == KnowledgeBase.homeLanguage ? 1 : 2
    }
}
