import Testing

@testable import KnowledgeBase

@Suite("Finding the question in a mail")
struct MailTextTests {
    @Test("leaves out greeting, signature, history and disclaimer")
    func stripped() {
        let mail = """
            Hej supporten!

            Jag kan inte logga in med BankID.
            Det står RFA8.

            Med vänliga hälsningar
            Anna Berg
            """
        let question = "Jag kan inte logga in med BankID.\nDet står RFA8."
        #expect(MailText.question(in: mail) == question)
    }

    @Test(
        "leaves out a greeting below the subject, and nothing that says more",
        arguments: [
            ("Snöröjning\nHej alla på supporten!\n\nDet är halt.", "Snöröjning\nDet är halt."),
            ("Hej\nHej igen!\nDet är halt.", "Det är halt."),
            ("Halt\nVid skolan.\nHej alla!", "Halt\nVid skolan.\nHej alla!"),
            ("Halt\nHej, det är halt.", "Halt\nHej, det är halt."),
        ]
    )
    func greeting(mail: String, question: String) {
        #expect(MailText.question(in: mail) == question)
    }

    @Test(
        "ends where the citizen's words end",
        arguments: [
            "-- \nAnna", "--\nAnna", "Mvh Anna", "MVH", "Vänligen", "Vänligen,\nSandra",
            "Vänligen Sandra", "Vänligen Wiveka Hjort", "VÄNLIGEN // Anna-Karin Ek",
            "Den 3 maj 2026 kl. 10 skrev Support:\n> svar",
            "On Mon, May 3, 2026 Support wrote:\n> answer", "-----Original Message-----\nFrom: x",
            "-----Ursprungligt meddelande-----\nFrån: x", "Skickat från min iPhone",
            "________________________________\nFrån: x", "> citat\n> mer citat",
            "Detta e-postmeddelande är avsett endast för mottagaren.", "Kind regards,\nJohn",
        ]
    )
    func ends(tail: String) {
        #expect(
            MailText.question(in: "Filen går inte att bifoga.\n\(tail)")
                == "Filen går inte att bifoga."
        )
    }

    @Test("reads on below the signature of who forwards a mail", arguments: ["VB", "FW", "Fwd"])
    func forwarded(_ mark: String) {
        let tail = "Glömt\nSe nedan.\nMvh Anna\n________\nFrån: Bo\nÄmne: Glömt\nFilen är för stor."
        #expect(
            MailText.question(in: "\(mark): \(tail)")
                == "\(mark): Glömt\nSe nedan.\nFrån: Bo\nÄmne: Glömt\nFilen är för stor."
        )
        #expect(MailText.question(in: "SV: \(tail)") == "SV: Glömt\nSe nedan.")
    }

    @Test(
        "keeps a text in which nothing is asked otherwise",
        arguments: [
            "hej", "Hej!\n", "mvh Anna\n", "> bara citat\n> och mer", "\n\n", "",
            "Hej jag kan inte logga in\nhjälp", "Tack för hjälpen i går\nnu är det fel igen",
        ]
    )
    func kept(text: String) {
        #expect(MailText.question(in: text) == text)
    }

    @Test(
        "goes on behind a line that asks politely",
        arguments: [
            "Vänligen hjälp mig logga in.", "Vänligen Hjälp mig", "Vänligen återkom",
            "Vänligen Ring Mig Snarast",
        ]
    )
    func polite(line: String) {
        let mail = "\(line)\nJag får felkod RFA8 i BankID."
        #expect(MailText.question(in: mail) == mail)
        let symptom = Symptom(recognisedIn: mail)
        #expect(symptom.codes == ["RFA8"] && symptom.eID == "bankid")
    }

    @Test(
        "reads on below a polite beginning, and below what only looks like an end",
        arguments: [
            "Tack på förhand för hjälpen.", "Tack på förhand!", "Thanks in advance!",
            "Vidarebefordrat till er enligt överenskommelse", "Hälsningar från Bagarmossen!",
            "Informationen i detta mejl är viktig:", "Den 25 november 2026 kl. 10 skrev Anna:",
            "Vänligen", "Vänligen\nhjälp mig genast",
        ]
    )
    func beginning(_ line: String) {
        for subject in ["", "Inloggning\n"] {
            let question = "Jag kommer inte in med BankID, det står RFA8."
            let mail = "\(subject)Hej!\n\(line)\n\(question)\n\nMvh\nAnna Berg"
            let help = line.split(separator: "\n").dropFirst().map { "\($0)\n" }.joined()
            #expect(MailText.question(in: mail) == "\(subject)\(help)\(question)")
            #expect(Symptom(recognisedIn: mail).codes == ["RFA8"])
        }
        // Where nobody asks below it is the end all the same.
        let bare = "BankID svarar inte\nMvh\nAnna Berg\nEnhetschef\n08-123 45 67"
        #expect(MailText.question(in: bare) == "BankID svarar inte")
    }

    @Test("does not match what was quoted")
    func quoted() {
        let mail = "Bifoga filer går inte.\n> Felkod RFA16 betyder att koden är låst."
        let result = Fixtures.knowledgeBase.match(mail)
        #expect(result.matches.first?.article == "bifoga-fil")
        #expect(Symptom(recognisedIn: mail).codes.isEmpty)
    }
}
