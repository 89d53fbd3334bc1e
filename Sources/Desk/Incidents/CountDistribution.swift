import Foundation

/// How many tickets come in a window: a negative binomial distribution.
///
/// A Poisson rate that is itself only known as well as `shape` says (a Gamma distribution of that shape)
/// gives this. It is Poisson's when much was seen and little varied, and has a heavier tail the less is
/// known or the more days differ.
struct CountDistribution {
    /// The mean, above 0.
    var mean: Double
    /// How sure the mean is, above 0; the variance is `mean + mean²/shape`.
    var shape: Double

    /// The probability of `count` or more.
    func tail(_ count: Int) -> Double {
        guard count > 0 else { return 1 }
        precondition(mean > 0 && shape > 0, "a rate is estimated above nothing")
        let odds = mean / (shape + mean)
        // Summed from the far end where that is the small part, so that nothing is lost to rounding.
        guard Double(count) > mean else { return max(0, 1 - sum(from: 0, to: count, odds)) }
        return sum(from: count, to: .max, odds)
    }

    /// The probability of `first` up to, not with, `end`.
    private func sum(from first: Int, to end: Int, _ odds: Double) -> Double {
        var term = exp(logProbability(of: first, odds))
        var sum = 0.0
        var count = first
        while count < end {
            sum += term
            term *= (shape + Double(count)) / Double(count + 1) * odds
            count += 1
            // Nothing adds to nothing: what is too small for a number has no end of its own.
            if Double(count) > mean, term <= sum * 1e-12 { break }
        }
        return min(1, sum)
    }

    private func logProbability(of count: Int, _ odds: Double) -> Double {
        let number = Double(count)
        return lgamma(number + shape) - lgamma(shape) - lgamma(number + 1)
            + shape * log1p(-odds) + number * log(odds)
    }
}
