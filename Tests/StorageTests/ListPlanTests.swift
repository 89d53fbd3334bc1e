import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk
@testable import Storage

@Suite("Lists of tickets")
struct ListPlanTests {
    private typealias Setting = (name: String, set: @Sendable (inout TicketQuery) -> Void)

    private static let filters: [Setting] = [
        ("state new", { $0.state = .new }), ("state closed", { $0.state = .closed }),
        ("queue", { $0.queue = "school" }), ("assignee", { $0.assignee = "ada" }),
        ("unit", { $0.unit = "school" }),
        ("kind", { $0.kind = .fault }), ("category", { $0.category = .login }),
        ("citizen", { $0.citizen = "maja@example.com" }),
        ("caller", { $0.citizen = "070-174 06 05" }), ("overdue", { $0.isOverdue = true }),
        ("in time", { $0.isOverdue = false }), ("put off", { $0.isSnoozed = true }),
        ("not put off", { $0.isSnoozed = false }), ("words", { $0.text = "inte bankid" }),
        ("name", { $0.citizen = "maja li" }),
    ]

    /// What SQLite says of every statement that a list takes.
    private func plans(
        of query: TicketQuery,
        as staff: StaffIdentity,
        in house: TestDesk
    ) async throws -> [String] {
        var query = query
        try #require(TicketSight(staff)).limit(&query)
        let wanted = query
        return try await house.store.read { reading throws(DeskError) in
            guard let transaction = reading as? StoreTransaction else { return [] }
            let watched = WatchedSession(real: transaction.session)
            let watching = StoreTransaction(session: watched, now: transaction.now)
            _ = try watching.tickets(wanted)
            return try watched.plans { $0.template.contains("FROM tickets") }
        }
    }

    @Test("walk one index downwards, sort nothing and read no whole table")
    func plans() async throws {
        try await withDesk { house in
            for index in 0..<40 {
                _ = try await house.desk.receive(.plain("inte bankid", messageID: "\(index)@x"))
            }
            for (place, one) in Self.filters.enumerated() {
                for other in Self.filters[place...] {
                    for staff in [StaffIdentity.ada, .stig] {
                        var query = TicketQuery()
                        one.set(&query)
                        other.set(&query)
                        let plans = try await plans(of: query, as: staff, in: house)
                        #expect(!plans.isEmpty, "\(one.name), \(other.name)")
                        for plan in plans {
                            let name = "\(one.name), \(other.name): \(plan)"
                            #expect(!plan.contains("TEMP B-TREE"), "\(name)")
                            #expect(!plan.hasPrefix("SCAN"), "\(name)")
                        }
                    }
                }
            }
        }
    }

    @Test(
        "find with every two filters what looking at each ticket finds, page by page",
        arguments: StoreKind.available
    )
    func pairs(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await fill(house, count: 120)
            let all = try await everything(TicketQuery(limit: 100), as: .ada, in: house)
            #expect(all.count == 120)
            for (place, one) in Self.filters.enumerated() {
                for other in Self.filters[place...] {
                    var query = TicketQuery(limit: 7)
                    one.set(&query)
                    other.set(&query)
                    let expected = all.filter { query.lets($0, at: house.clock.now) }
                    let found = try await everything(query, as: .ada, in: house)
                    #expect(
                        found.map(\.number) == expected.map(\.number),
                        "\(one.name), \(other.name)"
                    )
                    let visible = expected.filter {
                        $0.queue == "school" || $0.unit?.queue == "school"
                    }
                    let seen = try await everything(query, as: .stig, in: house)
                    #expect(
                        seen.map(\.number) == visible.map(\.number),
                        "\(one.name), \(other.name) of one queue"
                    )
                }
            }
        }
    }

    @Test(
        "show somebody with several queues those tickets and no others, newest first",
        arguments: StoreKind.available
    )
    func severalQueues(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await fill(house, count: 60)
            let both = StaffIdentity(
                id: "b",
                name: "B",
                roles: [.agent],
                queues: ["school", "social", "none"]
            )
            let found = try await everything(TicketQuery(limit: 7), as: both, in: house)
            let all = try await everything(TicketQuery(limit: 100), as: .ada, in: house)
            let expected = all.filter { ticket in
                both.queues.contains(ticket.queue)
                    || ticket.unit.map { both.queues.contains($0.id) } ?? false
            }
            #expect(expected.contains { !both.queues.contains($0.queue) })
            #expect(!expected.isEmpty && expected.count < all.count)
            #expect(found.map(\.number) == expected.map(\.number))
        }
    }

    @Test(
        "end a page when finding more would take long, and find the rest on the next",
        arguments: StoreKind.available
    )
    func effort(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            // Half of the tickets have the one, half the other, and the oldest alone has both.
            let count = 2 * Int(TicketFilter.effortMax) + 1_000
            try await house.store.write { transaction throws(DeskError) in
                for place in 1...count {
                    var ticket = Self.ticket(place)
                    ticket.kind = place == 1 || place % 2 == 0 ? .praise : .question
                    ticket.category = place % 2 == 1 ? .login : .other
                    _ = try transaction.insert(ticket)
                }
            }
            var query = TicketQuery()
            query.category = .login
            query.kind = .praise
            let first = try await house.desk.tickets(query, as: .ada)
            #expect(first.tickets.isEmpty)
            let reached = try #require(first.next)
            #expect((990...1_010).contains(reached.rawValue))
            query.after = reached
            let second = try await house.desk.tickets(query, as: .ada)
            #expect(second.tickets.map(\.number.rawValue) == [1])
            #expect(!second.hasMore)
        }
    }

    private func fill(_ house: TestDesk, count: Int) async throws {
        try await house.store.write { transaction throws(DeskError) in
            for place in 1...count {
                let number = try transaction.insert(Self.ticket(place))
                let message = Message(
                    id: UUIDv7(at: .now),
                    ticket: number,
                    kind: .inbound,
                    author: .citizen(name: nil),
                    body: place % 3 == 0 ? "Inte BankID" : "annat",
                    createdAt: .now
                )
                try transaction.insert(message, subject: "inte")
            }
        }
    }

    private static func ticket(_ place: Int) -> Ticket {
        let states = TicketState.allCases
        let moment = Date(timeIntervalSince1970: 1_793_606_400)
        return Ticket(
            subject: "Ärende \(place)",
            state: states[place * 7 % states.count],
            kind: TicketKind.allCases[place / 2 % TicketKind.allCases.count],
            category: TicketCategory.allCases[place / 3 % TicketCategory.allCases.count],
            channel: .email,
            queue: ["school", "social", "building"][place % 3],
            assignee: place % 4 == 0 ? "ada" : nil,
            language: "sv",
            citizen: Citizen(
                name: ["Maja Lind", "Maja Ek", nil][place % 3],
                email: place % 5 == 0 ? "Maja@example.com" : nil,
                phone: place % 4 == 1 ? "+46701740605" : nil
            ),
            symptom: Symptom(),
            createdAt: moment,
            firstReplyAt: place % 2 == 0 ? moment : nil,
            firstReplyDueAt: place % 6 == 0 ? nil : moment + Double(place % 3 - 1) * 60,
            resolutionDueAt: place % 7 == 0 ? nil : moment + Double(place % 5 - 2) * 60,
            snoozedUntil: place % 8 == 0 ? moment + 60 : nil,
            unit: place % 7 < 2 ? unit(["school", "building"][place % 7], at: moment) : nil
        )
    }

    private static func unit(_ name: String, at moment: Date) -> TicketUnit {
        TicketUnit(id: name, name: name, queue: name, givenAt: moment)
    }

    private func everything(
        _ query: TicketQuery,
        as staff: StaffIdentity,
        in house: TestDesk
    ) async throws -> [Ticket] {
        var query = query
        var found: [Ticket] = []
        while true {
            let page = try await house.desk.tickets(query, as: staff)
            #expect(page.tickets.count <= query.limit)
            found += page.tickets
            guard let next = page.next else { return found }
            query.after = next
        }
    }
}

extension TicketQuery {
    /// The same conditions, written down a second time.
    fileprivate func lets(_ ticket: Ticket, at moment: Date) -> Bool {
        state.map { $0 == ticket.state } ?? true
            && queue.map { $0 == ticket.queue } ?? true
            && assignee.map { $0 == ticket.assignee } ?? true
            && unit.map { $0 == ticket.unit?.id } ?? true
            && kind.map { $0 == ticket.kind } ?? true
            && category.map { $0 == ticket.category } ?? true
            && citizen.map { lets(ticket.citizen, $0) } ?? true
            && isOverdue.map { $0 == ticket.isOverdue(at: moment) } ?? true
            && isSnoozed.map { $0 == (ticket.snoozedUntil != nil) } ?? true
            && text.map { _ in ticket.number.rawValue % 3 == 0 } ?? true
    }

    private func lets(_ citizen: Citizen, _ wanted: String) -> Bool {
        if wanted == "maja li" { return citizen.name == "Maja Lind" }
        return wanted.contains("@")
            ? wanted == citizen.email?.lowercased() : citizen.phone == "+46701740605"
    }
}
