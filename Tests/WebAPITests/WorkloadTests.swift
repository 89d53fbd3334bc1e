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
        #expect(shares.take("anna"))
        #expect(shares.take("anna"))
        #expect(!shares.take("anna"))
        #expect(shares.take("bengt"))
        shares.give("anna")
        #expect(shares.take("anna"))
        #expect(!shares.take("anna"))
        for person in ["anna", "anna", "bengt"] { shares.give(person) }
        #expect(shares.take("anna"))
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
