import Desk
import DeskTesting
import Foundation
import Testing

@Suite("A reply")
struct ReplyTests {
    @Test("waits in the outbox as a letter that proves its ticket", arguments: StoreKind.available)
    func letter(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(
                .plain("Hej", messageID: "9@example.com", references: ["8@example.com"])
            )
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Prova igen", articles: ["losenord"]),
                on: receipt.ticket,
                as: .ada
            )
            let entry = try #require(try await house.outbox.claim(atMost: 5, lease: 60).first)
            let letter = entry.letter
            #expect(letter.toAddress == "maja@example.com")
            #expect(letter.inReplyTo == "9@example.com")
            #expect(letter.references == ["8@example.com", "9@example.com"])
            #expect(letter.subject == "Re: Fråga [#\(receipt.ticket.rawValue)]")
            #expect(letter.text.hasPrefix("Prova igen"))
            #expect(letter.text.contains("Glömt lösenord"))
            #expect(!letter.isAutomatic)
            #expect(house.proof.ticket(replyToken: letter.replyToken[...]) == receipt.ticket)
            #expect(house.proof.ticket(messageID: letter.messageID) == receipt.ticket)
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.state == .waiting)
            #expect(ticket.firstReplyAt == house.clock.now)
        }
    }

    @Test(
        "to a complaint leaves it with the desk and its clock running, unless its citizen is asked",
        arguments: StoreKind.available
    )
    func receipt(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: try ["complaint: first 2d, next 2d, solve 10d", "*: first 1d, solve 5d"].map {
                try ClockRule($0)
            },
            hours: try OpeningHours("Mo-Fr 08:00-16:30")
        )
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            func write(_ number: TicketNumber, waits: Bool? = nil) async throws -> Ticket {
                let draft = MessageDraft(
                    kind: .reply,
                    body: "Du får svar inom tio arbetsdagar.",
                    waits: waits
                )
                _ = try await desk.write(draft, on: number, as: .ada)
                return try await desk.ticket(number, as: .ada)
            }
            let complaint = try await desk.receive(
                .plain("Ingen svarar", subject: "Klagomål", messageID: "1@x")
            )
            .ticket
            let due = try await desk.ticket(complaint, as: .ada).resolutionDueAt
            let receipted = try await write(complaint)
            #expect(receipted.state == .open && receipted.firstReplyAt == house.clock.now)
            #expect(receipted.resolutionDueAt == due && due != nil)
            let asked = try await write(complaint, waits: true)
            #expect(asked.state == .waiting && asked.resolutionDueAt == nil)
            // What asks for nothing takes the wait back.
            #expect(try await write(complaint).state == .open)
            house.clock.advance(by: 20 * 86_400)
            while try await desk.ringAlarms() > 0 {}
            #expect(try await desk.ticket(complaint, as: .ada).isOverdue(at: house.clock.now))
            let mails = try await desk.report(ReportRequest(.clocks), as: .lena).tables.last
            #expect(mails?.total?.values[1] == .count(1))
            let question = try await desk.receive(.plain("Hej", messageID: "2@x")).ticket
            #expect(try await write(question).state == .waiting)
            #expect(try await write(question, waits: false).state == .open)
            for draft in [
                MessageDraft(kind: .note, body: "Hej", waits: true),
                MessageDraft(kind: .note, body: "Hej", waits: false),
                MessageDraft(kind: .reply, body: "Hej", resolves: true, waits: true),
            ] {
                await #expect(throws: DeskError.self) {
                    _ = try await desk.write(draft, on: question, as: .ada)
                }
            }
        }
    }

    @Test("may resolve the ticket with its first article", arguments: StoreKind.available)
    func resolving(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Så här", articles: ["losenord"], resolves: true),
                on: receipt.ticket,
                as: .ada
            )
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.state == .resolved)
            #expect(ticket.outcome == .answered)
            #expect(ticket.article == "losenord")
        }
    }

    @Test(
        "to somebody without an address is refused and changes nothing",
        arguments: StoreKind.available
    )
    func noAddress(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej", from: nil))
            await #expect(throws: DeskError.self) {
                try await house.desk.write(
                    MessageDraft(kind: .reply, body: "Svar"),
                    on: receipt.ticket,
                    as: .ada
                )
            }
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.state == .new)
            #expect(try await house.outbox.claim(atMost: 5, lease: 60).isEmpty)
        }
    }

    @Test("is not for those who only read, nor for another queue", arguments: StoreKind.available)
    func rights(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            let draft = MessageDraft(kind: .note, body: "x")
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.write(draft, on: receipt.ticket, as: .rut)
            }
            await #expect(throws: DeskError.notFound) {
                try await house.desk.write(draft, on: receipt.ticket, as: .stig)
            }
        }
    }

    @Test(
        "that a mail server takes is told to the ticket; one that it never takes, too",
        arguments: StoreKind.available
    )
    func settling(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            let draft = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(draft, on: receipt.ticket, as: .ada)
            _ = try await house.desk.write(draft, on: receipt.ticket, as: .ada)
            let entries = try await house.outbox.claim(atMost: 5, lease: 60)
            #expect(entries.count == 2)
            #expect(try await house.outbox.claim(atMost: 5, lease: 60).isEmpty)
            try await house.outbox.settle(entries[0], as: .taken)
            try await house.outbox.settle(entries[1], as: .refused(detail: "550 no"))
            let (history, _) = try await house.desk.history(
                of: receipt.ticket,
                after: nil,
                limit: 50,
                as: .ada
            )
            let kinds = history.map(\.event.kind)
            #expect(kinds == [.opened, .replied, .replied, .delivered, .undeliverable])
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            // Nobody waits for a citizen who never got the answer.
            #expect(ticket.state == .open)
        }
    }

    @Test(
        "that never arrives takes back a ticket that was put off",
        arguments: StoreKind.available,
        [false, true]
    )
    func undeliverableSnoozed(on kind: StoreKind, isOpen: Bool) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let draft = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(draft, on: number, as: .ada)
            let entry = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            if isOpen {
                var patch = TicketPatch()
                patch.state = .open
                _ = try await house.desk.change(number, at: 2, by: patch, as: .ada)
            }
            let later = house.clock.now + 86_400
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.snooze(number, at: revision, until: later, as: .ada)
            try await house.outbox.settle(entry, as: .refused(detail: "550 no"))
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .open && ticket.snoozedUntil == nil)
        }
    }

    @Test(
        "that resolved its ticket and never arrived opens it again",
        arguments: StoreKind.available
    )
    func undeliverableResolution(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Så här", resolves: true),
                on: receipt.ticket,
                as: .ada
            )
            let entry = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            let refusal = Outbox.Result.refused(detail: "550 <maja@example.com> is unknown")
            try await house.outbox.settle(entry, as: refusal)
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.state == .open)
            #expect(ticket.outcome == nil)
            let (history, _) = try await house.desk.history(
                of: receipt.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            let told = history.first { $0.event.kind == .undeliverable }
            #expect(told?.event.details["detail"] == "550 <‹recipient›> is unknown")
        }
    }

    @Test("is settled by whoever has the lease, and by nobody else", arguments: StoreKind.available)
    func lateCourier(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: receipt.ticket,
                as: .ada
            )
            let late = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            house.clock.advance(by: 61)
            let prompt = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            try await house.outbox.settle(prompt, as: .taken)
            try await house.outbox.settle(late, as: .deferred(detail: "451"))
            #expect(try await house.outbox.entries(state: .sent, limit: 5).count == 1)
            #expect(try await house.outbox.entries(state: .queued, limit: 5).isEmpty)
        }
    }

    @Test(
        "that is put off goes again later, longer each time, and after five days never",
        arguments: StoreKind.available
    )
    func retries(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: receipt.ticket,
                as: .ada
            )
            var attempts = 0
            var messageIDs: Set<String> = []
            while let entry = try await house.outbox.claim(atMost: 1, lease: 60).first {
                attempts += 1
                messageIDs.insert(entry.letter.messageID)
                try await house.outbox.settle(entry, as: .deferred(detail: "451"))
                #expect(try await house.outbox.claim(atMost: 1, lease: 60).isEmpty)
                house.clock.advance(by: 3 * 3_600)
            }
            #expect(messageIDs.count == 1)
            #expect((40...41).contains(attempts))
            let failed = try await house.outbox.entries(state: .failed, limit: 5)
            #expect(failed.count == 1)
        }
    }

    @Test(
        "outlasts any time that our own mail server is away; its ticket hears once that it waits",
        arguments: StoreKind.available
    )
    func unreached(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: receipt.ticket,
                as: .ada
            )
            var messageIDs: Set<String> = []
            func attempt(_ result: Outbox.Result) async throws {
                let entry = try #require(
                    try await house.outbox.claim(atMost: 1, lease: 60).first
                )
                messageIDs.insert(entry.letter.messageID)
                try await house.outbox.settle(entry, as: result)
                house.clock.advance(by: 3 * 3_600)
            }
            for _ in 0..<(8 * 8) { try await attempt(.unreached(detail: "no connection")) }
            // Eight days later it is there again, and puts the letter off for the first time.
            for _ in 0..<9 { try await attempt(.deferred(detail: "451 greylisted")) }
            try await attempt(.taken)
            #expect(messageIDs.count == 1)
            let history = try await house.desk.history(
                of: receipt.ticket,
                after: nil,
                limit: 50,
                as: .ada
            )
            let kinds = history.entries.map(\.event.kind)
            #expect(kinds == [.opened, .replied, .delayed, .delivered])
            #expect(history.entries[2].event.details["detail"] == "no connection")
        }
    }

    @Test(
        "that waits for four hours is told of once, whenever it was tried",
        arguments: StoreKind.available,
        // Minutes after it was written.
        [[1, 100, 239, 350, 480], [239, 241], [240, 300], [1_000, 1_200], [239]]
    )
    func late(on kind: StoreKind, attempts: [Int]) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: receipt.ticket,
                as: .ada
            )
            var minute = 0
            for attempt in attempts {
                house.clock.advance(by: TimeInterval(attempt - minute) * 60)
                minute = attempt
                // As the pauses between attempts fall.
                var due = try #require(
                    try await house.outbox.entries(state: .queued, limit: 1).first
                )
                due.dueAt = house.clock.now
                try await house.store.write { [due] transaction throws(DeskError) in
                    try transaction.overwrite(due)
                }
                let entry = try #require(
                    try await house.outbox.claim(atMost: 1, lease: 60).first
                )
                try await house.outbox.settle(entry, as: .unreached(detail: "no connection"))
            }
            let history = try await house.desk.history(
                of: receipt.ticket,
                after: nil,
                limit: 50,
                as: .ada
            )
            let told = history.entries.count { $0.event.kind == .delayed }
            #expect(told == (minute >= 240 ? 1 : 0))
        }
    }

    @Test("is given up for when the operator says so")
    func patience() async throws {
        try await withDesk { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: receipt.ticket,
                as: .ada
            )
            var patience = Outbox.Patience()
            patience.giveUpAfter = 24 * 3_600
            let outbox = Outbox(store: house.store, patience: patience) { house.clock.now }
            var attempts = 0
            while let entry = try await outbox.claim(atMost: 1, lease: 60).first {
                attempts += 1
                try await outbox.settle(entry, as: .deferred(detail: "451"))
                house.clock.advance(by: 3 * 3_600)
            }
            #expect((8...9).contains(attempts))
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.state == .open)
        }
    }

    @Test(
        "whose courier died goes again when the lease has run out",
        arguments: StoreKind.available
    )
    func lease(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: receipt.ticket,
                as: .ada
            )
            #expect(try await house.outbox.claim(atMost: 1, lease: 60).count == 1)
            house.clock.advance(by: 59)
            #expect(try await house.outbox.claim(atMost: 1, lease: 60).isEmpty)
            house.clock.advance(by: 1)
            #expect(try await house.outbox.claim(atMost: 1, lease: 60).count == 1)
        }
    }
}
