import Foundation
import KnowledgeBase

/// Questions against the articles, on one thread.
struct MatchPart {
    let scale: Scale

    /// Articles of the larger knowledge base, where it must be made up.
    private static let articlesMade = 250
    /// Articles of a very large one.
    private static let articlesMany = 10_000

    func run() throws {
        var sheet = Sheet(
            "match: one thread",
            columns: ["what", "articles", "matches/s", "p50", "p99", "aim"]
        )
        let own = KnowledgeBase(sources: try Self.sources())
        let short = own.articles.flatMap(\.questions)
        measure("the repository's, short questions", own, short, &sheet)
        measure("the repository's, mails", own, Self.mails, &sheet)
        let (larger, questions) = try Self.larger()
        measure("the larger, short questions", larger, questions, &sheet)
        measure("the larger, mails", larger, Self.mails, &sheet)
        let large = Self.made(Self.articlesMany)
        measure(
            "made up, short questions",
            KnowledgeBase(articles: large),
            Letters.sentences,
            &sheet,
            aim: "< 1 ms"
        )
        sheet.print()
        try measureIndexing(Self.made(Self.articlesMade), large)
    }

    /// The processor's time, for the machine may have more to do.
    private func measureIndexing(_ few: [Article], _ many: [Article]) throws {
        var sheet = Sheet("match: making the index", columns: ["articles", "took", "aim"])
        for (articles, aim) in [(few, "< 50 ms"), (many, "< 2 s")] {
            let own = ProcessInfo.processInfo.processIdentifier
            let before = try ProcessFigures.processorTime(of: own)
            let knowledgeBase = KnowledgeBase(articles: articles)
            let took = try ProcessFigures.processorTime(of: own) - before
            sheet.add("\(knowledgeBase.articles.count)", Figure.time(took), aim)
        }
        sheet.print()
    }

    private func measure(
        _ name: String,
        _ knowledgeBase: KnowledgeBase,
        _ questions: [String],
        _ sheet: inout Sheet,
        aim: String = "< 0.1 ms"
    ) {
        guard !questions.isEmpty else { return }
        var times: [Duration] = []
        times.reserveCapacity(scale.questions)
        var found = 0
        let start = ContinuousClock.now
        let deadline = start + scale.load
        for place in 0..<scale.questions where ContinuousClock.now < deadline {
            let began = ContinuousClock.now
            found += knowledgeBase.match(questions[place % questions.count]).matches.count
            times.append(ContinuousClock.now - began)
        }
        let figures = LoadFigures(Latencies(times), in: ContinuousClock.now - start)
        precondition(found > 0, "questions about the articles find some")
        sheet.add(
            name,
            "\(knowledgeBase.articles.count)",
            Figure.count(figures.rate),
            Figure.time(figures.p50),
            Figure.time(figures.p99),
            aim
        )
    }

    /// As long as what the mail part brings in.
    private static let mails: [String] = {
        var random = SeededRandom(3)
        return (0..<50).map { _ in Letters.text(characters: 2_800, with: &random) }
    }()

    private static func sources() throws -> [ArticleSource] {
        let root = Repository.knowledgeBase
        guard let names = FileManager.default.enumerator(atPath: root.path) else {
            throw BenchmarkError.missing(root.path)
        }
        return try names.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.map { name in
            let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
            return ArticleSource(path: name, text: text)
        }
    }

    /// Public questions where they are at hand beside the repository, else made-up ones.
    private static func larger() throws -> (KnowledgeBase, [String]) {
        let set = Repository.root.deletingLastPathComponent()
            .appending(path: "shared/data/matching/corona_a")
        guard FileManager.default.fileExists(atPath: set.path) else {
            return (KnowledgeBase(articles: made(articlesMade)), Letters.sentences)
        }
        let articles = try lines(set.appending(path: "kb.jsonl"), of: PublicArticle.self)
        let questions = try lines(set.appending(path: "queries.jsonl"), of: PublicQuestion.self)
        return (
            KnowledgeBase(articles: articles.map { article($0.id, $0.title, $0.answer) }),
            questions.map(\.text)
        )
    }

    private struct PublicArticle: Decodable {
        var id: String
        var title: String
        var answer: String
    }

    private struct PublicQuestion: Decodable {
        var text: String
    }

    private static func lines<Line: Decodable>(_ file: URL, of: Line.Type) throws -> [Line] {
        try Data(contentsOf: file).split(separator: 10)
            .map { try JSONDecoder().decode(Line.self, from: Data($0)) }
    }

    private static func made(_ count: Int) -> [Article] {
        var random = SeededRandom(2)
        return (0..<count).map { place in
            let title = Letters.sentences[place % Letters.sentences.count]
            return article(
                "article-\(place)",
                "\(title) (\(place))",
                Letters.text(characters: 700, with: &random)
            )
        }
    }

    private static func article(_ id: String, _ title: String, _ text: String) -> Article {
        Article(id: id, language: "sv", title: title, category: "other", markdown: text)
    }
}
