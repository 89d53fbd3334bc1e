/// What the lists that a question asks for add up to.
struct ScoreSums {
    /// By article, BM25F's sums over stems and over runs.
    private(set) var impacts: [SIMD2<Float>]
    /// By part, the sum of the products of weights.
    private(set) var cosines: [Float]
    /// By article, the classifier's weights; empty where there is none.
    private(set) var logits: [Float]

    /// By part, 1 for those of the articles that are still asked; empty while all are.
    private var isKept: [UInt8] = []
    /// The parts that are, in their order.
    private var keptParts: [Int32] = []

    /// Starts from nothing.
    init(on shelf: Shelf) {
        impacts = [SIMD2<Float>](repeating: .zero, count: shelf.articles.count)
        cosines = [Float](repeating: 0, count: shelf.parts.count)
        logits = [Float](repeating: 0, count: shelf.biases.count)
    }

    /// Adds up all of `asked`.
    mutating func add(_ asked: some Sequence<AskedList>, on shelf: Shelf) {
        // Checked arrays would take twice the time here, where nearly all of a question's goes.
        shelf.lists.withOctets { octets in
            shelf.parts.withUnsafeBufferPointer { parts in
                TermWeights.damped.withUnsafeBufferPointer { damped in
                    isKept.withUnsafeBufferPointer { isKept in
                        impacts.withUnsafeMutableBufferPointer { impacts in
                            cosines.withUnsafeMutableBufferPointer { cosines in
                                let sum = PostingSum(
                                    parts,
                                    damped,
                                    isKept,
                                    keptParts,
                                    impacts,
                                    cosines
                                )
                                logits.withUnsafeMutableBufferPointer { logits in
                                    for one in asked {
                                        var reader = PostingReader(octets, at: one.list)
                                        reader.row { article, weight in
                                            logits[article] += one.classifier * Float(weight)
                                        }
                                        sum.add(one, &reader)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Forgets all articles but `kept`, and adds to no others from now on.
    mutating func keep(_ kept: [Int], on shelf: Shelf) {
        var isArticleKept = [UInt8](repeating: 0, count: impacts.count)
        for article in kept { isArticleKept[article] = 1 }
        for article in impacts.indices where isArticleKept[article] == 0 {
            impacts[article] = .zero
        }
        isKept = shelf.parts.map { isArticleKept[$0.article] }
        for part in cosines.indices {
            if isKept[part] == 0 { cosines[part] = 0 } else { keptParts.append(Int32(part)) }
        }
    }
}

/// Where the postings of lists are added to.
private struct PostingSum {
    private let parts: UnsafeBufferPointer<ArticlePart>
    private let damped: UnsafeBufferPointer<Float>
    private let isKept: UnsafeBufferPointer<UInt8>
    private let keptParts: [Int32]
    private let impacts: UnsafeMutableBufferPointer<SIMD2<Float>>
    private let cosines: UnsafeMutableBufferPointer<Float>

    init(
        _ parts: UnsafeBufferPointer<ArticlePart>,
        _ damped: UnsafeBufferPointer<Float>,
        _ isKept: UnsafeBufferPointer<UInt8>,
        _ keptParts: [Int32],
        _ impacts: UnsafeMutableBufferPointer<SIMD2<Float>>,
        _ cosines: UnsafeMutableBufferPointer<Float>
    ) {
        self.parts = parts
        self.damped = damped
        self.isKept = isKept
        self.keptParts = keptParts
        self.impacts = impacts
        self.cosines = cosines
    }

    /// Adds one list: to the cosines, and to BM25F when the last part of each article is past.
    func add(_ asked: AskedList, _ reader: inout PostingReader) {
        guard !isKept.isEmpty else {
            return add(asked, &reader, in: { _ in true }, where: { _ in true })
        }
        var next = 0
        add(asked, &reader) { parts in
            while next < keptParts.count, keptParts[next] < parts.lowerBound { next += 1 }
            return next < keptParts.count && keptParts[next] <= parts.upperBound
        } where: {
            isKept[$0] != 0
        }
    }

    @inline(__always)
    private func add(
        _ asked: AskedList,
        _ reader: inout PostingReader,
        in isWanted: (_ parts: ClosedRange<Int>) -> Bool,
        where isAsked: (_ part: Int) -> Bool
    ) {
        let impact = SIMD2(asked.words, asked.runs)
        var article = -1
        var (written, solved): (Float, Float) = (0, 0)
        reader.postings(in: isWanted) { place, times in
            guard isAsked(place) else { return true }
            cosines[place] += asked.cosine * damped[times]
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
            return true
        }
        if article >= 0 { impacts[article] += impact * saturated(written, solved) }
    }

    /// BM25F's count of one term in one article, 0…1.
    private func saturated(_ written: Float, _ solved: Float) -> Float {
        let count = written + min(Weights.solvedMax, solved)
        return count / (Weights.saturation + count)
    }
}
