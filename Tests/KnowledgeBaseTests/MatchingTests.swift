import KnowledgeBase
import Testing

@Suite("Matching a question")
struct MatchingTests {
    private let knowledgeBase = Fixtures.knowledgeBase

    @Test(
        "finds the article",
        arguments: [
            ("Jag har glömt min säkerhetskod till BankID", "bankid-kod"),
            ("glömde säkerhetskoden", "bankid-kod"),
            ("glomt sakerhetskoden till bankid", "bankid-kod"),
            ("glöt skäerhetskod bnakid", "bankid-kod"),
            ("pinkoden", "bankid-kod"),
            ("kortläsaren hittas inte", "bankid-kort"),
            ("kortlasare", "bankid-kort"),
            ("BANKID APPEN HÄNGER SIG", "bankid-svarar-inte"),
            ("bifogade filer", "bifoga-fil"),
            ("hur laddar jag upp bilagor", "bifoga-fil"),
            ("forgot the pin for my bankid", "bankid-kod"),
            ("how do i upload an attachment", "bifoga-fil"),
        ]
    )
    func finds(text: String, id: String) {
        #expect(knowledgeBase.match(text).matches.first?.article == id)
    }

    @Test("speaks the language of the question")
    func language() {
        let english = knowledgeBase.match("I forgot the pin for my bankid")
        #expect(english.language == "en")
        #expect(english.matches.first?.language == "en")
        #expect(english.matches.first?.title == "I have forgotten my security code for BankID")
        let swedish = knowledgeBase.match("jag har glömt pinkoden till bankid")
        #expect(swedish.language == "sv")
        #expect(swedish.matches.first?.title == "Jag har glömt min säkerhetskod till BankID")
    }

    @Test("obeys the language that is asked for", arguments: ["en", "EN", "en-GB"])
    func askedLanguage(tag: String) {
        let result = knowledgeBase.match("bankid", language: tag, limit: 20)
        #expect(result.language == "en")
        #expect(result.matches.contains { $0.article == "bankid-kod" && $0.language == "en" })
    }

    @Test("gives the twin in another language when there is no other")
    func twin() {
        let swedish = knowledgeBase.match("parking permits", language: "sv")
        #expect(swedish.matches.first?.article == "english-only")
        #expect(swedish.matches.first?.language == "en")
        let english = knowledgeBase.match("BankID RFA8", language: "en")
        #expect(english.matches.first?.article == "bankid-svarar-inte")
        #expect(english.matches.first?.language == "sv")
    }

    @Test("names every article once, whatever its languages")
    func distinct() {
        let ids = knowledgeBase.match("bankid filer", limit: 100).matches.map(\.article)
        #expect(Set(ids).count == ids.count)
    }

    @Test("answers in Swedish when no language can be told")
    func unknownLanguage() {
        let result = knowledgeBase.match("bankid")
        #expect(result.language == "sv")
        #expect(result.matches.isEmpty == false)
    }

    @Test("asks what there is when the language has no articles")
    func foreignLanguage() {
        let result = knowledgeBase.match("bankid", language: "fi")
        #expect(result.language == "fi")
        #expect(result.matches.first?.language == "sv")
    }

    @Test(
        "says that a question is in a language without articles, and sends no answer",
        arguments: [
            "En voi kirjautua sisään pankkitunnuksilla", "لا أستطيع تسجيل الدخول باستخدام BankID",
            "Hei, en voi kirjautua sisään palveluun. Mitä minun pitää tehdä?",
            "Nie mogę się zalogować, co mam zrobić?", "Не можу увійти за допомогою BankID",
            "Kuma geli karo BankID, fadlan i caawi", "Ich kann mich mit BankID nicht anmelden",
        ]
    )
    func foreign(text: String) {
        let result = knowledgeBase.match(text)
        #expect(result.isForeign && !result.answerable)
    }

    @Test(
        "finds nothing where there is nothing in common, whatever tickets have taught",
        arguments: ["????", "qqq zzz", "🙂"]
    )
    func nothingInCommon(text: String) {
        let taught = KnowledgeBase(
            articles: Fixtures.articles,
            solved: [SolvedQuestion(text: "appen hänger sig", article: "bankid-svarar-inte")]
        )
        #expect(taught.match("appen hänger sig").matches.isEmpty == false)
        #expect(taught.match(text).matches.isEmpty)
    }

    @Test(
        "puts the article with the error code first, whatever else is said",
        arguments: [
            ("Jag har glömt min säkerhetskod till BankID, felkod RFA8", "bankid-svarar-inte"),
            ("rfa 16", "bankid-kod"), ("RFA14", "bankid-kort"), ("RFA14A", "bankid-kort"),
            ("felkod 10022 bifoga filer", "bankid-kort"),
            ("hintCode expiredTransaction", "bankid-svarar-inte"),
            ("bifoga filer ger HTTP 500", "drift"), ("fel 503 bankid", "drift"),
        ]
    )
    func codesFirst(text: String, id: String) {
        let result = knowledgeBase.match(text, language: "sv")
        #expect(result.matches.first?.article == id)
        #expect(result.answerable)
        #expect(result.matches.first?.reasons.first?.hasPrefix("felkod ") == true)
    }

    @Test("does not take RFA14B for RFA14A")
    func otherVariant() {
        let result = knowledgeBase.match("RFA14B", language: "sv")
        #expect(!result.matches.contains { $0.reasons.contains("felkod RFA14A") })
    }

    @Test("raises the article about the e-service that is named")
    func service() {
        let result = knowledgeBase.match("vad krävs i ansökan om bygglov?")
        #expect(result.matches.first?.article == "bygglov")
        #expect(result.matches.first?.reasons.contains("e-tjänsten Ansökan om bygglov") == true)
    }

    @Test("says why, in the language of the question")
    func reasons() {
        let swedish = knowledgeBase.match("glömt pinkoden till BankID?").matches.first
        #expect(swedish?.reasons.contains("liknar frågan «glömt pinkoden till bankid»") == true)
        #expect(swedish?.reasons.contains { $0.hasPrefix("ord i rubriken: ") } == true)
        let english = knowledgeBase.match("I forgot my bankid pin").matches.first
        let expected = "resembles the question “forgot my bankid pin”"
        #expect(english?.reasons.contains(expected) == true)
    }

    @Test("gives every match a reason that is true")
    func everyReason() {
        let result = knowledgeBase.match("bankid filer kortläsare", limit: 100)
        #expect(result.matches.allSatisfy { !$0.reasons.isEmpty })
        let drift = knowledgeBase.match("bankid", language: "sv", limit: 100).matches
            .first { $0.article == "drift" }
        #expect(drift?.reasons.contains { $0.contains("rubriken") } != true)
    }

    @Test("learns from solved questions and never shows them")
    func solved() {
        let secret = "Min granne Gunhild kommer inte åt paddan"
        let taught = KnowledgeBase(
            articles: Fixtures.articles,
            solved: [SolvedQuestion(text: secret, article: "bankid-svarar-inte")]
        )
        let result = taught.match("grannen kommer inte åt sin padda")
        #expect(result.matches.first?.article == "bankid-svarar-inte")
        let reasons: [String] = result.matches.flatMap { $0.reasons }
        #expect(!reasons.contains { $0.contains("Gunhild") })
        #expect(
            taught.match(secret).matches.first?.reasons
                .contains("liknar en fråga som artikeln har besvarat") == true
        )
    }

    @Test("is not drawn to an article because it has many solved questions")
    func cappedPull() {
        let many = Array(
            repeating: SolvedQuestion(text: "bankid fungerar inte", article: "bankid-svarar-inte"),
            count: 500
        )
        let taught = KnowledgeBase(articles: Fixtures.articles, solved: many)
        let result = taught.match("jag har glömt säkerhetskoden till bankid")
        #expect(result.matches.first?.article == "bankid-kod")
    }

    @Test("passes over solved questions of articles that are gone")
    func goneArticle() {
        let solved = [SolvedQuestion(text: "hund", article: "no-such")]
        let taught = KnowledgeBase(articles: Fixtures.articles, solved: solved)
        #expect(taught.match("hund").matches.allSatisfy { $0.article != "no-such" })
    }

    @Test("keeps to the limit", arguments: [(-1, 0), (0, 0), (1, 1), (2, 2)])
    func limit(limit: Int, count: Int) {
        #expect(knowledgeBase.match("bankid", limit: limit).matches.count == count)
    }

    @Test(
        "takes what is no language tag for no language",
        arguments: ["", "x", "../en", "e1", "swedish"]
    )
    func badTag(tag: String) {
        let result = knowledgeBase.match("jag har glömt pinkoden", language: tag)
        #expect(result.language == "sv")
        #expect(knowledgeBase.article("bankid-kod", language: tag)?.language == "sv")
    }

    @Test("never answers a citizen with an article for staff")
    func staffOnly() {
        var article = Fixtures.articles[0]
        article.audience = .staff
        let result = KnowledgeBase(articles: [article]).match(article.title)
        #expect(result.matches.first?.article == article.id)
        #expect(!result.answerable)
    }

    @Test("is sure of an exact question and not of a stray one")
    func answerable() {
        #expect(knowledgeBase.match("Jag har glömt min säkerhetskod till BankID").answerable)
        for stray in ["kan man hyra en cykel vid stranden", "hej", "tack", "RFA99", ""] {
            #expect(!knowledgeBase.match(stray).answerable, "\(stray)")
        }
    }
}
