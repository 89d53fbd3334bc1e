import Desk
import DeskTesting
import Foundation
import KnowledgeBase

extension TestDesk {
    /// The article that tickets are resolved with here.
    static let article = "bankid-svarar-inte"

    /// Opens a ticket of somebody who says who they are.
    func openTicket(
        _ body: String = "Min padda vägrar. Ring mig på 070-123 45 67. Hälsningar Maja Lind",
        subject: String = "Paddan"
    ) async throws -> Ticket {
        var draft = TicketDraft(subject: subject, body: body, channel: .phone)
        draft.citizen = Citizen(name: "Maja Lind", email: "maja@example.com")
        guard case .fresh(let ticket) = try await desk.open(draft, as: .ada) else {
            throw DeskError.notFound
        }
        return ticket
    }

    func resolve(
        _ ticket: Ticket,
        as outcome: TicketOutcome = .answered,
        article: String? = article
    ) async throws -> Ticket {
        try await desk.resolve(
            ticket.number,
            at: ticket.revision,
            as: outcome,
            article: article,
            by: .ada
        )
    }

    func file(of ticket: Ticket) async throws -> TicketFile {
        try await store.read { reading throws(DeskError) in try reading.file(of: ticket.number) }
    }

    func evidence() async throws -> [Evidence] {
        try await store.read { reading throws(DeskError) in
            try reading.newestEvidence(limit: 1_000)
        }
    }
}
