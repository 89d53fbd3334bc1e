import DeskTesting
import Foundation
import Testing

/// One way in which a working day is interrupted.
struct Interruption: Sendable, CustomStringConvertible {
    var fault: FaultyDisk.Fault
    /// The numbered step, counted from the first one of the house.
    var step: Int64
    var seed: Int64
    /// What keeps the store; nil is a file.
    var server: PostgreSQLServer?

    var description: String { "\(fault) at step \(step), seed \(seed)" }

    /// What came of it.
    struct Outcome: Sendable {
        /// Steps of the whole day.
        var steps: Int64
        /// Which errand was interrupted; nil when none was.
        var errand: WorkingDay.Errand?
        /// True when the fault struck, whether somebody noticed or not.
        var struck: Bool
    }

    /// A day that the program, or its store's server, does not live through in one piece: it is
    /// killed at the step, started again, looked at, and the day goes on where it was interrupted.
    @discardableResult
    func run() async throws -> Outcome {
        let house = try SurvivalHouse("killed", on: server)
        var day = try WorkingDay(in: house, name: UUID().uuidString.prefix(8).lowercased())
        if step > 0 {
            // A server dies once: a daemon that lives on would kill the next one too.
            house.disk.fail(fault, from: step, count: fault.isOfPeer ? 1 : .max, seed: seed)
        }
        var interrupted: WorkingDay.Errand?
        for errand in WorkingDay.Errand.allCases {
            do {
                try await day.run(errand)
            } catch {
                guard step > 0, interrupted == nil, struck(house) else {
                    Issue.record("\(self): \(errand) failed: \(error); \(house.log.suffix(2_000))")
                    throw error
                }
                interrupted = errand
                do {
                    try await resume(&day, from: errand)
                } catch {
                    let log = house.log.suffix(2_000)
                    Issue.record("\(self): \(errand) failed the second time: \(error); \(log)")
                    throw error
                }
            }
        }
        let struck = house.disk.struck > 0
        // Killed when nothing was left to be asked of it, or by what nobody waits for.
        if struck, interrupted == nil { try house.heal(after: fault) }
        try await day.checkAtTheEnd()
        try house.database?.drop()
        return Outcome(steps: house.disk.steps, errand: interrupted, struck: struck)
    }

    /// True when it was this fault that the errand failed of.
    private func struck(_ house: SurvivalHouse) -> Bool {
        if fault.isOfPeer { return house.disk.struck > 0 }
        return house.ending(within: .seconds(5)) == -SIGKILL
    }

    private func resume(_ day: inout WorkingDay, from errand: WorkingDay.Errand) async throws {
        let house = day.house
        try house.heal(after: fault)
        if !fault.isOfPeer { try day.check(try await house.auditStore(), interrupted: errand) }
        // The lease of the courier that died runs out: 900 seconds, as long as a mail server may take.
        house.disk.clockShift += 1_000
        // One whose store's server died as it began waits for that.
        if errand == .opening || !house.isRunning { try await day.run(.opening) }
        guard errand != .opening else { return }
        try await day.run(errand)
    }
}
