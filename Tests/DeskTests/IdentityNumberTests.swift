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
            ("1981-12-18-9876", "••••-••-••-••••"), ("1981-12-18 9876", "••••-••-•• ••••"),
            ("81-12-18–9876", "••-••-••–••••"),
            ("8112\u{200B}18-98\u{AD}76", "••••\u{200B}••-••\u{AD}••"),
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
            "1981-12-18-9875", "1981-13-18-9876", "2181-12-18-9876", "1981-12-18-98761",
            "1981-12-189876", "1981-1218-9876", "070-174 06 05, 2026-11-28",
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

    @Test(
        "are masked in HTML as it is shown, whatever stands between their digits",
        arguments: [
            ("811218-<b>9876</b>", "••••••-<b>••••</b>"),
            ("<p>8112&shy;18-98&#55;6</p>", "<p>••••&shy;••-••••</p>"),
            (
                #"<span title="a > b">8</span>11218&nbsp;98<i>7</i>6"#,
                #"<span title="a > b">•</span>•••••&nbsp;••<i>•</i>•"#
            ),
            ("<td>811218-</td><td>9876</td>", "<td>••••••-</td><td>••••</td>"),
            // Cells that join to none.
            ("<td>1</td><td>81<u>1218</u>-9876</td>", "<td>1</td><td>••<u>••••</u>-••••</td>"),
            ("19811218-9876<b>1</b>", "••••••••-••••<b>1</b>"),
            ("<p>811218-987<br>5 &amp; &x 1234567", "<p>811218-987<br>5 &amp; &x 1234567"),
            ("811218-9876 <b", "••••••-•••• <b"),
        ]
    )
    func html(_ page: String, _ wanted: String) {
        #expect(IdentityNumbers.maskedPage(page) == wanted)
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
