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
        let terms = Terms(words) { stemmer.fingerprint(of: $0) }
        self.words = words
        stems = terms.stems.map { shelf.vocabulary.number(of: $0) }
        distinctStems = DistinctTerms(terms.stems, on: shelf)
        distinctPairs = DistinctTerms(terms.pairs, on: shelf)
        distinctRuns = DistinctTerms(terms.runs, on: shelf)
    }
}

/// Terms of one kind, each once, with what they weigh.
struct DistinctTerms {
    /// The terms that the shelf knows: their numbers and their weight in the cosine.
    private(set) var known: [(term: Int, cosine: Float)] = []
    /// The sum of BM25's idf over all: the most that a text could reach.
    private(set) var mass: Float = 0
    /// The sum of the squares of all cosine weights.
    private(set) var squares: Float = 0

    /// Counts `fingerprints` and looks them up.
    init(_ fingerprints: [UInt64], on shelf: Shelf) {
        let tally = Tally(fingerprints)
        for place in tally.fingerprints.indices {
            add(tally.fingerprints[place], times: Int(tally.counts[place]), on: shelf)
        }
    }

    private mutating func add(_ fingerprint: UInt64, times: Int, on shelf: Shelf) {
        let factor = times == 1 ? 1 : 1 + log(Float(times))
        if let term = shelf.vocabulary.number(of: fingerprint) {
            let cosine = factor * shelf.centroidIDF[term]
            known.append((term, cosine))
            mass += shelf.idf[term]
            squares += cosine * cosine
        } else {
            let cosine = factor * shelf.unseenCentroidIDF
            mass += shelf.unseenIDF
            squares += cosine * cosine
        }
    }
}
