import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("What tickets teach")
struct EvidenceTests {
    @Test("is the question, without who asked it", arguments: StoreKind.available)
    func question(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await house.openTicket()
            _ = try await house.resolve(ticket)
            let one = try #require(try await house.evidence().first)
            #expect(one.ticket == Int(ticket.number.rawValue))
            #expect(one.article == TestDesk.article)
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
        [TestDesk.article, nil] as [String?]
    )
    func outcomes(outcome: TicketOutcome, article: String?) async throws {
        try await withDesk { house in
            let ticket = try await house.openTicket()
            _ = try await house.resolve(ticket, as: outcome, article: article)
            let verdicts = try await house.evidence().map(\.verdict)
            switch (outcome, article) {
            case (.answered, .some): #expect(verdicts == [.answered])
            case (.handedOff, nil): #expect(verdicts == [.unanswered])
            default: #expect(verdicts == [])
            }
        }
    }

    @Test("is in the ticket's file for as long as it is kept", arguments: StoreKind.available)
    func extracted(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await house.openTicket()
            #expect(try await house.file(of: ticket).learnt == [])
            let resolved = try await house.resolve(ticket)
            let kept = try #require(try await house.evidence().first)
            let lesson = try #require(try await house.file(of: ticket).learnt?.first)
            #expect(lesson.verdict == "answered" && lesson.article == TestDesk.article)
            #expect(lesson.text == kept.text)
            _ = try await house.desk.reopen(resolved.number, at: resolved.revision, as: .grace)
            #expect(try await house.file(of: ticket).learnt == [])
        }
    }

    @Test("counts a reply that resolves with its first article", arguments: StoreKind.available)
    func reply(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await house.openTicket()
            let draft = MessageDraft(
                kind: .reply,
                body: "Så här",
                articles: ["losenord", TestDesk.article],
                resolves: true
            )
            _ = try await house.desk.write(draft, on: ticket.number, as: .ada)
            #expect(try await house.evidence().map(\.article) == ["losenord"])
        }
    }

    @Test("is taken back when the ticket is reopened", arguments: StoreKind.available)
    func reopened(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let resolved = try await house.resolve(try await house.openTicket())
            #expect(try await house.evidence().count == 1)
            let again = try await house.desk.reopen(
                resolved.number,
                at: resolved.revision,
                as: .grace
            )
            #expect(try await house.evidence() == [])
            _ = try await house.resolve(again, article: "losenord")
            #expect(try await house.evidence().map(\.article) == ["losenord"])
        }
    }

    @Test("is taken back when the citizen writes again", arguments: StoreKind.available)
    func writesAgain(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Paddan vägrar"))
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            _ = try await house.resolve(ticket)
            #expect(try await house.evidence().count == 1)
            let token = house.proof.replyToken(for: receipt.ticket)
            let next = ReceivedMail.plain("Nej", messageID: "2@example.com", replyToken: token)
            #expect(try await house.desk.receive(next).effect == .appended)
            #expect(try await house.evidence() == [])
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
            for _ in 0..<2 { _ = try await house.resolve(try await house.openTicket()) }
            _ = try await house.resolve(try await house.openTicket(), article: "losenord")
            let kept = try await house.evidence()
            let tickets = kept.filter { $0.article == TestDesk.article }.map(\.ticket)
            #expect(tickets == (countMax == 1 ? [2] : [1, 2]))
            #expect(kept.last?.article == "losenord")
        }
    }

    @Test("is nothing where the desk does not learn")
    func disabled() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.learning.isEnabled = false
        try await withDesk(settings: settings) { house in
            let ticket = try await house.openTicket()
            await #expect(throws: DeskError.self) {
                try await house.desk.judge("losenord", for: ticket.number, as: .right, by: .ada)
            }
            _ = try await house.resolve(ticket)
            #expect(try await house.evidence() == [])
        }
    }

    @Test("is shown and undone article by article, by who leads", arguments: StoreKind.available)
    func forgotten(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for _ in 0..<3 { _ = try await house.resolve(try await house.openTicket()) }
            _ = try await house.resolve(try await house.openTicket(), article: "losenord")
            let desk = house.desk
            for staff in [StaffIdentity.ada, .rut, .stig] {
                await #expect(throws: DeskError.notPermitted) {
                    try await desk.forget(article: TestDesk.article, as: staff)
                }
                await #expect(throws: DeskError.notPermitted) {
                    _ = try await desk.evidence(
                        about: TestDesk.article,
                        before: nil,
                        limit: 2,
                        as: staff
                    )
                }
            }
            let page = try await desk.evidence(
                about: TestDesk.article,
                before: nil,
                limit: 2,
                as: .lena
            )
            #expect(page.evidence.map(\.evidence.ticket) == [3, 2])
            #expect(page.next == page.evidence.last?.id)
            let rest = try await desk.evidence(
                about: TestDesk.article,
                before: page.next,
                limit: 2,
                as: .lena
            )
            #expect(rest.evidence.map(\.evidence.ticket) == [1])
            #expect(rest.next == nil)
            #expect(try await desk.forget(article: TestDesk.article, as: .lena) == 3)
            #expect(try await desk.forget(article: TestDesk.article, as: .lena) == 0)
            #expect(try await house.evidence().map(\.article) == ["losenord"])
        }
    }

    @Test("raises the signal once for all that came before somebody looks")
    func signal() async throws {
        try await withDesk { house in
            for _ in 0..<3 { _ = try await house.resolve(try await house.openTicket()) }
            house.desk.heed(.evidenceChanged)
            house.desk.heed(.unknown)
            var signals = house.desk.learning.raised.makeAsyncIterator()
            #expect(await signals.next() != nil)
            // Were there a second one from before, this would be the third.
            house.desk.learning.raise()
            #expect(await signals.next() != nil)
        }
    }
}
