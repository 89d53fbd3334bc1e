/// Tells an article by the terms of a question: one linear function an article, learnt together.
///
/// Multinomial logistic regression over titles, questions and solved questions. Where articles have
/// solved questions it tells apart what the likeness of texts cannot: that "looking for" asks for
/// one article and "where is my" for another. Terms that share a list of ``PostingLists`` are in the
/// same examples, so they have the same weights; what is kept of these are the few in each row that
/// stand out, an octet each. It is left out of large knowledge bases, for which the nearest question
/// does most of the work.
struct Classifier {
    /// Per article, where its function starts from.
    let biases: [Float]
    private let rows: [UInt8]
    /// By list, where its row ends.
    private let ends: [Int]

    /// Learns from `examples`, or is nil when there is too little to learn or too much to hold.
    ///
    /// The order of the examples is shuffled in the same way each time, so that the same knowledge
    /// base always answers alike. `scales` says by list what a term counts.
    init?(_ examples: ClassifierExamples, scales: [Float], articlesCount: Int) {
        guard articlesCount > 1, examples.count > 0 else { return nil }
        let passes =
            ClassifierLimits.workMax / examples.workOfPass(articlesCount: articlesCount)
        guard passes >= ClassifierLimits.passesMin else { return nil }
        var training = ClassifierTraining(
            examples,
            articlesCount: articlesCount,
            scales: scales
        )
        training.learn(passes: min(ClassifierLimits.passesMax, passes))
        biases = training.biases().map { $0 * ClassifierLimits.bias }
        var rows: [UInt8] = []
        var ends: [Int] = []
        for row in examples.rows {
            if row >= 0 {
                Self.append(training.weights(ofRow: Int(row)), of: articlesCount, to: &rows)
            }
            ends.append(rows.count)
        }
        self.rows = rows
        self.ends = ends
    }

    /// The row of a list, as ``PostingLists`` keeps it; empty when no weight in it stands out.
    func row(ofList list: Int) -> ArraySlice<UInt8> {
        rows[(list == 0 ? 0 : ends[list - 1])..<ends[list]]
    }

    /// Writes those weights that are far from the row's median.
    ///
    /// What is added to the weights of all articles alike changes no probability, and most of a row
    /// lies close to its median: articles that the term says nothing of.
    private static func append(
        _ weights: [(article: Int, value: Float)],
        of articlesCount: Int,
        to rows: inout [UInt8]
    ) {
        let median = median(weights, of: articlesCount)
        var kept: [(article: Int, weight: Int8)] = []
        for weight in weights where abs(weight.value - median) >= weightMin {
            let steps = ((weight.value - median) / step).rounded()
            kept.append((weight.article, Int8(max(-127, min(127, steps)))))
        }
        if abs(median) >= weightMin {
            let steps = Int8(max(-127, min(127, (-median / step).rounded())))
            let known = Set(weights.map(\.article))
            for article in 0..<articlesCount where !known.contains(article) {
                kept.append((article, steps))
            }
        }
        guard !kept.isEmpty else { return }
        kept.sort { $0.article < $1.article }
        rows.append(number: kept.count)
        var before = 0
        for (article, weight) in kept {
            rows.append(number: article - before)
            rows.append(UInt8(bitPattern: weight))
            before = article
        }
    }

    /// The median of a row of all articles, of which those that are not in `weights` have 0.
    private static func median(
        _ weights: [(article: Int, value: Float)],
        of articlesCount: Int
    ) -> Float {
        guard weights.count > articlesCount / 2 else { return 0 }
        let zeros = repeatElement(Float(0), count: articlesCount - weights.count)
        return (weights.map(\.value) + zeros).sorted()[articlesCount / 2]
    }

    /// How probable each article is, in sum 1; empty where there is no classifier.
    ///
    /// `sums` are by article, of the weights of the question's terms in ``step``; `norm` is the
    /// length of the question.
    static func probabilities(_ sums: [Float], biases: [Float], norm: Float) -> [Float] {
        let scale = norm > 0 ? step / norm : 0
        var logits = zip(sums, biases).map { $0 * scale + $1 }
        logits.withUnsafeMutableBufferPointer { Softmax.apply(to: $0) }
        return logits
    }

    /// One step of a weight that is kept.
    static let step: Float = 0.0625
    /// Weights nearer to the median than this move no ranking that was measured.
    private static let weightMin: Float = 0.15
}

/// Bounds on what is learnt, and how.
enum ClassifierLimits {
    /// Room for so many weights while it learns; past this it learns no new ones.
    static let weightsMax = 8_000_000
    /// Additions that learning may take: some tenths of a second.
    static let workMax = 200_000_000
    /// With fewer passes over the examples there is no use in it.
    static let passesMin = 2
    /// With more it does not get better.
    static let passesMax = 4
    /// What the bias counts beside a question of length 1.
    static let bias: Float = 0.3
}
