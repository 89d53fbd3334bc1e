import Foundation
public import KnowledgeBase

extension Desk {
    /// Opens a ticket for somebody who called, came or wrote through another system.
    public func open(
        _ draft: TicketDraft,
        as staff: StaffIdentity,
        once: Once<Ticket>? = nil
    ) async throws(DeskError) -> Answered<Ticket> {
        guard staff.may(.openTickets) else { throw .notPermitted }
        let triaged = triaged(draft, for: staff)
        let actor = Actor.staff(id: staff.id, name: staff.name)
        // What a citizen says by telephone or at the desk is the citizen's, whoever types it.
        let author = Actor.citizen(name: draft.citizen.name)
        let answered = try await store.write { transaction throws(DeskError) in
            try transaction.once(once) { () throws(DeskError) in
                try self.check(draft)
                var ticket = triaged
                if let queue = draft.queue {
                    ticket.queue = try self.queue(named: queue, by: staff, in: transaction).name
                }
                var call: Call?
                if let name = draft.call {
                    call = try Self.call(named: name, shownTo: staff, in: transaction)
                }
                // Who calls has a number, whether the clerk asked for it or not.
                if ticket.citizen.phone?.isEmpty ?? true, let number = call?.citizenTelephone {
                    ticket.citizen.phone = number
                }
                guard staff.may(.openTickets, on: ticket) else {
                    throw .invalid([FieldProblem("/queue", "is not one of your queues")])
                }
                let message = Message(
                    id: UUIDv7(at: ticket.createdAt),
                    ticket: ticket.number,
                    kind: .inbound,
                    author: author,
                    body: draft.body,
                    createdAt: ticket.createdAt
                )
                if let call {
                    return try self.open(
                        ticket,
                        with: message,
                        for: call,
                        by: staff,
                        in: transaction
                    )
                }
                return try transaction.open(
                    ticket,
                    with: message,
                    by: actor,
                    clocks: self.settings.clocks,
                    details: ["channel": ticket.channel.rawValue]
                )
            }
        }
        // One that its call had opened before was counted then.
        if let ticket = answered.value, ticket.revision == 1 { meters.open(by: ticket.channel) }
        return answered
    }

    /// One ticket.
    ///
    /// One that went into another is shown as that other, unless it is wanted `itself`. With its
    /// identity numbers in full only for whoever has that right, and that is recorded.
    public func ticket(
        _ number: TicketNumber,
        itself: Bool = false,
        inFull: Bool = false,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        let ticket = try await store.look { reading throws(DeskError) in
            itself
                ? try reading.ticket(itself: number, readableBy: staff)
                : try reading.ticket(number, readableBy: staff)
        }
        if inFull, !staff.may(.readIdentityNumbers, on: ticket) { throw .notPermitted }
        try await show(inFull ? .identityNumbers : .ticket, of: ticket, to: staff)
        return ticket
    }

    /// A page of tickets, newest first.
    public func tickets(
        _ query: TicketQuery,
        as staff: StaffIdentity
    ) async throws(DeskError) -> TicketPage {
        precondition((1...TicketQuery.limitMax).contains(query.limit), "checked at the door")
        guard let sight = TicketSight(staff) else { return TicketPage(tickets: [], next: nil) }
        var wanted = query
        sight.limit(&wanted)
        let request = wanted
        let page = try await store.read { reading throws(DeskError) in
            try reading.tickets(request)
        }
        try await show(page, to: staff)
        return page
    }

    /// Changes what a patch names, if the ticket is still at `revision`.
    ///
    /// It may also go to a queue that is not the clerk's, if the desk knows that queue: whoever sees what
    /// belongs elsewhere must be able to put it there. The clerk has it no longer then, and may not be
    /// shown it, see ``isShown(_:to:)``.
    public func change(
        _ number: TicketNumber,
        at revision: Int64,
        by patch: TicketPatch,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        try check(patch)
        let (spelled, isKnown) = try await spelled(patch, by: staff)
        return try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            let before = ticket
            try ticket.apply(spelled, at: moment)
            if patch.queue != nil, !staff.mayRead(ticket) {
                guard isKnown else {
                    throw .invalid([FieldProblem("/queue", "is not one of your queues")])
                }
                if ticket.assignee == staff.id { ticket.assignee = nil }
            }
            return (.changed, .change(patch.changes, from: before, to: ticket))
        }
    }

    /// True when the ticket may be shown to this person as it is now.
    public func isShown(_ ticket: Ticket, to staff: StaffIdentity) -> Bool { staff.mayRead(ticket) }

    /// The ticket as whoever opened it is told of it.
    ///
    /// Its citizen may have protected identity, which is not for everybody to find out by opening one.
    public func asOpened(_ ticket: Ticket, by staff: StaffIdentity) -> Ticket {
        guard !isShown(ticket, to: staff) else { return ticket }
        var told = ticket
        told.isProtected = false
        return told
    }

    /// The patch with its queue in the desk's own spelling, and whether that queue is known.
    private func spelled(
        _ patch: TicketPatch,
        by staff: StaffIdentity
    ) async throws(DeskError) -> (patch: TicketPatch, isKnown: Bool) {
        guard let typed = patch.queue else { return (patch, true) }
        let queue = try await store.read { reading throws(DeskError) in
            try self.queue(named: typed, by: staff, in: reading)
        }
        var spelled = patch
        spelled.queue = queue.name
        return (spelled, queue.isKnown)
    }

    /// Gives the ticket to a clerk, or to nobody.
    ///
    /// Whoever is known not to work here, or not to be let work on it, does not get it: it would look
    /// taken, and nobody would have it.
    public func assign(
        _ number: TicketNumber,
        at revision: Int64,
        to assignee: String?,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        var checks = FieldChecks()
        if let assignee {
            checks.filledLine(assignee, "/assignee", limit: DeskSettings.wordCharactersMax)
        }
        try checks.finish()
        var found: Assignee?
        if let assignee { found = try await self.assignee(named: assignee, by: staff) }
        let assigned = found
        return try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            if let person = assigned?.person, !person.mayWork(on: ticket) {
                throw .invalid([FieldProblem("/assignee", "may not work on this ticket")])
            }
            try ticket.assign(to: assigned?.id, at: moment)
            guard let id = assigned?.id else { return (.unassigned, [:]) }
            return (.assigned, ["assignee": id])
        }
    }

    /// Ends the ticket.
    public func resolve(
        _ number: TicketNumber,
        at revision: Int64,
        as outcome: TicketOutcome,
        article: String?,
        by staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        if let article, knowledgeBase.article(article, language: nil) == nil {
            throw .invalid([FieldProblem("/article", "there is no such article")])
        }
        let resolved = try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            try ticket.resolve(as: outcome, by: article, at: moment)
            return (.resolved, .resolution(outcome, article: article))
        }
        meters.resolve(as: outcome)
        learning.raise()
        return resolved
    }

    /// Takes the end back.
    public func reopen(
        _ number: TicketNumber,
        at revision: Int64,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        let reopened = try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            try ticket.reopen(at: moment)
            return (.reopened, [:])
        }
        learning.raise()
        return reopened
    }

    /// What the knowledge base says to a ticket as it is now: its subject and the citizen's words.
    public func suggestions(
        for number: TicketNumber,
        limit: Int,
        explainedIn explained: String? = nil,
        as staff: StaffIdentity
    ) async throws(DeskError) -> MatchResult {
        let (ticket, words) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            return (ticket, try reading.firstWords(of: ticket)?.body ?? "")
        }
        try await show(.suggestions, of: ticket, to: staff)
        let text = "\(ticket.subject)\n\(words)"
        return match(
            text,
            language: ticket.language,
            limit: limit,
            explainedIn: explained
        )
    }

    /// The one way in which a ticket is changed by a person who has seen it.
    func change(
        _ number: TicketNumber,
        at revision: Int64,
        as staff: StaffIdentity,
        _ rule:
            @escaping @Sendable (inout Ticket, Date) throws(DeskError) -> (
                TicketEvent.Kind, [String: String]
            )
    ) async throws(DeskError) -> Ticket {
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var ticket = try transaction.ticket(itself: number, workableBy: staff)
            guard ticket.revision == revision else { throw .changedMeanwhile }
            // What was seen is not what would be changed.
            if let other = ticket.mergedInto { throw .merged(number, into: other) }
            let before = ticket
            let (kind, details) = try rule(&ticket, moment)
            // By what it has not had until now, for its own protection may have been lifted.
            var learnt = ticket.citizen
            if learnt.email == before.citizen.email { learnt.email = nil }
            if learnt.phone == before.citizen.phone { learnt.phone = nil }
            if try transaction.isProtected(learnt) { ticket.isProtected = true }
            if CountedPlace(ticket) != CountedPlace(before), try transaction.isBare(before) {
                ticket.recountOpening(countedAs: before)
            }
            if ticket.subject != before.subject {
                try transaction.refind(ticket, formerSubject: before.subject)
            }
            try transaction.refind(ticket, formerName: before.citizen.name)
            let saved = try transaction.save(
                ticket,
                recording: kind,
                by: .staff(id: staff.id, name: staff.name),
                at: moment,
                clocks: settings.clocks,
                details: details
            )
            if isSecret(saved) {
                try transaction.unlearn(number)
                // What was answered before was for whoever could see it then.
                if !isSecret(before) { try transaction.withdrawAnswers(of: number) }
            } else if kind == .resolved {
                try transaction.learn(from: saved, within: settings.learning)
            }
            if let change = StatusChange(kind, of: saved) {
                try tell(change, of: saved, at: moment, in: transaction)
            }
            return saved
        }
    }
}
