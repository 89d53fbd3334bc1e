/// A citizen's text, turned into what it asks of the lists of one shelf.
struct Question {
    /// The words as written, lower-cased.
    let words: Words
    /// Each word's stem; nil where no article has it.
    let stems: [Stem?]
    /// How many of its words are more than function words.
    let contentCount: Int
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
        let isContent = (0..<words.count).map {
            !functionWords.contains(Fingerprint.word(words.bytes[words.byteRange($0)]))
        }
        let shares = isContent.map { $0 ? 1 : Weights.functionWord }
        let terms = Terms(spelling.words, stems: spelling.stems)
        let found = FoundTerms(terms.stems, on: shelf)
        let runs = FoundTerms(terms.runs, on: shelf)
        self.words = words
        contentCount = isContent.count { $0 }
        stems = terms.stems.indices.map { word in
            found[word].list.map { Stem(fingerprint: terms.stems[word], list: $0) }
        }
        asked.reserveCapacity(terms.runs.count + 2 * terms.stems.count)
        wordsMass = ask(found, Self.impacts(ofStems: found, shares)) { asked, impact in
            asked.words = impact
        }
        _ = ask(FoundTerms(terms.pairs, on: shelf), nil) { _, _ in }
        let ofRuns = Self.impacts(ofRuns: runs, terms, found, shares)
        runsMass = ask(runs, ofRuns) { asked, impact in asked.runs = impact }
        askSynonyms(of: terms.stems.indices.filter { isContent[$0] }.map { terms.stems[$0] }, shelf)
        norm = norm.squareRoot()
        classifierNorm = classifierNorm.squareRoot()
        joinEqualLists()
    }

    /// A stem that some article has, and where its list is.
    struct Stem {
        let fingerprint: UInt64
        let list: Int
    }

    /// What each stem counts in BM25F: its idf, less where only function words have it.
    private static func impacts(ofStems stems: FoundTerms, _ shares: [Float]) -> [Float] {
        var impacts = [Float](repeating: 0, count: stems.terms.count)
        for (word, share) in shares.enumerated() {
            let place = stems.place(of: word)
            impacts[place] = max(impacts[place], share * stems.terms[place].idf)
        }
        return impacts
    }

    /// What each run counts in BM25F: the runs of a word share out what the word counts.
    ///
    /// Added up as they come they would count a word as often as it has letters, and a long common
    /// word more than a short rare one.
    private static func impacts(
        ofRuns runs: FoundTerms,
        _ terms: Terms,
        _ stems: FoundTerms,
        _ shares: [Float]
    ) -> [Float] {
        var impacts = [Float](repeating: 0, count: runs.terms.count)
        var isCounted = [Bool](repeating: false, count: stems.terms.count)
        for (word, share) in shares.enumerated() {
            let range = terms.runs(ofWord: word)
            let stem = stems.place(of: word)
            guard !range.isEmpty, !isCounted[stem] else { continue }
            isCounted[stem] = true
            let sum = range.reduce(Float(0)) { $0 + runs[$1].idf }
            let mass = share * stems.terms[stem].idf * Weights.runsFactors[range.count] / sum
            for run in range { impacts[runs.place(of: run)] += mass * runs[run].idf }
        }
        return impacts
    }

    /// Asks for the lists of terms, and takes what all of them count: the sum of `impacts`.
    private mutating func ask(
        _ found: FoundTerms,
        _ impacts: [Float]?,
        _ count: (inout AskedList, Float) -> Void
    ) -> Float {
        for (place, term) in found.terms.enumerated() {
            let cosine = found.times(place) * term.cosineIDF
            norm += cosine * cosine
            guard let list = term.list else { continue }
            classifierNorm += term.cosineIDF
            var one = AskedList(
                list: list,
                postings: term.postings,
                words: 0,
                runs: 0,
                cosine: cosine * term.cosineIDF,
                classifier: term.cosineIDF.squareRoot()
            )
            if let impacts { count(&one, impacts[place]) }
            asked.append(one)
        }
        return impacts?.reduce(0, +) ?? 0
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

/// Terms of a question, each looked up once.
private struct FoundTerms {
    struct Term {
        /// Where its list is; nil where no article has it.
        var list: Int?
        var postings = 0
        /// BM25's idf.
        let idf: Float
        /// The idf of the cosines.
        let cosineIDF: Float
    }

    private let tally: Tally
    private(set) var terms: [Term] = []

    init(_ fingerprints: [UInt64], on shelf: Shelf) {
        tally = Tally(fingerprints)
        terms.reserveCapacity(tally.fingerprints.count)
        for fingerprint in tally.fingerprints {
            let list = shelf.terms.list(of: fingerprint)
            let (articles, postings) = list.map(shelf.lists.counts) ?? (0, 0)
            terms.append(
                Term(
                    list: list,
                    postings: postings,
                    idf: shelf.weights.idf(articles),
                    cosineIDF: shelf.weights.cosineIDF(articles)
                )
            )
        }
    }

    /// Where the term that came `index`th is in ``terms``.
    func place(of index: Int) -> Int { Int(tally.places[index]) }

    /// The term that came `index`th.
    subscript(index: Int) -> Term { terms[place(of: index)] }

    /// What the times that a term came count.
    func times(_ place: Int) -> Float { TermWeights.damped[min(255, Int(tally.counts[place]))] }
}
