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
    /// Where the row at hand has the articles that are steep.
    private var found: [(place: Int32, article: Int32)] = []
    private var isFound: [Bool]

    init(count: Int, articlesCount: Int) {
        self.articlesCount = articlesCount
        rows = [Row](repeating: Row(), count: count)
        isFound = [Bool](repeating: false, count: articlesCount)
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

    /// One step against the slope in a row, for each article whose slope is steep; the others' are 0.
    mutating func step(_ row: Int, _ factor: Float, slopes: [Float], steep: [Int32]) {
        find(steep, in: row, slopes: slopes)
        values.withUnsafeMutableBufferPointer { values in
            squares.withUnsafeMutableBufferPointer { squares in
                for (place, article) in found {
                    let slope = factor * slopes[Int(article)]
                    squares[Int(place)] += slope * slope
                    values[Int(place)] -= Self.stepLength * slope / squares[Int(place)].squareRoot()
                }
            }
        }
    }

    /// Puts into ``found`` where the row has each of some articles; it gets those that it lacks.
    private mutating func find(_ wanted: [Int32], in row: Int, slopes: [Float]) {
        found.removeAll(keepingCapacity: true)
        guard !rows[row].isOfAll else {
            for article in wanted { found.append((rows[row].start + article, article)) }
            return
        }
        articles.withUnsafeBufferPointer { articles in
            for place in range(row) where slopes[Int(articles[place])] != 0 {
                found.append((Int32(place), articles[place]))
            }
        }
        guard found.count < wanted.count else { return }
        for (_, article) in found { isFound[Int(article)] = true }
        let missing = wanted.filter { !isFound[Int($0)] }
        for (_, article) in found { isFound[Int(article)] = false }
        makeRoom(for: missing.count, in: row)
        guard !rows[row].isOfAll else { return find(wanted, in: row, slopes: slopes) }
        for article in missing where rows[row].count < rows[row].room {
            let place = rows[row].start + rows[row].count
            articles[Int(place)] = article
            found.append((place, article))
            rows[row].count += 1
        }
    }

    /// Moves a row that would be too full to the end, with at least twice the room.
    ///
    /// What it leaves is lost until all is learnt. Without room for more it stays as it is.
    private mutating func makeRoom(for more: Int, in row: Int) {
        let old = range(row)
        let wanted = old.count + more
        guard wanted > rows[row].room, values.count < ClassifierLimits.weightsMax else { return }
        let start = values.count
        let isOfAll = wanted * Self.shareOfAll >= articlesCount
        let room = isOfAll ? articlesCount : max(Self.roomMin, wanted, 2 * old.count)
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
