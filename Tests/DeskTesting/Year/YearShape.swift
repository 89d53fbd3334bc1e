public import Foundation

/// How many get in touch when: by season, weekday, holiday and hour.
///
/// Shaped after what a city sees: Mondays are the busiest, July and the days around Christmas the
/// quietest; schools are chosen in late January, taxes declared in April; lunch is a dip. On one
/// Thursday in March the e-IDs are out of order, and three times as many call.
struct YearShape: Sendable {
    private let weights: [Double]
    private let hourWeights: [Double]
    /// The day of the outage, from 0.
    static let outageDay = 77

    private static let weekdays = [1.38, 1.14, 1.06, 1.0, 0.88, 0.16, 0.18]
    private static let months = [
        1.08, 1.02, 1.08, 1.12, 1.02, 0.92, 0.58, 0.98, 1.12, 1.08, 1.04, 0.82,
    ]
    private static let hours = [
        0.02, 0.01, 0.01, 0.01, 0.02, 0.05, 0.15, 0.4, 1.1, 1.35, 1.25, 0.9, 0.62, 1.0, 1.05, 0.9,
        0.55, 0.35, 0.3, 0.3, 0.25, 0.15, 0.08, 0.04,
    ]

    init(_ calendar: YearCalendar) {
        weights = calendar.openings.indices.map { day in
            // 2026 begins on a Thursday.
            let weekday = (day + 3) % 7
            let month = Int(calendar.name(of: day).dropFirst(5).prefix(2)) ?? 1
            var weight = Self.weekdays[weekday] * Self.months[month - 1]
            if weekday < 5, calendar.openings[day] == nil { weight *= 0.2 }
            switch day {
            case 19...31: weight *= 1.25
            case 94...121: weight *= 1.3
            case Self.outageDay: weight *= 3
            default: break
            }
            return weight
        }
        hourWeights = Self.hours
    }

    /// How many begin on a day, of so many in the year.
    func count(on day: Int, ofYear count: Int, _ random: inout SeededRandom) -> Int {
        let expected = Double(count) * weights[day] / weights.reduce(0, +)
        // About as uneven as people are who do not know of each other.
        let spread = (random.unit() + random.unit() + random.unit() - 1.5) * 2
        return max(0, Int((expected + spread * expected.squareRoot()).rounded()))
    }

    /// A time of day in seconds.
    func second(_ random: inout SeededRandom) -> TimeInterval {
        var left = random.unit() * hourWeights.reduce(0, +)
        for (hour, weight) in hourWeights.enumerated() {
            if left < weight { return (Double(hour) + left / weight) * 3_600 }
            left -= weight
        }
        return 12 * 3_600
    }
}

extension SeededRandom {
    /// True in such a part of all cases.
    public mutating func isLucky(_ share: Double) -> Bool { unit() < share }

    /// Between both, whole seconds.
    public mutating func seconds(_ range: ClosedRange<Double>) -> TimeInterval {
        (range.lowerBound + unit() * (range.upperBound - range.lowerBound)).rounded()
    }
}
