/// Says in the reader's language why an article came up; only what is true.
struct Reasons {
    private let shelf: Shelf
    private let ranking: Ranking
    private let swedish: Bool
    private let rarestWords: [SpokenWord]
    private let stemmer: HeldStemmer

    /// Speaks Swedish to Swedes and English to everybody else.
    init(_ shelf: Shelf, _ ranking: Ranking, language: String) {
        self.shelf = shelf
        self.ranking = ranking
        swedish = language == "sv"
        stemmer = HeldStemmer(language: shelf.language)
        rarestWords = Self.rarestWords(ranking.question, on: shelf)
    }

    /// At least one reason, strongest first.
    func reasons(for ranked: RankedArticle) -> [String] {
        var reasons = ranked.codes.map { swedish ? "felkod \($0)" : "error code \($0)" }
        reasons += ranked.services.map { swedish ? "e-tjänsten \($0)" : "e-service \($0)" }
        if let example = example(ranked.article) { reasons.append(example) }
        let article = shelf.articles[ranked.article]
        let titleStems = stems(of: [article.title])
        let title = spoken { titleStems.contains($0) }
        if !title.isEmpty {
            reasons.append("\(swedish ? "ord i rubriken" : "words in the title"): \(title)")
        }
        let keywordStems = stems(of: article.keywords).subtracting(titleStems)
        let keywords = spoken { keywordStems.contains($0) }
        if !keywords.isEmpty {
            reasons.append("\(swedish ? "nyckelord" : "keywords"): \(keywords)")
        }
        return reasons.isEmpty ? [weaker(ranked.article)] : reasons
    }

    private func example(_ article: Int) -> String? {
        let nearest = ranking.scores.nearest[article]
        guard nearest >= 0, ranking.scores.example[article] >= Self.alikeMin else { return nil }
        switch shelf.parts[nearest].kind {
        case .label, .body, .rejected: return nil
        case .heading:
            let first = shelf.parts[..<nearest].lastIndex { $0.article != article } ?? -1
            let position = nearest - first - 1
            guard position > 0 else { return nil }
            let text = shelf.articles[article].questions[position - 1]
            let quoted =
                text.count > Self.quoteMax ? text.prefix(Self.quoteMax - 1) + "…" : text[...]
            return swedish ? "liknar frågan «\(quoted)»" : "resembles the question “\(quoted)”"
        case .solved:
            return swedish
                ? "liknar en fråga som artikeln har besvarat"
                : "resembles a question that the article has answered"
        }
    }

    /// The lists of the stems of texts; made anew, for only the few that are explained are asked.
    private func stems(of texts: [String]) -> Set<Int> {
        var lists: Set<Int> = []
        for text in texts {
            let words = Words(text, scalarsMax: ArticleLimits.itemCharactersMax)
            words.folded.withUnsafeBufferPointer { letters in
                for index in 0..<words.count {
                    let stem = stemmer.fingerprint(of: letters[words.letterRange(index)])
                    if let list = shelf.terms.list(of: stem) { lists.insert(list) }
                }
            }
        }
        return lists
    }

    private func weaker(_ article: Int) -> String {
        let words = spoken { shelf.holds($0, in: article) }
        if !words.isEmpty {
            return "\(swedish ? "ord i artikeln" : "words in the article"): \(words)"
        }
        return swedish ? "ord som stavas nästan lika" : "words spelt almost alike"
    }

    /// The question's rarest words whose stems' lists fit.
    ///
    /// The rarest are asked first: theirs are the shortest lists to look through.
    private func spoken(_ holds: (Int) -> Bool) -> String {
        var words: [String] = []
        for word in rarestWords where words.count < Self.wordsMax {
            if holds(word.list) { words.append(word.text) }
        }
        return words.joined(separator: ", ")
    }

    /// Words of the question that some article has, each stem once.
    private static func rarestWords(_ question: Question, on shelf: Shelf) -> [SpokenWord] {
        var found: [SpokenWord] = []
        for (index, stem) in question.stems.enumerated() {
            guard let stem, !found.contains(where: { $0.stem == stem.fingerprint }) else {
                continue
            }
            let word = question.words.bytes[question.words.byteRange(index)]
            guard word.count > 1, !FunctionWords.contains(word) else { continue }
            found.append(
                SpokenWord(
                    text: String(decoding: word, as: UTF8.self),
                    stem: stem.fingerprint,
                    list: stem.list,
                    articlesCount: shelf.lists.articlesCount(of: stem.list)
                )
            )
            if found.count == candidatesMax { break }
        }
        return found.sorted { $0.articlesCount < $1.articlesCount }
    }

    private struct SpokenWord {
        let text: String
        let stem: UInt64
        let list: Int
        let articlesCount: Int
    }

    /// From this cosine on two questions look alike to a reader.
    private static let alikeMin: Float = 0.5
    private static let quoteMax = 80
    private static let wordsMax = 4
    private static let candidatesMax = 64
}
