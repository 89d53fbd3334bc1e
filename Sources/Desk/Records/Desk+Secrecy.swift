import Foundation

extension Desk {
    /// Says that the ticket is of a person with protected identity, or no longer.
    ///
    /// It holds for every ticket of that address and, without an address, of that telephone number,
    /// and for those that come, also when all these were erased meanwhile. Whoever protects may lose
    /// sight of the ticket with it.
    public func protect(
        _ number: TicketNumber,
        _ isProtected: Bool,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            var ticket = try transaction.ticket(number, readableBy: staff)
            guard staff.may(.protectPeople, on: ticket) else { throw .notPermitted }
            guard ticket.isProtected != isProtected else { return }
            ticket.isProtected = isProtected
            ticket.touch(at: moment)
            let kind: TicketEvent.Kind = isProtected ? .protected : .unprotected
            let actor = Actor.staff(id: staff.id, name: staff.name)
            let kin = try transaction.setProtected(
                isProtected,
                ticket.citizen,
                besides: ticket.number
            )
            for kin in kin {
                try transaction.record(
                    TicketEvent(
                        ticket: kin,
                        at: moment,
                        actor: actor,
                        kind: kind,
                        details: ["ticket": String(number.rawValue)]
                    )
                )
            }
            _ = try transaction.save(
                ticket,
                recording: kind,
                by: actor,
                at: moment,
                clocks: self.settings.clocks
            )
            if isProtected { try transaction.unlearn(ticket.number) }
            // What was answered before was for whoever could see it then.
            try transaction.withdrawAnswers(of: ticket.number)
        }
        learning.raise()
    }

    /// Keeps the ticket from being erased, for a reason of one line, such as the number of the
    /// decision; held for this reason already, it stays as it is.
    public func hold(
        _ number: TicketNumber,
        for reason: String,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        try Hold.check(reason)
        let hold = Hold(staff: staff.id, reason: reason, at: now())
        try await changeHold(of: number, as: staff, .held, details: ["reason": reason]) {
            transaction,
            ticket throws(DeskError) in
            try transaction.hold(ticket, hold)
        }
    }

    /// Lets the ticket be erased again; releasing what is not held changes nothing.
    public func release(
        _ number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        try await changeHold(of: number, as: staff, .released) {
            transaction,
            ticket throws(DeskError) in
            try transaction.release(ticket)
        }
    }

    private func changeHold(
        of number: TicketNumber,
        as staff: StaffIdentity,
        _ kind: TicketEvent.Kind,
        details: [String: String] = [:],
        _ change:
            @escaping @Sendable (any DeskTransaction, TicketNumber) throws(DeskError) -> Void
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, readableBy: staff)
            guard staff.may(.holdTickets, on: ticket) else { throw .notPermitted }
            // Asked for once more, as when the answer was lost.
            guard ticket.hold?.reason != details["reason"] else { return }
            try change(transaction, ticket.number)
            try transaction.record(
                TicketEvent(
                    ticket: ticket.number,
                    at: moment,
                    actor: .staff(id: staff.id, name: staff.name),
                    kind: kind,
                    details: details
                )
            )
        }
    }
}
