import KnowledgeBase

/// A small knowledge base that the suites share.
enum Fixtures {
    static let articles = [
        Article(
            id: "bankid-kod",
            language: "sv",
            title: "Jag har glömt min säkerhetskod till BankID",
            category: "e-id",
            questions: ["glömt pinkoden till bankid", "bankid låst efter för många försök"],
            keywords: ["pinkod", "låst"],
            codes: ["RFA16"],
            markdown: "Beställ ett nytt BankID hos din bank. Koden kan inte återställas."
        ),
        Article(
            id: "bankid-kod",
            language: "en",
            title: "I have forgotten my security code for BankID",
            category: "e-id",
            questions: ["forgot my bankid pin"],
            keywords: ["pin code", "locked"],
            codes: ["RFA16"],
            markdown: "Order a new BankID from your bank. The code cannot be recovered."
        ),
        Article(
            id: "bankid-svarar-inte",
            language: "sv",
            title: "BankID-appen svarar inte",
            category: "e-id",
            questions: ["appen hänger sig när jag ska logga in"],
            codes: ["RFA8"],
            markdown: "Kontrollera att appen är öppen och att telefonen har internet."
        ),
        Article(
            id: "bankid-kort",
            language: "sv",
            title: "BankID på kort och kortläsare",
            category: "e-id",
            codes: ["RFA14A", "10022"],
            markdown: "Sätt i kortet i kortläsaren och uppdatera drivrutinen."
        ),
        Article(
            id: "bifoga-fil",
            language: "sv",
            title: "Bifoga filer i e-tjänsten",
            category: "technical",
            questions: ["kan inte ladda upp bilaga"],
            markdown: "Filen får vara högst 10 MB. Spara den som PDF."
        ),
        Article(
            id: "bifoga-fil",
            language: "en",
            title: "Attach files in the e-service",
            category: "technical",
            questions: ["cannot upload my attachment"],
            markdown: "A file may be at most 10 MB. Save it as PDF."
        ),
        Article(
            id: "bygglov",
            language: "sv",
            title: "Vad som krävs i ansökan",
            category: "other",
            services: ["Ansökan om bygglov"],
            markdown: "Ritningar och en situationsplan ska bifogas."
        ),
        Article(
            id: "drift",
            language: "sv",
            title: "Sidan visas inte",
            category: "technical",
            codes: ["HTTP 500", "503"],
            markdown: "Servern har ett fel. Försök igen om en stund."
        ),
        Article(
            id: "english-only",
            language: "en",
            title: "Help in English about parking permits",
            category: "other",
            markdown: "Parking permits are sold in the e-service."
        ),
    ]

    static let knowledgeBase = KnowledgeBase(articles: articles)

    /// A file with good front matter; `head` replaces or adds lines by their key.
    static func file(_ head: [String: String] = [:], body: String = "Text.") -> String {
        var lines = ["title": "Rubrik", "category": "e-id"]
        lines.merge(head) { $1 }
        let sorted = lines.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "---\n\(sorted.joined(separator: "\n"))\n---\n\(body)\n"
    }

    /// The knowledge base of one file.
    static func read(_ text: String, path: String = "sv/e-id/ett.md") -> KnowledgeBase {
        KnowledgeBase(sources: [ArticleSource(path: path, text: text)])
    }

    /// What is wrong with one file.
    static func details(_ text: String, path: String = "sv/e-id/ett.md") -> [String] {
        read(text, path: path).problems.map(\.detail)
    }
}
