/// The index of one language: an article of every id, and what each term weighs in it.
///
/// Immutable, flat arrays over term numbers: a question costs one look-up a term and one addition a
/// posting, and any number of threads may ask at once.
struct Shelf: Sendable {
    /// The language whose stems are used.
    let language: String
    /// One article an id, by id.
    let articles: [Article]
    let vocabulary: Vocabulary
    /// Per term: BM25's idf, and the centroid's.
    let idf: [Float]
    let centroidIDF: [Float]
    /// Per term and article, found by ``Postings/range(of:)``.
    let postings: Postings
    /// Per term and example.
    let examplePostings: Postings
    /// What each example is, and whose.
    let examples: [ExampleOrigin]
    /// The stems of each article's title and keywords, for the reasons.
    let titleStems: [Set<Int32>]
    let keywordStems: [Set<Int32>]
    /// Learnt from the solved questions; nil where there are none, or too many articles.
    let classifier: Classifier?
    /// The codes and services of each article, ready to compare.
    let labels: [ArticleLabels]
    /// The articles that have any of them.
    let labelled: [Int]
    /// The idf of a term that no article has.
    let unseenIDF: Float
    let unseenCentroidIDF: Float

    /// An example and the article it belongs to.
    struct ExampleOrigin: Sendable {
        let article: Int
        let example: ArticleText.Example
    }

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
        let weigher = TermWeigher(builder, articlesCount: articles.count)
        self.language = language
        self.articles = articles
        vocabulary = builder.vocabulary
        titleStems = builder.titleStems
        keywordStems = builder.keywordStems
        labels = articles.map(ArticleLabels.init)
        labelled = articles.indices.filter {
            !articles[$0].codes.isEmpty || !articles[$0].services.isEmpty
        }
        idf = weigher.idf
        centroidIDF = weigher.centroidIDF
        unseenIDF = weigher.unseenIDF
        unseenCentroidIDF = weigher.unseenCentroidIDF
        (postings, examplePostings, examples) = weigher.postings()
        classifier =
            solved.isEmpty && builder.parts.count { $0.example != nil } < 3 * articles.count
            ? nil
            : Classifier(
                ClassifierExamples(builder),
                centroidIDF: weigher.centroidIDF,
                articlesCount: articles.count
            )
    }
}
