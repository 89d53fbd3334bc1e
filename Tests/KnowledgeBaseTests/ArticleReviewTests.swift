import KnowledgeBase
import Testing

@Suite("Reviewing the articles")
struct ArticleReviewTests {
    private static let body = Array(repeating: "Starta om telefonen och försök igen.", count: 20)
        .joined(separator: " ")

    private static let questions = [
        "telefonen har hängt sig", "skärmen är svart", "inget händer när jag trycker",
        "hur startar man om mobilen", "mobilen är död", "appen står stilla",
    ]

    private static let good = Article(
        id: "hangd-telefon",
        language: "sv",
        title: "När telefonen har hängt sig",
        category: "technical",
        questions: questions,
        codes: ["RFA8"],
        reviewed: "2026-11-01",
        markdown: body
    )

    private static let other = Article(
        id: "kvitto",
        language: "sv",
        title: "Kvitto på din betalning",
        category: "other",
        questions: [
            "var finns kvittot", "jag behöver ett kvitto", "intyg på att jag betalat",
            "kvitto för bygglov", "kopia av kvitto", "hitta kvitton",
        ],
        reviewed: "2026-11-01",
        markdown: String(repeating: "Kvittot ligger på dina sidor under betalningar. ", count: 18)
    )

    private func details(
        of articles: [Article],
        on day: String = "2026-11-26"
    ) -> [String] {
        KnowledgeBase(articles: articles).review(on: day).map { "\($0.path): \($0.detail)" }
    }

    private func changed(_ change: (inout Article) -> Void) -> [String] {
        var article = Self.good
        change(&article)
        return details(of: [article, Self.other])
    }

    @Test("finds nothing wrong with good articles")
    func clean() {
        #expect(details(of: [Self.good, Self.other]) == [])
    }

    @Test("asks for the twin in every language there is")
    func twin() {
        var english = Self.other
        english.language = "en"
        #expect(
            details(of: [Self.good, Self.other, english])
                == ["sv/technical/hangd-telefon.md: there is no article hangd-telefon in en"]
        )
    }

    @Test(
        "sees a translation that is older or says other things",
        arguments: [
            (
                "2026-10-31", ["RFA8"],
                "the translation is of 2026-10-31, the text in sv of 2026-11-01"
            ),
            ("2026-11-01", ["RFA9"], "`codes` differ from those in sv"),
            ("2026-11-01", ["rfa 8"], nil), ("2026-11-02", ["RFA8"], nil),
        ]
    )
    func translation(reviewed: String, codes: [String], detail: String?) {
        var english = Self.good
        english.language = "en"
        english.reviewed = reviewed
        english.codes = codes
        let found = details(of: [Self.good, english])
        #expect(found == (detail.map { ["en/technical/hangd-telefon.md: \($0)"] } ?? []))
    }

    @Test(
        "follows links between articles, however they are written",
        arguments: [
            ("kvitto", true), ("kvitto.md", true), ("../other/kvitto.md", true),
            ("kvitto#var", true), ("https://example.org/kvitton", true), ("mailto:a@b.se", true),
            ("#nere", true), ("kvitton", false), ("../other/kvitton.md", false),
        ]
    )
    func links(link: String, isThere: Bool) {
        let found = changed { $0.markdown += " Se [mer](\(link))." }
        #expect(found.isEmpty == isThere, "\(found)")
    }

    @Test(
        "wants a review each year",
        arguments: [
            ("2026-11-01", true), ("2027-11-01", true), ("2027-11-02", false),
            ("2026-10-31", false),
        ]
    )
    func reviewDate(day: String, isGood: Bool) {
        #expect(details(of: [Self.good], on: day).isEmpty == isGood)
    }

    @Test("wants a review date")
    func noReviewDate() {
        #expect(
            changed { $0.reviewed = nil } == [
                "sv/technical/hangd-telefon.md: `reviewed` is missing"
            ]
        )
    }

    @Test(
        "reports raw HTML, inline and in blocks",
        arguments: ["<b>fet</b>", "\n\n<div>\nx\n</div>\n"]
    )
    func rawHTML(html: String) {
        #expect(changed { $0.markdown += html }.contains { $0.contains("raw HTML") })
    }

    @Test("counts words", arguments: [(99, false), (100, true), (300, true), (301, false)])
    func length(count: Int, isGood: Bool) {
        let text = Array(repeating: "telefon", count: count).joined(separator: " ")
        #expect(changed { $0.markdown = text }.isEmpty == isGood)
    }

    @Test("counts questions")
    func fewQuestions() {
        let found = changed { $0.questions.removeLast() }
        #expect(found == ["sv/technical/hangd-telefon.md: `questions` has 5, fewer than 6"])
    }

    @Test("finds questions that lead to another article, and that two articles share")
    func questions() {
        let stray = changed { $0.questions[0] = "var finns kvittot" }
        #expect(stray.contains { $0.contains("«var finns kvittot»") })
        var twice = Self.other
        twice.questions[0] = "mobilen är död"
        let shared = details(of: [Self.good, twice])
        #expect(shared.contains { $0.contains("«mobilen är död»") })
    }
}
