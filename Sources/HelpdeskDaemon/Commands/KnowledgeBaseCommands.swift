import ArgumentParser
import DeskAPI
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

/// `--config FILE`, `--kb DIR` and `--tickets FILE`.
struct KnowledgeBaseOption: ParsableArguments {
    @Option(
        help: """
            The configuration file, whose knowledge base is read and filled in as the city's. \
            Default: /etc/helpdesk/helpdesk.yaml, where it is there and --kb is not given.
            """
    )
    var config: String?

    @Option(
        help: """
            The knowledge base: a folder, or a .jsonl file of {"id","title","answer"}. \
            Default: the configuration's, else knowledge-base here, else \
            /usr/share/helpdesk/knowledge-base.
            """
    )
    var kb: String?

    /// Where the articles are and what the city says of itself.
    struct Place {
        /// A folder, or a `.jsonl` file.
        var path: String
        /// Nil where no configuration was read.
        var facts: CityFacts?
    }

    /// Finds the knowledge base, or prints what is wrong with the configuration and ends with 78
    /// (EX_CONFIG).
    func place() async throws -> Place {
        let standard = ConfigurationOption.standardPath
        let isThere = FileManager.default.isReadableFile(atPath: standard)
        guard let named = config ?? (kb == nil && isThere ? standard : nil) else {
            return Place(path: kb ?? KnowledgeBaseFolder.nearby)
        }
        var file = ConfigurationOption()
        file.config = named
        let (path, facts) = try await file.read { reader in
            let (path, address) = (
                DaemonConfiguration.knowledgeBase(&reader), reader.text("mail.address")
            )
            return (path, CityFacts(&reader, supportEmail: address))
        }
        return Place(path: kb ?? path, facts: facts)
    }
}

extension KnowledgeBaseOption.Place {
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
                facts: facts ?? CityFacts(),
                solved: solved
            )
            let words = SwedishOutput.articles(for: ProcessInfo.processInfo.environment)
            for problem in folder.problems + knowledgeBase.problems {
                Terminal.printError("\(problem.path): \(words.text(problem.detail))")
            }
            if knowledgeBase.articles.isEmpty { throw Self.nothing(in: path) }
            return knowledgeBase
        }
        return KnowledgeBase(articles: try Self.articles(ofLines: path), solved: solved)
    }

    private static func nothing(in path: String) -> ExitCode {
        Terminal.sayError("\(KnowledgeBaseFolderError.empty(path))")
        return ExitCode(SystemExit.notThere)
    }

    /// The files, or 66 (EX_NOINPUT) when there is no folder, or nothing in it.
    func folder() throws -> KnowledgeBaseFolder {
        do {
            let folder = try KnowledgeBaseFolder(at: path)
            if folder.sources.isEmpty { throw KnowledgeBaseFolderError.empty(path) }
            return folder
        } catch {
            Terminal.sayError("\(error)")
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
struct KnowledgeBaseLint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say every problem of the knowledge base; exits 65 when there is one."
    )

    @OptionGroup var option: KnowledgeBaseOption

    func run() async throws {
        let place = try await option.place()
        let folder = try place.folder()
        let today = Date.now.formatted(.iso8601.year().month().day())
        var problems = folder.problems
        var count = 0
        // As they read in a city that has said nothing of itself, in one that has said all, and here.
        for facts in [CityFacts(), .example] + [place.facts].compactMap(\.self) {
            let knowledgeBase = KnowledgeBase(sources: folder.sources, facts: facts)
            let found = knowledgeBase.problems + knowledgeBase.review(on: today)
            problems += found.filter { !problems.contains($0) }
            count = knowledgeBase.articles.count
        }
        let words = SwedishOutput.articles(for: ProcessInfo.processInfo.environment)
        for problem in problems { print("\(problem.path): \(words.text(problem.detail))") }
        guard problems.isEmpty else { throw ExitCode(SystemExit.badData) }
        Terminal.say("\(place.path): \(count) articles, no problems")
    }
}

/// `helpdeskd kb match TEXT`: what the desk would suggest, and why.
struct KnowledgeBaseMatch: AsyncParsableCommand {
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

    func run() async throws {
        let result = try await option.place().knowledgeBase(tickets: nil)
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
struct KnowledgeBaseMatchBatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match-batch",
        abstract: "Match JSON Lines from standard input."
    )

    @OptionGroup var option: KnowledgeBaseOption
    @Option(help: #"Resolved tickets as evidence: .jsonl of {"text","article"}."#)
    var tickets: String?

    func run() async throws {
        let knowledgeBase = try await option.place().knowledgeBase(tickets: tickets)
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
                Terminal.sayError("line \(number): not a question with id and text")
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
