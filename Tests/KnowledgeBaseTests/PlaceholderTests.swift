import KnowledgeBase
import Testing

@Suite("Placeholders in articles")
struct PlaceholderTests {
    private func read(_ head: [String: String] = [:], _ body: String) -> KnowledgeBase {
        KnowledgeBase(
            sources: [
                ArticleSource(path: "sv/e-id/ett.md", text: Fixtures.file(head, body: body))
            ],
            placeholders: [
                "city": "Storstad", "support_phone": "010-123 45 67", "loop": "{{city}}",
            ]
        )
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

    @Test("that are unknown are reported once and stay, with their article")
    func unknown() {
        let read = read([:], "{{mayor}} och {{mayor}} i {{city}}")
        #expect(read.problems.map(\.detail) == ["unknown placeholder {{mayor}}"])
        #expect(read.articles.first?.markdown == "{{mayor}} och {{mayor}} i Storstad")
    }

    @Test("are not looked for in what was filled in")
    func notTwice() {
        let read = read([:], "{{loop}}")
        #expect(read.articles.first?.markdown == "{{city}}")
        #expect(read.problems.isEmpty)
    }

    @Test(
        "are not seen in text that only resembles them",
        arguments: ["{{", "}}", "{{}}", "{{ }}", "{city}", "{{a b}}", "a {{ b", "{{{", "{{{{{{"]
    )
    func resembling(body: String) {
        let read = read([:], body)
        #expect(read.articles.first?.markdown == body)
        #expect(read.problems.isEmpty)
    }

    @Test("are found quickly in a text of nothing but braces")
    func manyBraces() {
        let body = String(repeating: "{{", count: 100_000) + "city}}"
        let start = ContinuousClock.now
        #expect(read([:], body).articles.first?.markdown.hasSuffix("{{Storstad") == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
