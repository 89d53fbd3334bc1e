import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/quarantine`: mails that were held back.
struct QuarantineRoutes {
    let desk: Desk
    let now: @Sendable () -> Date

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["ticket", "limit", "cursor"])
        var wanted = QuarantineQuery(limit: query.limit())
        wanted.claims = query.ticket()
        wanted.after = query.place(of: "quarantine") { UUIDv7($0) }
        try query.finish()
        let (mails, hasMore) = try await desk.quarantine(wanted, as: context.staff())
        return Pages.answer(
            mails.map { HeldMailBody($0) },
            next: hasMore ? mails.last.map { ("quarantine", $0.id) } : nil,
            of: request
        )
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let (mail, text) = try await desk.heldMail(context.id(), as: context.staff())
        return JSON.answer(HeldMailBody(mail, text: text))
    }

    @Sendable
    func release(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(ReleaseForm.self)
        let ticket = try await desk.release(
            context.id(),
            into: form.ticket.map(TicketNumber.init(rawValue:)),
            by: context.staff()
        )
        return JSON.answer(TicketBody(ticket, at: now()))
    }

    @Sendable
    func discard(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.discardHeldMail(context.id(), by: context.staff())
        return Response(status: .noContent)
    }
}
