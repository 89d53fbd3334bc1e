import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("Tickets that are opened for a call")
struct CalledTicketTests {
    private static let number = "+46701740605"

    private func tell(
        _ house: TestDesk,
        _ kind: CallEvent.Kind,
        _ id: String,
        _ direction: Call.Direction = .inbound,
        cause: String? = nil
    ) async throws {
        let isInbound = direction == .inbound
        let event = CallEvent(
            kind: kind,
            callID: id,
            direction: direction,
            from: isInbound ? Self.number : "0846500400",
            to: isInbound ? "0846500400" : Self.number,
            users: ["ada"],
            cause: cause
        )
        // As the telephone system itself: whom it names is whoever answered.
        let system = StaffIdentity(id: ServiceToken.idPrefix + "pbx", name: "pbx", roles: [.agent])
        try await house.desk.note(event, as: system)
        house.clock.advance(by: 1)
    }

    private func open(
        _ house: TestDesk,
        for call: String?,
        _ subject: String = "Glömt lösenord",
        phone: String? = nil,
        as staff: StaffIdentity = .ada
    ) async throws -> Ticket {
        var draft = TicketDraft(
            subject: subject,
            body: "Hon har glömt sitt lösenord.",
            channel: .phone,
            citizen: Citizen(name: "Maja Lind", phone: phone)
        )
        draft.call = call
        let ticket = try #require(try await house.desk.open(draft, as: staff).value)
        house.clock.advance(by: 1)
        return ticket
    }

    private func contacts(_ house: TestDesk) async throws -> ReportValue? {
        let report = try await house.desk.report(ReportRequest(.volume, by: nil), as: .lena)
        return report.tables[0].value("contacts", of: "phone")
    }

    @Test("take the one that the call opened without a word", arguments: StoreKind.available)
    func bare(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .newCall, "b1")
            try await tell(house, .answer, "b1")
            let bare = try #require(try await house.desk.call("b1", as: .ada).call.ticket)
            let ticket = try await open(house, for: "b1")
            #expect(ticket.number == bare)
            #expect(ticket.subject == "Glömt lösenord")
            #expect(ticket.citizen.name == "Maja Lind" && ticket.citizen.phone == Self.number)
            #expect(ticket.contacts == 1 && ticket.firstContact == .unsolved)
            #expect(!ticket.suggestions.isEmpty)
            #expect(try await house.desk.tickets(TicketQuery(), as: .ada).tickets.count == 1)
            var found = TicketQuery()
            found.text = "glömt"
            #expect(try await house.desk.tickets(found, as: .ada).tickets.map(\.number) == [bare])
            let again = try await house.desk.suggestions(for: bare, limit: 3, as: .ada)
            #expect(again.matches.first?.article == ticket.suggestions.first?.article)
            let page = try await house.desk.messages(of: bare, after: nil, limit: 9, as: .ada)
            #expect(page.messages.last?.body == "Hon har glömt sitt lösenord.")
            #expect(try await contacts(house) == .count(1))
            // The same call is about something else, too: it stays with the first.
            let second = try await open(house, for: "b1", "Skolval")
            #expect(second.number != bare && second.citizen.phone == Self.number)
            #expect(try await house.desk.call("b1", as: .ada).call.ticket == bare)
        }
    }

    @Test(
        "have the call that is answered later, as no second contact",
        arguments: StoreKind.available
    )
    func before(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .newCall, "r1")
            let ticket = try await open(house, for: "r1", phone: "070-174 06 05")
            #expect(ticket.citizen.phone == "070-174 06 05")
            try await tell(house, .answer, "r1")
            let answered = try await house.desk.ticket(ticket.number, as: .ada)
            _ = try await house.desk.resolve(
                ticket.number,
                at: answered.revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            try await tell(house, .hangup, "r1", cause: "normalClearing")
            let call = try await house.desk.call("r1", as: .ada).call
            #expect(call.ticket == ticket.number && call.outcome == .answered)
            let ended = try await house.desk.ticket(ticket.number, as: .ada)
            #expect(ended.contacts == 1 && ended.firstContact == .solved)
            #expect(try await contacts(house) == .count(1))
            // Filed elsewhere and back, it is still how this one began.
            let other = try await open(house, for: nil, "Annat")
            _ = try await house.desk.file("r1", under: other.number, as: .ada)
            _ = try await house.desk.file("r1", under: ticket.number, as: .ada)
            let back = try await house.desk.ticket(ticket.number, as: .ada)
            #expect(back.contacts == 1 && back.firstContact == .solved)
        }
    }

    @Test("take the contact off what the desk took the call for", arguments: StoreKind.available)
    func guessed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let old = try await open(house, for: nil, "Sylt", phone: Self.number)
            try await tell(house, .answer, "g1")
            #expect(try await house.desk.ticket(old.number, as: .ada).contacts == 2)
            let new = try await open(house, for: "g1")
            #expect(new.number != old.number)
            #expect(try await house.desk.call("g1", as: .ada).call.ticket == new.number)
            let left = try await house.desk.ticket(old.number, as: .ada)
            #expect(left.contacts == 1 && left.firstContact == .unsolved)
            #expect(try await contacts(house) == .count(2))
            // What a clerk has worked on since, the call was about.
            try await tell(house, .answer, "g2")
            let joined = try #require(try await house.desk.call("g2", as: .ada).call.ticket)
            let note = MessageDraft(kind: .note, body: "Ringde igen.")
            _ = try await house.desk.write(note, on: joined, as: .ada)
            house.clock.advance(by: 1)
            let third = try await open(house, for: "g2", "Skolval")
            #expect(third.number != joined)
            #expect(try await house.desk.call("g2", as: .ada).call.ticket == joined)
            #expect(try await house.desk.ticket(joined, as: .ada).contacts == 2)
        }
    }

    /// Contacts and tickets of each group; of each day where there are any.
    private func volume(
        _ house: TestDesk,
        by grouping: ReportGrouping
    ) async throws -> [String: [Int]] {
        let report = try await house.desk.report(ReportRequest(.volume, by: grouping), as: .lena)
        var found: [String: [Int]] = [:]
        for row in report.tables[0].rows {
            let counts = ["contacts", "tickets"].map { column in
                guard case .count(let count)? = report.tables[0].value(column, of: row.name) else {
                    return 0
                }
                return count
            }
            if !grouping.isTime || counts != [0, 0] { found[row.name] = counts }
        }
        return found
    }

    @Test(
        "are counted as what a clerk says of the call, by whichever door and once",
        arguments: StoreKind.available,
        [true, false]
    )
    func counted(on kind: StoreKind, byDraft: Bool) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .answer, "v1")
            let bare = try #require(try await house.desk.call("v1", as: .ada).call.ticket)
            // Another day: what came is counted where it came.
            house.clock.advance(by: 86_400)
            if byDraft {
                var draft = TicketDraft(
                    subject: "Klagomål",
                    body: "Inloggningen till skolvalet krånglar.",
                    channel: .phone,
                    kind: .complaint,
                    citizen: Citizen(name: "Maja Lind")
                )
                (draft.category, draft.queue, draft.call) = (.login, "school", "v1")
                let opened = try #require(try await house.desk.open(draft, as: .root).value)
                #expect(opened.number == bare)
            } else {
                var patch = TicketPatch()
                (patch.category, patch.queue, patch.kind) = (.login, "school", .complaint)
                let revision = try await house.desk.ticket(bare, as: .root).revision
                _ = try await house.desk.change(bare, at: revision, by: patch, as: .root)
            }
            let wanted: [(ReportGrouping, String)] = [
                (.queue, "school"), (.kind, "complaint"), (.category, "login"),
                (.day, "2026-11-02"),
            ]
            for (grouping, group) in wanted {
                let found = try await volume(house, by: grouping)
                #expect(found == [group: [1, 1]], "\(grouping)")
            }
            // From then on a move is a move, as of any other ticket.
            var patch = TicketPatch()
            (patch.category, patch.queue, patch.kind) = (.technical, "e-service", .fault)
            let revision = try await house.desk.ticket(bare, as: .root).revision
            _ = try await house.desk.change(bare, at: revision, by: patch, as: .root)
            for (grouping, group) in wanted {
                let found = try await volume(house, by: grouping)
                #expect(found == [group: [1, 1]], "\(grouping) after a move")
            }
        }
    }

    @Test(
        "are counted as what they are said to be without their whole history being read",
        arguments: StoreKind.available
    )
    func countedAfterMuch(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .answer, "v1")
            let bare = try #require(try await house.desk.call("v1", as: .ada).call.ticket)
            for _ in 0..<3 {
                let note = MessageDraft(kind: .note, body: "Väntar.")
                _ = try await house.desk.write(note, on: bare, as: .ada)
            }
            typealias Kind = TicketEvent.Kind
            func read(_ kinds: [Kind], _ limit: Int) async throws -> [Kind] {
                try await house.store.read { reading throws(DeskError) in
                    try reading.history(of: bare, onlyOf: kinds, limit: limit).map(\.event.kind)
                }
            }
            #expect(try await read([.opened, .changed], 9) == [.opened])
            #expect(try await read([.noted], 9) == [.noted, .noted, .noted])
            #expect(try await read([.opened, .noted], 2) == [.opened, .noted])
            var patch = TicketPatch()
            patch.queue = "school"
            let revision = try await house.desk.ticket(bare, as: .root).revision
            _ = try await house.desk.change(bare, at: revision, by: patch, as: .root)
            #expect(try await volume(house, by: .queue) == ["school": [1, 1]])
        }
    }

    @Test("are two matters of one contact where the call was", arguments: StoreKind.available)
    func twoMatters(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .answer, "t1")
            for _ in 0..<2 {
                let ticket = try await open(house, for: "t1")
                _ = try await house.desk.resolve(
                    ticket.number,
                    at: ticket.revision,
                    as: .answered,
                    article: nil,
                    by: .ada
                )
            }
            #expect(try await contacts(house) == .count(1))
            let report = try await house.desk.report(ReportRequest(.fcr), as: .lena)
            #expect(report.tables[0].value("tickets", of: "phone") == .count(2))
            #expect(report.tables[0].value("solved", of: "phone") == .count(2))
        }
    }

    @Test("count no contact where the desk called", arguments: StoreKind.available)
    func outbound(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .newCall, "o1", .outbound)
            let ticket = try await open(house, for: "o1")
            #expect(ticket.firstContact == .uncounted && ticket.citizen.phone == Self.number)
            #expect(try await contacts(house) == .count(0))
        }
    }

    @Test("name a call that there is, and that is theirs to see", arguments: StoreKind.available)
    func unknown(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let refused = DeskError.invalid([FieldProblem("/call", "there is no such call")])
            await #expect(throws: refused) { try await open(house, for: "zz") }
            try await tell(house, .answer, "s1")
            await #expect(throws: refused) { try await open(house, for: "s1", as: .stig) }
            #expect(try await house.desk.tickets(TicketQuery(), as: .ada).tickets.count == 1)
        }
    }

    @Test("are not owed for a call that went on to somebody else", arguments: StoreKind.available)
    func forwarded(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await tell(house, .newCall, "f1")
            try await tell(house, .newCall, "f2", .outbound)
            var waiting = CallQuery()
            waiting.state = .waiting
            // Whom the desk calls does not wait for it.
            let calls = try await house.desk.calls(waiting, as: .ada).calls
            #expect(calls.map(\.call.externalID) == ["f1"])
            try await tell(house, .hangup, "f1", cause: "forwarded")
            #expect(try await house.desk.call("f1", as: .ada).call.outcome == .forwarded)
            #expect(try await house.desk.owedCalls(as: .ada).calls.isEmpty)
            let report = try await house.desk.report(ReportRequest(.volume, by: nil), as: .lena)
            let table = try #require(report.tables.first { $0.name == "calls" })
            #expect(table.value("calls", of: "forwarded") == .count(1))
            #expect(table.value("calls", of: "abandoned") == nil)
        }
    }
}
