import Desk
import Logging
import ServiceLifecycle
import Synchronization

/// Tries whether the store can write, for whoever asks: one try at a time, and nobody waits for ever.
///
/// A commit that waits for a standby which is gone has no end that the server would set
/// (`statement_timeout` leaves it alone). Who asks while a try is under way shares it, so that no more
/// writes pile up behind one that hangs.
final class StoreProbe: Service {
    private let logger: Logger
    private let write: @Sendable () async throws(DeskError) -> Void
    private let state = Mutex(State())
    private let trouble = KnownTrouble()
    private let calls: AsyncStream<Void>
    private let caller: AsyncStream<Void>.Continuation

    /// Longest wait for an answer, from when the try began.
    static let answerTimeMax: Duration = .seconds(10)

    /// How it stands with the store.
    enum Answer: Sendable, Equatable {
        case writes
        case refuses
        case silent

        /// In words; nil when all is well.
        var words: String? {
            switch self {
            case .writes: nil
            case .refuses: "the store cannot write"
            case .silent: "the store does not answer"
            }
        }
    }

    private struct State {
        /// When the try that is under way began.
        var begunAt: ContinuousClock.Instant?
        var waiting: [Int: AsyncStream<Answer>.Continuation] = [:]
        var askedCount = 0
    }

    init(logger: Logger, _ write: @escaping @Sendable () async throws(DeskError) -> Void) {
        self.logger = logger
        self.write = write
        (calls, caller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.calls { self.answer(await self.tryOnce()) }
        }
    }

    /// Asks, and waits for the answer, but for no longer than `limit` from when the try began.
    func ask(within limit: Duration = answerTimeMax) async -> Answer {
        let (answers, sender) = AsyncStream<Answer>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (number, begunAt) = join(sender)
        defer { leave(number) }
        let found = await withTaskGroup(of: Answer?.self) { group in
            group.addTask { await answers.first { _ in true } }
            group.addTask {
                // Cancelled, it is over as well.
                try? await Task.sleep(until: begunAt + limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if found == nil, !Task.isCancelled, trouble.changes(to: "no answer") {
            logger.error("the store does not answer", metadata: ["limit": "\(limit)"])
        }
        return found ?? .silent
    }

    private func tryOnce() async -> Answer {
        do throws(DeskError) {
            try await write()
            if trouble.changes(to: nil) { logger.notice("the store can write") }
            return .writes
        } catch {
            if trouble.changes(to: error.logged) {
                logger.error("the store cannot write", metadata: ["cause": "\(error.logged)"])
            }
            return .refuses
        }
    }

    /// The asker's number, and when the try began that it shares.
    private func join(
        _ sender: AsyncStream<Answer>.Continuation
    ) -> (number: Int, begunAt: ContinuousClock.Instant) {
        state.withLock { state in
            state.askedCount += 1
            state.waiting[state.askedCount] = sender
            let begunAt = state.begunAt ?? .now
            if state.begunAt == nil {
                state.begunAt = begunAt
                caller.yield()
            }
            return (state.askedCount, begunAt)
        }
    }

    private func leave(_ number: Int) {
        state.withLock { _ = $0.waiting.removeValue(forKey: number) }
    }

    private func answer(_ answer: Answer) {
        let waiting = state.withLock { state in
            state.begunAt = nil
            return state.waiting.values.map(\.self)
        }
        for sender in waiting { sender.yield(answer) }
    }
}
