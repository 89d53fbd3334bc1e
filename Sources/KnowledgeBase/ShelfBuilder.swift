/// Counts the terms of a language's articles, of which a ``Shelf`` is made.
struct ShelfBuilder {
    /// One part of an article with the terms in it.
    struct Part {
        let article: Int
        let kind: PartKind
        /// How many words it has.
        let wordsCount: Int
        /// Where its terms are in ``terms`` and ``counts``.
        let entries: Range<Int>
    }

    private(set) var parts: [Part] = []
    /// By part: each term once, and how often it is there; 255 stands for more too.
    private(set) var terms: [Int32] = []
    private(set) var counts: [UInt8] = []
    /// In how many articles a term is.
    private(set) var spread: [Int32] = []

    private let stemmer: HeldStemmer
    private var numbers = TermNumbers()
    private var spellings = TermNumbers()
    private var known = KnownWords()
    private var last: [Last] = []

    /// How many different terms there are.
    var termsCount: Int { numbers.count }

    /// Every term by its fingerprint, and every spelling with the number of its stem.
    var fingerprints: [(fingerprint: UInt64, number: Int)] {
        Array(numbers.all) + spellings.all.map { ($0.fingerprint, Int(known.stems[$0.number])) }
    }

    /// Reads all texts.
    init(_ texts: [ArticleText], language: String) {
        stemmer = HeldStemmer(language: language)
        for (article, text) in texts.enumerated() {
            for part in text.parts { read(part, of: article) }
        }
    }

    private mutating func read(_ part: ArticleText.Part, of article: Int) {
        let words = Words(part.text, scalarsMax: WordLimits.articleScalarsMax)
        let start = terms.count
        var stemBefore: UInt64?
        // What an article does not answer says nothing of how rare a term is among articles.
        let owner = part.kind == .rejected ? nil : article
        for index in 0..<words.count {
            let word = number(of: index, in: words)
            count(known.stems[word], owner)
            // In a body they tell nothing that its words do not, and are half of all terms.
            if let stemBefore, part.kind != .body {
                let pair = Fingerprint.pair(stemBefore, known.stemFingerprints[word])
                count(number(of: pair), owner)
            }
            stemBefore = known.stemFingerprints[word]
            for place in known.runs(of: word) { count(known.runs[place], owner) }
        }
        parts.append(
            Part(
                article: article,
                kind: part.kind,
                wordsCount: words.count,
                entries: start..<terms.count
            )
        )
    }

    /// The number of a word among ``known``; its terms are looked up when it is met first.
    private mutating func number(of index: Int, in words: Words) -> Int {
        words.folded.withUnsafeBufferPointer { letters in
            let word = letters[words.letterRange(index)]
            let number = spellings.add(Fingerprint.spelling(word))
            if number < known.stems.count { return number }
            let stem = stemmer.fingerprint(of: word)
            var runs: [UInt64] = []
            Terms.addRuns(of: letters, in: words.foldedRange(index), to: &runs)
            known.append(
                stem: self.number(of: stem),
                fingerprint: stem,
                runs: runs.map { self.number(of: $0) }
            )
            return number
        }
    }

    private mutating func number(of term: UInt64) -> Int32 {
        let number = numbers.add(term)
        if number == spread.count {
            spread.append(0)
            last.append(Last())
        }
        return Int32(number)
    }

    /// Counts a term of the part that is being read, and of `article` when that is told.
    private mutating func count(_ term: Int32, _ article: Int?) {
        let number = Int(term)
        if let article, last[number].article != Int32(article) {
            last[number].article = Int32(article)
            spread[number] += 1
        }
        if last[number].part != Int32(parts.count) {
            last[number].part = Int32(parts.count)
            last[number].entry = Int32(terms.count)
            terms.append(term)
            counts.append(1)
        } else {
            let entry = Int(last[number].entry)
            if counts[entry] < .max { counts[entry] += 1 }
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
