import Desk
import Foundation
import Logging
import Synchronization

/// Carries what calls did from the event loop to the store: in order, and without holding the loop.
///
/// It is bounded by the calls: while more than ``reportsMax`` reports wait, no further call is taken,
/// and what the present calls still do is little.
final class CallJournal: Sendable {
    /// Reports that may wait while further calls are taken.
    static let reportsMax = 10_000
    /// Reports that are written in one transaction.
    private static let batchMax = 128
    /// The longest pause while the store cannot write.
    private static let pauseMax = Duration.seconds(5)

    private let waiting = Mutex<[CallReport]>([])
    private let bell = Bell()
    private let desk: Desk
    private let carrier: String
    private let logger: Logger

    init(desk: Desk, carrier: String, logger: Logger) {
        self.desk = desk
        self.carrier = carrier
        self.logger = logger
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
        var pause = Duration.milliseconds(100)
        while true {
            do throws(DeskError) {
                try await desk.note(batch, from: carrier)
                break
            } catch {
                logger.error("calls are not written down", metadata: ["error": "\(error.logged)"])
                guard error.isTemporary else {
                    await writeOneByOne(batch)
                    break
                }
                do { try await Task.sleep(for: pause) } catch { return false }
                pause = min(pause * 2, Self.pauseMax)
            }
        }
        waiting.withLock { $0.removeFirst(batch.count) }
        return true
    }

    /// One that can never be written must not keep the others out.
    private func writeOneByOne(_ batch: [CallReport]) async {
        for report in batch {
            do throws(DeskError) {
                try await desk.note([report], from: carrier)
            } catch {
                logger.error(
                    "a call's fact is lost",
                    metadata: ["error": "\(error.logged)", "call": "\(report.call)"]
                )
            }
        }
    }
}
