internal import Foundation

/// How much a term weighs for being in few articles.
struct TermWeights: Sendable {
    private let articlesCount: Float

    init(articlesCount: Int) { self.articlesCount = Float(articlesCount) }

    /// BM25's idf of a term that so many articles have (Robertson and Sparck Jones, never below 0).
    func idf(_ having: Int) -> Float {
        let having = Float(having)
        return log(1 + (articlesCount - having + 0.5) / (having + 0.5))
    }

    /// The idf of the cosines, 1 or more.
    func cosineIDF(_ having: Int) -> Float {
        log((1 + articlesCount) / (1 + Float(having))) + 1
    }

    /// What a term counts that is there so often, 0…255 times; twice is not double.
    static let damped: [Float] = (0...255).map { $0 < 2 ? Float($0) : 1 + log(Float($0)) }
}
