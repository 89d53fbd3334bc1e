/// What a part of an article is to the ranking.
enum PartKind: UInt32 {
    /// Keywords and codes: BM25F's heading, but no question.
    case label
    /// Title and author's questions: BM25F's heading, and a citizen's question may resemble them.
    case heading
    /// The text.
    case body
    /// A question that the article has answered.
    case solved
    /// A question that it has not, staff say.
    case rejected

    /// Whether a question may resemble it.
    var isExample: Bool { self == .heading || self == .solved || self == .rejected }
}

/// One part of an article: twelve octets, of which there are as many as texts.
struct ArticlePart: Sendable {
    /// The article × 8, plus the kind.
    private let origin: UInt32
    /// What one occurrence of a term counts in BM25F; 0 where it counts for nothing.
    let factor: Float
    /// One divided by the length of the part's vector; 0 where it has no terms.
    let inverseNorm: Float

    init(article: Int, kind: PartKind, factor: Float, inverseNorm: Float) {
        origin = UInt32(article) << 3 | kind.rawValue
        self.factor = factor
        self.inverseNorm = inverseNorm
    }

    /// Whose it is.
    var article: Int { Int(origin >> 3) }

    /// What it is.
    var kind: PartKind {
        guard let kind = PartKind(rawValue: origin & 7) else {
            preconditionFailure("only kinds are written")
        }
        return kind
    }

    /// Whether it is a question that the article has answered; asked at every posting.
    var isSolved: Bool { origin & 7 == PartKind.solved.rawValue }
}
