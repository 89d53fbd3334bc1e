import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("A mail server's report")
struct DeliveryReportTests {
    /// A desk whose reply to Maja has left.
    private func withLetterSent(
        on kind: StoreKind = .sqlite,
        _ body: @escaping @Sendable (TestDesk, OutboxEntry) async throws -> Void
    ) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: first.ticket,
                as: .ada
            )
            let entry = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            try await house.outbox.settle(entry, as: .taken)
            try await body(house, entry)
        }
    }

    private func report(
        _ status: String,
        _ action: DeliveryReport.Action = .failed,
        on entry: OutboxEntry,
        to address: String = "Maja@example.com",
        byAddress: Bool = false
    ) -> ReceivedMail {
        var mail = ReceivedMail.plain(
            "Undelivered",
            from: "mailer-daemon@example.com",
            messageID: "\(status)@mx.example.com",
            replyToken: byAddress ? entry.letter.replyToken : nil
        )
        mail.automaticReason = "Content-Type: multipart/report"
        mail.report = DeliveryReport(
            recipients: [.init(addresses: [address], action: action, status: status)],
            messageID: byAddress ? nil : entry.letter.messageID
        )
        return mail
    }

    private func delivery(of entry: OutboxEntry, in house: TestDesk) async throws -> Delivery? {
        let (messages, _) = try await house.desk.messages(
            of: entry.ticket,
            after: nil,
            limit: 10,
            as: .ada
        )
        return messages.first { $0.id == entry.message }?.delivery
    }

    private func kinds(_ house: TestDesk, _ ticket: TicketNumber) async throws -> [TicketEvent.Kind]
    {
        try await house.desk.history(of: ticket, after: nil, limit: 20, as: .ada)
            .entries.map(\.event.kind)
    }

    private func reply(_ house: TestDesk, _ ticket: TicketNumber) async throws {
        _ = try await house.desk.write(
            MessageDraft(kind: .reply, body: "Igen"),
            on: ticket,
            as: .ada
        )
    }

    @Test(
        "that a letter came back marks the letter and the recipient, and tells staff",
        arguments: StoreKind.available,
        [false, true]
    )
    func failed(on kind: StoreKind, byAddress: Bool) async throws {
        try await withLetterSent(on: kind) { house, entry in
            let mail = report("5.1.1", on: entry, byAddress: byAddress)
            #expect(try await house.desk.receive(mail).ticket == entry.ticket)
            let delivery = try await delivery(of: entry, in: house)
            #expect(delivery?.state == .failed)
            #expect(delivery?.detail == "returned: 5.1.1")
            let ticket = try await house.desk.ticket(entry.ticket, as: .ada)
            #expect(ticket.state == .open)
            #expect(ticket.contacts == 1)
            #expect(try await kinds(house, entry.ticket).contains(.undeliverable))
            let refused = await #expect(throws: DeskError.self) {
                try await reply(house, entry.ticket)
            }
            guard case .wrongState = refused else {
                Issue.record(
                    "the reply was not refused as it should: \(String(describing: refused))"
                )
                return
            }
        }
    }

    @Test("says so once, however often it comes")
    func twice() async throws {
        try await withLetterSent { house, entry in
            var mail = report("5.1.1", on: entry)
            _ = try await house.desk.receive(mail)
            mail.messageID = "other@mx.example.com"
            mail.text = "Undelivered again"
            _ = try await house.desk.receive(mail)
            let kinds = try await kinds(house, entry.ticket)
            #expect(kinds.count { $0 == .undeliverable } == 1)
        }
    }

    @Test(
        "of a full mailbox, or of a server that gave up, ends the letter and lets the next one go",
        arguments: ["5.2.2", "4.4.1"]
    )
    func passing(status: String) async throws {
        try await withLetterSent { house, entry in
            _ = try await house.desk.receive(report(status, on: entry))
            #expect(try await delivery(of: entry, in: house)?.state == .failed)
            try await reply(house, entry.ticket)
        }
    }

    @Test(
        "that names nobody but a local user is about the letter's reader, where it is on that for certain",
        arguments: [("5.1.1", false, true), ("5.1.1", true, false), ("5.0.0", false, false)]
    )
    func local(status: String, byAddress: Bool, stops: Bool) async throws {
        try await withLetterSent { house, entry in
            var mail = report(status, on: entry, byAddress: byAddress)
            mail.report?.recipients[0].addresses = []
            _ = try await house.desk.receive(mail)
            #expect(try await delivery(of: entry, in: house)?.state == .failed)
            guard stops else { return try await reply(house, entry.ticket) }
            await #expect(throws: DeskError.self) { try await reply(house, entry.ticket) }
        }
    }

    @Test("of a delay is noted and waits")
    func delayed() async throws {
        try await withLetterSent { house, entry in
            _ = try await house.desk.receive(report("4.4.1", .delayed, on: entry))
            #expect(try await delivery(of: entry, in: house)?.state == .sent)
            #expect(try await kinds(house, entry.ticket).contains(.delayed))
            let ticket = try await house.desk.ticket(entry.ticket, as: .ada)
            #expect(ticket.state == .waiting)
            try await reply(house, entry.ticket)
        }
    }

    @Test(
        "that a letter arrived changes nothing",
        arguments: [
            DeliveryReport.Action.delivered, .relayed, .expanded,
        ]
    )
    func delivered(action: DeliveryReport.Action) async throws {
        try await withLetterSent { house, entry in
            _ = try await house.desk.receive(report("2.0.0", action, on: entry))
            #expect(try await delivery(of: entry, in: house)?.state == .sent)
            let ticket = try await house.desk.ticket(entry.ticket, as: .ada)
            #expect(ticket.state == .waiting)
        }
    }

    @Test(
        "on a letter that we never wrote is held",
        arguments: [
            nil, "1.aaaa.a.aaaa@elsewhere.example", "",
        ]
    )
    func backscatter(messageID: String?) async throws {
        try await withLetterSent { house, entry in
            var mail = report("5.1.1", on: entry)
            mail.report?.messageID = messageID
            let receipt = try await house.desk.receive(mail)
            #expect(receipt.effect == .held)
            let delivery = try await delivery(of: entry, in: house)
            #expect(delivery?.state == .sent)
        }
    }

    @Test("about somebody else than the letter's recipient marks nobody")
    func otherRecipient() async throws {
        try await withLetterSent { house, entry in
            let mail = report("5.1.1", on: entry, to: "x@example.net", byAddress: true)
            _ = try await house.desk.receive(mail)
            #expect(try await delivery(of: entry, in: house)?.state == .sent)
            try await reply(house, entry.ticket)
        }
    }

    @Test(
        "is forgotten when the citizen writes, when the address is corrected, and in time",
        arguments: StoreKind.available,
        ["writes", "corrected", "in time", "forged"]
    )
    func forgotten(on kind: StoreKind, why: String) async throws {
        try await withLetterSent(on: kind) { house, entry in
            _ = try await house.desk.receive(report("5.1.1", on: entry))
            switch why {
            case "writes", "forged":
                var mail = ReceivedMail.plain("Hallå?", messageID: "77@example.com")
                mail.standing = why == "forged" ? .failed : .unverified
                _ = try await house.desk.receive(mail)
            case "corrected":
                var patch = TicketPatch()
                patch.citizenEmail = "maja.lind@example.com"
                let ticket = try await house.desk.ticket(entry.ticket, as: .ada)
                _ = try await house.desk.change(
                    entry.ticket,
                    at: ticket.revision,
                    by: patch,
                    as: .ada
                )
            default:
                house.clock.advance(by: 60 * 24 * 3_600)
            }
            guard why == "forged" else { return try await reply(house, entry.ticket) }
            await #expect(throws: DeskError.self) { try await reply(house, entry.ticket) }
        }
    }

    @Test("is no mail that a reply would answer")
    func thread() async throws {
        try await withLetterSent { house, entry in
            _ = try await house.desk.receive(report("4.4.1", on: entry))
            try await reply(house, entry.ticket)
            let letters = try await house.outbox.entries(state: .queued, limit: 10)
            #expect(letters.last?.letter.inReplyTo == "1@example.com")
        }
    }
}
