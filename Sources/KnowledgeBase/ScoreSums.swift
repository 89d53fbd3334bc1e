/// What the lists that a question asks for add up to.
struct ScoreSums {
    /// By article, BM25F's sums over stems and over runs.
    private(set) var impacts: [SIMD2<Float>]
    /// By part, the sum of the products of weights.
    private(set) var cosines: [Float]
    /// By article, the classifier's weights; empty where there is none.
    private(set) var logits: [Float]

    /// Adds up all of `asked`.
    init(_ asked: [AskedList], on shelf: Shelf) {
        impacts = [SIMD2<Float>](repeating: .zero, count: shelf.articles.count)
        cosines = [Float](repeating: 0, count: shelf.parts.count)
        logits = [Float](repeating: 0, count: shelf.biases.count)
        shelf.lists.withOctets { octets in
            for one in asked {
                var reader = PostingReader(octets, at: one.list)
                reader.row { article, weight in
                    logits[article] += one.classifier * Float(weight)
                }
                if one.words + one.runs > 0 {
                    add(one, &reader, shelf.parts)
                } else {
                    addCosines(one, &reader)
                }
            }
        }
    }

    /// Adds to the cosines only: pairs of words do not count in BM25.
    private mutating func addCosines(_ asked: AskedList, _ reader: inout PostingReader) {
        var place = 0
        for _ in 0..<reader.count {
            let (step, times) = reader.posting()
            place += step
            cosines[place] += asked.cosine * TermWeights.damped[times]
        }
    }

    /// Adds to the cosines, and to BM25F when the last part of each article is past.
    private mutating func add(
        _ asked: AskedList,
        _ reader: inout PostingReader,
        _ parts: [ArticlePart]
    ) {
        // Checked arrays would take twice the time here, where nearly all of a question's goes.
        parts.withUnsafeBufferPointer { parts in
            impacts.withUnsafeMutableBufferPointer { impacts in
                cosines.withUnsafeMutableBufferPointer { cosines in
                    TermWeights.damped.withUnsafeBufferPointer { damped in
                        PostingSum(asked, parts, damped).add(&reader, impacts, cosines)
                    }
                }
            }
        }
    }
}

/// Adds up one list.
private struct PostingSum {
    private let impact: SIMD2<Float>
    private let cosine: Float
    private let parts: UnsafeBufferPointer<ArticlePart>
    private let damped: UnsafeBufferPointer<Float>

    init(
        _ asked: AskedList,
        _ parts: UnsafeBufferPointer<ArticlePart>,
        _ damped: UnsafeBufferPointer<Float>
    ) {
        impact = SIMD2(asked.words, asked.runs)
        cosine = asked.cosine
        self.parts = parts
        self.damped = damped
    }

    func add(
        _ reader: inout PostingReader,
        _ impacts: UnsafeMutableBufferPointer<SIMD2<Float>>,
        _ cosines: UnsafeMutableBufferPointer<Float>
    ) {
        var place = 0
        var article = -1
        var (written, solved): (Float, Float) = (0, 0)
        for _ in 0..<reader.count {
            let (step, times) = reader.posting()
            place += step
            cosines[place] += cosine * damped[times]
            let part = parts[place]
            if part.article != article {
                if article >= 0 { impacts[article] += impact * saturated(written, solved) }
                article = part.article
                (written, solved) = (0, 0)
            }
            if part.isSolved {
                solved += Float(times) * part.factor
            } else {
                written += Float(times) * part.factor
            }
        }
        if article >= 0 { impacts[article] += impact * saturated(written, solved) }
    }

    /// BM25F's count of one term in one article, 0…1.
    private func saturated(_ written: Float, _ solved: Float) -> Float {
        let count = written + min(Weights.solvedMax, solved)
        return count / (Weights.saturation + count)
    }
}
