import Desk
import KnowledgeBase
import Logging
import Metrics
import NIOPosix
import ServiceLifecycle
import Storage

/// Keeps what the knowledge base has learnt in step with the store's evidence.
///
/// It looks when the desk, or another daemon on the same store, says that there may be some, and
/// every now and then of itself, because a command of the operator cannot tell it. The next knowledge
/// base is made on a thread of its own while the last one goes on answering, and that thread rests as
/// long as it worked: learning never takes more than half of a processor.
struct Learner: Service {
    let store: any DurableStore
    let library: Library
    let signal: LearningSignal
    let settings: LearnerSettings
    /// False uses no evidence, and leaves what there is where it is.
    let isEnabled: Bool
    let thread: NIOThreadPool
    let meters: LearningMeters
    let logger: Logger

    func run() async throws {
        guard isEnabled else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await remind() }
                var mark: EvidenceMark?
                for await _ in signal.raised {
                    // One who resolves a ticket is followed by others: they are learnt together.
                    guard await pause(settings.settleTime) else { return }
                    let start = ContinuousClock.now
                    mark = await learn(unless: mark)
                    // With much evidence it takes seconds, and there may always be some more.
                    guard await pause(start.duration(to: .now)) else { return }
                }
            }
        }
    }

    /// Looks at the evidence and learns it if it is not what `known` marks.
    ///
    /// - Returns: where the evidence stood; `known` when it could not be read.
    @discardableResult
    func learn(unless known: EvidenceMark?) async -> EvidenceMark? {
        guard isEnabled else { return nil }
        do {
            let (mark, evidence) = try await evidence(unless: known)
            guard let evidence else { return mark }
            let start = ContinuousClock.now
            let isNew = try await thread.runIfActive { library.learn(from: evidence) }
            meters.know(evidence, library.current.calibration)
            if isNew {
                meters.learnt(in: start.duration(to: .now))
                logger.info("learnt", metadata: ["evidence": "\(evidence.count)"])
            }
            return mark
        } catch {
            meters.fail()
            logger.error(
                "the evidence cannot be read; it is tried again",
                metadata: ["error": "\(error)"]
            )
            return known
        }
    }

    /// The evidence, bounded as ``Learning`` bounds it; nil when it stands where it stood.
    private func evidence(
        unless known: EvidenceMark?
    ) async throws(DeskError) -> (EvidenceMark, [Evidence]?) {
        let (mark, evidence) = try await store.read { reading throws(DeskError) in
            let mark = try reading.evidenceMark()
            guard mark != known else { return (mark, [Evidence]?.none) }
            return (mark, try reading.newestEvidence(limit: Learning.countMax))
        }
        if mark.count > Learning.countMax {
            try await store.write { transaction throws(DeskError) in
                try transaction.trimEvidence(to: Learning.countMax)
            }
        }
        return (mark, evidence.map { Learning($0).evidence })
    }

    private func remind() async {
        while await pause(settings.lookInterval) { signal.raise() }
    }

    /// False when there is nothing to wait for any more.
    private func pause(_ time: Duration) async -> Bool {
        do {
            try await Task.sleep(for: time)
            return true
        } catch {
            return false
        }
    }
}

/// What an operator decides about when the desk learns.
///
/// - Configuration keys:
///   - `learning.settle-seconds` (int, seconds, default 5, 0…3 600): from the first new evidence until
///     it is learnt, with all that came meanwhile.
///   - `learning.look-seconds` (int, seconds, default 15, 1…3 600): how often the store is looked at
///     for what nobody told.
struct LearnerSettings: Sendable, Equatable {
    var settleTime = Duration.seconds(5)
    var lookInterval = Duration.seconds(15)
}

/// What the learner counts.
struct LearningMeters: Sendable {
    private let evidence: [Evidence.Verdict: Meter]
    private let own: Meter
    private let answerableMin: Meter
    private let time: Metrics.Timer
    private let failures: Counter

    init(_ metrics: any MetricsFactory) {
        evidence = Dictionary(
            uniqueKeysWithValues: Evidence.Verdict.allCases.map { verdict in
                (
                    verdict,
                    Meter(
                        label: "helpdesk_evidence",
                        dimensions: [("verdict", verdict.rawValue)],
                        factory: metrics
                    )
                )
            }
        )
        own = Meter(label: "helpdesk_calibration_own", factory: metrics)
        answerableMin = Meter(label: "helpdesk_calibration_answerable_min", factory: metrics)
        time = Timer(label: "helpdesk_learning_seconds", factory: metrics)
        failures = Counter(label: "helpdesk_learning_failures_total", factory: metrics)
    }

    func know(_ all: [Evidence], _ calibration: Calibration) {
        for (verdict, meter) in evidence { meter.set(all.count { $0.verdict == verdict }) }
        own.set(calibration == .standard ? 0 : 1)
        answerableMin.set(calibration.answerableMin)
    }

    func learnt(in time: Duration) { self.time.record(duration: time) }

    func fail() { failures.increment() }
}
