import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// My open sessions, the tokens of other systems, and the records of access and of changes.
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

    @Sendable
    func createToken(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(TokenForm.self)
        let draft = ServiceTokenDraft(
            name: form.name,
            scopes: form.scopes,
            queues: form.queues ?? [],
            days: form.days ?? ServiceTokenDraft.daysUsual
        )
        // What is stored to be said again must not hold the token.
        let once = try body.once(request, by: staff) { Self.made($0, isShown: false) }
        let answered = try await desk.createServiceToken(draft, as: staff, once: once)
        return answered.freshResponse { Self.made($0, isShown: true) }
    }

    private static func made(_ new: NewServiceToken, isShown: Bool) -> StoredAnswer {
        .created(
            NewTokenBody(token: isShown ? new.token.text : nil, made: TokenBody(new.made)),
            at: "/v1/tokens/\(new.made.id)"
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

    @Sendable
    func changes(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["staff", "limit", "cursor"])
        let limit = query.limit()
        let before = query.place(of: "change-records") { Int64($0) }
        try query.finish()
        let (entries, hasMore) = try await desk.changeRecords(
            by: query.text("staff"),
            before: before,
            limit: limit,
            as: context.staff()
        )
        return Pages.answer(
            entries.map(ChangeRecordBody.init),
            next: hasMore ? entries.last.map { ("change-records", $0.id) } : nil,
            of: request
        )
    }
}
