import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// `/v1/destinations` and hand-offs.
struct HandoffRoutes {
    let desk: Desk

    @Sendable
    func destinations(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["q", "limit", "cursor"])
        let found = desk.destinations(matching: query.text("q"))
        let page = ListedPage("destinations", of: found, &query) { $0.id }
        try query.finish()
        return Pages.answer(
            page.items.compactMap { destination in
                desk.availability(of: destination).map {
                    ListedDestinationBody(DestinationBody(destination), AvailabilityBody($0))
                }
            },
            next: page.next,
            of: request
        )
    }

    @Sendable
    func handOff(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let number = try context.ticketNumber()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(HandoffForm.self)
        var words = Words()
        var draft = HandoffDraft(
            destination: form.destination,
            mode: words.word(form.mode, "/mode", default: .blind),
            call: form.call,
            summary: form.summary
        )
        draft.faults = words.problems
        let language = Self.reader(of: request)
        let once = try body.once(request, by: staff) { (handoff: Handoff) in
            Self.accepted(handoff, language)
        }
        let answered = try await desk.handOff(number, draft, as: staff, once: once)
        var response = answered.response { Self.accepted($0, language) }
        response.headers[.vary] = "Accept-Language"
        return response
    }

    /// The desk's own words in a hand-off are in the language that is asked for.
    private static func reader(of request: Request) -> WordLanguage {
        WordLanguage(accepting: request.headers[.acceptLanguage])
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let handoff = try await desk.handoff(context.id(), as: context.staff())
        return Self.answer(handoff, to: request)
    }

    private static func answer(_ handoff: Handoff, to request: Request) -> Response {
        JSON.answer(
            HandoffBody(handoff, in: reader(of: request)),
            headers: [.vary: "Accept-Language"]
        )
    }

    /// `GET /v1/handoffs`.
    @Sendable
    func listAll(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["state", "limit", "cursor"])
        var wanted = HandoffQuery(limit: query.limit())
        wanted.selection = query.word("state") ?? .open
        wanted.after = query.place(of: "all-handoffs") { UUIDv7($0) }
        try query.finish()
        let page = try await desk.handoffs(wanted, as: context.staff())
        return Self.answer(page.handoffs, next: page.next.map { ("all-handoffs", $0) }, to: request)
    }

    private static func answer(
        _ handoffs: [Handoff],
        next: (list: String, place: UUIDv7)?,
        to request: Request
    ) -> Response {
        let language = reader(of: request)
        var response = Pages.answer(
            handoffs.map { HandoffBody($0, in: language) },
            next: next,
            of: request
        )
        response.headers[.vary] = "Accept-Language"
        return response
    }

    /// `GET /v1/tickets/{number}/handoffs`.
    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let after = query.place(of: "handoffs") { UUIDv7($0) }
        try query.finish()
        let (handoffs, hasMore) = try await desk.handoffs(
            of: context.ticketNumber(),
            after: after,
            limit: limit,
            as: context.staff()
        )
        let next = hasMore ? handoffs.last.map { ("handoffs", $0.id) } : nil
        return Self.answer(handoffs, next: next, to: request)
    }

    @Sendable
    func end(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(
            HandoffOutcomeForm.self
        )
        var words = Words()
        let outcome = words.word(
            form.outcome,
            "/outcome",
            among: Handoff.State.allCases.filter(\.isFinal),
            default: .unknown
        )
        try words.finish()
        let handoff = try await desk.end(
            context.id(),
            as: outcome,
            detail: form.detail,
            by: context.staff()
        )
        return Self.answer(handoff, to: request)
    }

    private static func accepted(_ handoff: Handoff, _ language: WordLanguage) -> StoredAnswer {
        .created(
            HandoffBody(handoff, in: language),
            at: "/v1/handoffs/\(handoff.id)",
            status: .accepted
        )
    }
}
