import DeskTesting
import Foundation
import KnowledgeBase

/// Questions against the articles, on one thread, and the same ones put to the peers.
struct MatchPart {
    let scale: Scale

    /// How many articles, with how many questions of the author each and how many tickets in all, and
    /// how much a question may take.
    private static let sizes: [(articles: Int, authored: Int, solved: Int, aim: String)] = [
        (250, 0, 0, "< 0.1 ms"), (250, 6, 0, "< 0.1 ms"), (250, 0, 2_000, "< 0.1 ms"),
        (10_000, 0, 0, "< 1 ms"), (10_000, 0, 100_000, "< 1 ms"),
        (100_000, 0, 100_000, "< 10 ms"),
    ]
    /// How much of a processor the index of so many articles may take.
    private static let indexAims = [250: "aim ≤ 50 ms", 10_000: "aim ≤ 2 s"]
    /// Questions put to a peer, which may take a tenth of a second each.
    private static let questions = 100

    func run() throws {
        var sheet = Sheet(
            "match: one thread",
            columns: ["what", "articles", "matches/s", "p50", "p99", "aim"]
        )
        let own = KnowledgeBase(sources: try Self.sources())
        measure("the repository's, short questions", own, own.articles.flatMap(\.questions), &sheet)
        measure("the repository's, mails", own, Self.mails, &sheet)
        if let real = try PublicSet.corona() {
            let knowledgeBase = KnowledgeBase(articles: real.articles)
            measure("public ones, short questions", knowledgeBase, real.questions, &sheet)
            measure("public ones, mails", knowledgeBase, Self.mails, &sheet)
        }
        sheet.print()
        for size in Self.sizes where scale.questions > 5_000 || size.articles <= 10_000 {
            try measure(size.articles, size.authored, size.solved, aim: size.aim)
        }
    }

    /// One size: the index, the questions, and the peers' figures for the same.
    private func measure(_ articles: Int, _ authored: Int, _ solved: Int, aim: String) throws {
        let set = try MatchSet.made(
            articles: articles,
            authored: authored,
            solved: solved,
            questions: Self.questions
        )
        let pid = ProcessInfo.processInfo.processIdentifier
        let memory = try ProcessFigures.memory(of: pid).anonymous
        let before = try ProcessFigures.processorTime(of: pid)
        let knowledgeBase = KnowledgeBase(articles: set.articles, solved: set.solved)
        let took = try ProcessFigures.processorTime(of: pid) - before
        let grown = try ProcessFigures.memory(of: pid).anonymous - memory
        var sheet = Sheet(
            "match: \(set.name)",
            columns: ["what", "articles", "matches/s", "p50", "p99", "aim"]
        )
        measure("short questions", knowledgeBase, set.questions, &sheet, aim: aim)
        sheet.print()
        let aim = Self.indexAims[articles].map { " (\($0))" } ?? ""
        Terminal.say(
            "  index \(Figure.time(took)) of processor\(aim); text \(Figure.memory(set.textBytes)), "
                + "memory grew by \(Figure.memory(grown))"
        )
        try MatchPeers(set).run()
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
        var random = SeededRandom(seed: 3)
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
}
