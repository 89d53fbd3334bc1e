import Foundation
import KnowledgeBase
import Testing

@Suite("Learning from tickets")
struct LearningTests {
    private func evidence(
        _ ticket: Int,
        _ text: String = "grannen kommer inte åt sin padda",
        _ article: String? = "bankid-svarar-inte",
        _ verdict: Evidence.Verdict = .answered
    ) throws -> Evidence {
        try #require(Evidence(ticket: ticket, text: text, article: article, verdict: verdict))
    }

    @Test("finds the article that answered such a question before")
    func learns() throws {
        let question = "paddan kommer inte åt något"
        #expect(
            Fixtures.knowledgeBase.match(question).matches.first?.article != "bankid-svarar-inte"
        )
        let taught = Fixtures.knowledgeBase.learning(from: [try evidence(1)])
        #expect(taught.match(question).matches.first?.article == "bankid-svarar-inte")
        #expect(taught.articles == Fixtures.knowledgeBase.articles)
    }

    @Test(
        "lets nothing but courtesy be answered, however full of it the questions were",
        arguments: [
            "Hej", "Hej, vad gör jag?", "Hejsan! Snälla hjälp mig.", "Hello, can you help me?",
        ]
    )
    func courtesy(_ text: String) throws {
        let asked = "Hejsan! Hej, vad gör jag? Snälla hjälp mig. Hello, can you help me? RFA8"
        let taught = Fixtures.knowledgeBase.learning(
            from: try (1...8).map { try evidence($0, asked) }
        )
        let result = taught.match(text, language: "sv")
        // Likeness alone would say that it is sure.
        let confidence = try #require(result.matches.first?.confidence)
        #expect(confidence >= taught.calibration.answerableMin)
        #expect(!result.answerable)
        #expect(taught.match("Hej, vad gör jag? Det står RFA8.", language: "sv").answerable)
        #expect(taught.match("Hej, BankIDappen svarar inte", language: "sv").answerable)
    }

    @Test("puts an article lower for a question that staff say it does not answer")
    func rejected() throws {
        let text = "appen hänger sig när jag ska logga in"
        let before = try #require(Fixtures.knowledgeBase.match(text).matches.first)
        #expect(before.article == "bankid-svarar-inte")
        let taught = Fixtures.knowledgeBase.learning(
            from: [try evidence(1, text, "bankid-svarar-inte", .rejected)]
        )
        let after = taught.match(text)
        let score = after.matches.first { $0.article == before.article }?.score ?? 0
        #expect(score < before.score)
        #expect(!after.answerable)
    }

    @Test("is the same however often it is told")
    func idempotent() throws {
        let all = try (1...50).map { try evidence($0, "fråga nummer \($0) om paddan") }
        let once = Learning(all)
        var again = Learning(all + all)
        for one in all.reversed() { again.take(one) }
        #expect(again == once)
        #expect(again.evidence == all)
        let (first, second) = (
            Fixtures.knowledgeBase.learning(from: once.evidence),
            Fixtures.knowledgeBase.learning(from: again.evidence)
        )
        for text in ["paddan", "bankid", "fråga nummer 7"] {
            #expect(first.match(text) == second.match(text))
        }
        // Taught upon what was taught is taught anew, not twice.
        let twice = first.learning(from: once.evidence)
        #expect(twice.match("paddan") == first.match("paddan"))
    }

    @Test("lets a ticket's last word count")
    func lastWord() throws {
        var learning = Learning([try evidence(1), try evidence(2)])
        learning.take(try evidence(1, "samma fråga", "bankid-kod"))
        #expect(learning.evidence(for: "bankid-svarar-inte").map(\.ticket) == [2])
        #expect(learning.evidence(for: "bankid-kod").map(\.text) == ["samma fråga"])
        learning.take(try evidence(1, "samma fråga", "bankid-kod", .rejected))
        #expect(learning.evidence(for: "bankid-kod").map(\.verdict) == [.rejected])
        learning.take(try evidence(1, "samma fråga", "drift"))
        #expect(learning.count == 3)
    }

    @Test("undoes what an article or a ticket has taught, and nothing else")
    func undone() throws {
        let both = [try evidence(1), try evidence(2, "glömt allt", "bankid-kod")]
        var learning = Learning(both)
        learning.forget(article: "bankid-svarar-inte")
        #expect(learning.evidence == [both[1]])
        learning.forget(article: "no-such")
        learning.forget(ticket: 2)
        #expect(learning == Learning())
        learning.take(both[0])
        #expect(learning.evidence == [both[0]])
    }

    @Test("shows what an article was taught, newest first")
    func shown() throws {
        let learning = Learning(try (1...3).map { try evidence($0) })
        #expect(learning.evidence(for: "bankid-svarar-inte").map(\.ticket) == [3, 2, 1])
        #expect(learning.evidence(for: "bankid-kod").isEmpty)
    }

    @Test("forgets the oldest of an article past the limit", arguments: [-1, 0, 1])
    func perArticle(over: Int) throws {
        let most = Learning.perArticleMax
        var learning = Learning([try evidence(0, "annat", "bankid-kod")])
        for ticket in 1...(most + over) { learning.take(try evidence(ticket)) }
        let kept = learning.evidence(for: "bankid-svarar-inte")
        #expect(kept.count == min(most, most + over))
        #expect(kept.last?.ticket == 1 + max(0, over))
        #expect(learning.evidence(for: "bankid-kod").count == 1)
    }

    @Test("forgets the oldest of all past the limit, and stays quick")
    func inAll() throws {
        var learning = Learning()
        let most = Learning.countMax
        for ticket in 0...most { learning.take(try evidence(ticket, "fråga", "a\(ticket % 997)")) }
        #expect(learning.count == most)
        #expect(learning.evidence.first?.ticket == 1)
        #expect(learning.evidence.last?.ticket == most)
    }

    @Test("travels as JSON")
    func coded() throws {
        let all = [
            try evidence(1), try evidence(2, "ingen vet", nil, .unanswered),
            try evidence(3, "inte den", "bankid-kod", .rejected),
        ]
        let bytes = try JSONEncoder().encode(all)
        #expect(try JSONDecoder().decode([Evidence].self, from: bytes) == all)
    }

    @Test("refuses evidence that says nothing")
    func refused() {
        let made = { (text: String, article: String?, verdict: Evidence.Verdict) in
            Evidence(ticket: 1, text: text, article: article, verdict: verdict)
        }
        #expect(made("fråga", "a", .answered) != nil)
        #expect(made("", "a", .answered) == nil)
        #expect(made("?!", "a", .answered) == nil)
        #expect(made("fråga", nil, .answered) == nil)
        #expect(made("fråga", nil, .rejected) == nil)
        #expect(made("fråga", "a", .unanswered) == nil)
    }

    @Test("keeps the beginning of a long question")
    func long() throws {
        let one = try evidence(1, String(repeating: "ord ", count: 10_000))
        #expect(one.text.count == Evidence.charactersMax)
    }
}
