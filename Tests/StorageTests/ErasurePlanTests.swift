import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("What erasing asks of a large store")
struct ErasurePlanTests {
    @Test("reads no whole table, neither for a ticket nor for a person's traces")
    func plans() async throws {
        try await withDesk { house in
            var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
            draft.citizen = Citizen(
                name: "Maja",
                email: "maja@example.com",
                phone: "070-174 06 05"
            )
            guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                throw DeskError.notFound
            }
            let plans = try await house.store.write { transaction throws(DeskError) in
                let own = StoreTransaction(transaction)
                let watched = WatchedSession(real: own.session)
                let watching = StoreTransaction(session: watched, now: own.now)
                let person = Person(email: ticket.citizen.email, phone: ticket.citizen.phone)
                _ = try watching.traces(of: person)
                _ = try watching.leftTraces(begunBefore: own.now, limit: 100)
                _ = try watching.unfinishedTraces(of: ticket)
                _ = try watching.agedCalls(begunBefore: own.now, limit: 100)
                _ = try watching.countAgedCalls(begunBefore: own.now)
                _ = try watching.tickets(of: person, after: nil, limit: 100)
                _ = try watching.messagesElsewhere(of: "maja@example.com", limit: 100)
                try watching.erase(ticket, at: own.now)
                return try watched.plans()
            }
            #expect(plans.contains { $0.contains("calls USING INDEX calls_by_ticket") })
            for plan in plans { #expect(!plan.hasPrefix("SCAN"), "\(plan)") }
        }
    }
}
