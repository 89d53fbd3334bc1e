import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("The desk's reports")
struct ReportTests {
    private static func settings(confidential: Set<String> = []) throws -> DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: [try ClockRule("*: first 1d, next 1h, solve 2d")],
            hours: try OpeningHours(ClockRules.standardHours)
        )
        settings.confidentialQueues = confidential
        return settings
    }

    private func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }

    private func figures(
        _ house: TestDesk,
        _ name: ReportName,
        by grouping: ReportGrouping? = nil,
        as staff: StaffIdentity = .lena
    ) async throws -> Report {
        try await house.desk.report(ReportRequest(name, by: grouping), as: staff)
    }

    private func draft(
        _ queue: String? = nil,
        kind: TicketKind = .question,
        channel: TicketChannel = .phone,
        email: String? = "olle@example.com"
    ) -> TicketDraft {
        var draft = TicketDraft(
            subject: "Fråga om bygglov",
            body: "Hur bygger jag en altan vid sjön?",
            channel: channel,
            kind: kind,
            citizen: Citizen(name: "Olle Ek", email: email)
        )
        draft.queue = queue
        return draft
    }

    @Test("count contacts by channel, also who comes back", arguments: StoreKind.available)
    func volume(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            _ = try await house.desk.receive(.plain("Hej", messageID: "1@x"))
            house.clock.advance(by: 60)
            _ = try await house.desk.receive(.plain("Mer", messageID: "2@x", references: ["1@x"]))
            _ = try await house.desk.open(draft(), as: .ada)
            for kind in [CallEvent.Kind.newCall, .answer, .hangup] {
                _ = try await house.desk.note(
                    CallEvent(
                        kind: kind,
                        callID: "c",
                        direction: .inbound,
                        from: "0701234567",
                        to: "1",
                        users: ["ada"]
                    ),
                    as: .ada
                )
                house.clock.advance(by: 20)
            }
            let report = try await figures(house, .volume)
            let contacts = report.tables[0]
            #expect(contacts.value("contacts", of: "email") == .count(2))
            #expect(contacts.value("tickets", of: "email") == .count(1))
            #expect(contacts.value("contacts", of: "phone") == .count(2))
            #expect(contacts.total?.values[1] == .count(4))
            #expect(contacts.value("base", of: "phone") == ReportValue.none)
            let calls = try #require(report.tables.first { $0.name == "calls" })
            #expect(calls.value("calls", of: "answered") == .count(1))
            #expect(calls.value("median_wait", of: "answered") == .count(20))
            let weeks = try await figures(house, .volume, by: .week).tables[0]
            #expect(
                weeks.rows.map(\.name) == [
                    "2026-W41", "2026-W42", "2026-W43", "2026-W44", "2026-W45",
                ]
            )
            #expect(weeks.value("contacts", of: "2026-W45") == .count(4))
        }
    }

    @Test("compare with a year before, or with what is configured")
    func base() async throws {
        var settings = try Self.settings()
        try await withDesk(settings: settings) { house in
            for place in 0..<10 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
            }
            house.clock.advance(by: 364 * 86_400)
            for place in 10..<16 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
            }
            let table = try await figures(house, .volume).tables[0]
            #expect(table.value("base", of: "email") == .count(10))
            #expect(table.value("change", of: "email") == .number(-0.4))
            #expect(table.goal?.isReached == true)
        }
        settings.reports.baseMailsPerYear = 365 * 2
        try await withDesk(settings: settings) { house in
            for place in 0..<70 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
            }
            let table = try await figures(house, .volume).tables[0]
            #expect(table.value("base", of: "email") == .count(56))
            #expect(table.value("change", of: "email") == .number(0.25))
            #expect(table.goal?.isReached == false)
        }
    }

    @Test("compare the days that have begun with as many")
    func baseSoFar() async throws {
        var settings = try Self.settings()
        try await withDesk(settings: settings) { house in
            for place in 0..<10 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
                house.clock.advance(by: 86_400)
            }
            house.clock.advance(by: 354 * 86_400)
            let first = CityTime().day(of: house.clock.now)
            for place in 10..<13 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
                if place < 12 { house.clock.advance(by: 86_400) }
            }
            let query = ReportRequest(.volume, from: first, to: first + 27)
            let table = try await house.desk.report(query, as: .lena).tables[0]
            #expect(table.total?.values.suffix(2) == [.count(3), .number(0)])
            #expect(table.goal?.isReached == false)
            let ahead = ReportRequest(.volume, from: first + 3, to: first + 27)
            let none = try await house.desk.report(ahead, as: .lena).tables[0]
            #expect(none.total?.values.last == ReportValue.none && none.goal?.isReached == nil)
        }
        settings.reports.baseMailsPerYear = 3_650
        try await withDesk(settings: settings) { house in
            let today = CityTime().day(of: house.clock.now)
            let query = ReportRequest(.volume, from: today, to: today + 99)
            let table = try await house.desk.report(query, as: .lena).tables[0]
            #expect(table.total?.values.suffix(2).first == .count(10))
        }
    }

    @Test("judge a goal by what there was, not by what is shown of it")
    func goals() {
        for (part, isReached) in [(69_999, false), (70_000, true)] {
            let goal = ReportGoal("share", 0.7, isLeast: true, part, of: 100_000)
            #expect(goal.isReached == isReached)
        }
        #expect(ReportGoal("change", -0.3, isLeast: false, -30, of: 100).isReached == true)
        #expect(ReportGoal("change", -0.3, isLeast: false, -29_999, of: 100_000).isReached == false)
        #expect(ReportGoal("share", 0.7, isLeast: true, 0, of: 0).isReached == nil)
    }

    @Test("compare groups with what they had, and days that are named with those")
    func configuredBase() async throws {
        var settings = try Self.settings()
        settings.reports.baseMailsPerYear = 100_000
        settings.reports.baseCallsPerYear = 1_800_000
        try await withDesk(settings: settings) { house in
            for place in 0..<10 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
            }
            let before = CityTime().day(of: house.clock.now)
            house.clock.advance(by: 364 * 86_400)
            for place in 10..<16 {
                _ = try await house.desk.receive(.plain("Hej", messageID: "\(place)@x"))
            }
            for grouping in [ReportGrouping.board, .queue, .category, .kind] {
                let table = try await figures(house, .volume, by: grouping).tables[0]
                let whole = try #require(table.total)
                #expect(whole.values.suffix(2) == [.count(10), .number(-0.4)], "\(grouping)")
                #expect(table.rows.map(\.values.last) == [.number(-0.4)], "\(grouping)")
                #expect(table.goal?.isReached == true)
            }
            let named = ReportRequest(.volume, base: before - 27)
            let table = try await house.desk.report(named, as: .lena).tables[0]
            #expect(table.value("base", of: "email") == .count(10))
            #expect(table.total?.values.suffix(2) == [.count(10), .number(-0.4)])
            // Of the whole desk's year, 28 days of 365.
            let months = try await figures(house, .volume, by: .month).tables[0]
            #expect(months.total?.values[3] == .count(7_671 + 138_082))
        }
    }

    @Test("count mails and calls of each board", arguments: StoreKind.available)
    func boards(on kind: StoreKind) async throws {
        var settings = try Self.settings(confidential: ["social"])
        settings.reports.boards = ["school": "Utbildningsnämnden", "nursery": "Utbildningsnämnden"]
        settings.reports.smallGroupMin = 3
        try await withDesk(on: kind, settings: settings) { house in
            let day = CityTime().day(of: house.clock.now)
            let counts: [(String, TicketChannel, Int)] = [
                ("school", .email, 7), ("nursery", .email, 5), ("school", .phone, 4),
                ("nursery", .web, 9), ("e-service", .phone, 20),
                ("social", .email, 2), ("social", .phone, 8),
            ]
            try await house.store.write { transaction throws(DeskError) in
                for (queue, channel, count) in counts {
                    var one = DayCount(.contact, on: day)
                    one.queue = queue
                    one.channel = channel.rawValue
                    try transaction.add(one, count)
                }
            }
            let table = try await figures(house, .volume, by: .board, as: .rut).tables[0]
            #expect(
                table.columns.map(\.name) == [
                    "board", "contacts", "mails", "calls", "tickets", "base", "change",
                ]
            )
            #expect(table.total?.values[1...3] == [.count(55), .count(14), .count(32)])
            // Two mails are too few to tell of; the smallest other board hides what is left.
            let hidden = Set(table.rows.filter(\.isHidden).map(\.name))
            #expect(hidden == ["social", "Utbildningsnämnden"])
            let lena = StaffIdentity.lena.admitted(where: ["social"])
            let open = try await figures(house, .volume, by: .board, as: lena).tables[0]
            #expect(open.value("contacts", of: "Utbildningsnämnden") == .count(25))
            #expect(open.value("mails", of: "Utbildningsnämnden") == .count(12))
            #expect(open.value("calls", of: "Utbildningsnämnden") == .count(4))
            #expect(open.value("mails", of: "e-service") == .count(0))
        }
    }

    @Test("count mails that nobody has answered against the desk", arguments: StoreKind.available)
    func unansweredMails(on kind: StoreKind) async throws {
        var settings = try Self.settings()
        settings.clocks.queueHours = ["school": try OpeningHours("Mo-Fr 08:00-16:30")]
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            var numbers: [TicketNumber] = []
            for place in 0..<7 {
                let subject = place == 6 ? "Klagomål" : "Fråga"
                let mail = ReceivedMail.plain("Hej", subject: subject, messageID: "\(place)@x")
                numbers.append(try await desk.receive(mail).ticket)
            }
            var machine = ReceivedMail.plain("Nyheter", from: "n@example.net", messageID: "n@x")
            machine.automaticReason = "list"
            _ = try await desk.receive(machine)
            func end(_ number: TicketNumber, as outcome: TicketOutcome) async throws {
                let revision = try await desk.ticket(number, as: .ada).revision
                _ = try await desk.resolve(
                    number,
                    at: revision,
                    as: outcome,
                    article: nil,
                    by: .ada
                )
            }
            func mails() async throws -> (values: [ReportValue]?, isReached: Bool?) {
                let table = try #require(try await figures(house, .clocks).tables.last)
                return (table.total.map { Array($0.values.dropFirst()) }, table.goal?.isReached)
            }
            let reply = MessageDraft(kind: .reply, body: "Så här")
            _ = try await desk.write(reply, on: numbers[0], as: .ada)
            // Solved in time by telephone, and no matter of the desk's.
            try await end(numbers[1], as: .answered)
            try await end(numbers[2], as: .rejected)
            var found = try await mails()
            #expect(found.values == [.count(1), .count(0), .count(1), .number(1)])
            house.clock.advance(by: 2 * 86_400)
            // Too late, and without a word.
            try await end(numbers[3], as: .answered)
            try await end(numbers[4], as: .duplicate)
            // With one that lies still, and the complaint that a receipt is no answer to.
            found = try await mails()
            #expect(found.values == [.count(1), .count(3), .count(1), .number(0.25)])
            #expect(found.isReached == false)
            for place in [5, 6] { _ = try await desk.write(reply, on: numbers[place], as: .ada) }
            found = try await mails()
            #expect(found.values == [.count(3), .count(1), .count(1), .number(0.25)])
        }
    }

    @Test("count promises kept and broken, and for how long", arguments: StoreKind.available)
    func clocks(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            let first = try await desk.receive(.plain("Hej", messageID: "1@x")).ticket
            house.clock.advance(by: 30 * 60)
            _ = try await desk.write(MessageDraft(kind: .reply, body: "Hur?"), on: first, as: .ada)
            _ = try await desk.receive(.plain("Så", messageID: "2@x", references: ["1@x"]))
            // An hour was promised; two pass.
            house.clock.advance(by: 2 * 3_600)
            _ = try await desk.write(
                MessageDraft(kind: .reply, body: "Så här", articles: ["losenord"], resolves: true),
                on: first,
                as: .ada
            )
            let report = try await figures(house, .clocks)
            let table = report.tables[0]
            #expect(
                table.row("first_reply") == [
                    .count(1), .count(1), .count(0), .number(1), .count(30), .count(30), .count(0),
                ]
            )
            #expect(
                table.row("next_reply") == [
                    .count(1), .count(0), .count(1), .number(0), .count(120), .count(120),
                    .count(0),
                ]
            )
            #expect(table.row("resolution")?.prefix(2) == [.count(1), .count(1)])
            let mail = try #require(report.tables.last)
            #expect(
                mail.total?.values == [
                    .text("total"), .count(1), .count(0), .count(1), .number(1),
                ]
            )
            #expect(mail.goal?.isReached == true)
            let articles = try await figures(house, .articles).tables[0]
            #expect(
                articles.row("losenord")?.dropFirst().prefix(3) == [
                    .count(1), .count(1), .count(0),
                ]
            )
        }
    }

    @Test(
        "count promises that were broken and never met, and those still waited for",
        arguments: StoreKind.available
    )
    func brokenPromises(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            func end(_ number: TicketNumber, as outcome: TicketOutcome) async throws {
                let revision = try await desk.ticket(number, as: .ada).revision
                _ = try await desk.resolve(
                    number,
                    at: revision,
                    as: outcome,
                    article: nil,
                    by: .ada
                )
            }
            var numbers: [TicketNumber] = []
            for place in 0..<5 {
                let mail = ReceivedMail.plain("Hej", messageID: "\(place)@x")
                numbers.append(try await desk.receive(mail).ticket)
            }
            let reply = MessageDraft(kind: .reply, body: "Hur?")
            _ = try await desk.write(reply, on: numbers[0], as: .ada)
            _ = try await desk.receive(.plain("Så", messageID: "so@x", references: ["0@x"]))
            // In time, without a letter: what solved it was said otherwise.
            try await end(numbers[1], as: .answered)
            // A day was promised for the first answer, an hour for the next; this is half past ten on
            // the second day after.
            house.clock.advance(by: 2 * 86_400 + 5_400)
            while try await desk.ringAlarms() > 0 {}
            var table = try await figures(house, .clocks).tables[0]
            #expect(table.value("missed", of: "first_reply") == .count(0))
            #expect(table.value("overdue", of: "first_reply") == .count(3))
            #expect(table.value("overdue", of: "next_reply") == .count(1))
            try await end(numbers[0], as: .answered)
            try await end(numbers[2], as: .answered)
            // Nobody owed an answer to what was none.
            try await end(numbers[3], as: .rejected)
            table = try await figures(house, .clocks).tables[0]
            for (column, first, next) in [
                ("stopped", 3, 1), ("kept", 2, 0), ("missed", 1, 1), ("overdue", 1, 0),
            ] {
                #expect(table.value(column, of: "first_reply") == .count(first), "\(column)")
                #expect(table.value(column, of: "next_reply") == .count(next), "\(column)")
            }
            // Two working days and an hour and a half.
            #expect(table.value("p90", of: "first_reply") == .count(1_110))
            let queues = try await figures(house, .clocks, by: .queue).tables[1]
            #expect(queues.rows.first?.values.last == .count(1))
        }
    }

    @Test(
        "count an article that was told, and one whose citizen came back, by whichever way",
        arguments: StoreKind.available
    )
    func toldArticle(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            func call(_ phone: String) async throws -> TicketNumber {
                var call = draft(email: nil)
                call.citizen.phone = phone
                return try #require(try await desk.open(call, as: .ada).value).number
            }
            func solve(_ number: TicketNumber) async throws {
                let revision = try await desk.ticket(number, as: .ada).revision
                _ = try await desk.resolve(
                    number,
                    at: revision,
                    as: .answered,
                    article: "losenord",
                    by: .ada
                )
            }
            func check(_ wanted: [Int], line: Int = #line) async throws {
                let table = try await figures(house, .articles).tables[0]
                let found = table.row("losenord")?.dropFirst().prefix(3)
                #expect(found.map { Array($0) } == wanted.map { .count($0) }, "line \(line)")
            }
            let first = try await call("0701740605")
            try await solve(first)
            try await check([1, 1, 0])
            // The same number calls about the same.
            house.clock.advance(by: 3_600)
            let again = try await call("0701740605")
            try await check([1, 0, 1])
            // Somebody else does.
            _ = try await call("0701740606")
            try await check([1, 0, 1])
            let revision = try await desk.ticket(first, as: .ada).revision
            _ = try await desk.reopen(first, at: revision, as: .ada)
            try await check([1, 0, 1])
            // What was sent is used once, and failed when its citizen writes again.
            let number = try await desk.receive(.plain("Hej", messageID: "1@x")).ticket
            _ = try await desk.write(
                MessageDraft(kind: .reply, body: "Så här", articles: ["losenord"], resolves: true),
                on: number,
                as: .ada
            )
            try await check([2, 1, 1])
            _ = try await desk.receive(.plain("Nej", messageID: "2@x", references: ["1@x"]))
            try await check([2, 0, 2])
            try await solve(again)
            // A clerk's own mistake is nobody's failure.
            let later = try await desk.ticket(again, as: .ada).revision
            _ = try await desk.reopen(again, at: later, as: .ada)
            try await check([3, 0, 2])
        }
    }

    @Test("stay what they were when the person is erased", arguments: StoreKind.available)
    func erasure(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            let number = try await desk.receive(.plain("Altan vid sjön", messageID: "1@x")).ticket
            _ = try await desk.write(
                MessageDraft(kind: .reply, body: "Så här", articles: ["losenord"], resolves: true),
                on: number,
                as: .ada
            )
            let complaint = try await desk.open(draft(kind: .complaint), as: .ada).value
            let opened = try #require(complaint)
            _ = try await desk.resolve(
                opened.number,
                at: opened.revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            var before: [Report] = []
            for name in ReportName.allCases { before.append(try await figures(house, name)) }
            for person in ["maja@example.com", "olle@example.com"] {
                let erased = try await desk.erase(
                    Person(email: person, phone: nil),
                    isDryRun: false,
                    as: .adam
                )
                #expect(erased.erased.count == 1)
            }
            for (name, known) in zip(ReportName.allCases, before) {
                let after = try await figures(house, name)
                // Only the questions themselves go, which are the citizens' own words.
                #expect(after.tables[0] == known.tables[0], "\(name)")
            }
        }
    }

    @Test("are for who leads, examines or runs the desk, and of their own queues")
    func rights() async throws {
        try await withDesk(settings: Self.settings(confidential: ["social"])) { house in
            for queue in ["school", "e-service", "e-service"] {
                _ = try await house.desk.open(draft(queue), as: .ada)
            }
            _ = try await house.desk.open(
                draft("social"),
                as: StaffIdentity.soley.admitted(where: ["social"])
            )
            for staff in [StaffIdentity.ada, .stig, .petra, .pelle] {
                await #expect(throws: DeskError.notPermitted) {
                    try await figures(house, .volume, as: staff)
                }
            }
            for (staff, total) in [
                (StaffIdentity.lena, 3), (.sara, 1), (.adam, 3), (.rut, 4),
            ] {
                let seen = staff.admitted(where: ["social"])
                let table = try await figures(house, .volume, as: seen).tables[0]
                #expect(table.total?.values[1] == .count(total), "\(staff.id)")
            }
        }
    }

    @Test("leave out what confidential queues have too few of, and what would give it away")
    func smallGroups() async throws {
        var settings = try Self.settings(confidential: ["social"])
        settings.reports.smallGroupMin = 3
        try await withDesk(settings: settings) { house in
            for (queue, count) in [("e-service", 9), ("school", 4), ("social", 2)] {
                for _ in 0..<count { _ = try await house.desk.open(draft(queue), as: .root) }
            }
            let few = try await figures(house, .volume, by: .queue, as: .rut).tables[0]
            #expect(few.rows.filter(\.isHidden).map(\.name) == ["school", "social"])
            #expect(few.value("contacts", of: "social") == ReportValue.none)
            #expect(few.value("contacts", of: "e-service") == .count(9))
            _ = try await house.desk.open(draft("social"), as: .root)
            let enough = try await figures(house, .volume, by: .queue, as: .rut).tables[0]
            #expect(enough.rows.allSatisfy { !$0.isHidden })
            #expect(enough.value("contacts", of: "social") == .count(3))
        }
    }

    @Test("count what is registered, in time, late and open", arguments: StoreKind.available)
    func complaints(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            _ = try await desk.open(draft(), as: .ada)
            let one = try await desk.open(draft(kind: .complaint), as: .ada).value
            _ = try await desk.open(draft("school", kind: .opinion, email: nil), as: .ada)
            let first = try #require(one)
            _ = try await desk.write(
                MessageDraft(kind: .reply, body: "Svar", resolves: true),
                on: first.number,
                as: .ada
            )
            _ = try await desk.open(draft(kind: .complaint), as: .ada)
            // Three working days later the second one is late.
            house.clock.advance(by: 3 * 86_400)
            let table = try await figures(house, .complaints).tables[0]
            #expect(table.value("received", of: "e-service") == .count(2))
            #expect(table.value("receipts_in_time", of: "e-service") == .count(1))
            #expect(table.value("receipts_late", of: "e-service") == .count(1))
            #expect(table.value("overdue", of: "e-service") == .count(1))
            #expect(table.value("receipts_late", of: "school") == .count(0))
            #expect(table.total?.values[2] == .count(3))
        }
    }

    @Test("go by how urgent a complaint is", arguments: StoreKind.available)
    func urgentComplaint(on kind: StoreKind) async throws {
        var settings = try Self.settings()
        settings.clocks = ClockRules(
            rules: try ["complaint urgent: solve 2d", "complaint: first 2d"].map {
                try ClockRule($0)
            },
            hours: try OpeningHours(ClockRules.standardHours)
        )
        try await withDesk(on: kind, settings: settings) { house in
            var urgent = draft(kind: .complaint)
            urgent.priority = .urgent
            _ = try await house.desk.open(urgent, as: .ada)
            house.clock.advance(by: 3 * 86_400)
            let table = try await figures(house, .complaints).tables[0]
            #expect(table.value("overdue", of: "e-service") == .count(1))
            #expect(table.value("answers_late", of: "e-service") == .count(1))
        }
    }

    @Test(
        "count nothing confidential for the unit that had it before",
        arguments: StoreKind.available
    )
    func confidentialComplaint(on kind: StoreKind) async throws {
        let settings = try Self.settings(confidential: ["social"])
        let switchboard = TestSwitchboard(units: ["school"])
        try await withDesk(on: kind, switchboard: switchboard, settings: settings) { house in
            let opened = try await house.desk.open(draft(kind: .complaint), as: .ada).value
            var ticket = try #require(opened)
            ticket = try await house.desk.give(
                ticket.number,
                at: ticket.revision,
                to: "school",
                as: .ada
            )
            let sara = StaffIdentity.sara.admitted(where: ["social"])
            let before = try await figures(house, .complaints, as: sara).tables[0]
            #expect(before.total?.values[2] == .count(1))
            var patch = TicketPatch()
            patch.queue = "social"
            _ = try await house.desk.change(
                ticket.number,
                at: ticket.revision,
                by: patch,
                as: .root
            )
            let after = try await figures(house, .complaints, as: sara).tables[0]
            #expect(after.rows.isEmpty && after.total?.values[2] == .count(0))
            let all = try await figures(house, .complaints, as: .rut).tables[0]
            #expect(all.total?.values[2] == .count(1))
        }
    }

    @Test("hold nobody to an answer to who left no address", arguments: StoreKind.available)
    func anonymous(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            for email in [nil, "olle@example.com"] {
                _ = try await desk.open(draft("school", kind: .opinion, email: email), as: .ada)
            }
            let early = try await desk.open(draft("school", kind: .opinion, email: nil), as: .ada)
            let first = try #require(early.value)
            _ = try await desk.resolve(
                first.number,
                at: first.revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            house.clock.advance(by: 3 * 86_400)
            let table = try await figures(house, .complaints).tables[0]
            for (column, count) in [
                ("received", 3), ("answers_in_time", 0), ("answers_late", 1), ("open", 2),
                ("overdue", 1),
            ] {
                #expect(table.value(column, of: "school") == .count(count), "\(column)")
            }
        }
    }

    @Test("take an article's solution back where it was counted", arguments: StoreKind.available)
    func solvedAnew(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            let opened = try #require(try await desk.open(draft("school"), as: .root).value)
            let number = opened.number
            func solved(_ staff: StaffIdentity) async throws -> ReportValue? {
                try await figures(house, .articles, as: staff).tables[0]
                    .value("solved", of: "losenord")
            }
            for outcome in [TicketOutcome.answered, .answered, .rejected] {
                let ticket = try await desk.ticket(number, as: .root)
                _ = try await desk.resolve(
                    number,
                    at: ticket.revision,
                    as: outcome,
                    article: outcome == .answered ? "losenord" : nil,
                    by: .root
                )
                if outcome == .answered { #expect(try await solved(.lena) == .count(1)) }
                // Its queue is another's, and the day another, when it is opened again.
                var patch = TicketPatch()
                patch.queue = "e-service"
                house.clock.advance(by: 86_400)
                _ = try await desk.change(number, at: ticket.revision + 1, by: patch, as: .root)
                _ = try await desk.reopen(number, at: ticket.revision + 2, as: .root)
                #expect(try await solved(.lena) == .count(0))
                #expect(try await solved(.sara) == .count(0))
                let day = CityTime().day(of: house.clock.now)
                let today = ReportRequest(.articles, from: day, to: day)
                #expect(try await desk.report(today, as: .lena).tables[0].rows.isEmpty)
            }
        }
    }

    @Test("take a verdict back where it was counted", arguments: StoreKind.available)
    func judgedAnew(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let desk = house.desk
            let opened = try #require(try await desk.open(draft("school"), as: .root).value)
            let number = opened.number
            func failed(_ staff: StaffIdentity) async throws -> ReportValue? {
                try await figures(house, .articles, as: staff).tables[0]
                    .value("failed", of: "losenord")
            }
            for (verdict, queue, kind, category) in [
                (ArticleVerdict.right, "e-service", TicketKind.fault, TicketCategory.login),
                (nil, "school", .question, .technical),
            ] {
                try await desk.judge("losenord", for: number, as: .wrong, by: .root)
                #expect(try await failed(.lena) == .count(1))
                // Its queue is another's, what it is another thing, and the day another, when that
                // is taken back.
                var patch = TicketPatch()
                (patch.queue, patch.kind, patch.category) = (queue, kind, category)
                house.clock.advance(by: 86_400)
                let revision = try await desk.ticket(number, as: .root).revision
                _ = try await desk.change(number, at: revision, by: patch, as: .root)
                try await desk.judge("losenord", for: number, as: verdict, by: .root)
                #expect(try await failed(.lena) == .count(0))
                let school = try await failed(.sara)
                #expect(school == nil || school == .count(0))
                let left = try await house.store.read { reading throws(DeskError) in
                    guard let sight = ReportSight(.lena) else { throw .notPermitted }
                    let days = CivilDay(number: 0)...CityTime().day(of: house.clock.now)
                    return try reading.counts(
                        DayCountQuery(.articleFailed, days, by: [.kind, .category], seenBy: sight)
                    )
                    .map(\.count)
                }
                #expect(left.allSatisfy { $0 == 0 })
                let day = CityTime().day(of: house.clock.now)
                let today = ReportRequest(.articles, from: day, to: day)
                #expect(try await desk.report(today, as: .lena).tables[0].rows.isEmpty)
            }
        }
    }

    @Test("have rows that come to the total, also where nobody got in touch")
    func sums() async throws {
        var settings = try Self.settings(confidential: ["social"])
        settings.reports.smallGroupMin = 3
        try await withDesk(settings: settings) { house in
            let day = CityTime().day(of: house.clock.now)
            let counts = [
                (DayCount.Fact.contact, "e-service", 9), (.opened, "e-service", 8),
                (.contact, "school", 7), (.opened, "school", 6),
                (.opened, "machines", 4), (.contact, "social", 5), (.opened, "social", 2),
            ]
            try await house.store.write { transaction throws(DeskError) in
                for (fact, queue, count) in counts {
                    var one = DayCount(fact, on: day)
                    one.queue = queue
                    try transaction.add(one, count)
                }
            }
            let all = try await figures(house, .volume, by: .queue, as: .rut).tables[0]
            #expect(
                Set(all.rows.map(\.name)) == ["e-service", "school", "machines", "social"]
            )
            #expect(all.total?.values[1...2] == [.count(21), .count(20)])
            // Two tickets are too few to tell of, and would be the difference to the total.
            #expect(Set(all.rows.filter(\.isHidden).map(\.name)) == ["machines", "social"])
            let open = try await figures(
                house,
                .volume,
                by: .queue,
                as: StaffIdentity.lena.admitted(where: ["social"])
            ).tables[0]
            #expect(open.value("tickets", of: "machines") == .count(4))
            #expect(open.total?.values[1...2] == [.count(16), .count(18)])
        }
    }

    @Test("say which articles are missing, in words that several people wrote")
    func missing() async throws {
        var settings = try Self.settings()
        settings.reports.smallGroupMin = 3
        try await withDesk(settings: settings) { house in
            for place in 0..<4 {
                _ = try await house.desk.receive(
                    .plain(
                        "Hej, min parkeringsbiljett i zon \(place)\(place) syns inte. "
                            + "Jag heter Fabiana Qvist, 0701234567.",
                        subject: "Parkeringsbiljett",
                        from: "a\(place)@example.com",
                        messageID: "p\(place)@x"
                    )
                )
            }
            for place in 0..<5 {
                // One person asks often: that is one person.
                _ = try await house.desk.receive(
                    .plain(
                        "Snöröjning på Zinkgränd",
                        subject: "Snöröjning",
                        from: "b@example.com",
                        messageID: "s\(place)@x"
                    )
                )
            }
            let table = try #require(
                try await figures(house, .articles).tables.first { $0.name == "missing" }
            )
            #expect(table.rows.count == 1)
            let row = try #require(table.rows.first)
            #expect(row.name.contains("parkeringsbiljett"))
            #expect(Array(row.values[1...2]) == [.count(4), .count(4)])
            for secret in ["fabiana", "qvist", "0701234567", "zinkgränd"] {
                #expect(!row.name.contains(secret))
            }
        }
    }

    @Test("take of missed questions no more out of the store than is read, and that as it stands")
    func missedWords() async throws {
        try await withDesk(settings: try Self.settings()) { house in
            let long = String(repeating: "x", count: 3 * Evidence.charactersRead)
            _ = try await house.desk.receive(
                .plain("Zonkort. Ring 0701234567.\n\(long)", subject: "Zonkort", messageID: "1@x")
            )
            let query = MissedQuestionQuery(
                in: house.clock.now - 60..<house.clock.now + 60,
                seenBy: try #require(ReportSight(.lena)),
                butNot: [],
                limit: 9
            )
            let (missed, isCutOff) = try await house.store.read { reading throws(DeskError) in
                try reading.missedWords(query)
            }
            let words = try #require(missed.first?.words)
            #expect(missed.count == 1 && !isCutOff)
            // What tells who asked is taken out where nobody waits for the store.
            #expect(words.text.contains("0701234567"))
            #expect(words.text.count == Evidence.charactersRead)
            let evidence = try #require(words.evidence(about: nil, .unanswered))
            #expect(!evidence.text.contains("0701234567"))
        }
    }

    @Test("take for a question neither a machine's mail, a complaint, nor a report by Open311")
    func noQuestions() async throws {
        var settings = try Self.settings()
        settings.services = ServiceSettings(
            services: [CityService(code: "lamp", name: "Lykta", kind: .fault, needsPlace: false)],
            takesAnonymous: true
        )
        try await withDesk(settings: settings) { house in
            let desk = house.desk
            var machine = ReceivedMail.plain("Zonkort", from: "n@example.net", messageID: "1@x")
            machine.automaticReason = "list"
            let question = ReceivedMail.plain("Zonkort", subject: "Zonkort", messageID: "2@x")
            let complaint = ReceivedMail.plain("Zonkort", subject: "Klagomål", messageID: "3@x")
            for mail in [machine, question, complaint] { _ = try await desk.receive(mail) }
            let report = ServiceRequestDraft(description: "Zonkort")
            _ = try await desk.file(report, asking: "lamp", by: nil)
            let table = try #require(
                try await figures(house, .articles).tables.first { $0.name == "missing" }
            )
            #expect(table.total?.values[1] == .count(1))
        }
    }

    @Test(
        "read of missing articles the newest questions that somebody sees, and say when not all",
        arguments: StoreKind.available
    )
    func missingOfMany(on kind: StoreKind) async throws {
        var settings = try Self.settings(confidential: ["social"])
        settings.reports.smallGroupMin = 3
        try await withDesk(on: kind, settings: settings) { house in
            let moment = house.clock.now
            // A question of the school's, and behind it more than are read of everywhere else.
            let others = QuestionCluster.questionsMax
            try await house.store.write { transaction throws(DeskError) in
                for place in 0..<(others + 6) {
                    let isSchool = place < 4
                    try transaction.miss(
                        isSchool ? "Skolskjuts från Mossbacken" : "Parkering i zonen",
                        from: "a\(place)@example.com",
                        in: isSchool ? "school" : place == 5 ? "social" : "e-service",
                        at: moment + Double(place) / 1_000
                    )
                }
            }
            func missing(_ staff: StaffIdentity) async throws -> ReportTable {
                try #require(
                    try await figures(house, .articles, as: staff).tables
                        .first { $0.name == "missing" }
                )
            }
            let school = try await missing(.sara)
            #expect(school.rows.map { $0.values[1] } == [.count(4)])
            #expect(school.total?.values.prefix(2) == [.text("total"), .count(4)])
            // Of 1,005 the newest 1,000; what is confidential is not among them.
            let all = try await missing(.lena)
            #expect(all.total?.values.prefix(2) == [.text("newest 1000"), .count(others)])
        }
    }

    @Test("keep nobody waiting while questions are put together")
    func clustersAside() async throws {
        var random = SeededRandom(seed: 9)
        let syllables = "ba de fi go hu ka le mi no pu ra se ti vo".split(separator: " ")
        let questions = (0..<QuestionCluster.questionsMax).map { place in
            let words = (0..<12).map { _ in
                (0..<2).map { _ in String(syllables.randomElement(using: &random) ?? "") }
                    .joined() + "x"
            }
            return AskedQuestion(text: words.joined(separator: " "), asker: "\(place)")
        }
        let clock = ContinuousClock()
        let start = clock.now
        let (pauseMax, time) = await withTaskGroup(of: Duration?.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let found = await QuestionCluster.aside {
                        QuestionCluster.clusters(of: questions, askersMin: 2)
                    }
                    #expect(!found.isEmpty)
                    return nil
                }
            }
            let heart = Task {
                var pauseMax = Duration.zero
                while !Task.isCancelled {
                    let last = clock.now
                    try? await Task.sleep(for: .milliseconds(1))
                    pauseMax = max(pauseMax, last.duration(to: clock.now))
                }
                return pauseMax
            }
            await group.waitForAll()
            let time = start.duration(to: clock.now)
            heart.cancel()
            return (await heart.value, time)
        }
        // Where the threads of everything else compute, nothing gets through until one is done.
        #expect(pauseMax < time / 4, "\(pauseMax) of \(time)")
    }

    @Test("count hand-offs by how they ended", arguments: StoreKind.available)
    func handoffs(on kind: StoreKind) async throws {
        try await withDesk(on: kind, switchboard: TestSwitchboard(), settings: Self.settings()) {
            house in
            let desk = house.desk
            for outcome in [Handoff.State.completed, .completed, .busy] {
                let ticket = try #require(try await desk.open(draft(), as: .ada).value)
                let handoff = try #require(
                    try await desk.handOff(
                        ticket.number,
                        HandoffDraft(destination: "bygglov", mode: .blind, call: nil, summary: nil),
                        as: .ada
                    ).value
                )
                house.clock.advance(by: 12)
                _ = try await desk.end(handoff.id, as: outcome, detail: nil, by: .ada)
            }
            let table = try await figures(house, .handoffs).tables[0]
            #expect(table.rows.map(\.name) == ["bygglov"])
            #expect(table.value("name", of: "bygglov") == .text("Bygglov"))
            #expect(table.value("completed", of: "bygglov") == .count(2))
            #expect(table.value("busy", of: "bygglov") == .count(1))
            #expect(table.value("median_wait", of: "bygglov") == .count(12))
        }
    }

    @Test("share the cost of a month among its contacts")
    func cost() async throws {
        var settings = try Self.settings()
        settings.reports.costPerMonth = 140_000
        try await withDesk(settings: settings) { house in
            for _ in 0..<4 { _ = try await house.desk.open(draft(), as: .ada) }
            let query = try ReportRequest(.cost, from: day("2026-11-01"), to: day("2026-11-30"))
            // On the second day of thirty; what is still to come costs nothing yet.
            let soFar = try await house.desk.report(query, as: .lena).tables[0]
            #expect(soFar.total?.values[2] == .number(9_333.333_3))
            let ahead = try ReportRequest(.cost, from: day("2026-11-03"), to: day("2026-11-30"))
            let none = try await house.desk.report(ahead, as: .lena).tables[0]
            #expect(none.total?.values[2] == .number(0))
            house.clock.advance(by: 28 * 86_400)
            let table = try await house.desk.report(query, as: .lena).tables[0]
            #expect(
                table.row("2026-11") == [
                    .count(4), .number(140_000), .number(35_000), .text("SEK"),
                ]
            )
            let half = try ReportRequest(.cost, from: day("2026-11-01"), to: day("2026-11-15"))
            let part = try await house.desk.report(half, as: .lena).tables[0]
            #expect(part.total?.values[2] == .number(70_000))
        }
    }

    @Test("hold no queue alone against figures of the whole desk")
    func boundedSight() async throws {
        var settings = try Self.settings()
        settings.reports.baseMailsPerYear = 365 * 100
        settings.reports.baseCallsPerYear = 365 * 100
        settings.reports.costPerMonth = 140_000
        try await withDesk(settings: settings) { house in
            for _ in 0..<4 {
                _ = try await house.desk.open(draft("school", channel: .email), as: .ada)
            }
            let whole = try await figures(house, .volume).tables[0]
            #expect(whole.value("base", of: "email") == .count(2_800))
            let own = try await figures(house, .volume, as: .sara).tables[0]
            #expect(own.value("contacts", of: "email") == .count(4))
            #expect(own.value("base", of: "email") == ReportValue.none)
            #expect(own.goal?.isReached == nil)
            let cost = try await figures(house, .cost, as: .sara).tables[0]
            #expect(cost.total?.values[1...3] == [.count(4), .none, .none])
            let all = try await figures(house, .cost).tables[0]
            #expect(all.total?.values[2] != ReportValue.none)
            // Whoever does not see what is confidential does not see the whole desk either.
            let most = StaffIdentity.lena.admitted(where: ["social"])
            let known = try await figures(house, .volume, as: most).tables[0]
            #expect(known.value("base", of: "email") == ReportValue.none)
            #expect(known.goal?.isReached == nil)
            let part = try await figures(house, .cost, as: most).tables[0]
            #expect(part.total?.values[1...3] == [.count(4), .none, .none])
        }
    }

    @Test("count nobody's contact for what a machine or the desk itself opens")
    func noContacts() async throws {
        var settings = try Self.settings()
        settings.letters.sendsReceipts = true
        settings.letters.caps.allPerHourMax = 1
        try await withDesk(settings: settings) { house in
            var machine = ReceivedMail.plain("Nyheter", from: "n@example.net", messageID: "n@x")
            machine.automaticReason = "list"
            _ = try await house.desk.receive(machine)
            try await call(house, .outbound, "ut")
            for place in 1...2 {
                _ = try await house.desk.receive(
                    .plain("Hej", from: "\(place)@example.com", messageID: "\(place)@x")
                )
            }
            let table = try await figures(house, .volume).tables[0]
            // The two mails; the desk's call for help is the fifth ticket.
            #expect(table.total?.values[1...2] == [.count(2), .count(5)])
            let first = try await figures(house, .fcr).tables[0]
            #expect(first.total?.values[1] == .count(2))
        }
    }

    @Test("hold no call of the desk against what it solved", arguments: StoreKind.available)
    func courtesyCall(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            for (direction, returned) in [(Call.Direction.outbound, 0), (.inbound, 1)] {
                var draft = TicketDraft(
                    subject: "Fråga",
                    body: "Sylt",
                    channel: .phone,
                    citizen: Citizen(phone: "0701234567")
                )
                draft.category = .other
                if direction == .outbound {
                    let opened = try #require(try await house.desk.open(draft, as: .ada).value)
                    _ = try await house.desk.resolve(
                        opened.number,
                        at: opened.revision,
                        as: .answered,
                        article: nil,
                        by: .ada
                    )
                } else {
                    // Out of the way of the citizen's own call, which opens another.
                    let call = TicketNumber(rawValue: 2)
                    _ = try await house.desk.resolve(
                        call,
                        at: try await house.desk.ticket(call, as: .ada).revision,
                        as: .answered,
                        article: nil,
                        by: .ada
                    )
                }
                try await call(house, direction, direction.rawValue)
                let total = try await figures(house, .fcr).tables[0].total
                #expect(total?.values[1] == .count(1), "\(direction)")
                #expect(total?.values[3] == .count(returned), "\(direction)")
            }
        }
    }

    /// A call with one number, answered and ended.
    private func call(
        _ house: TestDesk,
        _ direction: Call.Direction,
        _ id: String
    ) async throws {
        for kind in [CallEvent.Kind.newCall, .answer, .hangup] {
            _ = try await house.desk.note(
                CallEvent(
                    kind: kind,
                    callID: id,
                    direction: direction,
                    from: direction == .inbound ? "0701234567" : "1",
                    to: direction == .inbound ? "1" : "0701234567",
                    users: ["ada"]
                ),
                as: .ada
            )
            house.clock.advance(by: 20)
        }
    }

    @Test("take a span at its limits and not past them")
    func bounds() async throws {
        try await withDesk(settings: Self.settings()) { house in
            let last = try day("2026-11-02")
            for (days, isTaken) in [
                (1, true), (ReportSettings.daysMax, true), (ReportSettings.daysMax + 1, false),
                (0, false),
            ] {
                let query = ReportRequest(.volume, from: last - (days - 1), to: last)
                let found = await Result { try await house.desk.report(query, as: .lena) }
                #expect(((try? found.get()) != nil) == isTaken, "\(days) days")
            }
            for (days, isTaken) in [
                (ReportSettings.rowsMax, true), (ReportSettings.rowsMax + 1, false),
            ] {
                let query = ReportRequest(.volume, from: last - (days - 1), to: last, by: .day)
                let found = await Result { try await house.desk.report(query, as: .lena) }
                #expect(((try? found.get()) != nil) == isTaken, "\(days) days by day")
            }
            await #expect(throws: DeskError.self) {
                try await figures(house, .cost, by: .channel)
            }
        }
    }

    @Test("measure times in steps that never make them shorter")
    func steps() {
        #expect(
            [0, 60, 3_600, 3_601, 28_800, 28_801, 144_000, 144_001].map { TimeSteps.minutes($0) }
                == [0, 1, 60, 65, 480, 510, 2_400, 2_520]
        )
        #expect(
            [0, 0.2, 60, 60.1, 600, 601].map { TimeSteps.seconds($0) } == [0, 1, 60, 65, 600, 660]
        )
        for seconds in stride(from: 0.0, through: 400_000, by: 977) {
            #expect(Double(TimeSteps.minutes(seconds)) * 60 >= seconds)
        }
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous body comes to.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

extension ReportTable {
    /// A value of the row with that name.
    func value(_ column: String, of name: String) -> ReportValue? {
        guard let place = columns.firstIndex(where: { $0.name == column }) else { return nil }
        return rows.first { $0.name == name }?.values[place]
    }

    /// The values of the row with that name, behind the name.
    func row(_ name: String) -> [ReportValue]? {
        rows.first { $0.name == name }.map { Array($0.values.dropFirst()) }
    }
}

extension ReportRow {
    var name: String {
        guard case .text(let name)? = values.first else { return "" }
        return name
    }
}

extension DeskTransaction {
    /// Stores a ticket that no article answered when it came.
    fileprivate func miss(
        _ text: String,
        from address: String,
        in queue: String,
        at moment: Date
    ) throws(DeskError) {
        let ticket = Ticket(
            subject: text,
            category: .other,
            channel: .email,
            queue: queue,
            language: "sv",
            citizen: Citizen(email: address),
            symptom: Symptom(),
            createdAt: moment
        )
        let number = try insert(ticket)
        let message = Message(
            id: UUIDv7(at: moment),
            ticket: number,
            kind: .inbound,
            author: .citizen(name: nil),
            body: text,
            createdAt: moment
        )
        try insert(message, subject: text)
        try insert(MissedQuestion(ticket: number, at: moment))
    }
}
