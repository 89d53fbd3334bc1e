import Foundation

extension Desk {
    /// What the end of a hand-off means: its ticket goes where the citizen went, and whoever was lost
    /// on the way is owed a call.
    func conclude(
        _ handoff: Handoff,
        by actor: Actor,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        switch handoff.state {
        case .completed: try passOn(handoff, by: actor, at: moment, in: transaction)
        case .callerGone: try owe(lostBy: handoff, at: moment, in: transaction)
        default: return
        }
    }

    /// The ticket is the receiving unit's, in its queue, with what the clerk said of it.
    private func passOn(
        _ handoff: Handoff,
        by actor: Actor,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var ticket = try transaction.survivor(of: transaction.ticket(handoff.ticket))
        if let summary = handoff.summary, !summary.isEmpty {
            let note = Message(
                id: UUIDv7(at: moment, after: try transaction.newestMessage(of: ticket.number)),
                ticket: ticket.number,
                kind: .note,
                author: try transaction.author(of: handoff),
                body: summary,
                createdAt: moment
            )
            try transaction.insert(note, subject: nil)
        }
        guard ticket.state != .closed else { return }
        let destination = handoff.destination
        let queue = destination.queue.map(settings.spelling) ?? ticket.queue
        // What is confidential stays so, whoever took the call.
        let stays = queue != ticket.queue && settings.confidentialQueues.contains(ticket.queue)
        let isGiven = !stays && !destination.isNumber && ticket.unit?.id != destination.id
        var details = ["handoff": handoff.id.description]
        if isGiven { try ticket.give(to: TicketUnit(destination, at: moment), at: moment) }
        if !stays, queue != ticket.queue {
            ticket.queue = queue
            details["queue"] = queue
        }
        try ticket.assign(to: nil, at: moment)
        ticket = try transaction.save(
            ticket,
            recording: .unassigned,
            by: actor,
            at: moment,
            clocks: settings.clocks,
            details: details
        )
        guard isGiven else { return }
        try transaction.record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: actor,
                kind: .unitAssigned,
                details: [
                    "handoff": handoff.id.description, "unit": destination.id,
                    "name": destination.name,
                ]
            )
        )
    }

    /// The number is that of the call, or the citizen's where the desk knows of no call.
    private func owe(
        lostBy handoff: Handoff,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let ticket = try transaction.survivor(of: transaction.ticket(handoff.ticket))
        let call = try transaction.call(of: handoff, about: ticket)
        try owe(
            .handoffAbandoned,
            to: call?.citizenNumber ?? ticket.citizen.phone,
            lost: call?.id,
            about: ticket.number,
            at: moment,
            in: transaction
        )
    }
}

extension DeskReading {
    /// Who asked for a hand-off, by the name that they had then.
    fileprivate func author(of handoff: Handoff) throws(DeskError) -> Actor {
        let id = handoff.id.description
        let asked = try history(of: ticket(handoff.ticket)).first {
            $0.event.kind == .handoffRequested && $0.event.details["handoff"] == id
        }
        return asked?.event.actor
            ?? .staff(id: handoff.requestedBy, name: handoff.requestedBy)
    }

    /// The call that was handed off; nil for one that is filed under another matter, whatever the
    /// clerk named it.
    fileprivate func call(of handoff: Handoff, about ticket: Ticket) throws(DeskError) -> Call? {
        guard let name = handoff.call, let call = try call(named: name) else { return nil }
        guard let filed = call.ticket else { return call }
        return try survivor(of: self.ticket(filed)).number == ticket.number ? call : nil
    }
}
