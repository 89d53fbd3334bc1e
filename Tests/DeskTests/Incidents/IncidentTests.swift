import DeskTesting
import Foundation
import KnowledgeBase
import Storage
import Testing

@testable import Desk

@Suite("Incidents")
struct IncidentTests {
    @Test(
        "are raised once by what chance does not explain, with the tickets that show it",
        arguments: StoreKind.available
    )
    func raised(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await house.rush(3)
            #expect(try await house.watch().isEmpty)
            try await house.rush(5, from: 3)
            // Four daemons look at the same moment.
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try await house.watch() } }
                try await group.waitForAll()
            }
            let open = try await house.watch()
            #expect(open.count == 1)
            let view = try #require(open.first)
            #expect(view.incident.state == .suspected)
            #expect(view.incident.key?.symptom == "code=rfa8")
            #expect(view.incident.look?.citizens == 8)
            #expect(view.tickets == 8)
            let last = TicketNumber(rawValue: 8)
            #expect(try await house.desk.ticket(last, as: .ada).incident == view.incident.number)
            #expect(try await house.kinds(of: last).contains(.incidentLinked))
            // One more is linked at once.
            try await house.rush(1, from: 8)
            let next = TicketNumber(rawValue: 9)
            #expect(try await house.desk.ticket(next, as: .ada).incident == view.incident.number)
            #expect(try await house.watch().count == 1)
        }
    }

    @Test(
        "link all that came before them, and what was counted late",
        arguments: StoreKind.available
    )
    func backlog(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            // More than one write takes.
            try await house.rush(120)
            let open = try await house.watch()
            #expect(open.map(\.tickets) == [120])
            #expect(open.first?.incident.linkedThrough?.ticket == TicketNumber(rawValue: 120))
            // As one looks that another daemon wrote while the incident was raised.
            try await house.store.write { transaction throws(DeskError) in
                var ticket = try transaction.ticket(TicketNumber(rawValue: 60))
                ticket.incident = nil
                try transaction.save(ticket, over: ticket.revision)
                try transaction.lookAt(ticket.number)
            }
            #expect(try await house.watch().map(\.tickets) == [120])
        }
    }

    @Test(
        "look back over so many tickets, and in a shorter time when more came",
        arguments: StoreKind.available
    )
    func window(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await house.rush(10)
            _ = try await house.watch()
            let key = try #require(SymptomKey(service: nil, symptom: "code=rfa8"))
            let latest = house.clock.now
            for (limit, citizens, time) in [(10, 10, 600.0), (9, 9, 45), (4, 4, 20)] {
                let look = try await house.store.read { reading throws(DeskError) in
                    try TicketMoments(before: latest, limit: limit, in: reading)
                        .look(at: key, endingAt: latest, by: ArrivalModel(from: latest))
                }
                #expect(look.citizens == citizens)
                #expect(look.window == time)
            }
        }
    }

    @Test("are not raised by one citizen who writes often, nor by what has no symptom")
    func noIncident() async throws {
        try await withDesk { house in
            for index in 0..<12 {
                house.clock.advance(by: 20)
                _ = try await house.desk.receive(
                    .plain("RFA8 igen", from: "maja@example.com", messageID: "m\(index)@x")
                )
                _ = try await house.desk.receive(
                    .plain("Sylt", from: "s\(index)@example.com", messageID: "s\(index)@x")
                )
            }
            #expect(try await house.watch().isEmpty)
        }
    }

    @Test("are not raised at all when told so")
    func switchedOff() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.incidents.falseAlarmDays = nil
        try await withDesk(settings: settings) { house in
            try await house.rush(30)
            #expect(try await house.watch().isEmpty)
        }
    }

    @Test(
        "stand in the store: another daemon goes on after a restart",
        arguments: StoreKind.available
    )
    func restart(on kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let location = try kind.location(in: folder)
        let clock = TestClock()
        for part in 0..<3 {
            let store = try await location.open { clock.now }
            let desk = Desk(
                store: store,
                library: Library(KnowledgeBase(sources: TestArticles.sources)),
                directory: TestStaff(),
                switchboard: nil,
                proof: TicketProof(keys: try await store.proofKeys()),
                reader: .ofTests,
                settings: DeskSettings(mailDomain: "example.org"),
                now: { clock.now }
            )
            try await desk.rush(3, from: part * 3, clock)
            let open = try await desk.watchUntilNow()
            #expect(open.map(\.tickets) == (part == 0 ? [] : [part * 3 + 3]))
            try await store.close()
        }
    }

    @Test("tell receipts once they are confirmed, in the citizen's language")
    func notice() async throws {
        try await withDesk(settings: .writing()) { house in
            try await house.rush(8)
            let number = try #require(try await house.watch().first?.incident.number)
            _ = try await house.desk.receive(.answerable(from: "a@example.org", messageID: "a@x"))
            #expect(try await house.letters().last?.form == .answer)
            var patch = IncidentPatch()
            patch.state = .confirmed
            patch.notice = NoticeText(swedish: "BankID ligger nere.", english: "BankID is down.")
            let view = try await house.desk.changeIncident(number, by: patch, as: .lena)
            #expect(view.incident.confirmedAt == house.clock.now)
            _ = try await house.desk.receive(.answerable(from: "b@example.org", messageID: "b@x"))
            let letter = try #require(try await house.letters().last)
            #expect(letter.form == .receipt)
            #expect(letter.text.contains("\n\nBankID ligger nere.\n\n"))
            #expect(letter.html?.contains("BankID ligger nere.") == true)
            let english = ReceivedMail.plain(
                "I get the error RFA8 and the bankid app does not respond, what should I do",
                subject: "The app does not respond",
                from: "c@example.org",
                messageID: "c@x"
            )
            _ = try await house.desk.receive(english)
            #expect(try await house.letters().last?.text.contains("BankID is down.") == true)
        }
    }

    @Test("say when no more comes than usual, and end when staff say so")
    func quiet() async throws {
        try await withDesk { house in
            try await house.rush(8)
            let number = try #require(try await house.watch().first?.incident.number)
            house.clock.advance(by: 7_260)
            #expect(try await house.watch().first?.incident.quietSince == house.clock.now)
            #expect(try await house.desk.incident(number, as: .ada).isQuiet == false)
            house.clock.advance(by: 7_200)
            #expect(try await house.watch().first?.isQuiet == true)
            try await house.rush(8, from: 20)
            #expect(try await house.watch().first?.incident.quietSince == nil)
            var patch = IncidentPatch()
            patch.state = .resolved
            let ended = try await house.desk.changeIncident(number, by: patch, as: .lena)
            #expect(ended.incident.endedBy == "lena")
            patch.state = .confirmed
            await #expect(throws: DeskError.self) {
                try await house.desk.changeIncident(number, by: patch, as: .lena)
            }
        }
    }

    @Test("take tickets in and let them go by hand, and do not take those back")
    func byHand() async throws {
        try await withDesk { house in
            try await house.rush(8)
            let number = try #require(try await house.watch().first?.incident.number)
            let one = TicketNumber(rawValue: 1)
            var ticket = try await house.desk.ticket(one, as: .ada)
            ticket = try await house.desk.setIncident(
                of: one,
                at: ticket.revision,
                to: nil,
                as: .ada
            )
            #expect(ticket.incident == nil)
            #expect(try await house.watch().first?.tickets == 7)
            ticket = try await house.desk.setIncident(
                of: one,
                at: ticket.revision,
                to: number,
                as: .ada
            )
            #expect(ticket.incident == number)
            let revision = ticket.revision
            await #expect(throws: DeskError.self) {
                try await house.desk.setIncident(of: one, at: revision, to: 99, as: .ada)
            }
        }
    }

    @Test(
        "are not raised again at once after they were dismissed, and are learnt as ordinary",
        arguments: StoreKind.available
    )
    func dismissed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let key = try #require(SymptomKey(service: nil, symptom: "code=rfa8"))
            func learnt() async throws -> Double {
                let rate = try await house.store.read { reading throws(DeskError) in
                    try reading.rate(of: key)
                }
                return rate?.tickets ?? 0
            }
            var patch = IncidentPatch()
            patch.state = .dismissed
            try await house.rush(8)
            var number = try #require(try await house.watch().first?.incident.number)
            _ = try await house.desk.changeIncident(number, by: patch, as: .lena)
            house.clock.advance(by: 600)
            try await house.rush(4, from: 8)
            #expect(try await house.watch().isEmpty)
            // Their hour is learnt with all of them.
            house.clock.advance(by: 3_600)
            _ = try await house.watch()
            #expect(try await learnt() > 11.9)
            // Long afterwards it may be one again; who takes hours to say that it is none has it
            // learnt all the same.
            house.clock.advance(by: DeskSettings(mailDomain: "x").incidents.dismissedTime)
            try await house.rush(40, from: 20)
            number = try #require(try await house.watch().first?.incident.number)
            house.clock.advance(by: 2 * 3_600)
            _ = try await house.watch()
            #expect(try await learnt() < 13)
            _ = try await house.desk.changeIncident(number, by: patch, as: .lena)
            #expect(try await learnt() > 51)
        }
    }

    @Test("are opened by hand by whoever leads the desk, once for a symptom")
    func opened() async throws {
        try await withDesk { house in
            let draft = IncidentDraft(title: "Skolval", service: "skolval")
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.openIncident(draft, as: .ada)
            }
            let view = try #require(try await house.desk.openIncident(draft, as: .lena).value)
            #expect(view.incident.state == .confirmed && view.incident.number == 1)
            await #expect(throws: DeskError.self) {
                try await house.desk.openIncident(draft, as: .lena)
            }
            var ticket = TicketDraft(subject: "x", body: "y", channel: .web)
            ticket.service = "Skolval"
            let opened = try await house.desk.open(ticket, as: .ada).value
            #expect(opened?.incident == 1)
            let (incidents, hasMore) = try await house.desk.incidents(
                state: .confirmed,
                before: nil,
                limit: 1,
                as: .rut
            )
            #expect(incidents.map(\.tickets) == [1] && !hasMore)
            let bad = IncidentDraft(title: " ", symptom: "bankid")
            guard
                case .invalid(let problems) = await #expect(
                    throws: DeskError.self,
                    performing: { try await house.desk.openIncident(bad, as: .lena) }
                )
            else { return }
            #expect(problems.map(\.pointer) == ["/title", "/symptom"])
        }
    }
}

@Suite("Planned maintenance")
struct MaintenanceTests {
    private static func window(
        _ house: TestDesk,
        from start: TimeInterval,
        to end: TimeInterval,
        services: [String] = ["skolval"]
    ) -> Maintenance {
        Maintenance(
            startsAt: house.clock.now + start,
            endsAt: house.clock.now + end,
            services: services,
            notice: NoticeText(swedish: "Skolvalet är stängt till klockan tolv."),
            createdBy: ""
        )
    }

    @Test(
        "takes the tickets of its e-services while it is on, and they raise nothing",
        arguments: StoreKind.available
    )
    func on(kind: StoreKind) async throws {
        var settings = DeskSettings.writing()
        settings.triage.services = ServiceNames([("skolval", ["skolval*"])])
        try await withDesk(on: kind, settings: settings) { house in
            _ = try await house.desk.plan(Self.window(house, from: 600, to: 4_200), as: .lena)
            #expect(try await house.school(0).maintenance == nil)
            house.clock.advance(by: 600)
            for index in 1...12 {
                #expect(try await house.school(index).maintenance == 1)
                house.clock.advance(by: 5)
            }
            #expect(try await house.watch().isEmpty)
            let letter = try #require(try await house.letters().last)
            #expect(letter.text.contains("Skolvalet är stängt till klockan tolv."))
            house.clock.advance(by: 3_600)
            #expect(try await house.school(20).maintenance == nil)
            #expect(try await house.desk.maintenances(as: .ada).isEmpty)
        }
    }

    @Test("is refused when it overlaps, ends before it begins, is over, or names nothing")
    func refused() async throws {
        try await withDesk { house in
            let made = try await house.desk.plan(Self.window(house, from: 60, to: 120), as: .lena)
            #expect(made.value?.createdBy == "lena")
            for wrong in [
                Self.window(house, from: 119, to: 300), Self.window(house, from: 200, to: 200),
                Self.window(house, from: -100, to: 0),
                Self.window(house, from: 300, to: 400, services: []),
                Self.window(house, from: 300, to: 400, services: [" "]),
                Self.window(house, from: 10, to: 800 * 86_400),
            ] {
                await #expect(throws: DeskError.self) {
                    try await house.desk.plan(wrong, as: .lena)
                }
            }
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.plan(Self.window(house, from: 300, to: 400), as: .ada)
            }
            // Another e-service at that time, and the same one right after it.
            for right in [
                Self.window(house, from: 60, to: 120, services: ["bygglov"]),
                Self.window(house, from: 120, to: 180),
            ] {
                _ = try await house.desk.plan(right, as: .lena)
            }
            var patch = MaintenancePatch()
            patch.endsAt = house.clock.now + 150
            await #expect(throws: DeskError.self) {
                try await house.desk.changeMaintenance(1, by: patch, as: .lena)
            }
            patch.endsAt = house.clock.now + 90
            let changed = try await house.desk.changeMaintenance(1, by: patch, as: .lena)
            #expect(changed.endsAt == patch.endsAt)
            try await house.desk.cancelMaintenance(1, as: .lena)
            #expect(try await house.desk.maintenances(as: .ada).map(\.number) == [2, 3])
            #expect(try await house.desk.maintenance(1, as: .ada).cancelledAt != nil)
            await #expect(throws: DeskError.self) {
                try await house.desk.changeMaintenance(1, by: patch, as: .lena)
            }
        }
    }
}

extension TestDesk {
    /// Mails of as many citizens about one error, some seconds apart.
    func rush(_ count: Int, from first: Int = 0) async throws {
        try await desk.rush(count, from: first, clock)
    }

    fileprivate func school(_ index: Int) async throws -> Ticket {
        let mail = ReceivedMail.plain(
            "Skolvalet går inte att öppna, RFA8",
            from: "parent\(index)@host\(index).example.com",
            messageID: "school\(index)@example.com"
        )
        return try await desk.ticket(try await desk.receive(mail).ticket, as: .ada)
    }

    /// Looks until there is nothing left to look at; what is open then.
    func watch() async throws -> [IncidentView] { try await desk.watchUntilNow() }
}

extension Desk {
    fileprivate func rush(_ count: Int, from first: Int, _ clock: TestClock) async throws {
        for index in first..<(first + count) {
            clock.advance(by: 5)
            _ = try await receive(
                .plain(
                    "Det står RFA8 hela tiden, nummer \(index).",
                    from: "citizen\(index)@host\(index).example.com",
                    messageID: "rush\(index)@example.com"
                )
            )
        }
    }

    fileprivate func watchUntilNow() async throws -> [IncidentView] {
        while try await watchForIncidents() {}
        let (found, _) = try await incidents(state: nil, before: nil, limit: 100, as: .ada)
        return found.filter { $0.incident.state.isOpen }
    }
}
