import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Protected people, held tickets, who saw what, and what a citizen has a right to.
struct RecordRoutes {
    let desk: Desk

    @Sendable
    func protect(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.protect(context.ticketNumber(), true, as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func unprotect(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.protect(context.ticketNumber(), false, as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func hold(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let number = try context.ticketNumber()
        let form = try await RequestBody(of: request, on: context.place).form(HoldForm.self)
        try await desk.hold(number, for: form.reason, as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func release(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await desk.release(context.ticketNumber(), as: context.staff())
        return Response(status: .noContent)
    }

    @Sendable
    func reads(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["ticket", "staff", "limit", "cursor"])
        var wanted = ReadQuery(limit: query.limit())
        wanted.ticket = query.ticket()
        wanted.staff = query.text("staff")
        wanted.before = query.place(of: "reads") { Int64($0) }
        try query.finish()
        let (entries, hasMore) = try await desk.reads(wanted, as: context.staff())
        return Pages.answer(
            entries.map(ReadBody.init),
            next: hasMore ? entries.last.map { ("reads", $0.id) } : nil,
            of: request
        )
    }

    @Sendable
    func extract(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(PersonForm.self)
        let staff = try context.staff()
        let extract = try await desk.extract(
            Person(email: form.email, phone: form.phone),
            as: staff
        )
        let shown = ShownExtract(
            tickets: extract.tickets,
            elsewhere: extract.elsewhere,
            leavesOutProtected: !staff.reachesProtected(by: .extractRegister)
        )
        let octets = try TicketFile.encoder.encode(shown)
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets))
        )
    }

    @Sendable
    func erase(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(PersonForm.self)
        let staff = try context.staff()
        let report = try await desk.erase(
            Person(email: form.email, phone: form.phone),
            isDryRun: form.dryRun ?? false,
            as: staff
        )
        let isLeftOut = !staff.reachesProtected(by: .erasePeople)
        return JSON.answer(ErasureBody(report, leavesOutProtected: isLeftOut))
    }

    @Sendable
    func rights(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(Page(items: RightsTable.house.lines.map(RightBody.init), next: nil))
    }
}

/// A ``RegisterExtract`` as it is answered: what it leaves out depends on who asks, never on whom
/// they ask about.
private struct ShownExtract: Encodable {
    let tickets: [TicketFile]
    let elsewhere: RegisterExtract.Elsewhere?
    let leavesOutProtected: Bool
}

extension ReadBody {
    init(_ entry: ReadEntry) {
        self.init(
            id: String(entry.id),
            at: Timestamp(entry.record.at),
            until: Timestamp(entry.record.until),
            times: entry.record.times,
            staff: entry.record.staff,
            what: entry.record.what.rawValue,
            ticket: entry.record.ticket?.rawValue,
            details: entry.record.details
        )
    }
}

extension ErasureBody {
    init(_ report: ErasureReport, leavesOutProtected: Bool) {
        self.init(
            erased: report.erased.map(\.rawValue),
            held: report.held.map(\.rawValue),
            active: report.active.map(\.rawValue),
            messagesElsewhere: report.messagesElsewhere,
            unfinished: report.unfinished.count,
            calls: report.calls,
            callBacks: report.callBacks,
            heldMails: report.heldMails,
            addresses: report.addresses,
            leavesOutProtected: leavesOutProtected
        )
    }
}

extension RightBody {
    init(_ line: RightsTable.Line) {
        self.init(
            right: line.right.rawValue,
            reach: Dictionary(
                uniqueKeysWithValues: line.reach.map { role, scopes in
                    (role.rawValue, Scope.allCases.filter(scopes.contains).map(\.rawValue))
                }
            )
        )
    }
}

extension WebAPI {
    func addRecords(to table: inout RouteTable) {
        let records = RecordRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        let one = "/v1/tickets/:number"
        table.add(.put, "\(one)/protection", guardedBy: guardian, records.protect)
        table.add(.delete, "\(one)/protection", guardedBy: guardian, records.unprotect)
        table.add(.put, "\(one)/hold", guardedBy: guardian, records.hold)
        table.add(.delete, "\(one)/hold", guardedBy: guardian, records.release)
        table.add(.get, "/v1/reads", guardedBy: guardian, records.reads)
        table.add(.post, "/v1/register-extracts", guardedBy: guardian, records.extract)
        table.add(.post, "/v1/erasures", guardedBy: guardian, records.erase)
        table.add(.get, "/v1/rights", guardedBy: guardian, records.rights)
    }
}
