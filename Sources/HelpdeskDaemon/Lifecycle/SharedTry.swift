import ServiceLifecycle
import Synchronization

/// Something of the store that is tried for whoever asks: one try at a time, and nobody waits for ever.
///
/// What waits for a server that hangs has no end that anybody here could set. Who asks while a try is
/// under way shares it, so that no more of them pile up behind one that hangs.
final class SharedTry<Answer: Sendable>: Service {
    private let work: @Sendable () async -> Answer
    private let state = Mutex(State())
    private let calls: AsyncStream<Void>
    private let caller: AsyncStream<Void>.Continuation

    private struct State {
        /// When the try that is under way began.
        var begunAt: ContinuousClock.Instant?
        var waiting: [Int: AsyncStream<Answer>.Continuation] = [:]
        var askedCount = 0
    }

    init(_ work: @escaping @Sendable () async -> Answer) {
        self.work = work
        (calls, caller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.calls { self.answer(await self.work()) }
        }
    }

    /// Asks, and waits for the answer, but for no longer than `limit` from when the try began; nil when
    /// there was none in time.
    func ask(within limit: Duration) async -> Answer? {
        let (answers, sender) = AsyncStream<Answer>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (number, begunAt) = join(sender)
        defer { leave(number) }
        return await withTaskGroup(of: Answer?.self) { group in
            group.addTask { await answers.first { _ in true } }
            group.addTask {
                // Cancelled, it is over as well.
                try? await Task.sleep(until: begunAt + limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
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
