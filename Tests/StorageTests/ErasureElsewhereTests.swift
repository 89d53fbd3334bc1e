import Cryptography
import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("Erasing a person outside of their own tickets")
struct ErasureElsewhereTests {
    private static let maja = Person(email: "maja@example.com", phone: "070-174 06 05")

    private func erase(_ person: Person, in house: TestDesk) async throws -> ErasureReport {
        let records = Records(store: house.store) { house.clock.now }
        let dry = try await records.erase(person, by: .system, isDryRun: true)
        let report = try await records.erase(person, by: .system)
        #expect(report == dry)
        return report
    }

    /// Otto's ticket, on which Maja wrote too.
    private func shared(
        _ house: TestDesk,
        _ name: String = "o"
    ) async throws -> TicketNumber {
        let number = try await house.desk.receive(
            .plain("Mitt", from: "otto@example.com", name: "Otto", messageID: "\(name)@x")
        ).ticket
        house.clock.advance(by: 1)
        let receipt = try await house.desk.receive(
            .plain(
                "Majas ord",
                messageID: "\(name)-maja@x",
                replyToken: house.proof.replyToken(for: number)
            )
        )
        #expect(receipt == MailReceipt(ticket: number, effect: .appended))
        house.clock.advance(by: 1)
        return number
    }

    private func resolve(_ number: TicketNumber, _ house: TestDesk) async throws {
        let revision = try await house.desk.ticket(number, as: .root).revision
        _ = try await house.desk.resolve(
            number,
            at: revision,
            as: .answered,
            article: nil,
            by: .ada
        )
    }

    private func history(
        _ number: TicketNumber,
        _ house: TestDesk
    ) async throws -> [TicketEvent] {
        try await house.store.read { reading throws(DeskError) in
            try reading.history(of: number, after: nil, limit: 50).map(\.event)
        }
    }

    private func bodies(_ number: TicketNumber, _ house: TestDesk) async throws -> [String] {
        try await house.desk.messages(of: number, after: nil, limit: 9, as: .root).messages
            .map(\.body)
    }

    @Test(
        "takes their name out of the history, and writes there that it did",
        arguments: StoreKind.available
    )
    func name(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await shared(house)
            let before = try await history(number, house)
            #expect(before.map(\.actor) == [.citizen(name: "Otto"), .citizen(name: "Maja Lind")])
            let message = try await house.desk.messages(
                of: number,
                after: nil,
                limit: 9,
                as: .root
            ).messages[1]
            #expect(try await erase(Self.maja, in: house).messagesElsewhere == 1)
            let after = try await history(number, house)
            #expect(after.map(\.kind) == [.opened, .received, .erased])
            #expect(after.map(\.actor) == [.citizen(name: "Otto"), .citizen(name: nil), .system])
            #expect(after[2].details == ["message": message.id.description])
            #expect(try await bodies(number, house) == ["Mitt", ""])
        }
    }

    @Test(
        "leaves their words where a ticket that went into the same one is held",
        arguments: StoreKind.available
    )
    func family(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await shared(house)
            let other = try await house.desk.receive(
                .plain("Mer", from: "otto@example.com", name: "Otto", messageID: "p@x")
            ).ticket
            try await house.desk.hold(other, for: "dnr 12", as: .adam)
            // That it is held shows on it, and made it another version.
            _ = try await house.desk.merge(other, at: 2, into: number, as: .ada)
            let report = try await erase(Self.maja, in: house)
            #expect(report.held == [number])
            #expect(report.messagesElsewhere == 0)
            #expect(try await bodies(number, house).contains("Majas ord"))
        }
    }

    /// A call from a number: lost when it is not answered, or about a ticket.
    private func call(
        from number: String,
        to other: String = "0846500400",
        about ticket: TicketNumber? = nil,
        isOver: Bool = false,
        _ house: TestDesk
    ) async throws -> UUIDv7 {
        let id = UUIDv7(at: house.clock.now)
        try await house.store.write { transaction throws(DeskError) in
            let isInbound = other == "0846500400"
            try transaction.insert(
                Call(
                    id: id,
                    externalID: id.description,
                    source: .events,
                    direction: isInbound ? .inbound : .outbound,
                    from: number,
                    to: other,
                    ticket: ticket,
                    startedAt: house.clock.now,
                    endedAt: isOver ? house.clock.now : nil
                )
            )
            guard isInbound else { return }
            try transaction.insert(
                CallBack(
                    id: UUIDv7(at: house.clock.now),
                    call: id,
                    number: number,
                    ticket: ticket,
                    reason: .abandoned,
                    createdAt: house.clock.now
                )
            )
        }
        return id
    }

    private func numbers(of calls: [UUIDv7], _ house: TestDesk) async throws -> [String?] {
        try await house.store.read { reading throws(DeskError) in
            var numbers: [String?] = []
            for call in calls {
                numbers.append(try reading.call(named: call.description)?.citizenNumber)
            }
            return numbers
        }
    }

    private func owed(_ house: TestDesk) async throws -> [String] {
        try await house.store.read { reading throws(DeskError) in
            try reading.openCallBacks(after: nil, limit: 100).map(\.number)
        }
    }

    @Test(
        "finds their calls however the number was said, and without a ticket of theirs",
        arguments: StoreKind.available
    )
    func calls(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let said = ["+46701740605", "0046 (0)70-174 06 05", "sip:0701740605@pbx.example.org"]
            var calls: [UUIDv7] = []
            for number in said {
                calls.append(try await call(from: number, isOver: true, house))
            }
            calls.append(
                try await call(from: "0846500400", to: "0701740605", isOver: true, house)
            )
            let others = ["+46701740606", "+467017406051", "+4746701740605"]
            var kept: [UUIDv7] = []
            for number in others {
                kept.append(try await call(from: number, isOver: true, house))
            }
            // One is on: what the switchboard knows of it would be lost.
            kept.append(try await call(from: said[0], house))
            let report = try await erase(Self.maja, in: house)
            #expect(report.calls == 4 && report.callBacks == 4)
            #expect(report.unfinished == [kept[3]])
            let told = try await house.desk.changeRecords(
                by: nil,
                before: nil,
                limit: 9,
                as: .rut
            ).entries.map(\.record)
            #expect(told.map(\.act) == [.tracesErased] && told.map(\.subject) == ["8"])
            #expect(told.first?.details == ["call": "4", "call_back": "4"])
            #expect(try await numbers(of: calls, house) == [nil, nil, nil, nil])
            #expect(try await numbers(of: kept, house) == others + [said[0]])
            #expect(try await owed(house) == others)
            try await hangUp(kept[3], house)
            #expect(try await erase(Self.maja, in: house).calls == 1)
            #expect(try await numbers(of: [kept[3]], house) == [nil])
        }
    }

    @Test(
        "spares calls about held tickets, their own and others', and about those still worked on",
        arguments: StoreKind.available
    )
    func spared(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var tickets: [TicketNumber] = []
            for index in 0..<3 {
                var draft = TicketDraft(subject: "Fråga \(index)", body: "x", channel: .phone)
                draft.citizen = Citizen(name: "Maja", phone: "070-174 06 05")
                guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                    throw DeskError.notFound
                }
                tickets.append(ticket.number)
            }
            // Only the first is resolved and may go.
            for number in tickets.prefix(2) {
                _ = try await house.desk.resolve(
                    number,
                    at: 1,
                    as: .answered,
                    article: nil,
                    by: .ada
                )
            }
            try await house.desk.hold(tickets[1], for: "dnr 12", as: .adam)
            for name in ["a", "b", "c"] { tickets.append(try await shared(house, name)) }
            try await house.desk.hold(tickets[3], for: "dnr 13", as: .adam)
            try await resolve(tickets[5], house)
            var calls: [UUIDv7] = []
            for ticket in tickets {
                calls.append(
                    try await call(from: "+46701740605", about: ticket, isOver: true, house)
                )
            }
            let report = try await erase(Person(phone: "0701740605"), in: house)
            #expect(report.erased == [tickets[0]])
            #expect(report.active == [tickets[2], tickets[4]])
            #expect(report.held == [tickets[1], tickets[3]])
            let number = "+46701740605"
            let kept = [nil, number, number, number, number, nil]
            #expect(try await numbers(of: calls, house) == kept)
            #expect(try await owed(house) == Array(repeating: number, count: 4))
            #expect(try await history(tickets[4], house).last?.kind != .erased)
            let told = try await history(tickets[5], house).suffix(2)
            #expect(told.map(\.kind) == [.erased, .erased])
            #expect(told.map(\.details) == [["trace": "call"], ["trace": "call_back"]])
            // With the call-back that was owed there: that is said once.
            #expect(try await history(tickets[0], house).count { $0.kind == .erased } == 1)
        }
    }

    @Test(
        "throws away what they wrote and waits in quarantine, though no ticket is theirs",
        arguments: StoreKind.available
    )
    func quarantine(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(
                .plain("Mitt", from: "otto@example.com", name: "Otto", messageID: "o@x")
            ).ticket
            for (index, address) in ["MAJA@example.com", "otto@example.com"].enumerated() {
                var loop = ReceivedMail.plain(
                    "Runt \(index)",
                    from: address,
                    messageID: "\(index)@x"
                )
                loop.hold = .loop
                _ = try await house.desk.receive(loop)
            }
            let request = ReceivedMail.plain(
                "Släpp in mig",
                subject: "Re: Fråga [#\(number.rawValue)]",
                messageID: "r@x"
            )
            #expect(try await house.desk.receive(request).effect == .held)
            let report = try await erase(Self.maja, in: house)
            // Somebody has still to decide on what Otto's ticket is asked for.
            #expect(report.active == [number])
            var rest = try await house.desk.quarantine(QuarantineQuery(), as: .root).mails
            #expect(rest.map(\.claims) == [number, nil])
            try await resolve(number, house)
            #expect(try await erase(Self.maja, in: house).heldMails == 1)
            #expect(try await erase(Self.maja, in: house) == ErasureReport())
            rest = try await house.desk.quarantine(QuarantineQuery(), as: .root).mails
            #expect(rest.map(\.sender) == ["otto@example.com"])
        }
    }

    @Test(
        "takes who was let into another's ticket out of it, whatever letters their address has",
        arguments: StoreKind.available
    )
    func party(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(
                .plain("Mitt", from: "otto@example.com", name: "Otto", messageID: "o@x")
            ).ticket
            let receipt = try await house.desk.receive(
                .plain(
                    "Åsas ord",
                    from: "ÅSA@example.com",
                    messageID: "r@x",
                    replyToken: house.proof.replyToken(for: number)
                )
            )
            #expect(receipt == MailReceipt(ticket: number, effect: .appended))
            // And into one that went into it.
            let other = try await house.desk.receive(
                .plain("Mitt igen", from: "otto@example.com", name: "Otto", messageID: "p@x")
            ).ticket
            let revision = try await house.desk.ticket(other, as: .ada).revision
            _ = try await house.desk.merge(other, at: revision, into: number, as: .ada)
            try await house.store.write { transaction throws(DeskError) in
                for ticket in [number, other] {
                    try transaction.insertParty("åsa@example.com", of: ticket)
                }
            }
            func isParty() async throws -> Bool {
                try await house.store.read { reading throws(DeskError) in
                    for ticket in [number, other] {
                        if try reading.isParty("åsa@example.com", of: ticket) { return true }
                    }
                    return false
                }
            }
            #expect(try await isParty())
            let report = try await erase(Person(email: "Åsa@example.com"), in: house)
            #expect(report.messagesElsewhere == 1 && report.addresses == 2)
            #expect(try await !isParty())
        }
    }

    @Test(
        "by age spares who waits to be called back, and takes what is over",
        arguments: StoreKind.available
    )
    func callBacks(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
            draft.citizen = Citizen(name: "Maja", phone: "070-174 06 05")
            guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                throw DeskError.notFound
            }
            try await resolve(ticket.number, house)
            let number = "+46701740605"
            let calls = [try await call(from: number, house), try await call(from: number, house)]
            let moment = house.clock.now
            try await house.store.write { transaction throws(DeskError) in
                for id in calls {
                    guard var call = try transaction.call(named: id.description) else { continue }
                    call.state = .ended
                    call.endedAt = moment
                    try transaction.save(call)
                }
                var made = try transaction.openCallBacks(after: nil, limit: 1)[0]
                (made.doneAt, made.doneBy) = (moment, "ada")
                try transaction.save(made)
            }
            house.clock.advance(by: 86_400)
            let records = Records(store: house.store) { house.clock.now }
            let report = try await records.eraseAged([.question: 3_600], by: .system)
            #expect(report[.question]?.erased == [ticket.number])
            #expect(try await numbers(of: calls, house) == [nil, nil])
            #expect(try await owed(house) == [number])
            #expect(try await callBackCount(house) == 1)
        }
    }

    @Test(
        "by age leaves what is not over on a ticket, and by name takes it when it is",
        arguments: StoreKind.available
    )
    func unfinished(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(
                .plain("Mitt", from: "otto@example.com", name: "Otto", messageID: "o@x")
            ).ticket
            let request = ReceivedMail.plain(
                "Släpp in mig",
                subject: "Re: Fråga [#\(number.rawValue)]",
                messageID: "r@x"
            )
            #expect(try await house.desk.receive(request).effect == .held)
            let telephone = "+46701740605"
            let id = try await call(from: telephone, about: number, house)
            try await resolve(number, house)
            house.clock.advance(by: 86_400)
            let records = Records(store: house.store) { house.clock.now }
            let report = try await records.eraseAged([.question: 3_600], by: .system)
            #expect(report[.question]?.erased == [number])
            #expect(try await numbers(of: [id], house) == [telephone])
            #expect(try await owed(house) == [telephone])
            let held = try await house.desk.quarantine(QuarantineQuery(), as: .root).mails
            #expect(held.map(\.claims) == [number])

            try await end(id, house)
            var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
            draft.citizen = Citizen(phone: "070-174 06 05")
            guard case .fresh(let next) = try await house.desk.open(draft, as: .ada) else {
                throw DeskError.notFound
            }
            try await resolve(next.number, house)
            _ = try await records.erase(Person(phone: "070-174 06 05"), by: .system)
            #expect(try await numbers(of: [id], house) == [nil])
            #expect(try await callBackCount(house) == 0)
        }
    }

    /// Ends a call, and does the first call-back.
    private func end(_ id: UUIDv7, _ house: TestDesk) async throws {
        let moment = house.clock.now
        try await house.store.write { transaction throws(DeskError) in
            guard var call = try transaction.call(named: id.description) else { return }
            (call.state, call.endedAt) = (.ended, moment)
            try transaction.save(call)
            var made = try transaction.openCallBacks(after: nil, limit: 1)[0]
            (made.doneAt, made.doneBy) = (moment, "ada")
            try transaction.save(made)
        }
    }

    private func callBackCount(_ house: TestDesk) async throws -> Int64? {
        try await house.store.read { reading throws(DeskError) in
            try StoreTransaction(reading).session.first("SELECT count(*) FROM call_backs") {
                $0.integer(0)
            }
        }
    }

    @Test(
        "by age takes what its ticket left when that is over, or was open too long, but no held one",
        arguments: StoreKind.available
    )
    func leftBehind(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(
                .plain("Mitt", from: "otto@example.com", name: "Otto", messageID: "o@x")
            ).ticket
            let telephone = "+46701740605"
            var calls: [UUIDv7] = []
            for _ in 0..<2 { calls.append(try await call(from: telephone, about: number, house)) }
            try await resolve(number, house)
            let records = Records(store: house.store) { house.clock.now }
            func age(isDryRun: Bool = false) async throws -> [String?] {
                let ages: [TicketKind: TimeInterval] = [.question: 3_600]
                _ = try await records.eraseAged(ages, by: .system, isDryRun: isDryRun)
                return try await numbers(of: calls, house)
            }
            house.clock.advance(by: 86_400)
            #expect(try await age() == [telephone, telephone])
            try await end(calls[0], house)
            try await house.desk.hold(number, for: "dnr 12", as: .adam)
            #expect(try await age() == [telephone, telephone])
            try await house.desk.release(number, as: .adam)
            #expect(try await age(isDryRun: true) == [telephone, telephone])
            #expect(try await age() == [nil, telephone])
            #expect(try await callBackCount(house) == 1)
            let told = try await history(number, house).suffix(2)
            #expect(told.map(\.details) == [["trace": "call"], ["trace": "call_back"]])

            // Nobody ever says that the other one is over.
            house.clock.advance(by: 29 * 86_400 - 1)
            #expect(try await age() == [nil, telephone])
            house.clock.advance(by: 2)
            #expect(try await age() == [nil, nil])
            #expect(try await callBackCount(house) == 0)
            let count = try await history(number, house).count
            #expect(try await age() == [nil, nil])
            #expect(try await history(number, house).count == count)
        }
    }

    @Test(
        "says how many wait to be called back, and takes them when that is done",
        arguments: StoreKind.available
    )
    func owedStill(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
            draft.citizen = Citizen(
                name: "Maja",
                email: "maja@example.com",
                phone: "070-174 06 05"
            )
            guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                throw DeskError.notFound
            }
            let number = "+46701740605"
            let other = "+46701740699"
            // The first is done when somebody has called, the second nobody ever makes.
            for number in [number, number, other] {
                let id = try await call(from: number, house)
                try await hangUp(id, house)
            }
            try await resolve(ticket.number, house)
            // Found by the address alone: whose number it was, only the ticket said.
            let report = try await erase(Person(email: "maja@example.com"), in: house)
            #expect(report.erased == [ticket.number])
            #expect(report.unfinished.count == 2)
            #expect(try await owed(house) == [number, number, other])

            let records = Records(store: house.store) { house.clock.now }
            func age() async throws { _ = try await records.eraseAged([:], by: .system) }
            try await age()
            #expect(try await callBackCount(house) == 3)
            try await settleFirst(house)
            try await age()
            #expect(try await owed(house) == [number, other])
            #expect(try await callBackCount(house) == 2)
            house.clock.advance(by: 30 * 86_400 + 1)
            try await age()
            // Whoever was not erased is still owed theirs.
            #expect(try await owed(house) == [other])
        }
    }

    @Test(
        "by number takes those too who wait to be called back, and says of none that it stays",
        arguments: StoreKind.available
    )
    func owedByNumber(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
            draft.citizen = Citizen(name: "Maja", phone: "070-174 06 05")
            guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                throw DeskError.notFound
            }
            _ = try await call(from: "+46701740605", isOver: true, house)
            try await resolve(ticket.number, house)
            #expect(try await erase(Self.maja, in: house).unfinished.isEmpty)
            #expect(try await callBackCount(house) == 0)
        }
    }

    @Test(
        "by age takes calls and done call-backs that hang on no ticket, and nothing that is not over",
        arguments: StoreKind.available
    )
    func agedCalls(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await house.desk.receive(.plain("Hej")).ticket
            let numbers = (0..<5).map { "+4670174060\($0)" }
            var calls: [UUIDv7] = []
            for (index, number) in numbers.enumerated() {
                // The second is about a ticket, the fifth younger.
                if index == 4 { house.clock.advance(by: 1) }
                let about = index == 1 ? ticket : nil
                calls.append(try await call(from: number, about: about, house))
                // The third is not over.
                if index != 2 { try await hangUp(calls[index], house) }
            }
            // The first two were called back.
            for _ in 0..<2 { try await settleFirst(house) }
            let records = Records(store: house.store) { house.clock.now }
            house.clock.advance(by: 86_400)
            func age(isDryRun: Bool = false) async throws -> Int {
                try await records.eraseCalls(olderThan: 86_400, isDryRun: isDryRun)
            }
            #expect(try await age(isDryRun: true) == 3)
            #expect(try await self.numbers(of: calls, house) == numbers)
            #expect(try await age() == 3)
            #expect(
                try await self.numbers(of: calls, house) == [
                    nil, numbers[1], numbers[2], nil, numbers[4],
                ]
            )
            // The one on the ticket, and three that are owed.
            #expect(try await callBackCount(house) == 4)
            #expect(try await owed(house) == Array(numbers[2...]))
            #expect(try await age() == 0)
            #expect(try await age(isDryRun: true) == 0)
            // A millisecond later the last one is as old.
            house.clock.advance(by: 0.001)
            #expect(try await age() == 1)
            #expect(try await self.numbers(of: calls, house)[4] == nil)
        }
    }

    private func hangUp(_ id: UUIDv7, _ house: TestDesk) async throws {
        let moment = house.clock.now
        try await house.store.write { transaction throws(DeskError) in
            guard var call = try transaction.call(named: id.description) else { return }
            (call.state, call.endedAt) = (.ended, moment)
            try transaction.save(call)
        }
    }

    private func settleFirst(_ house: TestDesk) async throws {
        let first = try await house.store.read { reading throws(DeskError) in
            try reading.openCallBacks(after: nil, limit: 1)[0].id
        }
        _ = try await house.desk.settle(first, as: .ada)
    }

    @Test(
        "takes their address out of copies, parties and refusals, and lists these before",
        arguments: StoreKind.available
    )
    func mentions(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var mail = ReceivedMail.plain("Mitt", from: "otto@example.com", messageID: "o@x")
            mail.copies = ["MAJA@example.com", "maja@example.com.org", "li@example.com"]
            let number = try await house.desk.receive(mail).ticket
            mail = .plain("Bara hon", from: "otto@example.com", messageID: "p@x")
            mail.copies = ["maja@example.com"]
            let held = try await house.desk.receive(mail).ticket
            try await house.desk.hold(held, for: "dnr 12", as: .adam)
            try await house.store.write { transaction throws(DeskError) in
                try transaction.insertParty("maja@example.com", of: number)
                try transaction.keepRefusal(
                    of: "maja@example.com",
                    status: "5.1.1",
                    at: house.clock.now
                )
            }
            let person = Person(email: "Maja@Example.com")
            let records = Records(store: house.store) { house.clock.now }
            let listed = try await records.elsewhere(of: person, besides: [])
            #expect(listed.addresses?.map(\.kind) == ["copy", "copy", "party", "refusal"])
            #expect(listed.addresses?.last?.refusal == "5.1.1")
            let report = try await erase(person, in: house)
            #expect(report.addresses == 3 && report.held == [held])
            let copies = try await house.desk.messages(
                of: number,
                after: nil,
                limit: 9,
                as: .root
            ).messages.compactMap(\.mail?.copies)
            #expect(copies == [["maja@example.com.org", "li@example.com"]])
            let told = try await history(number, house).last
            #expect(told?.kind == .erased && told?.details == ["trace": "address"])
            try await house.desk.release(held, as: .adam)
            #expect(try await erase(person, in: house).addresses == 1)
            #expect(try await records.elsewhere(of: person, besides: []).isEmpty)
        }
    }

    @Test("of a ticket takes away why it was held and withheld", arguments: StoreKind.available)
    func reasons(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            try await house.desk.hold(number, for: "Maja Linds överklagan", as: .adam)
            try await house.desk.testDisclosure(
                of: number,
                as: .refused,
                ground: "Maja Lind, OSL 21:3",
                by: .ada
            )
            try await house.desk.release(number, as: .adam)
            let told = try await history(number, house)
            #expect(told.compactMap { $0.details["reason"] } == ["Maja Linds överklagan"])
            #expect(told.compactMap { $0.details["ground"] } == ["Maja Lind, OSL 21:3"])
            try await resolve(number, house)
            _ = try await erase(Person(email: "maja@example.com"), in: house)
            let after = try await history(number, house)
            #expect(after.map(\.kind).contains(.held))
            #expect(after.allSatisfy { $0.details["reason"] == nil && $0.details["ground"] == nil })
            let kept = try await house.store.read { reading throws(DeskError) in
                let session = StoreTransaction(reading).session
                return try session.all("SELECT details FROM events") { $0.text(0) }
                    + session.all("SELECT words FROM event_words") { $0.text(0) }
            }
            #expect(!kept.contains { $0.contains("Lind") })
        }
    }

    @Test("leaves on record why a ticket is held", arguments: StoreKind.available)
    func heldFor(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            // Nothing is held, or released, once more.
            for _ in 0..<2 {
                try await house.desk.hold(number, for: "överklagat, dnr 12", as: .adam)
            }
            for _ in 0..<2 { try await house.desk.release(number, as: .adam) }
            let records = Records(store: house.store) { house.clock.now }
            for _ in 0..<2 { try await records.hold(number, for: "dnr 13", by: "rot") }
            for reason in ["", "dnr 14\nKund: Maja", String(repeating: "a", count: 201)] {
                await #expect(throws: DeskError.self) {
                    try await records.hold(number, for: reason, by: "rot")
                }
            }
            for _ in 0..<2 { try await records.hold(number, for: nil, by: "rot") }
            let told = try await history(number, house).suffix(4)
            #expect(told.map(\.kind) == [.held, .released, .held, .released])
            #expect(
                told.map(\.details) == [
                    ["reason": "överklagat, dnr 12"], [:], ["reason": "dnr 13"], [:],
                ]
            )
        }
    }

    @Test(
        "leaves a complaint anonymous on which only a call of theirs hung",
        arguments: StoreKind.available
    )
    func anonymous(on kind: StoreKind) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(rules: [try ClockRule("*: first 1d, solve 2d")])
        try await withDesk(on: kind, settings: settings) { house in
            var draft = TicketDraft(subject: "Klagomål", body: "x", channel: .phone)
            draft.kind = .complaint
            guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                throw DeskError.notFound
            }
            try await resolve(ticket.number, house)
            let id = try await call(
                from: "+46701740605",
                about: ticket.number,
                isOver: true,
                house
            )
            _ = try await erase(Self.maja, in: house)
            #expect(try await numbers(of: [id], house) == [nil])
            house.clock.advance(by: 1)
            let span = house.clock.now - 86_400..<house.clock.now
            let complaints = try await house.store.read { reading throws(DeskError) in
                try reading.registered(in: span)
            }
            #expect(complaints.map(\.isAnswerPromised) == [false])
        }
    }

    @Test(
        "by a clerk makes the knowledge base forget too, and the store when its time comes",
        .timeLimit(.minutes(1))
    )
    func forgets() async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let location = try StoreKind.sqlite.location(in: folder)
        var store = try await location.open { clock.now }
        let desk = ErasureTests.desk(on: store, clock)
        for index in 0..<3 {
            let mail = ReceivedMail.plain("lingonblomma \(index)", messageID: "\(index)@x")
            let number = try await desk.receive(mail).ticket
            _ = try await desk.resolve(number, at: 1, as: .answered, article: nil, by: .ada)
        }
        var signals = desk.learning.raised.makeAsyncIterator()
        await signals.next()
        let report = try await desk.erase(
            Person(email: "maja@example.com"),
            isDryRun: false,
            as: .adam
        )
        #expect(report.erased.count == 3)
        // Nobody else raises it: this returns.
        await signals.next()
        // A crash in between takes nothing of what is owed.
        try await store.close()
        store = try await location.open { clock.now }
        try await store.forgetErased(before: clock.now + 1)
        try await store.close()
        #expect(try ErasureTests.octets(holding: ["lingonblomma"], in: folder) == [])
    }
}
