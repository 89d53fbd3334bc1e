import Dispatch
import KnowledgeBase

extension Desk {
    /// What articles did, and which ones are to be written.
    func articles(_ frame: ReportFrame) async throws(DeskError) -> [ReportTable] {
        let sent = try await sums(.articleSent, frame, over: frame.days)
        var solved = try await sums(.articleSolved, frame, over: frame.days)
        var failed = try await sums(.articleFailed, frame, over: frame.days)
        // Whoever came back by another ticket was not helped.
        let returned = try await store.read { reading throws(DeskError) in
            try reading.returnedSolutions(in: frame.span)
        }
        for one in returned where frame.sight.shows(one.queue) {
            solved[one.article, default: 0] -= one.count
            failed[one.article, default: 0] += one.count
        }
        func row(
            _ name: String,
            _ title: String,
            _ sent: Int,
            _ solved: Int,
            _ failed: Int
        )
            -> ReportRow
        {
            ReportRow([
                .text(name), .text(title), .count(sent), .count(solved), .count(failed),
                .share(solved, of: solved + failed),
            ])
        }
        let names = Set(sent.keys).union(solved.keys).union(failed.keys)
        let sizes = Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, [sent, solved, failed].reduce(0) { $0 + ($1[name] ?? 0) })
            }
        )
        let rows = frame.order(sizes).map { article in
            row(
                article,
                knowledgeBase.article(article, language: nil)?.title ?? article,
                sent[article] ?? 0,
                solved[article] ?? 0,
                failed[article] ?? 0
            )
        }
        let articles = ReportTable(
            "articles",
            [
                ReportColumn("article", .text), ReportColumn("title", .text),
                ReportColumn("sent", .count), ReportColumn("solved", .count),
                ReportColumn("failed", .count), ReportColumn("solved_share", .share),
            ],
            rows: rows,
            total: row(
                "total",
                "",
                sent.values.reduce(0, +),
                solved.values.reduce(0, +),
                failed.values.reduce(0, +)
            ),
            charted: "solved"
        )
        return [articles, try await missing(frame)]
    }

    /// Questions that no article answers, put together: what should be written.
    ///
    /// Nothing of protected people or confidential queues is read, names and numbers are taken out as
    /// for learning, and nothing is shown that fewer than ``ReportSettings/smallGroupMin`` people wrote.
    /// Of more than ``QuestionCluster/questionsMax`` the newest are put together, and the last row is
    /// named for that in the place of `total`.
    private func missing(_ frame: ReportFrame) async throws(DeskError) -> ReportTable {
        let query = MissedQuestionQuery(
            in: frame.span,
            seenBy: frame.sight,
            butNot: frame.confidentialQueues,
            limit: QuestionCluster.questionsMax + 1
        )
        let (missed, isCutOff) = try await store.read { reading throws(DeskError) in
            try reading.missedWords(query)
        }
        let (questions, clusters) = await QuestionCluster.aside {
            let questions = missed.compactMap(\.question)
            let askersMin = frame.settings.smallGroupMin
            return (questions, QuestionCluster.clusters(of: questions, askersMin: askersMin))
        }
        let all = isCutOff ? "newest \(QuestionCluster.questionsMax)" : "total"
        return ReportTable(
            "missing",
            [
                ReportColumn("words", .text), ReportColumn("questions", .count),
                ReportColumn("people", .count), ReportColumn("share", .share),
            ],
            rows: clusters.map { cluster in
                ReportRow([
                    .text(cluster.words.joined(separator: " ")), .count(cluster.members.count),
                    .count(cluster.askers), .share(cluster.members.count, of: questions.count),
                ])
            },
            total: ReportRow([
                .text(all), .count(questions.count), .count(Set(questions.map(\.asker)).count),
                .none,
            ]),
            charted: "questions"
        )
    }
}

/// A question that no article answered, as the store has it, and who asked it.
struct MissedWords: Sendable {
    var words: AskedWords
    var asker: String

    fileprivate var question: AskedQuestion? {
        words.evidence(about: nil, .unanswered).map { AskedQuestion(text: $0.text, asker: asker) }
    }
}

extension DeskReading {
    /// The newest ``QuestionCluster/questionsMax`` of these questions, and whether there are more.
    func missedWords(
        _ query: MissedQuestionQuery
    ) throws(DeskError) -> (missed: [MissedWords], isCutOff: Bool) {
        let found = try missedQuestions(query)
        var missed: [MissedWords] = []
        for one in found.prefix(QuestionCluster.questionsMax) {
            let ticket = try ticket(one.ticket)
            guard let words = try askedWords(of: ticket) else { continue }
            let asker = ticket.citizen.email?.lowercased() ?? ticket.citizen.phone
            missed.append(
                MissedWords(words: words, asker: asker ?? String(ticket.number.rawValue))
            )
        }
        return (missed, found.count > QuestionCluster.questionsMax)
    }
}

extension QuestionCluster {
    /// Does what questions are put together by on a thread of its own, one at a time.
    ///
    /// It computes for seconds: on the threads that everything else goes on by, a few at once would
    /// keep the whole desk waiting.
    static func aside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: work()) }
        }
    }

    private static let thread = DispatchQueue(label: "helpdesk.question-clusters")
}
