import Desk
import Testing

@Suite("Personal identity numbers")
struct IdentityNumberTests {
    @Test(
        "are masked digit by digit, however they are written",
        arguments: [
            ("811218-9876", "••••••-••••"), ("8112189876", "••••••••••"),
            ("19811218-9876", "••••••••-••••"), ("198112189876", "••••••••••••"),
            ("811218+9876", "••••••+••••"), ("811218 9876", "•••••• ••••"),
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
            "211981121898761", "08-465 004 00", "RFA8 10079 1042", "811218–9876", "811218-987",
            "", "å", "123456", "99811218-9876", "811218--9876",
        ]
    )
    func others(_ text: String) {
        #expect(IdentityNumbers.masked(in: text) == text)
    }

    @Test("are masked in any prefix of a text without a trap at its end")
    func prefixes() {
        let text = "x 19811218-9876 y 811218 9876"
        for count in 0...text.count {
            let prefix = String(text.prefix(count))
            #expect(IdentityNumbers.masked(in: prefix).count == prefix.count)
        }
    }
}
