/// What the index reads of one article: its fields, as plain text.
struct ArticleText {
    /// A text, and in which of BM25F's fields it counts.
    struct Part {
        /// The words.
        var text: String
        /// Its field.
        var field: Field
        /// Set when this is a question in its own right, which a citizen's may resemble.
        var example: Example?
        /// Whether these are the author's keywords.
        var isKeywords = false
    }

    /// BM25F's fields.
    enum Field: Int, CaseIterable {
        /// Title, questions and keywords.
        case heading
        /// The text of the article.
        case body
        /// Questions it has answered.
        case solved
        /// Questions it does not answer, staff say; counts for nothing but its likeness.
        case rejected
    }

    /// Where an example comes from.
    enum Example: Sendable, Equatable {
        /// The article's title.
        case title
        /// One of the author's questions; may be quoted.
        case question(String)
        /// A citizen's own words; never quoted.
        case solved
        /// A citizen's own words, that the article does not answer; never quoted.
        case rejected
    }

    /// The parts, heading first.
    let parts: [Part]

    /// Takes the article and the newest of its solved questions.
    init(_ article: Article, solved: [String], rejected: [String]) {
        var parts = [Part(text: article.title, field: .heading, example: .title)]
        parts += article.questions.map {
            Part(text: $0, field: .heading, example: .question($0))
        }
        if !article.keywords.isEmpty {
            let words = article.keywords.joined(separator: " ")
            parts.append(Part(text: words, field: .heading, isKeywords: true))
        }
        if !article.codes.isEmpty {
            parts.append(Part(text: article.codes.joined(separator: " "), field: .heading))
        }
        parts.append(Part(text: MarkdownDocument(article.markdown).plainText(), field: .body))
        parts += solved.suffix(Self.solvedMax).map {
            Part(text: $0, field: .solved, example: .solved)
        }
        parts += rejected.suffix(Self.solvedMax).map {
            Part(text: $0, field: .rejected, example: .rejected)
        }
        self.parts = parts
    }

    /// Solved questions read of one article; past this they teach nothing more.
    static let solvedMax = 200
}
