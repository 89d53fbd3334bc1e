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

    @Test(
        "leaves what only looks like the mark of a quote, in an answer too",
        arguments: [
            "Jag skrev till support@example.org i går den 27 november och frågade följande:\nVarför?",
            "kl 09.15 fick jag ett sms där någon skrev:\n\nGe mig koden.\nÄr det ett bedrägeri?",
            "Den 5 maj kl. 09.15 fick jag ett sms där Anna skrev:\nGe mig koden.",
            "Igår 10:15 skrev jag till er, men det är akut nu:\nKom!",
            "Kl 10:15 skrev jag till er:\nKom!", "On 5 May at 10:15 I wrote:\nPlease come!",
            "Tack.\nJag skrev till support@example.org :\nHur överklagar jag?",
            "Jag skrev till Support <support@example.org> kl. 10:15:\nHur överklagar jag?",
            "Hej!\nFrån: Kungsgatan 1\nTill: Storgatan 2\nDatum: 1 december\nSedan står det 500.",
            "Hej!\n\nFrån: Kungsgatan 1\nTill: Storgatan 2\nDatum: 1 december\nSedan står det 500.",
            "Ett nytt meddelande:\n\nFrån: Anna\nDatum: i dag\nÄmne: x\nMeddelande: Jag kommer inte in",
            "You have a new message:\n\nFrom: a@x.se\nSubject: x\nDate: today\nMessage:\nI cannot log in",
        ]
    )
    func onlyLike(text: String) {
        let folded = QuotedText.fold(text)
        #expect(folded.own == text)
        #expect(folded.unmarked.isEmpty)
    }

    @Test(
        "takes nothing for a quote that bears no mark, in a mail that answers none",
        arguments: [
            "Den 5 mars 2026 kl. 10:12 skrev Anna Berg <a@example.org>:\n\nDet brinner",
            "Se här:\n\nFrån: Anna\nSkickat: i går\nTill: Bo\nÄmne: x\n\nDet brinner",
            "Se här:\n\n________\nFrån: a@x.se\nSkickat: i går\nTill: Bo\n\nDet brinner",
            "Se här:\n\n-----Original Message-----\nDet brinner",
        ]
    )
    func answersNothing(text: String) {
        #expect(QuotedText.fold(text, answering: false).own == text)
        #expect(QuotedText.fold(text, under: "Fråga", answering: false).own == text)
        for subject in ["SV: x", "Re: x", "VS: x", "sv : x"] {
            let folded = QuotedText.fold(text, under: subject, answering: false)
            #expect(folded.quoted.hasSuffix("Det brinner"))
            #expect(folded.unmarked == ["Det brinner"])
        }
        let marked = QuotedText.fold("Hej\n\n\(text)\n> citat", answering: false)
        #expect(marked.quoted == "> citat")
    }

    @Test(
        "gives for itself what a quote has without a mark on its lines, but not what announces it",
        arguments: [
            (
                "Från: S <s@x>\nSkickat: i går\nTill: A\nKopia: B\nÄmne: x\n\nStarta om.\nGjort!",
                "Starta om.\nGjort!"
            ),
            ("_______\n\nFrån: S\nSkickat: i går\nTill: A\n\nStarta om.", "Starta om."),
            ("-----Original Message-----\n\nFrom: S\nSent: x\n\nStarta om.\n> x", "Starta om."),
            ("Den 5 mars 2026 kl. 10:12 skrev S <s@x>:\n\nStarta om.", "Starta om."),
            ("Den 5 mars 2026 kl. 10:12 skrev S <s@x>:\n> Starta om.", nil),
            ("> Starta om.", nil), ("Från: S <s@x>\nSkickat: i går\nÄmne: x", nil),
        ] as [(String, String?)]
    )
    func unmarked(quote: String, unmarked: String?) {
        let folded = QuotedText.fold("Tack!\n\n\(quote)")
        #expect(folded.own == "Tack!")
        #expect(folded.quoted == quote)
        #expect(folded.unmarked == [unmarked].compactMap(\.self))
    }

    @Test(
        "takes no words for a signature, as far as that can be seen",
        arguments: [
            "Tack!\n--\nMen det fungerar fortfarande inte",
            "Hej\n-- \nJag tänker ta mitt liv i kväll.",
            "Hej\n--\nAnna\n\nJag orkar inte mer.\nHjälp",
            "Hej\n--\n1\n2\n3\n4\n5\n6\n7",
        ]
    )
    func noSignature(text: String) { #expect(QuotedText.fold(text).own == text) }

    @Test("gives for itself what stands below a delimiter")
    func delimited() {
        let folded = QuotedText.fold(
            "Tack!\n-- \nAnna Berg\nEkonom i Lund\n\nSkickat från min iPhone"
        )
        #expect(folded.own == "Tack!")
        #expect(folded.delimited == "-- \nAnna Berg\nEkonom i Lund")
        #expect(folded.signature.hasSuffix("Skickat från min iPhone"))
        #expect(QuotedText.fold("Tack!\nSkickat från min iPhone").delimited.isEmpty)
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
