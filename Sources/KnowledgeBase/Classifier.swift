internal import Foundation

/// Tells an article by the terms of a question: one linear function an article, learnt together.
///
/// Multinomial logistic regression over titles, questions and solved questions. Where articles have
/// solved questions it tells apart what the likeness of texts cannot: that "looking for" asks for
/// one article and "where is my" for another. The weights are dense, so it is left out of large
/// knowledge bases, for which the nearest question does most of the work.
struct Classifier: Sendable {
    private let articlesCount: Int
    /// The row of each term of the vocabulary; -1 where no example has it.
    private let rows: [Int32]
    /// The weight each term has in the length of a question.
    private let scales: [Float]
    /// Row by row, a weight an article; the last row is the bias.
    private let weights: [Float]

    /// Learns from `examples`, or is nil when there is too little to learn or too much to hold.
    ///
    /// The order of the examples is shuffled in the same way each time, so that the same knowledge
    /// base always answers alike.
    init?(_ examples: ClassifierExamples, centroidIDF: [Float], articlesCount: Int) {
        let rowsCount = examples.rowsCount + 1
        let workOfPass = examples.entriesCount * articlesCount
        guard articlesCount > 1, examples.count > 0,
            rowsCount * articlesCount <= ClassifierLimits.weightsMax,
            workOfPass > 0, ClassifierLimits.workMax / workOfPass >= ClassifierLimits.passesMin
        else { return nil }
        self.articlesCount = articlesCount
        rows = examples.rows
        scales = centroidIDF.map { $0.squareRoot() }
        var training = ClassifierTraining(
            examples,
            rowsCount: rowsCount,
            articlesCount: articlesCount,
            scales: scales
        )
        let passes = min(ClassifierLimits.passesMax, ClassifierLimits.workMax / workOfPass)
        weights = training.learnt(passes: passes)
    }

    /// How probable each article is for the question, in sum 1.
    func probabilities(of question: Question) -> [Float] {
        var logits = [Float](repeating: 0, count: articlesCount)
        var squares: Float = 0
        weights.withUnsafeBufferPointer { weights in
            logits.withUnsafeMutableBufferPointer { logits in
                for terms in [
                    question.distinctStems, question.distinctPairs, question.distinctRuns,
                ] {
                    for known in terms.known {
                        let scale = scales[known.term]
                        squares += scale * scale
                        let row = Int(rows[known.term])
                        if row >= 0 { Self.add(scale, weights, row: row, to: logits) }
                    }
                }
                let factor = squares > 0 ? 1 / squares.squareRoot() : 0
                for article in logits.indices { logits[article] *= factor }
                let bias = weights.count / articlesCount - 1
                Self.add(ClassifierLimits.bias, weights, row: bias, to: logits)
            }
        }
        Self.normalize(&logits)
        return logits
    }

    /// Adds `factor` times a row of weights.
    static func add(
        _ factor: Float,
        _ weights: UnsafeBufferPointer<Float>,
        row: Int,
        to logits: UnsafeMutableBufferPointer<Float>
    ) {
        // Its length was checked where the weights were made; checked pointers are not vectorized.
        guard let to = logits.baseAddress, let from = weights.baseAddress else { return }
        precondition((row + 1) * logits.count <= weights.count, "a row of the weights")
        let start = from + row * logits.count
        for article in 0..<logits.count { to[article] += factor * start[article] }
    }

    /// Turns logits into probabilities.
    static func normalize(_ logits: inout [Float]) {
        let highest = logits.max() ?? 0
        var sum: Float = 0
        for article in logits.indices {
            logits[article] = exp(logits[article] - highest)
            sum += logits[article]
        }
        for article in logits.indices { logits[article] /= sum }
    }
}

/// Bounds on what is learnt, and how.
enum ClassifierLimits {
    /// Weights at most, 4 octets each; a knowledge base that needs more has no classifier.
    static let weightsMax = 4_000_000
    /// Multiplications that learning may take: some tenths of a second.
    static let workMax = 600_000_000
    /// With fewer passes over the examples there is no use in it.
    static let passesMin = 3
    /// With more it does not get better.
    static let passesMax = 20
    /// What the bias counts beside a question of length 1.
    static let bias: Float = 0.3
}

/// The distinct terms of every example, ready to learn from.
struct ClassifierExamples {
    /// The row of each term; -1 where no example has it.
    private(set) var rows: [Int32]
    private(set) var rowsCount = 0
    /// The article of each example.
    private(set) var owners: [Int] = []
    /// The terms of all examples, back to back.
    private(set) var terms: [Int32] = []
    private var ends: [Int] = []

    var count: Int { owners.count }
    var entriesCount: Int { terms.count }

    /// Takes the examples out of what was counted.
    init(_ builder: ShelfBuilder) {
        rows = [Int32](repeating: -1, count: builder.vocabulary.count)
        for part in builder.parts
        where part.example != nil && part.field != .rejected && !part.entries.isEmpty {
            for entry in part.entries {
                let term = Int(builder.terms[entry])
                if rows[term] < 0 {
                    rows[term] = Int32(rowsCount)
                    rowsCount += 1
                }
            }
            terms += builder.terms[part.entries]
            owners.append(part.article)
            ends.append(terms.count)
        }
    }

    /// Where the terms of an example lie in ``terms``.
    func range(of example: Int) -> Range<Int> {
        (example == 0 ? 0 : ends[example - 1])..<ends[example]
    }
}

/// Stochastic gradient descent with a step for each weight (AdaGrad).
private struct ClassifierTraining {
    private let examples: ClassifierExamples
    private let articlesCount: Int
    /// What each entry of the examples counts, every example of length 1.
    private var values: [Float]
    private var weights: [Float]
    /// The sum of the squares of each weight's gradients.
    private var squares: [Float]
    private var random: UInt64 = 0x9E37_79B9_7F4A_7C15

    init(
        _ examples: ClassifierExamples,
        rowsCount: Int,
        articlesCount: Int,
        scales: [Float]
    ) {
        self.examples = examples
        self.articlesCount = articlesCount
        weights = [Float](repeating: 0, count: rowsCount * articlesCount)
        squares = [Float](repeating: Self.squaresMin, count: rowsCount * articlesCount)
        values = examples.terms.map { scales[Int($0)] }
        for example in 0..<examples.count {
            let range = examples.range(of: example)
            let length = range.reduce(Float(0)) { $0 + values[$1] * values[$1] }.squareRoot()
            for entry in range { values[entry] /= length }
        }
    }

    /// The weights after so many passes over all examples.
    mutating func learnt(passes: Int) -> [Float] {
        var order = Array(0..<examples.count)
        for _ in 0..<passes {
            shuffle(&order)
            for example in order { learn(from: example) }
        }
        return weights
    }

    private mutating func learn(from example: Int) {
        let range = examples.range(of: example)
        let biasRow = weights.count / articlesCount - 1
        var slopes = [Float](repeating: 0, count: articlesCount)
        weights.withUnsafeBufferPointer { weights in
            slopes.withUnsafeMutableBufferPointer { slopes in
                for entry in range {
                    let row = Int(examples.rows[Int(examples.terms[entry])])
                    Classifier.add(values[entry], weights, row: row, to: slopes)
                }
                Classifier.add(ClassifierLimits.bias, weights, row: biasRow, to: slopes)
            }
        }
        Classifier.normalize(&slopes)
        slopes[examples.owners[example]] -= 1
        // After a few passes nearly every article is out of the question already.
        let steep = slopes.indices.filter { abs(slopes[$0]) >= Self.slopeMin }
        guard !steep.isEmpty else { return }
        for entry in range {
            step(Int(examples.rows[Int(examples.terms[entry])]), values[entry], slopes, steep)
        }
        step(biasRow, ClassifierLimits.bias, slopes, steep)
    }

    /// One step against the slope in a row, for each article whose slope is steep.
    private mutating func step(_ row: Int, _ value: Float, _ slopes: [Float], _ steep: [Int]) {
        let start = row * articlesCount
        weights.withUnsafeMutableBufferPointer { weights in
            squares.withUnsafeMutableBufferPointer { squares in
                for article in steep {
                    let slope = value * slopes[article]
                    let sum = squares[start + article] + slope * slope
                    squares[start + article] = sum
                    weights[start + article] -= Self.stepLength * slope / sum.squareRoot()
                }
            }
        }
    }

    /// Fisher and Yates, with a xorshift generator that starts alike each time.
    private mutating func shuffle(_ order: inout [Int]) {
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            order.swapAt(last, Int(random % UInt64(last + 1)))
        }
    }

    private static let stepLength: Float = 0.5
    private static let slopeMin: Float = 0.002
    private static let squaresMin: Float = 0.01
}
