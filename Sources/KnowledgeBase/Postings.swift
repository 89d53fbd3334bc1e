/// For each term, in which documents it is and what it weighs there.
///
/// Six octets a posting: most of a knowledge base in memory are these. Both weights are kept in an
/// octet each, which moves no ranking that was measured.
struct Postings: Sendable {
    private let starts: [Int32]
    /// The document of each posting.
    let documents: [Int32]
    /// BM25's saturated count, 0…1 in 255ths; empty when these postings have none.
    private let counts: [UInt8]
    /// The weight in the cosine, as the place of its square in ``cosineSteps``.
    private let cosines: [UInt8]

    /// Where the postings of `term` lie, in the order of their documents.
    func range(of term: Int) -> Range<Int> {
        Int(starts[term])..<Int(starts[term + 1])
    }

    /// Adds what `terms` weigh to each document's sums, BM25's weight of a term being its `idf`.
    func add(
        _ terms: [DistinctTerms.Known],
        idf: [Float],
        impacts: inout [Float],
        cosines sums: inout [Float]
    ) {
        impacts.withUnsafeMutableBufferPointer { impacts in
            sums.withUnsafeMutableBufferPointer { sums in
                for known in terms {
                    let impact = known.share * idf[known.term] / Self.countMax
                    for place in range(of: known.term) {
                        let document = Int(documents[place])
                        impacts[document] += impact * Float(counts[place])
                        sums[document] += known.cosine * Self.cosineSteps[Int(cosines[place])]
                    }
                }
            }
        }
    }

    /// Adds what `terms` weigh to each document's cosine.
    func add(_ terms: [DistinctTerms.Known], cosines sums: inout [Float]) {
        sums.withUnsafeMutableBufferPointer { sums in
            for known in terms {
                for place in range(of: known.term) {
                    sums[Int(documents[place])] +=
                        known.cosine * Self.cosineSteps[Int(cosines[place])]
                }
            }
        }
    }

    /// Sorts what was collected by term; `termsCount` is the size of the vocabulary.
    init(_ unsorted: PostingsDraft, termsCount: Int) {
        var starts = [Int32](repeating: 0, count: termsCount + 1)
        for term in unsorted.terms { starts[Int(term) + 1] += 1 }
        for term in 0..<termsCount { starts[term + 1] += starts[term] }
        var next = starts
        let count = unsorted.terms.count
        var documents = [Int32](repeating: 0, count: count)
        var counts = [UInt8](repeating: 0, count: unsorted.counts.count)
        var cosines = [UInt8](repeating: 0, count: count)
        for index in 0..<count {
            let term = Int(unsorted.terms[index])
            let place = Int(next[term])
            next[term] += 1
            documents[place] = unsorted.documents[index]
            cosines[place] = unsorted.cosines[index]
            if !counts.isEmpty { counts[place] = unsorted.counts[index] }
        }
        self.starts = starts
        self.documents = documents
        self.counts = counts
        self.cosines = cosines
    }

    /// Small weights matter in a sum of many, so the steps are finer there.
    private static let cosineSteps = (0...255).map { (step: Int) -> Float in
        let root = Float(step) / 255
        return root * root
    }

    /// The step next to a cosine of 0…1.
    static func step(ofCosine cosine: Float) -> UInt8 {
        UInt8((min(max(cosine, 0), 1).squareRoot() * 255).rounded())
    }

    /// The step next to a saturated count of 0…1.
    static func step(ofCount count: Float) -> UInt8 {
        UInt8((min(max(count, 0), 1) * countMax).rounded())
    }

    private static let countMax: Float = 255
}

/// Postings in the order in which they were found.
struct PostingsDraft {
    private(set) var terms: [Int32] = []
    private(set) var documents: [Int32] = []
    private(set) var counts: [UInt8] = []
    private(set) var cosines: [UInt8] = []

    /// Takes one without a count.
    mutating func append(term: Int32, document: Int, cosine: Float) {
        terms.append(term)
        documents.append(Int32(document))
        cosines.append(Postings.step(ofCosine: cosine))
    }

    /// Takes one with a saturated count.
    mutating func append(term: Int32, document: Int, cosine: Float, count: Float) {
        append(term: term, document: document, cosine: cosine)
        counts.append(Postings.step(ofCount: count))
    }
}
