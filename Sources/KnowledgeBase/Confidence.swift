internal import Foundation

/// How sure an answer is: a logistic over five features of the ranking.
///
/// The length of the question, the share of its words that no article has and the idf mass that any
/// article covers were tried too: they told right from wrong no better on sets left out of the fit,
/// and in scope from out of scope two points worse. So did the classifier's probability and the
/// cosine of the nearest example, which the score holds already.
struct Confidence {
    /// The score, 0…1 of what the question could have reached.
    var score: Double
    /// The score less the best other article's.
    var margin: Double
    /// The margin as a share of the score.
    var relativeMargin: Double
    /// Cosine to the article's centroid.
    var centroid: Double
    /// That cosine less the best other article's.
    var centroidMargin: Double

    /// The features in the order of ``coefficients``.
    var features: [Double] { [score, margin, relativeMargin, centroid, centroidMargin] }

    /// 0…1.
    var value: Double {
        let sum = zip(Self.coefficients, features).reduce(Self.intercept) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-sum))
    }

    /// How sure an article is at least when the question names its error code.
    ///
    /// An exact code is the best evidence there is; it is shared out when several articles claim it.
    static func floor(ofCodeSharedBy articlesCount: Int) -> Double {
        codeFloor / Double(max(1, articlesCount))
    }

    /// Not measured: no public set of questions holds error codes.
    static let codeFloor = 0.95

    /// What the sum starts from.
    ///
    /// Fitted by logistic regression (L2, C = 0.1) to whether the first answer was right, on the six
    /// public dev sets of `data/matching`, one of them with and without its tickets: 4,232
    /// questions, each set weighted by the square root of its size. A set that is left out of the
    /// fit is told right from wrong as well as the others (mean AUROC 0.904, the least 0.866).
    static let intercept = -2.745
    /// In the order of ``features``.
    static let coefficients = [2.837, 1.265, 1.086, 2.720, 1.206]
    /// From here on nine of ten answers were right on each of the same sets that answers at least forty,
    /// where nothing else was against them (see ``Ranking/isGrounded(on:)``).
    static let answerableMin = 0.72
    /// Where the second article is surer than this, the first one is a guess between two.
    static let rivalMax = 0.45
    /// From this cosine on a question of so many words is one that the article is known to answer; of
    /// one fewer, where it is staff who have answered it by that.
    static let knownMin: Float = 0.65
    static let knownWordsMin = 3
}
