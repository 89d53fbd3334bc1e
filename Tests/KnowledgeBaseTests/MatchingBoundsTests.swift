import KnowledgeBase
import Testing

@Suite("Matching odd input")
struct MatchingBoundsTests {
    private static let odd: [String] = [
        "", " ", "\u{0}", "\u{0}bankid\u{0}", "🙂", "👩‍👩‍👧‍👦 🏳️‍🌈", "مرحبا لا أستطيع تسجيل الدخول",
        "日本語の質問です", "ﷺ", "\u{202E}diknab", String(repeating: "a", count: 100_000),
        String(repeating: "bankid ", count: 50_000), String(repeating: "\u{301}", count: 50_000),
        String(repeating: "🙂", count: 30_000), String(repeating: "å", count: 30_000),
        String(repeating: "RFA8 ", count: 10_000), String(repeating: "« » ", count: 10_000),
        String(repeating: "bankid\n", count: 100_000),
        String(repeating: "Hej!\r\n> jag kan inte logga in\r\n", count: 30_000),
        String(repeating: "\u{200B}\u{200D}\u{FEFF}", count: 50_000),
        String(repeating: "a\u{0}", count: 50_000), "\u{FFFD}\u{FFFF}",
        "a\u{308}\u{30A}\u{301}\u{327}", "%n%s%p{{}}$(id)`id`", "-1", "0x7f",
        (0..<20_000).map { "ord\($0)" }.joined(separator: " "),
    ]

    @Test("ends soon, in bounds and with true confidences", arguments: odd.indices)
    func bounded(index: Int) {
        let text = Self.odd[index]
        let start = ContinuousClock.now
        let result = Fixtures.knowledgeBase.match(text, limit: 20)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(result.matches.count <= 20)
        for match in result.matches {
            #expect((0...1).contains(match.confidence))
            #expect(match.score.isFinite && match.score > 0)
        }
        _ = Symptom(recognisedIn: text)
        _ = Language.detect(text)
    }

    @Test(
        "reads the first 20,000 characters and no more",
        arguments: [(-1, true), (0, true), (1, false)]
    )
    func characterLimit(over: Int, isRead: Bool) {
        let word = "kortläsare"
        let text = String(repeating: ".", count: 20_000 - word.count + over) + word
        let score = Fixtures.knowledgeBase.match(text, language: "sv").matches.first?.score ?? 0
        let whole = Fixtures.knowledgeBase.match(word, language: "sv").matches.first?.score ?? 0
        #expect((score == whole) == isRead)
    }

    @Test("orders by score and never lets confidence rise")
    func order() {
        for text in ["bankid", "filer", "sidan visas inte", "säkerhetskod kort RFA8"] {
            let matches = Fixtures.knowledgeBase.match(text, limit: 20).matches
            #expect(zip(matches, matches.dropFirst()).allSatisfy { $0.score >= $1.score })
            #expect(zip(matches, matches.dropFirst()).allSatisfy { $0.confidence >= $1.confidence })
        }
    }

    @Test("gives the same answer whatever the order of the articles")
    func deterministic() {
        let reversed = KnowledgeBase(articles: Fixtures.articles.reversed())
        for text in ["bankid", "filer", "säkerhetskod", "hej", "xyz"] {
            #expect(reversed.match(text) == Fixtures.knowledgeBase.match(text))
            #expect(Fixtures.knowledgeBase.match(text) == Fixtures.knowledgeBase.match(text))
        }
    }

    @Test("is the same from many threads at once")
    func manyThreads() async {
        let expected = Fixtures.knowledgeBase.match("glömt koden till bankid")
        await withTaskGroup(of: MatchResult.self) { group in
            for _ in 0..<64 {
                group.addTask { Fixtures.knowledgeBase.match("glömt koden till bankid") }
            }
            for await result in group { #expect(result == expected) }
        }
    }

    @Test("finds nothing in an empty knowledge base")
    func empty() {
        let empty = KnowledgeBase(articles: [])
        let result = empty.match("jag kan inte logga in")
        #expect(result == MatchResult(matches: [], answerable: false, language: "sv"))
        #expect(empty.article("a", language: nil) == nil)
        #expect(empty.articles(matching: "a", language: "sv", category: nil).isEmpty)
    }

    @Test("works with a single article, even one without words")
    func single() {
        let blank = Article(id: "a", language: "sv", title: "!", category: "other", markdown: "…")
        #expect(KnowledgeBase(articles: [blank]).match("bankid").matches.isEmpty)
        let one = Article(id: "a", language: "sv", title: "BankID", category: "other", markdown: "")
        #expect(KnowledgeBase(articles: [one]).match("bankid").matches.first?.article == "a")
    }
}
