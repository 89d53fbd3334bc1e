import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("The quarantine")
struct QuarantineTests {
    /// A mail of a stranger who names ticket 1, as it comes over the wire.
    private static let request = Array(
        """
        From: Mallory <mallory@example.net>\r
        To: support@example.org\r
        Subject: =?utf-8?q?Re=3A_Fr=C3=A5ga_=5B=231=5D?=\r
        Message-ID: <9@example.net>\r
        Content-Type: text/plain; charset=utf-8\r
        \r
        Släpp in mig\r

        """.utf8
    )

    /// Brings the request in as the door does.
    private func deliver(to house: TestDesk) async throws -> MailReceipt {
        let reader: any MailReading = .ofTests
        let raw = RawMail(bytes: Self.request, reversePath: "mallory@example.net")
        return try await house.desk.receive(reader.read(raw))
    }

    /// Holds a request to join ticket 1.
    private func hold(in house: TestDesk) async throws -> HeldMail {
        _ = try await house.desk.receive(.plain("Hej"))
        let receipt = try await deliver(to: house)
        #expect(receipt.effect == .held)
        let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
        return try #require(held.first)
    }

    @Test("keeps a mail that comes again once", arguments: StoreKind.available)
    func twice(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            let again = try await deliver(to: house)
            #expect(again.effect == .duplicate)
            let (mails, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
            #expect(mails == [held])
        }
    }

    @Test("shows what a mail says", arguments: StoreKind.available)
    func shows(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            let (mail, text) = try await house.desk.heldMail(held.id, as: .ada)
            #expect(mail == held)
            #expect(text == "Släpp in mig\n")
        }
    }

    @Test(
        "lets a mail into the ticket, and its author is a party from then on",
        arguments: StoreKind.available
    )
    func accepted(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            let claims = try #require(held.claims)
            let ticket = try await house.desk.release(held.id, into: claims, by: .ada)
            #expect(ticket.number == claims)
            #expect(ticket.contacts == 2)
            #expect(ticket.citizen.email == "maja@example.com")
            let (messages, _) = try await house.desk.messages(
                of: claims,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(messages.last?.body == "Släpp in mig\n")
            #expect(messages.last?.mail?.sender == "mallory@example.net")
            let next = try await house.desk.receive(
                .plain(
                    "En sak till",
                    subject: "Re: Fråga [#1]",
                    from: "Mallory@example.net",
                    messageID: "10@example.net"
                )
            )
            #expect(next == MailReceipt(ticket: claims, effect: .appended))
            // What was let through is known when it is delivered once more.
            let again = try await deliver(to: house)
            #expect(again.effect == .duplicate)
        }
    }

    @Test("lets a mail into a ticket of its own, and no further", arguments: StoreKind.available)
    func split(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            let ticket = try await house.desk.release(held.id, into: nil, by: .ada)
            #expect(ticket.number != held.claims)
            #expect(ticket.citizen.email == "mallory@example.net")
            let next = try await house.desk.receive(
                .plain(
                    "En sak till",
                    subject: "Re: Fråga [#1]",
                    from: "mallory@example.net",
                    messageID: "10@example.net"
                )
            )
            #expect(next.effect == .held)
        }
    }

    @Test("lets nothing through twice", arguments: StoreKind.available)
    func released(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            _ = try await house.desk.release(held.id, into: nil, by: .ada)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.release(held.id, into: nil, by: .ada)
            }
            await #expect(throws: DeskError.notFound) {
                try await house.desk.heldMail(held.id, as: .ada)
            }
        }
    }

    @Test("lets a mail in which a life is in danger make its ticket urgent")
    func danger() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            let claims = try await house.desk.receive(.plain("Hej")).ticket
            for (place, (words, priority)) in [
                ("Släpp in mig", TicketPriority.normal), ("Jag tar livet av mig", .urgent),
            ].enumerated() {
                let text = String(decoding: Self.request, as: UTF8.self)
                    .replacing("Släpp in mig", with: words)
                    .replacing("<9@", with: "<\(place)@")
                    // Who was let in once is let in from then on.
                    .replacing("mallory@", with: "mallory-\(place)@")
                let raw = RawMail(bytes: Array(text.utf8), reversePath: "mallory@example.net")
                let reader: any MailReading = .ofTests
                _ = try await house.desk.receive(reader.read(raw))
                let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
                let mail = try #require(held.first)
                let ticket = try await house.desk.release(mail.id, into: claims, by: .ada)
                #expect(ticket.priority == priority)
            }
        }
    }

    @Test("throws a mail away", arguments: StoreKind.available)
    func discarded(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.discardHeldMail(held.id, by: .rut)
            }
            try await house.desk.discardHeldMail(held.id, by: .ada)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.discardHeldMail(held.id, by: .ada)
            }
        }
    }

    @Test(
        "is for those who may see the ticket that is claimed, or the queue of new ones",
        arguments: StoreKind.available
    )
    func rights(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let held = try await hold(in: house)
            var loop = ReceivedMail.plain("Runt", messageID: "11@example.net")
            loop.hold = .loop
            _ = try await house.desk.receive(loop)
            #expect(try await house.desk.quarantine(QuarantineQuery(), as: .stig).mails.isEmpty)
            #expect(try await house.desk.quarantine(QuarantineQuery(), as: .rut).mails.count == 2)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.heldMail(held.id, as: .stig)
            }
            await #expect(throws: DeskError.notFound) {
                try await house.desk.release(held.id, into: nil, by: .stig)
            }
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.release(held.id, into: nil, by: .rut)
            }
            var patch = TicketPatch()
            patch.queue = "school"
            let claims = try #require(held.claims)
            let boss = StaffIdentity(id: "boss", name: "Bo Ss", roles: [.administrator])
            _ = try await house.desk.change(claims, at: 1, by: patch, as: boss)
            let (seen, _) = try await house.desk.quarantine(QuarantineQuery(), as: .stig)
            #expect(seen == [held])
        }
    }

    @Test(
        "hides what a protected person wrote from whoever does not see such people",
        arguments: StoreKind.available
    )
    func protectedSender(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            // No database folds such a letter as another does.
            let number = try await desk.receive(.plain("Hej", from: "åsa@example.com")).ticket
            try await desk.protect(number, true, as: .petra)
            let other = try await desk.receive(
                .plain("Mitt", from: "otto@example.com", messageID: "o@x")
            ).ticket
            var loop = ReceivedMail.plain("Runt", from: "ÅSA@example.com", messageID: "11@x")
            loop.hold = .loop
            _ = try await desk.receive(loop)
            let request = ReceivedMail.plain(
                "Släpp in mig",
                subject: "Re: Fråga [#\(other.rawValue)]",
                from: "Åsa@example.com",
                messageID: "12@x"
            )
            #expect(try await desk.receive(request).effect == .held)
            #expect(try await desk.quarantine(QuarantineQuery(), as: .ada).mails.isEmpty)
            let held = try await desk.quarantine(QuarantineQuery(), as: .petra).mails
            #expect(held.map(\.claims) == [other, nil])
            for mail in held {
                await #expect(throws: DeskError.notFound) {
                    try await desk.heldMail(mail.id, as: .ada)
                }
                await #expect(throws: DeskError.notFound) {
                    try await desk.release(mail.id, into: nil, by: .ada)
                }
                await #expect(throws: DeskError.notFound) {
                    try await desk.discardHeldMail(mail.id, by: .ada)
                }
            }
            let ticket = try await desk.release(held[1].id, into: nil, by: .petra)
            #expect(ticket.isProtected)
        }
    }

    @Test(
        "tells of no ticket that a mail has come to another way and that is not theirs to see",
        arguments: StoreKind.available
    )
    func duplicate(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let held = try await hold(in: house)
            // It comes again, and nobody claims anything by then.
            let reader: any MailReading = .ofTests
            var mail = try await reader.read(
                RawMail(bytes: Self.request, reversePath: "mallory@example.net")
            )
            mail.subject = "Fråga"
            let known = try await desk.receive(mail)
            #expect(known.effect == .opened)
            var patch = TicketPatch()
            patch.queue = "school"
            let boss = StaffIdentity(id: "boss", name: "Bo Ss", roles: [.administrator])
            _ = try await desk.change(known.ticket, at: 1, by: patch, as: boss)
            let clerk = StaffIdentity(
                id: "kim",
                name: "Kim",
                roles: [.agent],
                queues: ["e-service"]
            )
            await #expect(throws: DeskError.notFound) {
                try await desk.release(held.id, into: nil, by: clerk)
            }
            // Nor does it let anybody into a ticket that is not theirs to work on.
            let noTicket = FieldProblem("/ticket", "there is no such ticket")
            await #expect(throws: DeskError.invalid([noTicket])) {
                try await desk.release(held.id, into: known.ticket, by: clerk)
            }
            #expect(try await desk.heldMail(held.id, as: clerk).mail == held)
            #expect(try await desk.release(held.id, into: nil, by: .ada).number == known.ticket)
        }
    }

    @Test("is listed in pages, newest first", arguments: StoreKind.available)
    func pages(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for number in 0..<5 {
                var mail = ReceivedMail.plain("Runt", messageID: "\(number)@example.net")
                mail.hold = .loop
                _ = try await house.desk.receive(mail)
                house.clock.advance(by: 1)
            }
            var found: [HeldMail] = []
            var query = QuarantineQuery(limit: 2)
            var hasMore = true
            while hasMore {
                let page = try await house.desk.quarantine(query, as: .ada)
                found += page.mails
                hasMore = page.hasMore
                query.after = page.mails.last?.id
            }
            #expect(found.count == 5)
            #expect(found.map(\.receivedAt) == found.map(\.receivedAt).sorted(by: >))
        }
    }

    @Test("forgets what is old, and in bites", arguments: StoreKind.available)
    func sweep(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for number in 0..<3 {
                var mail = ReceivedMail.plain("Runt", messageID: "\(number)@example.net")
                mail.hold = .loop
                _ = try await house.desk.receive(mail)
                house.clock.advance(by: 10)
            }
            let moment = house.clock.now - 10
            let figures = try await house.store.read { reading throws(DeskError) in
                try reading.quarantineFigures()
            }
            #expect(figures.held == 3 && figures.oldestAge(at: house.clock.now) == 30)
            let removed = try await house.store.write { transaction throws(DeskError) in
                [
                    try transaction.sweepQuarantine(before: moment, limit: 1),
                    try transaction.sweepQuarantine(before: moment, limit: 5),
                    try transaction.sweepQuarantine(before: moment, limit: 5),
                ]
            }
            #expect(removed.map(\.count) == [1, 1, 0])
            #expect(removed.joined().allSatisfy { $0.reason == .loop })
            #expect(try await house.desk.quarantine(QuarantineQuery(), as: .ada).mails.count == 1)
        }
    }

    @Test("lets a mail through as what has waited since it came", arguments: StoreKind.available)
    func since(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: [try ClockRule("*: first 4h, next 2h, solve 4h")],
            hours: try OpeningHours("24/7")
        )
        try await withDesk(on: kind, settings: settings) { house in
            let held = try await hold(in: house)
            house.clock.advance(by: 3_600)
            let ticket = try await house.desk.release(held.id, into: nil, by: .ada)
            #expect(ticket.createdAt == held.receivedAt && ticket.updatedAt == house.clock.now)
            #expect(ticket.firstReplyDueAt == held.receivedAt + 4 * 3_600)
            #expect(ticket.resolutionDueAt == held.receivedAt + 4 * 3_600)
            let history = try await house.desk.history(
                of: ticket.number,
                after: nil,
                limit: 1,
                as: .ada
            )
            #expect(history.entries.map(\.event.at) == [house.clock.now])
        }
        try await withDesk(on: kind, settings: settings) { house in
            let held = try await hold(in: house)
            let claims = try #require(held.claims)
            let reply = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(reply, on: claims, as: .ada)
            house.clock.advance(by: 3_600)
            let ticket = try await house.desk.release(held.id, into: claims, by: .ada)
            #expect(ticket.due(.nextReply) == held.receivedAt + 2 * 3_600)
        }
    }

    @Test("lets its author into the ticket that the named one went into")
    func acceptedByMerged() async throws {
        try await withDesk { house in
            let held = try await hold(in: house)
            let claims = try #require(held.claims)
            let other = try await house.desk.receive(.plain("Igen", messageID: "2@x")).ticket
            _ = try await house.desk.merge(claims, at: 1, into: other, as: .ada)
            let ticket = try await house.desk.release(held.id, into: claims, by: .ada)
            #expect(ticket.number == other)
            for named in [other, claims] {
                let next = try await house.desk.receive(
                    .plain(
                        "En sak till",
                        subject: "Re: Fråga [#\(named.rawValue)]",
                        from: "mallory@example.net",
                        messageID: "\(named.rawValue)@example.net"
                    )
                )
                #expect(next == MailReceipt(ticket: other, effect: .appended))
            }
        }
    }
}
