internal import Foundation

/// The constants of the ranking.
///
/// Measured on the twelve sets of questions named in the design, seven Swedish and five English;
/// the sets themselves hold public questions only. Those that are not measured say so.
enum Weights {
    /// BM25F: a term in title, questions or keywords.
    static let heading: Float = 3
    /// BM25F: how far the length of the heading counts against it.
    static let headingLength: Float = 0.3
    /// BM25F: a term in the body.
    static let body: Float = 2.4
    /// BM25F: how far the length of the body counts against it.
    static let bodyLength: Float = 0.75
    /// BM25F: a term in solved questions.
    static let solved: Float = 1
    /// BM25F: how far the length of all solved questions counts against them.
    static let solvedLength: Float = 0.3
    /// The most that solved questions may add to a term's count.
    ///
    /// Without it the few articles that have many of them draw every question to themselves.
    static let solvedMax: Float = 4
    /// BM25's saturation.
    static let saturation: Float = 1.3

    /// Words, as a share of what the question could have reached.
    static let words: Float = 1
    /// Folded runs of letters, as a share of what the question could have reached.
    static let runs: Float = 1.3
    /// Cosine to the article's centroid.
    static let centroid: Float = 1.35
    /// Cosine to the nearest of the article's title, questions and solved questions.
    ///
    /// 0.6…1.0 is a plateau: +3 points where articles have many solved questions, 0 elsewhere.
    static let example: Float = 1
    /// The classifier's probability, where there is one.
    static let classified: Float = 2
    /// What a term counts in BM25 that only function words of the question have.
    static let functionWord: Float = 0.4
    /// What a word's runs count, by how many they are: a long word tells more than its idf says.
    static let runsFactors: [Float] = (0...WordLimits.lettersMax).map { pow(Float($0) / 5, 0.2) }
    /// What a word counts that may stand for one of the question.
    static let synonym: Float = 0.8
    /// The highest score that can be reached without a classifier; scores are divided by it.
    static let sum = words + runs + centroid + example

    /// Taken for the likeness to a question that staff say the article does not answer.
    ///
    /// Not measured: no public set says what was rejected.
    static let rejected: Float = 1
    /// Less alike than this a rejected question says nothing.
    static let rejectedMin: Float = 0.5

    /// Added when the question names an e-service that the article is about; not measured.
    static let service: Float = 0.15
    /// Added when a short question names a kind of e-ID and the article is about it; at most.
    static let eID: Double = 0.25
    /// Taken when the question names a kind of e-ID and the article is about others alone.
    static let otherEID: Double = 0.05
}
