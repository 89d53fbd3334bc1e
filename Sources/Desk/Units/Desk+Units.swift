import Foundation

extension Desk {
    /// Gives the ticket to a unit, which answers it from then on, or to none.
    ///
    /// - Parameters:
    ///   - number: which ticket.
    ///   - revision: what it was when somebody decided so.
    ///   - unit: a ``Destination/id``; nil takes it back.
    ///   - staff: who may work on it.
    /// - Returns: the ticket as it is then.
    /// - Throws: ``DeskError``; what is confidential is given to nobody outside.
    public func give(
        _ number: TicketNumber,
        at revision: Int64,
        to unit: String?,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        let closed = settings.confidentialQueues
        return try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            guard let unit else {
                guard let former = ticket.unit else {
                    throw .wrongState(detail: "The ticket is no unit's.")
                }
                try ticket.give(to: nil, at: moment)
                return (.unitUnassigned, ["unit": former.id])
            }
            let destination = try self.destination(unit)
            if let queue = destination.queue, queue != ticket.queue, closed.contains(ticket.queue) {
                throw .wrongState(
                    detail: "The ticket is confidential, and this unit works in another queue."
                )
            }
            try ticket.give(to: TicketUnit(destination, at: moment), at: moment)
            return (.unitAssigned, ["unit": destination.id, "name": destination.name])
        }
    }

    private func destination(_ id: String) throws(DeskError) -> Destination {
        guard let found = switchboard?.directory[id] else {
            throw .invalid([
                FieldProblem("/unit", "there is no such destination; see GET /v1/destinations")
            ])
        }
        return found
    }
}

extension TicketUnit {
    /// A destination as it is now.
    init(_ destination: Destination, at moment: Date) {
        self.init(
            id: destination.id,
            name: destination.name,
            queue: destination.queue,
            givenAt: moment
        )
    }
}
