/// How long each of many like things took.
struct Latencies: Sendable {
    private var sorted: [Duration]

    init(_ durations: [Duration]) { sorted = durations.sorted() }

    var count: Int { sorted.count }

    /// The duration that this share of them did not exceed, by the nearest rank.
    func percentile(_ share: Double) -> Duration {
        precondition((0...1).contains(share), "a share")
        guard !sorted.isEmpty else { return .zero }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}

/// What a load did.
struct LoadFigures: Sendable {
    var count: Int
    /// Things done a second.
    var rate: Double
    var p50: Duration
    var p99: Duration
    /// Answers that were not the wanted ones.
    var failures = 0
}

extension LoadFigures {
    init(_ latencies: Latencies, in elapsed: Duration) {
        count = latencies.count
        rate = Double(latencies.count) / max(elapsed / .seconds(1), 1e-9)
        p50 = latencies.percentile(0.50)
        p99 = latencies.percentile(0.99)
    }
}
