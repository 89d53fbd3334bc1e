import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird

/// Incidents and planned maintenance.
struct IncidentRoutes {
    let desk: Desk
    let now: @Sendable () -> Date

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["state", "limit", "cursor"])
        let state: Incident.State? = query.word("state")
        let limit = query.limit()
        let before = query.place(of: "incidents") { Int64($0) }
        try query.finish()
        let (incidents, hasMore) = try await desk.incidents(
            state: state,
            before: before,
            limit: limit,
            as: context.staff()
        )
        let last = hasMore ? incidents.last?.incident.number : nil
        return Pages.answer(
            incidents.map(IncidentBody.init),
            next: last.map { ("incidents", $0) },
            of: request
        )
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let view = try await desk.incident(context.plainNumber(), as: context.staff())
        return .edition(view.incident.edition, IncidentBody(view))
    }

    @Sendable
    func tickets(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let after = query.place(of: "incident-tickets") { Int64($0) }
        try query.finish()
        let (tickets, last, hasMore) = try await desk.tickets(
            ofIncident: context.plainNumber(),
            after: after.map(TicketNumber.init),
            limit: limit,
            as: context.staff()
        )
        let moment = now()
        let next = hasMore ? last?.rawValue : nil
        return Pages.answer(
            tickets.map { TicketBody($0, at: moment) },
            next: next.map { ("incident-tickets", $0) },
            of: request
        )
    }

    @Sendable
    func open(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(IncidentForm.self)
        let once = try body.once(request, by: staff) { created($0) }
        let answered = try await desk.openIncident(
            IncidentDraft(
                title: form.title,
                service: form.service,
                symptom: form.symptom,
                notice: form.notice?.text
            ),
            as: staff,
            once: once
        )
        return answered.response { created($0) }
    }

    @Sendable
    func change(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.plainNumber()
        let form = try await RequestBody(
            of: request,
            on: context.place,
            mediaTypes: RequestBody.patchTypes
        ).form(IncidentPatchForm.self)
        var words = Words()
        var patch = IncidentPatch()
        patch.state = words.word(form.state, "/state")
        try words.finish()
        patch.title = form.title
        patch.notice = form.notice.map { $0?.text }
        let view = try await desk.changeIncident(
            number,
            at: EditionTag.seen(in: request),
            by: patch,
            as: context.staff()
        )
        return .edition(view.incident.edition, IncidentBody(view))
    }

    @Sendable
    func answer(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let number = try context.plainNumber()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(IncidentAnswerForm.self)
        let once = try body.once(request, by: staff) { accepted($0) }
        let answered = try await desk.answerIncident(
            number,
            with: IncidentAnswerDraft(text: form.text.text, resolves: form.resolve ?? false),
            as: staff,
            once: once
        )
        return answered.response { accepted($0) }
    }

    @Sendable
    func link(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let form = try await RequestBody(of: request, on: context.place)
            .form(IncidentLinkForm.self)
        return try await set(form.incident, of: number, request, context)
    }

    @Sendable
    func unlink(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await set(nil, of: context.ticketNumber(), request, context)
    }

    private func set(
        _ incident: Int64?,
        of number: TicketNumber,
        _ request: Request,
        _ context: DeskRequestContext
    ) async throws -> Response {
        let ticket = try await desk.setIncident(
            of: number,
            at: TicketTag.seen(of: number, in: request),
            to: incident,
            as: context.staff()
        )
        return .changed(ticket, at: now())
    }

    private func created(_ view: IncidentView) -> StoredAnswer {
        .created(IncidentBody(view), at: "/v1/incidents/\(view.incident.number)")
    }

    /// It is on its way, little by little.
    private func accepted(_ view: IncidentView) -> StoredAnswer {
        .created(
            IncidentBody(view),
            at: "/v1/incidents/\(view.incident.number)",
            status: .accepted
        )
    }
}

/// Planned maintenance.
struct MaintenanceRoutes {
    let desk: Desk

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let all = try await desk.maintenances(as: context.staff())
        return JSON.answer(Page(items: all.map(MaintenanceBody.init), next: nil))
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let one = try await desk.maintenance(context.plainNumber(), as: context.staff())
        return .edition(one.edition, MaintenanceBody(one))
    }

    @Sendable
    func plan(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(MaintenanceForm.self)
        let once = try body.once(request, by: staff) { created($0) }
        let answered = try await desk.plan(
            Maintenance(
                startsAt: form.startsAt.date,
                endsAt: form.endsAt.date,
                services: form.services,
                notice: form.notice.text,
                createdBy: staff.id
            ),
            as: staff,
            once: once
        )
        return answered.response { created($0) }
    }

    @Sendable
    func change(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.plainNumber()
        let form = try await RequestBody(
            of: request,
            on: context.place,
            mediaTypes: RequestBody.patchTypes
        ).form(MaintenancePatchForm.self)
        var patch = MaintenancePatch()
        patch.startsAt = form.startsAt?.date
        patch.endsAt = form.endsAt?.date
        patch.services = form.services
        patch.notice = form.notice?.text
        let changed = try await desk.changeMaintenance(
            number,
            at: EditionTag.seen(in: request),
            by: patch,
            as: context.staff()
        )
        return .edition(changed.edition, MaintenanceBody(changed))
    }

    @Sendable
    func cancel(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.cancelMaintenance(context.plainNumber(), as: context.staff())
        return Response(status: .noContent)
    }

    private func created(_ maintenance: Maintenance) -> StoredAnswer {
        .created(
            MaintenanceBody(maintenance),
            at: "/v1/maintenance/\(maintenance.number)"
        )
    }
}

extension DeskRequestContext {
    /// A number in the path that is no ticket's; what is none is not there.
    fileprivate func plainNumber() throws(Problem) -> Int64 { try ticketNumber().rawValue }
}

extension WebAPI {
    func addIncidents(to table: inout RouteTable, _ now: @escaping @Sendable () -> Date) {
        let incidents = IncidentRoutes(desk: desk, now: now)
        let maintenance = MaintenanceRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        let one = "/v1/incidents/:number"
        table.add(.get, "/v1/incidents", guardedBy: guardian, incidents.list)
        table.add(.post, "/v1/incidents", guardedBy: guardian, incidents.open)
        table.add(.get, one, guardedBy: guardian, incidents.show)
        table.add(.patch, one, guardedBy: guardian, incidents.change)
        table.add(.get, "\(one)/tickets", guardedBy: guardian, incidents.tickets)
        table.add(.post, "\(one)/answers", guardedBy: guardian, incidents.answer)
        let ticket = "/v1/tickets/:number/incident"
        table.add(.put, ticket, guardedBy: guardian, incidents.link)
        table.add(.delete, ticket, guardedBy: guardian, incidents.unlink)
        let window = "/v1/maintenance/:number"
        table.add(.get, "/v1/maintenance", guardedBy: guardian, maintenance.list)
        table.add(.post, "/v1/maintenance", guardedBy: guardian, maintenance.plan)
        table.add(.get, window, guardedBy: guardian, maintenance.show)
        table.add(.patch, window, guardedBy: guardian, maintenance.change)
        table.add(.delete, window, guardedBy: guardian, maintenance.cancel)
    }
}
