internal import Foundation

/// What a raw confidence is worth at this desk.
///
/// The standard one was fitted to public questions. A desk with outcomes of its own fits another: a
/// logistic of two coefficients over the raw confidence's log odds (Platt), and the confidence from
/// which nine of ten answers were right.
public struct Calibration: Sendable, Equatable, Codable {
    /// One answer that somebody has judged.
    public struct Outcome: Sendable, Equatable {
        /// The confidence as ``Calibration/standard`` gives it.
        public var confidence: Double
        /// Whether the first article was the one that answered.
        public var isRight: Bool

        /// Names every member.
        public init(confidence: Double, isRight: Bool) {
            self.confidence = confidence
            self.isRight = isRight
        }
    }

    /// From this confidence on, nine of ten answers were right.
    public let answerableMin: Double
    private let intercept: Double
    private let slope: Double

    /// Fitted to the public sets of questions; see ``Confidence``.
    public static let standard = Calibration(
        answerableMin: Confidence.answerableMin,
        intercept: 0,
        slope: 1
    )

    private init(answerableMin: Double, intercept: Double, slope: Double) {
        self.answerableMin = answerableMin
        self.intercept = intercept
        self.slope = slope
    }

    /// Fits to outcomes, or is nil when they are too few to tell: fewer than ``outcomesMin``, or
    /// fewer than ``outcomesOfAKindMin`` right or wrong ones.
    ///
    /// The slope is never negative, so the order of answers stays. When no confidence reaches nine
    /// of ten nothing is answerable.
    public init?(_ outcomes: [Outcome]) {
        let right = outcomes.count { $0.isRight }
        guard outcomes.count >= Self.outcomesMin,
            min(right, outcomes.count - right) >= Self.outcomesOfAKindMin
        else { return nil }
        var fit = LogisticFit()
        for _ in 0..<Self.stepsMax { fit.step(outcomes) }
        intercept = fit.intercept
        slope = max(0, fit.slope)
        let (intercept, slope) = (intercept, slope)
        answerableMin = Self.threshold(
            outcomes.map {
                let value = Self.logistic(intercept + slope * Self.logOdds($0.confidence))
                return Outcome(confidence: value, isRight: $0.isRight)
            }
        )
    }

    /// The confidence that a raw one is worth.
    public func value(_ raw: Double) -> Double {
        self == .standard ? raw : Self.logistic(intercept + slope * Self.logOdds(raw))
    }

    /// The least confidence from which nine of ten are right, with enough of them to say so.
    ///
    /// Never one at which an answer is as likely wrong as right, however many better ones would
    /// make up for it.
    private static func threshold(_ outcomes: [Outcome]) -> Double {
        let sorted = outcomes.sorted { $0.confidence > $1.confidence }
        // Above every confidence: nothing is answerable.
        var least = 1.01
        var right = 0
        for (index, outcome) in sorted.enumerated() {
            right += outcome.isRight ? 1 : 0
            let isTied =
                index + 1 < sorted.count
                && sorted[index + 1].confidence == outcome.confidence
            let isEnough = index + 1 >= answeredMin
            guard outcome.confidence >= confidenceMin else { break }
            if !isTied, isEnough, Double(right) >= precision * Double(index + 1) {
                least = outcome.confidence
            }
        }
        return least
    }

    fileprivate static func logistic(_ odds: Double) -> Double { 1 / (1 + exp(-odds)) }

    fileprivate static func logOdds(_ confidence: Double) -> Double {
        let inside = min(max(confidence, 1e-6), 1 - 1e-6)
        return log(inside / (1 - inside))
    }

    /// With fewer outcomes the standard calibration is the better guess.
    public static let outcomesMin = 200
    /// So many of them must be right, and so many wrong.
    public static let outcomesOfAKindMin = 30
    private static let answeredMin = 20
    private static let precision = 0.9
    private static let confidenceMin = 0.5
    private static let stepsMax = 25
}

/// Newton's method for a logistic of one variable; a weak prior holds the slope near 1.
private struct LogisticFit {
    private(set) var intercept = 0.0
    private(set) var slope = 1.0

    mutating func step(_ outcomes: [Calibration.Outcome]) {
        var gradient = (0.0, Self.prior * (slope - 1))
        var curvature = (1e-9, 0.0, Self.prior)
        for outcome in outcomes {
            let odds = Calibration.logOdds(outcome.confidence)
            let guess = Calibration.logistic(intercept + slope * odds)
            let miss = guess - (outcome.isRight ? 1 : 0)
            let weight = guess * (1 - guess)
            gradient.0 += miss
            gradient.1 += miss * odds
            curvature.0 += weight
            curvature.1 += weight * odds
            curvature.2 += weight * odds * odds
        }
        let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
        guard determinant > 1e-9 else { return }
        intercept -= (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant
        slope -= (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
    }

    private static let prior = 1.0
}
