extension Article {
    /// Reads one file, or says everything that is wrong with it.
    ///
    /// The problems of an article that could be read are about its placeholders only.
    static func read(
        _ source: ArticleSource,
        facts: CityFacts
    ) -> (article: Article?, problems: [ArticleProblem]) {
        let found = { (details: [String]) in
            details.map { ArticleProblem(path: source.path, detail: $0) }
        }
        guard source.text.utf8.count <= ArticleLimits.fileBytesMax else {
            return (nil, found(["longer than \(ArticleLimits.fileBytesMax) octets"]))
        }
        var head = FrontMatter(of: source.text)
        guard let place = ArticlePlace(path: source.path) else {
            return (nil, found([ArticlePlace.expectation] + head.problems))
        }
        guard head.problems.isEmpty else { return (nil, found(head.problems)) }
        var article = Article(from: &head, at: place)
        guard head.problems.isEmpty else { return (nil, found(head.problems)) }
        var filler = PlaceholderFiller(facts: facts, language: article.language)
        article.fill(with: &filler)
        return (article, found(filler.problems))
    }

    private init(from head: inout FrontMatter, at place: ArticlePlace) {
        self.init(
            id: place.id,
            language: place.language,
            title: head.requiredText("title"),
            category: head.requiredText("category"),
            questions: head.list("questions"),
            keywords: head.list("keywords"),
            codes: head.list("codes"),
            services: head.list("services"),
            owner: head.text("owner"),
            reviewed: head.text("reviewed"),
            markdown: head.body
        )
        checkCategory(against: place, &head)
        if let word = head.text("audience") {
            if let known = Audience(rawValue: word) {
                audience = known
            } else {
                head.report("`audience` must be citizen or staff, not \(word)")
            }
        }
        if let reviewed, !Self.isDate(reviewed) {
            head.report("`reviewed` must be a date such as 2026-11-01, not \(reviewed)")
        }
        if markdown.isEmpty { head.report("there is no text after the front matter") }
        if markdown.unicodeScalars.contains("\0") { head.report("the text holds a NUL character") }
        if markdown.unicodeScalars.contains("\u{FFFD}") { head.report("the text is not UTF-8") }
    }

    private func checkCategory(against place: ArticlePlace, _ head: inout FrontMatter) {
        guard !category.isEmpty else { return }
        guard Self.categories.contains(category) else {
            let known = Self.categories.joined(separator: ", ")
            return head.report("`category` must be one of \(known), not \(category)")
        }
        if category != place.category {
            head.report("`category` is \(category) but the folder is \(place.category)")
        }
    }

    private mutating func fill(with filler: inout PlaceholderFiller) {
        title = filler.filled(title)
        questions = questions.map { filler.filled($0) }
        keywords = keywords.map { filler.filled($0) }
        markdown = filler.filled(markdown)
    }

    /// Whether `text` is a day of the Gregorian calendar as RFC 3339 writes it (`full-date`).
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month)
        else { return false }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    /// The categories of tickets; articles are sorted in the same drawers.
    static let categories = ["e-id", "login", "technical", "other"]
}

/// What the path of an article file says: `<language>/<category>/<id>.md`.
struct ArticlePlace {
    /// The first folder.
    let language: String
    /// The second folder.
    let category: String
    /// The file's name without `.md`.
    let id: String

    /// - Returns: nil when the path is anything else.
    init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].hasSuffix(".md") else { return nil }
        language = String(parts[0])
        category = String(parts[1])
        id = String(parts[2].dropLast(3))
        let isLanguage = language.utf8.count == 2 && language.utf8.allSatisfy(Self.isLetter)
        guard isLanguage, Self.isSlug(category), Self.isSlug(id) else { return nil }
    }

    /// What a path must look like, for the author.
    static let expectation =
        "the path must be <language>/<category>/<id>.md, the id of a-z, 0-9 and hyphens, at most 80"

    private static func isSlug(_ text: String) -> Bool {
        (1...80).contains(text.utf8.count) && text.utf8.first != 0x2D
            && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
