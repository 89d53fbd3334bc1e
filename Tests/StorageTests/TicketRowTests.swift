import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Storage

@Suite("A ticket's row")
struct TicketRowTests {
    /// Members that saving a ticket leaves alone: which it is, what only the desk needs while it
    /// works on it, and what has a row of its own.
    private static let unsaved: Set = ["number", "createdAt", "uncounted", "justAnswered", "hold"]

    @Test("keeps every fact of a ticket that is saved", arguments: StoreKind.available)
    func saved(on kind: StoreKind) async throws {
        let plain = Ticket.plain()
        var names: [String] = []
        for (before, after) in zip(
            Mirror(reflecting: plain).children,
            Mirror(reflecting: Self.changed(plain, into: plain.number)).children
        ) {
            let name = try #require(before.label)
            guard !Self.unsaved.contains(name) else { continue }
            names.append(name)
            #expect("\(before.value)" != "\(after.value)", "\(name) must differ here too")
        }
        #expect(names.count > 35)
        try await withDesk(on: kind) { house in
            let (saved, read) = try await house.store.write { transaction throws(DeskError) in
                let other = try transaction.insert(Ticket.plain("Den andra"))
                let number = try transaction.insert(plain)
                let ticket = Self.changed(try transaction.ticket(number), into: other)
                try transaction.save(ticket, over: ticket.revision - 1)
                return (ticket, try transaction.ticket(number))
            }
            #expect(read == saved)
        }
    }

    /// The same ticket with every fact another.
    private static func changed(_ ticket: Ticket, into other: TicketNumber) -> Ticket {
        func later(_ hours: Double) -> Date { ticket.createdAt + hours * 3_600 }
        return Ticket(
            number: ticket.number,
            revision: ticket.revision + 1,
            subject: "Klagomål",
            state: .waiting,
            kind: .complaint,
            category: .technical,
            priority: .high,
            channel: .visit,
            queue: "school",
            assignee: "ada",
            language: "en",
            service: "bygglov",
            citizen: Citizen(
                name: "Maja",
                email: "maja@example.com",
                phone: "+46701234567",
                isVerified: true
            ),
            symptom: Symptom(eID: "bankid", codes: ["RFA8"], device: "ios", step: "login"),
            createdAt: ticket.createdAt,
            updatedAt: later(1),
            firstReplyAt: later(2),
            resolvedAt: later(3),
            firstReplyDueAt: later(4),
            resolutionDueAt: later(5),
            outcome: .answered,
            article: "bankid-svarar-inte",
            contacts: 7,
            suggestions: [Suggestion(article: "a", title: "A", confidence: 0.5)],
            isProtected: true,
            mergedInto: other,
            absorbed: 2,
            lent: TicketLoan(rawValue: 5),
            snoozedUntil: later(6),
            followUpAt: later(7),
            clocks: TicketClocks(
                marks: 3,
                askedAt: later(8),
                nextReplyDueAt: later(9),
                resolutionSince: later(10),
                resolutionSpent: 11,
                alarms: [.firstReply: later(12), .nextReply: later(13), .resolution: later(14)]
            ),
            triageReasons: ["e-id: bankid"],
            register: RegisterNumber(year: 2026, number: 15),
            unit: TicketUnit(
                id: "skola",
                name: "Skolan",
                queue: "school",
                givenAt: later(16),
                answeredAt: later(17),
                answer: UUIDv7(at: later(17))
            ),
            firstContact: .returned,
            setAside: .solved,
            firstSolvedAt: later(18),
            firstArticle: "freja",
            countedSolution: CountedPlace(queue: "school", kind: .fault, category: .login),
            incident: 19,
            maintenance: 20
        )
    }
}
