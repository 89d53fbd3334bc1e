import NIOCore
import Testing

@testable import WebAPI

@Suite("The work of the HTTP door")
struct WorkloadTests {
    @Test("has as many places as it is given, and one back for each that is given up")
    func edge() {
        let workload = Workload(requestsMax: 3)
        for _ in 0..<3 { #expect(workload.take()) }
        #expect(!workload.take())
        #expect(!workload.take())
        workload.give()
        #expect(workload.take())
        #expect(!workload.take())
    }

    @Test("leaves a place to others while a body comes in, and takes one back after it")
    func place() throws {
        let workload = Workload(requestsMax: 1)
        #expect(workload.take())
        let place = WorkPlace(workload)
        place.leave()
        place.leave()
        #expect(workload.take(), "leaving twice gives up one place, not two")
        #expect(!workload.take())
        #expect(throws: Problem.overloaded) { try place.retake() }
        place.leave()
        #expect(!workload.take(), "what was never taken back is not given up again")
        workload.give()
        try place.retake()
        #expect(!workload.take())
    }

    @Test("is shared out: one person's fill leaves room for another's")
    func shares() {
        let shares = PersonalShares(requestsMax: 2)
        var held = [shares.take("anna"), shares.take("anna"), shares.take("bengt")]
        #expect(!held.contains { $0 == nil })
        #expect(shares.take("anna") == nil)
        held[0] = nil
        held[0] = shares.take("anna")
        #expect(held[0] != nil)
        #expect(shares.take("anna") == nil)
        held = []
        #expect(shares.take("anna") != nil)
    }

    @Test("gives each transfer its own time, however long the connection has been busy")
    func transfers() {
        var watch = TransferWatch(time: .seconds(30))
        let start = NIODeadline.uptimeNanoseconds(0)
        watch.beginRequest(at: start)
        watch.endRequest()
        watch.beginAnswer(at: start + .seconds(1))
        watch.move(1_000_000)
        watch.endAnswer()
        // The time of the first is nearly over.
        watch.beginRequest(at: start + .seconds(29))
        watch.move(100)
        #expect(watch.look(at: start + .seconds(31), queued: 0) == .moving)
        #expect(watch.end == start + .seconds(59))
        watch.move(299_899)
        #expect(watch.look(at: start + .seconds(59), queued: 0) == .stuck)
        watch.move(1)
        #expect(watch.look(at: start + .seconds(59), queued: 0) == .moving)
        // What follows while it is under way takes none of its time.
        watch.beginAnswer(at: start + .seconds(80))
        #expect(watch.look(at: start + .seconds(89), queued: 0) == .stuck)
        watch.endRequest()
        // The desk has written nothing more yet; what it wrote is not taken.
        #expect(watch.look(at: start + .seconds(89), queued: 0) == .moving)
        watch.move(400_000)
        #expect(watch.look(at: start + .seconds(119), queued: 100_001) == .stuck)
        #expect(watch.look(at: start + .seconds(119), queued: 100_000) == .moving)
        watch.endAnswer()
        #expect(watch.look(at: start + .seconds(200), queued: 0) == .idle)
    }

    @Test("counts connections up to the last one and no further")
    func connections() {
        let connections = ConnectionCount(max: 2)
        #expect(connections.enter())
        #expect(connections.enter())
        #expect(!connections.enter())
        connections.leave()
        connections.leave()
        #expect(connections.enter())
        #expect(!connections.enter())
    }
}
