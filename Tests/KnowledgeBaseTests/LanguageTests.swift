import KnowledgeBase
import Testing

@Suite("Recognising a language")
struct LanguageTests {
    @Test(
        "knows Swedish, also without å, ä and ö",
        arguments: [
            "Jag kan inte logga in", "glömt lösenordet", "hur gor jag for att fa e-leg",
            "bankid fungerar inte", "Var hittar jag mina ärenden?", "sidan är vit",
            "nar kommer svaret", "Problem med login", "Problem i appen", "JAG FÅR FELKOD RFA8",
            "Hej! Can't logga in, appen är låst",
        ]
    )
    func swedish(text: String) {
        #expect(Language.detect(text) == "sv")
    }

    @Test(
        "knows English",
        arguments: [
            "I cannot log in", "forgot my password", "How do I attach a file?",
            "my bankid app does not respond", "error message when signing",
            "is it possible to pay?",
        ]
    )
    func english(text: String) {
        #expect(Language.detect(text) == "en")
    }

    @Test(
        "does not guess",
        arguments: [
            "", " ", "12345", "RFA8", "bankid", "🙂", "مرحبا كيف حالك", "Привет, не могу войти",
            "En voi kirjautua sisään", "Ich kann mich nicht anmelden", "login problem",
            "No puedo iniciar sesión", "\u{0}\u{0}",
        ]
    )
    func unknown(text: String) {
        #expect(Language.detect(text) == nil)
    }

    @Test(
        "takes Norwegian and Danish for Swedish, which their readers know best of the two",
        arguments: [
            "jeg kan ikke logge inn", "Jeg kan ikke logge inn med BankID",
            "Jeg har glemt mitt passord", "Hvordan søger jeg om en plads i børnehave?",
        ]
    )
    func nordic(text: String) {
        #expect(Language.detect(text) == "sv")
    }

    @Test("reads letters that are written as two scalars")
    func decomposed() {
        #expect(Language.detect("a\u{308}r pa\u{30A} fo\u{308}r") == "sv")
    }
}
