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
}

extension Shelf {
    /// Scores every article against a question.
    func scores(of question: Question) -> Scores {
        let sums = ScoreSums(question.asked, on: self)
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
            var part = 0
            for _ in 0..<reader.count {
                part += reader.posting().step
                if parts[part].article == article, parts[part].kind != .rejected { return true }
            }
            return false
        }
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
