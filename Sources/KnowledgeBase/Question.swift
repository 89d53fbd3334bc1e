/// A citizen's text, turned into what it asks of the lists of one shelf.
struct Question {
    /// The words as written, lower-cased.
    let words: Words
    /// Each word's stem; nil where no article has it.
    let stems: [Stem?]
    /// The lists that have any of its terms, each once.
    private(set) var asked: [AskedList] = []
    /// The sum of BM25's idf over all stems, and over all runs: the most that a text could reach.
    private(set) var wordsMass: Float = 0
    private(set) var runsMass: Float = 0
    /// The length of the question as a vector.
    private(set) var norm: Float = 0
    /// Its length as the classifier sees it: of the terms that are known, each once.
    private(set) var classifierNorm: Float = 0

    /// Reads `words` with the stems and lists of `shelf`.
    init(_ words: Words, on shelf: Shelf) {
        let spelling = Spelling(words, on: shelf)
        let functionWords = FunctionWords.fingerprints(of: shelf.language)
        let isFunctionWord = (0..<words.count).map {
            functionWords.contains(Fingerprint.word(words.bytes[words.byteRange($0)]))
        }
        let terms = Terms(spelling.words, stems: spelling.stems, isLast: isFunctionWord)
        let content = terms.stems.indices.filter { !isFunctionWord[$0] }.map { terms.stems[$0] }
        let rest = terms.stems.indices.filter { isFunctionWord[$0] }.map { terms.stems[$0] }
        self.words = words
        stems = terms.stems.map { fingerprint in
            shelf.terms.list(of: fingerprint).map { Stem(fingerprint: fingerprint, list: $0) }
        }
        asked.reserveCapacity(terms.runs.count + 2 * terms.stems.count)
        ask(content + rest, leading: content.count, .stem, shelf)
        ask(terms.pairs, leading: terms.pairs.count, .pair, shelf)
        ask(terms.runs, leading: terms.leadingRuns, .run, shelf)
        askSynonyms(of: content, shelf)
        norm = norm.squareRoot()
        classifierNorm = classifierNorm.squareRoot()
        joinEqualLists()
    }

    /// A stem that some article has, and where its list is.
    struct Stem {
        let fingerprint: UInt64
        let list: Int
    }

    private enum Kind { case stem, pair, run }

    /// Counts terms and looks them up; the first `leading` are those of words that matter.
    private mutating func ask(
        _ fingerprints: [UInt64],
        leading: Int,
        _ kind: Kind,
        _ shelf: Shelf
    ) {
        let tally = Tally(fingerprints, leading: leading)
        for place in tally.fingerprints.indices {
            let share = place < tally.leadingCount ? 1 : Weights.functionWord
            let times = TermWeights.damped[min(255, Int(tally.counts[place]))]
            guard let list = shelf.terms.list(of: tally.fingerprints[place]) else {
                take(share * shelf.weights.idf(0), times * shelf.weights.cosineIDF(0), kind)
                continue
            }
            let (articles, postings) = shelf.lists.counts(of: list)
            let impact = share * shelf.weights.idf(articles)
            let idf = shelf.weights.cosineIDF(articles)
            take(impact, times * idf, kind)
            classifierNorm += idf
            asked.append(
                AskedList(
                    list: list,
                    postings: postings,
                    words: kind == .stem ? impact : 0,
                    runs: kind == .run ? impact : 0,
                    cosine: times * idf * idf,
                    classifier: idf.squareRoot()
                )
            )
        }
    }

    /// Asks for the words that may stand for those of the question; they count less than its own,
    /// and nothing is missed when they are not there.
    private mutating func askSynonyms(of content: [UInt64], _ shelf: Shelf) {
        let synonyms = Synonyms.stems(of: shelf.language)
        for (place, stem) in content.enumerated() {
            guard let others = synonyms[stem], !content[..<place].contains(stem) else { continue }
            let own = shelf.terms.list(of: stem).map(shelf.lists.articlesCount) ?? 0
            for other in others where !content.contains(other) {
                guard let list = shelf.terms.list(of: other) else { continue }
                let (articles, postings) = shelf.lists.counts(of: list)
                let idf = min(shelf.weights.cosineIDF(articles), shelf.weights.cosineIDF(own))
                asked.append(
                    AskedList(
                        list: list,
                        postings: postings,
                        words: Weights.synonym * shelf.weights.idf(max(articles, own)),
                        runs: 0,
                        cosine: Weights.synonym * idf * shelf.weights.cosineIDF(articles),
                        classifier: 0
                    )
                )
            }
        }
    }

    private mutating func take(_ impact: Float, _ cosine: Float, _ kind: Kind) {
        norm += cosine * cosine
        switch kind {
        case .stem: wordsMass += impact
        case .run: runsMass += impact
        case .pair: break
        }
    }

    /// The shortest lists, as many as have `postingsMax` postings together, and the others.
    func partedLists(
        postingsMax: Int
    ) -> (rare: ArraySlice<AskedList>, common: ArraySlice<AskedList>) {
        guard asked.reduce(0, { $0 + $1.postings }) > postingsMax else { return (asked[...], []) }
        let sorted = asked.sorted { ($0.postings, $0.list) < ($1.postings, $1.list) }
        var (count, postings) = (0, 0)
        while count < sorted.count, count == 0 || postings + sorted[count].postings <= postingsMax {
            postings += sorted[count].postings
            count += 1
        }
        return (sorted[..<count], sorted[count...])
    }

    /// Adds up what is asked of the same list: the runs of a rare word share theirs.
    private mutating func joinEqualLists() {
        asked.sort { $0.list < $1.list }
        var joined: [AskedList] = []
        joined.reserveCapacity(asked.count)
        for one in asked {
            if joined.last?.list == one.list {
                joined[joined.count - 1].add(one)
            } else {
                joined.append(one)
            }
        }
        asked = joined
    }
}

/// What a question asks of one list: the sums over its terms that have it.
struct AskedList {
    /// Where the list is.
    let list: Int
    /// How long it is.
    let postings: Int
    /// BM25's idf of its stems, and of its runs.
    var words: Float
    var runs: Float
    /// What it counts in the cosines.
    var cosine: Float
    /// What it counts in the classifier.
    var classifier: Float

    fileprivate mutating func add(_ other: AskedList) {
        words += other.words
        runs += other.runs
        cosine += other.cosine
        classifier += other.classifier
    }
}
