import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("Solved at first contact")
struct FirstContactTests {
    private static let day: TimeInterval = 24 * 3_600

    @Test("is provisional for seven days, and final from then on", arguments: StoreKind.available)
    func window(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let one = try await house.opened(.eID)
            #expect(try await house.verdicts() == [.unsolved: 1])
            try await house.resolve(one)
            #expect(try await house.isProvisional())
            house.clock.advance(by: 7 * Self.day - 0.001)
            #expect(try await house.isProvisional())
            house.clock.advance(by: 0.001)
            #expect(try await house.isProvisional() == false)
            #expect(try await house.verdicts() == [.solved: 1])
        }
    }

    @Test(
        "is undone by a word on the ticket inside the days and not by one after them",
        arguments: [(7 * day - 0.001, FirstContact.returned), (7 * day, .solved)]
    )
    func sameTicket(after pause: TimeInterval, _ wanted: FirstContact) async throws {
        try await withDesk { house in
            let one = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            try await house.resolve(one)
            house.clock.advance(by: pause)
            let again = ReceivedMail.plain("Igen", messageID: "2@x", references: ["1@x"])
            #expect(try await house.desk.receive(again).ticket == one)
            #expect(try await house.verdicts() == [wanted: 1])
            // What was final stays so, whatever the ticket comes to.
            try await house.resolve(one, as: .rejected)
            let last: FirstContact = wanted == .solved ? .solved : .uncounted
            #expect(try await house.verdicts() == [last: 1])
        }
    }

    @Test(
        "is undone by a new contact about it on any channel, which does not count itself",
        arguments: StoreKind.available,
        TicketChannel.allCases
    )
    func otherChannel(on kind: StoreKind, _ channel: TicketChannel) async throws {
        try await withDesk(on: kind) { house in
            try await house.resolve(try await house.opened(.eID))
            house.clock.advance(by: Self.day)
            let telephone = Citizen(phone: "070-174 06 05")
            try await house.resolve(
                try await house.opened(.eID, channel: channel, citizen: telephone)
            )
            #expect(try await house.verdicts() == [.returned: 1, .repeated: 1])
            // Somebody else, and the same one about something else.
            _ = try await house.opened(.eID, citizen: Citizen(email: "stig@example.com"))
            _ = try await house.opened(.technical)
            #expect(
                try await house.verdicts() == [.returned: 1, .repeated: 1, .unsolved: 2]
            )
        }
    }

    @Test("is about the same by article, then by e-service, then by category")
    func aboutness() {
        var earlier = Self.ticket(1, .eID)
        var later = Self.ticket(2, .eID)
        #expect(later.isAboutTheSame(as: earlier))
        earlier.service = "Bygglov"
        #expect(later.isAboutTheSame(as: earlier))
        later.service = "Skolval"
        #expect(!later.isAboutTheSame(as: earlier))
        later.service = "bygglov"
        later.category = .other
        #expect(later.isAboutTheSame(as: earlier))
        later.service = nil
        #expect(!later.isAboutTheSame(as: earlier))
        earlier.article = "bankid-kod"
        later.suggestions = [Suggestion(article: "bankid-kod", title: "", confidence: 0.4)]
        #expect(later.isAboutTheSame(as: earlier))
    }

    @Test("follows what is learnt of a ticket after it was opened", arguments: StoreKind.available)
    func learntLater(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let one = try await house.opened(.eID)
            try await house.resolve(one)
            let two = try await house.opened(.other, channel: .phone)
            #expect(try await house.verdicts() == [.solved: 1, .unsolved: 1])
            try await house.change(two) { $0.category = .eID }
            #expect(try await house.verdicts() == [.returned: 1, .repeated: 1])
            try await house.change(two) { $0.category = .technical }
            #expect(try await house.verdicts() == [.solved: 1, .unsolved: 1])
            // What the earlier one was about may be learnt last.
            try await house.change(one) { $0.category = .technical }
            #expect(try await house.verdicts() == [.returned: 1, .repeated: 1])
            try await house.change(two) { $0.citizenEmail = "bo@example.com" }
            try await house.change(two) { $0.citizenPhone = .some(nil) }
            #expect(try await house.verdicts() == [.solved: 1, .unsolved: 1])
        }
    }

    @Test("is not counted for what was nobody's matter, and takes back what that undid")
    func uncounted() async throws {
        try await withDesk { house in
            try await house.resolve(try await house.opened(.eID))
            let two = try await house.opened(.eID)
            #expect(try await house.verdicts() == [.returned: 1, .repeated: 1])
            try await house.resolve(two, as: .rejected)
            #expect(try await house.verdicts() == [.solved: 1, .uncounted: 1])
            let revision = try await house.desk.ticket(two, as: .ada).revision
            _ = try await house.desk.reopen(two, at: revision, as: .ada)
            #expect(try await house.verdicts() == [.returned: 1, .repeated: 1])
            var machine = ReceivedMail.plain("Nyheter", from: "news@example.net")
            machine.automaticReason = "list"
            _ = try await house.desk.receive(machine)
            #expect(
                try await house.verdicts() == [.returned: 1, .repeated: 1, .uncounted: 1]
            )
        }
    }

    @Test("is undone by a mail that was held inside the days and let through after them")
    func late() async throws {
        try await withDesk { house in
            let one = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            try await house.resolve(one)
            house.clock.advance(by: 5 * Self.day)
            let stranger = ReceivedMail.plain(
                "Släpp in mig",
                subject: "Re: Fråga [#1]",
                from: "mallory@example.net",
                messageID: "9@example.net"
            )
            #expect(try await house.desk.receive(stranger).effect == .held)
            house.clock.advance(by: 5 * Self.day)
            #expect(try await house.verdicts() == [.solved: 1])
            let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
            _ = try await house.desk.release(try #require(held.first).id, into: one, by: .ada)
            #expect(try await house.verdicts() == [.returned: 1])
        }
    }

    @Test("is not what somebody else took over", arguments: StoreKind.available)
    func handedOff(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard()) { house in
            for outcome in [Handoff.State.completed, .busy] {
                let one = try await house.opened(
                    .eID,
                    citizen: Citizen(email: "\(outcome.rawValue)@example.com")
                )
                let draft = HandoffDraft(
                    destination: "bygglov",
                    mode: .blind,
                    call: nil,
                    summary: nil
                )
                let answered = try await house.desk.handOff(one, draft, as: .ada)
                let handoff = try #require(answered.value)
                _ = try await house.desk.end(handoff.id, as: outcome, detail: nil, by: .ada)
                try await house.resolve(one)
            }
            try await house.resolve(try await house.opened(.technical), as: .handedOff)
            #expect(try await house.verdicts() == [.handedOff: 2, .solved: 1])
        }
    }

    @Test("says of merged tickets that the citizen came back, until they are taken apart")
    func merged() async throws {
        try await withDesk { house in
            let one = try await house.opened(.eID)
            let two = try await house.opened(.technical)
            _ = try await house.desk.merge(two, at: 1, into: one, as: .ada)
            #expect(try await house.verdicts() == [.returned: 1, .uncounted: 1])
            let revision = try await house.desk.ticket(two, itself: true, as: .ada).revision
            _ = try await house.desk.unmerge(two, at: revision, as: .ada)
            #expect(try await house.verdicts() == [.unsolved: 2])
        }
    }

    @Test("is not undone by a call of the desk's own that is merged into it")
    func mergedOutbound() async throws {
        try await withDesk { house in
            for kind in [CallEvent.Kind.newCall, .answer] {
                try await house.desk.note(
                    CallEvent(
                        kind: kind,
                        callID: "ut",
                        direction: .outbound,
                        from: "0846500400",
                        to: "070-174 06 05",
                        users: ["ada"]
                    ),
                    as: .ada
                )
            }
            #expect(try await house.verdicts() == [.uncounted: 1])
            let call = try await house.desk.tickets(TicketQuery(), as: .ada).tickets[0]
            let one = try await house.opened(.eID)
            _ = try await house.desk.merge(call.number, at: call.revision, into: one, as: .ada)
            #expect(try await house.verdicts() == [.unsolved: 1, .uncounted: 1])
            try await house.resolve(one)
            #expect(try await house.verdicts() == [.solved: 1, .uncounted: 1])
        }
    }

    @Test(
        "is remembered over a rejection or a merger that is taken back",
        arguments: StoreKind.available
    )
    func takenBack(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard()) { house in
            let handedOff = try await house.opened(.eID)
            let draft = HandoffDraft(
                destination: "bygglov",
                mode: .blind,
                call: nil,
                summary: nil
            )
            let answered = try await house.desk.handOff(handedOff, draft, as: .ada)
            let handoff = try #require(answered.value)
            _ = try await house.desk.end(handoff.id, as: .completed, detail: nil, by: .ada)
            var mail = ReceivedMail.plain("Nyheter", from: "news@example.net")
            mail.automaticReason = "list"
            let machines = try await house.desk.receive(mail).ticket
            let wanted: [FirstContact: Int] = [.handedOff: 1, .uncounted: 1]
            #expect(try await house.verdicts() == wanted)
            for number in [handedOff, machines] {
                try await house.resolve(number, as: .rejected)
            }
            #expect(try await house.verdicts() == [.uncounted: 2])
            for number in [handedOff, machines] { try await house.reopen(number) }
            #expect(try await house.verdicts() == wanted)
            for number in [handedOff, machines] { try await house.resolve(number) }
            #expect(try await house.verdicts() == wanted)
            let other = try await house.opened(.technical)
            for number in [handedOff, machines] {
                let revision = try await house.desk.ticket(number, as: .ada).revision
                _ = try await house.desk.merge(
                    number,
                    at: revision,
                    into: other,
                    isSamePerson: true,
                    as: .ada
                )
            }
            #expect(try await house.verdicts() == [.returned: 1, .uncounted: 2])
            for number in [handedOff, machines] { try await house.unmerge(number) }
            #expect(
                try await house.verdicts() == [.handedOff: 1, .uncounted: 1, .unsolved: 1]
            )
        }
    }

    @Test("is undone by what a clerk puts away as a duplicate", arguments: StoreKind.available)
    func duplicate(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await house.resolve(try await house.opened(.eID))
            let two = try await house.opened(.eID)
            try await house.resolve(two, as: .duplicate)
            #expect(try await house.verdicts() == [.returned: 1, .uncounted: 1])
            try await house.reopen(two)
            try await house.resolve(two, as: .rejected)
            #expect(try await house.verdicts() == [.solved: 1, .uncounted: 1])
        }
    }

    @Test("is of each matter of one mail", arguments: StoreKind.available)
    func severalMatters(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let mail = ReceivedMail.plain("BankID krånglar, och så ett till", messageID: "1@x")
            let one = try await house.desk.receive(mail).ticket
            let page = try await house.desk.messages(of: one, after: nil, limit: 9, as: .ada)
            let message = try #require(page.messages.first).id
            for _ in 0..<2 {
                house.clock.advance(by: 60)
                let made = try await house.desk.split(
                    message,
                    from: one,
                    as: SplitDraft(),
                    by: .ada
                )
                try await house.resolve(try #require(made.value).number)
            }
            try await house.resolve(one)
            #expect(try await house.verdicts() == [.solved: 3])
            // Who writes about it again does so about all of it.
            let again = ReceivedMail.plain("BankID krånglar, och så ett till", messageID: "2@x")
            _ = try await house.desk.receive(again)
            #expect(try await house.verdicts()[.repeated] == 1)
        }
    }

    @Test(
        "is not lost by a hand-off that a clerk takes back",
        arguments: StoreKind.available,
        [TicketOutcome.handedOff, .answered]
    )
    func handedOffByMistake(on kind: StoreKind, _ outcome: TicketOutcome) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard()) { house in
            let one = try await house.opened(.eID)
            try await house.resolve(one, as: .handedOff)
            #expect(try await house.verdicts() == [.handedOff: 1])
            try await house.reopen(one)
            #expect(try await house.verdicts() == [.unsolved: 1])
            try await house.resolve(one, as: outcome)
            let solved: FirstContact = outcome == .answered ? .solved : .handedOff
            #expect(try await house.verdicts() == [solved: 1])
            // By now somebody else has really taken it over.
            let two = try await house.opened(.technical)
            let draft = HandoffDraft(destination: "bygglov", mode: .blind, call: nil, summary: nil)
            let handoff = try #require(try await house.desk.handOff(two, draft, as: .ada).value)
            try await house.resolve(two, as: .handedOff)
            _ = try await house.desk.end(handoff.id, as: .completed, detail: nil, by: .ada)
            try await house.reopen(two)
            try await house.resolve(two)
            #expect(try await house.desk.ticket(two, as: .ada).firstContact == .handedOff)
            // Or its citizen came back meanwhile.
            let mail = ReceivedMail.plain("Hej", from: "bo@example.com", messageID: "1@x")
            let three = try await house.desk.receive(mail).ticket
            try await house.resolve(three, as: .handedOff)
            _ = try await house.desk.receive(
                .plain("Nå?", from: "bo@example.com", messageID: "2@x", references: ["1@x"])
            )
            try await house.resolve(three, as: .handedOff)
            try await house.reopen(three)
            try await house.resolve(three)
            #expect(try await house.desk.ticket(three, as: .ada).firstContact != .solved)
        }
    }

    @Test(
        "is not undone by an older ticket that goes on when it had long been over",
        arguments: StoreKind.available
    )
    func olderGoesOn(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let one = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            try await house.change(one) { $0.category = .eID }
            try await house.resolve(one)
            _ = try await house.desk.receive(.plain("Nå?", messageID: "2@x", references: ["1@x"]))
            try await house.resolve(one)
            house.clock.advance(by: 15 * Self.day)
            try await house.resolve(try await house.opened(.eID))
            house.clock.advance(by: 9 * Self.day)
            let wanted: [FirstContact: Int] = [.returned: 1, .solved: 1]
            #expect(try await house.verdicts() == wanted)
            try await house.reopen(one)
            #expect(try await house.verdicts() == wanted)
            try await house.resolve(one)
            #expect(try await house.verdicts() == wanted)
        }
    }

    @Test("is what a rejected ticket's citizen undoes by writing again")
    func rejectedAndBack() async throws {
        try await withDesk { house in
            let one = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            try await house.resolve(one, as: .rejected)
            _ = try await house.desk.receive(.plain("Jo", messageID: "2@x", references: ["1@x"]))
            #expect(try await house.verdicts() == [.returned: 1])
        }
    }

    @Test("is what the other had when a ticket is taken out of one that was solved meanwhile")
    func solvedMeanwhile() async throws {
        try await withDesk { house in
            let one = try await house.opened(.eID)
            let two = try await house.opened(.technical)
            _ = try await house.desk.merge(two, at: 1, into: one, as: .ada)
            house.clock.advance(by: 60)
            try await house.resolve(one, article: "losenord")
            #expect(try await house.verdicts() == [.returned: 1, .uncounted: 1])
            house.clock.advance(by: 60)
            try await house.unmerge(two)
            #expect(try await house.verdicts() == [.solved: 1, .unsolved: 1])
            let counts = try await house.counts(in: Date.distantPast..<Date.distantFuture)
            #expect(counts.first { $0.firstContact == .solved }?.article == "losenord")
            let left = try await house.desk.ticket(one, as: .ada)
            #expect(left.firstSolvedAt == left.resolvedAt)
        }
    }

    @Test("is undone by what is known already, however many came after that")
    func manyLater() async throws {
        try await withDesk { house in
            let one = try await house.opened(.eID)
            try await house.resolve(one)
            let two = try await house.opened(.eID)
            for _ in 0...DeskSettings.kinMax { _ = try await house.opened(.technical) }
            func repeated() async throws -> TicketNumber? {
                try await house.store.read { reading throws(DeskError) in
                    try reading.repeated(by: two)
                }
            }
            #expect(try await repeated() == one)
            try await house.change(two) { $0.subject = "Igen" }
            #expect(try await repeated() == one)
            // Of the later ones the nearest are looked at again.
            try await house.change(one) { $0.category = .other }
            #expect(try await repeated() == nil)
            try await house.change(one) { $0.category = .eID }
            #expect(try await repeated() == one)
        }
    }

    @Test("outlives the erasure of the citizen", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await house.resolve(try await house.opened(.eID))
            let two = try await house.opened(.eID)
            try await house.resolve(two)
            try await house.resolve(try await house.opened(.technical))
            let before = try await house.verdicts()
            #expect(before == [.returned: 1, .repeated: 1, .solved: 1])
            let records = Records(store: house.store) { house.clock.now }
            _ = try await records.erase(Person(email: "maja@example.com"), by: .system)
            #expect(try await house.verdicts() == before)
            // A stranger's ticket does not touch them.
            _ = try await house.opened(.eID, citizen: Citizen())
            let after = try await house.verdicts()
            #expect(after[.returned] == 1)
        }
    }

    @Test("is read by channel, category, article and week")
    func reading() async throws {
        try await withDesk { house in
            let city = CityTime()
            let week = ISOWeek(of: city.day(of: house.clock.now))
            #expect(week.description == "2026-W45")
            try await house.resolve(
                try await house.opened(.eID, channel: .visit),
                article: "losenord"
            )
            let start = week.next.span(in: city).lowerBound
            house.clock.advance(by: start.timeIntervalSince(house.clock.now))
            _ = try await house.opened(.technical, citizen: Citizen(email: "bo@example.com"))
            let first = try await house.counts(in: week.span(in: city))
            #expect(
                first == [
                    FirstContactCount(
                        channel: .visit,
                        category: .eID,
                        article: "losenord",
                        firstContact: .solved,
                        isProvisional: true,
                        tickets: 1
                    )
                ]
            )
            let second = try await house.counts(in: week.next.span(in: city))
            #expect(second.map(\.category) == [.technical])
            #expect(second.map(\.isCounted) == [true])
        }
    }

    @Test("blames the article that solved it first, and no other", arguments: StoreKind.available)
    func blame(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let one = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            try await house.resolve(one, article: "losenord")
            house.clock.advance(by: Self.day)
            _ = try await house.desk.receive(
                .plain("Igen", messageID: "2@x", references: ["1@x"])
            )
            let always = Date.distantPast..<Date.distantFuture
            var counts = try await house.counts(in: always)
            #expect(counts.map(\.firstContact) == [.returned])
            #expect(counts.map(\.article) == ["losenord"])
            try await house.resolve(one, article: "bankid-svarar-inte")
            counts = try await house.counts(in: always)
            #expect(counts.map(\.article) == ["losenord"])
            // Where its end was a clerk's mistake, the article is not to blame.
            let two = try await house.opened(.technical, citizen: Citizen(email: "bo@x.example"))
            try await house.resolve(two, article: "losenord")
            let revision = try await house.desk.ticket(two, as: .ada).revision
            _ = try await house.desk.reopen(two, at: revision, as: .ada)
            let unsolved = try await house.counts(in: always)
                .filter { $0.firstContact == .unsolved }
            #expect(unsolved.map(\.article) == [nil])
        }
    }

    @Test("counts weeks as the calendar of Sweden does")
    func weeks() throws {
        let known = [
            ("2026-01-01", "2026-W01"), ("2025-12-29", "2026-W01"), ("2025-12-28", "2025-W52"),
            ("2021-01-03", "2020-W53"), ("2021-01-04", "2021-W01"), ("2027-01-03", "2026-W53"),
        ]
        for (day, week) in known {
            let found = ISOWeek(of: try #require(CivilDay(day)))
            #expect(found.description == week)
        }
        // The week that summer time ends in is an hour longer.
        let long = ISOWeek(of: try #require(CivilDay("2026-10-25"))).span(in: CityTime())
        #expect(long.upperBound.timeIntervalSince(long.lowerBound) == 169 * 3_600)
    }

    private static func ticket(_ number: Int64, _ category: TicketCategory) -> Ticket {
        Ticket(
            number: TicketNumber(rawValue: number),
            subject: "Fråga",
            category: category,
            channel: .web,
            queue: "e-service",
            language: "sv",
            citizen: Citizen(email: "maja@example.com"),
            symptom: Symptom(),
            createdAt: Date(timeIntervalSince1970: 0)
        )
    }
}

extension TestDesk {
    fileprivate func opened(
        _ category: TicketCategory,
        channel: TicketChannel = .web,
        citizen: Citizen = Citizen(email: "maja@example.com", phone: "+46701740605")
    ) async throws -> TicketNumber {
        var draft = TicketDraft(subject: "Hej", body: "Sylt", channel: channel, citizen: citizen)
        draft.category = category
        guard let ticket = try await desk.open(draft, as: .ada).value else {
            throw DeskError.notFound
        }
        return ticket.number
    }

    fileprivate func resolve(
        _ number: TicketNumber,
        as outcome: TicketOutcome = .answered,
        article: String? = nil
    ) async throws {
        let revision = try await desk.ticket(number, as: .ada).revision
        _ = try await desk.resolve(number, at: revision, as: outcome, article: article, by: .ada)
    }

    fileprivate func reopen(_ number: TicketNumber) async throws {
        let revision = try await desk.ticket(number, as: .ada).revision
        _ = try await desk.reopen(number, at: revision, as: .ada)
    }

    fileprivate func unmerge(_ number: TicketNumber) async throws {
        let revision = try await desk.ticket(number, itself: true, as: .ada).revision
        _ = try await desk.unmerge(number, at: revision, as: .ada)
    }

    fileprivate func change(
        _ number: TicketNumber,
        _ change: (inout TicketPatch) -> Void
    ) async throws {
        var patch = TicketPatch()
        change(&patch)
        let revision = try await desk.ticket(number, as: .ada).revision
        _ = try await desk.change(number, at: revision, by: patch, as: .ada)
    }

    fileprivate func counts(in span: Range<Date>) async throws -> [FirstContactCount] {
        let moment = clock.now
        return try await store.read { reading throws(DeskError) in
            try reading.firstContacts(openedIn: span, at: moment, in: nil, butNot: [])
        }
    }

    fileprivate func verdicts() async throws -> [FirstContact: Int] {
        try await counts(in: Date.distantPast..<Date.distantFuture).reduce(into: [:]) {
            $0[$1.firstContact, default: 0] += $1.tickets
        }
    }

    fileprivate func isProvisional() async throws -> Bool {
        try await counts(in: Date.distantPast..<Date.distantFuture).contains(where: \.isProvisional)
    }
}
