import DeskTesting
import Foundation
import Storage

/// A city's year of 1.8 million calls and mails, run through the desk's rules on a real store; what the
/// reports say of it is held against what the generator has booked.
struct YearPart: Sendable {
    let isShort: Bool
    /// It ends with the day on which so much time has passed.
    let minutesMax: Int?

    /// Those who come back make 1.8 million contacts of these.
    private static let mattersPerYear = 1_560_000
    private static let reportRounds = 20

    func run() async throws {
        let folder = try TemporaryFolder("year")
        let store = try SQLiteStore(path: folder.path("helpdesk.sqlite"))
        let year = SimulatedYear(
            mattersPerYear: isShort ? Self.mattersPerYear / 100 : Self.mattersPerYear,
            days: isShort ? 85..<99 : 0..<365
        )
        let outcome = try await year.run(
            on: store,
            reportRounds: Self.reportRounds,
            stopAfter: minutesMax.map { .seconds($0 * 60) }
        ) { day, contacts in
            Terminal.note("\(day): \(Figure.count(Double(contacts))) contacts")
        }
        try store.close()
        show(outcome)
    }

    private func show(_ outcome: SimulatedYear.Outcome) {
        var sheet = Sheet("a simulated year", columns: ["what", "figure"])
        let seconds = outcome.taken / .seconds(1)
        let days = outcome.simulated / 86_400
        sheet.add("days", Figure.count(days))
        sheet.add("contacts", Figure.count(Double(outcome.contacts)))
        sheet.add("steps through the desk", Figure.count(Double(outcome.steps)))
        sheet.add("taken", "\(Figure.count(seconds)) s")
        sheet.add("speed", "\(Figure.count(outcome.simulated / max(seconds, 0.001))) × real time")
        sheet.add("steps", Figure.rate(Double(outcome.steps) / max(seconds, 0.001), "steps"))
        let latencies = Latencies(outcome.reports)
        sheet.add("reports: p50", Figure.time(latencies.percentile(0.5)))
        sheet.add("reports: p99", Figure.time(latencies.percentile(0.99)))
        sheet.add("figures that differ", "\(outcome.differences.count)")
        sheet.print()
        for difference in outcome.differences.prefix(20) { Terminal.say("  \(difference)") }
    }
}
