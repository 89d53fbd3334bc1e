import Desk
import DeskTesting
import Foundation
import Testing

@Suite("Tickets that wait for a moment")
struct AlarmTests {
    private func ticket(in house: TestDesk) async throws -> Ticket {
        let receipt = try await house.desk.receive(.plain("Hej", messageID: "1@x"))
        return try await house.desk.ticket(receipt.ticket, as: .ada)
    }

    private func kinds(
        of number: TicketNumber,
        in house: TestDesk
    ) async throws -> [TicketEvent.Kind] {
        try await house.desk.history(of: number, after: nil, limit: 50, as: .ada)
            .entries.map(\.event.kind)
    }

    @Test("come back when their time has come, and not before", arguments: StoreKind.available)
    func wakes(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let found = try await ticket(in: house)
            let until = house.clock.now + 3_600
            let asleep = try await house.desk.snooze(found.number, at: 1, until: until, as: .ada)
            #expect(asleep.snoozedUntil == until)
            var awake = TicketQuery()
            awake.isSnoozed = false
            var put = TicketQuery()
            put.isSnoozed = true
            #expect(try await house.desk.tickets(awake, as: .ada).tickets.isEmpty)
            #expect(try await house.desk.tickets(put, as: .ada).tickets == [asleep])
            house.clock.advance(by: 3_599.999)
            #expect(try await house.desk.ringAlarms() == 0)
            house.clock.advance(by: 0.001)
            #expect(try await house.desk.ringAlarms() == 1)
            #expect(try await house.desk.ringAlarms() == 0)
            let back = try await house.desk.ticket(found.number, as: .ada)
            #expect(back.snoozedUntil == nil && back.state == .new)
            #expect(try await house.desk.tickets(awake, as: .ada).tickets == [back])
            #expect(try await house.desk.tickets(put, as: .ada).tickets.isEmpty)
            #expect(try await kinds(of: found.number, in: house) == [.opened, .snoozed, .woken])
        }
    }

    @Test("come back at once when the citizen writes, and not for a machine")
    func written() async throws {
        try await withDesk { house in
            let found = try await ticket(in: house)
            let until = house.clock.now + 3_600
            _ = try await house.desk.snooze(found.number, at: 1, until: until, as: .ada)
            var machine = ReceivedMail.plain("Semester", messageID: "2@x", references: ["1@x"])
            machine.automaticReason = "auto-replied"
            _ = try await house.desk.receive(machine)
            #expect(try await house.desk.ticket(found.number, as: .ada).snoozedUntil == until)
            _ = try await house.desk.receive(
                .plain("Hallå?", messageID: "3@x", references: ["1@x"])
            )
            let back = try await house.desk.ticket(found.number, as: .ada)
            #expect(back.snoozedUntil == nil)
            house.clock.advance(by: 7_200)
            #expect(try await house.desk.ringAlarms() == 0)
        }
    }

    @Test("are followed up, and are the desk's turn then", arguments: StoreKind.available)
    func followedUp(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let found = try await ticket(in: house)
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Vilken telefon?"),
                on: found.number,
                as: .ada
            )
            let at = house.clock.now + 86_400
            var now = try await house.desk.followUp(found.number, at: 2, on: at, as: .ada)
            #expect(now.followUpAt == at && now.state == .waiting)
            house.clock.advance(by: 86_400)
            #expect(try await house.desk.ringAlarms() == 1)
            now = try await house.desk.ticket(found.number, as: .ada)
            #expect(now.followUpAt == nil && now.state == .open)
            #expect(try await kinds(of: found.number, in: house).last == .followUpDue)
        }
    }

    @Test("are taken back by hand, and end with the ticket")
    func ended() async throws {
        try await withDesk { house in
            let found = try await ticket(in: house)
            let at = house.clock.now + 60
            var now = try await house.desk.snooze(found.number, at: 1, until: at, as: .ada)
            now = try await house.desk.snooze(found.number, at: 2, until: nil, as: .ada)
            #expect(now.snoozedUntil == nil)
            now = try await house.desk.followUp(found.number, at: 3, on: at, as: .ada)
            now = try await house.desk.snooze(found.number, at: 4, until: at, as: .ada)
            now = try await house.desk.resolve(
                found.number,
                at: 5,
                as: .answered,
                article: nil,
                by: .ada
            )
            #expect(now.snoozedUntil == nil && now.followUpAt == nil)
            house.clock.advance(by: 60)
            #expect(try await house.desk.ringAlarms() == 0)
            await #expect(throws: DeskError.self) {
                _ = try await house.desk.snooze(
                    found.number,
                    at: 6,
                    until: house.clock.now + 60,
                    as: .ada
                )
            }
        }
    }

    @Test(
        "are not put off to the past or for ever",
        arguments: [(0.0, false), (0.001, true), (63_244_800, true), (63_244_800.001, false)]
    )
    func bounds(_ ahead: TimeInterval, _ isTaken: Bool) async throws {
        try await withDesk { house in
            let found = try await ticket(in: house)
            let at = house.clock.now + ahead
            let put = { try await house.desk.snooze(found.number, at: 1, until: at, as: .ada) }
            if isTaken {
                #expect(try await put().snoozedUntil == at)
            } else {
                await #expect(throws: DeskError.self) { _ = try await put() }
            }
        }
    }

    @Test("are seen to a few at a time until none is left", arguments: StoreKind.available)
    func many(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for index in 0..<7 {
                let receipt = try await house.desk.receive(.plain("Hej", messageID: "\(index)@x"))
                _ = try await house.desk.snooze(
                    receipt.ticket,
                    at: 1,
                    until: house.clock.now + 60,
                    as: .ada
                )
            }
            house.clock.advance(by: 60)
            var seen: [Int] = []
            for _ in 0..<4 { seen.append(try await house.desk.ringAlarms(atMost: 3)) }
            #expect(seen == [3, 3, 1, 0])
        }
    }
}
