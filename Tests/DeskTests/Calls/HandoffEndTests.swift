import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("The end of a hand-off")
struct HandoffEndTests {
    private static let switchboard = TestSwitchboard(units: ["school"])

    private static var secretive: DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        return settings
    }

    private func withSwitchboard(
        on kind: StoreKind = .sqlite,
        _ body: @Sendable (TestDesk) async throws -> Void
    ) async throws {
        try await withDesk(
            on: kind,
            switchboard: Self.switchboard,
            settings: Self.secretive,
            body
        )
    }

    /// A ticket that Ada has.
    private func opened(
        in queue: String? = nil,
        phone: String? = "070-174 06 05",
        _ house: TestDesk
    ) async throws -> TicketNumber {
        var draft = TicketDraft(subject: "Uterum", body: "Får jag?", channel: .phone)
        draft.queue = queue
        draft.citizen = Citizen(name: "Maja Lind", phone: phone)
        let ticket = try #require(try await house.desk.open(draft, as: .root).value)
        return try await house.desk.assign(
            ticket.number,
            at: ticket.revision,
            to: "ada",
            as: .root
        ).number
    }

    private func handOff(
        _ ticket: TicketNumber,
        to destination: String,
        call: String? = nil,
        _ house: TestDesk
    ) async throws -> Handoff {
        let draft = HandoffDraft(
            destination: destination,
            mode: .attended,
            call: call,
            summary: "Vill bygga ett uterum."
        )
        return try #require(try await house.desk.handOff(ticket, draft, as: .ada).value)
    }

    @Test(
        "gives the ticket to the unit, in its queue, with the summary of who asked for it",
        arguments: StoreKind.available
    )
    func completed(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let number = try await opened(house)
            let handoff = try await handOff(number, to: "school", house)
            _ = try await house.desk.end(handoff.id, as: .completed, detail: nil, by: .grace)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.queue == "school" && ticket.unit?.id == "school")
            #expect(ticket.assignee == nil)
            let page = try await house.desk.messages(of: number, after: nil, limit: 9, as: .ada)
            #expect(page.messages.last?.body == "Vill bygga ett uterum.")
            #expect(page.messages.last?.author == .staff(id: "ada", name: "Ada Ek"))
            let facts = try await house.desk.history(of: number, after: nil, limit: 20, as: .ada)
                .entries.map(\.event).suffix(3)
            #expect(facts.map(\.kind) == [.handoffEnded, .unassigned, .unitAssigned])
            #expect(Set(facts.map(\.actor)) == [.staff(id: "grace", name: "Grace Ask")])
            #expect(facts.last?.details["name"] == "School")
        }
    }

    @Test("names a unit that works no tickets here, and leaves the queue")
    func withoutQueue() async throws {
        try await withSwitchboard { house in
            let number = try await opened(house)
            let handoff = try await handOff(number, to: "bygglov", house)
            _ = try await house.desk.end(handoff.id, as: .completed, detail: nil, by: .ada)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.queue == "e-service" && ticket.unit?.id == "bygglov")
            #expect(ticket.assignee == nil)
        }
    }

    @Test("gives nothing confidential away")
    func confidential() async throws {
        try await withSwitchboard { house in
            let number = try await opened(in: "social", house)
            let handoff = try await handOff(number, to: "school", house)
            _ = try await house.desk.end(handoff.id, as: .completed, detail: nil, by: .ada)
            let ticket = try await house.desk.ticket(number, as: .root)
            #expect(ticket.queue == "social" && ticket.unit == nil)
        }
    }

    @Test("that failed changes nothing of the ticket")
    func busy() async throws {
        try await withSwitchboard { house in
            let number = try await opened(house)
            let before = try await house.desk.ticket(number, as: .ada)
            let handoff = try await handOff(number, to: "school", house)
            _ = try await house.desk.end(handoff.id, as: .busy, detail: nil, by: .ada)
            #expect(try await house.desk.ticket(number, as: .ada) == before)
            #expect(try await house.desk.owedCalls(as: .ada).calls.isEmpty)
        }
    }

    @Test("owes a call to the citizen who was lost", arguments: StoreKind.available)
    func callerGone(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let number = try await opened(house)
            let handoff = try await handOff(number, to: "bygglov", house)
            _ = try await house.desk.end(handoff.id, as: .callerGone, detail: nil, by: .ada)
            let owed = try await house.desk.owedCalls(as: .ada).calls.map(\.callBack)
            #expect(owed.map(\.number) == ["+46701740605"])
            #expect(owed.map(\.reason) == [.handoffAbandoned])
            #expect(owed.map(\.ticket) == [number] && owed.map(\.call) == [nil])
        }
    }

    @Test("owes it to the number that called, where the telephone system told of the call")
    func callerGoneInCall() async throws {
        try await withSwitchboard { house in
            for kind in [CallEvent.Kind.newCall, .answer] {
                let event = CallEvent(
                    kind: kind,
                    callID: "c1",
                    direction: .inbound,
                    from: "+46701740699",
                    to: "0846500400",
                    users: ["ada"]
                )
                try await house.desk.note(event, as: .ada)
            }
            let call = try await house.desk.call("c1", as: .ada).call
            let number = try #require(call.ticket)
            let handoff = try await handOff(number, to: "bygglov", call: "c1", house)
            _ = try await house.desk.end(handoff.id, as: .callerGone, detail: nil, by: .ada)
            let owed = try await house.desk.owedCalls(as: .ada).calls.map(\.callBack)
            #expect(owed.map(\.number) == ["+46701740699"] && owed.map(\.call) == [call.id])
            // A call about something else says nothing of this citizen.
            let other = try await opened(phone: nil, house)
            let wrong = try await handOff(other, to: "bygglov", call: "c1", house)
            _ = try await house.desk.settle(try #require(owed.first).id, as: .ada)
            _ = try await house.desk.end(wrong.id, as: .callerGone, detail: nil, by: .ada)
            #expect(try await house.desk.owedCalls(as: .ada).calls.isEmpty)
        }
    }

    @Test(
        "and its steps are listed with the ticket, also with one that it went into",
        arguments: StoreKind.available
    )
    func listed(on kind: StoreKind) async throws {
        try await withSwitchboard(on: kind) { house in
            let number = try await opened(house)
            let first = try await handOff(number, to: "bygglov", house)
            let second = try await handOff(number, to: "school", house)
            let ended = try await house.desk.end(second.id, as: .busy, detail: "Upptaget", by: .ada)
            let other = try await opened(house)
            let gone = try await house.desk.ticket(number, as: .ada)
            _ = try await house.desk.merge(
                number,
                at: gone.revision,
                into: other,
                isSamePerson: true,
                as: .ada
            )
            let page = try await house.desk.handoffs(of: other, after: nil, limit: 1, as: .ada)
            #expect(page.handoffs == [first] && page.hasMore)
            let rest = try await house.desk.handoffs(of: other, after: first.id, limit: 1, as: .ada)
            #expect(rest.handoffs == [ended] && !rest.hasMore)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.handoffs(of: other, after: nil, limit: 1, as: .stig)
            }
        }
    }
}
