import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("A mail that proves several tickets")
struct SeveralTicketsTests {
    /// Two tickets of one citizen.
    private static func open(_ house: TestDesk) async throws -> (TicketNumber, TicketNumber) {
        let one = try await house.desk.receive(.plain("Ett", messageID: "1@example.com")).ticket
        let two = try await house.desk.receive(.plain("Två", messageID: "2@example.com")).ticket
        return (one, two)
    }

    private static func letterID(_ ticket: TicketNumber, _ house: TestDesk) -> String {
        house.proof.messageID(
            for: ticket,
            unique: UUIDv7(at: house.clock.now),
            domain: "example.org"
        )
    }

    private static func words(
        on ticket: TicketNumber,
        _ house: TestDesk
    ) async throws -> [String] {
        try await house.desk.messages(of: ticket, after: nil, limit: 20, as: .ada).messages
            .map(\.body)
    }

    private static func note(_ other: TicketNumber) -> String {
        "Mejlet svarar också på ärende \(other.rawValue), men ligger bara här.\n"
            + "The mail answers ticket \(other.rawValue) too, but is only here."
    }

    @Test(
        "goes to the one it was sent to, or else to the newest letter's, and a note names the other",
        arguments: StoreKind.available,
        [true, false]
    )
    func wins(on kind: StoreKind, isAddressed: Bool) async throws {
        try await withDesk(on: kind) { house in
            let (one, two) = try await Self.open(house)
            // The letter that is answered is of the second ticket.
            var mail = ReceivedMail.plain("Svar", messageID: "3@example.com")
            mail.references = [one, two].map { Self.letterID($0, house) }
            mail.replyToken = isAddressed ? house.proof.replyToken(for: one) : nil
            let (wanted, other) = isAddressed ? (one, two) : (two, one)
            let receipt = try await house.desk.receive(mail)
            #expect(receipt == MailReceipt(ticket: wanted, effect: .appended))
            let first = isAddressed ? "Ett" : "Två"
            #expect(try await Self.words(on: wanted, house) == [first, "Svar", Self.note(other)])
            #expect(try await Self.words(on: other, house).count == 1)
            // It was said once; the thread goes on to name both.
            mail.messageID = "4@example.com"
            mail.text = "Igen"
            _ = try await house.desk.receive(mail)
            let words = try await Self.words(on: wanted, house)
            #expect(words == [first, "Svar", Self.note(other), "Igen"])
        }
    }

    @Test("to the addresses of both is on the first, with a note", arguments: StoreKind.available)
    func twoAddresses(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (one, two) = try await Self.open(house)
            var mail = ReceivedMail.plain("Svar", messageID: "3@example.com")
            for (number, effect) in [
                (two, MailReceipt.Effect.appended), (one, .duplicate), (one, .duplicate),
            ] {
                mail.replyToken = house.proof.replyToken(for: number)
                #expect(try await house.desk.receive(mail).effect == effect)
            }
            let words = try await Self.words(on: two, house)
            #expect(words == ["Två", "Svar", Self.note(one)])
            #expect(try await Self.words(on: one, house) == ["Ett"])
        }
    }

    @Test("that are one by now, or follow one another, has no note")
    func known() async throws {
        try await withDesk { house in
            let (one, two) = try await Self.open(house)
            let revision = try await house.desk.ticket(one, as: .ada).revision
            _ = try await house.desk.merge(one, at: revision, into: two, as: .ada)
            var mail = ReceivedMail.plain("Svar", messageID: "3@example.com")
            mail.references = [one, two].map { Self.letterID($0, house) }
            #expect(try await house.desk.receive(mail).ticket == two)
            #expect(try await !Self.words(on: two, house).contains { $0.contains("ärende") })
            // What ended long ago is followed by another, whose mails name it for ever.
            let ended = try await house.desk.ticket(two, as: .ada).revision
            _ = try await house.desk.resolve(two, at: ended, as: .answered, article: nil, by: .ada)
            house.clock.advance(by: 365 * 24 * 3_600)
            mail.messageID = "4@example.com"
            mail.text = "Ett år senare"
            let next = try await house.desk.receive(mail)
            #expect(next.effect == .opened)
            mail.messageID = "5@example.com"
            mail.text = "Och mer"
            mail.references.append(Self.letterID(next.ticket, house))
            #expect(try await house.desk.receive(mail).ticket == next.ticket)
            let words = try await Self.words(on: next.ticket, house)
            #expect(words == ["Ett år senare", "Och mer"])
        }
    }
}
