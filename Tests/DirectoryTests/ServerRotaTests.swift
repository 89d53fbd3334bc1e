import Synchronization
import Testing

@testable import Directory

@Suite("The servers' turns")
struct ServerRotaTests {
    /// A clock that a test sets.
    private final class Clock: Sendable {
        private let moment = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { moment.withLock { $0 } }
        func advance(by duration: Duration) { moment.withLock { $0 += duration } }
    }

    private let clock = Clock()

    private func rota(_ count: Int) -> ServerRota {
        ServerRota(count: count, rest: .seconds(30)) { [clock] in clock.now }
    }

    /// One of two servers is asked and does not answer.
    private func fail(_ index: Int, of rota: ServerRota) {
        #expect(rota.next(after: [1 - index]) == index)
        rota.note(index, isUp: false)
    }

    @Test("begin with the first, and go on to the next that was not asked")
    func order() {
        let rota = rota(3)
        #expect(rota.next(after: []) == 0)
        #expect(rota.next(after: [0]) == 1)
        #expect(rota.next(after: [0, 1]) == 2)
        #expect(rota.next(after: [0, 1, 2]) == nil)
    }

    @Test("leave one that failed alone, and come back to it after its rest")
    func failBack() {
        let rota = rota(2)
        fail(0, of: rota)
        #expect(rota.next(after: []) == 1)
        clock.advance(by: .seconds(29))
        #expect(rota.next(after: []) == 1)
        clock.advance(by: .seconds(1))
        #expect(rota.next(after: []) == 0)
        #expect(rota.next(after: []) == 1, "one caller tries it, the others do not wait for that")
        rota.note(0, isUp: true)
        #expect(rota.next(after: []) == 0)
        #expect(rota.next(after: []) == 0)
    }

    @Test("leave it alone again when it still fails")
    func stillDown() {
        let rota = rota(2)
        fail(0, of: rota)
        clock.advance(by: .seconds(30))
        #expect(rota.next(after: []) == 0)
        rota.note(0, isUp: false)
        #expect(rota.next(after: []) == 1)
        clock.advance(by: .seconds(30))
        #expect(rota.next(after: []) == 0)
    }

    @Test("try each by one caller at a time while all of them failed")
    func allDown() {
        let rota = rota(2)
        fail(0, of: rota)
        fail(1, of: rota)
        #expect(rota.next(after: []) == 0)
        #expect(rota.next(after: []) == 1)
        #expect(rota.next(after: []) == nil, "nobody else waits for a time limit")
        rota.note(1, isUp: false)
        #expect(rota.next(after: [0]) == 1)
    }

    @Test("let nobody else try while some still wait who began when it was well")
    func stragglers() {
        let rota = rota(1)
        #expect(rota.next(after: []) == 0)
        #expect(rota.next(after: []) == 0)
        rota.note(0, isUp: false)
        #expect(rota.next(after: []) == nil)
        rota.note(0, isUp: false)
        #expect(rota.next(after: []) == 0)
        #expect(rota.next(after: []) == nil)
    }
}
