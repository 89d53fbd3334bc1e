import Desk
import DeskTesting
import Synchronization
import Testing

@testable import HelpdeskDaemon

@Suite("The try whether the store can write")
struct StoreProbeTests {
    /// A store whose commit ends when the test says so.
    private final class HangingStore: Sendable {
        private let writes = Mutex(0)
        private let ends: AsyncStream<DeskError?>
        let end: AsyncStream<DeskError?>.Continuation

        init() { (ends, end) = AsyncStream.makeStream() }

        var writesCount: Int { writes.withLock { $0 } }

        func write() async throws(DeskError) {
            writes.withLock { $0 += 1 }
            for await error in ends {
                if let error { throw error }
                return
            }
        }
    }

    private func withProbe(
        _ body: (StoreProbe, HangingStore, LogRecord) async throws -> Void
    ) async throws {
        let (store, log) = (HangingStore(), LogRecord())
        let probe = StoreProbe(logger: log.logger) { () throws(DeskError) in
            try await store.write()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await probe.run() }
            try await body(probe, store, log)
            store.end.finish()
            group.cancelAll()
        }
    }

    @Test("ends in time where a commit hangs, and adds no second one to it")
    func hanging() async throws {
        try await withProbe { probe, store, log in
            let limit = Duration.milliseconds(50)
            let found = await withTaskGroup(of: StoreProbe.Answer.self) { group in
                for _ in 0..<5 { group.addTask { await probe.ask(within: limit) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(found == Array(repeating: .silent, count: 5))
            #expect(await probe.ask(within: limit) == .silent)
            #expect(store.writesCount == 1)
            #expect(log.lines.filter { $0.contains("the store does not answer") }.count == 1)
            // The standby is back: the commit ends, and who asks now has an answer.
            store.end.yield(nil)
            store.end.yield(nil)
            try await eventually { await probe.ask(within: .seconds(5)) == .writes }
            #expect(log.lines.contains { $0.contains("the store can write") })
        }
    }

    @Test("tells the log why it failed, once for each cause")
    func causes() async throws {
        try await withProbe { probe, store, log in
            for cause in ["full", "full", "full", "away"] {
                store.end.yield(.unavailable(cause: cause))
                #expect(await probe.ask() == .refuses)
            }
            store.end.yield(nil)
            #expect(await probe.ask() == .writes)
            store.end.yield(nil)
            #expect(await probe.ask() == .writes)
            #expect(log.lines.count == 3, "\(log.lines)")
            #expect(log.lines[0].contains("full") && log.lines[1].contains("away"))
        }
    }

    private func eventually(_ isSo: () async -> Bool) async throws {
        for _ in 0..<100 { if await isSo() { return } }
        Issue.record("it never was so")
    }
}
