/// Counts the terms of a language's articles and makes the ``Shelf`` of them.
///
/// Two passes: the first numbers and counts the terms, the second turns counts into weights, for
/// which it must know in how many articles a term is.
struct ShelfBuilder {
    /// One part of an article with the terms in it.
    struct Part {
        let article: Int
        let field: ArticleText.Field
        let example: ArticleText.Example?
        /// Where its terms are in ``terms`` and ``counts``.
        let entries: Range<Int>
    }

    /// Whether a term weighs in BM25 as a word, as a run of letters, or not at all.
    enum Kind: UInt8 { case stem, pair, run }

    private(set) var vocabulary = Vocabulary()
    private(set) var kinds: [Kind] = []
    private(set) var parts: [Part] = []
    private(set) var terms: [Int32] = []
    private(set) var counts: [Int32] = []
    /// By kind (stem, run), field and article: how many terms.
    private(set) var lengths: [[[Float]]]
    /// In how many articles a term is.
    private(set) var spread: [Int32] = []
    /// The heading's stems of each article, for the reasons.
    private(set) var titleStems: [Set<Int32>]
    private(set) var keywordStems: [Set<Int32>]

    private let stemmer: StemmerWithMemory
    private var lastPart: [Int32] = []
    private var lastArticle: [Int32] = []
    private var entryOfTerm: [Int32] = []
    /// What an article does not answer says nothing of how rare a term is among articles.
    private var isRejected = false

    /// Reads all texts.
    init(_ texts: [ArticleText], language: String) {
        let none = [Float](repeating: 0, count: texts.count)
        let fields = [[Float]](repeating: none, count: ArticleText.Field.allCases.count)
        lengths = [fields, fields]
        titleStems = Array(repeating: [], count: texts.count)
        keywordStems = titleStems
        stemmer = StemmerWithMemory(language: language)
        for (article, text) in texts.enumerated() {
            for part in text.parts { read(part, of: article) }
        }
    }

    private mutating func read(_ part: ArticleText.Part, of article: Int) {
        let words = Words(part.text, scalarsMax: WordLimits.articleScalarsMax)
        let read = Terms(words) { stemmer.fingerprint(of: $0) }
        let start = terms.count
        isRejected = part.field == .rejected
        for stem in read.stems { count(stem, .stem, article, start) }
        for pair in read.pairs { count(pair, .pair, article, start) }
        for run in read.runs { count(run, .run, article, start) }
        lengths[0][part.field.rawValue][article] += Float(read.stems.count)
        lengths[1][part.field.rawValue][article] += Float(read.runs.count)
        let entries = start..<terms.count
        parts.append(
            Part(article: article, field: part.field, example: part.example, entries: entries)
        )
        let stems = terms[entries].filter { kinds[Int($0)] == .stem }
        if part.example == .title { titleStems[article].formUnion(stems) }
        if part.isKeywords { keywordStems[article].formUnion(stems) }
    }

    private mutating func count(_ term: UInt64, _ kind: Kind, _ article: Int, _ start: Int) {
        let number = vocabulary.add(term)
        if number == kinds.count {
            kinds.append(kind)
            spread.append(0)
            lastPart.append(-1)
            lastArticle.append(-1)
            entryOfTerm.append(0)
        }
        if !isRejected, lastArticle[number] != Int32(article) {
            lastArticle[number] = Int32(article)
            spread[number] += 1
        }
        if lastPart[number] != Int32(parts.count) {
            lastPart[number] = Int32(parts.count)
            entryOfTerm[number] = Int32(terms.count)
            terms.append(Int32(number))
            counts.append(1)
        } else {
            counts[Int(entryOfTerm[number])] += 1
        }
    }
}

/// A stemmer that remembers what it has stemmed: the words of a knowledge base repeat.
final class StemmerWithMemory {
    private let stemmer: Stemmer
    private var known: [UInt64: UInt64] = [:]

    init(language: String) {
        stemmer = Stemmer(language: language)
    }

    func fingerprint(of word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let key = Fingerprint.word(word)
        if let stem = known[key] { return stem }
        let stem = stemmer.fingerprint(of: word)
        known[key] = stem
        return stem
    }
}
