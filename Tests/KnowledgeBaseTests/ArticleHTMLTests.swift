import KnowledgeBase
import Testing

@Suite("An article as HTML")
struct ArticleHTMLTests {
    private func article(_ markdown: String) -> Article {
        Article(id: "a", language: "sv", title: "T", category: "other", markdown: markdown)
    }

    private func html(_ markdown: String) -> String { article(markdown).html() }

    @Test("has CommonMark and GitHub's tables")
    func ordinary() {
        #expect(html("Tryck på **OK**.") == "<p>Tryck på <strong>OK</strong>.</p>\n")
        #expect(html("| a | b |\n|---|---|\n| å | ö |").contains("<td>å</td>"))
        #expect(html("[här](https://example.org)").contains("<a href=\"https://example.org\">"))
    }

    @Test(
        "holds nothing that a browser would run",
        arguments: [
            "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b",
            "[klicka](javascript:alert(1))", "[klicka](JaVaScRiPt:alert(1))",
            "[k](&#106;avascript:alert(1))", "![b](javascript:alert(1))", "<javascript:alert(1)>",
            "[k](vbscript:x)", "[k](data:text/html;base64,PHNjcmlwdD4=)", "[k](file:///etc/passwd)",
            "<iframe src=\"//evil\"></iframe>", "| a |\n|---|\n| <script>x</script> |",
            "<a href=\"javascript:x\">k</a>",
        ]
    )
    func safe(markdown: String) {
        let html = html(markdown).lowercased()
        for bad in ["<script", "onerror", "javascript:", "vbscript:", "data:", "file:", "<iframe"] {
            let isText = html.contains("&lt;\(bad.dropFirst())") || !html.contains("href=\"\(bad)")
            #expect(!html.contains("<\(bad)") && isText, "\(html)")
            #expect(!html.contains("src=\"\(bad)"), "\(html)")
        }
        #expect(!html.contains("<script") && !html.contains("<iframe") && !html.contains("onerror"))
    }

    @Test("reads without marks as plain text, a table row by row")
    func plainText() {
        let markdown = """
            ## Koder

            | Kod | Kan betyda | |
            |---|---|---|
            | **212** | Fel på [certifikatet](https://example.org) | Fråga |
            | 215 | | |

            Slut.
            """
        #expect(
            article(markdown).plainText() == """
                Koder

                Kod: 212
                Kan betyda: Fel på certifikatet (https://example.org)
                Fråga

                Kod: 215

                Slut.

                """
        )
    }

    @Test("is made of odd text without trapping")
    func odd() {
        #expect(html("") == "")
        #expect(html("\u{0}").contains("\u{FFFD}"))
        #expect(html("🏳️‍🌈 مرحبا").contains("🏳️‍🌈 مرحبا"))
        #expect(html(String(repeating: ">", count: 5_000)).isEmpty == false)
        #expect(html(String(repeating: "[", count: 5_000)).isEmpty == false)
    }

    @Test("can be made by many threads at once")
    func manyThreads() async {
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { self.html("| a |\n|---|\n| b |") } }
            for await html in group { #expect(html.contains("<table>")) }
        }
    }
}
