/// What a question scored on a shelf, part by part, per article.
struct Scores {
    /// BM25F over stems, 0…1 of what the question could have reached.
    var words: [Float]
    /// BM25F over folded runs of letters, likewise.
    var runs: [Float]
    /// Cosine to the centroid.
    var centroid: [Float]
    /// Cosine to the nearest example, and which one it is.
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
        var words = [Float](repeating: 0, count: articles.count)
        var runs = words
        var cosines = words
        postings.add(question.distinctStems.known, idf: idf, impacts: &words, cosines: &cosines)
        postings.add(question.distinctRuns.known, idf: idf, impacts: &runs, cosines: &cosines)
        postings.add(question.distinctPairs.known, cosines: &cosines)
        let norm = question.norm
        scale(&words, by: question.distinctStems.mass)
        scale(&runs, by: question.distinctRuns.mass)
        scale(&cosines, by: norm)
        let examples = likeness(to: question, norm: norm)
        return Scores(
            words: words,
            runs: runs,
            centroid: cosines,
            example: examples.best,
            nearest: examples.nearest,
            rejected: examples.rejected,
            classified: classifier?.probabilities(of: question) ?? []
        )
    }

    private func scale(_ values: inout [Float], by divisor: Float) {
        guard divisor > 0 else { return }
        let factor = 1 / divisor
        for index in values.indices { values[index] *= factor }
    }

    /// The best cosine over each article's examples, the first one winning a tie, and over the
    /// questions that it does not answer.
    private func likeness(
        to question: Question,
        norm: Float
    ) -> (best: [Float], nearest: [Int], rejected: [Float]) {
        var cosines = [Float](repeating: 0, count: examples.count)
        for terms in [question.distinctStems, question.distinctPairs, question.distinctRuns] {
            examplePostings.add(terms.known, cosines: &cosines)
        }
        scale(&cosines, by: norm)
        var best = [Float](repeating: 0, count: articles.count)
        var rejected = best
        var nearest = [Int](repeating: -1, count: articles.count)
        for (index, cosine) in cosines.enumerated() {
            let origin = examples[index]
            if origin.example == .rejected {
                if cosine >= Weights.rejectedMin, cosine > rejected[origin.article] {
                    rejected[origin.article] = cosine
                }
            } else if cosine > best[origin.article] {
                best[origin.article] = cosine
                nearest[origin.article] = index
            }
        }
        return (best, nearest, rejected)
    }
}

extension Question {
    /// The length of the question as a vector.
    var norm: Float {
        (distinctStems.squares + distinctPairs.squares + distinctRuns.squares).squareRoot()
    }
}
