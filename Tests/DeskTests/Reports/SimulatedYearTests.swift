import DeskTesting
import Foundation
import Testing

@Suite("A simulated year")
struct SimulatedYearTests {
    /// Two weeks of April, with Good Friday, Easter Monday and the taxes, at half a hundredth of a city.
    ///
    /// The long form: `swift run -c release benchmarks measure year`.
    @Test("comes out in the reports as its generator has booked it", arguments: StoreKind.available)
    func twoWeeks(on kind: StoreKind) async throws {
        let year = SimulatedYear(mattersPerYear: 10_000, days: 85..<99)
        let outcome = try await year.run(on: kind)
        #expect(outcome.differences == [])
        #expect(outcome.contacts > 300)
        #expect(outcome.simulated == 14 * 86_400 - 3_600)
    }
}
