/// Turns what a ``ShelfBuilder`` counted into the weights of a ``Shelf``.
struct ShelfWeigher {
    /// The parts of all articles, in their order.
    private(set) var parts: [ArticlePart] = []
    /// By article, one divided by the length of the sum of its parts' unit vectors.
    private(set) var centroids: [Float] = []

    private let builder: ShelfBuilder
    /// By term; asked for at each posting, and a logarithm takes its time.
    private let idf: [Float]

    init(_ builder: ShelfBuilder, weights: TermWeights, articlesCount: Int) {
        self.builder = builder
        idf = builder.spread.map { weights.cosineIDF(Int($0)) }
        let lengths = FieldLengths(builder.parts, articlesCount: articlesCount)
        parts.reserveCapacity(builder.parts.count)
        for part in builder.parts {
            let squares = part.entries.reduce(Float(0)) { $0 + weight($1) * weight($1) }
            parts.append(
                ArticlePart(
                    article: part.article,
                    kind: part.kind,
                    factor: lengths.factor(part),
                    inverseNorm: squares > 0 ? 1 / squares.squareRoot() : 0
                )
            )
        }
        weighCentroids(articlesCount)
    }

    /// What a term weighs in the cosine; a term that is there twice does not count twice.
    private func weight(_ entry: Int) -> Float {
        TermWeights.damped[Int(builder.counts[entry])] * idf[Int(builder.terms[entry])]
    }

    private mutating func weighCentroids(_ articlesCount: Int) {
        var sums = [Float](repeating: 0, count: builder.termsCount)
        var touched: [Int] = []
        var next = 0
        centroids.reserveCapacity(articlesCount)
        for article in 0..<articlesCount {
            while next < parts.count, parts[next].article == article {
                defer { next += 1 }
                guard parts[next].kind != .rejected else { continue }
                for entry in builder.parts[next].entries {
                    let term = Int(builder.terms[entry])
                    if sums[term] == 0 { touched.append(term) }
                    sums[term] += weight(entry) * parts[next].inverseNorm
                }
            }
            var squares: Float = 0
            for term in touched {
                squares += sums[term] * sums[term]
                sums[term] = 0
            }
            touched.removeAll(keepingCapacity: true)
            centroids.append(squares > 0 ? 1 / squares.squareRoot() : 0)
        }
    }
}

/// How many words each article has in each field, and how many are usual.
private struct FieldLengths {
    private var heading: [Float]
    private var body: [Float]
    private var solved: [Float]
    private let headingMean: Float
    private let bodyMean: Float
    private let solvedMean: Float

    init(_ parts: [ShelfBuilder.Part], articlesCount: Int) {
        let none = [Float](repeating: 0, count: articlesCount)
        var (heading, body, solved) = (none, none, none)
        for part in parts {
            switch part.kind {
            case .heading, .label: heading[part.article] += Float(part.wordsCount)
            case .body: body[part.article] += Float(part.wordsCount)
            case .solved: solved[part.article] += Float(part.wordsCount)
            case .rejected: break
            }
        }
        (headingMean, bodyMean, solvedMean) = (
            Self.mean(heading), Self.mean(body), Self.mean(solved)
        )
        (self.heading, self.body, self.solved) = (heading, body, solved)
    }

    /// What one occurrence of a term counts in a part: less in a field that is longer than usual.
    func factor(_ part: ShelfBuilder.Part) -> Float {
        let scaled = { (weight: Float, slope: Float, length: Float, mean: Float) in
            weight / (1 - slope + slope * length / mean)
        }
        let article = part.article
        return switch part.kind {
        case .heading, .label:
            scaled(Weights.heading, Weights.headingLength, heading[article], headingMean)
        case .body: scaled(Weights.body, Weights.bodyLength, body[article], bodyMean)
        case .solved: scaled(Weights.solved, Weights.solvedLength, solved[article], solvedMean)
        case .rejected: 0
        }
    }

    /// The mean of those that have any.
    private static func mean(_ lengths: [Float]) -> Float {
        let filled = lengths.count { $0 > 0 }
        return filled == 0 ? 1 : lengths.reduce(0, +) / Float(filled)
    }
}
