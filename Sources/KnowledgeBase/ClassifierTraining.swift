/// The lists that the terms of every example have, ready to learn from.
struct ClassifierExamples {
    /// One list of an example, and how many of its terms have it.
    struct Entry {
        let list: Int32
        let terms: Int32
    }

    /// The row of each list; -1 where no example has it.
    private(set) var rows: [Int32]
    private(set) var rowsCount = 0
    /// The article of each example.
    private(set) var owners: [Int] = []
    /// The lists of all examples, back to back.
    private(set) var entries: [Entry] = []
    private var ends: [Int] = []

    var count: Int { owners.count }

    /// Takes the examples out of what was counted.
    init(_ builder: ShelfBuilder, listOfTerm: [Int32]) {
        rows = [Int32](repeating: -1, count: Int(listOfTerm.max() ?? -1) + 1)
        var lists: [Int32] = []
        for part in builder.parts
        where part.kind.isExample && part.kind != .rejected && !part.entries.isEmpty {
            lists.removeAll(keepingCapacity: true)
            for entry in part.entries { lists.append(listOfTerm[Int(builder.terms[entry])]) }
            lists.sort()
            var start = 0
            while start < lists.count {
                let list = lists[start]
                var end = start
                while end < lists.count, lists[end] == list { end += 1 }
                entries.append(Entry(list: list, terms: Int32(end - start)))
                if rows[Int(list)] < 0 {
                    rows[Int(list)] = Int32(rowsCount)
                    rowsCount += 1
                }
                start = end
            }
            owners.append(part.article)
            ends.append(entries.count)
        }
    }

    /// Where the entries of an example lie in ``entries``.
    func range(of example: Int) -> Range<Int> {
        (example == 0 ? 0 : ends[example - 1])..<ends[example]
    }

    /// About how many additions a pass takes: to what each row has, and the articles' likelihoods.
    func workOfPass(articlesCount: Int) -> Int {
        var spread = [Int32](repeating: 0, count: rowsCount)
        var last = [Int32](repeating: -1, count: rowsCount)
        for example in 0..<count {
            for entry in range(of: example) {
                let row = Int(rows[Int(entries[entry].list)])
                guard last[row] != Int32(owners[example]) else { continue }
                last[row] = Int32(owners[example])
                spread[row] += 1
            }
        }
        return entries.reduce(count * articlesCount) { work, entry in
            work + Int(spread[Int(rows[Int(entry.list)])])
        }
    }
}

/// Stochastic gradient descent with a step for each weight (AdaGrad).
///
/// Only weights that were ever stepped are there: an article that an example does not look like has
/// no part in it. So a pass takes a tenth of the time that it would over rows of all articles.
struct ClassifierTraining {
    private let examples: ClassifierExamples
    private let articlesCount: Int
    /// The slope that is too small to take a step for.
    private let slopeMin: Float
    /// What one term of each entry counts, every example of length 1.
    private var values: [Float]
    /// What is learnt; the last row is of no term, for where each article starts from.
    private var rows: ClassifierRows
    /// How likely each article is for the example at hand, less what the example says.
    private var logits: [Float]
    /// The articles that it asks a step for.
    private var steep: [ClassifierSlope] = []
    private var random: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// `scales` says by list what a term counts.
    init(_ examples: ClassifierExamples, articlesCount: Int, scales: [Float]) {
        self.examples = examples
        self.articlesCount = articlesCount
        slopeMin = min(
            Self.slopeMinMost,
            max(Self.slopeMinLeast, Self.slopeMinOfArticle * Float(articlesCount))
        )
        rows = ClassifierRows(count: examples.rowsCount + 1, articlesCount: articlesCount)
        logits = [Float](repeating: 0, count: articlesCount)
        values = examples.entries.map { scales[Int($0.list)] }
        for example in 0..<examples.count {
            let range = examples.range(of: example)
            let length = range.reduce(Float(0)) { sum, entry in
                sum + Float(examples.entries[entry].terms) * values[entry] * values[entry]
            }
            for entry in range {
                values[entry] /= length.squareRoot()
                if values[entry] < Self.valueMin { values[entry] = 0 }
            }
        }
    }

    /// The weights of a row that are not 0, in no order.
    func weights(ofRow row: Int) -> [(article: Int, value: Float)] { rows.weights(ofRow: row) }

    /// By article, what it starts from.
    func biases() -> [Float] {
        var biases = [Float](repeating: 0, count: articlesCount)
        for (article, value) in rows.weights(ofRow: biasRow) { biases[article] = value }
        return biases
    }

    private var biasRow: Int { examples.rowsCount }

    /// Passes so many times over the examples, over each until it asks for no step.
    mutating func learn(passes: Int) {
        var order = Array(0..<examples.count)
        for _ in 0..<passes {
            shuffle(&order)
            order = order.filter { learn(from: $0) }
        }
    }

    /// Takes a step for an example, or says that it is told already.
    private mutating func learn(from example: Int) -> Bool {
        let range = examples.range(of: example)
        findSteep(range, owner: examples.owners[example])
        guard !steep.isEmpty else { return false }
        for entry in range where values[entry] > 0 {
            rows.step(row(entry), values[entry], steep)
        }
        rows.step(biasRow, ClassifierLimits.bias, steep)
        return true
    }

    /// Puts into ``steep`` the articles whose probability for an example is far from what it says.
    private mutating func findSteep(_ range: Range<Int>, owner: Int) {
        // Taken out while they are written, so that the rest can be read.
        var (logits, steep): ([Float], [ClassifierSlope]) = ([], [])
        swap(&logits, &self.logits)
        swap(&steep, &self.steep)
        defer {
            swap(&logits, &self.logits)
            swap(&steep, &self.steep)
        }
        steep.removeAll(keepingCapacity: true)
        logits.withUnsafeMutableBufferPointer { logits in
            logits.update(repeating: 0)
            for entry in range where values[entry] > 0 {
                let terms = Float(examples.entries[entry].terms)
                rows.add(terms * values[entry], row: row(entry), to: logits)
            }
            rows.add(ClassifierLimits.bias, row: biasRow, to: logits)
            Softmax.apply(to: logits)
            logits[owner] -= 1
            for article in logits.indices where abs(logits[article]) >= slopeMin {
                steep.append(ClassifierSlope(article: Int32(article), slope: logits[article]))
            }
        }
    }

    private func row(_ entry: Int) -> Int {
        Int(examples.rows[Int(examples.entries[entry].list)])
    }

    /// Fisher and Yates, with a xorshift generator that starts alike each time.
    private mutating func shuffle(_ order: inout [Int]) {
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            order.swapAt(last, Int(random % UInt64(last + 1)))
        }
    }

    /// A step for less than this share of an example moves no ranking that was measured; among many
    /// articles, where each one's share is small, for less than some times that.
    private static let slopeMinLeast: Float = 0.002
    private static let slopeMinMost: Float = 0.05
    private static let slopeMinOfArticle: Float = 0.000_2
    /// A term that counts less in an example of length 1 tells nothing, and is in many: its rows are
    /// the longest.
    private static let valueMin: Float = 0.08
}
