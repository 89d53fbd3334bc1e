import Desk
import Foundation
import Glibc

/// Writes that share a transaction, until it is committed or there is no hope.
struct WriteBatch {
    let writes: [any PendingWrite]
    let pool: SessionPool
    let meters: StoreMeters
    let now: @Sendable () -> Date

    /// Tries beside other transactions before the one that has the store to itself.
    private static let triesBesideOthers = 3
    /// Tries in all, and connections that may break one after the other.
    private static let triesMax = 5

    /// What came of one try.
    private enum Outcome {
        case committed
        /// Another transaction was in the way; nothing was kept.
        case conflict(DeskError)
        /// The connection broke before the commit was sent; nothing was kept.
        case lost(DeskError)
        /// It failed, or nobody knows: whoever waits must ask again.
        case failed(DeskError)
    }

    /// Commits, and tells everybody what became of their write.
    func commit() {
        for attempt in 1...Self.triesMax {
            switch tryOnce(alone: attempt > Self.triesBesideOthers) {
            case .committed:
                return answer(failure: nil)
            case .failed(let error):
                return answer(failure: error)
            case .conflict(let error), .lost(let error):
                guard attempt < Self.triesMax else { return giveUp(error) }
                Self.pause(after: attempt)
            }
        }
    }

    /// One of several writes may be what cannot succeed: the others must not fail with it.
    private func giveUp(_ error: DeskError) {
        guard writes.count > 1 else { return answer(failure: error) }
        for write in writes {
            WriteBatch(writes: [write], pool: pool, meters: meters, now: now).commit()
        }
    }

    /// Tells everybody the same.
    func answer(failure: DeskError?) {
        for write in writes { write.answer(failure: failure) }
    }

    private func tryOnce(alone: Bool) -> Outcome {
        let start = ContinuousClock.now
        let outcome: Outcome
        do throws(DeskError) {
            outcome = try pool.lend { session in run(in: session, alone: alone) }
        } catch {
            outcome = .failed(error)
        }
        let isDurable = if case .committed = outcome { true } else { false }
        meters.commit(writes.count, since: start, isDurable: isDurable)
        return outcome
    }

    /// Runs every write in a savepoint, so that one that is refused takes nothing with it.
    private func run(in session: PostgreSQLSession, alone: Bool) -> Outcome {
        do throws(DeskError) {
            // The lock is taken before the snapshot, which begins with the first query.
            try session.begin(
                "ISOLATION LEVEL SERIALIZABLE",
                "LOCK TABLE turnstile IN \(alone ? "EXCLUSIVE" : "ROW SHARE") MODE"
            )
            let transaction = StoreTransaction(session: session, now: now())
            for write in writes {
                try session.run(script: "SAVEPOINT a_write")
                let isKept = write.run(in: transaction)
                switch session.takeTrouble() {
                case .conflict: return .conflict(.unavailable(cause: "others were in the way"))
                case .lost: return .lost(.unavailable(cause: "the connection broke"))
                // What is wrong with this write is no reason to fail the others.
                case .final, nil: break
                }
                try session.run(
                    script: isKept ? "RELEASE a_write" : "ROLLBACK TO a_write; RELEASE a_write"
                )
            }
        } catch {
            return Self.outcome(of: session.takeTrouble() ?? .final, error)
        }
        do throws(DeskError) {
            try session.run(script: "COMMIT")
            return .committed
        } catch {
            // Refused means rolled back. A connection that broke now may have done so after the
            // commit was on disk: to run it again could do it twice.
            if case .conflict? = session.takeTrouble() { return .conflict(error) }
            return .failed(error)
        }
    }

    private static func outcome(of trouble: PostgreSQLTrouble, _ error: DeskError) -> Outcome {
        switch trouble {
        case .conflict: .conflict(error)
        case .lost: .lost(error)
        case .final: .failed(error)
        }
    }

    /// A few milliseconds, by chance, so that those who met do not meet again.
    private static func pause(after attempt: Int) {
        usleep(UInt32.random(in: 500...4_000) * UInt32(attempt))
    }
}
