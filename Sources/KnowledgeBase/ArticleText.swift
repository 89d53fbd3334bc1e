/// What the index reads of one article: its parts, as plain text.
struct ArticleText {
    /// A text, and what it is to the ranking.
    struct Part {
        /// The words.
        var text: String
        /// What it is.
        var kind: PartKind
    }

    /// The parts: the title, the questions in their order, and then the others.
    let parts: [Part]

    /// Takes the article and the newest of its solved questions.
    init(_ article: Article, solved: [String], rejected: [String]) {
        var parts = [Part(text: article.title, kind: .heading)]
        parts += article.questions.map { Part(text: $0, kind: .heading) }
        for labels in [article.keywords, article.codes] where !labels.isEmpty {
            parts.append(Part(text: labels.joined(separator: " "), kind: .label))
        }
        parts.append(Part(text: MarkdownDocument(article.markdown).plainText(), kind: .body))
        parts += solved.suffix(Self.solvedMax).map { Part(text: $0, kind: .solved) }
        parts += rejected.suffix(Self.solvedMax).map { Part(text: $0, kind: .rejected) }
        self.parts = parts
    }

    /// Solved questions read of one article; past this they teach nothing more.
    static let solvedMax = 200
}
