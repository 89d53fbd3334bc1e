import Cryptography
import DeskTesting
import KnowledgeBase
import Testing

@testable import Desk

@Suite("A mail that comes in")
struct MailThreadingTests {
    @Test("opens a ticket with what was recognised in it", arguments: StoreKind.available)
    func opens(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(
                .plain("Min iPhone säger RFA8 när jag ska logga in", subject: "BankID svarar inte")
            )
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(receipt.effect == .opened)
            #expect(ticket.state == .new)
            #expect(ticket.category == .eID)
            #expect(ticket.symptom.codes == ["RFA8"])
            #expect(ticket.symptom.eID == "bankid")
            #expect(ticket.suggestions.first?.article == "bankid-svarar-inte")
            #expect(ticket.language == "sv")
            #expect(ticket.citizen.email == "maja@example.com")
        }
    }

    @Test("twice is one ticket and one message", arguments: StoreKind.available)
    func duplicates(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let second = try await house.desk.receive(.plain("Hej"))
            #expect(second == MailReceipt(ticket: first.ticket, effect: .duplicate))
            let messages = try await house.desk.messages(
                of: first.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(messages.messages.count == 1)
        }
    }

    @Test(
        "with a used Message-ID and other words is kept, on the same ticket",
        arguments: StoreKind.available
    )
    func sameIDOtherWords(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let second = try await house.desk.receive(.plain("Något annat"))
            #expect(second == MailReceipt(ticket: first.ticket, effect: .appended))
        }
    }

    @Test(
        "with a used Message-ID and other words is known again when it comes again",
        arguments: StoreKind.available
    )
    func sameIDOtherWordsTwice(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            for _ in 0..<3 { _ = try await house.desk.receive(.plain("Något annat")) }
            let (messages, _) = try await house.desk.messages(
                of: first.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(messages.map(\.body) == ["Hej", "Något annat"])
        }
    }

    @Test(
        "by a machine gives nothing back to the desk; a report that a letter failed does",
        arguments: StoreKind.available
    )
    func machines(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: first.ticket,
                as: .ada
            )
            let token = house.proof.replyToken(for: first.ticket)
            var away = ReceivedMail.plain("Semester", messageID: "2@x", replyToken: token)
            away.automaticReason = "Auto-Submitted: auto-replied"
            _ = try await house.desk.receive(away)
            var ticket = try await house.desk.ticket(first.ticket, as: .ada)
            #expect(ticket.state == .waiting)
            #expect(ticket.contacts == 1)
            var report = ReceivedMail.plain("Undelivered", messageID: "3@x", replyToken: token)
            report.automaticReason = "Content-Type: multipart/report"
            report.report = DeliveryReport(
                recipients: [.init(addresses: ["x@example.com"], action: .failed, status: "5.1.1")],
                messageID: nil
            )
            _ = try await house.desk.receive(report)
            ticket = try await house.desk.ticket(first.ticket, as: .ada)
            #expect(ticket.state == .open)
            #expect(ticket.contacts == 1)
        }
    }

    /// What another desk or a list sends of somebody.
    private func relay(
        _ text: String,
        from address: String = "maja@example.com",
        messageID: String = "2@x",
        replyToken: String? = nil
    ) -> ReceivedMail {
        var mail = ReceivedMail.plain(
            text,
            subject: "Sv: Fråga [#1]",
            from: address,
            messageID: messageID,
            replyToken: replyToken
        )
        mail.automaticReason = "Auto-Submitted: auto-generated"
        mail.isRelay = true
        mail.verdicts = [MailVerdict(.automatic, "a machine")]
        return mail
    }

    @Test(
        "by a machine that passes on a party's words to a ticket it proves is that person's word",
        arguments: StoreKind.available,
        [false, true]
    )
    func relayed(on kind: StoreKind, isOver: Bool) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.sendsReceipts = true
        try await withDesk(on: kind, settings: settings) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let draft = MessageDraft(kind: .reply, body: "Svar", resolves: isOver)
            _ = try await house.desk.write(draft, on: number, as: .ada)
            let letters = try await house.outbox.entries(state: nil, limit: 9).count
            let token = house.proof.replyToken(for: number)
            let mails = [
                ("names it alone", relay("Nej, elden sprider sig", messageID: "2@x")),
                (
                    "is no party's",
                    relay("Hej", from: "bo@example.net", messageID: "3@x", replyToken: token)
                ),
            ]
            for (name, mail) in mails {
                #expect(try await house.desk.receive(mail).effect == .appended, "\(name)")
                let ticket = try await house.desk.ticket(number, as: .ada)
                #expect(ticket.state == (isOver ? .resolved : .waiting), "\(name)")
                #expect(ticket.contacts == 1 && ticket.clocks.askedAt == nil, "\(name)")
            }
            house.clock.advance(by: 60)
            let mail = relay("Nej, elden sprider sig", messageID: "4@x", replyToken: token)
            #expect(try await house.desk.receive(mail).ticket == number)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .open && ticket.contacts == 2)
            #expect(ticket.clocks.askedAt == house.clock.now)
            let history = try await house.desk.history(of: number, after: nil, limit: 9, as: .ada)
            #expect(history.entries.last?.event.kind == (isOver ? .reopened : .received))
            // Nobody answers it: the other desk might answer that.
            #expect(try await house.outbox.entries(state: nil, limit: 9).count == letters)
            // Split off, it takes its contact along, as a person's does.
            let message = try #require(
                try await house.desk.messages(of: number, after: nil, limit: 9, as: .ada)
                    .messages.last
            )
            _ = try await house.desk.split(message.id, from: number, as: SplitDraft(), by: .ada)
            #expect(try await house.desk.ticket(number, as: .ada).contacts == 1)
        }
    }

    @Test("by a machine in a party's name opens a ticket of its own where the old one is long over")
    func relayedLate() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.letters.sendsReceipts = true
        try await withDesk(settings: settings) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let draft = MessageDraft(kind: .reply, body: "Svar", resolves: true)
            _ = try await house.desk.write(draft, on: number, as: .ada)
            house.clock.advance(by: 365 * 24 * 3_600)
            let letters = try await house.outbox.entries(state: nil, limit: 9).count
            let token = house.proof.replyToken(for: number)
            let receipt = try await house.desk.receive(relay("Hej igen", replyToken: token))
            #expect(receipt.effect == .opened)
            #expect(try await house.outbox.entries(state: nil, limit: 9).count == letters)
        }
    }

    @Test("is read for what is in it only where it is to be taken in")
    func readOnce() async throws {
        try await withDesk { house in
            func draft(_ mail: ReceivedMail) async throws -> MailDraft? {
                let desk = house.desk
                return try await desk.ready(mail, by: desk.mailRules, at: house.clock.now).draft
            }
            #expect(try await draft(.plain("Hej")) != nil)
            _ = try await house.desk.receive(.plain("Hej"))
            #expect(try await draft(.plain("Hej")) == nil, "it has come before")
            let answer = ReceivedMail.plain(
                "Hej igen",
                messageID: "2@x",
                references: ["1@example.com"]
            )
            #expect(try await draft(answer) != nil)
            let stranger = ReceivedMail.plain(
                "Hej",
                subject: "[#1]",
                from: "bo@example.net",
                messageID: "3@x"
            )
            #expect(try await draft(stranger) == nil, "it is held")
        }
    }

    @Test("has its octets made ready before the transaction", arguments: StoreKind.available)
    func packedBefore(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.bodyCharactersMax = 10
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let now = house.clock.now
            let bytes = [UInt8](repeating: 65, count: 10_000)
            let file = ReceivedMail.File(name: "a.txt", mediaType: "text/plain", bytes: bytes)
            let mail = ReceivedMail.plain("Jag kan inte logga in", files: [file])
            var ready = try await desk.ready(mail, by: desk.mailRules, at: now)
            let octets = try #require(ready.octets)
            #expect(octets.raw.digest == Digest(of: mail.raw))
            // The text is cut, so the mail is among the files.
            #expect(octets.files.map(\.octets.digest) == [Digest(of: bytes), octets.raw.digest])
            #expect(octets.files.map(\.octets.size) == [bytes.count, mail.raw.count])
            #expect(octets.files[0].octets.bytes.count < 1_000)
            let other = Array("something else".utf8)
            ready.octets = try await house.store.read { reading throws(DeskError) in
                MailOctets(raw: reading.packed(other), files: [])
            }
            let kept = try await house.store.write { [ready] transaction throws(DeskError) in
                let placement = try desk.placement(
                    of: mail,
                    by: desk.mailRules,
                    opening: ready.draft,
                    at: now,
                    in: transaction
                )
                let receipt = try desk.carryOut(
                    placement,
                    of: mail,
                    ready,
                    at: now,
                    in: transaction
                )
                guard let message = try transaction.newestMessage(of: receipt.ticket),
                    let record = try transaction.mail(of: message)
                else { throw .notFound }
                return try transaction.bytes(record.raw)
            }
            #expect(kept == other, "nothing is made ready once more")
        }
    }

    @Test("has its octets made ready before the transaction too where it is held")
    func packedBeforeHolding() async throws {
        try await withDesk { house in
            let desk = house.desk
            let now = house.clock.now
            _ = try await desk.receive(.plain("Hej"))
            let mail = ReceivedMail.plain(
                "Hej",
                subject: "[#1]",
                from: "bo@example.net",
                messageID: "2@x"
            )
            var ready = try await desk.ready(mail, by: desk.mailRules, at: now)
            #expect(ready.raw?.digest == Digest(of: mail.raw) && ready.octets == nil)
            let other = Array("something else".utf8)
            ready.raw = try await house.store.read { $0.packed(other) }
            let kept = try await house.store.write { [ready] transaction throws(DeskError) in
                let placement = try transaction.placement(of: mail, by: desk.mailRules, at: now)
                _ = try desk.carryOut(placement, of: mail, ready, at: now, in: transaction)
                let query = QuarantineQuery()
                guard let held = try transaction.heldMails(query).first else { throw .notFound }
                return try transaction.rawMail(ofHeld: held.id).bytes
            }
            #expect(kept == other, "nothing is made ready once more")
        }
    }

    @Test("has nothing made ready for the store where it is only explained")
    func packedForNothing() async throws {
        try await withDesk { house in
            let desk = house.desk
            let mail = ReceivedMail.plain("Hej")
            let ready = try await desk.ready(
                mail,
                by: desk.mailRules,
                at: house.clock.now,
                keeps: false
            )
            #expect(ready.draft != nil && ready.octets == nil && ready.raw == nil)
        }
    }

    @Test("that could not be read whole says so in the history", arguments: StoreKind.available)
    func problems(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var odd = ReceivedMail.plain("Hej")
            odd.problems = ["unknown charset"]
            let receipt = try await house.desk.receive(odd)
            let (history, _) = try await house.desk.history(
                of: receipt.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(history.first?.event.details["problems"] == "unknown charset")
        }
    }

    @Test(
        "with another person's Message-ID is another mail, and held",
        arguments: StoreKind.available
    )
    func stolenID(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await house.desk.receive(.plain("Hej"))
            let second = try await house.desk.receive(.plain("Hej", from: "mallory@example.net"))
            #expect(second.effect == .held)
        }
    }

    @Test(
        "without a Message-ID is known by its words and its sender",
        arguments: StoreKind.available
    )
    func noID(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej", messageID: nil))
            let again = try await house.desk.receive(.plain("Hej", messageID: nil))
            let other = try await house.desk.receive(.plain("Hopp", messageID: nil))
            #expect(again.effect == .duplicate)
            #expect(other.ticket != first.ticket)
        }
    }

    @Test(
        "to a signed address goes to that ticket, whoever sends it",
        arguments: StoreKind.available
    )
    func token(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let token = house.proof.replyToken(for: first.ticket)
            let answer = try await house.desk.receive(
                .plain(
                    "Från jobbet",
                    from: "maja@work.example",
                    messageID: "2@x",
                    replyToken: token
                )
            )
            #expect(answer == MailReceipt(ticket: first.ticket, effect: .appended))
            let ticket = try await house.desk.ticket(first.ticket, as: .ada)
            #expect(ticket.contacts == 2)
            // Who writes in does not become who the ticket is about.
            #expect(ticket.citizen.email == "maja@example.com")
        }
    }

    @Test(
        "that answers a letter of ours goes to its ticket by our Message-ID",
        arguments: StoreKind.available
    )
    func ourMessageID(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let ours = house.proof.messageID(
                for: first.ticket,
                unique: UUIDv7(at: house.clock.now),
                domain: "example.org"
            )
            let answer = try await house.desk.receive(
                .plain("Tack", messageID: "2@x", references: ["1@example.com", ours])
            )
            #expect(answer.ticket == first.ticket)
        }
    }

    @Test(
        "that follows the citizen's own mail goes to its ticket, from the same sender only",
        arguments: StoreKind.available
    )
    func ownMessageID(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let more = try await house.desk.receive(
                .plain("En sak till", messageID: "2@example.com", references: ["1@example.com"])
            )
            #expect(more.ticket == first.ticket)
            let stranger = try await house.desk.receive(
                .plain(
                    "Släpp in mig",
                    from: "mallory@example.net",
                    messageID: "3@example.net",
                    references: ["1@example.com"]
                )
            )
            #expect(stranger.effect == .held)
        }
    }

    @Test("with only the number in its subject proves nothing", arguments: StoreKind.available)
    func tagAlone(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let number = first.ticket.rawValue
            let stranger = try await house.desk.receive(
                .plain(
                    "Vad skrev hon?",
                    subject: "Re: Fråga [#\(number)]",
                    from: "mallory@example.net",
                    messageID: "2@example.net",
                    replyToken: "\(number)-a-aaaaaaaaaaaaaaaaaaaaaaaaaa"
                )
            )
            #expect(stranger.effect == .held)
            let ticket = try await house.desk.ticket(first.ticket, as: .ada)
            #expect(ticket.contacts == 1)
            #expect(ticket.revision == 1)
        }
    }

    @Test(
        "to a closed ticket opens it again for a while, and later a new one that says what it follows",
        arguments: StoreKind.available,
        [-1, 0, 1]
    )
    func closed(on kind: StoreKind, secondsLate: Double) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let resolved = try await house.desk.resolve(
                first.ticket,
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            var patch = TicketPatch()
            patch.state = .closed
            _ = try await house.desk.change(
                first.ticket,
                at: resolved.revision,
                by: patch,
                as: .ada
            )
            house.clock.advance(by: 30 * 24 * 3_600 + secondsLate)
            let token = house.proof.replyToken(for: first.ticket)
            let next = try await house.desk.receive(
                .plain("Igen", messageID: "2@x", replyToken: token)
            )
            let (history, _) = try await house.desk.history(
                of: next.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            guard secondsLate > 0 else {
                #expect(next == MailReceipt(ticket: first.ticket, effect: .appended))
                #expect(history.last?.event.kind == .reopened)
                let ticket = try await house.desk.ticket(first.ticket, as: .ada)
                #expect(ticket.state == .open && ticket.resolvedAt == nil)
                return
            }
            #expect(next.effect == .opened)
            #expect(history.first?.event.details["follows"] == String(first.ticket.rawValue))
        }
    }

    @Test("keeps its files, findable and byte for byte", arguments: StoreKind.available)
    func files(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let file = ReceivedMail.File(
                name: "../../bild å.png",
                mediaType: "image/png",
                bytes: [0, 1, 2, 255]
            )
            let receipt = try await house.desk.receive(.plain("Se bilden", files: [file]))
            let (messages, _) = try await house.desk.messages(
                of: receipt.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            let attachment = try #require(messages.first?.attachments.first)
            #expect(attachment.name == file.name)
            let (_, bytes) = try await house.desk.attachment(attachment.id, as: .ada)
            #expect(bytes == file.bytes)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.attachment(attachment.id, as: .stig)
            }
        }
    }
}
