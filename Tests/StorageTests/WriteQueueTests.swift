import Desk
import Testing

@testable import Storage

@Suite("The queue of writes")
struct WriteQueueTests {
    private struct Nothing: PendingWrite {
        func run(in transaction: StoreTransaction) -> Bool { true }
        func answer(failure: DeskError?) {}
    }

    @Test("takes as many as may wait and not one more, and takes again what was drained")
    func edge() {
        let queue = WriteQueue(drainersMax: 1)
        #expect(queue.add(Nothing()) == .drain)
        for _ in 1..<WriteQueue.waitingMax { #expect(queue.add(Nothing()) == .wait) }
        #expect(queue.add(Nothing()) == .full)
        #expect(queue.next().count == WriteQueue.batchMax)
        for _ in 0..<WriteQueue.batchMax { #expect(queue.add(Nothing()) == .wait) }
        #expect(queue.add(Nothing()) == .full)
    }
}
