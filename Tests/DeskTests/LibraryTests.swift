import KnowledgeBase
import Testing

@testable import Desk

@Suite("Replacing the knowledge base")
struct LibraryTests {
    /// Articles that all answer the same question, named after their edition.
    private static func edition(_ name: String) -> KnowledgeBase {
        KnowledgeBase(
            articles: (0..<20).map { number in
                Article(
                    id: "\(name)-\(number)",
                    language: "sv",
                    title: "Logga in med BankID på telefon \(number)",
                    category: "login",
                    markdown: "Öppna appen och försök igen."
                )
            }
        )
    }

    @Test("never answers from two editions at once, nor from half of one")
    func reloadUnderLoad() async {
        let editions = [Self.edition("gammal"), Self.edition("ny")]
        let library = Library(editions[0])
        let expected = editions.map { $0.match("logga in med bankid", limit: 20) }
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<200).count { _ in
                        expected.contains(library.current.match("logga in med bankid", limit: 20))
                    }
                }
            }
            for round in 1...400 { library.replace(with: editions[round % 2]) }
            for await right in group { #expect(right == 200) }
        }
        #expect(library.current.match("logga in med bankid", limit: 20) == expected[0])
    }

    private static func evidence(_ article: String) throws -> Evidence {
        try #require(
            Evidence(ticket: 1, text: "grannens padda", article: article, verdict: .answered)
        )
    }

    @Test("keeps what was learnt through a reload, and learns the same only once")
    func taughtThroughReload() throws {
        let library = Library(Self.edition("ny"))
        let taught = [try Self.evidence("ny-7")]
        #expect(library.learn(from: taught))
        #expect(!library.learn(from: taught))
        #expect(library.current.match("grannens padda").matches.first?.article == "ny-7")
        library.replace(with: Self.edition("ny"))
        #expect(library.current.match("grannens padda").matches.first?.article == "ny-7")
        #expect(library.learn(from: []))
        #expect(library.current.match("grannens padda").matches.first?.article != "ny-7")
    }

    @Test("knows the words of the articles in force as ours, and no others")
    func writtenTexts() {
        let library = Library(Self.edition("gammal"))
        let said = "Ring oss så fort du kan."
        #expect(library.writtenTexts.hold("Öppna appen och försök igen"))
        #expect(!library.writtenTexts.hold(said))
        let article = Article(
            id: "ny",
            language: "sv",
            title: "Ring",
            category: "login",
            markdown: said
        )
        library.replace(with: KnowledgeBase(articles: [article]))
        #expect(library.writtenTexts.hold(said))
        #expect(!library.writtenTexts.hold("Öppna appen och försök igen"))
        #expect(library.writtenTexts.hold(LetterTemplates.warning(in: "sv")))
    }

    @Test("loses neither new articles nor new evidence when both come at once")
    func reloadMeetsEvidence() async throws {
        for round in 0..<20 {
            let library = Library(Self.edition("gammal"))
            let taught = [try Self.evidence("ny-\(round % 20)")]
            await withDiscardingTaskGroup { group in
                group.addTask { library.replace(with: Self.edition("ny")) }
                group.addTask { library.learn(from: taught) }
            }
            let best = library.current.match("grannens padda").matches.first
            #expect(best?.article == "ny-\(round % 20)")
        }
    }
}
