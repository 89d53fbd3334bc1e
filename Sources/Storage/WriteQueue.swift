import Desk
import Synchronization

/// One write that waits for its turn and then for the disk.
protocol PendingWrite: Sendable {
    /// Does the work; true when the transaction should keep it.
    func run(in transaction: StoreTransaction) -> Bool
    /// Tells the caller, once the transaction is on disk or has failed.
    func answer(failure: DeskError?)
}

/// The writes that wait, in order.
///
/// Concurrent requests share one transaction, in which each stands or falls alone, and each is answered
/// after the fsync that they share: the disk's rate of fsyncs no longer bounds the rate of requests.
final class WriteQueue: Sendable {
    /// Most writes that may wait; more are turned away as unavailable.
    static let waitingMax = 10_000
    /// Most writes that share a transaction.
    static let batchMax = 128

    private struct State {
        var waiting: [any PendingWrite] = []
        var drainers = 0
        /// When those that have no answer yet came, by their number.
        var cameAt: [Int: ContinuousClock.Instant] = [:]
        var cameCount = 0
    }

    private let state = Mutex(State())
    private let drainersMax: Int

    /// At most `drainersMax` callers are told to drain at the same time.
    init(drainersMax: Int) { self.drainersMax = drainersMax }

    /// What a new write meets.
    enum Turn {
        /// Too few drain the queue: the caller must see to it.
        case drain
        /// Enough do.
        case wait
        /// There are too many.
        case full
    }

    /// How it stands with those that have no answer yet.
    var open: OpenWrites {
        state.withLock { state in
            OpenWrites(
                waiting: state.waiting.count,
                oldestAge: state.cameAt.values.min()?.duration(to: .now) ?? .zero
            )
        }
    }

    /// Runs `body` when its turn comes, and returns when what it shared a transaction with is on
    /// disk; where there are too many writes it is refused at once.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value,
        meters: StoreMeters,
        drain: () -> Void
    ) async throws(DeskError) -> Value {
        let number = come()
        defer { go(number) }
        let result = await withCheckedContinuation { continuation in
            let write = TypedWrite(body, continuation)
            switch add(write) {
            case .drain: drain()
            case .wait: break
            case .full:
                meters.refuse()
                write.answer(failure: .unavailable(cause: "too many writes are waiting"))
            }
        }
        return try result.get()
    }

    private func come() -> Int {
        state.withLock { state in
            state.cameCount += 1
            state.cameAt[state.cameCount] = .now
            return state.cameCount
        }
    }

    private func go(_ number: Int) {
        state.withLock { _ = $0.cameAt.removeValue(forKey: number) }
    }

    func add(_ write: any PendingWrite) -> Turn {
        state.withLock { state in
            guard state.waiting.count < Self.waitingMax else { return .full }
            state.waiting.append(write)
            if state.drainers == drainersMax { return .wait }
            state.drainers += 1
            return .drain
        }
    }

    /// The next writes; empty when there are none, and then the caller drains no longer.
    func next() -> [any PendingWrite] {
        state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.batchMax))
            state.waiting.removeFirst(batch.count)
            if batch.isEmpty { state.drainers -= 1 }
            return batch
        }
    }
}

/// A write whose caller waits for a value.
final class TypedWrite<Value: Sendable>: PendingWrite {
    private let body: @Sendable (any DeskTransaction) throws(DeskError) -> Value
    private let continuation: CheckedContinuation<Result<Value, DeskError>, Never>
    private let result = Mutex<Result<Value, DeskError>?>(nil)

    init(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value,
        _ continuation: CheckedContinuation<Result<Value, DeskError>, Never>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(in transaction: StoreTransaction) -> Bool {
        let outcome: Result<Value, DeskError>
        do throws(DeskError) {
            outcome = .success(try body(transaction))
        } catch {
            outcome = .failure(error)
        }
        result.withLock { $0 = outcome }
        guard case .success = outcome else { return false }
        return true
    }

    func answer(failure: DeskError?) {
        let outcome = result.withLock { $0 }
        // What the desk itself refused stays refused, whatever became of the others.
        if case .failure(let refusal) = outcome {
            continuation.resume(returning: .failure(refusal))
        } else if let failure {
            continuation.resume(returning: .failure(failure))
        } else if let outcome {
            continuation.resume(returning: outcome)
        } else {
            continuation.resume(returning: .failure(.unavailable(cause: "the write never ran")))
        }
    }
}
