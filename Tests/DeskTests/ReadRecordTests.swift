import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("Who read what")
struct ReadRecordTests {
    @Test("is collected and written together", arguments: StoreKind.available)
    func collected(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            for _ in 0..<3 {
                _ = try await house.desk.ticket(number, as: .ada)
                house.clock.advance(by: 0.1)
            }
            _ = try await house.desk.ticket(number, as: .grace)
            _ = try await house.desk.messages(of: number, after: nil, limit: 9, as: .ada)
            _ = try await house.desk.tickets(TicketQuery(), as: .ada)
            #expect(try await written(house).isEmpty)
            try await house.desk.writeReads()
            let records = try await written(house)
            #expect(records.count == 4)
            let ada = try #require(records.first { $0.what == .ticket && $0.staff == "ada" })
            #expect(ada.times == 3)
            #expect(ada.until.timeIntervalSince(ada.at) > 0.15)
            #expect(ada.ticket == number)
            let list = try #require(records.first { $0.what == .list })
            #expect(list.details == ["tickets": "\(number.rawValue)"])
            try await house.desk.writeReads()
            #expect(try await written(house).count == 4)
        }
    }

    @Test("is on disk before it is shown, when it is secret", arguments: StoreKind.available)
    func secret(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            try await house.desk.protect(number, true, as: .petra)
            _ = try await house.desk.ticket(number, as: .petra)
            _ = try await house.desk.history(of: number, after: nil, limit: 9, as: .petra)
            _ = try await house.desk.tickets(TicketQuery(), as: .petra)
            #expect(try await written(house).map(\.what) == [.list, .history, .ticket])
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(number, as: .ada)
            }
            #expect(try await written(house).count == 3)
        }
    }

    @Test(
        "of a protected person's next mail and their other tickets is secret too",
        arguments: StoreKind.available
    )
    func wholePerson(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let first = try await desk.receive(.plain("1", messageID: "1@x")).ticket
            let other = try await desk.receive(.plain("2", messageID: "2@x")).ticket
            let stranger = try await desk.receive(
                .plain("3", from: "otto@example.com", messageID: "3@x")
            ).ticket
            try await desk.protect(first, true, as: .ada)
            let next = try await desk.receive(
                .plain("4", from: "MAJA@example.com", messageID: "4@x")
            )
            for number in [first, other, next.ticket] {
                await #expect(throws: DeskError.notFound) {
                    _ = try await desk.ticket(number, as: .ada)
                }
                #expect(try await desk.ticket(number, as: .petra).isProtected)
            }
            // A ticket that becomes hers becomes as secret as she is.
            var patch = TicketPatch()
            patch.citizenEmail = .some("maja@example.com")
            let changed = try await desk.change(stranger, at: 1, by: patch, as: .ada)
            #expect(changed.isProtected)
            await #expect(throws: DeskError.notFound) {
                try await desk.protect(first, false, as: .ada)
            }
            try await desk.protect(first, false, as: .petra)
            #expect(try await desk.ticket(other, as: .ada).isProtected == false)
        }
    }

    @Test("is never forgotten for want of room: who reads too much waits for the disk")
    func bounded() async throws {
        try await withDesk { house in
            let log = ReadLog()
            let record = { (index: Int) in
                ReadRecord(
                    of: .ticket,
                    ticket: nil,
                    to: "ada",
                    at: Date(timeIntervalSince1970: Double(index)),
                    details: ["n": "\(index)"]
                )
            }
            for index in 0..<ReadLog.waitingMax { #expect(log.note(record(index))) }
            #expect(!log.note(record(ReadLog.waitingMax)))
            #expect(log.note(record(7)))
            try await log.write(to: house.store)
            #expect(log.count == 0)
            let newest = try await house.store.read { reading throws(DeskError) in
                try reading.reads(ReadQuery(limit: 100))
            }
            #expect(newest.first?.id == Int64(ReadLog.waitingMax))
        }
    }

    @Test("waits on when it cannot be written")
    func failing() async throws {
        let log = ReadLog()
        #expect(log.note(ReadRecord(of: .audit, ticket: nil, to: "ada", at: Date())))
        await #expect(throws: DeskError.self) { try await log.write(to: BrokenStore()) }
        #expect(log.count == 1)
    }

    @Test("is shown to the auditor alone, who is recorded too", arguments: StoreKind.available)
    func shown(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            _ = try await house.desk.ticket(number, as: .ada)
            var query = ReadQuery(limit: 1)
            query.ticket = number
            let (entries, hasMore) = try await house.desk.reads(query, as: .rut)
            #expect(entries.map(\.record.staff) == ["ada"])
            #expect(!hasMore)
            let (again, more) = try await house.desk.reads(query, as: .rut)
            #expect(again.map(\.record.staff) == ["rut"])
            #expect(more)
            query.ticket = TicketNumber(rawValue: 999)
            let none = try await house.desk.reads(query, as: .rut)
            #expect(none.entries.isEmpty)
            for staff in [StaffIdentity.ada, .adam, .petra] {
                await #expect(throws: DeskError.notPermitted) {
                    _ = try await house.desk.reads(query, as: staff)
                }
            }
        }
    }

    @Test(
        "of calls, call-backs and held mails names the tickets, and is on disk when one is secret",
        arguments: StoreKind.available
    )
    func elsewhere(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            func open(_ email: String, _ phone: String) async throws -> TicketNumber {
                var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
                draft.citizen = Citizen(name: "Maja", email: email, phone: phone)
                guard case .fresh(let ticket) = try await desk.open(draft, as: .petra) else {
                    throw DeskError.notFound
                }
                return ticket.number
            }
            func lose(_ id: String, _ number: String) async throws {
                let event = CallEvent(
                    kind: .hangup,
                    callID: id,
                    direction: .inbound,
                    from: number,
                    to: "0846500400",
                    users: [],
                    cause: "cancel"
                )
                try await desk.note(event, as: .petra)
            }
            let plain = try await open("otto@example.com", "070-174 06 05")
            try await lose("c1", "+46701740605")
            _ = try await desk.calls(CallQuery(), as: .ada)
            _ = try await desk.call("c1", as: .ada)
            let owed = try await desk.owedCalls(as: .ada).calls
            _ = try await desk.settle(owed[0].callBack.id, as: .ada)
            #expect(try await written(house).isEmpty)
            try await desk.writeReads()
            let first = try #require(try await written(house).first)
            #expect(first.what == .list && first.times == 4)
            #expect(first.details == ["tickets": "\(plain.rawValue)"])

            let secret = try await open("maja@example.com", "070-174 06 06")
            try await desk.protect(secret, true, as: .petra)
            try await lose("c2", "+46701740606")
            var loop = ReceivedMail.plain("Runt", messageID: "11@x")
            loop.hold = .loop
            _ = try await desk.receive(loop)
            _ = try await desk.calls(CallQuery(), as: .petra)
            _ = try await desk.call("c2", as: .petra)
            let again = try await desk.owedCalls(as: .petra).calls
            _ = try await desk.settle(again[0].callBack.id, as: .petra)
            let held = try await desk.quarantine(QuarantineQuery(), as: .petra).mails
            _ = try await desk.heldMail(held[0].id, as: .petra)
            let records = try await written(house).prefix { $0.staff == "petra" }
            #expect(records.map(\.what) == [.heldMail, .list, .list, .list, .list, .list])
            #expect(records[1].details == ["mails": held[0].id.description])
            #expect(
                records[2...].map { $0.details["tickets"] }
                    == [
                        "\(secret.rawValue)", "\(secret.rawValue)", "\(secret.rawValue)",
                        "\(secret.rawValue) \(plain.rawValue)",
                    ]
            )
        }
    }

    @Test(
        "is of a protected person whose telephone number alone a ticket has, whoever opens it",
        arguments: StoreKind.available
    )
    func telephone(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            func open(_ phone: String?, _ email: String? = nil) async throws -> Ticket {
                var draft = TicketDraft(subject: "Fråga", body: "x", channel: .web)
                draft.citizen = Citizen(name: "Maja", email: email, phone: phone)
                guard case .fresh(let ticket) = try await desk.open(draft, as: .ada) else {
                    throw DeskError.notFound
                }
                return ticket
            }
            let first = try await open("070-174 06 05")
            let other = try await open(nil)
            try await desk.protect(first.number, true, as: .ada)
            let next = try await open("+46 (0)70 174 06 05")
            #expect(next.isProtected)
            await #expect(throws: DeskError.notFound) {
                try await desk.ticket(next.number, as: .ada)
            }
            #expect(try await open("070-174 06 06").isProtected == false)
            // Who shares the number and has an address is somebody of their own.
            let otto = try await open("070-174 06 05", "otto@example.com")
            #expect(!otto.isProtected)
            // A ticket that gets the number becomes as secret.
            var patch = TicketPatch()
            patch.citizenPhone = .some("0701740605")
            #expect(try await desk.change(other.number, at: 1, by: patch, as: .ada).isProtected)
            // One that had it stays as it was decided.
            try await desk.protect(next.number, false, as: .petra)
            var subject = TicketPatch()
            subject.subject = "Ny"
            let revision = try await desk.ticket(next.number, as: .petra).revision
            let changed = try await desk.change(
                next.number,
                at: revision,
                by: subject,
                as: .petra
            )
            #expect(!changed.isProtected)
        }
    }

    private func written(_ house: TestDesk) async throws -> [ReadRecord] {
        try await house.store.read { reading throws(DeskError) in
            try reading.reads(ReadQuery(limit: 100)).map(\.record)
        }
    }
}

/// Can do nothing just now.
private struct BrokenStore: DeskStore {
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value { throw .unavailable(cause: "broken") }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value { throw .unavailable(cause: "broken") }
}
