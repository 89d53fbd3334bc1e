import Foundation

extension Desk {
    /// The tickets that have to do with this one, as far as this person may see them.
    public func links(
        of number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> [LinkedTicket] {
        let (ticket, links) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            var found: [LinkedTicket] = []
            for link in try reading.links(of: ticket.number) {
                let (number, relation) = link.seen(from: ticket.number)
                let other = try reading.ticket(number)
                guard staff.mayRead(other) else { continue }
                found.append(
                    LinkedTicket(
                        ticket: other,
                        relation: relation,
                        staff: link.staff,
                        at: link.at
                    )
                )
            }
            return (ticket, found)
        }
        try await show(.ticket, of: ticket, to: staff)
        try await show(TicketPage(tickets: links.map(\.ticket), next: nil), to: staff)
        return links
    }

    /// Says what another ticket is to this one, in the place of what was said before.
    public func link(
        _ number: TicketNumber,
        to other: TicketNumber,
        as relation: TicketRelation,
        by staff: StaffIdentity
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            let (ticket, other) = try self.pair(number, other, for: staff, in: transaction)
            try self.checkSecrecy(ticket, other)
            let known = try transaction.links(of: ticket.number)
            let before = known.first { $0.seen(from: ticket.number).other == other.number }
            if before?.seen(from: ticket.number).relation == relation { return }
            // The checks that follow see what will be, without what is replaced.
            if before != nil {
                try transaction.deleteLink(between: ticket.number, and: other.number)
            }
            for one in [ticket, other] where before == nil {
                guard try transaction.links(of: one.number).count < DeskSettings.linksMax else {
                    throw .overLimit(name: "links", limit: DeskSettings.linksMax)
                }
            }
            switch relation {
            case .parent: try transaction.checkParent(other, of: ticket)
            case .child: try transaction.checkParent(ticket, of: other)
            case .related, .original, .duplicate: break
            }
            try transaction.save(
                TicketLink(
                    ticket.number,
                    other.number,
                    as: relation,
                    by: staff.id,
                    at: moment
                )
            )
            try transaction.record(.linked, ticket, other, relation, by: staff, at: moment)
        }
    }

    /// Says that two tickets have nothing to do with each other; that they had is not asked.
    public func unlink(
        _ number: TicketNumber,
        from other: TicketNumber,
        by staff: StaffIdentity
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            let (ticket, other) = try self.pair(number, other, for: staff, in: transaction)
            let known = try transaction.links(of: ticket.number)
            let before = known.map { $0.seen(from: ticket.number) }
                .first { $0.other == other.number }
            guard let before else { return }
            try transaction.deleteLink(between: ticket.number, and: other.number)
            try transaction.record(.unlinked, ticket, other, before.relation, by: staff, at: moment)
        }
    }

    private func pair(
        _ number: TicketNumber,
        _ other: TicketNumber,
        for staff: StaffIdentity,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> (ticket: Ticket, other: Ticket) {
        let ticket = try transaction.ticket(number, workableBy: staff)
        let other = try transaction.ticket(other, readableBy: staff)
        guard ticket.number != other.number else {
            throw .wrongState(detail: "A ticket has no link to itself.")
        }
        return (ticket, other)
    }
}

extension DeskTransaction {
    /// A ticket is a part of one other at most, and nothing is a part of itself.
    fileprivate func checkParent(_ parent: Ticket, of child: Ticket) throws(DeskError) {
        if let other = try self.parent(of: child.number), other != parent.number {
            throw .wrongState(
                detail: "Ticket \(child.number.rawValue) is a part of \(other.rawValue) already."
            )
        }
        var ancestor: TicketNumber? = parent.number
        for _ in 0..<DeskSettings.generationsMax {
            guard let found = ancestor else { return }
            guard found != child.number else {
                throw .wrongState(detail: "The tickets would be parts of each other.")
            }
            ancestor = try self.parent(of: found)
        }
        throw .overLimit(name: "generations-of-tickets", limit: DeskSettings.generationsMax)
    }

    private func parent(of ticket: TicketNumber) throws(DeskError) -> TicketNumber? {
        try links(of: ticket).map { $0.seen(from: ticket) }.first { $0.relation == .parent }?.other
    }

    fileprivate func record(
        _ kind: TicketEvent.Kind,
        _ ticket: Ticket,
        _ other: Ticket,
        _ relation: TicketRelation,
        by staff: StaffIdentity,
        at moment: Date
    ) throws(DeskError) {
        let sides = [
            (ticket.number, other.number, relation),
            (other.number, ticket.number, relation.inverse),
        ]
        for (one, other, relation) in sides {
            try record(
                TicketEvent(
                    ticket: one,
                    at: moment,
                    actor: .staff(id: staff.id, name: staff.name),
                    kind: kind,
                    details: [
                        "ticket": String(other.rawValue), "relation": relation.rawValue,
                    ]
                )
            )
        }
    }
}

extension DeskSettings {
    /// How many links one ticket may have.
    public static let linksMax = 100
    /// How many tickets may be parts of parts of one.
    static let generationsMax = 8
}
