internal import Foundation

/// Turns the counts of a ``ShelfBuilder`` into the weights of a ``Shelf``.
struct TermWeigher {
    /// Per term: BM25's idf, and the centroid's.
    private(set) var idf: [Float]
    private(set) var centroidIDF: [Float]
    /// The idf of a term that no article has.
    let unseenIDF: Float
    let unseenCentroidIDF: Float

    private let builder: ShelfBuilder
    private let articlesCount: Int
    /// By kind and field.
    private let meanLengths: [[Float]]

    /// Weighs terms by how few articles have them (Robertson and Sparck Jones, never below 0).
    init(_ builder: ShelfBuilder, articlesCount: Int) {
        self.builder = builder
        self.articlesCount = articlesCount
        let all = Float(articlesCount)
        let idf = { (having: Float) in log(1 + (all - having + 0.5) / (having + 0.5)) }
        let centroidIDF = { (having: Float) in log((1 + all) / (1 + having)) + 1 }
        self.idf = builder.spread.map { idf(Float($0)) }
        self.centroidIDF = builder.spread.map { centroidIDF(Float($0)) }
        unseenIDF = idf(0)
        unseenCentroidIDF = centroidIDF(0)
        meanLengths = builder.lengths.map { fields in
            fields.map { lengths in
                let filled = lengths.count { $0 > 0 }
                return filled == 0 ? 1 : lengths.reduce(0, +) / Float(filled)
            }
        }
    }

    /// The postings of articles and of examples.
    func postings() -> (Postings, Postings, [Shelf.ExampleOrigin]) {
        var articles = PostingsDraft()
        var examples = PostingsDraft()
        var origins: [Shelf.ExampleOrigin] = []
        var sums = TermSums(termsCount: builder.vocabulary.count)
        var next = 0
        for article in 0..<articlesCount {
            while next < builder.parts.count, builder.parts[next].article == article {
                let part = builder.parts[next]
                let norm = self.norm(of: part)
                if part.field != .rejected { add(part, norm: norm, to: &sums) }
                if let example = part.example, norm > 0 {
                    add(part, norm: norm, example: origins.count, to: &examples)
                    origins.append(Shelf.ExampleOrigin(article: article, example: example))
                }
                next += 1
            }
            flush(&sums, article: article, into: &articles)
        }
        let termsCount = builder.vocabulary.count
        return (
            Postings(articles, termsCount: termsCount),
            Postings(examples, termsCount: termsCount),
            origins
        )
    }

    /// What a term weighs in the cosine; a term that is there twice does not count twice.
    private func cosineWeight(_ entry: Int) -> Float {
        (1 + log(Float(builder.counts[entry]))) * centroidIDF[Int(builder.terms[entry])]
    }

    private func norm(of part: ShelfBuilder.Part) -> Float {
        var squares: Float = 0
        for entry in part.entries {
            let weight = cosineWeight(entry)
            squares += weight * weight
        }
        return squares.squareRoot()
    }

    private func add(_ part: ShelfBuilder.Part, norm: Float, to sums: inout TermSums) {
        for entry in part.entries {
            sums.add(
                Int(builder.terms[entry]),
                count: Float(builder.counts[entry]),
                field: part.field,
                cosine: cosineWeight(entry) / norm
            )
        }
    }

    private func add(
        _ part: ShelfBuilder.Part,
        norm: Float,
        example: Int,
        to draft: inout PostingsDraft
    ) {
        for entry in part.entries {
            draft.append(
                term: builder.terms[entry],
                document: example,
                cosine: cosineWeight(entry) / norm
            )
        }
    }

    private func flush(_ sums: inout TermSums, article: Int, into draft: inout PostingsDraft) {
        var squares: Float = 0
        for term in sums.touched { squares += sums.cosine[term] * sums.cosine[term] }
        let norm = squares.squareRoot()
        let stems = fieldFactors(article, kind: 0)
        let runs = fieldFactors(article, kind: 1)
        for term in sums.touched {
            let count: Float =
                switch builder.kinds[term] {
                case .stem: stems.saturated(sums, term)
                case .run: runs.saturated(sums, term)
                case .pair: 0
                }
            draft.append(
                term: Int32(term),
                document: article,
                cosine: sums.cosine[term] / norm,
                count: count
            )
        }
        sums.clear()
    }

    private func fieldFactors(_ article: Int, kind: Int) -> FieldFactors {
        let relative = { (field: ArticleText.Field) in
            builder.lengths[kind][field.rawValue][article] / meanLengths[kind][field.rawValue]
        }
        let factor = { (weight: Float, slope: Float, field: ArticleText.Field) in
            weight / (1 - slope + slope * relative(field))
        }
        return FieldFactors(
            heading: factor(Weights.heading, Weights.headingLength, .heading),
            body: factor(Weights.body, Weights.bodyLength, .body),
            solved: factor(Weights.solved, Weights.solvedLength, .solved)
        )
    }
}

/// What one occurrence in each field of one article counts.
private struct FieldFactors {
    let heading: Float
    let body: Float
    let solved: Float

    /// BM25F's saturated count of a term, 0…1.
    func saturated(_ sums: TermSums, _ term: Int) -> Float {
        let count =
            heading * sums.heading[term] + body * sums.body[term]
            + min(Weights.solvedMax, solved * sums.solved[term])
        return count / (Weights.saturation + count)
    }
}

/// Sums per term over the parts of one article; kept between articles, for it is as long as the
/// vocabulary.
private struct TermSums {
    private(set) var touched: [Int] = []
    private(set) var heading: [Float]
    private(set) var body: [Float]
    private(set) var solved: [Float]
    private(set) var cosine: [Float]

    init(termsCount: Int) {
        let none = [Float](repeating: 0, count: termsCount)
        (heading, body, solved, cosine) = (none, none, none, none)
    }

    mutating func add(_ term: Int, count: Float, field: ArticleText.Field, cosine added: Float) {
        if cosine[term] == 0 { touched.append(term) }
        cosine[term] += added
        switch field {
        case .heading: heading[term] += count
        case .body: body[term] += count
        case .solved: solved[term] += count
        case .rejected: preconditionFailure("what was rejected is no part of the article")
        }
    }

    mutating func clear() {
        for term in touched {
            heading[term] = 0
            body[term] = 0
            solved[term] = 0
            cosine[term] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }
}
