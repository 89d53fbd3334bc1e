import Metrics

/// What a store counts of its commits.
struct StoreMeters: Sendable {
    private let commitTime: Timer
    private let writesPerCommit: Recorder
    private let refused: Counter
    private let failed: Counter
    private let repeated: Counter

    init(_ metrics: any MetricsFactory) {
        commitTime = Timer(label: "helpdesk_store_commit_seconds", factory: metrics)
        writesPerCommit = Recorder(label: "helpdesk_store_commit_writes", factory: metrics)
        refused = Counter(label: "helpdesk_store_refused_writes_total", factory: metrics)
        failed = Counter(label: "helpdesk_store_failed_commits_total", factory: metrics)
        repeated = Counter(label: "helpdesk_store_repeated_commits_total", factory: metrics)
    }

    /// A write that was turned away because too many wait.
    func refuse() { refused.increment() }

    /// A transaction that came to its end, well or not.
    func commit(_ writes: Int, since start: ContinuousClock.Instant, isDurable: Bool) {
        commitTime.record(duration: start.duration(to: .now))
        if isDurable { writesPerCommit.record(writes) } else { fail() }
    }

    /// A transaction that could not be written, which whoever waits for it is told.
    func fail() { failed.increment() }

    /// One that others were in the way of, or that lost its connection, and that is run again: whoever
    /// waits for it has not failed.
    func runAgain() { repeated.increment() }
}

/// The writes whose callers wait, which a store knows without asking its database.
public struct OpenWrites: Sendable, Equatable {
    /// Those that wait for their turn.
    public var waiting: Int
    /// For how long the oldest has not been answered, waiting or being committed; zero when there is
    /// none.
    public var oldestAge: Duration
}

/// How a store stands at one moment.
public struct StoreFigures: Sendable, Equatable {
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
