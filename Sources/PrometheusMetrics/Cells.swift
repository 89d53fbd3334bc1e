import CoreMetrics
import Synchronization

/// The numbers of one series, which writes itself.
protocol Cell: AnyObject, Sendable {
    /// Appends the series' lines, with the metric's name and its labels: `name="value"` pairs with
    /// commas between them, or nothing.
    func write(_ name: String, _ labels: String, to text: inout String)
}

/// A number that only grows.
///
/// Recording is one relaxed addition: whoever reads wants a number that was true a moment ago, not
/// an order among different ones.
final class CounterCell: Cell, CounterHandler {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        precondition(amount >= 0, "a counter only grows")
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() { count.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to text: inout String) {
        text.appendSample(name, labels, "\(count.load(ordering: .relaxed))")
    }
}

/// A number that goes up and down, or one with a fraction that only grows.
final class GaugeCell: Cell, MeterHandler, RecorderHandler, FloatingPointCounterHandler {
    private let bits = Atomic<UInt64>(Double.zero.bitPattern)

    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func reset() { set(0.0) }
    func set(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func record(_ value: Int64) { set(Double(value)) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }

    private func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (isDone, found) = bits.weakCompareExchange(
                expected: old,
                desired: new,
                ordering: .relaxed
            )
            if isDone { return }
            old = found
        }
    }

    func write(_ name: String, _ labels: String, to text: inout String) {
        let value = Double(bitPattern: bits.load(ordering: .relaxed))
        text.appendSample(name, labels, value.sample)
    }
}

/// How values are spread.
///
/// Recording is two relaxed additions: one to the value's bucket, one to the sum. Sums and bounds
/// are whole ticks, so that no addition has to be tried twice: a nanosecond of a time, one of
/// everything else.
final class HistogramCell: Cell, TimerHandler, RecorderHandler {
    private let bounds: [Int64]
    private let ticksPerUnit: Double
    private let sum = Atomic<Int64>(0)
    private let buckets: InlineArray<16, Atomic<Int64>>

    init(bounds: [Double], isTime: Bool) {
        let ticksPerUnit = isTime ? 1e9 : 1
        self.ticksPerUnit = ticksPerUnit
        self.bounds = bounds.map { Int64(($0 * ticksPerUnit).rounded()) }
        buckets = InlineArray { _ in Atomic(0) }
        precondition(bounds.count < buckets.count, "one bucket is for what is over all bounds")
    }

    func recordNanoseconds(_ duration: Int64) { record(duration) }

    /// A value that is no number is left out: it would make the sum none for ever.
    func record(_ value: Double) {
        guard value.isFinite, abs(value) < 1e18 else { return }
        record(Int64(value.rounded()))
    }

    func record(_ value: Int64) {
        var place = 0
        while place < bounds.count, bounds[place] < value { place += 1 }
        buckets[place].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
    }

    func write(_ name: String, _ labels: String, to text: inout String) {
        var count: Int64 = 0
        let before = labels.isEmpty ? "" : "\(labels),"
        for place in 0...bounds.count {
            count += buckets[place].load(ordering: .relaxed)
            let bound =
                place < bounds.count ? (Double(bounds[place]) / ticksPerUnit).sample : "+Inf"
            text.appendSample("\(name)_bucket", "\(before)le=\"\(bound)\"", "\(count)")
        }
        let total = Double(sum.load(ordering: .relaxed)) / ticksPerUnit
        text.appendSample("\(name)_sum", labels, total.sample)
        text.appendSample("\(name)_count", labels, "\(count)")
    }
}

extension String {
    fileprivate mutating func appendSample(_ name: String, _ labels: String, _ value: String) {
        self += name
        if !labels.isEmpty { self += "{\(labels)}" }
        self += " \(value)\n"
    }
}

extension Double {
    /// As the format writes numbers: whole ones without a fraction, and three words.
    fileprivate var sample: String {
        if isNaN { return "NaN" }
        if isInfinite { return self > 0 ? "+Inf" : "-Inf" }
        if rounded() == self, abs(self) < 1e15 { return "\(Int64(self))" }
        return "\(self)"
    }
}
