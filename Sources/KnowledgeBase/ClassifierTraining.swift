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
    var entriesCount: Int { entries.count }

    /// Takes the examples out of what was counted.
    init(_ builder: ShelfBuilder, listOfTerm: [Int32]) {
        rows = [Int32](repeating: -1, count: Int(listOfTerm.max() ?? -1) + 1)
        for part in builder.parts
        where part.kind.isExample && part.kind != .rejected && !part.entries.isEmpty {
            let lists = builder.terms[part.entries].map { listOfTerm[Int($0)] }.sorted()
            var start = 0
            while start < lists.count {
                let list = lists[start]
                let end = lists[start...].firstIndex { $0 != list } ?? lists.count
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
}

/// Stochastic gradient descent with a step for each weight (AdaGrad).
struct ClassifierTraining {
    private let examples: ClassifierExamples
    private let articlesCount: Int
    /// What one term of each entry counts, every example of length 1.
    private var values: [Float]
    private var weights: [Float]
    /// The sum of the squares of each weight's gradients.
    private var squares: [Float]
    private var random: UInt64 = 0x9E37_79B9_7F4A_7C15

    init(
        _ examples: ClassifierExamples,
        rowsCount: Int,
        articlesCount: Int,
        scales: [Float]
    ) {
        self.examples = examples
        self.articlesCount = articlesCount
        weights = [Float](repeating: 0, count: rowsCount * articlesCount)
        squares = [Float](repeating: Self.squaresMin, count: rowsCount * articlesCount)
        values = examples.entries.map { scales[Int($0.list)] }
        for example in 0..<examples.count {
            let range = examples.range(of: example)
            let length = range.reduce(Float(0)) { sum, entry in
                sum + Float(examples.entries[entry].terms) * values[entry] * values[entry]
            }
            for entry in range { values[entry] /= length.squareRoot() }
        }
    }

    /// The weights after so many passes over all examples: row by row, the biases last.
    mutating func learnt(passes: Int) -> [Float] {
        var order = Array(0..<examples.count)
        for _ in 0..<passes {
            shuffle(&order)
            for example in order { learn(from: example) }
        }
        return weights
    }

    private mutating func learn(from example: Int) {
        let range = examples.range(of: example)
        let biasRow = weights.count / articlesCount - 1
        var slopes = [Float](repeating: 0, count: articlesCount)
        weights.withUnsafeBufferPointer { weights in
            slopes.withUnsafeMutableBufferPointer { slopes in
                for entry in range {
                    let terms = Float(examples.entries[entry].terms)
                    Self.add(terms * values[entry], weights, row: row(entry), to: slopes)
                }
                Self.add(ClassifierLimits.bias, weights, row: biasRow, to: slopes)
                Classifier.normalize(slopes)
            }
        }
        slopes[examples.owners[example]] -= 1
        // After a few passes nearly every article is out of the question already.
        let steep = slopes.indices.filter { abs(slopes[$0]) >= Self.slopeMin }
        guard !steep.isEmpty else { return }
        for entry in range { step(row(entry), values[entry], slopes, steep) }
        step(biasRow, ClassifierLimits.bias, slopes, steep)
    }

    private func row(_ entry: Int) -> Int {
        Int(examples.rows[Int(examples.entries[entry].list)])
    }

    /// Adds `factor` times a row of weights.
    private static func add(
        _ factor: Float,
        _ weights: UnsafeBufferPointer<Float>,
        row: Int,
        to logits: UnsafeMutableBufferPointer<Float>
    ) {
        // Its length was checked where the weights were made; checked pointers are not vectorized.
        guard let to = logits.baseAddress, let from = weights.baseAddress else { return }
        precondition((row + 1) * logits.count <= weights.count, "a row of the weights")
        let start = from + row * logits.count
        for article in 0..<logits.count { to[article] += factor * start[article] }
    }

    /// One step against the slope in a row, for each article whose slope is steep.
    private mutating func step(_ row: Int, _ value: Float, _ slopes: [Float], _ steep: [Int]) {
        let start = row * articlesCount
        weights.withUnsafeMutableBufferPointer { weights in
            squares.withUnsafeMutableBufferPointer { squares in
                for article in steep {
                    let slope = value * slopes[article]
                    let sum = squares[start + article] + slope * slope
                    squares[start + article] = sum
                    weights[start + article] -= Self.stepLength * slope / sum.squareRoot()
                }
            }
        }
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

    private static let stepLength: Float = 2
    private static let slopeMin: Float = 0.002
    /// So large that the first steps are short: else the words of the first examples stand out.
    private static let squaresMin: Float = 1
}
