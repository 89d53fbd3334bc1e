import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("The order of events")
struct EventLogTests {
    private static let writers = 6
    private static let ticketsEach = 15

    @Test(
        "leaves nothing out and tells nothing twice while many write and several daemons seal",
        arguments: StoreKind.available
    )
    func concurrentWriters(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let followed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for writer in 0..<Self.writers {
                    group.addTask {
                        for index in 0..<Self.ticketsEach {
                            _ = try await house.desk.open(.test("\(writer) \(index)"), as: .ada)
                        }
                        return []
                    }
                }
                for _ in 0..<2 {
                    group.addTask {
                        while try await Self.countOfEvents(in: house) < Self.eventsInAll {
                            _ = try await house.store.seal(at: house.clock.now)
                        }
                        while try await house.store.unsealedCount() > 0 {
                            _ = try await house.store.seal(at: house.clock.now)
                        }
                        return []
                    }
                }
                group.addTask { try await Self.follow(house) }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(followed.count == Self.eventsInAll)
            #expect(Set(followed).count == followed.count)
        }
    }

    private static let eventsInAll = writers * ticketsEach

    private static func countOfEvents(in house: TestDesk) async throws -> Int {
        let count = try await house.store.read { reading throws(DeskError) in
            try StoreTransaction(reading).session.first("SELECT count(*) FROM events") {
                $0.integer(0)
            }
        }
        return Int(count ?? 0)
    }

    /// Goes on from where it was until it has met as many events as there will be.
    private static func follow(_ house: TestDesk) async throws -> [Int64] {
        var place = LogPlace.start
        var met: [Int64] = []
        while met.count < eventsInAll {
            let from = place
            let page = try await house.store.read { reading throws(DeskError) in
                try reading.loggedEvents(from: from, limit: 7)
            }
            #expect(page.next >= place)
            met += page.events.map(\.entry.id)
            place = page.next
        }
        return met
    }

    @Test("goes on within a seal at every record", arguments: StoreKind.available)
    func places(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for index in 0..<5 { _ = try await house.desk.open(.test("\(index)"), as: .ada) }
            while try await house.store.seal(at: house.clock.now) != nil {}
            let all = try await house.store.read { reading throws(DeskError) in
                try reading.loggedEvents(from: .start, limit: 100)
            }
            #expect(all.events.map(\.entry.event.ticket.rawValue) == [1, 2, 3, 4, 5])
            #expect(all.next == LogPlace(seal: 2, index: 0))
            for (index, event) in all.events.enumerated() {
                let rest = try await house.store.read { reading throws(DeskError) in
                    try reading.loggedEvents(from: event.next, limit: 100)
                }
                #expect(rest.events == Array(all.events.dropFirst(index + 1)))
            }
            for limit in 1...6 {
                let page = try await house.store.read { reading throws(DeskError) in
                    try reading.loggedEvents(from: .start, limit: limit)
                }
                #expect(page.events.count <= limit)
                #expect(page.events == Array(all.events.prefix(page.events.count)))
            }
        }
    }

    @Test("begins at its end, and tells what can be gone on from", arguments: StoreKind.available)
    func ends(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let start = house.clock.now
            #expect(try await house.desk.eventsEnd() == .start)
            #expect(try await house.desk.canResume(at: .start, since: start))
            _ = try await house.desk.open(.test("a"), as: .ada)
            _ = try await house.store.seal(at: house.clock.now)
            let end = try await house.desk.eventsEnd()
            #expect(end == LogPlace(seal: 2, index: 0))
            #expect(try await house.desk.canResume(at: end, since: start))
            #expect(try await house.desk.canResume(at: .start, since: start))
            let late = start.addingTimeInterval(1)
            #expect(try await !house.desk.canResume(at: .start, since: late))
            #expect(try await house.desk.canResume(at: end, since: late))
            for text in ["2-1", "3-0", "1-1000"] {
                let place = try #require(LogPlace(text))
                #expect(try await !house.desk.canResume(at: place, since: start), "\(text)")
            }
        }
    }

    @Test("has places that are read as they are written, and nothing else")
    func texts() {
        #expect(LogPlace("42-3") == LogPlace(seal: 42, index: 3))
        #expect(LogPlace(seal: 42, index: 3).description == "42-3")
        for text in ["", "-", "1", "1-", "-1", "0-0", "1--1", "1-2-3", "a-b", "1-1000001", "1 -1"] {
            #expect(LogPlace(text) == nil, "\(text)")
        }
    }
}

extension TicketDraft {
    fileprivate static func test(_ subject: String) -> TicketDraft {
        TicketDraft(
            subject: subject,
            body: "x",
            channel: .phone,
            kind: .question,
            citizen: Citizen(name: "Olle", email: "olle@example.com", phone: nil)
        )
    }
}
