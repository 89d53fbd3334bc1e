import DeskTesting
import Foundation
import KnowledgeBase

/// Articles, solved questions and questions that are put to the engine and to its peers alike.
struct MatchSet {
    let name: String
    let articles: [Article]
    let solved: [SolvedQuestion]
    let questions: [String]

    /// Octets of all that is indexed: titles, questions, bodies and solved questions, in UTF-8.
    var textBytes: Int {
        articles.reduce(0) { sum, article in
            sum + article.title.utf8.count + article.markdown.utf8.count
                + article.questions.reduce(0) { $0 + $1.utf8.count }
        }
            + solved.reduce(0) { $0 + $1.text.utf8.count }
    }

    /// Made of runs of five words of real articles where these are at hand beside the repository,
    /// else of the benchmarks' own letters; the same each time.
    ///
    /// One word in sixteen is another: as a real knowledge base grows it goes on bringing new ones.
    static func made(
        articles: Int,
        authored: Int,
        solved: Int,
        questions: Int
    ) throws -> MatchSet {
        var writer = TextWriter(words: try PublicSet.corona()?.words ?? Self.ownWords)
        let made = (0..<articles).map { number in
            PublicSet.article(
                "a\(number)",
                writer.text(8),
                writer.text(100),
                questions: (0..<authored).map { _ in writer.text(8) }
            )
        }
        let taught = (0..<solved).map { number in
            SolvedQuestion(text: writer.text(10), article: "a\(number % max(1, articles))")
        }
        let ofAuthors = authored == 0 ? "" : ", \(authored) questions each"
        let tickets = solved == 0 ? "" : ", \(Figure.count(Double(solved))) tickets"
        return MatchSet(
            name: "made up\(ofAuthors)\(tickets)",
            articles: made,
            solved: taught,
            questions: (0..<questions).map { _ in writer.text(9) }
        )
    }

    private static var ownWords: [String] {
        Letters.sentences.flatMap { $0.split(separator: " ").map(String.init) }
    }
}

/// Writes text out of the words of another.
private struct TextWriter {
    private let words: [String]
    private var random = SeededRandom(seed: 2)

    init(words: [String]) { self.words = words }

    mutating func text(_ count: Int) -> String {
        var text: [String] = []
        while text.count < count {
            let start = below(words.count - 5)
            for place in start..<start + 5 { text.append(isNew() ? newWord() : words[place]) }
        }
        return text.joined(separator: " ")
    }

    private mutating func isNew() -> Bool { below(16) == 0 }

    /// Two halves of words, so that it has runs of letters like a word; some come often.
    private mutating func newWord() -> String {
        let reach = 1 + below(words.count)
        let (first, second) = (words[below(reach)], words[below(reach)])
        return String(first.prefix(first.count / 2 + 1) + second.suffix(second.count / 2 + 1))
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
}

/// Public questions, where they are at hand beside the repository.
struct PublicSet {
    let articles: [Article]
    let questions: [String]

    /// All words of the articles, in order.
    var words: [String] {
        articles.flatMap { article in
            "\(article.title) \(article.markdown)".split(whereSeparator: \.isWhitespace)
                .map(String.init)
        }
    }

    /// The Swedish set with the most articles, or nil where it is not.
    static func corona() throws -> PublicSet? {
        let folder = Repository.root.deletingLastPathComponent()
            .appending(path: "shared/data/matching/corona_a")
        guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
        return PublicSet(
            articles: try lines(folder.appending(path: "kb.jsonl"), of: PublicArticle.self)
                .map { article($0.id, $0.title, $0.answer) },
            questions: try lines(folder.appending(path: "queries.jsonl"), of: PublicQuestion.self)
                .map(\.text)
        )
    }

    static func article(
        _ id: String,
        _ title: String,
        _ text: String,
        questions: [String] = []
    ) -> Article {
        Article(
            id: id,
            language: "sv",
            title: title,
            category: "other",
            questions: questions,
            markdown: text
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
}
