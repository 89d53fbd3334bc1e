internal import CMalloc

/// The index of one language: an article of every id, and what each term weighs in it.
///
/// Immutable and flat: a question costs one look-up a term and one addition a posting, and any
/// number of threads may ask at once.
struct Shelf: Sendable {
    /// The language whose stems are used.
    let language: String
    /// One article an id, by id.
    let articles: [Article]
    /// Where the list of each term is.
    let terms: TermTable
    /// In which parts of articles each term is.
    let lists: PostingLists
    /// The parts of all articles, in their order.
    let parts: [ArticlePart]
    /// By article, one divided by the length of the sum of its parts' unit vectors.
    let centroids: [Float]
    /// What a term weighs for being in few articles.
    let weights: TermWeights
    /// Per article, where the classifier starts from; empty where there is none.
    let biases: [Float]
    /// The codes, services and e-IDs of those articles that have any, ready to compare.
    let labels: [(article: Int, labels: ArticleLabels)]

    /// Indexes `articles`, which must have distinct ids; questions are by article id.
    init(
        _ articles: [Article],
        solved: [String: [String]],
        rejected: [String: [String]] = [:],
        language: String
    ) {
        let texts = articles.map {
            ArticleText($0, solved: solved[$0.id] ?? [], rejected: rejected[$0.id] ?? [])
        }
        let builder = ShelfBuilder(texts, language: language)
        let weights = TermWeights(articlesCount: articles.count)
        let weigher = ShelfWeigher(builder, weights: weights, articlesCount: articles.count)
        let packer = PostingPacker(builder)
        let examples = ClassifierExamples(builder, listOfTerm: packer.listOfTerm)
        let isTaught = !solved.isEmpty || examples.count >= 3 * articles.count
        let classifier =
            isTaught
            ? Classifier(
                examples,
                scales: packer.spread.map { weights.cosineIDF(Int($0)).squareRoot() },
                articlesCount: articles.count
            ) : nil
        let (lists, starts) = packer.packed(with: classifier)
        self.language = language
        self.articles = articles
        self.lists = lists
        self.weights = weights
        terms = TermTable(
            builder.fingerprints.map { ($0.fingerprint, starts[Int(packer.listOfTerm[$0.number])]) }
        )
        parts = weigher.parts
        centroids = weigher.centroids
        biases = classifier?.biases ?? []
        labels = articles.enumerated().compactMap { place, article in
            let labels = ArticleLabels(article)
            return labels.isEmpty ? nil : (place, labels)
        }
    }

    /// Gives back to the system what indexing used, which else stays with the process.
    ///
    /// An index takes several times its size while it is made. Small ones are not worth the call.
    static func giveBackScratch(of shelves: some Sequence<Shelf>) {
        let partsCount = shelves.reduce(0) { $0 + $1.parts.count }
        if partsCount >= scratchPartsMin { malloc_trim(0) }
    }

    private static let scratchPartsMin = 1_000
}
