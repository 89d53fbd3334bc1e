import DeskTesting
import Foundation
import Testing

@Suite("The real daemon, killed at a numbered step of its work", .serialized)
struct KillTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// How many interruptions are tried: a few with every change, or as many as `HELPDESK_KILLS`
    /// says, spread over all steps.
    private static let count = environment["HELPDESK_KILLS"].flatMap { Int($0) } ?? 14
    /// The same for a store that a server keeps, whose every copy to look at takes a second.
    private static let countOnServer =
        environment["HELPDESK_KILLS"].flatMap { Int($0) } ?? 8
    /// The stores it is tried on; `HELPDESK_KILLS_STORE` may name one of them.
    private static let stores = StoreKind.available.filter { kind in
        environment["HELPDESK_KILLS_STORE"].map { $0 == kind.rawValue } ?? true
    }

    /// Days that run at the same time; they wait more than they work.
    private static let side = 4

    @Test(
        "keeps what it acknowledged once and nothing by halves, and goes on where it was",
        .timeLimit(.minutes(240)),
        arguments: stores
    )
    func everyStep(on kind: StoreKind) async throws {
        let server = kind == .postgresql ? try PostgreSQLServer() : nil
        let whole = try await Interruption(fault: .kill, step: 0, seed: 0, server: server).run()
        #expect(whole.errand == nil)
        // A day has dozens of writes; with fewer the disk would not have been watched.
        try #require(whole.steps > 60)
        let faults: [FaultyDisk.Fault] =
            kind == .sqlite ? [.kill, .powerCut, .torn] : [.kill, .deaf, .torn]
        let count = kind == .sqlite ? Self.count : Self.countOnServer
        let interruptions = Self.interruptions(faults, count, upTo: whole.steps, on: server)
        var tally = KillTally()
        await withTaskGroup(of: Interruption.Outcome?.self) { group in
            for (place, interruption) in interruptions.enumerated() {
                if place >= Self.side, let outcome = await group.next() ?? nil {
                    tally.add(outcome)
                }
                // The long form takes an hour and more.
                if place > 0, place.isMultiple(of: 50) { print("\(kind), day \(place): \(tally)") }
                group.addTask {
                    // It has recorded what went wrong; the others go on.
                    try? await interruption.run()
                }
            }
            for await outcome in group { if let outcome { tally.add(outcome) } }
        }
        print("\(kind): \(interruptions.count) days of \(whole.steps) steps; \(tally)")
        #expect(tally.interrupted > interruptions.count / 2)
    }

    @Test(
        "outlives its PostgreSQL, killed or stopped at once at such a step",
        .enabled(if: stores.contains(.postgresql), "PostgreSQL is not tried"),
        .timeLimit(.minutes(240))
    )
    func everyStepOfPeer() async throws {
        let server = try PostgreSQLServer()
        let whole = try await Interruption(fault: .kill, step: 0, seed: 0, server: server).run()
        let interruptions = Self.interruptions(
            [.peerKill, .peerStop],
            max(3, Self.countOnServer / 5),
            upTo: whole.steps,
            on: server
        )
        var tally = KillTally()
        for interruption in interruptions {
            // It has recorded what went wrong; the others go on, on a server that runs.
            if let outcome = try? await interruption.run() { tally.add(outcome) }
            if !server.isRunning { try server.restart() }
        }
        print("PostgreSQL killed: \(interruptions.count) days; \(tally)")
        #expect(tally.struck > interruptions.count / 2)
    }

    /// Each step in turn, beginning anywhere, so that all are met in the course of some runs.
    private static func interruptions(
        _ faults: [FaultyDisk.Fault],
        _ count: Int,
        upTo steps: Int64,
        on server: PostgreSQLServer?
    ) -> [Interruption] {
        let stride = max(1, Double(steps) / Double(count))
        let phase = Double.random(in: 0..<stride)
        return (0..<count).map { place in
            let step = Int64((Double(place) * stride + phase).rounded(.down)) % steps + 1
            return Interruption(
                fault: faults[place % faults.count],
                step: step,
                seed: Int64.random(in: 0..<1_000_000),
                server: server
            )
        }
    }
}

/// What came of many interruptions.
private struct KillTally: CustomStringConvertible {
    /// Days on which the fault struck.
    private(set) var struck = 0
    private var errands: [WorkingDay.Errand: Int] = [:]

    /// Days on which an errand was interrupted.
    var interrupted: Int { errands.values.reduce(0, +) }

    var description: String {
        let figures = errands.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "struck \(struck); interrupted: \(figures.joined(separator: ", "))"
    }

    mutating func add(_ outcome: Interruption.Outcome) {
        if outcome.struck { struck += 1 }
        if let errand = outcome.errand { errands[errand, default: 0] += 1 }
    }
}
