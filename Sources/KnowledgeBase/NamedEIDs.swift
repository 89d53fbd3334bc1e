internal import Foundation

/// The kinds of electronic identification that a question names, and what that says of articles.
///
/// "Forgot password freja" has more words in common with an article on passwords than with the one
/// on Freja's code. A kind that is named outright tells more than its words do, the more so the
/// fewer articles are about it (no question of logging in does without BankID) and the less else the
/// question says (a mail mentions what its writer has at hand).
struct NamedEIDs {
    /// By the number of an article that is about any kind: whether it is about one of those named.
    private var isAbout: [Int: Bool] = [:]
    /// 0…1: how much it says of what is asked; 0 where none is named or no article is about it.
    private var share = 0.0

    /// Recognises what the question names.
    init(in question: Question, on shelf: Shelf) {
        guard !shelf.labels.isEmpty else { return }
        let names = SymptomWords.eIDs.names(in: question.words.folded)
        guard !names.isEmpty else { return }
        for (article, labels) in shelf.labels where !labels.eIDs.isEmpty {
            isAbout[article] = !labels.eIDs.isDisjoint(with: names)
        }
        let aboutCount = isAbout.values.count { $0 }
        guard aboutCount > 0 else { return }
        let rarity = 1 - log(1 + Double(aboutCount)) / log(1 + Double(shelf.articles.count))
        share = rarity * min(1, Self.shortWords / Double(max(1, question.contentCount)))
    }

    /// Added to the score of an article; below 0 for one that is about other kinds alone.
    func credit(ofArticle article: Int) -> Double {
        guard let isAbout = isAbout[article] else { return 0 }
        return isAbout ? Weights.eID * share : -Weights.otherEID
    }

    /// How doubtful an answer is that is not about what was named, 0…1.
    func doubt(ofArticle article: Int) -> Double { isAbout[article] == true ? 0 : share }

    /// A question of so many words that matter is about the e-ID that it names.
    private static let shortWords = 3.0
}
