import Desk
import DeskTesting
import Foundation
import PostgreSQLClient
import Testing

@testable import Storage

@Suite("What happens with watched tickets")
struct WatchedEventTests {
    private static let writers = 4
    private static let notesEach = 12

    private static func tickets(_ house: TestDesk, _ count: Int) async throws -> [TicketNumber] {
        var numbers: [TicketNumber] = []
        for place in 0..<count {
            let opened = try await house.desk.open(
                TicketDraft(subject: "Fråga \(place)", body: "x", channel: .phone),
                as: .ada
            )
            guard case .fresh(let ticket) = opened else { throw DeskError.notFound }
            try await house.desk.watch(ticket.number, as: .ada)
            numbers.append(ticket.number)
        }
        return numbers
    }

    private static func seal(_ house: TestDesk) async throws {
        while try await house.store.seal(at: house.clock.now) != nil {}
    }

    @Test(
        "is told though a later number was committed first, and once",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    func overtaken() async throws {
        try await withDesk(on: .postgresql) { house in
            let numbers = try await Self.tickets(house, 2)
            let database = try await house.store.read { reading throws(DeskError) in
                try StoreTransaction(reading).session.first("SELECT current_database()") {
                    $0.text(0)
                }
            }
            let address = try PostgreSQLServer.shared().address(
                database: try #require(database)
            )
            func note(on number: TicketNumber) -> String {
                """
                BEGIN;
                WITH made AS (
                    INSERT INTO events (ticket, at, actor_kind, actor, actor_name, kind, details)
                    VALUES (\(number.rawValue), 1793606400000, 'staff', 'grace', 'Grace Ask',
                        'noted', '{}')
                    RETURNING id)
                INSERT INTO unsealed (source, record) SELECT 1, id FROM made;
                """
            }
            var slow = try PostgreSQLConnection(address)
            var quick = try PostgreSQLConnection(address)
            try slow.run(script: note(on: numbers[0]))
            try quick.run(script: note(on: numbers[1]))
            try quick.run(script: "COMMIT")
            let desk = house.desk
            // What has no seal yet may still be overtaken.
            var page = try await desk.watchedEvents(after: nil, limit: 9, as: .ada)
            #expect(page.entries.isEmpty && page.last == nil)
            try await Self.seal(house)
            page = try await desk.watchedEvents(after: nil, limit: 9, as: .ada)
            #expect(page.entries.map(\.event.ticket) == [numbers[1]])
            let known = try #require(page.entries.first?.id)
            try slow.run(script: "COMMIT")
            try await Self.seal(house)
            // As a program asks that has its place from before.
            let old = try await desk.watchedEvents(after: known, limit: 9, as: .ada)
            #expect(old.entries.isEmpty)
            _ = try await desk.assign(numbers[1], at: 1, to: "grace", as: .grace)
            try await Self.seal(house)
            page = try await desk.watchedEvents(after: page.last, limit: 1, as: .ada)
            #expect(page.entries.map(\.event.ticket) == [numbers[0]] && page.hasMore)
            page = try await desk.watchedEvents(after: page.last, limit: 1, as: .ada)
            #expect(page.entries.map(\.event.kind) == [.assigned] && !page.hasMore)
            let end = try await desk.watchedEvents(after: page.last, limit: 9, as: .ada)
            #expect(end.entries.isEmpty && end.last == page.last)
        }
    }

    @Test(
        "is told once each while many write and several daemons seal",
        arguments: StoreKind.available
    )
    func concurrentWriters(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let numbers = try await Self.tickets(house, Self.writers)
            let inAll = Self.writers * Self.notesEach
            let told = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for number in numbers {
                    group.addTask {
                        for _ in 0..<Self.notesEach {
                            let note = MessageDraft(kind: .note, body: "Hej")
                            _ = try await house.desk.write(note, on: number, as: .grace)
                        }
                        return []
                    }
                }
                let told = Told()
                for _ in 0..<2 {
                    group.addTask {
                        while await told.count < inAll, !Task.isCancelled {
                            _ = try await house.store.seal(at: house.clock.now)
                        }
                        return []
                    }
                }
                group.addTask {
                    var place: Int64?
                    let end = ContinuousClock.now + .seconds(60)
                    while await told.count < inAll, ContinuousClock.now < end {
                        let page = try await house.desk.watchedEvents(
                            after: place,
                            limit: 3,
                            as: .ada
                        )
                        place = page.last
                        await told.add(page.entries.map(\.id))
                    }
                    let ids = await told.ids
                    await told.finish(inAll)
                    return ids
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(told.count == inAll)
            #expect(Set(told).count == told.count)
        }
    }

    /// What was told so far.
    private actor Told {
        private(set) var ids: [Int64] = []
        private(set) var count = 0

        func add(_ more: [Int64]) {
            ids += more
            count = ids.count
        }

        /// Lets those go who wait for it.
        func finish(_ inAll: Int) { count = inAll }
    }
}
