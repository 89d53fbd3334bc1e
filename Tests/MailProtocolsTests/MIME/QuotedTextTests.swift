import DeskTesting
import MailProtocols
import Testing

@Suite("Folding a mail's text")
struct QuotedTextTests {
    @Test(
        "knows the introductions of a quote",
        arguments: [
            "Den tors 5 mars 2026 kl 10:12 skrev Support <s@example.org>:",
            "Den tors 5 mars 2026 kl 10:12 skrev Support\n<s@example.org>:",
            "5 mars 2026 kl. 10:12 skrev Support <s@example.org>:",
            "Den 2026-03-05 kl. 10:12, skrev Support:",
            "On Thu, Mar 5, 2026 at 10:12 AM Support <s@example.org> wrote:",
            "On Thu, Mar 5, 2026 at 10:12 AM\nSupport\n<s@example.org> wrote:",
            "Am 05.03.26 um 10:12 schrieb Support:",
            "Den torsdag 5 mars 2026 10:12:33 CET, Support <s@example.org> skrev:",
            "Citerar Support <s@example.org>:",
        ]
    )
    func introductions(introduction: String) {
        let quoted = QuotedText.fold("Svar\n\n\(introduction)\n> fråga\n>\n> mer\n")
        #expect(quoted.own == "Svar")
        #expect(quoted.quoted == "\(introduction)\n> fråga\n>\n> mer")
        #expect(quoted.signature.isEmpty)
        let open = QuotedText.fold("Svar\n\(introduction)\n\nfråga\nmer")
        #expect(open.own == "Svar")
        #expect(open.quoted == "\(introduction)\n\nfråga\nmer")
    }

    @Test(
        "knows the blocks that Outlook writes",
        arguments: [
            "Från: Support\nSkickat: den 5 mars 2026\nTill: Anna\nÄmne: Sv: x\n\nfråga",
            "From: Support\nSent: Thursday\nTo: Anna\nSubject: x\n\nfråga",
            "________________________________\nFrån: Support\nSkickat: i går\nTill: Anna\nfråga",
            "*Från:* Support\n*Skickat:* i går\n*Ämne:* x\nfråga",
            "-----Ursprungligt meddelande-----\nFrån: Support\nfråga",
            "-----Original Message-----\nfråga", "-------- Originalmeddelande --------\nfråga",
            "Lähettäjä: Support\nLähetetty: torstai\nVastaanottaja: Anna\nAihe: x",
        ]
    )
    func outlookBlocks(block: String) {
        let folded = QuotedText.fold("Svar\n\n\(block)")
        #expect(folded.own == "Svar")
        #expect(folded.quoted == block)
    }

    @Test("keeps the answers between quotes in the writer's own text")
    func inlineAnswers() {
        let folded = QuotedText.fold(
            """
            Den 5 mars 2026 kl. 10:12 skrev Support:
            > Vilken webbläsare?
            Firefox.

            > Vilken dator?
            En gammal.

            --\u{20}
            Anna
            """
        )
        #expect(folded.own == "Firefox.\n\nEn gammal.")
        #expect(folded.quoted.split(separator: "\n").count == 3)
        #expect(folded.signature == "-- \nAnna")
    }

    @Test(
        "knows signatures and the lines that telephones add",
        arguments: [
            ("Hej\n-- \nAnna\n070", "Hej", "-- \nAnna\n070"), ("Hej\n--\nAnna", "Hej", "--\nAnna"),
            ("Hej\n\nSkickat från min iPhone", "Hej", "Skickat från min iPhone"),
            ("Hej\nSent from my Galaxy", "Hej", "Sent from my Galaxy"),
            (
                "Hej\nHämta Outlook för iOS<https://aka.ms/x>", "Hej",
                "Hämta Outlook för iOS<https://aka.ms/x>"
            ),
            ("Hej\n--- rad\nslut", "Hej\n--- rad\nslut", ""),
        ]
    )
    func signatures(text: String, own: String, signature: String) {
        let folded = QuotedText.fold(text)
        #expect(folded.own == own)
        #expect(folded.signature == signature)
        #expect(folded.quoted.isEmpty)
    }

    @Test("finds the quote behind a signature")
    func signatureBeforeQuote() {
        let folded = QuotedText.fold("Hej\n-- \nAnna\n\nFrom: S\nSent: x\nTo: y\nSubject: z\nfråga")
        #expect(folded.own == "Hej")
        #expect(folded.signature == "-- \nAnna")
        #expect(folded.quoted.hasSuffix("fråga"))
    }

    @Test(
        "leaves a writer's own sentences alone",
        arguments: [
            "Den 5 maj skrev jag till er:\nvarför svarar ni inte?",
            "Från: torget\ntill hamnen gick vi.", "Ni skrev:\nring oss",
            "Jag skrev 10 gånger: inget svar",
            "Från: kl 8\nHej", "Mina frågor:\n1. hur\n2. varför",
            "Jag fick brev skickat från min bank i går och det stod att jag skulle logga in med BankID hos er.",
        ]
    )
    func ownSentences(text: String) {
        #expect(QuotedText.fold(text).own == text)
    }

    @Test("keeps a forwarded mail, which is the matter then")
    func forwarded() {
        for mark in ["-------- Vidarebefordrat meddelande --------", "Begin forwarded message:"] {
            let text =
                "Är det här från er?\n\n\(mark)\nFrån: x\nDatum: y\nTill: z\nÄmne: å\n\nklicka"
            #expect(QuotedText.fold(text).own == text)
        }
    }

    @Test(
        "keeps what Outlook forwarded, which only the subject tells from a quote",
        arguments: [
            "VB: Fråga", "FW: Question", "Fwd: x", "WL: x", "vb:x", "Fw : x",
        ]
    )
    func forwardedByOutlook(subject: String) {
        for block in [
            "____________\nFrån: B\nSkickat: i går\nTill: A\nÄmne: x\n\nfråga",
            "From: B\nSent: Thursday\nTo: A\nSubject: x\n\nfråga",
            "-----Original Message-----\nfråga",
        ] {
            let text = "Se nedan\n\n\(block)"
            #expect(QuotedText.fold(text, under: subject).own == text)
            for other in ["SV: \(subject)", "Fråga VB: x", "Filmen fw", ""] {
                #expect(QuotedText.fold(text, under: other).quoted == block, "\(other)")
            }
        }
    }

    @Test("loses no line, whatever the text")
    func losesNothing() {
        let pieces = [
            "> citat", "Hej", "", "-- ", "Den 5 mars 2026 kl. 10:12 skrev S <s@x>:", "Från: a",
            "Skickat: b", "Till: c", "Skickat från min iPhone", "________________",
            "-----Original Message-----",
        ]
        var random = SeededRandom(seed: 3676)
        for _ in 0..<2000 {
            let lines = (0..<12).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            let folded = QuotedText.fold(lines.joined(separator: "\n"))
            let kept = [folded.own, folded.quoted, folded.signature]
                .flatMap { $0.split(separator: "\n") }.sorted()
            #expect(kept == lines.filter { !$0.isEmpty }.map { $0[...] }.sorted())
        }
    }

    @Test("of nothing gives nothing")
    func empty() {
        let folded = QuotedText.fold("")
        #expect(folded.own.isEmpty && folded.quoted.isEmpty && folded.signature.isEmpty)
    }
}
