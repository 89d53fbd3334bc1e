import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("The register of complaints and opinions")
struct RegisterTests {
    private func open(
        _ kind: TicketKind,
        email: String? = "maja@example.com",
        in house: TestDesk
    ) async throws -> Ticket {
        let draft = TicketDraft(
            subject: "Synpunkt",
            body: "Hej",
            channel: .visit,
            kind: kind,
            citizen: Citizen(email: email)
        )
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
            throw DeskError.notFound
        }
        return ticket
    }

    @Test(
        "numbers what is registered and nothing else, from one on each year",
        arguments: StoreKind.available
    )
    func numbers(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var found: [String?] = []
            for kind in [TicketKind.complaint, .question, .proposal, .fault, .praise] {
                found.append(try await open(kind, in: house).register?.description)
            }
            #expect(found == ["2026-1", nil, "2026-2", nil, "2026-3"])
            // The last quarter of an hour of the year in Stockholm, and the first of the next.
            let end = try Date("2026-12-31T22:45:00Z", strategy: .iso8601)
            house.clock.advance(by: end.timeIntervalSince(house.clock.now))
            #expect(try await open(.praise, in: house).register?.description == "2026-4")
            house.clock.advance(by: 900)
            #expect(try await open(.praise, in: house).register?.description == "2027-1")
        }
    }

    @Test(
        "numbers a ticket when it turns out to be a complaint, and lets it keep that",
        arguments: StoreKind.available
    )
    func turned(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            var patch = TicketPatch()
            for (revision, kind) in [TicketKind.complaint, .question, .opinion].enumerated() {
                patch.kind = kind
                let ticket = try await house.desk.change(
                    number,
                    at: Int64(revision + 1),
                    by: patch,
                    as: .ada
                )
                #expect(ticket.register == RegisterNumber(year: 2026, number: 1))
            }
            let facts = try await house.desk.history(of: number, after: nil, limit: 20, as: .ada)
            let registered = facts.entries.map(\.event).filter { $0.kind == .registered }
            #expect(registered.map(\.details) == [["register": "2026-1"]])
            #expect(try await open(.praise, in: house).register?.number == 2)
        }
    }

    @Test(
        "has no gap and no number twice, however many draw at once",
        arguments: StoreKind.available
    )
    func atOnce(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let drawn = try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<40 {
                    group.addTask {
                        // Every fourth comes to nothing after it has drawn its number.
                        guard index % 4 == 0 else {
                            return try await open(.complaint, in: house).register?.number
                        }
                        await #expect(throws: DeskError.notPermitted) {
                            try await house.store.write { transaction throws(DeskError) in
                                _ = try transaction.drawRegisterNumber(of: 2026)
                                throw DeskError.notPermitted
                            }
                        }
                        return nil
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(drawn.compactMap(\.self).sorted() == Array(1...30))
        }
    }

    @Test("promises no answer to whoever cannot be answered")
    func anonymous() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: try ClockRules.standard.map { try ClockRule($0) },
            hours: try OpeningHours(ClockRules.standardHours)
        )
        try await withDesk(settings: settings) { house in
            let named = try await open(.complaint, in: house)
            // Two working days for the receipt, ten for the answer, both until closing time.
            #expect(
                named.firstReplyDueAt == (try Date("2026-11-04T15:30:00Z", strategy: .iso8601))
            )
            #expect(
                named.resolutionDueAt == (try Date("2026-11-16T15:30:00Z", strategy: .iso8601))
            )
            let anonymous = try await open(.complaint, email: nil, in: house)
            #expect(anonymous.firstReplyDueAt == nil)
            #expect(anonymous.resolutionDueAt == nil)
            house.clock.advance(by: 30 * 86_400)
            while try await house.desk.ringAlarms() > 0 {}
            let late = try await house.desk.ticket(anonymous.number, as: .ada)
            #expect(!late.isOverdue(at: house.clock.now) && late.priority == .normal)
            // Who says later how to be reached is promised what everybody is.
            var patch = TicketPatch()
            patch.citizenEmail = "maja@example.com"
            let named2 = try await house.desk.change(
                late.number,
                at: late.revision,
                by: patch,
                as: .ada
            )
            #expect(named2.resolutionDueAt != nil && named2.firstReplyDueAt != nil)
        }
    }

    @Test(
        "says who tested whether it may be disclosed, and by which law it was withheld",
        arguments: StoreKind.available
    )
    func disclosure(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await open(.complaint, in: house).number
            let desk = house.desk
            for (outcome, ground) in [(DisclosureOutcome.refused, nil), (.partly, " ")] {
                await #expect(throws: DeskError.self) {
                    try await desk.testDisclosure(of: number, as: outcome, ground: ground, by: .ada)
                }
            }
            await #expect(throws: DeskError.notPermitted) {
                try await desk.testDisclosure(of: number, as: .released, ground: nil, by: .rut)
            }
            try await desk.testDisclosure(of: number, as: .released, ground: nil, by: .ada)
            try await desk.testDisclosure(
                of: number,
                as: .refused,
                ground: "OSL 26 kap. 1 §",
                by: .grace
            )
            let facts = try await desk.history(of: number, after: nil, limit: 20, as: .ada).entries
                .map(\.event).filter { $0.kind == .disclosureTested }
            #expect(facts.map(\.details["outcome"]) == ["released", "refused"])
            #expect(facts.last?.details["ground"] == "OSL 26 kap. 1 §")
            #expect(facts.last?.actor == .staff(id: "grace", name: "Grace Ask"))
        }
    }
}
