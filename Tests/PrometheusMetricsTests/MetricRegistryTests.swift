import CoreMetrics
import DeskTesting
import PrometheusMetrics
import Testing

@Suite("The registry of metrics")
struct MetricRegistryTests {
    private let registry = MetricRegistry([
        MetricDescription("cakes_total", .counter, "Cakes \\ baked,\nby kind."),
        MetricDescription("oven_seconds_total", .counter, "Time the oven was on."),
        MetricDescription("oven_celsius", .gauge, "How hot it is."),
        MetricDescription("baking_seconds", .histogram([0.001, 0.5, 1]), "How long it took."),
        MetricDescription("guests", .histogram([1, 2, 4]), "How many came."),
    ])

    private func page() throws -> MetricsText { try MetricsText(registry.text()) }

    @Test("shows nothing of a metric that nobody has")
    func empty() {
        #expect(registry.text().isEmpty)
    }

    @Test("adds up counters, and the same labels are the same series")
    func counters() throws {
        let first = Counter(
            label: "cakes_total",
            dimensions: [("kind", "tosca")],
            factory: registry
        )
        let second = Counter(
            label: "cakes_total",
            dimensions: [("kind", "tosca")],
            factory: registry
        )
        first.increment()
        second.increment(by: 41)
        FloatingPointCounter(label: "oven_seconds_total", factory: registry).increment(by: 0.25)
        #expect(try page().value("cakes_total", ["kind": "tosca"]) == 42)
        #expect(try page().value("oven_seconds_total") == 0.25)
        first.destroy()
        #expect(try page().value("cakes_total", ["kind": "tosca"]) == 42)
    }

    @Test("escapes help and labels so that they are read as they were meant")
    func escaping() throws {
        let odd = "a \"b\" \\ c\nd"
        Counter(label: "cakes_total", dimensions: [("kind", odd)], factory: registry).increment()
        let page = try page()
        #expect(page.value("cakes_total", ["kind": odd]) == 1)
        #expect(page.families["cakes_total"]?.help == #"Cakes \\ baked,\nby kind."#)
    }

    @Test("lets gauges go up and down")
    func gauges() throws {
        let gauge = Meter(label: "oven_celsius", factory: registry)
        gauge.set(175)
        gauge.increment(by: 2.5)
        gauge.decrement()
        #expect(try page().value("oven_celsius") == 176.5)
        gauge.set(-Double.infinity)
        #expect(try page().value("oven_celsius") == -.infinity)
    }

    @Test("puts a value on a bound below it, and one over all bounds into the last bucket")
    func buckets() throws {
        let time = Timer(label: "baking_seconds", factory: registry)
        for nanoseconds in [999_999, 1_000_000, 1_000_001, 1_000_000_000, 1_000_000_001] {
            time.recordNanoseconds(Int64(nanoseconds))
        }
        let page = try page()
        let bucket = { page.value("baking_seconds_bucket", ["le": $0]) }
        #expect(bucket("0.001") == 2)
        #expect(bucket("0.5") == 3)
        #expect(bucket("1") == 4)
        #expect(bucket("+Inf") == 5)
        #expect(page.value("baking_seconds_count") == 5)
        #expect(page.value("baking_seconds_sum") == 2.003000001)
    }

    @Test("counts things that are no times as they are, and leaves out what is no number")
    func recorders() throws {
        let guests = Recorder(label: "guests", factory: registry)
        guests.record(2)
        guests.record(3.6)
        guests.record(Double.nan)
        guests.record(Double.infinity)
        let page = try page()
        #expect(page.value("guests_bucket", ["le": "2"]) == 1)
        #expect(page.value("guests_sum") == 6)
        #expect(page.value("guests_count") == 2)
    }

    @Test("loses nothing that many threads record at once")
    func concurrency() async throws {
        let counter = Counter(label: "cakes_total", factory: registry)
        let gauge = Meter(label: "oven_celsius", factory: registry)
        let time = Timer(label: "baking_seconds", factory: registry)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.increment()
                        gauge.increment()
                        time.recordNanoseconds(1_000)
                    }
                }
            }
        }
        let page = try page()
        #expect(page.value("cakes_total") == 80_000)
        #expect(page.value("oven_celsius") == 80_000)
        #expect(page.value("baking_seconds_count") == 80_000)
        #expect(page.value("baking_seconds_sum") == 0.08)
    }

    @Test(
        "is read by a reader that refuses what is malformed",
        arguments: [
            "a_total 1\n",
            "# HELP a_total x\n# TYPE a_total counter\na_total 1",
            "# HELP a_total x\na_total 1\n",
            "# HELP a x\n# TYPE a counter\na 1\n",
            "# HELP a x\n# TYPE a gauge\nb 1\n",
            "# HELP a x\n# TYPE a gauge\na 1\na 2\n",
            "# HELP a x\n# TYPE a gauge\na{b=\"c} 1\n",
            "# HELP a x\n# TYPE a gauge\na{b=\"c\\d\"} 1\n",
            "# HELP a x\n# TYPE a gauge\na one\n",
            "# HELP a x\n# TYPE a gauge\n",
            "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
            "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n"
                + "a_sum 1\na_count 1\n",
        ]
    )
    func strictReader(text: String) {
        #expect(throws: MetricsText.Malformed.self) { try MetricsText(text) }
    }
}
