internal import Foundation

/// A citizen's text, turned into the terms of one shelf.
struct Question {
    /// The words as written, lower-cased.
    let words: Words
    /// The number of each word's stem; nil where no article has it.
    let stems: [Int?]
    /// Each term once: what BM25 asks for.
    let distinctStems: DistinctTerms
    let distinctPairs: DistinctTerms
    let distinctRuns: DistinctTerms

    /// Reads `words` with the stems and numbers of `shelf`.
    init(_ words: Words, on shelf: Shelf) {
        let stemmer = Stemmer(language: shelf.language)
        let functionWords = FunctionWords.fingerprints(of: shelf.language)
        let isFunctionWord = (0..<words.count).map {
            functionWords.contains(Fingerprint.word(words.bytes[words.byteRange($0)]))
        }
        let terms = Terms(
            words,
            isLast: { isFunctionWord[$0] },
            stem: { stemmer.fingerprint(of: $0) }
        )
        let content = terms.stems.indices.filter { !isFunctionWord[$0] }.map { terms.stems[$0] }
        let rest = terms.stems.indices.filter { isFunctionWord[$0] }.map { terms.stems[$0] }
        self.words = words
        stems = terms.stems.map { shelf.vocabulary.number(of: $0) }
        distinctStems = DistinctTerms(content + rest, leading: content.count, on: shelf)
        distinctPairs = DistinctTerms(terms.pairs, leading: terms.pairs.count, on: shelf)
        distinctRuns = DistinctTerms(terms.runs, leading: terms.leadingRuns, on: shelf)
    }
}

/// Terms of one kind, each once, with what they weigh.
struct DistinctTerms {
    /// A term that the shelf knows.
    struct Known {
        /// Its number.
        let term: Int
        /// Its weight in the cosine.
        let cosine: Float
        /// What it counts in BM25: less than 1 when only function words have it.
        let share: Float
    }

    private(set) var known: [Known] = []
    /// The sum of BM25's idf over all: the most that a text could reach.
    private(set) var mass: Float = 0
    /// The sum of the squares of all cosine weights.
    private(set) var squares: Float = 0

    /// Counts `fingerprints` and looks them up; the first `leading` are those of words that matter.
    init(_ fingerprints: [UInt64], leading: Int, on shelf: Shelf) {
        let tally = Tally(fingerprints, leading: leading)
        for place in tally.fingerprints.indices {
            let share = place < tally.leadingCount ? 1 : Weights.functionWord
            add(tally.fingerprints[place], Int(tally.counts[place]), share, on: shelf)
        }
    }

    private mutating func add(
        _ fingerprint: UInt64,
        _ times: Int,
        _ share: Float,
        on shelf: Shelf
    ) {
        let factor = times == 1 ? 1 : 1 + log(Float(times))
        if let term = shelf.vocabulary.number(of: fingerprint) {
            let cosine = factor * shelf.centroidIDF[term]
            known.append(Known(term: term, cosine: cosine, share: share))
            mass += share * shelf.idf[term]
            squares += cosine * cosine
        } else {
            let cosine = factor * shelf.unseenCentroidIDF
            mass += share * shelf.unseenIDF
            squares += cosine * cosine
        }
    }
}
