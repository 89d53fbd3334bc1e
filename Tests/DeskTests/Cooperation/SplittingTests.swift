import Desk
import DeskTesting
import Foundation
import Testing

@Suite("Splitting a ticket")
struct SplittingTests {
    /// A ticket with two mails of its citizen, and the second of them.
    private func questions(in house: TestDesk) async throws -> (ticket: Ticket, second: Message) {
        let file = ReceivedMail.File(name: "a.txt", mediaType: "text/plain", bytes: [65])
        let first = try await house.desk.receive(.plain("BankID svarar inte", messageID: "1@x"))
        house.clock.advance(by: 3_600)
        _ = try await house.desk.receive(
            .plain(
                "Och hur söker jag bygglov?",
                messageID: "2@x",
                references: ["1@x"],
                files: [file]
            )
        )
        house.clock.advance(by: 3_600)
        let page = try await house.desk.messages(of: first.ticket, after: nil, limit: 9, as: .ada)
        return (
            try await house.desk.ticket(first.ticket, as: .ada), try #require(page.messages.last)
        )
    }

    private func fresh(_ answered: Answered<Ticket>) throws -> Ticket {
        guard case .fresh(let ticket) = answered else { throw DeskError.notFound }
        return ticket
    }

    @Test(
        "makes a message a ticket of its own, which has waited since",
        arguments: StoreKind.available
    )
    func split(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (ticket, message) = try await questions(in: house)
            let made = try fresh(
                try await house.desk.split(
                    message.id,
                    from: ticket.number,
                    as: SplitDraft(subject: "Bygglov"),
                    by: .ada
                )
            )
            #expect(made.subject == "Bygglov" && made.citizen == ticket.citizen)
            #expect(made.createdAt == message.createdAt && made.updatedAt == house.clock.now)
            let page = try await house.desk.messages(
                of: made.number,
                after: nil,
                limit: 9,
                as: .ada
            )
            let copy = try #require(page.messages.first)
            #expect(page.messages.count == 1 && copy.id != message.id)
            #expect(copy.body == message.body && copy.createdAt == message.createdAt)
            #expect(copy.attachments.map(\.digest) == message.attachments.map(\.digest))
            let file = try #require(copy.attachments.first)
            #expect(try await house.desk.attachment(file.id, as: .ada).bytes == [65])
            let old = try await house.desk.messages(
                of: ticket.number,
                after: nil,
                limit: 9,
                as: .ada
            )
            #expect(old.messages.count == 2)
            let links = try await house.desk.links(of: made.number, as: .ada)
            #expect(links.map(\.ticket.number) == [ticket.number])
            #expect(links.map(\.relation) == [.related])
        }
    }

    @Test("is written into the history of both, when it was done")
    func history() async throws {
        try await withDesk { house in
            let (ticket, message) = try await questions(in: house)
            let made = try fresh(
                try await house.desk.split(
                    message.id,
                    from: ticket.number,
                    as: SplitDraft(),
                    by: .ada
                )
            )
            let of = { (number: TicketNumber) in
                try await house.desk.history(of: number, after: nil, limit: 9, as: .ada).entries
            }
            let opened = try #require(try await of(made.number).first?.event)
            #expect(opened.kind == .opened && opened.at == house.clock.now)
            #expect(opened.details["split_from"] == "\(ticket.number.rawValue)")
            let split = try #require(try await of(ticket.number).last?.event)
            #expect(split.kind == .split && split.details["message"] == message.id.description)
            #expect(split.details["ticket"] == "\(made.number.rawValue)")
        }
    }

    @Test("goes to whoever wrote the message, not to the ticket's citizen")
    func author() async throws {
        try await withDesk { house in
            let (ticket, _) = try await questions(in: house)
            try await house.store.write { transaction throws(DeskError) in
                try transaction.insertParty("olle@example.com", of: ticket.number)
            }
            _ = try await house.desk.receive(
                .plain(
                    "Det gäller mig också",
                    from: "olle@example.com",
                    name: "Olle",
                    messageID: "3@x",
                    references: ["1@x"]
                )
            )
            let page = try await house.desk.messages(
                of: ticket.number,
                after: nil,
                limit: 9,
                as: .ada
            )
            let message = try #require(page.messages.last)
            let made = try fresh(
                try await house.desk.split(
                    message.id,
                    from: ticket.number,
                    as: SplitDraft(),
                    by: .ada
                )
            )
            #expect(made.citizen == Citizen(name: "Olle", email: "olle@example.com"))
        }
    }

    @Test("is refused for what staff wrote, for others' messages and into others' queues")
    func refused() async throws {
        let settings = DeskSettings(confidentialQueues: ["social"], mailDomain: "example.org")
        try await withDesk(settings: settings) { house in
            let (ticket, message) = try await questions(in: house)
            let other = try await house.desk.receive(.plain("Annat", messageID: "9@x"))
            guard
                case .fresh(let note) = try await house.desk.write(
                    MessageDraft(kind: .note, body: "Hm"),
                    on: ticket.number,
                    as: .ada
                )
            else { return }
            for (id, number) in [(note.id, ticket.number), (message.id, other.ticket)] {
                await #expect(throws: DeskError.self) {
                    _ = try await house.desk.split(id, from: number, as: SplitDraft(), by: .ada)
                }
            }
            for (queue, staff) in [("social", StaffIdentity.ada), ("social", .root)] {
                await #expect(throws: DeskError.self) {
                    _ = try await house.desk.split(
                        message.id,
                        from: ticket.number,
                        as: SplitDraft(queue: queue),
                        by: staff
                    )
                }
            }
            #expect(try await house.desk.tickets(TicketQuery(), as: .root).tickets.count == 2)
        }
    }

    @Test("is refused for what a mail server reported, and into a queue without a name")
    func nobodysWords() async throws {
        try await withDesk { house in
            let (ticket, message) = try await questions(in: house)
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Prova igen"),
                on: ticket.number,
                as: .ada
            )
            let entry = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            var mail = ReceivedMail.plain(
                "Undelivered",
                from: "mailer-daemon@example.com",
                messageID: "3@x"
            )
            mail.automaticReason = "Content-Type: multipart/report"
            mail.report = DeliveryReport(
                recipients: [
                    .init(addresses: ["maja@example.com"], action: .failed, status: "5.1.1")
                ],
                messageID: entry.letter.messageID
            )
            #expect(try await house.desk.receive(mail).ticket == ticket.number)
            let page = try await house.desk.messages(
                of: ticket.number,
                after: nil,
                limit: 9,
                as: .ada
            )
            let report = try #require(page.messages.last)
            #expect(report.kind == .inbound && report.author == .system)
            let wrong: [(UUIDv7, String?)] = [
                (report.id, nil), (message.id, ""), (message.id, "  "),
            ]
            for (id, queue) in wrong {
                await #expect(throws: DeskError.self) {
                    _ = try await house.desk.split(
                        id,
                        from: ticket.number,
                        as: SplitDraft(queue: queue),
                        by: .ada
                    )
                }
            }
            #expect(try await house.desk.tickets(TicketQuery(), as: .ada).tickets.count == 1)
        }
    }

    @Test("stays hidden where the ticket is of a protected person", arguments: StoreKind.available)
    func protected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (ticket, message) = try await questions(in: house)
            try await house.desk.protect(ticket.number, true, as: .petra)
            let made = try fresh(
                try await house.desk.split(
                    message.id,
                    from: ticket.number,
                    as: SplitDraft(),
                    by: .petra
                )
            )
            #expect(made.isProtected)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(made.number, as: .ada)
            }
        }
    }

    @Test("stays a contact of the ticket that it came to, where that went into another")
    func contactsOfMerged() async throws {
        try await withDesk { house in
            let desk = house.desk
            let (ticket, _) = try await questions(in: house)
            let other = try await desk.receive(.plain("Bygglov", messageID: "5@x")).ticket
            let revision = try await desk.ticket(other, as: .ada).revision
            _ = try await desk.merge(other, at: revision, into: ticket.number, as: .ada)
            let page = try await desk.messages(of: other, after: nil, limit: 9, as: .ada)
            let message = try #require(page.messages.first { $0.ticket == other })
            _ = try await desk.split(message.id, from: ticket.number, as: SplitDraft(), by: .ada)
            #expect(try await desk.ticket(ticket.number, as: .ada).contacts == 3)
            let own = try await desk.ticket(other, itself: true, as: .ada)
            #expect(try await desk.unmerge(other, at: own.revision, as: .ada).contacts == 1)
            #expect(try await desk.ticket(ticket.number, as: .ada).contacts == 2)
        }
    }

    @Test("is a contact about the new ticket and none about the old one, once")
    func contacts() async throws {
        try await withDesk { house in
            let (ticket, message) = try await questions(in: house)
            #expect(ticket.contacts == 2)
            _ = try await house.desk.receive(
                .plain("En sak till", messageID: "3@x", references: ["1@x"])
            )
            for _ in 0..<2 {
                let made = try fresh(
                    try await house.desk.split(
                        message.id,
                        from: ticket.number,
                        as: SplitDraft(),
                        by: .ada
                    )
                )
                #expect(made.contacts == 1)
                #expect(try await house.desk.ticket(ticket.number, as: .ada).contacts == 2)
            }
            var machine = ReceivedMail.plain("Borta", messageID: "4@x", references: ["1@x"])
            machine.automaticReason = "vacation"
            machine.verdicts = [MailVerdict(.automatic, "a machine")]
            _ = try await house.desk.receive(machine)
            let page = try await house.desk.messages(
                of: ticket.number,
                after: nil,
                limit: 9,
                as: .ada
            )
            #expect(page.messages.count == 4)
            _ = try await house.desk.split(
                try #require(page.messages.last).id,
                from: ticket.number,
                as: SplitDraft(),
                by: .ada
            )
            #expect(try await house.desk.ticket(ticket.number, as: .ada).contacts == 2)
        }
    }
}
