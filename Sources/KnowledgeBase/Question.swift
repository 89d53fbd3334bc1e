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
            let articles = shelf.lists.articlesCount(of: list)
            let impact = share * shelf.weights.idf(articles)
            let idf = shelf.weights.cosineIDF(articles)
            take(impact, times * idf, kind)
            classifierNorm += idf
            asked.append(
                AskedList(
                    list: list,
                    words: kind == .stem ? impact : 0,
                    runs: kind == .run ? impact : 0,
                    cosine: times * idf * idf,
                    classifier: idf.squareRoot()
                )
            )
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
