import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("A ticket's clocks")
struct ClockTests {
    /// Monday 2026-11-02, nine in the morning in Stockholm, is where the tests' clock begins.
    private static func settings(
        _ rules: String...,
        escalation: TicketPriority = .high
    ) throws -> DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: try rules.map { try ClockRule($0) },
            hours: try OpeningHours(ClockRules.standardHours),
            queueHours: ["school": try OpeningHours("Mo-Fr 10:00-12:00")],
            escalation: escalation
        )
        return settings
    }

    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    private func set(_ clock: TestClock, to text: String) throws {
        clock.advance(by: try moment(text).timeIntervalSince(clock.now))
    }

    /// What the history says of clocks, by what happened.
    private func told(of number: TicketNumber, in house: TestDesk) async throws -> [String] {
        try await house.desk.history(of: number, after: nil, limit: 100, as: .root).entries
            .flatMap { entry in
                entry.event.details.filter { $0.key.hasPrefix("clock") }
                    .sorted { $0.key < $1.key }
                    .map { "\(entry.event.kind.rawValue) \($0.key): \($0.value)" }
            }
    }

    @Test("stay late when they go on after a pause, however the moments are rounded")
    func lateOverPause() async throws {
        try await withDesk(settings: Self.settings("*: solve 1d")) { house in
            let desk = house.desk
            var numbers: [TicketNumber] = []
            for place in 0..<12 {
                house.clock.advance(by: 0.0013)
                let mail = ReceivedMail.plain("Hej", messageID: "\(place)@x")
                numbers.append(try await desk.receive(mail).ticket)
            }
            func move(to state: TicketState) async throws {
                for number in numbers {
                    house.clock.advance(by: 0.0013)
                    var patch = TicketPatch()
                    patch.state = state
                    let revision = try await desk.ticket(number, as: .ada).revision
                    _ = try await desk.change(number, at: revision, by: patch, as: .ada)
                }
            }
            try await move(to: .open)
            try set(house.clock, to: "2026-11-03T17:00:00Z")
            while try await desk.ringAlarms() > 0 {}
            try await move(to: .waiting)
            house.clock.advance(by: 3_600)
            try await move(to: .open)
            house.clock.advance(by: 1)
            for number in numbers {
                let ticket = try await desk.ticket(number, as: .ada)
                #expect(ticket.clocks.isMissed(.resolution))
                #expect(ticket.isOverdue(at: house.clock.now))
            }
        }
    }

    @Test(
        "start, pause, go on and stop with it, and the history says when",
        arguments: StoreKind.available
    )
    func life(on kind: StoreKind) async throws {
        let settings = try Self.settings("*: first 4h, next 2h, solve 2d")
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let number = try await desk.receive(.plain("Hej", messageID: "1@x")).ticket
            var ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.firstReplyDueAt == (try moment("2026-11-02T12:00:00Z")))
            #expect(ticket.resolutionDueAt == (try moment("2026-11-04T15:30:00Z")))
            #expect(ticket.nextDue == ticket.firstReplyDueAt)
            house.clock.advance(by: 3_600)
            let reply = MessageDraft(kind: .reply, body: "Vilken telefon?")
            _ = try await desk.write(reply, on: number, as: .ada)
            ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.resolutionDueAt == nil && ticket.nextDue == nil)
            // Kept to be seen, though nothing is owed any more.
            #expect(ticket.firstReplyDueAt != nil && !ticket.isOverdue(at: .distantFuture))
            try set(house.clock, to: "2026-11-03T09:00:00Z")
            _ = try await desk.receive(.plain("En gammal", messageID: "2@x", references: ["1@x"]))
            ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.clocks.nextReplyDueAt == (try moment("2026-11-03T11:00:00Z")))
            // 24.5 hours were promised, of which one has passed.
            #expect(ticket.resolutionDueAt == (try moment("2026-11-05T15:30:00Z")))
            try set(house.clock, to: "2026-11-03T11:00:01Z")
            _ = try await desk.write(
                MessageDraft(kind: .reply, body: "Så här", resolves: true),
                on: number,
                as: .ada
            )
            ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.nextDue == nil && ticket.clocks.marks & 7 == 0)
            #expect(
                try await told(of: number, in: house) == [
                    "opened clock_first_reply: started, due 2026-11-02T12:00:00.000Z",
                    "opened clock_resolution: started, due 2026-11-04T15:30:00.000Z",
                    "replied clock_first_reply: stopped in time",
                    "replied clock_resolution: paused",
                    "received clock_next_reply: started, due 2026-11-03T11:00:00.000Z",
                    "received clock_resolution: started, due 2026-11-05T15:30:00.000Z",
                    "replied clock_next_reply: stopped 1 s late",
                    "replied clock_resolution: paused",
                    "resolved clock_resolution: stopped in time",
                ]
            )
        }
    }

    @Test("warn once, run out once, and make it more urgent", arguments: StoreKind.available)
    func alarms(on kind: StoreKind) async throws {
        let settings = try Self.settings("*: first 4h")
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let number = try await desk.receive(.plain("Hej", messageID: "1@x")).ticket
            house.clock.advance(by: 3 * 3_600 - 0.001)
            #expect(try await desk.ringAlarms() == 0)
            house.clock.advance(by: 0.001)
            #expect(try await desk.ringAlarms() == 1)
            #expect(try await desk.ringAlarms() == 0)
            house.clock.advance(by: 3_600)
            // At the moment itself it is in time.
            #expect(try await desk.ringAlarms() == 0)
            #expect(!(try await desk.ticket(number, as: .ada).isOverdue(at: house.clock.now)))
            house.clock.advance(by: 0.001)
            #expect(try await desk.ringAlarms() == 1)
            #expect(try await desk.ringAlarms() == 0)
            let ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.isOverdue(at: house.clock.now) && ticket.priority == .high)
            let facts = try await desk.history(of: number, after: nil, limit: 10, as: .ada).entries
                .map(\.event).filter { $0.kind == .clockWarned || $0.kind == .clockMissed }
            #expect(facts.map(\.kind) == [.clockWarned, .clockMissed])
            #expect(facts.allSatisfy { $0.details["clock"] == "first_reply" })
            #expect(facts.last?.details["priority"] == "high" && facts.last?.actor == .system)
        }
    }

    @Test("leave a ticket as urgent as it is where that is urgent enough")
    func escalation() async throws {
        for (escalation, priority, wanted) in [
            (TicketPriority.low, TicketPriority.normal, TicketPriority.normal),
            (.high, .urgent, .urgent), (.urgent, .low, .urgent),
        ] {
            let settings = try Self.settings("*: first 1h", escalation: escalation)
            try await withDesk(settings: settings) { house in
                var draft = TicketDraft(subject: "x", body: "y", channel: .visit)
                draft.priority = priority
                guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
                    return
                }
                house.clock.advance(by: 86_400)
                #expect(try await house.desk.ringAlarms() == 1)
                let now = try await house.desk.ticket(ticket.number, as: .ada)
                #expect(now.priority == wanted)
            }
        }
    }

    @Test("are set anew where another promise or other hours hold", arguments: StoreKind.available)
    func moved(on kind: StoreKind) async throws {
        let settings = try Self.settings(
            "urgent: first 1h, solve 8h",
            "complaint: first 2d",
            "*: first 4h, solve 24h"
        )
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let number = try await desk.receive(.plain("Hej", messageID: "1@x")).ticket
            house.clock.advance(by: 1_800)
            var patch = TicketPatch()
            patch.priority = .urgent
            var ticket = try await desk.change(number, at: 1, by: patch, as: .ada)
            #expect(ticket.firstReplyDueAt == (try moment("2026-11-02T09:00:00Z")))
            #expect(ticket.resolutionDueAt == (try moment("2026-11-03T07:30:00Z")))
            patch = TicketPatch()
            patch.priority = .normal
            patch.queue = "school"
            ticket = try await desk.change(number, at: 2, by: patch, as: .ada)
            // Two hours a day from ten o'clock on.
            #expect(ticket.firstReplyDueAt == (try moment("2026-11-03T11:00:00Z")))
            patch = TicketPatch()
            patch.kind = .complaint
            ticket = try await desk.change(number, at: 3, by: patch, as: .ada)
            #expect(ticket.firstReplyDueAt == (try moment("2026-11-04T11:00:00Z")))
            #expect(ticket.resolutionDueAt == nil && !ticket.clocks.isRunning(.resolution))
            let told = try await told(of: number, in: house)
            #expect(told[2] == "changed clock_first_reply: moved, due 2026-11-02T09:00:00.000Z")
            #expect(told.last == "changed clock_resolution: stopped in time")
        }
    }

    @Test("do not run for what nothing was promised on, or what is over")
    func silent() async throws {
        try await withDesk(settings: try Self.settings("complaint: first 1h, solve 1h")) { house in
            let number = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            var ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.nextDue == nil && ticket.nextAlarm == nil)
            var patch = TicketPatch()
            patch.kind = .complaint
            ticket = try await house.desk.change(number, at: 1, by: patch, as: .ada)
            #expect(ticket.nextDue != nil)
            ticket = try await house.desk.resolve(
                number,
                at: 2,
                as: .rejected,
                article: nil,
                by: .ada
            )
            #expect(ticket.nextDue == nil && ticket.nextAlarm == nil)
            #expect(ticket.firstReplyDueAt == nil)
            house.clock.advance(by: 86_400)
            #expect(try await house.desk.ringAlarms() == 0)
            ticket = try await house.desk.reopen(number, at: 3, as: .ada)
            #expect(ticket.isOverdue(at: house.clock.now))
        }
    }

    @Test(
        "begin anew when the citizen opens what ended without a reply",
        arguments: StoreKind.available
    )
    func askedAnew(on kind: StoreKind) async throws {
        let settings = try Self.settings("*: first 4h, next 2h, solve 2d")
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let number = try await desk.receive(.plain("Hej", messageID: "1@x")).ticket
            _ = try await desk.resolve(number, at: 1, as: .answered, article: nil, by: .ada)
            try set(house.clock, to: "2026-11-05T09:00:00Z")
            _ = try await desk.receive(.plain("Igen", messageID: "2@x", references: ["1@x"]))
            var ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.firstReplyDueAt == (try moment("2026-11-05T13:00:00Z")))
            #expect(ticket.clocks.nextReplyDueAt == nil)
            // Asked once more, the first time counts.
            house.clock.advance(by: 3_600)
            _ = try await desk.receive(.plain("Hallå", messageID: "3@x", references: ["1@x"]))
            ticket = try await desk.ticket(number, as: .ada)
            #expect(ticket.firstReplyDueAt == (try moment("2026-11-05T13:00:00Z")))
            _ = try await desk.write(
                MessageDraft(kind: .reply, body: "Så här"),
                on: number,
                as: .ada
            )
            let facts = try await told(of: number, in: house)
            #expect(facts.contains("replied clock_first_reply: stopped in time"))
            let report = try await desk.report(ReportRequest(.clocks), as: .lena)
            // What ended without one, and what was replied to.
            #expect(
                report.tables[0].row("first_reply")?.prefix(4) == [
                    .count(2), .count(2), .count(0), .number(1),
                ]
            )
            #expect(report.tables[0].value("p90", of: "first_reply") == .count(60))
            #expect(report.tables.last?.total?.values[1...3] == [.count(1), .count(0), .count(1)])
        }
    }

    @Test("begin anew when the citizen says that it was not solved")
    func notSolved() throws {
        let rules = try Self.settings("*: first 4h, next 2h").clocks
        let start = TestClock().now
        for (repliedAt, clock, hours) in [
            (nil, TicketClock.firstReply, 4.0), (start + 60, .nextReply, 2),
        ] {
            var ticket = Ticket(
                subject: "Fråga",
                category: .other,
                channel: .email,
                queue: "e-service",
                language: "sv",
                citizen: Citizen(),
                symptom: .init(),
                createdAt: start
            )
            ticket.firstReplyAt = repliedAt
            _ = ticket.runClocks(by: rules, at: start)
            try ticket.resolve(as: .answered, by: "losenord", at: start + 60)
            _ = ticket.runClocks(by: rules, at: start + 60)
            let asked = start + 86_400
            try ticket.reopen(at: asked, isAsked: true)
            _ = ticket.runClocks(by: rules, at: asked)
            #expect(ticket.due(clock) == asked + hours * 3_600)
            #expect(ticket.nextDue == asked + hours * 3_600)
        }
    }

    @Test("measure a first reply by when it was given, also where that was known later")
    func credited() throws {
        let rules = try Self.settings("*: first 1h").clocks
        let start = TestClock().now
        var ticket = Ticket(
            subject: "Fråga",
            category: .other,
            channel: .email,
            queue: "e-service",
            language: "sv",
            citizen: Citizen(),
            symptom: .init(),
            createdAt: start
        )
        _ = ticket.runClocks(by: rules, at: start)
        ticket.firstReplyAt = start + 60
        try ticket.resolve(as: .answered, by: nil, at: start + 86_400)
        let told = ticket.runClocks(by: rules, at: start + 86_400)
        #expect(told == ["clock_first_reply": "stopped in time"])
    }

    @Test("go on where a letter does not arrive", arguments: StoreKind.available)
    func undeliverable(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: try Self.settings("*: first 4h, solve 8h")) {
            house in
            let number = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Svar"),
                on: number,
                as: .ada
            )
            #expect(try await house.desk.ticket(number, as: .ada).resolutionDueAt == nil)
            house.clock.advance(by: 3_600)
            let letter = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
            try await house.outbox.settle(letter, as: .refused(detail: "550"))
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.resolutionDueAt == (try moment("2026-11-03T08:30:00Z")))
            #expect(
                try await told(of: number, in: house).last
                    == "undeliverable clock_resolution: started, due 2026-11-03T08:30:00.000Z"
            )
        }
    }

    @Test("stop where a ticket goes into another, which keeps its own")
    func merged() async throws {
        try await withDesk(settings: try Self.settings("*: first 4h")) { house in
            let first = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            house.clock.advance(by: 3_600)
            let second = try await house.desk.receive(.plain("Hej", messageID: "2@x")).ticket
            let survivor = try await house.desk.merge(second, at: 1, into: first, as: .ada)
            #expect(survivor.firstReplyDueAt == (try moment("2026-11-02T12:00:00Z")))
            let gone = try await house.desk.ticket(second, itself: true, as: .ada)
            #expect(gone.nextDue == nil && gone.nextAlarm == nil)
        }
    }

    @Test("count what was split off from when the citizen wrote it")
    func split() async throws {
        try await withDesk(settings: try Self.settings("*: first 4h, solve 5h")) { house in
            let number = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
            house.clock.advance(by: 7_200)
            let page = try await house.desk.messages(of: number, after: nil, limit: 1, as: .ada)
            let answered = try await house.desk.split(
                try #require(page.messages.first).id,
                from: number,
                as: SplitDraft(),
                by: .ada
            )
            guard case .fresh(let made) = answered else { return }
            #expect(made.firstReplyDueAt == (try moment("2026-11-02T12:00:00Z")))
            #expect(made.resolutionDueAt == (try moment("2026-11-02T13:00:00Z")))
        }
    }

    @Test("order a list by what is owed longest, page by page", arguments: StoreKind.available)
    func order(on kind: StoreKind) async throws {
        let settings = try Self.settings("urgent: first 1h", "high: first 2h", "*: first 4h")
        try await withDesk(on: kind, settings: settings) { house in
            var numbers: [TicketNumber] = []
            let priorities: [TicketPriority] = [.normal, .urgent, .high, .urgent, .normal, .high]
            for (index, priority) in priorities.enumerated() {
                var draft = TicketDraft(subject: "x", body: "y", channel: .visit)
                draft.priority = priority
                draft.queue = index % 2 == 0 ? "e-service" : "social"
                guard case .fresh(let made) = try await house.desk.open(draft, as: .ada) else {
                    return
                }
                numbers.append(made.number)
            }
            let wanted = [1, 3, 2, 5, 0, 4].map { numbers[$0] }
            let both = StaffIdentity(
                id: "b",
                name: "B",
                roles: [.agent],
                queues: ["e-service", "social"]
            )
            for staff in [StaffIdentity.ada, both] {
                for limit in [1, 2, 4, 6] {
                    #expect(try await listed(limit, as: staff, in: house) == wanted)
                }
            }
            #expect(
                try await listed(2, as: .soley, in: house) == [1, 3, 5].map { numbers[$0] }
            )
            house.clock.advance(by: 3_600 + 1)
            var late = TicketQuery()
            late.order = .due
            late.isOverdue = true
            #expect(
                try await house.desk.tickets(late, as: .ada).tickets.map(\.number)
                    == [numbers[1], numbers[3]]
            )
        }
    }

    private func listed(
        _ limit: Int,
        as staff: StaffIdentity,
        in house: TestDesk
    ) async throws -> [TicketNumber] {
        var query = TicketQuery(limit: limit)
        query.order = .due
        var found: [TicketNumber] = []
        repeat {
            let page = try await house.desk.tickets(query, as: staff)
            #expect(page.tickets.count <= limit)
            found += page.tickets.map(\.number)
            query.afterDue = page.nextDue
        } while query.afterDue != nil
        return found
    }
}
