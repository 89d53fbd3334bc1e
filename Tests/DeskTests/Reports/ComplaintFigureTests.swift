import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("Figures of complaints")
struct ComplaintFigureTests {
    private static func settings(_ rules: String...) throws -> DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.clocks = ClockRules(
            rules: try rules.map { try ClockRule($0) },
            hours: try OpeningHours(ClockRules.standardHours)
        )
        return settings
    }

    private func opened(
        _ house: TestDesk,
        email: String? = "olle@example.com",
        phone: String? = nil
    ) async throws -> TicketNumber {
        let draft = TicketDraft(
            subject: "Klagomål",
            body: "Ingen plogar.",
            channel: .phone,
            kind: .complaint,
            citizen: Citizen(email: email, phone: phone)
        )
        return try #require(try await house.desk.open(draft, as: .ada).value).number
    }

    private func resolve(
        _ number: TicketNumber,
        as outcome: TicketOutcome = .answered,
        _ house: TestDesk
    ) async throws {
        let revision = try await house.desk.ticket(number, as: .ada).revision
        _ = try await house.desk.resolve(
            number,
            at: revision,
            as: outcome,
            article: nil,
            by: .ada
        )
    }

    private func change(
        _ number: TicketNumber,
        _ house: TestDesk,
        _ change: (inout TicketPatch) -> Void
    ) async throws {
        var patch = TicketPatch()
        change(&patch)
        let revision = try await house.desk.ticket(number, as: .ada).revision
        _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
    }

    /// Of the whole desk, by the column.
    private func total(_ desk: Desk) async throws -> [String: ReportValue] {
        let table = try await desk.report(ReportRequest(.complaints), as: .lena).tables[0]
        let values = try #require(table.total).values
        return Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), values))
    }

    private func expect(
        _ wanted: [String: Int],
        of desk: Desk,
        line: Int = #line
    ) async throws {
        let found = try await total(desk)
        for (column, count) in wanted {
            #expect(found[column] == .count(count), "\(column), line \(line)")
        }
    }

    @Test(
        "say late of an answer that came before anybody was warned of that",
        arguments: StoreKind.available
    )
    func lateUnseen(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings("*: first 1d, solve 1d")) { house in
            let late = try await opened(house)
            let soon = try await opened(house)
            // Half past four on the next working day, to the millisecond.
            house.clock.advance(by: 86_400 + 7.5 * 3_600)
            try await resolve(soon, house)
            house.clock.advance(by: 0.001)
            try await resolve(late, house)
            try await expect(["answers_in_time": 1, "answers_late": 1], of: house.desk)
        }
    }

    @Test("call no answer what was none, and late what was late", arguments: StoreKind.available)
    func outcomes(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings("*: first 1d, solve 1d")) { house in
            for outcome in TicketOutcome.allCases {
                try await resolve(try await opened(house), as: outcome, house)
            }
            // Answered, and handed off.
            try await expect(["answers_in_time": 2, "answers_late": 0], of: house.desk)
            let late = try await opened(house)
            house.clock.advance(by: 2 * 86_400)
            while try await house.desk.ringAlarms() > 0 {}
            try await resolve(late, as: .rejected, house)
            try await expect(["answers_in_time": 2, "answers_late": 1], of: house.desk)
        }
    }

    @Test("stay what was promised then", arguments: StoreKind.available)
    func pastPromises(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings("*: first 1d, solve 1d")) { house in
            try await resolve(try await opened(house), house)
            let paused = try await opened(house)
            house.clock.advance(by: 3_600)
            try await change(paused, house) { $0.state = .waiting }
            try await resolve(paused, house)
            let late = try await opened(house)
            let open = try await opened(house)
            house.clock.advance(by: 2 * 86_400)
            while try await house.desk.ringAlarms() > 0 {}
            try await resolve(late, house)
            let wanted = ["answers_in_time": 2, "answers_late": 2, "overdue": 1]
            try await expect(wanted, of: house.desk)
            let anew = Desk(
                store: house.store,
                library: house.library,
                directory: TestStaff(),
                switchboard: nil,
                proof: house.proof,
                reader: .ofTests,
                settings: try Self.settings("complaint: first 2d"),
                now: { house.clock.now }
            )
            try await expect(wanted, of: anew)
            // Nobody can be answered any more, and it was late.
            try await change(open, house) { $0.citizenEmail = .some(nil) }
            try await expect(wanted, of: house.desk)
        }
    }

    @Test("leave out what a clerk found to be none", arguments: StoreKind.available)
    func corrected(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings("*: first 1d, solve 1d")) { house in
            let number = try await opened(house)
            try await expect(["received": 1, "open": 1], of: house.desk)
            try await change(number, house) { $0.kind = .question }
            try await expect(["received": 0, "open": 0], of: house.desk)
            try await change(number, house) { $0.kind = .opinion }
            try await expect(["received": 1, "open": 1], of: house.desk)
        }
    }

    @Test("want no receipt for who complained in person and left no address")
    func inPerson() async throws {
        try await withDesk(settings: Self.settings("*: first 1d, solve 5d")) { house in
            _ = try await opened(house, email: nil, phone: "0701740605")
            house.clock.advance(by: 2 * 86_400)
            try await expect(["received": 1, "receipts_late": 0, "overdue": 0], of: house.desk)
            house.clock.advance(by: 7 * 86_400)
            try await expect(["answers_late": 1, "overdue": 1], of: house.desk)
        }
    }

    @Test("are named for a unit only where they are told apart by units")
    func names() async throws {
        let switchboard = TestSwitchboard(units: ["school"])
        let settings = try Self.settings("*: first 1d, solve 1d")
        try await withDesk(switchboard: switchboard, settings: settings) { house in
            let number = try await opened(house)
            let revision = try await house.desk.ticket(number, as: .ada).revision
            let given = try await house.desk.give(number, at: revision, to: "school", as: .ada)
            let unit = try #require(given.unit)
            for (grouping, group, name) in [
                (ReportGrouping.unit, unit.id, unit.name), (.kind, "complaint", "complaint"),
                (.month, "2026-11", "2026-11"),
            ] {
                let request = ReportRequest(.complaints, by: grouping)
                let table = try await house.desk.report(request, as: .lena).tables[0]
                #expect(table.value("name", of: group) == .text(name), "\(grouping)")
            }
        }
    }
}
