import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("Giving a ticket to a unit")
struct UnitTests {
    private static let switchboard = TestSwitchboard(units: ["school", "social"])

    private func open(
        _ kind: TicketKind = .complaint,
        queue: String? = nil,
        email: String? = "maja@example.com",
        in house: TestDesk
    ) async throws -> Ticket {
        var draft = TicketDraft(
            subject: "Klagomål",
            body: "Ingen kom",
            channel: .web,
            kind: kind,
            citizen: Citizen(email: email)
        )
        draft.queue = queue
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
            throw DeskError.notFound
        }
        return ticket
    }

    private func given(
        _ unit: String = "school",
        email: String? = "maja@example.com",
        in house: TestDesk
    ) async throws -> Ticket {
        let ticket = try await open(email: email, in: house)
        return try await house.desk.give(ticket.number, at: ticket.revision, to: unit, as: .ada)
    }

    private func write(
        _ kind: Message.Kind,
        on ticket: Ticket,
        as staff: StaffIdentity,
        in house: TestDesk
    ) async throws -> Message {
        let answered = try await house.desk.write(
            MessageDraft(kind: kind, body: "Vi beklagar."),
            on: ticket.number,
            as: staff
        )
        return try #require(answered.value)
    }

    @Test(
        "lets those who work in its queue see and answer it, and nobody else",
        arguments: StoreKind.available
    )
    func sight(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            let ticket = try await open(in: house)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(ticket.number, as: .stig)
            }
            let given = try await house.desk.give(
                ticket.number,
                at: ticket.revision,
                to: "school",
                as: .ada
            )
            #expect(given.unit?.id == "school" && given.unit?.name == "School")
            #expect(given.queue == ticket.queue && given.unit?.givenAt == house.clock.now)
            #expect(try await house.desk.ticket(ticket.number, as: .stig) == given)
            #expect(try await house.desk.tickets(TicketQuery(), as: .stig).tickets == [given])
            _ = try await write(.reply, on: given, as: .stig, in: house)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(ticket.number, as: .soley)
            }
            #expect(try await house.desk.tickets(TicketQuery(), as: .soley).tickets.isEmpty)
            let now = try await house.desk.ticket(ticket.number, as: .ada)
            let back = try await house.desk.give(
                ticket.number,
                at: now.revision,
                to: nil,
                as: .ada
            )
            #expect(back.unit == nil)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(ticket.number, as: .stig)
            }
        }
    }

    @Test(
        "is a hand-off once the unit answers or it ends with the unit, and none when taken back",
        arguments: StoreKind.available
    )
    func handOff(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            func end(_ number: TicketNumber) async throws -> FirstContact {
                let revision = try await house.desk.ticket(number, as: .ada).revision
                return try await house.desk.resolve(
                    number,
                    at: revision,
                    as: .answered,
                    article: nil,
                    by: .ada
                )
                .firstContact
            }
            func takeBack(_ number: TicketNumber) async throws {
                let revision = try await house.desk.ticket(number, as: .ada).revision
                _ = try await house.desk.give(number, at: revision, to: nil, as: .ada)
            }
            let answered = try await given(in: house)
            #expect(answered.firstContact == .unsolved)
            _ = try await write(.reply, on: answered, as: .stig, in: house)
            try await takeBack(answered.number)
            #expect(try await end(answered.number) == .handedOff)
            let silent = try await given(in: house)
            #expect(try await end(silent.number) == .handedOff)
            let back = try await given(in: house)
            _ = try await write(.reply, on: back, as: .ada, in: house)
            try await takeBack(back.number)
            #expect(try await end(back.number) == .solved)
        }
    }

    @Test("is found by the unit, among those that one may see", arguments: StoreKind.available)
    func filter(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            let school = try await given(in: house)
            let own = try await given("bygglov", in: house)
            _ = try await open(in: house)
            for (unit, expected) in [("school", [school]), ("bygglov", [own]), ("social", [])] {
                var query = TicketQuery()
                query.unit = unit
                #expect(try await house.desk.tickets(query, as: .ada).tickets == expected)
                let seen = unit == "school" ? [school] : []
                #expect(try await house.desk.tickets(query, as: .stig).tickets == seen)
                query.queue = "e-service"
                #expect(try await house.desk.tickets(query, as: .stig).tickets == seen)
                query.queue = "school"
                #expect(try await house.desk.tickets(query, as: .stig).tickets.isEmpty)
            }
        }
    }

    @Test(
        "keeps the unit's first answer and when it came, and tells the history",
        arguments: StoreKind.available
    )
    func answer(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            let ticket = try await given(in: house)
            house.clock.advance(by: 60)
            _ = try await write(.reply, on: ticket, as: .ada, in: house)
            _ = try await write(.note, on: ticket, as: .stig, in: house)
            #expect(try await house.desk.ticket(ticket.number, as: .ada).unit?.answeredAt == nil)
            house.clock.advance(by: 60)
            let answer = try await write(.reply, on: ticket, as: .stig, in: house)
            let moment = house.clock.now
            house.clock.advance(by: 60)
            _ = try await write(.reply, on: ticket, as: .stig, in: house)
            let unit = try await house.desk.ticket(ticket.number, as: .ada).unit
            #expect(unit?.answeredAt == moment && unit?.answer == answer.id)
            let facts = try await house.desk.history(
                of: ticket.number,
                after: nil,
                limit: 20,
                as: .ada
            ).entries.map(\.event)
            #expect(
                facts.map(\.kind) == [
                    .opened, .registered, .unitAssigned, .replied, .noted, .replied, .replied,
                ]
            )
            #expect(facts[2].details["unit"] == "school" && facts[2].details["name"] == "School")
            #expect(
                facts.map { $0.details["unit"] }.suffix(4) == [nil, "school", "school", "school"]
            )
        }
    }

    @Test(
        "of a citizen without an address, takes the unit's note for its answer",
        arguments: StoreKind.available
    )
    func anonymous(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            let ticket = try await given(email: nil, in: house)
            _ = try await write(.note, on: ticket, as: .ada, in: house)
            #expect(try await house.desk.ticket(ticket.number, as: .ada).unit?.answer == nil)
            let note = try await write(.note, on: ticket, as: .stig, in: house)
            #expect(try await house.desk.ticket(ticket.number, as: .ada).unit?.answer == note.id)
        }
    }

    @Test(
        "that works no tickets here, takes whoever replies for its voice",
        arguments: StoreKind.available
    )
    func elsewhere(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            let ticket = try await given("bygglov", in: house)
            let reply = try await write(.reply, on: ticket, as: .ada, in: house)
            #expect(try await house.desk.ticket(ticket.number, as: .ada).unit?.answer == reply.id)
        }
    }

    @Test("is refused: an unknown unit, a stale version, a reader, a closed ticket")
    func refused() async throws {
        try await withDesk(switchboard: Self.switchboard) { house in
            let ticket = try await open(in: house)
            let (number, revision) = (ticket.number, ticket.revision)
            let missing = DeskError.invalid([
                FieldProblem("/unit", "there is no such destination; see GET /v1/destinations")
            ])
            await #expect(throws: missing) {
                _ = try await house.desk.give(number, at: revision, to: "nowhere", as: .ada)
            }
            await #expect(throws: DeskError.changedMeanwhile) {
                _ = try await house.desk.give(number, at: 7, to: "school", as: .ada)
            }
            await #expect(throws: DeskError.notPermitted) {
                _ = try await house.desk.give(number, at: revision, to: "school", as: .rut)
            }
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.give(number, at: revision, to: "school", as: .stig)
            }
            await #expect(throws: DeskError.wrongState(detail: "The ticket is no unit's.")) {
                _ = try await house.desk.give(number, at: revision, to: nil, as: .ada)
            }
        }
    }

    @Test("gives nothing confidential away, and what becomes so is the unit's no longer")
    func confidential() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        try await withDesk(switchboard: Self.switchboard, settings: settings) { house in
            // `change` is asked by the door for somebody whom the directory admits.
            let soley = StaffIdentity.soley.admitted(where: ["social"])
            let stig = StaffIdentity.stig.admitted(where: ["social"])
            let ticket = try await given(in: house)
            var patch = TicketPatch()
            patch.queue = "social"
            _ = try await house.desk.change(
                ticket.number,
                at: ticket.revision,
                by: patch,
                as: .ada
            )
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.ticket(ticket.number, as: stig)
            }
            #expect(try await house.desk.tickets(TicketQuery(), as: stig).tickets.isEmpty)
            let now = try await house.desk.ticket(ticket.number, as: soley)
            await #expect(throws: DeskError.self) {
                _ = try await house.desk.give(
                    now.number,
                    at: now.revision,
                    to: "school",
                    as: soley
                )
            }
            let own = try await house.desk.give(
                now.number,
                at: now.revision,
                to: "social",
                as: soley
            )
            #expect(own.unit?.id == "social")
        }
    }

    @Test(
        "goes along when tickets are merged, and stays behind when one is split off",
        arguments: StoreKind.available
    )
    func merged(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: Self.switchboard) { house in
            let first = try await open(in: house)
            let second = try await given(in: house)
            let survivor = try await house.desk.merge(
                second.number,
                at: second.revision,
                into: first.number,
                as: .ada
            )
            #expect(survivor.unit == second.unit)
            #expect(try await house.desk.ticket(second.number, as: .stig) == survivor)
            let other = try await house.desk.give(
                survivor.number,
                at: survivor.revision,
                to: "social",
                as: .ada
            )
            // Whoever sees the one sees the other, and nobody else does.
            for itself in [true, false] {
                await #expect(throws: DeskError.notFound) {
                    _ = try await house.desk.ticket(second.number, itself: itself, as: .stig)
                }
                #expect(
                    try await house.desk.ticket(second.number, itself: itself, as: .soley)
                        .unit?.id == other.unit?.id
                )
            }
            let gone = try await house.desk.ticket(second.number, itself: true, as: .ada)
            let back = try await house.desk.unmerge(gone.number, at: gone.revision, as: .ada)
            #expect(back.unit?.id == "social")
            let words = try await house.desk.messages(
                of: back.number,
                after: nil,
                limit: 1,
                as: .ada
            )
            let split = try await house.desk.split(
                try #require(words.messages.first).id,
                from: back.number,
                as: SplitDraft(),
                by: .ada
            )
            #expect(split.value != nil && split.value?.unit == nil)
        }
    }
}
