internal import Foundation

/// How well a knowledge base answers questions whose right articles are known.
///
/// Two things are measured apart: whether the right article comes first, and whether the confidence
/// tells right answers from wrong ones, which is what answering without a human depends on.
public struct Evaluation: Sendable, Equatable {
    /// One question, what was right and what was answered.
    public struct Outcome: Sendable, Equatable {
        /// The articles that answer it; empty when none does.
        public var relevant: Set<String>
        /// The articles answered, best first.
        public var ranked: [String]
        /// The confidence of the first one.
        public var confidence: Double

        /// Names every member.
        public init(relevant: Set<String>, ranked: [String], confidence: Double) {
            self.relevant = relevant
            self.ranked = ranked
            self.confidence = confidence
        }

        /// Whether the first article answers the question.
        var isRight: Bool { ranked.first.map(relevant.contains) ?? false }
        /// The place of the first right article among the first ten, from 1.
        var place: Int? {
            ranked.prefix(Evaluation.depth).firstIndex(where: relevant.contains).map { $0 + 1 }
        }
        /// The discounted gain of the first ten, 1 at best.
        var gain: Double {
            let discount = { (place: Int) in 1 / log2(Double(place + 2)) }
            let best = (0..<min(relevant.count, Evaluation.depth)).reduce(0) { $0 + discount($1) }
            let found = ranked.prefix(Evaluation.depth).enumerated()
                .filter { relevant.contains($0.element) }
                .reduce(0) { $0 + discount($1.offset) }
            return best == 0 ? 0 : found / best
        }
    }

    /// Questions that an article answers.
    public let inScope: Int
    /// Questions that none does.
    public let outOfScope: Int
    /// The share of questions in scope whose first article is right.
    public let top1: Double
    /// The mean of one by the place of the first right article, 0 past ten.
    public let reciprocalRank10: Double
    /// The share with a right article among the first five.
    public let recall5: Double
    /// The mean of the discounted gain of the first ten (nDCG@10), every right article worth 1.
    public let gain10: Double
    /// How often a question in scope has more confidence than one out of scope; nil without both.
    public let scopeAUROC: Double?
    /// How often a right answer has more confidence than anything else; nil without both.
    public let correctAUROC: Double?
    /// The best F1 of "in scope" over all thresholds.
    public let scopeF1: Double
    /// The largest share of all questions that can be answered with 80 % precision.
    public let coverage80: Double
    /// The largest share of all questions that can be answered with 90 % precision.
    public let coverage90: Double
    /// The largest share of all questions that can be answered with 95 % precision.
    public let coverage95: Double
    /// The share of questions out of scope that are answered where precision is 90 %.
    public let falseAnswers90: Double?
    /// How far the confidence is from the share that is right, over ten bins.
    public let calibrationError: Double

    /// Whether each question in scope was answered right, in the order they were asked.
    private let hits: [Bool]

    /// The places that are looked at.
    public static let depth = 10

    /// Measures.
    public init(_ outcomes: [Outcome]) {
        let asked = outcomes.filter { !$0.relevant.isEmpty }
        let strays = outcomes.filter { $0.relevant.isEmpty }
        inScope = asked.count
        hits = asked.map(\.isRight)
        outOfScope = strays.count
        top1 = Self.mean(asked.map { $0.isRight ? 1 : 0 })
        reciprocalRank10 = Self.mean(asked.map { $0.place.map { 1 / Double($0) } ?? 0 })
        recall5 = Self.mean(asked.map { ($0.place ?? .max) <= 5 ? 1 : 0 })
        gain10 = Self.mean(asked.map(\.gain))
        scopeAUROC = Self.auroc(asked.map(Self.order), strays.map(Self.order))
        correctAUROC = Self.auroc(
            outcomes.filter(\.isRight).map(Self.order),
            outcomes.filter { !$0.isRight }.map(Self.order)
        )
        let sweep = ThresholdSweep(outcomes, inScope: asked.count)
        scopeF1 = sweep.bestF1
        coverage80 = sweep.coverage(0.80, of: outcomes.count)
        coverage90 = sweep.coverage(0.90, of: outcomes.count)
        coverage95 = sweep.coverage(0.95, of: outcomes.count)
        falseAnswers90 =
            strays.isEmpty ? nil : Double(sweep.best(0.90).strays) / Double(strays.count)
        calibrationError = Self.calibrationError(outcomes.filter { !$0.ranked.isEmpty })
    }

    /// Where ``top1`` lies with 95 % likelihood; nil without questions in scope.
    ///
    /// A bootstrap of a thousand resamples, drawn as Python's `random.Random(1).choices` draws them,
    /// so that every program that measures the same run says the same.
    public func top1Interval() -> ClosedRange<Double>? {
        guard !hits.isEmpty else { return nil }
        var random = MersenneTwister(seed: 1)
        let count = Double(hits.count)
        let shares = (0..<1_000).map { _ in
            let right = hits.indices.count { _ in hits[Int(random.unit() * count)] }
            return Double(right) / count
        }
        .sorted()
        return shares[25]...shares[974]
    }

    /// Nothing answered comes after every answer.
    static func order(_ outcome: Outcome) -> Double {
        outcome.ranked.isEmpty ? -.greatestFiniteMagnitude : outcome.confidence
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// Mann and Whitney's statistic; ties count half.
    private static func auroc(_ above: [Double], _ below: [Double]) -> Double? {
        guard !above.isEmpty, !below.isEmpty else { return nil }
        let all = (above.map { ($0, true) } + below.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var ranks = 0.0
        var start = 0
        while start < all.count {
            let end = all[start...].firstIndex { $0.0 != all[start].0 } ?? all.count
            let mean = Double(start + 1 + end) / 2
            ranks += Double(all[start..<end].count { $0.1 }) * mean
            start = end
        }
        let (many, few) = (Double(above.count), Double(below.count))
        return (ranks - many * (many + 1) / 2) / (many * few)
    }

    private static func calibrationError(_ answered: [Outcome]) -> Double {
        let bins = Dictionary(grouping: answered) { min(9, Int($0.confidence * 10)) }
        return bins.sorted { $0.key < $1.key }.reduce(0) { sum, bin in
            let right = mean(bin.value.map { $0.isRight ? 1 : 0 })
            let said = mean(bin.value.map(\.confidence))
            return sum + Double(bin.value.count) / Double(answered.count) * abs(right - said)
        }
    }
}

/// What happens when everything from a confidence on is answered, for every such confidence.
private struct ThresholdSweep {
    /// Everything answered at one threshold.
    struct Point {
        var answered = 0
        var right = 0
        var strays = 0

        func precision() -> Double { Double(right) / Double(answered) }
    }

    private(set) var points: [Point] = []
    private(set) var bestF1 = 0.0

    init(_ outcomes: [Evaluation.Outcome], inScope: Int) {
        let sorted = outcomes.filter { !$0.ranked.isEmpty }
            .sorted { $0.confidence > $1.confidence }
        var point = Point()
        for (index, outcome) in sorted.enumerated() {
            point.answered += 1
            point.right += outcome.isRight ? 1 : 0
            point.strays += outcome.relevant.isEmpty ? 1 : 0
            // A threshold cannot part equal confidences.
            let isTied =
                index + 1 < sorted.count && sorted[index + 1].confidence == outcome.confidence
            guard !isTied else { continue }
            points.append(point)
            let found = Double(point.answered - point.strays)
            let wrong = Double(point.strays) + Double(inScope) - found
            bestF1 = max(bestF1, 2 * found / (2 * found + wrong))
        }
    }

    /// The most that can be answered with at least `precision`.
    func best(_ precision: Double) -> Point {
        points.last { $0.precision() >= precision } ?? Point()
    }

    func coverage(_ precision: Double, of all: Int) -> Double {
        all == 0 ? 0 : Double(best(precision).answered) / Double(all)
    }
}
