import Testing

@testable import KnowledgeBase

@Suite("Taking out personal data")
struct PersonalDataTests {
    @Test(
        "takes out what tells who somebody is",
        arguments: [
            ("maila anna.berg@example.org tack", "maila … tack"),
            ("ring 070-123 45 67 efter lunch", "ring … efter lunch"),
            ("ring +46 8 508 00 000 nu", "ring … nu"),
            ("mitt nummer 19811218-9876 funkar ej", "mitt nummer … funkar ej"),
            ("pnr 811218-9876", "pnr …"), ("pnr 8112189876", "pnr …"),
            ("samordning 811278-9873", "samordning …"),
            ("jag heter Anna Maria Berg och kan inte", "jag heter … och kan inte"),
            ("my name is John Smith and", "my name is … and"),
            ("se https://example.org/t?token=abc här", "se … här"),
            ("konto 5051 1234567 spärrat", "konto … spärrat"),
            ("pnr 811218 - 9876 funkar ej", "pnr … funkar ej"),
            ("ring 070 - 123 45 67 nu", "ring … nu"),
            ("min son Elias Andersson kan inte", "min son … kan inte"),
            ("my husband John Smith cannot", "my husband … cannot"),
            ("min man Karl-Erik har", "min man … har"),
            ("pnr 811218-9876 Elias Andersson har", "pnr … har"),
            ("Vi bor på Storgatan 5, 12345 Farsta och", "Vi bor på … och"),
            ("Vi bor på Storgatan 15, 123 45 Farsta.", "Vi bor på …"),
            ("adress storgatan 12B i stan", "adress … i stan"),
            ("till Karl Johans väg 7 i dag", "till … i dag"),
            ("at 12 High Street in town", "at … in town"), ("i 12345 Farsta nu", "i … nu"),
        ]
    )
    func removed(text: String, expected: String) {
        #expect(PersonalData.removed(from: text) == expected)
    }

    @Test(
        "leaves what the trouble is",
        arguments: [
            "felkod RFA8 och 10079 i appen", "fel 500 klockan 14.30", "BankID på min iPhone 15",
            "jag heter inget särskilt", "Windows 11 version 22", "den 3 maj 2026",
            "Jag är här med min fru. Vi kan inte logga in", "min man BankID fungerar inte",
            "felkod 10079 Vad gör jag", "öppet 08 - 17 i dag", "på väg 3 gånger",
            "om man Windows har",
        ]
    )
    func kept(text: String) {
        #expect(PersonalData.removed(from: text) == text)
    }

    @Test("takes out the names that are known, whole words of three letters or more")
    func names() {
        let text = "Annas dator, hälsar Anna Bo Lundqvist. Annanas är god"
        #expect(
            PersonalData.removed(from: text, names: ["Anna Bo Lundqvist"])
                == "… dator, hälsar … Bo … Annanas är god"
        )
    }

    @Test(
        "knows a personal identity number by its date and its last digit",
        arguments: [
            ("811218-9876", true), ("19811218-9876", true), ("811218+9876", true),
            ("811278-9873", true), ("811218-9875", false), ("811318-9876", false),
            ("811200-9876", false), ("811218-987", false), ("abc", false), ("", false),
        ]
    )
    func identityNumber(text: String, isOne: Bool) {
        #expect(PersonalData.isIdentityNumber(text) == isOne)
    }

    @Test("keeps who wrote out of evidence")
    func evidence() throws {
        let mail = """
            Hej!
            Jag heter Gunhild Ek, 811218-9876, och BankID hänger sig.
            Ring 0701234567.

            Vänliga hälsningar
            Gunhild Ek
            """
        let one = try #require(
            Evidence(ticket: 1, text: mail, article: "a", verdict: .answered, names: ["Gunhild Ek"])
        )
        #expect(!one.text.contains("Gunhild"))
        #expect(!one.text.contains("Ek"))
        #expect(!one.text.contains { $0.isNumber })
        #expect(one.text.contains("BankID hänger sig"))
    }
}
