import Desk
import Foundation
import Logging
import Synchronization

/// Carries what calls did from the event loop to the store: in order, and without holding the loop.
///
/// It is bounded by the calls: while more than ``reportsMax`` reports wait, no further call is taken,
/// and what the present calls still do is little. A report that the store cannot write, whenever it
/// is asked, is lost once ``othersMin`` others could be written: it must not keep them out.
final class CallJournal: Sendable {
    /// Reports that may wait while further calls are taken.
    static let reportsMax = 10_000
    /// Reports that are written in one transaction.
    private static let batchMax = 128
    /// How often a batch, or a report alone, fails before something else is tried.
    private static let triesMax = 3
    /// How many other reports must succeed before one that fails is given up: a slow store fails some
    /// by chance.
    private static let othersMin = 5
    /// The longest pause while the store cannot write.
    private static let pauseMax = Duration.seconds(5)

    private let waiting = Mutex<[CallReport]>([])
    private let bell = Bell()
    private let logger: Logger
    private let firstPause: Duration
    private let write: @Sendable ([CallReport]) async throws(DeskError) -> Void

    /// Begins with nothing to write.
    ///
    /// - Parameters:
    ///   - logger: is told what is not written.
    ///   - firstPause: between two tries; it doubles from there, up to 5 seconds.
    ///   - write: writes all of its reports, or none; those that were written before change nothing.
    init(
        logger: Logger,
        firstPause: Duration = .milliseconds(100),
        write: @escaping @Sendable ([CallReport]) async throws(DeskError) -> Void
    ) {
        self.logger = logger
        self.firstPause = firstPause
        self.write = write
    }

    /// True while no further call is to be taken.
    var isFull: Bool { waiting.withLock { $0.count >= Self.reportsMax } }

    func add(_ report: CallReport) {
        waiting.withLock { $0.append(report) }
        bell.ring()
    }

    /// Writes until the task is cancelled.
    func run() async {
        for await _ in bell.sounds {
            while !Task.isCancelled, await writeOnce() {}
        }
    }

    /// Writes what waits, as before the house is left.
    func drain() async { while await writeOnce() {} }

    /// - Returns: true when there may be more.
    private func writeOnce() async -> Bool {
        let batch = waiting.withLock { Array($0.prefix(Self.batchMax)) }
        guard !batch.isEmpty else { return false }
        var pause = firstPause
        for _ in 0..<Self.triesMax {
            guard let error = await failure(of: batch) else {
                waiting.withLock { $0.removeFirst(batch.count) }
                return true
            }
            log(error)
            guard error.isTemporary else { break }
            guard await rest(&pause) else { return false }
        }
        for _ in batch {
            guard await writeFirst() else { return false }
        }
        return true
    }

    /// Writes the report that has waited longest, however long that takes.
    ///
    /// - Returns: false when the task is cancelled.
    private func writeFirst() async -> Bool {
        guard let report = waiting.withLock({ $0.first }) else { return true }
        var pause = firstPause
        var failures = 0
        var others = 0
        while let error = await failure(of: [report]) {
            failures += 1
            if failures >= Self.triesMax, await writeAnother(than: report, failures) {
                // It may have been the store until just now.
                guard await failure(of: [report]) != nil else { break }
                others += 1
            }
            if !error.isTemporary || others >= Self.othersMin {
                logger.error(
                    "a call's fact is lost",
                    metadata: ["error": "\(error.logged)", "call": "\(report.call)"]
                )
                break
            }
            log(error)
            guard await rest(&pause) else { return false }
        }
        // Only what stands behind it was taken out meanwhile.
        waiting.withLock { _ = $0.removeFirst() }
        return true
    }

    /// Writes the first report of another call: when that can be written, the store can.
    ///
    /// Each time of another one, for there may be several that can never be written.
    private func writeAnother(than report: CallReport, _ failures: Int) async -> Bool {
        let waits = waiting.withLock { $0 }
        var seen: Set<String> = [report.order]
        let others = waits.indices.filter { seen.insert(waits[$0].order).inserted }
        guard !others.isEmpty else { return false }
        let place = others[(failures - Self.triesMax) % others.count]
        guard await failure(of: [waits[place]]) == nil else { return false }
        // Reports are only ever added behind it.
        waiting.withLock { _ = $0.remove(at: place) }
        return true
    }

    private func failure(of reports: [CallReport]) async -> DeskError? {
        do throws(DeskError) {
            try await write(reports)
            return nil
        } catch {
            return error
        }
    }

    /// - Returns: false when the task is cancelled.
    private func rest(_ pause: inout Duration) async -> Bool {
        do { try await Task.sleep(for: pause) } catch { return false }
        pause = min(pause * 2, Self.pauseMax)
        return true
    }

    private func log(_ error: DeskError) {
        logger.error("calls are not written down", metadata: ["error": "\(error.logged)"])
    }
}

extension CallReport {
    /// The same for reports that must stay in their order.
    fileprivate var order: String {
        if case .watched(let event) = fact { event.callID } else { "\(call)" }
    }
}
