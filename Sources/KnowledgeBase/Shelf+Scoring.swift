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
    /// The classifier's probability; empty where there is none.
    var classified: [Float]

    /// All parts together, 0…1.
    func total(_ article: Int) -> Float {
        (Weights.words * words[article] + Weights.runs * runs[article]
            + Weights.centroid * centroid[article] + Weights.example * example[article]
            + Weights.classified * (classified.isEmpty ? 0 : classified[article]))
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
        let (example, nearest) = nearestExamples(to: question, norm: norm)
        return Scores(
            words: words,
            runs: runs,
            centroid: cosines,
            example: example,
            nearest: nearest,
            classified: classifier?.probabilities(of: question) ?? []
        )
    }

    private func scale(_ values: inout [Float], by divisor: Float) {
        guard divisor > 0 else { return }
        let factor = 1 / divisor
        for index in values.indices { values[index] *= factor }
    }

    /// The best cosine over each article's examples; the first one wins a tie.
    private func nearestExamples(to question: Question, norm: Float) -> ([Float], [Int]) {
        var cosines = [Float](repeating: 0, count: examples.count)
        for terms in [question.distinctStems, question.distinctPairs, question.distinctRuns] {
            examplePostings.add(terms.known, cosines: &cosines)
        }
        scale(&cosines, by: norm)
        var best = [Float](repeating: 0, count: articles.count)
        var against = best
        var nearest = [Int](repeating: -1, count: articles.count)
        for (index, cosine) in cosines.enumerated() {
            let origin = examples[index]
            if origin.example == .rejected {
                against[origin.article] = max(against[origin.article], cosine)
            } else if cosine > best[origin.article] {
                best[origin.article] = cosine
                nearest[origin.article] = index
            }
        }
        for article in best.indices where against[article] >= Weights.rejectedMin {
            best[article] -= Weights.rejected * against[article]
        }
        return (best, nearest)
    }
}

extension Question {
    /// The length of the question as a vector.
    var norm: Float {
        (distinctStems.squares + distinctPairs.squares + distinctRuns.squares).squareRoot()
    }
}
