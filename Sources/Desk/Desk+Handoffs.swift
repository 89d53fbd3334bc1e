import Foundation

/// What a clerk asks of the switchboard.
public struct HandoffDraft: Sendable {
    /// A ``Destination/id``; one the switchboard does not know is refused.
    public var destination: String
    /// No default: the clerk decides each time.
    public var mode: Handoff.Mode
    /// The telephone system's id of the citizen's call, one line; nil when unknown.
    public var call: String?
    /// For whoever takes over; at most ``DeskSettings/bodyCharactersMax`` characters.
    public var summary: String?
    /// What its door has found wrong, as in ``TicketDraft/faults``.
    public var faults: [FieldProblem] = []

    /// Names every member.
    public init(destination: String, mode: Handoff.Mode, call: String?, summary: String?) {
        self.destination = destination
        self.mode = mode
        self.call = call
        self.summary = summary
    }
}

extension Desk {
    /// The destinations that `text` may mean, best first; all of them without it.
    public func destinations(matching text: String?) -> [Destination] {
        switchboard?.directory.search(text ?? "") ?? []
    }

    /// When a destination takes calls; nil without a switchboard.
    public func availability(of destination: Destination) -> Availability? {
        switchboard?.directory.availability(of: destination, at: now())
    }

    /// Asks the switchboard to pass the citizen on.
    ///
    /// A refusal stands in the ticket's history too: whoever reads it later knows that the citizen was
    /// meant to be passed on and was not, or that somebody tried what nobody may.
    public func handOff(
        _ number: TicketNumber,
        _ draft: HandoffDraft,
        as staff: StaffIdentity,
        once: Once<Handoff>? = nil
    ) async throws(DeskError) -> Answered<Handoff> {
        let moment = now()
        do throws(DeskError) {
            let answered = try await store.write { transaction throws(DeskError) in
                let ticket = try transaction.ticket(number, workableBy: staff).number
                return try transaction.once(once) { () throws(DeskError) in
                    var handoff = try self.accepted(draft, on: ticket, by: staff, at: moment)
                    try self.admit(&handoff, by: staff, at: moment, in: transaction)
                    try transaction.insert(handoff)
                    try transaction.record(
                        handoff,
                        .handoffRequested,
                        by: .staff(id: staff.id, name: staff.name),
                        at: moment
                    )
                    return handoff
                }
            }
            if let handoff = answered.value {
                meters.handOff(handoff.state)
                switchboard?.wake()
            }
            return answered
        } catch .noSwitchboard {
            try await refuse(on: number, as: staff, at: moment)
            meters.refuseHandoff()
            throw .noSwitchboard
        } catch {
            if let refusal = refusal(of: draft, by: error, for: staff, at: moment) {
                try await note(refusal, on: number, draft.mode, as: staff, at: moment)
                meters.handOff(.notAllowed)
            }
            throw error
        }
    }

    /// The hand-off as the switchboard has taken it.
    private func accepted(
        _ draft: HandoffDraft,
        on number: TicketNumber,
        by staff: StaffIdentity,
        at moment: Date
    ) throws(DeskError) -> Handoff {
        guard let switchboard else { throw .noSwitchboard }
        var checks = FieldChecks(draft.faults)
        let route = try route(
            to: draft.destination,
            by: switchboard,
            for: staff,
            at: moment,
            &checks
        )
        checks.line(draft.call, "/call", limit: DeskSettings.wordCharactersMax)
        checks.atMost(draft.summary, "/summary", limit: settings.bodyCharactersMax)
        try checks.finish()
        guard let route else { throw .notFound }
        var handoff = Handoff(
            id: UUIDv7(at: moment),
            ticket: number,
            destination: route.destination,
            mode: draft.mode,
            call: draft.call,
            summary: draft.summary,
            requestedBy: staff.id,
            steps: [Handoff.Step(state: .requested, at: moment)]
        )
        // The clerk asked for somebody else: say who takes the call, and why.
        let detour = route.passed.first.map { "from \($0.name) to \(route.destination.name)" }
        try handoff.step(to: .validated, at: moment, detail: detour)
        return handoff
    }

    private func route(
        to id: String,
        by switchboard: any SwitchboardPort,
        for staff: StaffIdentity,
        at moment: Date,
        _ checks: inout FieldChecks
    ) throws(DeskError) -> DestinationDirectory.Route? {
        if id.hasPrefix(Destination.numberPrefix) {
            return try number(id, by: switchboard, for: staff, &checks).map {
                DestinationDirectory.Route(destination: $0, passed: [], next: [])
            }
        }
        do {
            return try switchboard.directory.route(to: id, at: moment)
        } catch {
            checks.note("/destination", error.description)
            return nil
        }
    }

    /// A hand-off and how far it has come.
    public func handoff(
        _ id: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Handoff {
        let (ticket, handoff) = try await store.look { reading throws(DeskError) in
            let handoff = try reading.handoff(id)
            return (try reading.ticket(handoff.ticket, readableBy: staff), handoff)
        }
        try await show(.handoff, of: ticket, to: staff, details: ["handoff": id.description])
        return handoff
    }

    /// A page of a ticket's hand-offs, oldest first, and whether there are more; those of the tickets
    /// that went into it are among them.
    public func handoffs(
        of number: TicketNumber,
        after: UUIDv7?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (handoffs: [Handoff], hasMore: Bool) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        let (ticket, found) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            let all = try reading.family(of: ticket)
            return (ticket, try reading.handoffs(ofAny: all, after: after, limit: limit + 1))
        }
        try await show(.handoff, of: ticket, to: staff)
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// The hand-offs of the tickets that somebody may see, newest first, and where the list goes on; a
    /// page may be short where most of a thousand are not theirs.
    public func handoffs(
        _ query: HandoffQuery,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (handoffs: [Handoff], next: UUIDv7?) {
        precondition((1...DeskSettings.pageMax).contains(query.limit), "checked at the door")
        guard staff.may(.readTickets) else { return ([], nil) }
        let (found, next) = try await store.read { reading throws(DeskError) in
            try ShownPage.read(after: query.after, limit: query.limit, id: \.id) {
                last throws(DeskError) in
                var wanted = query
                (wanted.after, wanted.limit) = (last, DeskSettings.pageMax)
                return try reading.handoffs(wanted)
            } show: { (handoff: Handoff) throws(DeskError) in
                let ticket = try reading.survivor(of: reading.ticket(handoff.ticket))
                return staff.mayRead(ticket) ? (handoff, ticket) : nil
            }
        }
        try await show(found.map(\.1), to: staff)
        return (found.map(\.0), next)
    }

    /// Records how a hand-off ended that a person carried out by hand; of one that a switchboard
    /// carries out, asks for it to be completed or cancelled.
    public func end(
        _ id: UUIDv7,
        as outcome: Handoff.State,
        detail: String?,
        by staff: StaffIdentity
    ) async throws(DeskError) -> Handoff {
        var checks = FieldChecks()
        if !outcome.isFinal { checks.note("/outcome", "must be a state in which a hand-off ends") }
        checks.line(detail, "/detail", limit: DeskSettings.wordCharactersMax)
        try checks.finish()
        let moment = now()
        let ended = try await store.write { transaction throws(DeskError) in
            var handoff = try transaction.handoff(id)
            _ = try transaction.ticket(handoff.ticket, workableBy: staff)
            if handoff.carrier != nil {
                try self.wish(outcome, for: &handoff, in: transaction)
                return handoff
            }
            try handoff.step(to: outcome, at: moment, detail: detail)
            try transaction.save(handoff)
            let actor = Actor.staff(id: staff.id, name: staff.name)
            try transaction.recordEnd(of: handoff, by: actor, at: moment)
            try self.conclude(handoff, by: actor, at: moment, in: transaction)
            return handoff
        }
        if ended.carrier == nil { meters.handOff(ended.state) } else { switchboard?.wake() }
        return ended
    }

    private func refuse(
        on number: TicketNumber,
        as staff: StaffIdentity,
        at moment: Date
    ) async throws(DeskError) {
        try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            try transaction.record(
                TicketEvent(
                    ticket: ticket.number,
                    at: moment,
                    actor: .staff(id: staff.id, name: staff.name),
                    kind: .handoffRefused,
                    details: ["reason": "no switchboard is configured"]
                )
            )
        }
    }
}
