import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// Verdicts on a ticket's suggestions, and what articles were taught.
struct LearningRoutes {
    let desk: Desk

    @Sendable
    func verdict(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let (number, article) = (try context.ticketNumber(), try context.article())
        let verdicts = try await desk.verdicts(on: number, as: context.staff())
        guard let verdict = verdicts[article] else { throw Problem.notFound }
        return Self.answer(number, article, verdict)
    }

    @Sendable
    func judge(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let (number, article) = (try context.ticketNumber(), try context.article())
        let form = try await RequestBody(of: request, on: context.place).form(VerdictForm.self)
        var words = Words()
        let verdict = words.word(form.verdict, "/verdict", default: ArticleVerdict.right)
        try words.finish()
        try await desk.judge(article, for: number, as: verdict, by: context.staff())
        return Self.answer(number, article, verdict)
    }

    @Sendable
    func unjudge(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let (number, article) = (try context.ticketNumber(), try context.article())
        try await desk.judge(article, for: number, as: nil, by: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func evidence(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let before = query.place(of: "evidence") { UUIDv7($0) }
        try query.finish()
        let found = try await desk.evidence(
            about: context.article(),
            before: before,
            limit: limit,
            as: context.staff()
        )
        return Pages.answer(
            found.evidence.map(EvidenceBody.init),
            next: found.next.map { ("evidence", $0) },
            of: request
        )
    }

    @Sendable
    func forget(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.forget(article: context.article(), as: context.staff())
        return Response(status: .noContent)
    }

    private static func answer(
        _ number: TicketNumber,
        _ article: String,
        _ verdict: ArticleVerdict
    ) -> Response {
        JSON.answer(
            VerdictBody(ticket: number.rawValue, article: article, verdict: verdict.rawValue)
        )
    }
}

extension DeskRequestContext {
    /// The article's id in the path; one that no article has is not there.
    fileprivate func article() throws(Problem) -> String {
        guard let id = parameters.get("article"), id.utf8.count <= Self.articleBytesMax else {
            throw .notFound
        }
        return id
    }

    /// As long as an article's id may be.
    private static let articleBytesMax = 80
}
