public import Logging
import Synchronization

/// A log that a test reads.
public final class LogRecord: Sendable {
    private let held = Mutex<[String]>([])

    /// An empty one.
    public init() {}

    /// Everything that was logged, with its level and its metadata, oldest first.
    public var lines: [String] { held.withLock { $0 } }

    /// The same as one text.
    public var text: String { lines.joined(separator: "\n") }

    /// What writes into it.
    public var logger: Logger { Logger(label: "test") { _ in Handler(record: self) } }

    private struct Handler: LogHandler {
        let record: LogRecord
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.held.withLock {
                $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])")
            }
        }
    }
}
