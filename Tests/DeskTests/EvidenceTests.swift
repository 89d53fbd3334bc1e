import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("What tickets teach")
struct EvidenceTests {
    private static let article = "bankid-svarar-inte"

    private func open(
        _ house: TestDesk,
        _ body: String = "Min padda vägrar. Ring mig på 070-123 45 67. Hälsningar Maja Lind",
        subject: String = "Paddan"
    ) async throws -> Ticket {
        var draft = TicketDraft(subject: subject, body: body, channel: .phone)
        draft.citizen = Citizen(name: "Maja Lind", email: "maja@example.com")
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
            throw DeskError.notFound
        }
        return ticket
    }

    private func resolve(
        _ ticket: Ticket,
        _ house: TestDesk,
        as outcome: TicketOutcome = .answered,
        article: String? = article
    ) async throws -> Ticket {
        try await house.desk.resolve(
            ticket.number,
            at: ticket.revision,
            as: outcome,
            article: article,
            by: .ada
        )
    }

    private func evidence(_ house: TestDesk) async throws -> [Evidence] {
        try await house.store.read { reading throws(DeskError) in
            try reading.newestEvidence(limit: 1_000)
        }
    }

    @Test("is the question, without who asked it", arguments: StoreKind.available)
    func question(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house)
            _ = try await resolve(ticket, house)
            let one = try #require(try await evidence(house).first)
            #expect(one.ticket == Int(ticket.number.rawValue))
            #expect(one.article == Self.article)
            #expect(one.verdict == .answered)
            #expect(one.text.contains("padda vägrar"))
            for personal in ["Maja", "Lind", "070", "123 45 67", "@"] {
                #expect(!one.text.contains(personal), "\(personal)")
            }
        }
    }

    @Test(
        "depends on how a ticket ends",
        arguments: TicketOutcome.allCases,
        [article, nil] as [String?]
    )
    func outcomes(outcome: TicketOutcome, article: String?) async throws {
        try await withDesk { house in
            let ticket = try await open(house)
            _ = try await resolve(ticket, house, as: outcome, article: article)
            let verdicts = try await evidence(house).map(\.verdict)
            switch (outcome, article) {
            case (.answered, .some): #expect(verdicts == [.answered])
            case (.handedOff, nil): #expect(verdicts == [.unanswered])
            default: #expect(verdicts == [])
            }
        }
    }

    @Test("counts a reply that resolves with its first article", arguments: StoreKind.available)
    func reply(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house)
            let draft = MessageDraft(
                kind: .reply,
                body: "Så här",
                articles: ["losenord", Self.article],
                resolves: true
            )
            _ = try await house.desk.write(draft, on: ticket.number, as: .ada)
            #expect(try await evidence(house).map(\.article) == ["losenord"])
        }
    }

    @Test("is taken back when the ticket is reopened", arguments: StoreKind.available)
    func reopened(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let resolved = try await resolve(try await open(house), house)
            #expect(try await evidence(house).count == 1)
            let again = try await house.desk.reopen(
                resolved.number,
                at: resolved.revision,
                as: .grace
            )
            #expect(try await evidence(house) == [])
            _ = try await resolve(again, house, article: "losenord")
            #expect(try await evidence(house).map(\.article) == ["losenord"])
        }
    }

    @Test("is taken back when the citizen writes again", arguments: StoreKind.available)
    func writesAgain(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Paddan vägrar"))
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            _ = try await resolve(ticket, house)
            #expect(try await evidence(house).count == 1)
            let token = house.proof.replyToken(for: receipt.ticket)
            let next = ReceivedMail.plain("Nej", messageID: "2@example.com", replyToken: token)
            #expect(try await house.desk.receive(next).effect == .appended)
            #expect(try await evidence(house) == [])
        }
    }

    @Test("counts verdicts beside the end, and keeps them when it is reopened")
    func verdicts() async throws {
        try await withDesk { house in
            let ticket = try await open(house)
            let desk = house.desk
            try await desk.judge("losenord", for: ticket.number, as: .wrong, by: .ada)
            let resolved = try await resolve(ticket, house)
            #expect(try await evidence(house).map(\.verdict) == [.rejected, .answered])
            _ = try await desk.reopen(ticket.number, at: resolved.revision, as: .ada)
            #expect(try await evidence(house).map(\.article) == ["losenord"])
            #expect(try await desk.verdicts(on: ticket.number, as: .rut) == ["losenord": .wrong])
            try await desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            #expect(try await desk.verdicts(on: ticket.number, as: .rut) == ["losenord": .right])
            try await desk.judge("losenord", for: ticket.number, as: nil, by: .ada)
            #expect(try await desk.verdicts(on: ticket.number, as: .rut) == [:])
            #expect(try await evidence(house) == [])
        }
    }

    @Test(
        "is the same however often it is said, in the history too",
        arguments: StoreKind.available
    )
    func idempotent(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await open(house)
            let desk = house.desk
            for _ in 0..<3 {
                try await desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            }
            for _ in 0..<2 {
                try await desk.judge(Self.article, for: ticket.number, as: nil, by: .ada)
            }
            #expect(try await evidence(house).count == 1)
            let history = try await desk.history(
                of: ticket.number,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(history.entries.map(\.event.kind) == [.opened, .judged])
            #expect(
                history.entries.last?.event.details == ["article": "losenord", "verdict": "right"]
            )
            // A verdict is no change of the ticket.
            #expect(try await desk.ticket(ticket.number, as: .ada).revision == ticket.revision)
        }
    }

    @Test("takes verdicts only from those who may work the ticket, and on articles that are there")
    func rights() async throws {
        try await withDesk { house in
            let ticket = try await open(house)
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
            let none = try await open(house, "?", subject: "!")
            let error = await #expect(throws: DeskError.self) {
                try await desk.judge("losenord", for: none.number, as: .right, by: .ada)
            }
            guard case .wrongState = error else {
                Issue.record("a ticket without words was judged: \(String(describing: error))")
                return
            }
            #expect(try await evidence(house) == [])
        }
    }

    @Test(
        "is bounded for each article, the newest stays",
        arguments: [1, 2, 3],
        StoreKind.available
    )
    func bounded(countMax: Int, on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.learning.perArticleMax = countMax
        try await withDesk(on: kind, settings: settings) { house in
            for _ in 0..<2 { _ = try await resolve(try await open(house), house) }
            _ = try await resolve(try await open(house), house, article: "losenord")
            let kept = try await evidence(house)
            let tickets = kept.filter { $0.article == Self.article }.map(\.ticket)
            #expect(tickets == (countMax == 1 ? [2] : [1, 2]))
            #expect(kept.last?.article == "losenord")
        }
    }

    @Test("is nothing where the desk does not learn")
    func disabled() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.learning.isEnabled = false
        try await withDesk(settings: settings) { house in
            let ticket = try await open(house)
            await #expect(throws: DeskError.self) {
                try await house.desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            }
            _ = try await resolve(ticket, house)
            #expect(try await evidence(house) == [])
        }
    }

    @Test("is shown and undone article by article, by who leads", arguments: StoreKind.available)
    func forgotten(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for _ in 0..<3 { _ = try await resolve(try await open(house), house) }
            _ = try await resolve(try await open(house), house, article: "losenord")
            let desk = house.desk
            for staff in [StaffIdentity.ada, .rut, .stig] {
                await #expect(throws: DeskError.notPermitted) {
                    try await desk.forget(article: Self.article, as: staff)
                }
                await #expect(throws: DeskError.notPermitted) {
                    _ = try await desk.evidence(
                        about: Self.article,
                        before: nil,
                        limit: 2,
                        as: staff
                    )
                }
            }
            let page = try await desk.evidence(
                about: Self.article,
                before: nil,
                limit: 2,
                as: .lena
            )
            #expect(page.evidence.map(\.evidence.ticket) == [3, 2])
            #expect(page.next == page.evidence.last?.id)
            let rest = try await desk.evidence(
                about: Self.article,
                before: page.next,
                limit: 2,
                as: .lena
            )
            #expect(rest.evidence.map(\.evidence.ticket) == [1])
            #expect(rest.next == nil)
            #expect(try await desk.forget(article: Self.article, as: .lena) == 3)
            #expect(try await desk.forget(article: Self.article, as: .lena) == 0)
            #expect(try await evidence(house).map(\.article) == ["losenord"])
        }
    }

    @Test("raises the signal once for all that came before somebody looks")
    func signal() async throws {
        try await withDesk { house in
            for _ in 0..<3 { _ = try await resolve(try await open(house), house) }
            house.desk.heed(.evidenceChanged)
            house.desk.heed(.unknown)
            var signals = house.desk.learning.raised.makeAsyncIterator()
            #expect(await signals.next() != nil)
            // Were there a second one from before, this would be the third.
            house.desk.learning.raise()
            #expect(await signals.next() != nil)
        }
    }

    @Test("is nothing from a confidential queue, nor once a ticket goes there")
    func confidential() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["school"]
        try await withDesk(settings: settings) { house in
            let ticket = try await open(house)
            try await house.desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            let resolved = try await resolve(ticket, house)
            #expect(try await evidence(house).count == 2)
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
            #expect(try await evidence(house) == [])
            let again = try await house.desk.reopen(
                moved.number,
                at: moved.revision,
                as: everywhere
            )
            _ = try await house.desk.resolve(
                again.number,
                at: again.revision,
                as: .answered,
                article: Self.article,
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
            #expect(try await evidence(house) == [])
        }
    }

    @Test("goes when the citizen's identity is protected", arguments: StoreKind.available)
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await resolve(try await open(house), house)
            _ = try await resolve(try await open(house), house)
            #expect(try await evidence(house).count == 2)
            try await house.desk.protect(first.number, true, as: .lena)
            #expect(try await evidence(house) == [])
        }
    }

    @Test("goes when the ticket is erased", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await resolve(try await open(house), house)
            let other = try await resolve(try await open(house), house)
            let moment = house.clock.now
            try await house.store.write { transaction throws(DeskError) in
                try transaction.erase(first, at: moment)
            }
            #expect(try await evidence(house).map(\.ticket) == [Int(other.number.rawValue)])
        }
    }
}
