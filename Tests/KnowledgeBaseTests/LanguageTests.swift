import Testing

@testable import KnowledgeBase

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

    @Test(
        "knows that a text is in neither, by the few words in which people say that they cannot get in",
        arguments: [
            "Bonjour, j'ai oublié mon mot de passe", "mot de passe oublié", "Salasana unohtunut",
            "En pääse kirjautumaan sisään", "Miten vaihdan kielen", "zapomniałem hasła",
            "olvidé mi contraseña", "Ne mogu da se prijavim", "Nisam u mogućnosti prijaviti se",
            "nuk mund të hyj", "ez nikarim têkevim", "Passwort vergessen", "şifremi unuttum",
            "kuma geli karo", "نسيت كلمة المرور", "забыл пароль", "wachtwoord vergeten",
            "Hej, j'ai oublié mon mot de passe",
        ]
    )
    func foreign(text: String) {
        #expect(Language.isForeign(Words(text, scalarsMax: 1_000)))
        #expect(Language.detect(text) == nil)
    }

    @Test("takes no Swedish or English text for another language")
    func notForeign() throws {
        let articles = try GoldenQuestions.knowledgeBase().articles
        let questions = try ["golden-questions", "unanswerable-questions"]
            .flatMap(GoldenQuestions.read).map(\.text)
        let texts = questions + articles.flatMap { [$0.title, $0.markdown] + $0.questions }
        for text in texts {
            #expect(!Language.isForeign(Words(text, scalarsMax: 10_000)), "\(text.prefix(80))")
        }
    }

    @Test("reads letters that are written as two scalars")
    func decomposed() {
        #expect(Language.detect("a\u{308}r pa\u{30A} fo\u{308}r") == "sv")
    }
}
