import KnowledgeBase
import Testing

@Suite("Listing articles")
struct ArticleListTests {
    private let knowledgeBase = Fixtures.knowledgeBase

    @Test("is by id and language")
    func sorted() {
        let keys = knowledgeBase.articles.map { "\($0.id)/\($0.language)" }
        #expect(keys == keys.sorted())
        #expect(keys.count == Fixtures.articles.count)
    }

    @Test("gives the asked version, else Swedish, else any")
    func oneArticle() {
        #expect(knowledgeBase.article("bankid-kod", language: "en")?.language == "en")
        #expect(knowledgeBase.article("bankid-kod", language: "en-GB")?.language == "en")
        #expect(knowledgeBase.article("bankid-kod", language: "fi")?.language == "sv")
        #expect(knowledgeBase.article("bankid-kod", language: nil)?.language == "sv")
        #expect(knowledgeBase.article("english-only", language: "sv")?.language == "en")
        #expect(knowledgeBase.article("no-such", language: "sv") == nil)
        #expect(knowledgeBase.article("", language: nil) == nil)
        #expect(knowledgeBase.article("zzz", language: nil) == nil)
    }

    @Test("has one version of every article in a language", arguments: [nil, "", "  "])
    func ofLanguage(text: String?) {
        let english = knowledgeBase.articles(matching: text, language: "en", category: nil)
        #expect(english.map(\.id) == Array(Set(Fixtures.articles.map(\.id))).sorted())
        #expect(english.first { $0.id == "bankid-kod" }?.language == "en")
        #expect(english.first { $0.id == "drift" }?.language == "sv")
        let all = knowledgeBase.articles(matching: text, language: nil, category: nil)
        #expect(all == knowledgeBase.articles)
    }

    @Test("keeps to a category")
    func ofCategory() {
        let technical = knowledgeBase.articles(matching: nil, language: "sv", category: "technical")
        #expect(technical.map(\.id) == ["bifoga-fil", "drift"])
        #expect(knowledgeBase.articles(matching: nil, language: nil, category: "x").isEmpty)
    }

    @Test("with a text has the best first and nothing far off")
    func matching() {
        let found = knowledgeBase.articles(matching: "säkerhetskod", language: "sv", category: nil)
        #expect(found.first?.id == "bankid-kod")
        #expect(!found.contains { $0.id == "drift" })
        let none = knowledgeBase.articles(
            matching: "säkerhetskod",
            language: "sv",
            category: "login"
        )
        #expect(none.isEmpty)
    }

    @Test("takes the first of two articles with the same id and language")
    func twice() {
        let one = Article(id: "a", language: "sv", title: "Ett", category: "other", markdown: "x")
        var two = one
        two.title = "Två"
        #expect(KnowledgeBase(articles: [one, two]).articles == [one])
    }
}
