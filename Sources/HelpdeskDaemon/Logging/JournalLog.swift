import Foundation
import Logging
import Synchronization

/// Writes log records to standard error, one a line, as journald likes them.
///
/// Under systemd each line begins with its priority (sd-daemon(3)) and carries no time, which the
/// journal adds; elsewhere it begins with the time. The level is shared by all loggers, so that a
/// reload changes it everywhere at once.
struct JournalLog: LogHandler {
    private let label: String
    private let shared: SharedLevel
    var metadata: Logger.Metadata = [:]
    private var own: Logger.Level?

    /// The level of the whole program.
    final class SharedLevel: Sendable {
        private let held: Mutex<Logger.Level>

        init(_ level: Logger.Level) { held = Mutex(level) }

        var level: Logger.Level {
            get { held.withLock { $0 } }
            set { held.withLock { $0 = newValue } }
        }
    }

    init(label: String, level: SharedLevel) {
        self.label = label
        shared = level
    }

    var logLevel: Logger.Level {
        get { own ?? shared.level }
        set { own = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
            .sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.quoted("\($0.value)"))" }
        let words = ([label, Self.oneLine("\(event.message)")] + facts).joined(separator: " ")
        let start =
            Self.isJournal
            ? "<\(Self.priority(event.level))>"
            : "\(Date.now.formatted(.iso8601)) \(event.level) "
        // One write a record: records of several threads must not mix. A record that cannot be
        // written is no reason to stop serving.
        try? FileHandle.standardError.write(contentsOf: Data("\(start)\(words)\n".utf8))
    }

    private static let isJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil

    /// What comes from outside must not begin a record of its own.
    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    }

    private static func quoted(_ text: String) -> String {
        let line = oneLine(text)
        return line.contains(" ") ? "\"\(line)\"" : line
    }

    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
