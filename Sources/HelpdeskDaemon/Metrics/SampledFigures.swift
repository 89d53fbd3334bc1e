import Desk
import Foundation
import Logging
import Metrics
import PrometheusMetrics
import Storage
import Synchronization

/// The figures that are looked up when somebody fetches the metrics, and cost nothing otherwise.
struct SampledFigures: Sendable {
    let store: any DurableStore
    let sight: SharedTry<StoreSight>
    let backups: BackupFolder?
    /// True where a folder without a backup is shown as such.
    let showsNoBackup: Bool
    private let letters: [String: Meter]
    private let oldestAge: Meter
    private let waitingWrites: Meter
    private let oldestWriteAge: Meter
    private let bytes: Meter
    private let process: ProcessMeters
    private let metrics: any MetricsFactory
    private let logger: Logger

    init(
        store: any DurableStore,
        sight: SharedTry<StoreSight>,
        backups: BackupFolder?,
        showsNoBackup: Bool,
        metrics: any MetricsFactory,
        logger: Logger
    ) {
        let meter = { (name: String) in Meter(label: name, factory: metrics) }
        self.store = store
        self.sight = sight
        self.backups = backups
        self.showsNoBackup = showsNoBackup
        self.logger = logger
        self.metrics = metrics
        letters = Dictionary(
            uniqueKeysWithValues: ["due", "deferred", "carried", "failed"].map { state in
                (
                    state,
                    Meter(
                        label: "helpdesk_outbox_letters",
                        dimensions: [("state", state)],
                        factory: metrics
                    )
                )
            }
        )
        oldestAge = meter("helpdesk_outbox_oldest_due_age_seconds")
        waitingWrites = meter("helpdesk_store_waiting_writes")
        oldestWriteAge = meter("helpdesk_store_oldest_write_age_seconds")
        bytes = meter("helpdesk_store_bytes")
        process = ProcessMeters(metrics)
    }

    /// Longest wait for what is read of the store: Prometheus, which gives up after ten seconds unless
    /// told otherwise, must have the other figures when the store hangs.
    static let readingTimeMax: Duration = .seconds(5)

    /// Looks everything up; what cannot be looked up keeps its last value, and the log says so.
    func sample() async {
        if let seen = await sight.ask(within: Self.readingTimeMax) {
            take(seen.outbox, "the outbox") { show($0) }
            take(seen.brake, "the brake") { brake in
                show("helpdesk_mail_brake", brake?.holds == true ? 1 : 0)
            }
            take(seen.incidents, "incidents") { show($0) }
            take(seen.quarantine, "the quarantine") { show($0) }
            take(seen.figures, "the store") { show($0) }
        } else {
            logger.error("no figures of the store", metadata: ["error": "it does not answer"])
        }
        let writes = store.openWrites
        waitingWrites.set(writes.waiting)
        oldestWriteAge.set(writes.oldestAge / .seconds(1))
        if let backups {
            let newest = backups.newest()?.finishedAt.timeIntervalSince1970
            show("helpdesk_backup_newest_timestamp_seconds", newest ?? (showsNoBackup ? 0 : nil))
        }
        process.sample()
    }

    private func take<Value>(
        _ found: Result<Value, DeskError>,
        _ what: String,
        _ show: (Value) -> Void
    ) {
        switch found {
        case .success(let value): show(value)
        case .failure(let error):
            logger.error("no figures of \(what)", metadata: ["error": "\(error.logged)"])
        }
    }

    private func show(_ incidents: StoreSight.Incidents) {
        for state in Incident.State.allCases where state.isOpen {
            Meter(
                label: "helpdesk_incidents_open",
                dimensions: [("state", state.rawValue)],
                factory: metrics
            ).set(incidents.open.count { $0.state == state })
        }
        show("helpdesk_incident_letters_waiting", Double(incidents.lettersWaiting))
    }

    private func show(_ figures: OutboxFigures) {
        letters["due"]?.set(figures.due)
        letters["deferred"]?.set(figures.deferred)
        letters["carried"]?.set(figures.carried)
        letters["failed"]?.set(figures.failed)
        oldestAge.set(figures.oldestAge(at: .now))
    }

    private func show(_ figures: QuarantineFigures) {
        show("helpdesk_quarantine_mails", Double(figures.held))
        show("helpdesk_quarantine_oldest_age_seconds", figures.oldestAge(at: .now))
    }

    private func show(_ figures: StoreFigures) {
        bytes.set(figures.bytes)
        show("helpdesk_store_wal_bytes", figures.walBytes.map(Double.init))
        show("helpdesk_store_disk_free_bytes", figures.freeBytes.map(Double.init))
        show("helpdesk_store_memory_bytes", figures.memoryBytes.map(Double.init))
    }

    /// What this desk does not have is not shown: a zero would look like one that ran out.
    private func show(_ name: String, _ value: Double?) {
        guard let value else { return }
        Meter(label: name, factory: metrics).set(value)
    }
}

/// The process's own figures.
private struct ProcessMeters: Sendable {
    private let residentBytes: Meter
    private let allocatedBytes: Meter
    private let descriptors: Meter
    private let descriptorsMax: Meter
    private let processorTime: FloatingPointCounter
    private let startedAt: Meter
    private let processorSecondsSeen = SharedNumber()

    init(_ metrics: any MetricsFactory) {
        residentBytes = Meter(label: "process_resident_memory_bytes", factory: metrics)
        allocatedBytes = Meter(label: "helpdesk_memory_allocated_bytes", factory: metrics)
        descriptors = Meter(label: "process_open_fds", factory: metrics)
        descriptorsMax = Meter(label: "process_max_fds", factory: metrics)
        processorTime = FloatingPointCounter(
            label: "process_cpu_seconds_total",
            factory: metrics
        )
        startedAt = Meter(label: "process_start_time_seconds", factory: metrics)
    }

    func sample() {
        guard let figures = ProcessFigures.current() else { return }
        residentBytes.set(figures.residentBytes)
        allocatedBytes.set(KeptMemory.allocated)
        descriptors.set(figures.descriptors)
        descriptorsMax.set(figures.descriptorsMax)
        startedAt.set(figures.startedAt.timeIntervalSince1970)
        processorTime.increment(by: processorSecondsSeen.rise(to: figures.processorSeconds))
    }
}

/// The last value of a number that only rises.
private final class SharedNumber: Sendable {
    private let held = Mutex(0.0)

    /// How much it rose.
    func rise(to value: Double) -> Double {
        held.withLock { last in
            let rise = max(0, value - last)
            last += rise
            return rise
        }
    }
}
