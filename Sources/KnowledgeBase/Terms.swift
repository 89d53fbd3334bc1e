/// The terms of a text, as fingerprints: what the ranking counts.
struct Terms {
    /// One a word, in order.
    private(set) var stems: [UInt64] = []
    /// Stems side by side, in order.
    private(set) var pairs: [UInt64] = []
    /// Folded runs of three, four and five letters within a word and its edges.
    private(set) var runs: [UInt64] = []
    /// How many of ``runs`` stand before those of words that come last.
    private(set) var leadingRuns = 0

    /// Reads the terms of `words`; `stem` gives the fingerprint of a word's stem.
    ///
    /// The runs of words of which `isLast` is true come after those of all others.
    init(
        _ words: Words,
        isLast: (Int) -> Bool = { _ in false },
        stem: (UnsafeBufferPointer<UInt8>) -> UInt64
    ) {
        stems.reserveCapacity(words.count)
        runs.reserveCapacity(words.folded.count * Self.runLengths.count)
        words.bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<words.count {
                stems.append(stem(UnsafeBufferPointer(rebasing: bytes[words.byteRange(index)])))
            }
        }
        for (first, second) in zip(stems, stems.dropFirst()) {
            pairs.append(Fingerprint.pair(first, second))
        }
        words.folded.withUnsafeBufferPointer { letters in
            for index in 0..<words.count where !isLast(index) {
                addRuns(of: letters, in: words.foldedRange(index))
            }
            leadingRuns = runs.count
            for index in 0..<words.count where isLast(index) {
                addRuns(of: letters, in: words.foldedRange(index))
            }
        }
    }

    private mutating func addRuns(of letters: UnsafeBufferPointer<UInt32>, in word: Range<Int>) {
        Self.addRuns(of: letters, in: word, to: &runs)
    }

    /// Adds the runs of one word.
    static func addRuns(
        of letters: UnsafeBufferPointer<UInt32>,
        in word: Range<Int>,
        to runs: inout [UInt64]
    ) {
        for start in word {
            var run: UInt64 = 0
            for length in 1...runLengths.upperBound {
                let position = start + length - 1
                guard position < word.upperBound else { break }
                run = Fingerprint.extended(run, by: letters[position])
                if length >= runLengths.lowerBound {
                    runs.append(Fingerprint.run(run, length: length))
                }
            }
        }
    }

    /// Measured on the dev sets: 3…5 is half a point above 4 alone, and the centroid needs them.
    static let runLengths = 3...5
}
