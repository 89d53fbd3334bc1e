import Desk
import DeskAPI
import HTTPTypes
import Hummingbird
import KnowledgeBase

/// `/v1/matches`, `/v1/articles` and a ticket's suggestions.
struct KnowledgeRoutes {
    let desk: Desk

    private static let matchesMax = 20
    private static let questionCharactersMax = 20_000

    @Sendable
    func match(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(MatchForm.self)
        var words = Words()
        let limit = form.limit ?? 5
        if !(1...Self.matchesMax).contains(limit) {
            words.note("/limit", "must be a number from 1 to \(Self.matchesMax)")
        }
        if form.text.allSatisfy(\.isWhitespace) { words.note("/text", "must not be empty") }
        if form.text.utf8.contains(0) { words.note("/text", "must not contain NUL") }
        if form.text.unicodeScalars.count > Self.questionCharactersMax {
            words.note("/text", "is longer than \(Self.questionCharactersMax) characters")
        }
        try words.finish()
        let result = desk.match(
            form.text,
            language: form.language,
            limit: limit,
            explainedIn: Self.reader(of: request)
        )
        return JSON.answer(MatchesBody(result), headers: [.vary: "Accept-Language"])
    }

    /// Whoever asks for a language reads reasons in it; all others in the question's.
    private static func reader(of request: Request) -> String? {
        WordLanguage.wanted(by: request.headers[.acceptLanguage])?.rawValue
    }

    @Sendable
    func suggestions(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit"])
        let limit = query.number("limit", default: 5, in: 1...Self.matchesMax)
        try query.finish()
        let (number, staff) = (try context.ticketNumber(), try context.staff())
        let result = try await desk.suggestions(
            for: number,
            limit: limit,
            explainedIn: Self.reader(of: request),
            as: staff
        )
        let verdicts = try await desk.verdicts(on: number, as: staff)
        return JSON.answer(
            MatchesBody(result, verdicts: verdicts),
            headers: [.vary: "Accept-Language"]
        )
    }

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["q", "language", "category", "limit", "cursor"])
        let found = desk.knowledgeBase.articles(
            matching: query.text("q"),
            language: query.text("language"),
            category: query.text("category")
        )
        let page = ListedPage("articles", of: found, &query) { "\($0.id)/\($0.language)" }
        try query.finish()
        return Pages.answer(
            page.items.map(ArticleSummaryBody.init),
            next: page.next,
            of: request
        )
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let query = Query(request, allowed: ["language"])
        try query.finish()
        guard let id = context.parameters.get("article"),
            let article = desk.knowledgeBase.article(id, language: query.text("language"))
        else { throw Problem.notFound }
        return JSON.answer(
            ArticleBody(article),
            headers: [.contentLanguage: article.language]
        )
    }
}
