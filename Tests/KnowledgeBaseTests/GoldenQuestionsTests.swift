import Foundation
import KnowledgeBase
import Testing

/// The articles that the desk is delivered with, and questions in citizens' own words about them.
enum GoldenQuestions {
    /// A question and the article that answers it; nil when none does.
    struct Golden: Sendable {
        let text: String
        let article: String?
        let language: String
    }

    private static let tests = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// The articles of this repository.
    static func knowledgeBase(facts: CityFacts = CityFacts()) throws -> KnowledgeBase {
        let folder = tests.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "knowledge-base")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        let sources = try (names ?? []).filter { $0.hasSuffix(".md") }.map { name in
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            return ArticleSource(path: name, text: text)
        }
        return KnowledgeBase(sources: sources, facts: facts)
    }

    /// `question<TAB>article<TAB>language`, or without the article when none answers it.
    static func read(_ name: String) throws -> [Golden] {
        let file = tests.appending(path: "Fixtures/\(name).tsv")
        return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { line in
                let fields = line.split(separator: "\t").map(String.init)
                try #require([2, 3].contains(fields.count), "\(line)")
                return Golden(
                    text: fields[0],
                    article: fields.count == 3 ? fields[1] : nil,
                    language: fields[fields.count - 1]
                )
            }
    }
}

@Suite("Golden questions about our articles")
struct GoldenQuestionsTests {
    /// Made once: most of these tests ask it one question.
    private static let delivered = Result { try GoldenQuestions.knowledgeBase() }

    @Test("lead to the article that answers them")
    func ranked() throws {
        let knowledgeBase = try Self.delivered.get()
        let golden = try GoldenQuestions.read("golden-questions")
        #expect(golden.count >= 150)
        var misses: [String] = []
        var (first, nearby, answered, wrong) = (0, 0, 0, 0)
        for question in golden {
            let article = try #require(question.article)
            #expect(knowledgeBase.article(article, language: nil) != nil, "\(article)")
            let result = knowledgeBase.match(question.text)
            let ranked = result.matches.map(\.article)
            let isFirst = ranked.first == article
            first += isFirst ? 1 : 0
            nearby += ranked.contains(article) ? 1 : 0
            answered += result.answerable ? 1 : 0
            wrong += result.answerable && !isFirst ? 1 : 0
            #expect(result.language == question.language, "\(question.text)")
            if !isFirst {
                misses.append("\(question.text) → \(ranked.first ?? "nothing"), not \(article)")
            }
        }
        let report = Comment(rawValue: misses.joined(separator: "\n"))
        // Measured .90, .98 and .43 with none wrong; what is asked of it is a little less.
        #expect(Double(first) >= 0.85 * Double(golden.count), report)
        #expect(Double(nearby) >= 0.94 * Double(golden.count), report)
        #expect(answered * 5 >= golden.count * 2, "\(answered) of \(golden.count) are answerable")
        #expect(wrong * 20 <= answered, report)
    }

    @Test("are answered right nine times of ten, those among them that no article answers")
    func nineOfTen() throws {
        let knowledgeBase = try Self.delivered.get()
        let all =
            try GoldenQuestions.read("golden-questions")
            + GoldenQuestions.read("unanswerable-questions")
        var (right, wrong) = (0, [String]())
        for question in all {
            let result = knowledgeBase.match(question.text)
            guard result.answerable, let first = result.matches.first?.article else { continue }
            if first == question.article {
                right += 1
            } else {
                wrong.append("\(question.text) → \(first)")
            }
        }
        let report = Comment(rawValue: "\(right) right\n" + wrong.joined(separator: "\n"))
        #expect(right * 10 >= (right + wrong.count) * 9, report)
    }

    @Test(
        "are not answered where a word or two say too little, or something else",
        arguments: [
            "Hemtjänst", "lösenord till wifi", "Freja", "BankID", "mitt bankid", "error", "kort",
            "Personnummer", "datorn startar inte", "swish pengar till kompis", "wifi password",
            "jag har glömt lösenordet till min hotmail", "jag vill betala mina parkeringsböter",
            "Swish", "mobilen", "glömt koden", "lost my wallet", "se bifogad fil", "bankid bankid",
            "bifogar fil", "glömt lösenordet till Ladok", "kan inte logga in på Skatteverket",
            "vill ändra adress hos Skatteverket", "log in to the tax agency",
            "forgot my apple id password",
        ]
    )
    func tooLittle(text: String) throws {
        #expect(try !Self.delivered.get().match(text).answerable)
    }

    @Test(
        "are answered though they are short, where the article is the one that they name",
        arguments: [
            ("spärra bank id", "bankid-sparra"), ("bankid fungerar inte", "bankid-tekniskt-fel"),
            ("glömt lösenordet", "losenord"), ("upload attachment", "bifoga-fil"),
            ("signing doesnt work", "signera-fungerar-inte"), ("RFA8", "bankid-svarar-inte"),
            ("problem att logga in", "inloggning-fungerar-inte"),
        ]
    )
    func shortAndPlain(text: String, article: String) throws {
        let result = try Self.delivered.get().match(text)
        #expect(result.answerable && result.matches.first?.article == article)
    }

    @Test(
        "lead to their article in a language that no article is in, and a person answers them",
        arguments: [
            ("Salasana unohtunut", "losenord"), ("Mot de passe oublié", "losenord"),
            ("Olvidé la contraseña", "losenord"), ("Wie bezahle ich meinen Antrag?", "betalning"),
            ("Zgubiłam telefon, jak zablokować BankID", "bankid-sparra"),
            ("Я потеряла телефон, как заблокировать BankID?", "bankid-sparra"),
            ("Yeni telefonuma BankID nasıl kurarım", "bankid-ny-telefon"),
            ("كيف أرفع الملف؟", "bifoga-fil"), ("رمز عبورم را فراموش کردم", "losenord"),
            ("Ne mogu da potpišem zahtjev", "signera-fungerar-inte"),
            ("Waxaan ilaaway koodhka BankID", "bankid-kod"),
            ("Як оплатити заяву?", "betalning"),
        ]
    )
    func otherLanguage(text: String, article: String) throws {
        let result = try Self.delivered.get().match(text)
        #expect(result.isForeign && !result.answerable)
        #expect(result.matches.first?.article == article)
    }

    @Test(
        "are the city's own language where nothing tells another",
        arguments: [
            "Parkering", "Signering", "Namnbyte", "Fritidshem", "Skolskjuts", "Storgatan 215",
            "bank id", "BankID", "Samsung Galaxy", "RFA10", "RFA24", "userCallConfirm", "MitID",
        ]
    )
    func homeLanguage(text: String) throws {
        #expect(try Self.delivered.get().match(text).language == "sv")
    }

    @Test(
        "are English where only an English article is like them",
        arguments: ["login problem", "draft", "password reset", "PIN code"]
    )
    func english(text: String) throws {
        #expect(try Self.delivered.get().match(text).language == "en")
    }

    @Test("find no promise of a time in the article on complaints: the city's clocks have that")
    func noPromise() throws {
        let knowledgeBase = try Self.delivered.get()
        for language in ["sv", "en"] {
            let article = try #require(knowledgeBase.article("synpunkter", language: language))
            for word in ["dagar", "veckor", "days", "weeks"] {
                #expect(!article.markdown.contains(word), "\(language) \(word)")
            }
        }
    }

    @Test(
        "are not answered by an error code where a number is of a house, a lamp-post or a case",
        arguments: [
            "Vad är status på mitt ärende 404?", "Fel adress\nStorgatan 212",
            "Fel på lyktstolpe 503", "Fel på lyktstolpen vid Storgatan 503, den är trasig",
        ]
    )
    func numbers(text: String) throws {
        let result = try Self.delivered.get().match(text)
        let aboutCodes = ["felmeddelande-sida", "bankid-felkoder"]
        let first = try #require(result.matches.first)
        #expect(!result.answerable || !aboutCodes.contains(first.article))
        #expect(result.matches.allSatisfy { !$0.reasons.contains { $0.hasPrefix("felkod ") } })
    }

    @Test("are answered of another service where an article is about it")
    func otherService() {
        let knowledgeBase = KnowledgeBase(articles: [
            Article(
                id: "skatt",
                language: "sv",
                title: "Logga in på Skatteverket",
                category: "login",
                markdown: "Så loggar du in på Skatteverket med din e-legitimation."
            ),
            Article(
                id: "utan",
                language: "sv",
                title: "E-legitimation utan bank",
                category: "e-id",
                markdown: "Skatteverket ger ut id-kort."
            ),
        ])
        #expect(knowledgeBase.match("hur loggar jag in på skatteverket").answerable)
    }

    @Test("are not answered when no article answers them")
    func unanswerable() throws {
        let knowledgeBase = try Self.delivered.get()
        let strays = try GoldenQuestions.read("unanswerable-questions")
        let answered = strays.map(\.text).filter { knowledgeBase.match($0).answerable }
        #expect(answered.count * 20 <= strays.count, "\(answered)")
    }
}
