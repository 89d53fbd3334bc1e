import DeskTesting
import Foundation
import Testing

@Suite("The real daemon, killed at a numbered step of its work", .serialized)
struct KillTests {
    /// How many interruptions are tried: a few with every change, or as many as `HELPDESK_KILLS`
    /// says, spread over all steps.
    private static let count =
        ProcessInfo.processInfo.environment["HELPDESK_KILLS"].flatMap { Int($0) } ?? 14

    /// Days that run at the same time; they wait more than they work.
    private static let side = 4

    @Test(
        "keeps what it acknowledged once and nothing by halves, and goes on where it was",
        .timeLimit(.minutes(240))
    )
    func everyStep() async throws {
        let whole = try await Interruption(fault: .kill, step: 0, seed: 0).run()
        #expect(whole.errand == nil)
        let steps = whole.steps
        // A day has dozens of writes; with fewer the disk would not have been watched.
        try #require(steps > 60)
        let interruptions = Self.interruptions(upTo: steps)
        var reached: [WorkingDay.Errand: Int] = [:]
        await withTaskGroup(of: WorkingDay.Errand?.self) { group in
            for (place, interruption) in interruptions.enumerated() {
                if place >= Self.side, let errand = await group.next() ?? nil {
                    reached[errand, default: 0] += 1
                }
                group.addTask {
                    // It has recorded what went wrong; the others go on.
                    try? await interruption.run().errand
                }
            }
            for await errand in group {
                if let errand { reached[errand, default: 0] += 1 }
            }
        }
        let figures = reached.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print("\(interruptions.count) days of \(steps) steps; interrupted:", figures)
        #expect(reached.values.reduce(0, +) > interruptions.count / 2)
    }

    /// Each step in turn, beginning anywhere, so that all are met in the course of some runs.
    private static func interruptions(upTo steps: Int64) -> [Interruption] {
        let faults: [FaultyDisk.Fault] = [.kill, .powerCut, .torn]
        let stride = max(1, Double(steps) / Double(count))
        let phase = Double.random(in: 0..<stride)
        return (0..<count).map { place in
            let step = Int64((Double(place) * stride + phase).rounded(.down)) % steps + 1
            return Interruption(
                fault: faults[place % faults.count],
                step: step,
                seed: Int64.random(in: 0..<1_000_000)
            )
        }
    }
}
