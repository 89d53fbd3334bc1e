import Foundation

/// Whether a series grows, as the slope of a line through it and how sure that is.
///
/// Samples next to each other are alike, which makes a line through all of them look surer than it
/// is: so the line goes through the means of some stretches, after a time for warming up.
struct Growth: Sendable {
    /// What the series gains in an hour.
    var perHour: Double
    /// Half the width of the interval in which that is with 95 % confidence.
    var margin: Double

    static let stretches = 20
    /// The share of the series that is left out at its beginning.
    static let warmUp = 0.2
    /// Student's t for 95 % and `stretches` − 2 degrees of freedom.
    private static let quantile = 2.101

    /// Nil when the series is too short to say.
    init?(_ values: [(at: Duration, value: Double)]) {
        let settled = values.dropFirst(Int(Double(values.count) * Self.warmUp))
        guard settled.count >= Self.stretches * 2 else { return nil }
        let length = settled.count / Self.stretches
        let points = (0..<Self.stretches).map { place -> (x: Double, y: Double) in
            let stretch = settled.dropFirst(place * length).prefix(length)
            let hours = stretch.map { $0.at / .seconds(3_600) }
            return (Self.mean(hours), Self.mean(stretch.map(\.value)))
        }
        let middle = (x: Self.mean(points.map(\.x)), y: Self.mean(points.map(\.y)))
        let spread = points.reduce(0) { $0 + ($1.x - middle.x) * ($1.x - middle.x) }
        let slope =
            points.reduce(0) { $0 + ($1.x - middle.x) * ($1.y - middle.y) } / max(spread, 1e-12)
        let rest = points.reduce(0) { sum, point in
            let miss = point.y - middle.y - slope * (point.x - middle.x)
            return sum + miss * miss
        }
        perHour = slope
        margin = Self.quantile * (rest / Double(points.count - 2) / max(spread, 1e-12)).squareRoot()
    }

    /// In words: a slope whose interval holds zero is no growth that one can see.
    var verdict: String {
        if perHour - margin > 0 { return "grows" }
        return perHour + margin < 0 ? "shrinks" : "no growth seen"
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }
}
