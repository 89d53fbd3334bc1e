import Desk
import Foundation
import KnowledgeBase
import Testing

@Suite("Personal identity numbers")
struct IdentityNumberTests {
    @Test(
        "are masked digit by digit, however they are written",
        arguments: [
            ("811218-9876", "••••••-••••"), ("8112189876", "••••••••••"),
            ("19811218-9876", "••••••••-••••"), ("198112189876", "••••••••••••"),
            ("811218+9876", "••••••+••••"), ("811218 9876", "•••••• ••••"),
            ("811218 - 9876", "•••••• - ••••"), ("19811218–9876", "••••••••–••••"),
            ("811218‑9876", "••••••‑••••"), ("811218−9876", "••••••−••••"),
            ("811218—9876", "••••••—••••"), ("811218‐9876", "••••••‐••••"),
            ("811218‒9876", "••••••‒••••"), ("811218\u{AD}9876", "••••••\u{AD}••••"),
            ("811218\u{A0}–\u{202F}9876", "••••••\u{A0}–\u{202F}••••"),
            ("811218 + 9876", "•••••• + ••••"), ("811218    -    9876", "••••••    -    ••••"),
            // Samordningsnummer: the day is 60 more.
            ("701063-2391", "••••••-••••"),
            ("Pnr:811218-9876, tack", "Pnr:••••••-••••, tack"),
            ("å811218-9876ö 811218-9876", "å••••••-••••ö ••••••-••••"),
        ]
    )
    func masked(_ text: String, _ wanted: String) {
        #expect(IdentityNumbers.masked(in: text) == wanted)
    }

    @Test(
        "are nothing else: other numbers stay as they are",
        arguments: [
            "811218-9875", "811318-9876", "811232-9876", "171218-98761", "1811218-9876",
            "211981121898761", "08-465 004 00", "RFA8 10079 1042", "811218–9875", "811218-987",
            "", "å", "123456", "99811218-9876", "811218--9876", "811218 – – 9876",
            "811218     -     9876", "811218-\n9876", "811218 - 98765", "811218–",
        ]
    )
    func others(_ text: String) {
        #expect(IdentityNumbers.masked(in: text) == text)
    }

    @Test("are masked in the names that citizens and their mail programs give")
    func names() {
        let name = "Kurt 19811218-9876"
        let masked = "Kurt ••••••••-••••"
        let ticket = Ticket(
            subject: "Fråga",
            category: .other,
            channel: .email,
            queue: "e-service",
            language: "sv",
            citizen: Citizen(name: name, email: "kurt@example.com"),
            symptom: Symptom(),
            createdAt: Date(timeIntervalSince1970: 0)
        )
        #expect(ticket.masked.citizen == Citizen(name: masked, email: "kurt@example.com"))
        #expect(Actor.citizen(name: name).masked == .citizen(name: masked))
        #expect(Actor.staff(id: "ada", name: name).masked == .staff(id: "ada", name: name))
        let message = Message(
            id: UUIDv7(at: ticket.createdAt),
            ticket: ticket.number,
            kind: .inbound,
            author: .citizen(name: name),
            body: "Hej",
            createdAt: ticket.createdAt
        )
        #expect(message.masked.author == .citizen(name: masked))
    }

    @Test("are masked in any prefix of a text without a trap at its end")
    func prefixes() {
        let text = "x 19811218-9876 y 811218 9876 z 811218\u{A0}–\u{202F}9876"
        for count in 0...text.count {
            let prefix = String(text.prefix(count))
            #expect(IdentityNumbers.masked(in: prefix).count == prefix.count)
        }
    }
}
