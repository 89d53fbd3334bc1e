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

    private let stemmer: HeldStemmer
    private var wordNumbers = Vocabulary()
    private var known = KnownWords()
    private var last: [Last] = []
    /// What an article does not answer says nothing of how rare a term is among articles.
    private var isRejected = false

    /// Reads all texts.
    init(_ texts: [ArticleText], language: String) {
        let none = [Float](repeating: 0, count: texts.count)
        let fields = [[Float]](repeating: none, count: ArticleText.Field.allCases.count)
        lengths = [fields, fields]
        titleStems = Array(repeating: [], count: texts.count)
        keywordStems = titleStems
        stemmer = HeldStemmer(language: language)
        for (article, text) in texts.enumerated() {
            for part in text.parts { read(part, of: article) }
        }
    }

    private mutating func read(_ part: ArticleText.Part, of article: Int) {
        let words = Words(part.text, scalarsMax: WordLimits.articleScalarsMax)
        let start = terms.count
        isRejected = part.field == .rejected
        var stemBefore: UInt64?
        var runsCount = 0
        for index in 0..<words.count {
            let word = number(of: index, in: words)
            count(known.stems[word], article)
            // In a body they tell nothing that its words do not, and are half of the vocabulary.
            if let stemBefore, part.field != .body {
                let pair = Fingerprint.pair(stemBefore, known.stemFingerprints[word])
                count(number(of: pair, .pair), article)
            }
            stemBefore = known.stemFingerprints[word]
            for place in known.runs(of: word) { count(known.runs[place], article) }
            runsCount += known.runs(of: word).count
        }
        lengths[0][part.field.rawValue][article] += Float(words.count)
        lengths[1][part.field.rawValue][article] += Float(runsCount)
        let entries = start..<terms.count
        parts.append(
            Part(article: article, field: part.field, example: part.example, entries: entries)
        )
        guard part.example == .title || part.isKeywords else { return }
        let stems = terms[entries].filter { kinds[Int($0)] == .stem }
        if part.example == .title { titleStems[article].formUnion(stems) }
        if part.isKeywords { keywordStems[article].formUnion(stems) }
    }

    /// The number of a word among ``known``; its terms are looked up when it is met first.
    private mutating func number(of index: Int, in words: Words) -> Int {
        let fingerprint = words.bytes.withUnsafeBufferPointer {
            Fingerprint.word(UnsafeBufferPointer(rebasing: $0[words.byteRange(index)]))
        }
        let number = wordNumbers.add(fingerprint)
        if number < known.stems.count { return number }
        let stem = words.bytes.withUnsafeBufferPointer {
            stemmer.fingerprint(of: UnsafeBufferPointer(rebasing: $0[words.byteRange(index)]))
        }
        var runs: [UInt64] = []
        words.folded.withUnsafeBufferPointer {
            Terms.addRuns(of: $0, in: words.foldedRange(index), to: &runs)
        }
        known.append(
            stem: self.number(of: stem, .stem),
            fingerprint: stem,
            runs: runs.map { self.number(of: $0, .run) }
        )
        return number
    }

    private mutating func number(of term: UInt64, _ kind: Kind) -> Int32 {
        let number = vocabulary.add(term)
        if number == kinds.count {
            kinds.append(kind)
            spread.append(0)
            last.append(Last())
        }
        return Int32(number)
    }

    private mutating func count(_ term: Int32, _ article: Int) {
        let number = Int(term)
        if !isRejected, last[number].article != Int32(article) {
            last[number].article = Int32(article)
            spread[number] += 1
        }
        if last[number].part != Int32(parts.count) {
            last[number].part = Int32(parts.count)
            last[number].entry = Int32(terms.count)
            terms.append(term)
            counts.append(1)
        } else {
            counts[Int(last[number].entry)] += 1
        }
    }

    /// Where a term was met last.
    private struct Last {
        var article: Int32 = -1
        var part: Int32 = -1
        /// Its entry in that part.
        var entry: Int32 = 0
    }
}

/// The terms of every word met so far: the words of a knowledge base repeat.
private struct KnownWords {
    private(set) var stems: [Int32] = []
    private(set) var stemFingerprints: [UInt64] = []
    /// The runs of all words, back to back.
    private(set) var runs: [Int32] = []
    private var runEnds: [Int] = []

    mutating func append(stem: Int32, fingerprint: UInt64, runs: [Int32]) {
        stems.append(stem)
        stemFingerprints.append(fingerprint)
        self.runs += runs
        runEnds.append(self.runs.count)
    }

    /// Where the runs of a word lie in ``runs``.
    func runs(of word: Int) -> Range<Int> {
        (word == 0 ? 0 : runEnds[word - 1])..<runEnds[word]
    }
}

/// A stemmer in a box, for a value that can be copied may not hold one itself.
private final class HeldStemmer {
    private let stemmer: Stemmer

    init(language: String) { stemmer = Stemmer(language: language) }

    func fingerprint(of word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        stemmer.fingerprint(of: word)
    }
}
