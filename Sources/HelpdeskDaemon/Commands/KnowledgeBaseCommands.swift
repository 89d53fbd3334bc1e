import ArgumentParser
import Foundation
import KnowledgeBase

/// `helpdeskd kb`: what authors and operators do with the knowledge base.
///
/// Only what looks into the store needs a configuration.
struct KnowledgeBaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kb",
        abstract: "Check the knowledge base and ask it questions.",
        subcommands: [
            KnowledgeBaseLint.self, KnowledgeBaseMatch.self, KnowledgeBaseEvaluate.self,
            KnowledgeBaseMatchBatch.self, KnowledgeBaseLearned.self, KnowledgeBaseForget.self,
        ]
    )
}

/// `--kb DIR` and `--tickets FILE`.
struct KnowledgeBaseOption: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Option(
        help: """
            The knowledge base: a folder, or a .jsonl file of {"id","title","answer"}. \
            Default: knowledge-base here, else /usr/share/helpdesk/knowledge-base.
            """
    )
    var kb: String?

    /// The folder or file to read.
    var path: String { kb ?? KnowledgeBaseFolder.nearby }

    /// Reads the knowledge base with the questions it has answered.
    ///
    /// What is wrong with single articles goes to standard error; without any article it ends with
    /// 66 (EX_NOINPUT).
    func knowledgeBase(tickets: String?) throws -> KnowledgeBase {
        let solved = try tickets.map(Self.solved) ?? []
        guard path.hasSuffix(".jsonl") else {
            let folder = try folder()
            let knowledgeBase = KnowledgeBase(
                sources: folder.sources,
                solved: solved
            )
            for problem in folder.problems + knowledgeBase.problems {
                Terminal.printError("\(problem.path): \(problem.detail)")
            }
            return knowledgeBase
        }
        return KnowledgeBase(articles: try Self.articles(ofLines: path), solved: solved)
    }

    /// The files, or 66 (EX_NOINPUT) when there is no folder.
    func folder() throws -> KnowledgeBaseFolder {
        do {
            return try KnowledgeBaseFolder(at: path)
        } catch {
            Terminal.printError("\(error)")
            throw ExitCode(SystemExit.notThere)
        }
    }

    /// The lines say no language, so it is recognised in all of them together.
    private static func articles(ofLines path: String) throws -> [Article] {
        let lines = try JSONLines.read(path, as: ArticleLine.self)
        let sample = lines.prefix(200).map { "\($0.title ?? "") \($0.answer ?? "")" }
        let language = Language.detect(sample.joined(separator: " ")) ?? "sv"
        return lines.map { line in
            Article(
                id: line.id,
                language: line.language ?? language,
                title: line.title ?? "",
                category: line.category ?? "other",
                markdown: line.answer ?? ""
            )
        }
    }

    private static func solved(_ path: String) throws -> [SolvedQuestion] {
        try JSONLines.read(path, as: TicketLine.self).flatMap { line in
            (line.relevant ?? line.article.map { [$0] } ?? []).map {
                SolvedQuestion(text: line.text, article: $0)
            }
        }
    }

    private struct ArticleLine: Decodable {
        var id: String
        var title: String?
        var answer: String?
        var language: String?
        var category: String?
    }

    private struct TicketLine: Decodable {
        var text: String
        var article: String?
        var relevant: [String]?
    }
}

/// `helpdeskd kb lint`: every problem of every article, or that there is none.
struct KnowledgeBaseLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say every problem of the knowledge base; exits 65 when there is one."
    )

    @OptionGroup var option: KnowledgeBaseOption

    func run() throws {
        let folder = try option.folder()
        let today = Date.now.formatted(.iso8601.year().month().day())
        var problems = folder.problems
        var count = 0
        // As they read in a city that has said nothing of itself, and in one that has said all.
        for facts in [CityFacts(), .example] {
            let knowledgeBase = KnowledgeBase(sources: folder.sources, facts: facts)
            let found = knowledgeBase.problems + knowledgeBase.review(on: today)
            problems += found.filter { !problems.contains($0) }
            count = knowledgeBase.articles.count
        }
        for problem in problems { print("\(problem.path): \(problem.detail)") }
        guard problems.isEmpty else { throw ExitCode(SystemExit.badData) }
        Terminal.say("\(option.path): \(count) articles, no problems")
    }
}

/// `helpdeskd kb match TEXT`: what the desk would suggest, and why.
struct KnowledgeBaseMatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Show the articles that may answer a question."
    )

    @OptionGroup var option: KnowledgeBaseOption
    @Option(help: "The question's language, sv or en; recognised when left out.")
    var language: String?
    @Option(help: "How many articles at most, 1…20.")
    var limit = 5
    @Argument(help: "The question in the citizen's words.")
    var text: [String]

    func validate() throws {
        guard (1...20).contains(limit) else {
            throw ValidationError("--limit is \(limit); it must be 1…20")
        }
    }

    func run() throws {
        let result = try option.knowledgeBase(tickets: nil)
            .match(text.joined(separator: " "), language: language, limit: limit)
        let answerable = result.answerable ? "answerable yes" : "answerable no"
        Terminal.say(
            result.isForeign
                ? "language \(result.language) (asked in another language), \(answerable)"
                : "language \(result.language), \(answerable)"
        )
        for match in result.matches {
            let confidence = String(format: "%.2f", match.confidence)
            print("\(confidence)  \(match.article) (\(match.language))  \(match.title)")
            for reason in match.reasons { print("      \(reason)") }
        }
    }
}

/// `helpdeskd kb match-batch`: questions in, ranked articles out, a line each.
struct KnowledgeBaseMatchBatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match-batch",
        abstract: "Match JSON Lines from standard input."
    )

    @OptionGroup var option: KnowledgeBaseOption
    @Option(help: #"Resolved tickets as evidence: .jsonl of {"text","article"}."#)
    var tickets: String?

    func run() throws {
        let knowledgeBase = try option.knowledgeBase(tickets: tickets)
        var number = 0
        var bad = 0
        while let line = readLine() {
            number += 1
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            do {
                let question = try JSONDecoder().decode(QuestionLine.self, from: Data(line.utf8))
                let result = knowledgeBase.match(
                    TextReading(question.text),
                    language: nil,
                    limit: Evaluation.depth,
                    isExplained: false
                )
                try JSONLines.print(AnswerLine(question.id, result))
            } catch {
                bad += 1
                Terminal.printError("line \(number): not a question {\"id\",\"text\"}")
            }
        }
        guard bad == 0 else { throw ExitCode(SystemExit.badData) }
    }

    private struct QuestionLine: Decodable {
        var id: String
        var text: String
    }

    private struct AnswerLine: Encodable {
        var questionID: String
        var ranked: [String]
        /// The confidence of each, since a reader takes the first one as the confidence.
        var scores: [Double]
        var confidence: Double
        var answerable: Bool

        enum CodingKeys: String, CodingKey {
            case questionID = "query_id"
            case ranked, scores, confidence, answerable
        }

        init(_ id: String, _ result: MatchResult) {
            questionID = id
            ranked = result.matches.map(\.article)
            scores = result.matches.map(\.confidence)
            confidence = result.matches.first?.confidence ?? 0
            answerable = result.answerable
        }
    }
}
