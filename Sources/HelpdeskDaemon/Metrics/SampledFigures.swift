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
    let outbox: Outbox
    let backups: BackupFolder?
    private let letters: [String: Meter]
    private let oldestAge: Meter
    private let waitingWrites: Meter
    private let bytes: Meter
    private let process: ProcessMeters
    private let metrics: any MetricsFactory
    private let logger: Logger

    init(
        store: any DurableStore,
        outbox: Outbox,
        backups: BackupFolder?,
        metrics: any MetricsFactory,
        logger: Logger
    ) {
        let meter = { (name: String) in Meter(label: name, factory: metrics) }
        self.store = store
        self.outbox = outbox
        self.backups = backups
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
        bytes = meter("helpdesk_store_bytes")
        process = ProcessMeters(metrics)
    }

    /// Looks everything up; what cannot be looked up keeps its last value, and the log says so.
    func sample() async {
        do throws(DeskError) {
            show(try await outbox.figures())
        } catch {
            logger.error("no figures of the outbox", metadata: ["error": "\(error)"])
        }
        do throws(DeskError) {
            let brake = try await store.read { reading throws(DeskError) in
                try reading.newestBrake()
            }
            show("helpdesk_mail_brake", brake?.holds == true ? 1 : 0)
        } catch {
            logger.error("no figure of the brake", metadata: ["error": "\(error)"])
        }
        do throws(DeskError) {
            try await showIncidents()
        } catch {
            logger.error("no figures of incidents", metadata: ["error": "\(error)"])
        }
        do throws(DeskError) {
            show(try await store.figures())
        } catch {
            logger.error("no figures of the store", metadata: ["error": "\(error)"])
        }
        show(
            "helpdesk_backup_newest_timestamp_seconds",
            backups.map { $0.newest()?.finishedAt.timeIntervalSince1970 ?? 0 }
        )
        process.sample()
    }

    private func showIncidents() async throws(DeskError) {
        let (open, waiting) = try await store.read { reading throws(DeskError) in
            (try reading.openIncidents(), try reading.countWaitingIncidentLetters())
        }
        for state in Incident.State.allCases where state.isOpen {
            Meter(
                label: "helpdesk_incidents_open",
                dimensions: [("state", state.rawValue)],
                factory: metrics
            ).set(open.count { $0.state == state })
        }
        show("helpdesk_incident_letters_waiting", Double(waiting))
    }

    private func show(_ figures: OutboxFigures) {
        letters["due"]?.set(figures.due)
        letters["deferred"]?.set(figures.deferred)
        letters["carried"]?.set(figures.carried)
        letters["failed"]?.set(figures.failed)
        oldestAge.set(figures.oldestAge(at: .now))
    }

    private func show(_ figures: StoreFigures) {
        waitingWrites.set(figures.waitingWrites)
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
