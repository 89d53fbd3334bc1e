internal import Foundation

/// What a question scored on a shelf, part by part, per article.
struct Scores {
    /// BM25F over stems, 0…1 of what the question could have reached.
    var words: [Float]
    /// BM25F over folded runs of letters, likewise.
    var runs: [Float]
    /// Cosine to the centroid.
    var centroid: [Float]
    /// Cosine to the nearest example, and which part that is.
    var example: [Float]
    var nearest: [Int]
    /// How alike the question is to one that staff say the article does not answer; 0 when less
    /// alike than ``Weights/rejectedMin``.
    var rejected: [Float]
    /// The classifier's probability; empty where there is none.
    var classified: [Float]

    /// All parts together, 0…1.
    func total(_ article: Int) -> Float {
        (Weights.words * words[article] + Weights.runs * runs[article]
            + Weights.centroid * centroid[article] + Weights.example * example[article]
            + Weights.classified * (classified.isEmpty ? 0 : classified[article])
            - Weights.rejected * rejected[article])
            / Weights.sum
    }

    /// About `count` articles with the highest totals, in their order; more when many are alike.
    func best(_ count: Int) -> [Int] {
        let steps = words.indices.map { article in
            Int(max(0, min(1, total(article))) * Float(Self.steps))
        }
        var counts = [Int](repeating: 0, count: Self.steps + 1)
        for step in steps { counts[step] += 1 }
        var (least, found) = (Self.steps, counts[Self.steps])
        while least > 1, found < count {
            least -= 1
            found += counts[least]
        }
        return steps.indices.filter { steps[$0] >= least }
    }

    /// So finely the totals are parted where only some are wanted.
    private static let steps = 2_000
}

/// How much of a question's lists is read of every article.
enum ScoringLimits {
    /// Postings read whole: some tenths of a millisecond.
    static let postingsMax = 15_000
    /// Articles for which the others are read too.
    static let candidates = 300
    /// A word of eight letters.
    static let runsOfFormMin = 6
}

extension Shelf {
    /// Scores articles against a question: all, or those that its rarer terms point at.
    ///
    /// Among many articles most of the work goes to terms that a third of them have, and that tell
    /// little. So of lists with more than `postingsMax` postings the shortest are added up first, and
    /// the others only for the ``ScoringLimits/candidates`` articles that stand out then; the rest
    /// score 0.
    func scores(of question: Question, postingsMax: Int = .max) -> Scores {
        var sums = ScoreSums(on: self)
        let (rare, common) = question.partedLists(postingsMax: postingsMax)
        sums.add(rare, on: self)
        if !common.isEmpty {
            let first = scores(of: question, sums)
            sums.keep(first.best(ScoringLimits.candidates), on: self)
            sums.add(common, on: self)
        }
        return scores(of: question, sums)
    }

    private func scores(of question: Question, _ sums: ScoreSums) -> Scores {
        let likeness = likeness(sums.cosines, norm: question.norm)
        let factors = SIMD2(
            question.wordsMass > 0 ? 1 / question.wordsMass : 0,
            question.runsMass > 0 ? 1 / question.runsMass : 0
        )
        return Scores(
            words: sums.impacts.map { $0.x * factors.x },
            runs: sums.impacts.map { $0.y * factors.y },
            centroid: likeness.centroid,
            example: likeness.best,
            nearest: likeness.nearest,
            rejected: likeness.rejected,
            classified: Classifier.probabilities(
                sums.logits,
                biases: biases,
                norm: question.classifierNorm
            )
        )
    }

    /// Whether an article has the terms of a list, but for what it does not answer.
    func holds(_ list: Int, in article: Int) -> Bool {
        lists.read(list) { reader in
            reader.row { _, _ in }
            var isHeld = false
            reader.postings(in: { parts[$0.upperBound].article >= article }) { part, _ in
                guard parts[part].article <= article else { return false }
                isHeld = parts[part].article == article && parts[part].kind != .rejected
                return !isHeld
            }
            return isHeld
        }
    }

    /// Whether an article has most of the runs of a long word: another form of it, or its parts.
    ///
    /// A short one has too few to tell "skatt" from the beginning of "Skatteverket".
    func holdsRuns(ofWord index: Int, in words: Words, _ article: Int) -> Bool {
        var runs: [UInt64] = []
        words.folded.withUnsafeBufferPointer {
            Terms.addRuns(of: $0, in: words.foldedRange(index), to: &runs)
        }
        guard runs.count >= ScoringLimits.runsOfFormMin else { return false }
        let held = runs.count { run in
            terms.list(of: run).map { holds($0, in: article) } ?? false
        }
        return 3 * held >= 2 * runs.count
    }

    /// The cosine to each article's centroid; the best over its examples, the first one winning a
    /// tie; and the best over the questions that it does not answer.
    private func likeness(_ cosines: [Float], norm: Float) -> Likeness {
        var likeness = Likeness(articlesCount: articles.count)
        guard norm > 0 else { return likeness }
        let scale = 1 / norm
        parts.withUnsafeBufferPointer { parts in
            cosines.withUnsafeBufferPointer { cosines in
                for place in cosines.indices where cosines[place] > 0 {
                    let cosine = cosines[place] * scale * parts[place].inverseNorm
                    likeness.add(cosine, parts[place], place)
                }
            }
        }
        for article in articles.indices { likeness.centroid[article] *= centroids[article] }
        return likeness
    }
}

/// How alike a question is to the parts of each article.
private struct Likeness {
    var centroid: [Float]
    private(set) var best: [Float]
    private(set) var nearest: [Int]
    private(set) var rejected: [Float]

    init(articlesCount: Int) {
        centroid = [Float](repeating: 0, count: articlesCount)
        best = centroid
        rejected = centroid
        nearest = [Int](repeating: -1, count: articlesCount)
    }

    /// Takes the cosine to one part, which is at `place` among all.
    @inline(__always)
    mutating func add(_ cosine: Float, _ part: ArticlePart, _ place: Int) {
        let article = part.article
        switch part.kind {
        case .rejected:
            guard cosine >= Weights.rejectedMin else { return }
            rejected[article] = max(rejected[article], cosine)
        case .label, .body:
            centroid[article] += cosine
        case .heading, .solved:
            centroid[article] += cosine
            guard cosine > best[article] else { return }
            best[article] = cosine
            nearest[article] = place
        }
    }
}
