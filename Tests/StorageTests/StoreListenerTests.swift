import Desk
import DeskTesting
import Testing

@testable import Storage

@Suite("A listener that reaches nobody")
struct StoreListenerTests {
    @Test("says why at each try, and makes nobody look again for it", .timeLimit(.minutes(1)))
    func unreachable() async throws {
        let port = try freePort()
        let listener = StoreListener(address: "postgresql://127.0.0.1:\(port)/none")
        let heard = AsyncStream<StoreChange>.makeStream()
        let failed = AsyncStream<DeskError>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await listener.run {
                    heard.continuation.yield($0)
                } failed: {
                    failed.continuation.yield($0)
                }
                heard.continuation.finish()
            }
            var errors = failed.stream.makeAsyncIterator()
            for _ in 0..<3 {
                guard case .unavailable = await errors.next() else {
                    Issue.record("it says nothing")
                    break
                }
            }
            group.cancelAll()
            #expect(await heard.stream.reduce(0) { count, _ in count + 1 } == 0)
        }
    }
}
