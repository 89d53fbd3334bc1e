import Desk
import DeskAPI
import Hummingbird

/// `/v1/tickets/{number}/unit`: which unit answers it.
extension TicketRoutes {
    @Sendable
    func give(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let form = try await RequestBody(of: request, on: context.place).form(UnitForm.self)
        return try await give(to: form.unit, request, context)
    }

    @Sendable
    func takeBack(_ request: Request, context: DeskRequestContext) async throws -> Response {
        try await give(to: nil, request, context)
    }

    private func give(
        to unit: String?,
        _ request: Request,
        _ context: DeskRequestContext
    ) async throws -> Response {
        let number = try context.ticketNumber()
        let seen = try TicketTag.seen(of: number, in: request)
        let ticket = try await desk.give(number, at: seen, to: unit, as: context.staff())
        return .changed(ticket, at: now())
    }
}

extension UnitBody {
    init(_ unit: TicketUnit) {
        self.init(
            id: unit.id,
            name: unit.name,
            givenAt: Timestamp(unit.givenAt),
            answeredAt: unit.answeredAt.map(Timestamp.init),
            answer: unit.answer?.description
        )
    }
}
