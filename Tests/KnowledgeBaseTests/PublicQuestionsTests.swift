import Foundation
import KnowledgeBase
import Testing

/// Where the public questions are.
enum PublicQuestions {
    /// `data/matching` beside the repository, or nil.
    static let folder: URL? = {
        let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidate = repository.deletingLastPathComponent()
            .appending(path: "shared/data/matching")
        return FileManager.default.fileExists(atPath: candidate.path) ? candidate : nil
    }()
}

/// The ranking on sets of public questions, where they are at hand.
@Suite(
    "Public sets of questions",
    .enabled(
        if: PublicQuestions.folder != nil,
        "skipped: data/matching is not beside the repository"
    )
)
struct PublicQuestionsTests {
    /// Floors are a point or two below what was measured when the weights were chosen.
    struct Floor: Sendable, CustomTestStringConvertible {
        var set: String
        var language: String
        var articles = "kb"
        var isTaught = false
        var top1: Double
        var correctAUROC: Double
        var testDescription: String { isTaught ? "\(set) with tickets" : set }
    }

    @Test(
        "are answered as well as when the weights were chosen",
        arguments: [
            Floor(set: "swefaq_dev", language: "sv", top1: 0.62, correctAUROC: 0.90),
            Floor(set: "fhm_sv", language: "sv", top1: 0.62, correctAUROC: 0.89),
            Floor(set: "corona_a", language: "sv", top1: 0.51, correctAUROC: 0.84),
            Floor(
                set: "corona_a",
                language: "sv",
                articles: "kb_warm",
                isTaught: true,
                top1: 0.74,
                correctAUROC: 0.89
            ),
            Floor(
                set: "hint3_curekart",
                language: "en",
                isTaught: true,
                top1: 0.82,
                correctAUROC: 0.87
            ),
            Floor(set: "banking77", language: "en", isTaught: true, top1: 0.74, correctAUROC: 0.90),
            Floor(set: "techqa_web", language: "en", top1: 0.51, correctAUROC: 0.90),
        ]
    )
    func floors(floor: Floor) throws {
        let folder = try #require(PublicQuestions.folder).appending(path: floor.set)
        let articles: [ArticleLine] = try lines(folder, floor.articles)
        let tickets: [QuestionLine] = floor.isTaught ? try lines(folder, "tickets") : []
        let knowledgeBase = KnowledgeBase(
            articles: articles.map {
                Article(
                    id: $0.id,
                    language: floor.language,
                    title: $0.title,
                    category: "other",
                    markdown: $0.answer
                )
            },
            solved: tickets.flatMap { ticket in
                ticket.relevant.map { SolvedQuestion(text: ticket.text, article: $0) }
            }
        )
        let questions: [QuestionLine] =
            try lines(folder, "queries") + lines(folder, "oos")
        let evaluation = Evaluation(
            questions.map { question in
                let result = knowledgeBase.match(question.text, limit: Evaluation.depth)
                return Evaluation.Outcome(
                    relevant: Set(question.relevant),
                    ranked: result.matches.map(\.article),
                    confidence: result.matches.first?.confidence ?? 0
                )
            }
        )
        #expect(evaluation.top1 >= floor.top1)
        #expect(evaluation.correctAUROC ?? 0 >= floor.correctAUROC)
    }

    private func lines<Line: Decodable>(_ folder: URL, _ name: String) throws -> [Line] {
        let bytes = try Data(contentsOf: folder.appending(path: "\(name).jsonl"))
        return try bytes.split(separator: 0x0A).map {
            try JSONDecoder().decode(Line.self, from: Data($0))
        }
    }

    private struct ArticleLine: Decodable {
        var id: String
        var title: String
        var answer: String
    }

    private struct QuestionLine: Decodable {
        var text: String
        var relevant: [String]
    }
}
