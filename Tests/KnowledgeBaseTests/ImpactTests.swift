import Testing

@testable import KnowledgeBase

@Suite("The impact of a question")
struct ImpactTests {
    private func impact(_ text: String) -> Impact { Impact(recognisedIn: TextReading(text)) }

    @Test(
        "is what is said of time, of others and of other ways",
        arguments: [
            ("Ansökan stänger idag och jag kommer inte in", Impact(hasDeadline: true)),
            ("Det är SISTA DAGEN att söka", Impact(hasDeadline: true)),
            ("The form closes tomorrow", Impact(hasDeadline: true)),
            ("sista dag är i morgon", Impact(hasDeadline: true)),
            ("Today is the last day to apply", Impact(hasDeadline: true)),
            ("Hela klassen har samma problem", Impact(concernsMany: true)),
            ("Flera kollegor får RFA8", Impact(concernsMany: true)),
            ("Nobody can log in", Impact(concernsMany: true)),
            ("Det finns ingen annan väg, det går bara digitalt", Impact(isBlocked: true)),
            ("There is no other way to apply", Impact(isBlocked: true)),
            (
                "Alla föräldrar måste svara senast i morgon",
                Impact(hasDeadline: true, concernsMany: true)
            ),
        ]
    )
    func said(_ text: String, _ wanted: Impact) { #expect(impact(text) == wanted) }

    @Test(
        "is a danger to life where that is said, in Swedish or English",
        arguments: [
            "Jag vill inte leva längre. Jag tar livet av mig ikväll. Och ert BankID fungerar inte",
            "Det brinner i trapphuset hos oss", "Jag har självmordstankar", "jag vill dö",
            "Min son hotar att ta livet av sig", "I want to kill myself", "She is suicidal",
            "I don't want to live anymore", "Our house is on fire!", "hon andas inte",
        ]
    )
    func danger(_ text: String) { #expect(impact(text).isDanger) }

    private func isDanger(_ text: String, besides ours: String...) -> Bool {
        Impact.isDanger(in: text) {
            var texts = WrittenTexts()
            for text in ours { texts.add(text) }
            texts.add(line: "Ämne: Jag vill dö [#1]")
            return texts
        }
    }

    @Test(
        "is a danger to life wherever in a mail that is said",
        arguments: [
            "Det står RFA8.\nMvh Anna\n\nPS. Jag tänker ta mitt liv i kväll",
            "Hej\n--\nJag tänker ta mitt liv", "Hej\n-- \nJag tänker ta mitt liv",
            "Hej\n________\nJag tänker ta mitt liv",
            "Nytt:\n\nFrån: A\nDatum: x\nÄmne: y\nMeddelande: Jag tänker ta mitt liv",
            "Igår 10:15 skrev jag till er, men det är akut nu:\nMin man hotar att döda mig",
            "På nätet skrev jag detta:\nJag vill inte leva",
            "Detta meddelande är avsett för er chef:\nJag vill inte leva",
            "Detta mejl är avsett för\nJag vill inte leva",
            "Fråga\nJag vill\ninte leva", "> Jag tänker ta mitt liv",
            "Från: Bo\nSkickat: i går\nÄmne: x\n\nJag tänker ta mitt liv",
            "Jag tänker\rta mitt liv",
        ]
    )
    func anywhere(_ text: String) {
        #expect(isDanger(text))
        #expect(isDanger(String(repeating: "Det är mörkt här i dag.\n", count: 9_000) + text))
        #expect(
            !isDanger(
                text.replacing("liv", with: "hus").replacing("döda", with: "nå")
                    .replacing("leva", with: "gå")
            )
        )
    }

    private static let receipt = """
        Hej!

        Är det fara för liv? Ring 112.

        Tack för ditt meddelande. Vi har fått det, och det har ärendenummer 1. Har du självmordstankar
        ring självmordslinjen, se https://mind.se/. Du skrev: jag tänker ta mitt liv. Stämmer det?
        """

    @Test(
        "is no danger where our own words come back, however they are broken and marked",
        arguments: [
            receipt, receipt.replacing("\n", with: "\n> "),
            "Tack\n\n> Är det fara för\n> liv? Ring 112.", "Tack\n> fara för liv",
            "Tack\n\nFrån: S\nÄmne: Jag vill dö [#1]\n\nHej!\n\nÄR DET FARA FÖR LIV? RING 112.",
            "Är det fara för liv? Ring 112.\n\nTack för ditt meddelande. Vi har fått det",
            "Tack\n>>> Har du\n>>> självmordstankar\n>>> ring självmordslinjen, se\n>>> <https://x.y/?u=mind>",
        ]
    )
    func ours(_ text: String) {
        #expect(!isDanger(text, besides: "Något annat", Self.receipt))
        #expect(isDanger(text, besides: "Något annat"))
    }

    @Test(
        "is a danger to life in the words of our question too, where they are the writer's",
        arguments: [
            "Har du självmordstankar?\nSjälvmordstankar", "Ja\nJag tänker ta mitt liv",
            "Jag tänker ta mitt liv", "Är det fara för liv?\nJa, fara för liv",
            "> Stämmer det?\nJag tänker ta mitt liv. Kom!", "Ämne: Jag vill dö",
            "Är det fara för liv? Ring 112.\nTack, men jag vill dö",
        ]
    )
    func answered(_ text: String) { #expect(isDanger(text, besides: Self.receipt)) }

    @Test("is said by more of it than a letter of ours could say")
    func muchOfIt() {
        let text = String(repeating: "> Är det fara för liv? Ring 112.\n> Hej\n", count: 200)
        #expect(isDanger(text, besides: Self.receipt))
    }

    @Test(
        "is no danger in a figure of speech, or where things are only called alike",
        arguments: [
            "Jag dör av skratt", "Hur ofta byter ni brandvarnare?", "Det brinner i knutarna!",
            "BankID suger livet ur mig", "Jag vill dö av skam", "Det brinner en lampa dygnet runt",
            "Min pappa dog i våras, hur anmäler jag dödsfallet?", "Jag brinner för miljön",
            "Vi vill inte leva med mögel", "I don't want to live in this flat any longer",
            "The scammers may take my life savings", "Where do I buy a fire alarm?",
            "My phone is killing me",
        ]
    )
    func figureOfSpeech(_ text: String) { #expect(impact(text) == Impact()) }

    @Test(
        "is not how loudly it is asked",
        arguments: [
            "AKUT!!! SVARA OMGÅENDE!!!", "Detta är helt oacceptabelt, jag kräver svar NU",
            "URGENT URGENT URGENT", "Jag väntar fortfarande sedan igår", "Sista gången jag frågar",
            "Jag har flera frågor", "", "De sista dagarna har BankID krånglat",
            "It has failed twice in the last day", "Beröm till alla på biblioteket",
            "Snöröjning\nHej alla på supporten!\nDet är halt.",
        ]
    )
    func loud(_ text: String) { #expect(impact(text) == Impact()) }

    @Test("knows services by their words, as they are spelt and inflected, the first first")
    func services() {
        let names = ServiceNames([
            ("förskola", ["förskoleplats", "dagis*"]), ("bygglov", ["bygga altan"]), ("tom", []),
        ])
        let found = { (text: String) in names.first(in: TextReading(text)) }
        #expect(found("Hur söker jag FÖRSKOLEPLATS?") == "förskola")
        #expect(found("forskola") == "förskola")
        #expect(found("dagisplatsen") == "förskola" && found("min dagis") == "förskola")
        #expect(found("jag vill bygga  altan, och en förskola") == "bygglov")
        #expect(found("bygga en altan") == nil && found("förskolan") == nil)
        #expect(found("tom") == "tom")
        #expect(ServiceNames().first(in: TextReading("bygglov")) == nil)
    }
}
