import KnowledgeBase
import Testing

@testable import Desk

@Suite("Articles that letters quote")
struct QuotedArticlesTests {
    private func article(_ id: String, _ markdown: String, title: String = "Titel") -> Article {
        Article(id: id, language: "sv", title: title, category: "other", markdown: markdown)
    }

    @Test("are laid out once, and anew when they were written anew")
    func once() {
        let quoted = QuotedArticles()
        var asked = 0
        func words(_ article: Article) -> ArticleWords {
            quoted.words(of: article) { id in
                asked += 1
                return "https://example.org/\(id)"
            }
        }
        let first = article("a", "Läs [mer](b).")
        #expect(words(first).text == words(first).text)
        #expect(asked == 1)
        #expect(words(first).text.contains("https://example.org/b"))
        #expect(words(article("a", "Läs [annat](c).")).text.contains("https://example.org/c"))
        #expect(words(article("a", "Läs [annat](c).", title: "Ny")).title == "Ny")
        #expect(asked == 3)
    }

    @Test("are told apart by language, and forgotten when there are too many")
    func bound() {
        let quoted = QuotedArticles(max: 2)
        var laidOut: [String] = []
        func quote(_ article: Article) {
            _ = quoted.words(of: article) { id in
                laidOut.append(article.language + id)
                return nil
            }
        }
        var english = article("a", "[a](x)")
        english.language = "en"
        for one in [article("a", "[a](x)"), english, article("a", "[a](x)"), english] {
            quote(one)
        }
        #expect(laidOut == ["svx", "enx"])
        // The third pushes both out.
        quote(article("b", "[b](y)"))
        quote(english)
        #expect(laidOut == ["svx", "enx", "svy", "enx"])
    }
}
