import ArgumentParser
import Foundation
import KnowledgeBase

/// `helpdeskd kb evaluate FILE`: how often the right article comes first, and how well the
/// confidence tells.
struct KnowledgeBaseEvaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure the knowledge base against questions with known answers."
    )

    @OptionGroup var option: KnowledgeBaseOption
    @Option(help: #"Resolved tickets as evidence: .jsonl of {"text","article"}."#)
    var tickets: String?
    @Argument(help: #".jsonl of {"id","text","relevant":[id…]}; an empty list is out of scope."#)
    var files: [String]

    func run() async throws {
        let knowledgeBase = try await option.place().knowledgeBase(tickets: tickets)
        let questions = try files.flatMap { try JSONLines.read($0, as: QuestionLine.self) }
        let strange = Set(questions.flatMap(\.relevant))
            .filter { knowledgeBase.article($0, language: nil) == nil }.sorted()
        if !strange.isEmpty {
            let names = strange.prefix(Self.namedMax).joined(separator: ", ")
            Terminal.sayError("\(strange.count) ids that are no article's: \(names)")
        }
        let evaluation = Evaluation(
            questions.map { question in
                let matches = knowledgeBase.match(question.text, limit: Evaluation.depth).matches
                return Evaluation.Outcome(
                    relevant: Set(question.relevant),
                    ranked: matches.map(\.article),
                    confidence: matches.first?.confidence ?? 0
                )
            }
        )
        for (name, value) in Self.figures(evaluation) {
            print("\(name.padding(toLength: 14, withPad: " ", startingAt: 0)) \(value)")
        }
    }

    /// As many ids are named of those that are no article's.
    private static let namedMax = 20

    private static func figures(_ evaluation: Evaluation) -> [(String, String)] {
        let shown = { (value: Double?) in value.map { String(format: "%.4f", $0) } ?? "None" }
        let inScope = [
            ("n", "\(evaluation.inScope)"),
            ("n_oos", "\(evaluation.outOfScope)"),
            ("top1", shown(evaluation.top1)),
            ("mrr10", shown(evaluation.reciprocalRank10)),
            ("recall5", shown(evaluation.recall5)),
            ("ndcg10", shown(evaluation.gain10)),
            (
                "ci95",
                evaluation.top1Interval().map { "[\($0.lowerBound), \($0.upperBound)]" } ?? "None"
            ),
            ("auroc_scope", shown(evaluation.scopeAUROC)),
            ("auroc_correct", shown(evaluation.correctAUROC)),
        ]
        let coverage = [
            ("cov@p80", shown(evaluation.coverage80)),
            ("cov@p90", shown(evaluation.coverage90)),
            ("cov@p95", shown(evaluation.coverage95)),
        ]
        let error = [("ece", shown(evaluation.calibrationError))]
        guard let falseAnswers = evaluation.falseAnswers90 else {
            return inScope + coverage + error
        }
        return inScope + [("f1_scope", shown(evaluation.scopeF1))] + coverage
            + [("fpr_oos@p90", shown(falseAnswers))] + error
    }

    private struct QuestionLine: Decodable {
        var id: String
        var text: String
        /// Empty for what is out of scope, which must be said: it changes every figure.
        var relevant: [String]
    }
}
