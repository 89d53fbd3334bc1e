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
        let draft = HandoffDraft(
            destination: form.destination,
            mode: words.word(form.mode, "/mode", default: .blind),
            call: form.call,
            summary: form.summary
        )
        try words.finish()
        let once = try body.once(request, by: staff) { (handoff: Handoff) in
            Self.accepted(handoff)
        }
        let answered = try await desk.handOff(number, draft, as: staff, once: once)
        return answered.response { Self.accepted($0) }
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(HandoffBody(try await desk.handoff(context.id(), as: context.staff())))
    }

    @Sendable
    func end(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(
            HandoffOutcomeForm.self
        )
        var words = Words()
        let outcome = words.word(form.outcome, "/outcome", default: Handoff.State.unknown)
        try words.finish()
        let handoff = try await desk.end(
            context.id(),
            as: outcome,
            detail: form.detail,
            by: context.staff()
        )
        return JSON.answer(HandoffBody(handoff))
    }

    private static func accepted(_ handoff: Handoff) -> StoredAnswer {
        .created(HandoffBody(handoff), at: "/v1/handoffs/\(handoff.id)", status: .accepted)
    }
}
