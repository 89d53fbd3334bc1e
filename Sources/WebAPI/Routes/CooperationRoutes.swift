import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird

/// How tickets hang together, and who works on them.
struct CooperationRoutes {
    let desk: Desk
    let now: @Sendable () -> Date

    @Sendable
    func merge(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let form = try await RequestBody(of: request, on: context.place).form(MergerForm.self)
        let ticket = try await desk.merge(
            number,
            at: TicketTag.seen(of: number, in: request),
            into: TicketNumber(rawValue: form.into),
            isSamePerson: form.samePerson ?? false,
            as: context.staff()
        )
        return .changed(ticket, at: now())
    }

    @Sendable
    func unmerge(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let seen = try TicketTag.seen(of: number, in: request)
        return .changed(
            try await desk.unmerge(number, at: seen, as: context.staff()),
            at: now()
        )
    }

    @Sendable
    func split(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let staff = try context.staff()
        let (number, id) = (try context.ticketNumber(), try context.id())
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(SplitForm.self)
        let once = try body.once(request, by: staff) { created($0, by: staff) }
        let answered = try await desk.split(
            id,
            from: number,
            as: SplitDraft(subject: form.subject, queue: form.queue),
            by: staff,
            once: once
        )
        return answered.response { created($0, by: staff) }
    }

    @Sendable
    func links(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let links = try await desk.links(of: context.ticketNumber(), as: context.staff())
        return JSON.answer(Page(items: links.map(LinkBody.init), next: nil))
    }

    @Sendable
    func link(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(LinkForm.self)
        var words = Words()
        let relation = words.word(form.relation, "/relation", default: TicketRelation.related)
        try words.finish()
        try await desk.link(
            context.ticketNumber(),
            to: context.otherTicket(),
            as: relation,
            by: context.staff()
        )
        return Response(status: .noContent)
    }

    @Sendable
    func unlink(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.unlink(
            context.ticketNumber(),
            from: context.otherTicket(),
            by: context.staff()
        )
        return Response(status: .noContent)
    }

    @Sendable
    func testDisclosure(
        _ request: Request,
        context: DeskRequestContext
    ) async throws -> Response {
        let staff = try context.staff()
        let body = try await RequestBody(of: request, on: context.place)
        let form = try body.form(DisclosureForm.self)
        var words = Words()
        let outcome = words.word(form.outcome, "/outcome", default: DisclosureOutcome.refused)
        try words.finish()
        let once = try body.once(request, by: staff) { (_: Ticket) in .nothing }
        let answered = try await desk.testDisclosure(
            of: context.ticketNumber(),
            as: outcome,
            ground: form.ground,
            by: staff,
            once: once
        )
        return answered.response { _ in .nothing }
    }

    @Sendable
    func duplicates(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let hints = try await desk.duplicates(of: context.ticketNumber(), as: context.staff())
        return JSON.answer(Page(items: hints.map(DuplicateBody.init), next: nil))
    }

    private func created(_ ticket: Ticket, by staff: StaffIdentity) -> StoredAnswer {
        .created(desk.asOpened(ticket, by: staff), at: now())
    }
}

// Who works on them, and when they come back.
extension CooperationRoutes {
    @Sendable
    func snooze(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(SnoozeForm.self)
        return try await snooze(until: form.until.date, request, context)
    }

    @Sendable
    func wake(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await snooze(until: nil, request, context)
    }

    @Sendable
    func followUp(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(FollowUpForm.self)
        return try await followUp(on: form.at.date, request, context)
    }

    @Sendable
    func endFollowUp(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await followUp(on: nil, request, context)
    }

    @Sendable
    func watch(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.watch(context.ticketNumber(), as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func unwatch(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.unwatch(context.ticketNumber(), as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func watched(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["limit", "cursor"])
        let limit = query.limit()
        let after = query.place(of: "watched-events") { Int64($0) }
        try query.finish()
        let (entries, last, hasMore) = try await desk.watchedEvents(
            after: after,
            limit: limit,
            as: context.staff()
        )
        return JSON.answer(
            WatchedEventsBody(
                items: entries.map(WatchedEventBody.init),
                next: (last ?? after).map { Query.cursor(of: "watched-events", after: $0) },
                more: hasMore
            )
        )
    }

    @Sendable
    func attend(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(PresenceForm.self)
        var words = Words()
        let doing = words.word(form.doing, "/doing", default: Presence.Doing.reading)
        try words.finish()
        let others = try await desk.attend(
            context.ticketNumber(),
            doing: doing,
            as: context.staff()
        )
        return JSON.answer(Page(items: others.map(PresenceBody.init), next: nil))
    }

    @Sendable
    func presences(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let all = try await desk.presences(at: context.ticketNumber(), as: context.staff())
        return JSON.answer(Page(items: all.map(PresenceBody.init), next: nil))
    }

    @Sendable
    func leave(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.leave(context.ticketNumber(), as: context.staff())
        return Response(status: .noContent)
    }

    private func snooze(
        until moment: Date?,
        _ request: Request,
        _ context: DeskRequestContext
    ) async throws -> Response {
        let number = try context.ticketNumber()
        let ticket = try await desk.snooze(
            number,
            at: TicketTag.seen(of: number, in: request),
            until: moment,
            as: context.staff()
        )
        return .changed(ticket, at: now())
    }

    private func followUp(
        on moment: Date?,
        _ request: Request,
        _ context: DeskRequestContext
    ) async throws -> Response {
        let number = try context.ticketNumber()
        let ticket = try await desk.followUp(
            number,
            at: TicketTag.seen(of: number, in: request),
            on: moment,
            as: context.staff()
        )
        return .changed(ticket, at: now())
    }
}

extension DeskRequestContext {
    /// The second number in the path; what is none is not there.
    fileprivate func otherTicket() throws(Problem) -> TicketNumber {
        guard let text = parameters.get("other"), let number = Int64(text), number > 0 else {
            throw .notFound
        }
        return TicketNumber(rawValue: number)
    }
}

extension WebAPI {
    func addCooperation(to table: inout RouteTable, _ now: @escaping @Sendable () -> Date) {
        let routes = CooperationRoutes(desk: desk, now: now)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        let one = "/v1/tickets/:number"
        table.add(.put, "\(one)/merger", guardedBy: guardian, routes.merge)
        table.add(.delete, "\(one)/merger", guardedBy: guardian, routes.unmerge)
        table.add(.post, "\(one)/messages/:id/split", guardedBy: guardian, routes.split)
        table.add(.get, "\(one)/links", guardedBy: guardian, routes.links)
        table.add(.put, "\(one)/links/:other", guardedBy: guardian, routes.link)
        table.add(.delete, "\(one)/links/:other", guardedBy: guardian, routes.unlink)
        table.add(.get, "\(one)/duplicates", guardedBy: guardian, routes.duplicates)
        table.add(.post, "\(one)/disclosures", guardedBy: guardian, routes.testDisclosure)
        table.add(.put, "\(one)/snooze", guardedBy: guardian, routes.snooze)
        table.add(.delete, "\(one)/snooze", guardedBy: guardian, routes.wake)
        table.add(.put, "\(one)/follow-up", guardedBy: guardian, routes.followUp)
        table.add(.delete, "\(one)/follow-up", guardedBy: guardian, routes.endFollowUp)
        table.add(.put, "\(one)/watch", guardedBy: guardian, routes.watch)
        table.add(.delete, "\(one)/watch", guardedBy: guardian, routes.unwatch)
        table.add(.get, "/v1/watched-events", guardedBy: guardian, routes.watched)
        table.add(.put, "\(one)/presence", guardedBy: guardian, routes.attend)
        table.add(.get, "\(one)/presence", guardedBy: guardian, routes.presences)
        table.add(.delete, "\(one)/presence", guardedBy: guardian, routes.leave)
    }
}
