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
        /// One write must be taken back without the others; nothing was kept.
        case mixed
    }

    /// Commits, and tells everybody what became of their write.
    func commit() {
        var attempt = 1
        var apart = false
        while true {
            switch tryOnce(alone: attempt > Self.triesBesideOthers, apart: apart) {
            case .committed:
                return answer(failure: nil)
            case .mixed:
                apart = true
            case .failed(let error):
                return answer(failure: error)
            case .conflict(let error), .lost(let error):
                guard attempt < Self.triesMax else { return giveUp(error) }
                meters.runAgain()
                Self.pause(after: attempt)
                attempt += 1
            }
        }
    }

    /// One of several writes may be what cannot succeed: the others must not fail with it.
    private func giveUp(_ error: DeskError) {
        guard writes.count > 1 else {
            meters.fail()
            return answer(failure: error)
        }
        meters.runAgain()
        for write in writes {
            WriteBatch(writes: [write], pool: pool, meters: meters, now: now).commit()
        }
    }

    /// Tells everybody the same.
    func answer(failure: DeskError?) {
        for write in writes { write.answer(failure: failure) }
    }

    private func tryOnce(alone: Bool, apart: Bool) -> Outcome {
        let start = ContinuousClock.now
        let outcome: Outcome
        do throws(DeskError) {
            outcome = try pool.lend { session in
                run(in: session, alone: alone, apart: apart)
            }
        } catch {
            outcome = .failed(error)
        }
        switch outcome {
        case .mixed, .conflict, .lost: break
        case .committed: meters.commit(writes.count, since: start, isDurable: true)
        case .failed: meters.commit(writes.count, since: start, isDurable: false)
        }
        return outcome
    }

    /// Runs every write in one transaction and commits it.
    ///
    /// A savepoint for each is two ways to the server and a transaction of its own in there, of which
    /// PostgreSQL keeps 64 at hand. As in ``SQLiteStore`` they go without, until one is refused that
    /// has changed something: then all are run again `apart`, and that one takes nothing with it.
    private func run(in session: PostgreSQLSession, alone: Bool, apart: Bool) -> Outcome {
        do throws(DeskError) {
            // The lock is taken before the snapshot, which begins with the first query.
            try session.begin(
                "ISOLATION LEVEL SERIALIZABLE",
                "LOCK TABLE turnstile IN \(alone ? "EXCLUSIVE" : "ROW SHARE") MODE"
            )
            // Without savepoints, what went wrong with one may show with the next.
            session.isPatient = apart
            defer { session.isPatient = false }
            // Who waits for everybody else does so before looking at the clock.
            if alone { try session.flush() }
            let transaction = StoreTransaction(session: session, now: now())
            for write in writes {
                if apart { try session.run(script: "SAVEPOINT a_write") }
                let changes = session.changeCount
                let isKept = write.run(in: transaction)
                let mustBeTakenBack: Bool
                switch session.takeTrouble() {
                case .conflict: return .conflict(.unavailable(cause: "others were in the way"))
                case .lost: return .lost(.unavailable(cause: "the connection broke"))
                // What is wrong with this write is no reason to fail the others.
                case .final: mustBeTakenBack = true
                case nil: mustBeTakenBack = !isKept && session.changeCount != changes
                }
                if apart {
                    try session.run(
                        script: isKept ? "RELEASE a_write" : "ROLLBACK TO a_write; RELEASE a_write"
                    )
                } else if mustBeTakenBack {
                    // Alone it is taken back with its transaction, and has its answer already.
                    return writes.count == 1 && !isKept ? .committed : .mixed
                }
            }
            // What goes wrong with any of it is known before the commit is sent: until then nothing
            // was kept, for certain.
            try session.flush()
        } catch {
            let trouble = session.takeTrouble() ?? .final
            if case .final = trouble, writes.count > 1, !apart { return .mixed }
            return Self.outcome(of: trouble, error)
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
