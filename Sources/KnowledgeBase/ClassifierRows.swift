/// How far an article's probability for an example is from what the example says.
struct ClassifierSlope {
    let article: Int32
    let slope: Float
}

/// Rows of weights, of those articles alone that were ever stepped for.
///
/// Each row lies in one piece, and moves to a larger one when it is full. One that holds a quarter of
/// the articles becomes a row of them all, in their order, in which none needs to be looked for.
struct ClassifierRows {
    private struct Row {
        var start: Int32 = 0
        var count: Int32 = 0
        var room: Int32 = 0
        var isOfAll = false
    }

    private let articlesCount: Int
    private var rows: [Row]
    private var articles: [Int32] = []
    private var values: [Float] = []
    /// The sum of the squares of each weight's gradients.
    private var squares: [Float] = []

    init(count: Int, articlesCount: Int) {
        self.articlesCount = articlesCount
        rows = [Row](repeating: Row(), count: count)
    }

    /// The weights of a row that are not 0, in no order.
    func weights(ofRow row: Int) -> [(article: Int, value: Float)] {
        range(row).compactMap { place in
            values[place] == 0 ? nil : (Int(articles[place]), values[place])
        }
    }

    private func range(_ row: Int) -> Range<Int> {
        Int(rows[row].start)..<Int(rows[row].start + rows[row].count)
    }

    /// Adds `factor` times a row.
    func add(_ factor: Float, row: Int, to logits: UnsafeMutableBufferPointer<Float>) {
        let range = range(row)
        precondition(logits.count == articlesCount, "one an article")
        // Checked arrays would take twice the time in these loops, which are most of learning.
        values.withUnsafeBufferPointer { values in
            if rows[row].isOfAll, let to = logits.baseAddress, let from = values.baseAddress {
                let start = from + range.lowerBound
                for article in 0..<articlesCount { to[article] += factor * start[article] }
            } else {
                articles.withUnsafeBufferPointer { articles in
                    for place in range { logits[Int(articles[place])] += factor * values[place] }
                }
            }
        }
    }

    /// One step in a row against each of some slopes.
    mutating func step(_ row: Int, _ factor: Float, _ slopes: [ClassifierSlope]) {
        for one in slopes {
            guard let place = place(of: one.article, in: row) else { continue }
            let slope = factor * one.slope
            squares[place] += slope * slope
            values[place] -= Self.stepLength * slope / squares[place].squareRoot()
        }
    }

    /// Where a row has an article, for which it makes room; nil when there is none left.
    private mutating func place(of article: Int32, in row: Int) -> Int? {
        if let place = known(article, in: row) { return place }
        makeRoom(in: row)
        // Now it may be a row of all.
        if rows[row].isOfAll { return known(article, in: row) }
        guard rows[row].count < rows[row].room else { return nil }
        let place = range(row).upperBound
        articles[place] = article
        rows[row].count += 1
        return place
    }

    private func known(_ article: Int32, in row: Int) -> Int? {
        let range = range(row)
        guard !rows[row].isOfAll else { return range.lowerBound + Int(article) }
        return articles.withUnsafeBufferPointer { articles in
            for place in range where articles[place] == article { return place }
            return nil
        }
    }

    /// Moves a row that is full to the end, with twice the room.
    ///
    /// What it leaves is lost until all is learnt. Without room for more it stays as it is.
    private mutating func makeRoom(in row: Int) {
        let old = range(row)
        let isFull = old.count == rows[row].room
        guard isFull, values.count < ClassifierLimits.weightsMax else { return }
        let start = values.count
        let isOfAll = (old.count + 1) * Self.shareOfAll >= articlesCount
        let room = isOfAll ? articlesCount : max(Self.roomMin, 2 * old.count)
        articles.append(contentsOf: repeatElement(0, count: room))
        values.append(contentsOf: repeatElement(0, count: room))
        squares.append(contentsOf: repeatElement(Self.squaresMin, count: room))
        if isOfAll { for place in 0..<room { articles[start + place] = Int32(place) } }
        for (number, place) in old.enumerated() {
            let new = start + (isOfAll ? Int(articles[place]) : number)
            articles[new] = articles[place]
            values[new] = values[place]
            squares[new] = squares[place]
        }
        rows[row] = Row(
            start: Int32(start),
            count: Int32(isOfAll ? articlesCount : old.count),
            room: Int32(room),
            isOfAll: isOfAll
        )
    }

    private static let roomMin = 4
    private static let shareOfAll = 4
    private static let stepLength: Float = 2
    /// So large that the first steps are short: else the words of the first examples stand out.
    private static let squaresMin: Float = 1
}
