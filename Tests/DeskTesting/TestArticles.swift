public import KnowledgeBase

/// A knowledge base just large enough to be right or wrong about.
public enum TestArticles {
    /// Two articles in two languages and one in Swedish only.
    public static let sources: [ArticleSource] = [
        article(
            "sv/e-id/bankid-svarar-inte.md",
            title: "BankID svarar inte",
            category: "e-id",
            questions: ["bankid appen svarar inte", "det tar för lång tid med bankid"],
            codes: ["RFA8"],
            body: "Öppna BankID-appen och försök igen. Kontrollera att telefonen har nät."
        ),
        article(
            "en/e-id/bankid-svarar-inte.md",
            title: "BankID does not respond",
            category: "e-id",
            questions: ["the bankid app does not respond"],
            codes: ["RFA8"],
            body: "Open the BankID app and try again. Check that the phone is online."
        ),
        article(
            "sv/technical/bifoga-fil.md",
            title: "Bifoga en fil",
            category: "technical",
            questions: ["kan inte ladda upp min fil", "filen är för stor"],
            codes: [],
            body: "Spara filen som PDF och ladda upp den igen. Stora bilder kan göras mindre."
        ),
        article(
            "en/technical/bifoga-fil.md",
            title: "Attach a file",
            category: "technical",
            questions: ["I can not upload my file"],
            codes: [],
            body: "Save the file as a PDF and upload it again."
        ),
        article(
            "sv/login/losenord.md",
            title: "Glömt lösenord",
            category: "login",
            questions: ["jag har glömt mitt lösenord"],
            codes: [],
            body: "Välj Glömt lösenord på inloggningssidan så får du ett nytt."
        ),
    ]

    private static func article(
        _ path: String,
        title: String,
        category: String,
        questions: [String],
        codes: [String],
        body: String
    ) -> ArticleSource {
        let text = """
            ---
            title: \(title)
            category: \(category)
            questions:
            \(questions.map { "  - \($0)" }.joined(separator: "\n"))
            keywords: []
            codes: [\(codes.joined(separator: ", "))]
            services: []
            audience: citizen
            owner: servicenämnden
            reviewed: 2026-11-01
            ---
            \(body)
            """
        return ArticleSource(path: path, text: text)
    }
}
