public import Foundation

extension Desk {
    /// Puts the ticket out of the way until a moment, or takes it back with nil.
    ///
    /// A word of the citizen brings it back at once.
    public func snooze(
        _ number: TicketNumber,
        at revision: Int64,
        until wanted: Date?,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        try checkAhead(wanted, "/until")
        return try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            try ticket.snooze(until: wanted, at: moment)
            guard let wanted else { return (.woken, [:]) }
            return (.snoozed, ["until": wanted.formatted(TicketFile.moment)])
        }
    }

    /// Says when somebody wants to be reminded of the ticket, or that nobody does.
    public func followUp(
        _ number: TicketNumber,
        at revision: Int64,
        on wanted: Date?,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Ticket {
        try checkAhead(wanted, "/at")
        return try await change(number, at: revision, as: staff) {
            (ticket, moment) throws(DeskError) in
            try ticket.followUp(at: wanted, at: moment)
            return (.followUpSet, ["at": wanted?.formatted(TicketFile.moment) ?? "none"])
        }
    }

    /// Does what is due on tickets without anybody asking; for a service that calls it now and then.
    ///
    /// Each ticket is a transaction of its own that looks again, so that several daemons may do this
    /// at once, and one that stops leaves nothing half done.
    ///
    /// - Returns: how many tickets were seen to; as many as `limit` when there may be more.
    public func ringAlarms(atMost limit: Int = 100) async throws(DeskError) -> Int {
        let moment = now()
        let due = try await store.read { reading throws(DeskError) in
            try reading.ringing(at: moment, limit: limit)
        }
        for number in due { try await ring(number, at: moment) }
        return due.count
    }

    private func ring(_ number: TicketNumber, at moment: Date) async throws(DeskError) {
        let rules = settings.clocks
        let kinds = try await store.write { transaction throws(DeskError) -> [TicketEvent.Kind] in
            var ticket = try transaction.ticket(number)
            let revision = ticket.revision
            var facts = ticket.ring(at: moment) + ticket.ringClocks(by: rules, at: moment)
            // Nothing was due but an alarm that the clocks have left behind: they are set anew.
            let moved = ticket.runClocks(by: rules, at: moment)
            try transaction.count(&ticket, in: rules.time)
            if facts.isEmpty, moved.isEmpty {
                try transaction.save(ticket, over: revision)
                return []
            }
            if facts.isEmpty { facts.append((.changed, [:])) }
            facts[facts.count - 1].details.merge(moved) { $1 }
            try transaction.save(ticket, over: revision)
            for (kind, details) in facts {
                try transaction.record(
                    TicketEvent(
                        ticket: number,
                        at: moment,
                        actor: .system,
                        kind: kind,
                        details: details
                    )
                )
            }
            return facts.map(\.kind)
        }
        for kind in kinds { meters.ring(kind) }
    }

    /// Wants a moment that may be waited for.
    func checkAhead(_ wanted: Date?, _ pointer: String) throws(DeskError) {
        guard let wanted else { return }
        let moment = now()
        guard wanted > moment, wanted <= moment + DeskSettings.alarmAheadMax else {
            throw .invalid([FieldProblem(pointer, "must be within the next two years")])
        }
    }
}

extension DeskSettings {
    /// How far ahead a ticket may be put off.
    static let alarmAheadMax: TimeInterval = 2 * 366 * 24 * 3_600
}
