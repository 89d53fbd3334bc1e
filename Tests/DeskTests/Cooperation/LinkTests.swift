import Desk
import DeskTesting
import Foundation
import Testing

@Suite("Links between tickets")
struct LinkTests {
    private func tickets(_ count: Int, in house: TestDesk) async throws -> [TicketNumber] {
        var numbers: [TicketNumber] = []
        for index in 0..<count {
            let receipt = try await house.desk.receive(
                .plain("Hej \(index)", from: "\(index)@example.com", messageID: "\(index)@x")
            )
            numbers.append(receipt.ticket)
        }
        return numbers
    }

    @Test(
        "are seen from both sides, each in its own way",
        arguments: StoreKind.available,
        TicketRelation.allCases
    )
    func sides(on kind: StoreKind, _ relation: TicketRelation) async throws {
        try await withDesk(on: kind) { house in
            let numbers = try await tickets(2, in: house)
            for (one, other) in [(numbers[0], numbers[1]), (numbers[1], numbers[0])] {
                try await house.desk.link(one, to: other, as: relation, by: .ada)
                let seen = try await house.desk.links(of: one, as: .ada)
                #expect(seen.map(\.ticket.number) == [other])
                #expect(seen.map(\.relation) == [relation] && seen.map(\.staff) == ["ada"])
                let back = try await house.desk.links(of: other, as: .ada)
                #expect(back.map(\.relation) == [relation.inverse])
                try await house.desk.unlink(other, from: one, by: .ada)
                #expect(try await house.desk.links(of: one, as: .ada).isEmpty)
            }
            let facts = try await house.desk.history(
                of: numbers[0],
                after: nil,
                limit: 20,
                as: .ada
            )
            let kinds = facts.entries.map(\.event.kind).filter { $0 == .linked || $0 == .unlinked }
            #expect(kinds == [.linked, .unlinked, .linked, .unlinked])
        }
    }

    @Test("say one thing of two tickets at a time, and the same thing once")
    func once() async throws {
        try await withDesk { house in
            let numbers = try await tickets(2, in: house)
            for relation in [TicketRelation.related, .related, .duplicate] {
                try await house.desk.link(numbers[0], to: numbers[1], as: relation, by: .ada)
            }
            let seen = try await house.desk.links(of: numbers[0], as: .ada)
            #expect(seen.map(\.relation) == [.duplicate])
            let facts = try await house.desk.history(
                of: numbers[1],
                after: nil,
                limit: 20,
                as: .ada
            )
            let linked = facts.entries.map(\.event).filter { $0.kind == .linked }
            #expect(linked.map { $0.details["relation"] } == ["related", "original"])
            // Nothing to take away is no error.
            try await house.desk.unlink(numbers[0], from: numbers[1], by: .ada)
            try await house.desk.unlink(numbers[0], from: numbers[1], by: .ada)
        }
    }

    @Test("make no ticket a part of itself, however far around, nor of two others")
    func rings() async throws {
        try await withDesk { house in
            let numbers = try await tickets(4, in: house)
            try await house.desk.link(numbers[1], to: numbers[0], as: .parent, by: .ada)
            try await house.desk.link(numbers[1], to: numbers[2], as: .child, by: .ada)
            for (one, other, relation) in [
                (numbers[0], numbers[2], TicketRelation.parent), (numbers[2], numbers[0], .child),
                (numbers[1], numbers[3], .parent), (numbers[0], numbers[0], .related),
            ] {
                await #expect(throws: DeskError.self) {
                    try await house.desk.link(one, to: other, as: relation, by: .ada)
                }
            }
            try await house.desk.link(numbers[0], to: numbers[3], as: .parent, by: .ada)
        }
    }

    @Test("are as many as the limit and no more")
    func limit() async throws {
        try await withDesk { house in
            let numbers = try await tickets(DeskSettings.linksMax + 2, in: house)
            for other in numbers[1...DeskSettings.linksMax] {
                try await house.desk.link(numbers[0], to: other, as: .related, by: .ada)
            }
            await #expect(
                throws: DeskError.overLimit(name: "links", limit: DeskSettings.linksMax)
            ) {
                let last = numbers[DeskSettings.linksMax + 1]
                try await house.desk.link(numbers[0], to: last, as: .related, by: .ada)
            }
            let seen = try await house.desk.links(of: numbers[0], as: .ada)
            #expect(seen.count == DeskSettings.linksMax)
        }
    }

    @Test(
        "show nobody a ticket that is not theirs, and lead to none",
        arguments: StoreKind.available
    )
    func rights(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let numbers = try await tickets(3, in: house)
            var patch = TicketPatch()
            patch.queue = "school"
            _ = try await house.desk.change(numbers[0], at: 1, by: patch, as: .ada)
            try await house.desk.link(numbers[0], to: numbers[1], as: .related, by: .ada)
            #expect(try await house.desk.links(of: numbers[0], as: .stig).isEmpty)
            for other in [numbers[2], TicketNumber(rawValue: 99)] {
                await #expect(throws: DeskError.notFound) {
                    try await house.desk.link(numbers[0], to: other, as: .related, by: .stig)
                }
            }
            try await house.desk.protect(numbers[2], true, as: .petra)
            await #expect(throws: DeskError.self) {
                try await house.desk.link(numbers[0], to: numbers[2], as: .related, by: .petra)
            }
        }
    }

    @Test(
        "are guessed: the same citizen first, then the same question shortly",
        arguments: StoreKind.available
    )
    func duplicates(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            let other = try await desk.receive(
                .plain("Får RFA8 i BankID", from: "olle@example.com", messageID: "1@x")
            )
            let old = try await desk.receive(.plain("Något annat", messageID: "2@x"))
            house.clock.advance(by: 3_600)
            let asked = try await desk.receive(.plain("RFA8 igen", messageID: "3@x"))
            let hints = try await desk.duplicates(of: asked.ticket, as: .ada)
            #expect(hints.map(\.ticket.number) == [old.ticket, other.ticket])
            #expect(hints.first?.reasons == [.sameCitizen])
            #expect(hints.last?.reasons.contains(.sameCode) == true)
            try await desk.protect(old.ticket, true, as: .petra)
            await #expect(throws: DeskError.notFound) {
                _ = try await desk.duplicates(of: asked.ticket, as: .ada)
            }
            house.clock.advance(by: 2 * 3_600)
            let later = try await desk.receive(
                .plain("RFA8", from: "sven@example.com", messageID: "4@x")
            )
            // The one of three hours ago is no burst any more; the citizen's own are hidden.
            #expect(try await desk.duplicates(of: later.ticket, as: .ada).isEmpty)
        }
    }

    @Test("can be turned round, and changed where there are as many as may be")
    func replaced() async throws {
        try await withDesk { house in
            let numbers = try await tickets(DeskSettings.linksMax + 1, in: house)
            for relation in [TicketRelation.parent, .child] {
                try await house.desk.link(numbers[0], to: numbers[1], as: relation, by: .ada)
                let seen = try await house.desk.links(of: numbers[0], as: .ada)
                #expect(seen.map(\.relation) == [relation])
            }
            for other in numbers.dropFirst(2) {
                try await house.desk.link(numbers[0], to: other, as: .related, by: .ada)
            }
            try await house.desk.link(numbers[0], to: numbers[1], as: .duplicate, by: .ada)
            let seen = try await house.desk.links(of: numbers[0], as: .ada)
            #expect(seen.count == DeskSettings.linksMax)
            #expect(seen.first { $0.ticket.number == numbers[1] }?.relation == .duplicate)
        }
    }
}
