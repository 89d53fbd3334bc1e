import Foundation

/// How a message becomes a ticket of its own; what is left out is as in the ticket it comes from.
public struct SplitDraft: Sendable, Equatable {
    /// One line.
    public var subject: String?
    /// One that the clerk may open tickets in.
    public var queue: String?

    /// Leaves everything as it is.
    public init(subject: String? = nil, queue: String? = nil) {
        self.subject = subject
        self.queue = queue
    }
}

extension Desk {
    /// Opens a ticket with a copy of something that the citizen wrote, linked to where it stands.
    ///
    /// The message itself stays in its place: what was received is not rewritten. The new ticket is
    /// of whoever wrote the message, and has waited since then; the old one counts it no longer as a
    /// contact of its own.
    public func split(
        _ id: UUIDv7,
        from number: TicketNumber,
        as draft: SplitDraft,
        by staff: StaffIdentity,
        once: Once<Ticket>? = nil
    ) async throws(DeskError) -> Answered<Ticket> {
        let moment = now()
        let (parent, message) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, workableBy: staff)
            return (ticket, try self.contribution(id, to: ticket, in: reading))
        }
        // The words are read outside of the transaction: that takes time.
        let made = ticket(from: message, of: parent, as: draft, at: moment)
        let answered = try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            return try transaction.once(once) { () throws(DeskError) in
                try self.check(draft)
                let message = try self.contribution(id, to: ticket, in: transaction)
                var made = made
                if let queue = draft.queue {
                    made.queue = try self.queue(named: queue, by: staff, in: transaction).name
                }
                guard staff.may(.openTickets, on: made) else {
                    throw .invalid([FieldProblem("/queue", "is not one of your queues")])
                }
                try self.checkSecrecy(ticket, made)
                return try self.open(made, with: message, from: ticket, by: staff, transaction)
            }
        }
        if let ticket = answered.value { meters.open(by: ticket.channel, isHeard: false) }
        return answered
    }

    private func contribution(
        _ id: UUIDv7,
        to ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> Message {
        let message = try reading.message(id)
        guard try reading.family(of: ticket).contains(message.ticket) else { throw .notFound }
        // A mail server's report comes in too, and asks nothing.
        guard message.kind == .inbound, message.isByCitizen else {
            throw .wrongState(detail: "Only what a citizen wrote can become a ticket of its own.")
        }
        return message
    }

    private func ticket(
        from message: Message,
        of parent: Ticket,
        as draft: SplitDraft,
        at moment: Date
    ) -> Ticket {
        let words = message.mail?.ownText ?? message.body
        let triage = triage(IdentityNumbers.masked(in: words), language: nil)
        var ticket = Ticket(
            subject: draft.subject ?? parent.subject,
            category: triage.category,
            channel: message.mail == nil ? parent.channel : .email,
            queue: draft.queue ?? parent.queue,
            language: triage.language,
            citizen: parent.author(of: message),
            symptom: triage.symptom,
            createdAt: message.createdAt,
            updatedAt: moment,
            suggestions: triage.suggestions,
            isProtected: parent.isProtected
        )
        // The queue is the clerk's decision: where it came from, unless another was named.
        ticket.apply(triage, by: settings.triage, keeping: .queue)
        return ticket
    }

    private func open(
        _ made: Ticket,
        with original: Message,
        from parent: Ticket,
        by staff: StaffIdentity,
        _ transaction: any DeskTransaction
    ) throws(DeskError) -> Ticket {
        let moment = made.updatedAt
        let actor = Actor.staff(id: staff.id, name: staff.name)
        var copy = original
        copy.id = UUIDv7(at: moment)
        copy.delivery = nil
        for index in copy.attachments.indices { copy.attachments[index].id = UUIDv7(at: moment) }
        let from = String(parent.number.rawValue)
        let opened = try transaction.open(
            made,
            with: copy,
            by: actor,
            clocks: settings.clocks,
            at: moment,
            // What is split off was counted when it came.
            isContact: false,
            details: [
                "channel": made.channel.rawValue, "split_from": from,
                "message": original.id.description,
            ]
        )
        try transaction.save(
            TicketLink(
                parent.number,
                opened.number,
                as: .related,
                by: staff.id,
                at: moment
            )
        )
        var touched = parent
        touched.touch(at: moment)
        // A message of several matters is taken out several times, and was one contact. One of a ticket
        // that went into this one is that one's contact, and goes with it when it comes out again.
        if original.isContact, original.ticket == parent.number,
            try !transaction.isSplit(original.id, from: parent)
        {
            touched.loseContact(at: moment)
        }
        _ = try transaction.save(
            touched,
            recording: .split,
            by: actor,
            at: moment,
            clocks: settings.clocks,
            details: [
                "ticket": String(opened.number.rawValue), "message": original.id.description,
            ]
        )
        return opened
    }

    private func check(_ draft: SplitDraft) throws(DeskError) {
        var checks = FieldChecks()
        if let subject = draft.subject {
            checks.filledLine(subject, "/subject", limit: settings.subjectCharactersMax)
        }
        if let queue = draft.queue {
            checks.filledLine(queue, "/queue", limit: DeskSettings.wordCharactersMax)
        }
        try checks.finish()
    }
}

extension Message {
    fileprivate var isByCitizen: Bool {
        guard case .citizen = author else { return false }
        return true
    }

    /// True for what a person wrote, as far as the mail's verdicts tell.
    fileprivate var isContact: Bool {
        isByCitizen
            && (mail?.outcome(of: .automatic) != "a machine"
                || mail?.outcome(of: .placement)?.hasSuffix(MailPlacement.relayed) == true)
    }
}

extension DeskReading {
    /// True when the message has become a ticket before.
    fileprivate func isSplit(_ message: UUIDv7, from ticket: Ticket) throws(DeskError) -> Bool {
        try hasEvent(of: ticket) {
            $0.kind == .split && $0.details["message"] == message.description
        }
    }
}

extension Ticket {
    /// Who wrote a message: the ticket's citizen, or whoever else was let in.
    fileprivate func author(of message: Message) -> Citizen {
        guard let sender = message.mail?.sender,
            sender.lowercased() != citizen.email?.lowercased()
        else { return citizen }
        guard case .citizen(let name) = message.author else { return Citizen(email: sender) }
        return Citizen(name: name, email: sender)
    }
}
