import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("What tickets have taught")
struct EvidenceSecrecyTests {
    @Test("is nothing from a confidential queue, nor once a ticket goes there")
    func confidential() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["school"]
        try await withDesk(settings: settings) { house in
            let ticket = try await house.openTicket()
            try await house.desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            let resolved = try await house.resolve(ticket)
            #expect(try await house.evidence().count == 2)
            var patch = TicketPatch()
            patch.queue = "school"
            let everywhere = StaffIdentity(
                id: "siv",
                name: "Siv",
                roles: [.agent],
                queues: ["school", "e-service"]
            )
            let moved = try await house.desk.change(
                ticket.number,
                at: resolved.revision,
                by: patch,
                as: everywhere
            )
            #expect(try await house.evidence() == [])
            let again = try await house.desk.reopen(
                moved.number,
                at: moved.revision,
                as: everywhere
            )
            _ = try await house.desk.resolve(
                again.number,
                at: again.revision,
                as: .answered,
                article: TestDesk.article,
                by: everywhere
            )
            await #expect(throws: DeskError.self) {
                try await house.desk.judge(
                    "losenord",
                    for: ticket.number,
                    as: .right,
                    by: everywhere
                )
            }
            #expect(try await house.evidence() == [])
        }
    }

    @Test("goes when the citizen's identity is protected", arguments: StoreKind.available)
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.resolve(try await house.openTicket())
            _ = try await house.resolve(try await house.openTicket())
            #expect(try await house.evidence().count == 2)
            try await house.desk.protect(first.number, true, as: .lena)
            #expect(try await house.evidence() == [])
        }
    }

    @Test("goes when the ticket is erased", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.resolve(try await house.openTicket())
            let other = try await house.resolve(try await house.openTicket())
            let moment = house.clock.now
            try await house.store.write { transaction throws(DeskError) in
                try transaction.erase(first, at: moment)
            }
            #expect(try await house.evidence().map(\.ticket) == [Int(other.number.rawValue)])
        }
    }
}
