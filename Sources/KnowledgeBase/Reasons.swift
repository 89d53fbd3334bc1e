/// Says in the citizen's language why an article came up; only what is true.
struct Reasons {
    private let shelf: Shelf
    private let ranking: Ranking
    private let swedish: Bool

    /// Speaks Swedish to Swedes and English to everybody else.
    init(_ shelf: Shelf, _ ranking: Ranking, language: String) {
        self.shelf = shelf
        self.ranking = ranking
        swedish = language == "sv"
    }

    /// At least one reason, strongest first.
    func reasons(for ranked: RankedArticle) -> [String] {
        var reasons = ranked.codes.map { swedish ? "felkod \($0)" : "error code \($0)" }
        reasons += ranked.services.map { swedish ? "e-tjänsten \($0)" : "e-service \($0)" }
        if let example = example(ranked.article) { reasons.append(example) }
        let title = spoken(shelf.titleStems[ranked.article])
        if !title.isEmpty {
            reasons.append("\(swedish ? "ord i rubriken" : "words in the title"): \(title)")
        }
        let keywords = spoken(
            shelf.keywordStems[ranked.article].subtracting(shelf.titleStems[ranked.article])
        )
        if !keywords.isEmpty {
            reasons.append("\(swedish ? "nyckelord" : "keywords"): \(keywords)")
        }
        return reasons.isEmpty ? [weaker(ranked.article)] : reasons
    }

    private func example(_ article: Int) -> String? {
        let nearest = ranking.scores.nearest[article]
        guard nearest >= 0, ranking.scores.example[article] >= Self.alikeMin else { return nil }
        switch shelf.examples[nearest].example {
        case .title, .rejected: return nil
        case .question(let text):
            let quoted =
                text.count > Self.quoteMax ? text.prefix(Self.quoteMax - 1) + "…" : text[...]
            return swedish ? "liknar frågan «\(quoted)»" : "resembles the question “\(quoted)”"
        case .solved:
            return swedish
                ? "liknar en fråga som artikeln har besvarat"
                : "resembles a question that the article has answered"
        }
    }

    /// The question's words whose stems are in `stems`, rarest first.
    private func spoken(_ stems: Set<Int32>) -> String {
        spoken { stems.contains(Int32($0)) }
    }

    private func weaker(_ article: Int) -> String {
        let words = spoken { term in
            let places = shelf.postings.range(of: term)
            return shelf.postings.documents[places].contains(Int32(article))
        }
        if !words.isEmpty {
            return "\(swedish ? "ord i artikeln" : "words in the article"): \(words)"
        }
        return swedish ? "ord som stavas nästan lika" : "words spelt almost alike"
    }

    private func spoken(_ holds: (Int) -> Bool) -> String {
        var found: [(word: String, idf: Float, term: Int)] = []
        for (index, stem) in ranking.question.stems.enumerated() {
            guard let stem, holds(stem), !found.contains(where: { $0.term == stem }) else {
                continue
            }
            let bytes = ranking.question.words.bytes
            let word = bytes[ranking.question.words.byteRange(index)]
            guard word.count > 1, !FunctionWords.contains(word) else { continue }
            found.append((String(decoding: word, as: UTF8.self), shelf.idf[stem], stem))
            if found.count == Self.candidatesMax { break }
        }
        found.sort { ($0.idf, $1.term) > ($1.idf, $0.term) }
        return found.prefix(Self.wordsMax).map(\.word).joined(separator: ", ")
    }

    /// From this cosine on two questions look alike to a reader.
    private static let alikeMin: Float = 0.5
    private static let quoteMax = 80
    private static let wordsMax = 4
    private static let candidatesMax = 64
}
