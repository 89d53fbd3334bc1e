import DeskTesting
import Foundation
import Testing

/// One way in which a working day is interrupted.
struct Interruption: Sendable, CustomStringConvertible {
    var fault: FaultyDisk.Fault
    /// The numbered step, counted from the first one of the house.
    var step: Int64
    var seed: Int64

    var description: String { "\(fault) at step \(step), seed \(seed)" }

    /// A day that the program does not live through in one piece: it is killed at the step, started
    /// again, looked at, and the day goes on where it was interrupted.
    ///
    /// - Returns: steps of the whole day, and which errand was interrupted; nil when none was.
    @discardableResult
    func run() async throws -> (steps: Int64, errand: WorkingDay.Errand?) {
        let house = try SurvivalHouse("killed")
        var day = WorkingDay(in: house, name: UUID().uuidString.prefix(8).lowercased())
        if step > 0 { house.disk.fail(fault, from: step, seed: seed) }
        var interrupted: WorkingDay.Errand?
        for errand in WorkingDay.Errand.allCases {
            do {
                try await day.run(errand)
            } catch {
                guard step > 0, interrupted == nil, house.ending(within: .seconds(5)) == -SIGKILL
                else {
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
        try day.checkAtTheEnd()
        return (house.disk.steps, interrupted)
    }

    private func resume(_ day: inout WorkingDay, from errand: WorkingDay.Errand) async throws {
        let house = day.house
        house.disk.heal()
        day.check(try house.audit(), interrupted: errand)
        // The lease of the courier that died runs out.
        house.disk.clockShift += 700
        try await day.run(.opening)
        guard errand != .opening else { return }
        try await day.run(errand)
    }
}
