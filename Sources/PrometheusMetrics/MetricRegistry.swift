public import CoreMetrics
import Synchronization

/// The metrics of a program, kept for whoever fetches them as Prometheus' text.
///
/// It is a backend of swift-metrics that is handed to the rooms which record; there is no global
/// one. Making a counter, gauge, timer or recorder takes a lock and is done once; recording takes
/// none. The same name with the same labels is the same series.
public final class MetricRegistry: MetricsFactory {
    private let descriptions: [String: MetricDescription]
    private let families = Mutex<[String: [String: any Cell]]>([:])

    /// Knows these metrics and no others.
    ///
    /// - Precondition: no name comes twice.
    public init(_ descriptions: [MetricDescription]) {
        self.descriptions = Dictionary(uniqueKeysWithValues: descriptions.map { ($0.name, $0) })
    }

    /// The media type of ``text()``.
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// Everything that was recorded so far, in text format 0.0.4: families by name, series by
    /// labels.
    public func text() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, series) in families.sorted(by: { $0.key < $1.key }) {
            guard let description = descriptions[name] else { continue }
            text += "# HELP \(name) \(Self.escaped(description.help))\n"
            text += "# TYPE \(name) \(description.kind.word)\n"
            for (labels, cell) in series.sorted(by: { $0.key < $1.key }) {
                cell.write(name, labels, to: &text)
            }
        }
        return text
    }

    /// A counter.
    public func makeCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any CounterHandler {
        cell(label, dimensions) { kind -> CounterCell? in
            guard case .counter = kind else { return nil }
            return CounterCell()
        }
    }

    /// A counter of something that has fractions, such as seconds.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions) { kind -> GaugeCell? in
            guard case .counter = kind else { return nil }
            return GaugeCell()
        }
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// A histogram, or a gauge when values are not to be added up.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return histogram(label, dimensions, isTime: false)
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions, isTime: true)
    }

    /// Keeps the series: what was counted has happened.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Keeps the series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Keeps the series.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Keeps the series.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Keeps the series.
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeCell {
        cell(label, dimensions) { kind in
            guard case .gauge = kind else { return nil }
            return GaugeCell()
        }
    }

    private func histogram(
        _ label: String,
        _ dimensions: [(String, String)],
        isTime: Bool
    ) -> HistogramCell {
        cell(label, dimensions) { kind in
            guard case .histogram(let bounds) = kind else { return nil }
            return HistogramCell(bounds: bounds, isTime: isTime)
        }
    }

    private func cell<Wanted: Cell>(
        _ name: String,
        _ dimensions: [(String, String)],
        make: (MetricDescription.Kind) -> Wanted?
    ) -> Wanted {
        guard let description = descriptions[name] else {
            preconditionFailure("\(name) is recorded but not described")
        }
        let labels = Self.labels(dimensions)
        return families.withLock { families in
            if let found = families[name]?[labels] {
                guard let found = found as? Wanted else {
                    preconditionFailure("\(name) is recorded in two ways")
                }
                return found
            }
            guard let made = make(description.kind) else {
                preconditionFailure("\(name) is described as a \(description.kind.word)")
            }
            families[name, default: [:]][labels] = made
            return made
        }
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            precondition(
                MetricDescription.isName(name, mayHaveColon: false) && name != "le",
                "\(name) is no name of a label"
            )
            return "\(name)=\"\(escaped(value).replacing("\"", with: "\\\""))\""
        }
        .joined(separator: ",")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}

extension MetricDescription.Kind {
    fileprivate var word: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
