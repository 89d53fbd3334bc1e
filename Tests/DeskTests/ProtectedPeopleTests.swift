import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("People with protected identity")
struct ProtectedPeopleTests {
    private static let kinds = StoreKind.available
    private static let number = "070-174 06 05"

    private func open(
        email: String? = nil,
        phone: String? = Self.number,
        _ house: TestDesk
    ) async throws -> TicketNumber {
        var draft = TicketDraft(subject: "Fråga", body: "x", channel: .phone)
        draft.citizen = Citizen(name: "Maja", email: email, phone: phone)
        let opened = try await house.desk.open(draft, as: .petra)
        return try #require(opened.value).number
    }

    /// Of these tickets, those that an agent sees.
    private func seen(
        _ numbers: [TicketNumber],
        _ house: TestDesk
    ) async throws -> [TicketNumber] {
        var seen: [TicketNumber] = []
        for number in numbers {
            do throws(DeskError) {
                seen.append(try await house.desk.ticket(number, as: .ada).number)
            } catch .notFound {
                continue
            }
        }
        return seen
    }

    @Test(
        "are hidden with all tickets of their number, where no address says whose",
        arguments: kinds
    )
    func number(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await open(house)
            let second = try await open(phone: "+46 70 174 06 05", house)
            let other = try await open(email: "otto@example.com", house)
            try await house.desk.protect(second, true, as: .ada)
            let third = try await open(house)
            let all = [first, second, other, third]
            #expect(try await seen(all, house) == [other])
            let told = try await house.desk.history(of: first, after: nil, limit: 9, as: .petra)
            #expect(told.entries.last?.event.kind == .protected)
            #expect(told.entries.last?.event.details["ticket"] == String(second.rawValue))
            try await house.desk.protect(second, false, as: .petra)
            let fourth = try await open(house)
            #expect(try await seen(all + [fourth], house) == all + [fourth])
        }
    }

    @Test(
        "are hidden by address and number together, as long as one of them has the number",
        arguments: kinds
    )
    func addressAndNumber(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let bare = try await open(house)
            let maja = try await open(email: "maja@example.com", house)
            let lisa = try await open(email: "lisa@example.com", house)
            try await house.desk.protect(maja, true, as: .petra)
            #expect(try await seen([bare, maja, lisa], house) == [lisa])
            try await house.desk.protect(lisa, true, as: .petra)
            // The number is still that of somebody protected.
            try await house.desk.protect(maja, false, as: .petra)
            #expect(try await seen([bare, maja, lisa], house) == [maja])
            try await house.desk.protect(lisa, false, as: .petra)
            #expect(try await seen([bare, maja, lisa], house) == [bare, maja, lisa])
        }
    }

    @Test("stay so after all that was theirs is erased, until somebody ends it", arguments: kinds)
    func erased(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let first = try await open(email: "maja@example.com", house)
            try await house.desk.protect(first, true, as: .petra)
            let revision = try await house.desk.ticket(first, as: .petra).revision
            _ = try await house.desk.resolve(
                first,
                at: revision,
                as: .answered,
                article: nil,
                by: .petra
            )
            let person = Person(email: "Maja@example.com")
            let records = Records(store: house.store) { house.clock.now }
            #expect(try await records.erase(person, by: .system).erased == [first])
            var loop = ReceivedMail.plain("Runt", messageID: "l@x")
            loop.hold = .loop
            _ = try await house.desk.receive(loop)
            _ = try await house.desk.receive(
                .plain("Mitt", from: "otto@example.com", messageID: "o@x")
            )
            var other = ReceivedMail.plain("Runt", from: "otto@example.com", messageID: "p@x")
            other.hold = .loop
            _ = try await house.desk.receive(other)
            let mail = try await house.desk.receive(.plain("Hej igen", messageID: "m@x")).ticket
            let call = try await open(house)
            #expect(try await seen([mail, call], house) == [])
            let query = QuarantineQuery(limit: 1)
            let shown = try await house.desk.quarantine(query, as: .ada)
            #expect(shown.mails.map(\.sender) == ["otto@example.com"] && !shown.hasMore)
            #expect(try await house.desk.quarantine(query, as: .petra).hasMore)

            try await house.desk.protect(mail, false, as: .petra)
            let next = try await house.desk.receive(.plain("Och igen", messageID: "n@x")).ticket
            #expect(try await seen([mail, next], house) == [mail, next])
            #expect(try await house.desk.quarantine(query, as: .ada).hasMore)
        }
    }
}
