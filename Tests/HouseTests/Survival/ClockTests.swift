import DeskAPI
import DeskTesting
import Foundation
import Testing

@Suite("The real daemon by a clock that is set")
struct ClockTests {
    @Test("loses nothing and keeps the order when it goes back an hour", arguments: [false, true])
    func backAnHour(restarted: Bool) async throws {
        try await stepped(by: [-3_600], restarted: restarted)
    }

    @Test("the same when it goes forward a year, and back", arguments: [false, true])
    func forwardAYear(restarted: Bool) async throws {
        try await stepped(by: [31_536_000, -31_536_000], restarted: restarted)
    }

    /// A letter is answered, the clock steps, and the citizen writes again, and so on.
    private func stepped(by steps: [Int64], restarted: Bool) async throws {
        try await withSurvivor { house in
            #expect(try await house.deliver(mail("fraga")) == [250])
            for (place, step) in ([0] + steps).enumerated() {
                house.disk.clockShift += step
                if restarted {
                    #expect(house.stop() == 0)
                    #expect(try house.start())
                }
                // A year later nobody is logged in any more.
                let clerk = try await house.clerk()
                let number = try #require(try await clerk.tickets().first?.number)
                let form = MessageForm(kind: "reply", body: "Svar \(place)")
                let answer = try await clerk.post("/v1/tickets/\(number)/messages", form)
                #expect(answer.status == 201)
                try await eventually("letter \(place) leaves") {
                    try await clerk.messages(number).last?.delivery?.state == "sent"
                }
                var back = mail("svar-\(place)")
                back.sender = "fraga@example.com"
                back.inReplyTo = "fraga@example.com"
                #expect(try await house.deliver(back) == [250])
                let bodies = try await clerk.messages(number).map { $0.body.prefix(6) }
                #expect(bodies.suffix(2) == ["Svar \(place)", "Jag ka"])
                #expect(bodies.count == 3 + 2 * place)
            }
            let audit = try house.audit()
            #expect(audit.faults == [])
            #expect(audit.letters == Array(repeating: "sent", count: steps.count + 1))
        }
    }
}
