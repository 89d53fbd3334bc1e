import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/calls`, `/v1/duty`, `/v1/callbacks` and `/v1/tickets/{number}/callback`.
struct CallRoutes {
    let desk: Desk

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["state", "limit", "cursor"])
        var wanted = CallQuery(limit: query.limit())
        wanted.state = query.word("state")
        wanted.after = query.place(of: "calls") { UUIDv7($0) }
        try query.finish()
        let page = try await desk.calls(wanted, as: context.staff())
        return Pages.answer(
            page.calls.map(CallBody.init),
            next: page.next.map { ("calls", $0) },
            of: request
        )
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(CallBody(try await desk.call(context.name(), as: context.staff())))
    }

    @Sendable
    func file(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(CallTicketForm.self)
        let number = TicketNumber(rawValue: form.number)
        let call = try await desk.file(context.name(), under: number, as: context.staff())
        return JSON.answer(CallBody(call))
    }

    @Sendable
    func take(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let formType = "application/x-www-form-urlencoded"
        let type = request.headers[.contentType] ?? ""
        let body = try await RequestBody(
            of: request,
            on: context.place,
            mediaTypes: ["application/json", formType],
            bytesMax: 65_536
        )
        let form = try CallEventForm(body, isForm: type.lowercased().hasPrefix(formType))
        guard let event = try form.event() else {
            return JSON.answer(["action": "invalid_direction"])
        }
        try await desk.note(event, as: context.staff())
        return JSON.answer([String: String]())
    }

    // MARK: Duty

    @Sendable
    func duty(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let onDuty = try await desk.duty(as: context.staff())
        return JSON.answer(Page(items: onDuty.map(DutyBody.init), next: nil))
    }

    @Sendable
    func goOnDuty(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(DutyBody(try await desk.goOnDuty(as: context.staff())))
    }

    @Sendable
    func goOffDuty(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        try await desk.goOffDuty(staff.id, as: staff)
        return Response(status: .noContent)
    }

    @Sendable
    func sendOffDuty(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.goOffDuty(context.name(), as: context.staff())
        return Response(status: .noContent)
    }

    // MARK: Call-backs

    @Sendable
    func owed(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let after = query.place(of: "callbacks") { UUIDv7($0) }
        try query.finish()
        let page = try await desk.owedCalls(after: after, limit: limit, as: context.staff())
        return Pages.answer(
            page.calls.map(CallBackBody.init),
            next: page.next.map { ("callbacks", $0) },
            of: request
        )
    }

    @Sendable
    func owe(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let form = try await RequestBody(of: request, on: context.place).form(CallBackForm.self)
        let owed = try await desk.oweCall(
            about: number,
            to: form.number,
            notBefore: form.notBefore?.date,
            as: context.staff()
        )
        return JSON.answer(CallBackBody(owed))
    }

    @Sendable
    func settle(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(CallBackBody(try await desk.settle(context.id(), as: context.staff())))
    }
}

extension DeskRequestContext {
    /// A name in the path, which the store is asked for.
    func name() throws(Problem) -> String {
        let text = parameters.get("name")?.removingPercentEncoding
        guard let text, !text.isEmpty else { throw .notFound }
        return text
    }
}
