/// The terms of a text, as fingerprints: what the ranking counts.
struct Terms {
    /// One a word, in order.
    let stems: [UInt64]
    /// Stems side by side, in order.
    let pairs: [UInt64]
    /// Folded runs of ``runLength`` letters within a word and its edges, word by word.
    private(set) var runs: [UInt64] = []
    /// Where the runs of each word end.
    private(set) var runEnds: [Int] = []

    /// Reads the terms of `words`, whose stems are known.
    init(_ words: Words, stems: [UInt64]) {
        precondition(stems.count == words.count, "one a word")
        self.stems = stems
        pairs = zip(stems, stems.dropFirst()).map(Fingerprint.pair)
        runs.reserveCapacity(words.folded.count)
        runEnds.reserveCapacity(words.count)
        words.folded.withUnsafeBufferPointer { letters in
            for index in 0..<words.count {
                Self.addRuns(of: letters, in: words.foldedRange(index), to: &runs)
                runEnds.append(runs.count)
            }
        }
    }

    /// Where the runs of a word lie in ``runs``.
    func runs(ofWord word: Int) -> Range<Int> {
        (word == 0 ? 0 : runEnds[word - 1])..<runEnds[word]
    }

    /// Adds the runs of one word, its boundary marks included.
    static func addRuns(
        of letters: UnsafeBufferPointer<UInt32>,
        in word: Range<Int>,
        to runs: inout [UInt64]
    ) {
        guard word.count >= runLength else { return }
        for start in word.lowerBound...word.upperBound - runLength {
            var run: UInt64 = 0
            for place in start..<start + runLength {
                run = Fingerprint.extended(run, by: letters[place])
            }
            runs.append(Fingerprint.run(run, length: runLength))
        }
    }

    /// Runs of three, four and five letters together take three times as much room and find no more.
    static let runLength = 4
}
