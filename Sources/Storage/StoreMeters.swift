import Metrics

/// What a store counts of its commits.
struct StoreMeters: Sendable {
    private let commitTime: Timer
    private let writesPerCommit: Recorder
    private let refused: Counter
    private let failed: Counter

    init(_ metrics: any MetricsFactory) {
        commitTime = Timer(label: "helpdesk_store_commit_seconds", factory: metrics)
        writesPerCommit = Recorder(label: "helpdesk_store_commit_writes", factory: metrics)
        refused = Counter(label: "helpdesk_store_refused_writes_total", factory: metrics)
        failed = Counter(label: "helpdesk_store_failed_commits_total", factory: metrics)
    }

    /// A write that was turned away because too many wait.
    func refuse() { refused.increment() }

    /// A transaction that came to its end, well or not.
    func commit(_ writes: Int, since start: ContinuousClock.Instant, isDurable: Bool) {
        commitTime.record(duration: start.duration(to: .now))
        if isDurable { writesPerCommit.record(writes) } else { failed.increment() }
    }
}

/// How a store stands at one moment.
public struct StoreFigures: Sendable, Equatable {
    /// Writes that wait for their turn.
    public var waitingWrites: Int
    /// Octets it takes, without what follows.
    public var bytes: Int64
    /// Octets of what is committed and not in its place yet; nil where a server sees to that.
    public var walBytes: Int64?
    /// Octets that may still be written to the file system it is on; nil where that is elsewhere.
    public var freeBytes: Int64?
    /// Octets of memory that SQLite holds: pages of the file and prepared statements; nil where a
    /// server holds its own.
    public var memoryBytes: Int64?
}
