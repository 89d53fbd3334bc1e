import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/tickets` and what belongs to one ticket's own fields.
struct TicketRoutes {
    let desk: Desk
    let now: @Sendable () -> Date

    @Sendable
    func open(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let body = try await RequestBody(of: request, on: context.place)
        let draft = Self.draft(try body.form(TicketForm.self))
        let once = try body.once(request, by: staff) { created($0, by: staff) }
        let answered = try await desk.open(draft, as: staff, once: once)
        return answered.response { created($0, by: staff) }
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let view = try TicketView(request)
        let ticket = try await desk.ticket(
            number,
            itself: !view.follows,
            inFull: view.isInFull,
            as: context.staff()
        )
        let moment = now()
        let tag = TicketTag(ticket, at: moment)
        var headers: HTTPFields = [.eTag: tag.description]
        if ticket.number != number {
            // RFC 9110 §8.7: what is shown is the other ticket.
            headers[.init(known: "Content-Location")] = "/v1/tickets/\(ticket.number.rawValue)"
        }
        // The tag does not tell masked from full.
        guard view.isInFull || !tag.isKnown(to: request) else {
            return Response(status: .notModified, headers: headers)
        }
        return JSON.answer(
            TicketBody(ticket, at: moment, inFull: view.isInFull),
            headers: headers
        )
    }

    /// How a ticket is wanted; almost nobody says so, and this is the usual request.
    private struct TicketView {
        var isInFull = false
        /// False shows one that went into another as itself.
        var follows = true

        init(_ request: Request) throws {
            guard request.uri.query != nil else { return }
            var query = Query(request, allowed: ["identity_numbers", "follow"])
            isInFull = query.word("identity_numbers") == IdentityNumberView.shown
            follows = query.flag("follow") ?? true
            try query.finish()
        }
    }

    @Sendable
    func list(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(
            request,
            allowed: [
                "state", "queue", "assignee", "unit", "kind", "category", "citizen", "q",
                "overdue", "snoozed", "order", "limit", "cursor",
            ]
        )
        var wanted = TicketQuery(
            limit: query.limit()
        )
        wanted.state = query.word("state")
        wanted.queue = query.text("queue")
        wanted.assignee = query.text("assignee")
        wanted.unit = query.text("unit")
        wanted.kind = query.word("kind")
        wanted.category = query.word("category")
        wanted.citizen = query.text("citizen")
        wanted.text = query.text("q")
        wanted.isOverdue = query.flag("overdue")
        wanted.isSnoozed = query.flag("snoozed")
        wanted.order = query.word("order") ?? .newest
        if wanted.order == .due, !wanted.isSearch {
            wanted.afterDue = query.place(of: "tickets-due") { .init(text: $0) }
        } else {
            wanted.after = query.place(of: "tickets") { place in
                Int64(place).map(TicketNumber.init(rawValue:))
            }
        }
        try query.finish()
        let page = try await desk.tickets(wanted, as: context.staff())
        let moment = now()
        return Pages.answer(
            page.tickets.map { TicketBody($0, at: moment) },
            next: page.nextDue.map { ("tickets-due", $0.text) }
                ?? page.next.map { ("tickets", String($0.rawValue)) },
            of: request
        )
    }

    @Sendable
    func change(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let body = try await RequestBody(
            of: request,
            on: context.place,
            mediaTypes: RequestBody.patchTypes
        )
        let staff = try context.staff()
        let ticket = try await desk.change(
            number,
            at: TicketTag.seen(of: number, in: request),
            by: body.form(TicketPatchForm.self).patch,
            as: staff
        )
        // It was given away, into a queue that is not the caller's.
        guard desk.isShown(ticket, to: staff) else { return Response(status: .noContent) }
        return answer(ticket)
    }

    @Sendable
    func assign(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(AssignmentForm.self)
        return try await assign(to: form.assignee, request, context)
    }

    @Sendable
    func unassign(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await assign(to: nil, request, context)
    }

    @Sendable
    func resolve(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let form = try await RequestBody(of: request, on: context.place).form(ResolutionForm.self)
        var words = Words()
        let outcome = words.word(form.outcome, "/outcome", default: TicketOutcome.answered)
        try words.finish()
        let ticket = try await desk.resolve(
            number,
            at: TicketTag.seen(of: number, in: request),
            as: outcome,
            article: form.article,
            by: context.staff()
        )
        return answer(ticket)
    }

    @Sendable
    func reopen(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let seen = try TicketTag.seen(of: number, in: request)
        return answer(try await desk.reopen(number, at: seen, as: context.staff()))
    }

    private func assign(
        to assignee: String?,
        _ request: Request,
        _ context: DeskRequestContext
    ) async throws -> Response {
        let number = try context.ticketNumber()
        let seen = try TicketTag.seen(of: number, in: request)
        return answer(
            try await desk.assign(number, at: seen, to: assignee, as: context.staff())
        )
    }

    private func answer(_ ticket: Ticket) -> Response { .changed(ticket, at: now()) }

    private func created(_ ticket: Ticket, by staff: StaffIdentity) -> StoredAnswer {
        .created(desk.asOpened(ticket, by: staff), at: now())
    }

    private static func draft(_ form: TicketForm) -> TicketDraft {
        var words = Words()
        var draft = TicketDraft(
            subject: form.subject,
            body: form.body,
            channel: words.word(form.channel, "/channel", default: .phone),
            kind: words.word(form.kind, "/kind") ?? .question,
            citizen: Citizen(
                name: form.citizen.name,
                email: form.citizen.email,
                phone: form.citizen.phone
            )
        )
        draft.category = words.word(form.category, "/category")
        draft.priority = words.word(form.priority, "/priority")
        draft.service = form.service
        draft.language = form.language
        draft.queue = form.queue
        draft.call = form.call
        draft.faults = words.problems
        return draft
    }
}

extension Response {
    /// The ticket as it is after a change, with its new version.
    static func changed(_ ticket: Ticket, at moment: Date) -> Response {
        JSON.answer(
            TicketBody(ticket, at: moment),
            headers: [.eTag: TicketTag(ticket, at: moment).description]
        )
    }
}

extension StoredAnswer {
    /// A new ticket with its version.
    static func created(_ ticket: Ticket, at moment: Date) -> Self {
        .created(
            TicketBody(ticket, at: moment),
            at: "/v1/tickets/\(ticket.number.rawValue)",
            tag: TicketTag(ticket, at: moment)
        )
    }
}

extension TicketQuery.DuePlace {
    /// What is owed is owed after 1970 and in a year of four digits: a cursor that says otherwise is
    /// none that was given out.
    private static let dueMilliseconds: ClosedRange<Int64> = 0...253_402_300_799_999

    /// As a cursor holds it: milliseconds and the number.
    fileprivate var text: String { "\(Timestamp(due).milliseconds) \(number.rawValue)" }

    fileprivate init?(text: String) {
        let parts = text.split(separator: " ").compactMap { Int64($0) }
        guard parts.count == 2, Self.dueMilliseconds.contains(parts[0]) else { return nil }
        self.init(
            due: Timestamp(milliseconds: parts[0]).date,
            number: TicketNumber(rawValue: parts[1])
        )
    }
}
