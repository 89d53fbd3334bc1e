import KnowledgeBase
import Testing

@Suite("Placeholders in articles")
struct PlaceholderTests {
    private static let facts = CityFacts(
        [
            .city: "Storstad", .supportPhone: "010-123 45 67", .supportHours: "vardagar 8–17",
            .website: "{{city}}",
        ],
        byLanguage: ["en": [.supportHours: "weekdays"]]
    )

    private func read(
        _ head: [String: String] = [:],
        _ body: String,
        facts: CityFacts = facts,
        language: String = "sv"
    ) -> KnowledgeBase {
        KnowledgeBase(
            sources: [
                ArticleSource(
                    path: "\(language)/e-id/ett.md",
                    text: Fixtures.file(head, body: body)
                )
            ],
            facts: facts
        )
    }

    private func text(
        _ body: String,
        facts: CityFacts = facts,
        language: String = "sv"
    ) -> String? {
        let read = read([:], body, facts: facts, language: language)
        #expect(read.problems.isEmpty)
        return read.articles.first?.markdown
    }

    @Test("are filled in in titles, questions and texts")
    func filled() {
        let head = ["title": "Ring {{city}}", "questions": "[\"bor i {{ city }}\"]"]
        let read = read(head, "Ring {{support_phone}} i {{city}}.")
        #expect(read.problems.isEmpty)
        #expect(read.articles.first?.title == "Ring Storstad")
        #expect(read.articles.first?.questions == ["bor i Storstad"])
        #expect(read.articles.first?.markdown == "Ring 010-123 45 67 i Storstad.")
    }

    @Test("of every fact have a wording where the city has said nothing", arguments: ["sv", "en"])
    func unset(language: String) {
        for name in CityFacts.Fact.allCases.map(\.rawValue) + ["contact"] {
            let text = text("Se {{\(name)}}.", facts: CityFacts(), language: language)
            #expect(text?.contains("{") == false, "\(name)")
            #expect(text != "Se .", "\(name)")
        }
    }

    @Test("of contact name every way there is")
    func contact() {
        let ways: [([CityFacts.Fact: String], String, String)] = [
            ([.supportEmail: "a@b.se"], "a@b.se", "a@b.se"),
            (
                [.supportPhone: "08-1", .supportEmail: "a@b.se"], "08-1 eller a@b.se",
                "08-1 or a@b.se"
            ),
            (
                [.supportPhone: "08-1", .supportHours: "8–17", .supportEmail: "a@b.se"],
                "08-1 (8–17) eller a@b.se", "08-1 (8–17) or a@b.se"
            ),
            ([.supportPhone: "08-1", .supportHours: "8–17"], "08-1 (8–17)", "08-1 (8–17)"),
            ([.supportHours: "8–17"], "stadens webbplats", "the city's website"),
        ]
        for (values, swedish, english) in ways {
            let facts = CityFacts(values)
            #expect(text("{{contact}}", facts: facts) == swedish)
            #expect(text("{{contact}}", facts: facts, language: "en") == english)
        }
    }

    @Test("are said in the article's language where the city has said so")
    func languages() {
        let body = "{{support_phone}}, {{support_hours}}"
        #expect(text(body) == "010-123 45 67, vardagar 8–17")
        #expect(text(body, language: "en") == "010-123 45 67, weekdays")
    }

    @Test("begin and end what is said only where there is something to say, or nothing")
    func sections() {
        let body = "A{{#city}} i {{city}}{{/city}}{{^city}} här{{/city}}."
        #expect(text(body) == "A i Storstad.")
        #expect(text(body, facts: CityFacts()) == "A här.")
        let nested = "{{#city}}a{{#opinions}}b{{/opinions}}c{{/city}}"
        #expect(text(nested) == "ac")
        #expect(text(nested, facts: CityFacts()) == "")
    }

    @Test("that begin or end a section take a line of their own with them")
    func ownLine() {
        let body =
            "1. a\n  {{#city}}  \n2. {{city}}\n{{/city}}\n{{#opinions}}\n3. c\n{{/opinions}}\n4. d"
        #expect(text(body) == "1. a\n2. Storstad\n4. d")
        #expect(text(body, facts: CityFacts()) == "1. a\n4. d")
    }

    @Test(
        "that cannot be right are reported once, and never shown, with their article",
        arguments: [
            ("{{mayor}} och {{mayor}}", "… och …", "unknown placeholder {{mayor}}"),
            ("a{{#mayor}}b{{/mayor}}", "a", "unknown placeholder {{mayor}}"),
            ("a{{#city}}b", "ab", "{{#city}} is not closed"),
            ("a{{/city}}b", "ab", "{{/city}} closes nothing that is open"),
            ("{{support phone}}", "…", "{{support phone}} is no placeholder"),
            ("a{{}}", "a…", "{{}} is no placeholder"),
            ("a{{##city}}", "a…", "{{##city}} is no placeholder"),
        ]
    )
    func wrong(body: String, shown: String, problem: String) {
        let read = read([:], body)
        #expect(read.problems.map(\.detail) == [problem])
        #expect(read.articles.first?.markdown == shown)
    }

    @Test("are not looked for in what was filled in")
    func notTwice() {
        #expect(text("{{website}}") == "{{city}}")
    }

    @Test(
        "are not seen in text that only resembles them",
        arguments: ["{{", "}}", "{city}", "a {{ b", "{{{", "{{{{{{", "}}{{"]
    )
    func resembling(body: String) {
        #expect(text(body) == body)
    }

    @Test("are found quickly in a text of nothing but braces")
    func manyBraces() {
        let body = String(repeating: "{{", count: 100_000) + "city}}"
        let start = ContinuousClock.now
        #expect(read([:], body).articles.first?.markdown.hasSuffix("{{Storstad") == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("name several things as a sentence does")
    func sentences() {
        #expect(CityFacts.sentence(of: [], in: "sv") == "")
        #expect(CityFacts.sentence(of: ["a"], in: "sv") == "a")
        #expect(CityFacts.sentence(of: ["a", "b"], in: "sv") == "a och b")
        #expect(CityFacts.sentence(of: ["a", "b", "c"], in: "en") == "a, b and c")
    }
}

@Suite("The articles that are delivered")
struct DeliveredPlaceholderTests {
    @Test(
        "read well in a city that says nothing of itself, and in one that says all",
        arguments: [CityFacts(), .example]
    )
    func whole(facts: CityFacts) throws {
        let read = try GoldenQuestions.knowledgeBase(facts: facts)
        #expect(read.problems.isEmpty)
        #expect(read.articles.count == 120)
        for article in read.articles {
            let shown = ([article.title, article.markdown] + article.questions).joined()
            for trace in ["{{", "}}", "()", "( ", " )", " .", "  ", ": .", "\n\n\n"] {
                #expect(!shown.contains(trace), "\(article.language)/\(article.id): \(trace)")
            }
        }
    }

    @Test("say each fact of the city where citizens ask for it")
    func said() throws {
        let read = try GoldenQuestions.knowledgeBase(facts: .example)
        let places: [(CityFacts.Fact, String)] = [
            (.supportPhone, "kontakta-support"), (.supportEmail, "kontakta-support"),
            (.switchboardPhone, "kontakta-handlaggare"), (.faultReport, "felanmalan"),
            (.opinions, "synpunkter"), (.dataProtection, "personuppgifter"),
            (.myPages, "mina-sidor"), (.eServices, "mina-sidor"), (.website, "mina-sidor"),
        ]
        for language in ["sv", "en"] {
            for (fact, id) in places {
                let article = try #require(read.article(id, language: language))
                let value = try #require(CityFacts.example.value(fact, in: language))
                #expect(article.markdown.contains(value), "\(language)/\(id): \(fact)")
            }
        }
    }
}
