import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@Suite("Colleagues on a ticket")
struct ColleagueTests {
    private func ticket(in house: TestDesk) async throws -> TicketNumber {
        try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
    }

    @Test(
        "see who else writes, until they leave or their lease passes",
        arguments: StoreKind.available
    )
    func presence(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await ticket(in: house)
            let desk = house.desk
            #expect(try await desk.attend(number, doing: .writing, as: .ada).isEmpty)
            house.clock.advance(by: 5)
            var others = try await desk.attend(number, doing: .reading, as: .grace)
            #expect(others.map(\.staff) == ["ada"] && others.map(\.doing) == [.writing])
            #expect(
                try await desk.presences(at: number, as: .rut).map(\.staff) == ["ada", "grace"]
            )
            // Whoever says it again has been there since they came.
            others = try await desk.attend(number, doing: .writing, as: .ada)
            #expect(others.map(\.staff) == ["grace"])
            house.clock.advance(by: Presence.Doing.reading.lease)
            let left = try await desk.presences(at: number, as: .ada)
            #expect(left.map(\.staff) == ["ada"])
            #expect(left.first?.since == TestClock().now)
            try await desk.leave(number, as: .ada)
            #expect(try await desk.presences(at: number, as: .ada).isEmpty)
        }
    }

    @Test("are shown only to whoever may see the ticket")
    func presenceRights() async throws {
        try await withDesk { house in
            let number = try await ticket(in: house)
            await #expect(throws: DeskError.notFound) {
                _ = try await house.desk.attend(number, doing: .reading, as: .stig)
            }
            await #expect(throws: DeskError.notPermitted) {
                _ = try await house.desk.attend(number, doing: .writing, as: .rut)
            }
            #expect(try await house.desk.attend(number, doing: .reading, as: .rut).isEmpty)
        }
    }

    @Test(
        "are stopped from answering a ticket that changed meanwhile",
        arguments: StoreKind.available
    )
    func collision(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await ticket(in: house)
            let reply = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(reply, on: number, at: 1, as: .ada)
            await #expect(throws: DeskError.changedMeanwhile) {
                _ = try await house.desk.write(reply, on: number, at: 1, as: .grace)
            }
            let page = try await house.desk.messages(of: number, after: nil, limit: 9, as: .ada)
            #expect(page.messages.count == 2)
            _ = try await house.desk.write(reply, on: number, as: .grace)
        }
    }

    @Test("hear of what others do with a ticket that they watch", arguments: StoreKind.available)
    func watching(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await ticket(in: house)
            let other = try await house.desk.receive(.plain("Annat", messageID: "2@x"))
            let desk = house.desk
            try await desk.watch(number, as: .ada)
            try await desk.watch(number, as: .ada)
            // Not what was before, not their own, not of other tickets.
            var heard = try await house.watchedEvents(after: nil, limit: 10, as: .ada)
            #expect(heard.entries.isEmpty && heard.last == nil && !heard.hasMore)
            _ = try await desk.assign(number, at: 1, to: "ada", as: .ada)
            _ = try await desk.assign(number, at: 2, to: "grace", as: .grace)
            _ = try await desk.assign(other.ticket, at: 1, to: "grace", as: .grace)
            _ = try await desk.receive(.plain("Mer", messageID: "3@x", references: ["1@x"]))
            heard = try await house.watchedEvents(after: nil, limit: 1, as: .ada)
            #expect(heard.entries.map(\.event.kind) == [.assigned] && heard.hasMore)
            heard = try await house.watchedEvents(after: heard.last, limit: 10, as: .ada)
            #expect(heard.entries.map(\.event.kind) == [.received] && !heard.hasMore)
            heard = try await house.watchedEvents(after: heard.last, limit: 10, as: .ada)
            #expect(heard.entries.isEmpty && !heard.hasMore)
            try await desk.unwatch(number, as: .ada)
            #expect(try await house.watchedEvents(after: nil, limit: 10, as: .ada).entries.isEmpty)
        }
    }

    @Test("hear nothing more of a ticket that was hidden from them", arguments: StoreKind.available)
    func watchingRights(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await ticket(in: house)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.watch(number, as: .stig)
            }
            try await house.desk.watch(number, as: .ada)
            try await house.desk.watch(number, as: .petra)
            try await house.desk.protect(number, true, as: .root)
            let heard = try await house.watchedEvents(after: nil, limit: 10, as: .ada)
            #expect(heard.entries.isEmpty && heard.last != nil)
            let told = try await house.watchedEvents(after: nil, limit: 10, as: .petra)
            #expect(told.entries.map(\.event.kind) == [.protected])
        }
    }

    @Test("watch on where a ticket goes into another", arguments: StoreKind.available)
    func watchingMerged(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await ticket(in: house)
            let other = try await house.desk.receive(.plain("Igen", messageID: "2@x"))
            try await house.desk.watch(other.ticket, as: .ada)
            _ = try await house.desk.merge(other.ticket, at: 1, into: number, as: .grace)
            _ = try await house.desk.assign(number, at: 2, to: "grace", as: .grace)
            let heard = try await house.watchedEvents(after: nil, limit: 10, as: .ada)
            #expect(heard.entries.map(\.event.kind) == [.merged, .assigned])
        }
    }

    @Test("watch as many tickets as the limit and no more")
    func watchingLimit() async throws {
        try await withDesk { house in
            var last = TicketNumber(rawValue: 0)
            for index in 0...DeskSettings.watchedMax {
                last = try await house.desk.receive(.plain("Hej", messageID: "\(index)@y")).ticket
                guard index < DeskSettings.watchedMax else { break }
                try await house.desk.watch(last, as: .ada)
            }
            await #expect(
                throws: DeskError.overLimit(
                    name: "watched-tickets",
                    limit: DeskSettings.watchedMax
                )
            ) {
                try await house.desk.watch(last, as: .ada)
            }
        }
    }

    @Test(
        "stop watching what was merged or hidden from them, and what is not there",
        arguments: StoreKind.available
    )
    func unwatching(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let desk = house.desk
            func watched() async throws -> Int {
                try await house.store.read { reading throws(DeskError) in
                    try reading.countWatched(by: "ada")
                }
            }
            let number = try await ticket(in: house)
            let other = try await desk.receive(.plain("Igen", messageID: "2@x")).ticket
            try await desk.watch(other, as: .ada)
            _ = try await desk.merge(other, at: 1, into: number, as: .grace)
            #expect(try await watched() == 2)
            try await desk.unwatch(other, as: .ada)
            #expect(try await watched() == 0)
            try await desk.watch(number, as: .ada)
            try await desk.protect(number, true, as: .root)
            try await desk.unwatch(number, as: .ada)
            #expect(try await watched() == 0)
            try await desk.unwatch(TicketNumber(rawValue: 99), as: .ada)
        }
    }
}

extension TestDesk {
    /// Seals what has happened, and asks what somebody hears of it.
    fileprivate func watchedEvents(
        after: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws -> (entries: [HistoryEntry], last: Int64?, hasMore: Bool) {
        while try await store.seal(at: clock.now) != nil {}
        return try await desk.watchedEvents(after: after, limit: limit, as: staff)
    }
}
