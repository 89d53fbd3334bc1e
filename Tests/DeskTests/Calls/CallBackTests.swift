import Desk
import DeskTesting
import Foundation
import Testing

@Suite("A call back that a citizen asked for")
struct CallBackTests {
    private static let number = "070-174 06 05"

    private func opened(
        phone: String? = number,
        in house: TestDesk
    ) async throws -> TicketNumber {
        var draft = TicketDraft(subject: "Fråga", body: "Ring mig", channel: .email)
        draft.citizen = Citizen(name: "Maja Lind", email: "maja@example.com", phone: phone)
        return try #require(try await house.desk.open(draft, as: .ada).value).number
    }

    private func owed(in house: TestDesk) async throws -> [CallBack] {
        try await house.desk.owedCalls(as: .ada).calls.map(\.callBack)
    }

    @Test("goes to the ticket's number, stands in its history, and is over once it is made")
    func whole() async throws {
        try await withDesk { house in
            let ticket = try await opened(in: house)
            let wanted = house.clock.now + 3_600
            let task = try await house.desk.oweCall(
                about: ticket,
                to: nil,
                notBefore: wanted,
                as: .ada
            )
            #expect(task.callBack.number == "+46701740605" && task.callBack.notBefore == wanted)
            #expect(task.callBack.reason == .asked && task.callBack.ticket == ticket)
            #expect(task.caller.name == "Maja Lind")
            #expect(try await owed(in: house) == [task.callBack])
            let (entries, _) = try await house.desk.history(
                of: ticket,
                after: nil,
                limit: 9,
                as: .ada
            )
            let fact = try #require(entries.last?.event)
            #expect(fact.kind == .callBackAsked && fact.actor == .staff(id: "ada", name: "Ada Ek"))
            #expect(fact.details["call_back"] == task.callBack.id.description)
            #expect(fact.details["not_before"] != nil)
            // No number stands where it cannot be erased.
            #expect(!fact.details.values.contains { $0.contains("46701740605") })
            _ = try await house.desk.settle(task.callBack.id, as: .ada)
            #expect(try await owed(in: house).isEmpty)
        }
    }

    @Test("is not a second one for a number, also of a lost call", arguments: StoreKind.available)
    func once(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let lost = CallEvent(
                kind: .hangup,
                callID: "x",
                direction: .inbound,
                from: Self.number,
                to: "0846500400",
                cause: "cancel"
            )
            try await house.desk.note(lost, as: .ada)
            let first = try #require(try await owed(in: house).first)
            #expect(first.reason == .abandoned && first.ticket == nil)
            let ticket = try await opened(in: house)
            let moment = house.clock.now + 60
            let task = try await house.desk.oweCall(
                about: ticket,
                to: nil,
                notBefore: moment,
                as: .ada
            )
            #expect(task.callBack.id == first.id && task.callBack.reason == .abandoned)
            #expect(task.callBack.ticket == ticket && task.callBack.notBefore == moment)
            #expect(try await owed(in: house) == [task.callBack])
        }
    }

    @Test("is refused without a number, in the past, and to who may not work on the ticket")
    func refused() async throws {
        try await withDesk { house in
            let ticket = try await opened(phone: nil, in: house)
            let lacking = DeskError.wrongState(
                detail: "the ticket has no telephone number: name one"
            )
            await #expect(throws: lacking) {
                _ = try await house.desk.oweCall(
                    about: ticket,
                    to: nil,
                    notBefore: nil,
                    as: .ada
                )
            }
            for (telephone, moment) in [
                ("112", nil), (Self.number, house.clock.now - 1),
                (Self.number, house.clock.now + 3 * 366 * 86_400),
            ] as [(String?, Date?)] {
                await #expect(throws: DeskError.self) {
                    _ = try await house.desk.oweCall(
                        about: ticket,
                        to: telephone,
                        notBefore: moment,
                        as: .ada
                    )
                }
            }
            await #expect(throws: DeskError.self) {
                _ = try await house.desk.oweCall(
                    about: ticket,
                    to: Self.number,
                    notBefore: nil,
                    as: .rut
                )
            }
            #expect(try await owed(in: house).isEmpty)
        }
    }

    @Test("goes with the person once it was made", arguments: StoreKind.available)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let ticket = try await opened(in: house)
            let task = try await house.desk.oweCall(
                about: ticket,
                to: nil,
                notBefore: nil,
                as: .ada
            )
            _ = try await house.desk.settle(task.callBack.id, as: .ada)
            _ = try await house.desk.resolve(ticket, at: 1, as: .answered, article: nil, by: .ada)
            let records = Records(store: house.store)
            #expect(try await records.file(of: ticket).callBacks?.map(\.reason) == ["asked"])
            let person = Person(email: "maja@example.com")
            #expect(try await records.erase(person, by: .system).erased == [ticket])
            #expect(try await records.file(of: ticket).callBacks?.isEmpty != false)
        }
    }
}
