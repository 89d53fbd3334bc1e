import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("Verdicts on suggestions")
struct VerdictTests {
    @Test("count beside how the ticket ends, and stay when it is reopened")
    func verdicts() async throws {
        try await withDesk { house in
            let ticket = try await house.openTicket()
            let desk = house.desk
            try await desk.judge("losenord", for: ticket.number, as: .wrong, by: .ada)
            let resolved = try await house.resolve(ticket)
            #expect(try await house.evidence().map(\.verdict) == [.rejected, .answered])
            _ = try await desk.reopen(ticket.number, at: resolved.revision, as: .ada)
            #expect(try await house.evidence().map(\.article) == ["losenord"])
            #expect(try await desk.verdicts(on: ticket.number, as: .rut) == ["losenord": .wrong])
            try await desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            #expect(try await desk.verdicts(on: ticket.number, as: .rut) == ["losenord": .right])
            try await desk.judge("losenord", for: ticket.number, as: nil, by: .ada)
            #expect(try await desk.verdicts(on: ticket.number, as: .rut) == [:])
            #expect(try await house.evidence() == [])
        }
    }

    @Test(
        "are the same however often they are given, in the history too",
        arguments: StoreKind.available
    )
    func idempotent(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await house.openTicket()
            let desk = house.desk
            for _ in 0..<3 {
                try await desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            }
            for _ in 0..<2 {
                try await desk.judge(TestDesk.article, for: ticket.number, as: nil, by: .ada)
            }
            #expect(try await house.evidence().count == 1)
            let history = try await desk.history(
                of: ticket.number,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(history.entries.map(\.event.kind) == [.opened, .judged])
            #expect(
                history.entries.last?.event.details == [
                    "article": "losenord", "verdict": "right", "queue": ticket.queue,
                    "kind": ticket.kind.rawValue, "category": ticket.category.rawValue,
                ]
            )
            // A verdict is no change of the ticket.
            #expect(try await desk.ticket(ticket.number, as: .ada).revision == ticket.revision)
        }
    }

    @Test("are taken only from those who may work the ticket, and on articles that are there")
    func rights() async throws {
        try await withDesk { house in
            let ticket = try await house.openTicket()
            let desk = house.desk
            await #expect(throws: DeskError.notPermitted) {
                try await desk.judge("losenord", for: ticket.number, as: .right, by: .rut)
            }
            await #expect(throws: DeskError.notFound) {
                try await desk.judge("losenord", for: ticket.number, as: .right, by: .stig)
            }
            await #expect(throws: DeskError.notFound) {
                try await desk.judge("no-such", for: ticket.number, as: .right, by: .ada)
            }
            let none = try await house.openTicket("?", subject: "!")
            let error = await #expect(throws: DeskError.self) {
                try await desk.judge("losenord", for: none.number, as: .right, by: .ada)
            }
            guard case .wrongState = error else {
                Issue.record("a ticket without words was judged: \(String(describing: error))")
                return
            }
            #expect(try await house.evidence() == [])
        }
    }
}
