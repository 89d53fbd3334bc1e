import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// My open sessions, the tokens of other systems, and the record of access.
struct AccessRoutes {
    let desk: Desk
    let proxies: TrustedProxies

    @Sendable
    func sessions(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try Query(request, allowed: []).finish()
        let current = context.caller?.token.digest
        let open = try await desk.sessions(of: context.staff())
        return JSON.answer(
            Page(
                items: open.map { OpenSessionBody($0, isCurrent: $0.token == current) },
                next: nil
            )
        )
    }

    @Sendable
    func endSession(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let id = context.parameters.get("id") else { throw Problem.notFound }
        try await desk.endSession(
            id,
            of: context.staff(),
            from: context.origin(request, proxies)
        )
        return Response(status: .noContent)
    }

    @Sendable
    func endOthers(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let caller = context.caller else { throw Problem.unauthorized }
        let ended = try await desk.endOtherSessions(
            than: caller.token,
            of: caller.session.staff,
            from: context.origin(request, proxies)
        )
        return JSON.answer(EndedSessionsBody(ended: ended))
    }

    /// There is no `Idempotency-Key` here: a stored answer would hold the token.
    @Sendable
    func createToken(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let form = try await RequestBody(of: request, on: context.place).form(TokenForm.self)
        let draft = ServiceTokenDraft(
            name: form.name,
            scopes: form.scopes,
            queues: form.queues ?? [],
            days: form.days ?? 365
        )
        let (token, made) = try await desk.createServiceToken(draft, as: staff)
        return JSON.answer(
            NewTokenBody(token: token.text, made: TokenBody(made)),
            status: .created,
            headers: [.location: "/v1/tokens/\(made.id)"]
        )
    }

    @Sendable
    func tokens(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try Query(request, allowed: []).finish()
        let tokens = try await desk.serviceTokens(as: context.staff())
        return JSON.answer(Page(items: tokens.map(TokenBody.init), next: nil))
    }

    @Sendable
    func revokeToken(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.revokeServiceToken(context.id(), as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func records(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["staff", "limit", "cursor"])
        let limit = query.limit()
        let before = query.place(of: "access-records") { Int64($0) }
        try query.finish()
        let (entries, hasMore) = try await desk.accessRecords(
            of: query.text("staff"),
            before: before,
            limit: limit,
            as: context.staff()
        )
        return Pages.answer(
            entries.map(AccessRecordBody.init),
            next: hasMore ? entries.last.map { ("access-records", $0.id) } : nil,
            of: request
        )
    }
}
