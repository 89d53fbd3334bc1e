import Desk
import DeskTesting
import Foundation
import Testing

@Suite("Merging tickets")
struct MergingTests {
    /// Two tickets of one citizen, each by a mail of its own.
    private func pair(in house: TestDesk) async throws -> (first: Ticket, second: Ticket) {
        let first = try await house.desk.receive(.plain("BankID svarar inte", messageID: "1@x"))
        house.clock.advance(by: 60)
        let second = try await house.desk.receive(.plain("Fortfarande inget", messageID: "2@x"))
        return (
            try await house.desk.ticket(first.ticket, as: .ada),
            try await house.desk.ticket(second.ticket, as: .ada)
        )
    }

    private func merged(in house: TestDesk) async throws -> (first: Ticket, second: Ticket) {
        let (first, second) = try await pair(in: house)
        let survivor = try await house.desk.merge(
            second.number,
            at: second.revision,
            into: first.number,
            as: .ada
        )
        let gone = try await house.desk.ticket(second.number, itself: true, as: .ada)
        return (survivor, gone)
    }

    @Test(
        "leaves one ticket with the words of both, in their order",
        arguments: StoreKind.available
    )
    func words(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (first, second) = try await merged(in: house)
            #expect(first.absorbed == 1 && first.contacts == 2)
            #expect(second.state == .closed && second.outcome == .duplicate)
            #expect(second.mergedInto == first.number)
            for number in [first.number, second.number] {
                #expect(try await house.desk.ticket(number, as: .ada) == first)
                let page = try await house.desk.messages(
                    of: number,
                    after: nil,
                    limit: 10,
                    as: .ada
                )
                #expect(page.messages.map(\.body) == ["BankID svarar inte", "Fortfarande inget"])
                #expect(page.messages.map(\.ticket) == [first.number, second.number])
                let rest = try await house.desk.messages(
                    of: number,
                    after: page.messages[0].id,
                    limit: 1,
                    as: .ada
                )
                #expect(rest.messages.map(\.body) == ["Fortfarande inget"])
            }
            let list = try await house.desk.tickets(TicketQuery(), as: .ada)
            #expect(list.tickets == [first])
            var words = TicketQuery()
            words.text = "fortfarande"
            #expect(try await house.desk.tickets(words, as: .ada).tickets == [second])
        }
    }

    @Test("is written into the history of both", arguments: StoreKind.available)
    func history(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (first, second) = try await merged(in: house)
            let facts = { (number: TicketNumber) in
                try await house.desk.history(of: number, after: nil, limit: 50, as: .ada)
                    .entries.map(\.event).filter { $0.kind == .merged }.map(\.details)
            }
            #expect(try await facts(first.number) == [["from": "\(second.number.rawValue)"]])
            #expect(
                try await facts(second.number)
                    == [
                        [
                            "into": "\(first.number.rawValue)", "state": "new",
                            "queue": "e-service",
                        ]
                    ]
            )
        }
    }

    @Test("follows mails, reports, notes and replies to the ticket", arguments: StoreKind.available)
    func followed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (first, second) = try await merged(in: house)
            let byToken = try await house.desk.receive(
                .plain(
                    "Med bevis",
                    messageID: "3@x",
                    replyToken: house.proof.replyToken(for: second.number)
                )
            )
            let byReference = try await house.desk.receive(
                .plain("Med hänvisning", messageID: "4@x", references: ["2@x"])
            )
            let byTag = try await house.desk.receive(
                .plain(
                    "Med nummer",
                    subject: "Re: Fråga [#\(second.number.rawValue)]",
                    messageID: "5@x"
                )
            )
            for receipt in [byToken, byReference, byTag] {
                #expect(receipt == MailReceipt(ticket: first.number, effect: .appended))
            }
            let draft = MessageDraft(kind: .reply, body: "Prova igen")
            let answered = try await house.desk.write(draft, on: second.number, as: .ada)
            guard case .fresh(let reply) = answered else { throw DeskError.notFound }
            #expect(reply.ticket == first.number)
            let letters = try await house.outbox.claim(atMost: 10, lease: 60)
            #expect(letters.map(\.ticket) == [first.number])
            #expect(letters.map(\.letter.inReplyTo) == ["5@x"])
        }
    }

    @Test("holds a stranger's mail that names it, on the other", arguments: StoreKind.available)
    func stranger(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (first, second) = try await merged(in: house)
            let receipt = try await house.desk.receive(
                .plain(
                    "Släpp in mig",
                    subject: "[#\(second.number.rawValue)]",
                    from: "mallory@example.net",
                    messageID: "9@x"
                )
            )
            #expect(receipt.effect == .held)
            let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
            #expect(held.map(\.claims) == [first.number])
        }
    }

    @Test("takes the ticket out again, open and with its own words", arguments: StoreKind.available)
    func undone(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (first, second) = try await merged(in: house)
            let back = try await house.desk.unmerge(
                second.number,
                at: second.revision,
                as: .grace
            )
            #expect(back.state == .open && back.outcome == nil && back.mergedInto == nil)
            let left = try await house.desk.ticket(first.number, as: .ada)
            #expect(left.absorbed == 0 && left.contacts == 1)
            let page = try await house.desk.messages(
                of: second.number,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(page.messages.map(\.body) == ["Fortfarande inget"])
            let receipt = try await house.desk.receive(
                .plain("Nu då", messageID: "3@x", references: ["2@x"])
            )
            #expect(receipt.ticket == second.number)
            await #expect(throws: DeskError.self) {
                _ = try await house.desk.unmerge(second.number, at: back.revision + 1, as: .ada)
            }
        }
    }

    @Test("takes along what went into it before, and never makes a ring")
    func chains() async throws {
        try await withDesk { house in
            let (first, second) = try await merged(in: house)
            let third = try await house.desk.receive(.plain("Hallå", messageID: "3@x"))
            var survivor = try await house.desk.merge(
                first.number,
                at: first.revision,
                into: third.ticket,
                as: .ada
            )
            #expect(survivor.absorbed == 2 && survivor.contacts == 3)
            for number in [first.number, second.number] {
                #expect(try await house.desk.ticket(number, as: .ada) == survivor)
            }
            for target in [first.number, second.number, third.ticket] {
                await #expect(throws: DeskError.self) {
                    _ = try await house.desk.merge(
                        third.ticket,
                        at: survivor.revision,
                        into: target,
                        as: .ada
                    )
                }
            }
            let own = try await house.desk.ticket(first.number, itself: true, as: .ada)
            _ = try await house.desk.unmerge(first.number, at: own.revision, as: .ada)
            survivor = try await house.desk.ticket(third.ticket, as: .ada)
            #expect(survivor.absorbed == 1 && survivor.contacts == 2)
            #expect(try await house.desk.ticket(second.number, as: .ada) == survivor)
        }
    }

    @Test("goes into the ticket that the named one went into")
    func throughAnother() async throws {
        try await withDesk { house in
            let (first, second) = try await merged(in: house)
            let third = try await house.desk.receive(.plain("Hallå", messageID: "3@x"))
            let survivor = try await house.desk.merge(
                third.ticket,
                at: 1,
                into: second.number,
                as: .ada
            )
            #expect(survivor.number == first.number && survivor.absorbed == 2)
        }
    }

    @Test("takes as many tickets as the limit and no more")
    func limit() async throws {
        try await withDesk { house in
            let (first, _) = try await merged(in: house)
            for index in 2...DeskSettings.absorbedMax {
                let more = try await house.desk.receive(.plain("Mer", messageID: "\(index)@y"))
                _ = try await house.desk.merge(more.ticket, at: 1, into: first.number, as: .ada)
            }
            let last = try await house.desk.receive(.plain("Mer", messageID: "last@y"))
            await #expect(
                throws: DeskError.overLimit(name: "merged-tickets", limit: DeskSettings.absorbedMax)
            ) {
                _ = try await house.desk.merge(last.ticket, at: 1, into: first.number, as: .ada)
            }
        }
    }

    @Test("refuses whoever saw an older ticket, and a ticket that is over")
    func refused() async throws {
        try await withDesk { house in
            let (first, second) = try await pair(in: house)
            await #expect(throws: DeskError.changedMeanwhile) {
                _ = try await house.desk.merge(
                    second.number,
                    at: second.revision + 1,
                    into: first.number,
                    as: .ada
                )
            }
            _ = try await house.desk.resolve(
                first.number,
                at: first.revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            await #expect(throws: DeskError.self) {
                _ = try await house.desk.merge(
                    second.number,
                    at: second.revision,
                    into: first.number,
                    as: .ada
                )
            }
            #expect(try await house.desk.ticket(second.number, as: .ada) == second)
        }
    }

    @Test("changes nothing of a ticket that went into another")
    func changesNothing() async throws {
        try await withDesk { house in
            let (_, second) = try await merged(in: house)
            await #expect(throws: DeskError.self) {
                _ = try await house.desk.reopen(second.number, at: second.revision, as: .ada)
            }
            await #expect(throws: DeskError.changedMeanwhile) {
                _ = try await house.desk.write(
                    MessageDraft(kind: .note, body: "Hej"),
                    on: second.number,
                    at: second.revision,
                    as: .ada
                )
            }
        }
    }

    private func opened(
        _ citizen: Citizen,
        _ kind: TicketKind = .question,
        in house: TestDesk
    ) async throws -> Ticket {
        let draft = TicketDraft(
            subject: "Fråga",
            body: "Hej",
            channel: .phone,
            kind: kind,
            citizen: citizen
        )
        return try #require(try await house.desk.open(draft, as: .ada).value)
    }

    private func goIn(_ one: Ticket, into other: Ticket, _ house: TestDesk) async throws -> Ticket {
        let revision = try await house.desk.ticket(one.number, as: .ada).revision
        return try await house.desk.merge(
            one.number,
            at: revision,
            into: other.number,
            isSamePerson: true,
            as: .ada
        )
    }

    private func takeOut(_ one: Ticket, _ house: TestDesk) async throws -> Ticket {
        let own = try await house.desk.ticket(one.number, itself: true, as: .ada)
        return try await house.desk.unmerge(one.number, at: own.revision, as: .ada)
    }

    private static let family = "+46701740605"

    @Test(
        "takes along what it has lent when it is taken out, and nothing else",
        arguments: StoreKind.available
    )
    func lent(on kind: StoreKind) async throws {
        let switchboard = TestSwitchboard(units: ["school"])
        try await withDesk(on: kind, switchboard: switchboard) { house in
            let bertil = try await opened(Citizen(phone: Self.family), in: house)
            var anna = try await opened(
                Citizen(name: "Anna", email: "anna@example.com", phone: Self.family),
                in: house
            )
            anna = try await house.desk.give(anna.number, at: 1, to: "school", as: .ada)
            house.clock.advance(by: 60)
            let merged = try await goIn(anna, into: bertil, house)
            #expect(merged.citizen == anna.citizen && merged.unit == anna.unit)
            let back = try await takeOut(anna, house)
            #expect(back.citizen == anna.citizen && back.unit == anna.unit)
            var left = try await house.desk.ticket(bertil.number, as: .ada)
            #expect(left.citizen == bertil.citizen && left.unit == nil)
            let mail = ReceivedMail.plain(
                "Hej",
                subject: "[#\(bertil.number.rawValue)]",
                from: "anna@example.com"
            )
            #expect(try await house.desk.receive(mail).effect == .held)
            // What a clerk has put in its place since stays.
            left = try await goIn(anna, into: bertil, house)
            var patch = TicketPatch()
            patch.citizenEmail = "bertil@example.com"
            left = try await house.desk.change(left.number, at: left.revision, by: patch, as: .ada)
            house.clock.advance(by: 60)
            _ = try await house.desk.give(left.number, at: left.revision, to: "bygglov", as: .ada)
            _ = try await takeOut(anna, house)
            left = try await house.desk.ticket(bertil.number, as: .ada)
            #expect(left.citizen == Citizen(email: "bertil@example.com", phone: Self.family))
            #expect(left.unit?.id == "bygglov")
        }
    }

    /// A ticket in a queue, given to a unit, of one who called.
    private func opened(
        in queue: String,
        of unit: String?,
        _ house: TestDesk
    ) async throws -> Ticket {
        let opened = try await opened(Citizen(phone: Self.family), in: house)
        var patch = TicketPatch()
        patch.queue = queue
        let ticket = try await house.desk.change(opened.number, at: 1, by: patch, as: .ada)
        guard let unit else { return ticket }
        return try await house.desk.give(ticket.number, at: 2, to: unit, as: .ada)
    }

    @Test(
        "gives it back its own queue and unit",
        arguments: StoreKind.available,
        [nil, "bygglov"]
    )
    func home(on kind: StoreKind, unit: String?) async throws {
        let switchboard = TestSwitchboard(units: ["school"])
        try await withDesk(on: kind, switchboard: switchboard) { house in
            let one = try await opened(in: "e-service", of: "school", house)
            let two = try await opened(in: "street", of: unit, house)
            let three = try await opened(in: "park", of: nil, house)
            house.clock.advance(by: 60)
            _ = try await goIn(two, into: one, house)
            let gone = try await house.desk.ticket(two.number, itself: true, as: .ada)
            #expect(gone.queue == "e-service" && gone.unit?.id == "school")
            // That an article is none for it moves neither.
            try await house.desk.judge("losenord", for: one.number, as: .wrong, by: .ada)
            var back = try await takeOut(two, house)
            #expect(back.queue == "street" && back.unit == two.unit)
            // Also by way of another, and where it went once before.
            _ = try await goIn(two, into: one, house)
            _ = try await goIn(one, into: three, house)
            back = try await takeOut(two, house)
            #expect(back.queue == "street" && back.unit == two.unit)
            back = try await takeOut(one, house)
            #expect(back.queue == "e-service" && back.unit == one.unit)
        }
    }

    @Test(
        "leaves it where both were moved, and with the unit that both were given to",
        arguments: StoreKind.available
    )
    func movedTogether(on kind: StoreKind) async throws {
        let switchboard = TestSwitchboard(units: ["school"])
        try await withDesk(on: kind, switchboard: switchboard) { house in
            let one = try await opened(in: "e-service", of: nil, house)
            let two = try await opened(in: "street", of: "bygglov", house)
            house.clock.advance(by: 60)
            var merged = try await goIn(two, into: one, house)
            house.clock.advance(by: 60)
            var patch = TicketPatch()
            patch.queue = "park"
            merged = try await house.desk.change(
                one.number,
                at: merged.revision,
                by: patch,
                as: .ada
            )
            _ = try await house.desk.give(one.number, at: merged.revision, to: "school", as: .ada)
            let back = try await takeOut(two, house)
            #expect(back.queue == "park" && back.unit?.id == "school")
            let history = try await house.desk.history(
                of: two.number,
                after: nil,
                limit: 50,
                as: .ada
            )
            let fact = try #require(history.entries.last { $0.event.kind == .unmerged }).event
            #expect(
                fact.details == [
                    "from": "\(one.number.rawValue)", "queue": "park", "unit": "school",
                ]
            )
        }
    }

    @Test(
        "leaves it where both were moved before they went on together",
        arguments: StoreKind.available
    )
    func movedBetween(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        try await withDesk(on: kind, settings: settings) { house in
            let one = try await opened(in: "street", of: nil, house)
            let two = try await opened(in: "e-service", of: nil, house)
            let three = try await opened(in: "street", of: nil, house)
            _ = try await goIn(one, into: two, house)
            var patch = TicketPatch()
            patch.queue = "social"
            for number in [two.number, three.number] {
                let revision = try await house.desk.ticket(number, as: .ada).revision
                _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
            }
            _ = try await goIn(two, into: three, house)
            #expect(try await takeOut(one, house).queue == "social")
        }
    }

    @Test(
        "leaves it where the call about the other was handed off to, if that was another queue",
        arguments: ["bygglov", "e-service", "school"]
    )
    func handedOff(to unit: String) async throws {
        let switchboard = TestSwitchboard(units: ["e-service", "school"])
        try await withDesk(switchboard: switchboard) { house in
            let one = try await opened(in: "e-service", of: nil, house)
            let two = try await opened(in: "street", of: nil, house)
            _ = try await goIn(two, into: one, house)
            let call = UUIDv7(at: house.clock.now)
            func tell(_ fact: CallFact) async throws {
                let report = CallReport(call: call, at: house.clock.now, fact: fact)
                try await house.desk.note([report], from: "desk-1")
            }
            try await tell(.arrived(externalID: "a", from: Self.family, to: nil))
            try await tell(.answered(clerk: "ada"))
            let draft = HandoffDraft(
                destination: unit,
                mode: .blind,
                call: call.description,
                summary: nil
            )
            let begun = try await house.desk.handOff(one.number, draft, as: .ada)
            let handoff = try #require(begun.value)
            try await tell(.handoff(handoff.id, .completed, status: nil, detail: nil))
            let survivor = try await house.desk.ticket(one.number, as: .ada)
            #expect(survivor.assignee == nil)
            #expect(survivor.queue == (unit == "school" ? "school" : "e-service"))
            #expect(try await takeOut(two, house).queue == (unit == "school" ? "school" : "street"))
        }
    }

    @Test("leaves nothing behind either where it went on with another")
    func lentOn() async throws {
        try await withDesk { house in
            let anna = Citizen(email: "anna@example.com", phone: Self.family)
            for annaFirst in [true, false] {
                let one = try await opened(Citizen(phone: Self.family), in: house)
                let two = try await opened(Citizen(phone: Self.family), in: house)
                let three = try await opened(anna, in: house)
                _ = try await goIn(three, into: two, house)
                #expect(try await goIn(two, into: one, house).citizen == anna)
                for ticket in annaFirst ? [three, two] : [two, three] {
                    #expect(try await takeOut(ticket, house).citizen == ticket.citizen)
                }
                let left = try await house.desk.ticket(one.number, as: .ada)
                #expect(left.citizen == one.citizen)
            }
        }
    }

    @Test(
        "leaves what another that is still in it has too",
        arguments: StoreKind.available
    )
    func lentByTwo(on kind: StoreKind) async throws {
        let switchboard = TestSwitchboard(units: ["school"])
        try await withDesk(on: kind, switchboard: switchboard) { house in
            let anna = Citizen(name: "Anna", email: "anna@example.com", phone: Self.family)
            let one = try await opened(Citizen(phone: Self.family), in: house)
            var two = try await opened(anna, in: house)
            let three = try await opened(Citizen(email: "anna@example.com"), in: house)
            two = try await house.desk.give(two.number, at: 1, to: "school", as: .ada)
            _ = try await goIn(two, into: one, house)
            _ = try await goIn(three, into: one, house)
            #expect(try await takeOut(two, house).unit == two.unit)
            var left = try await house.desk.ticket(one.number, as: .ada)
            #expect(left.citizen == Citizen(email: "anna@example.com", phone: Self.family))
            #expect(left.unit == nil)
            #expect(try await takeOut(three, house).citizen == three.citizen)
            left = try await house.desk.ticket(one.number, as: .ada)
            #expect(left.citizen == one.citizen)
        }
    }

    @Test("no longer owes the answer that goes with who is taken out")
    func notOwed() async throws {
        try await withDesk { house in
            let desk = house.desk
            let (first, second) = try await pair(in: house)
            let reply = MessageDraft(kind: .reply, body: "Vilken telefon?")
            _ = try await desk.write(reply, on: first.number, as: .ada)
            var survivor = try await desk.ticket(first.number, as: .ada)
            survivor = try await goIn(second, into: survivor, house)
            #expect(survivor.clocks.askedAt == second.createdAt)
            #expect(try await takeOut(second, house).state == .open)
            survivor = try await desk.ticket(first.number, as: .ada)
            #expect(survivor.clocks.askedAt == nil)
            // Who has written since is answered.
            _ = try await goIn(second, into: survivor, house)
            _ = try await desk.write(reply, on: first.number, as: .ada)
            house.clock.advance(by: 60)
            _ = try await desk.receive(
                .plain("En iPhone", messageID: "9@x", references: ["1@x"])
            )
            _ = try await takeOut(second, house)
            survivor = try await desk.ticket(first.number, as: .ada)
            #expect(survivor.clocks.askedAt == house.clock.now)
        }
    }

    @Test("hides nothing that is registered in what is not")
    func registered() async throws {
        try await withDesk { house in
            let maja = Citizen(email: "maja@example.com")
            let question = try await opened(maja, in: house)
            let complaint = try await opened(maja, .complaint, in: house)
            let opinion = try await opened(maja, .opinion, in: house)
            await #expect(throws: DeskError.self) {
                _ = try await goIn(complaint, into: question, house)
            }
            #expect(try await house.desk.ticket(complaint.number, as: .ada) == complaint)
            _ = try await goIn(question, into: complaint, house)
            #expect(try await goIn(opinion, into: complaint, house).absorbed == 2)
        }
    }

    @Test("is owed the answer that the other was", arguments: StoreKind.available)
    func owed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let (first, second) = try await pair(in: house)
            let reply = MessageDraft(kind: .reply, body: "Vilken telefon?")
            _ = try await desk.write(reply, on: first.number, as: .ada)
            let later = house.clock.now + 86_400
            var survivor = try await desk.ticket(first.number, as: .ada)
            survivor = try await desk.snooze(
                first.number,
                at: survivor.revision,
                until: later,
                as: .ada
            )
            survivor = try await goIn(second, into: survivor, house)
            #expect(survivor.snoozedUntil == nil && survivor.state == .open)
            #expect(survivor.clocks.askedAt == second.createdAt)
            // What is answered, or nobody has asked, is owed nothing.
            _ = try await desk.write(reply, on: first.number, as: .ada)
            let third = try await desk.receive(.plain("Hallå", messageID: "3@x")).ticket
            _ = try await desk.write(reply, on: third, as: .ada)
            var machine = ReceivedMail.plain("Jag är ledig", messageID: "4@x")
            machine.automaticReason = "vacation"
            let fourth = try await desk.receive(machine).ticket
            survivor = try await desk.ticket(first.number, as: .ada)
            survivor = try await desk.snooze(
                first.number,
                at: survivor.revision,
                until: later,
                as: .ada
            )
            for number in [third, fourth] {
                survivor = try await goIn(desk.ticket(number, as: .ada), into: survivor, house)
            }
            #expect(survivor.snoozedUntil == later && survivor.clocks.askedAt == nil)
        }
    }
}
