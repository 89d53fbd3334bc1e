import Desk
import DeskTesting
import Foundation
import Testing

@Suite("Merging across people and secrets")
struct MergingSecrecyTests {
    private static let settings = DeskSettings(
        confidentialQueues: ["social"],
        mailDomain: "example.org"
    )

    private func opened(
        by address: String?,
        phone: String? = nil,
        queue: String = "e-service",
        in house: TestDesk
    ) async throws -> Ticket {
        var draft = TicketDraft(
            subject: "Fråga",
            body: "Hej",
            channel: .phone,
            citizen: Citizen(email: address, phone: phone)
        )
        draft.queue = queue
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .root) else {
            throw DeskError.notFound
        }
        return ticket
    }

    /// Merges the second of two tickets into the first, or says why not.
    private func merge(
        _ pair: (Ticket, Ticket),
        isSamePerson: Bool = false,
        as staff: StaffIdentity = .root,
        in house: TestDesk
    ) async throws -> Ticket {
        let now = try await house.desk.ticket(pair.1.number, as: .root)
        return try await house.desk.merge(
            pair.1.number,
            at: now.revision,
            into: pair.0.number,
            isSamePerson: isSamePerson,
            as: staff
        )
    }

    @Test(
        "asks for a word of the clerk where the tickets do not show one person",
        arguments: [
            ("maja@example.com", nil, "MAJA@example.com", nil, true),
            ("maja@example.com", "070-1234567", "olle@example.com", "070-1234567", false),
            (nil, "070-1234567", "olle@example.com", "+46701234567", true),
            (nil, "070-1234567", nil, "070-7654321", false), (nil, nil, nil, nil, false),
            ("maja@example.com", nil, nil, nil, false),
        ] as [(String?, String?, String?, String?, Bool)]
    )
    func people(
        _ email: String?,
        _ phone: String?,
        _ otherEmail: String?,
        _ otherPhone: String?,
        _ isShown: Bool
    ) async throws {
        try await withDesk { house in
            let first = try await opened(by: email, phone: phone, in: house)
            let second = try await opened(by: otherEmail, phone: otherPhone, in: house)
            if isShown {
                let survivor = try await merge((first, second), in: house)
                #expect(survivor.citizen.email == email ?? otherEmail)
                return
            }
            await #expect(throws: DeskError.self) { try await merge((first, second), in: house) }
            #expect(try await house.desk.ticket(second.number, as: .root) == second)
            let survivor = try await merge((first, second), isSamePerson: true, in: house)
            #expect(survivor.absorbed == 1)
            let facts = try await house.desk.history(
                of: second.number,
                after: nil,
                limit: 10,
                as: .root
            )
            #expect(facts.entries.last?.event.details["same_person"] == "said")
        }
    }

    @Test("answers the citizen of the ticket that is left, and nobody else")
    func answers() async throws {
        try await withDesk { house in
            let first = try await opened(by: "maja@example.com", in: house)
            let second = try await house.desk.receive(
                .plain("Från jobbet", from: "maja@work.example", messageID: "w@x")
            )
            let survivor = try await house.desk.merge(
                second.ticket,
                at: 1,
                into: first.number,
                isSamePerson: true,
                as: .ada
            )
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: survivor.number,
                as: .ada
            )
            let letters = try await house.outbox.claim(atMost: 10, lease: 60)
            #expect(letters.map(\.letter.toAddress) == ["maja@example.com"])
            // Not in the thread of a mail that another address wrote.
            #expect(letters.map(\.letter.inReplyTo) == [nil])
            let more = try await house.desk.receive(
                .plain("Tack", from: "maja@work.example", messageID: "w2@x", references: ["w@x"])
            )
            #expect(more == MailReceipt(ticket: first.number, effect: .appended))
        }
    }

    @Test("never joins what is confidential with what is not", arguments: StoreKind.available)
    func confidential(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings) { house in
            let open = try await opened(by: "maja@example.com", in: house)
            let closed = try await opened(by: "maja@example.com", queue: "social", in: house)
            for pair in [(open, closed), (closed, open)] {
                await #expect(throws: DeskError.self) { try await merge(pair, in: house) }
            }
            let other = try await opened(by: "maja@example.com", queue: "social", in: house)
            #expect(try await merge((closed, other), in: house).queue == "social")
        }
    }

    @Test("never joins a protected person's ticket with another's", arguments: StoreKind.available)
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings) { house in
            let open = try await opened(by: "maja@example.com", in: house)
            let hidden = try await opened(by: "olle@example.com", in: house)
            try await house.desk.protect(hidden.number, true, as: .root)
            for pair in [(open, hidden), (hidden, open)] {
                await #expect(throws: DeskError.self) {
                    try await merge(pair, isSamePerson: true, in: house)
                }
            }
        }
    }

    @Test("hides and shows the tickets of one person together", arguments: StoreKind.available)
    func together(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings) { house in
            let first = try await opened(by: "maja@example.com", in: house)
            let second = try await opened(by: "maja@work.example", in: house)
            _ = try await merge((first, second), isSamePerson: true, in: house)
            try await house.desk.protect(first.number, true, as: .ada)
            for number in [first.number, second.number] {
                for itself in [true, false] {
                    await #expect(throws: DeskError.notFound) {
                        _ = try await house.desk.ticket(number, itself: itself, as: .ada)
                    }
                    #expect(
                        try await house.desk.ticket(number, itself: itself, as: .petra).isProtected
                    )
                }
            }
            var words = TicketQuery()
            words.text = "hej"
            #expect(try await house.desk.tickets(words, as: .ada).tickets.isEmpty)
            #expect(try await house.desk.tickets(words, as: .petra).tickets.count == 2)
        }
    }

    @Test("moves both to the queue that one is moved to", arguments: StoreKind.available)
    func moved(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings) { house in
            let first = try await opened(by: "maja@example.com", in: house)
            let second = try await opened(by: "maja@example.com", queue: "school", in: house)
            let survivor = try await merge((first, second), in: house)
            // Whoever had the one alone, has neither: it is the other's queue that counts.
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(second.number, as: .stig)
            }
            var patch = TicketPatch()
            patch.queue = "school"
            _ = try await house.desk.change(
                first.number,
                at: survivor.revision,
                by: patch,
                as: .root
            )
            for number in [first.number, second.number] {
                #expect(
                    try await house.desk.ticket(number, itself: true, as: .stig).queue == "school"
                )
            }
        }
    }

    @Test("is for whoever may work on both, and names no ticket that is not theirs")
    func rights() async throws {
        try await withDesk(settings: Self.settings) { house in
            let mine = try await opened(by: "maja@example.com", queue: "school", in: house)
            let others = try await opened(by: "maja@example.com", in: house)
            let wanted = DeskError.invalid([FieldProblem("/into", "there is no such ticket")])
            for target in [others.number, TicketNumber(rawValue: 999)] {
                await #expect(throws: wanted) {
                    _ = try await house.desk.merge(mine.number, at: 1, into: target, as: .stig)
                }
            }
            await #expect(throws: DeskError.notFound) {
                try await merge((mine, others), as: .stig, in: house)
            }
            await #expect(throws: DeskError.notPermitted) {
                try await merge((mine, others), as: .rut, in: house)
            }
        }
    }

    @Test("erases and keeps the tickets of one person together", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await opened(by: "maja@example.com", in: house)
            let second = try await opened(by: "maja@work.example", in: house)
            let survivor = try await merge((first, second), isSamePerson: true, in: house)
            let person = Person(email: "maja@example.com", phone: nil)
            let other = Person(email: "maja@work.example", phone: nil)
            // It is still being answered: nothing of it goes.
            var report = try await house.desk.erase(other, isDryRun: false, as: .adam)
            #expect(report.active == [second.number] && report.erased.isEmpty)
            _ = try await house.desk.resolve(
                first.number,
                at: survivor.revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            try await house.desk.hold(second.number, for: "dnr 1", as: .adam)
            report = try await house.desk.erase(other, isDryRun: false, as: .adam)
            #expect(report.held == [second.number] && report.erased.isEmpty)
            try await house.desk.release(first.number, as: .adam)
            report = try await house.desk.erase(person, isDryRun: false, as: .adam)
            #expect(report.erased == [first.number, second.number])
            let page = try await house.desk.messages(
                of: second.number,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(page.messages.map(\.body) == ["", ""])
        }
    }
}
