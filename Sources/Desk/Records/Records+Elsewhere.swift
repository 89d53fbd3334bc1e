import Foundation

/// A person outside of their own tickets.
extension Records {
    /// Takes out what a person wrote on others' tickets.
    func eraseMessagesElsewhere(
        of person: Person,
        by actor: Actor,
        isDryRun: Bool,
        into report: inout ErasureReport,
        where mayErase: @escaping @Sendable (Ticket) -> Bool
    ) async throws(DeskError) {
        guard let email = person.email else { return }
        let moment = now()
        let messages = try await store.read { reading throws(DeskError) in
            try reading.messagesElsewhere(of: email, limit: Self.pageTickets * 100)
        }
        for (message, number) in messages {
            let fate = try await store.write { transaction throws(DeskError) -> PartFate in
                let fate = try transaction.fate(of: number, where: mayErase)
                guard fate == .erased, !isDryRun else { return fate }
                try transaction.erase(message, of: number)
                try transaction.record(
                    TicketEvent(
                        ticket: number,
                        at: moment,
                        actor: actor,
                        kind: .erased,
                        details: ["message": message.description]
                    )
                )
                return fate
            }
            if fate == .erased { report.messagesElsewhere += 1 }
            report.note(fate, of: number)
        }
    }

    /// Takes a person out of the calls and held mails that are found by their number or address.
    ///
    /// What hangs on one of their own tickets goes with that, or stays as long as it does; on one of
    /// somebody else's it stays as long as that is worked on, for a call-back is owed and a held mail
    /// waits for a decision.
    func eraseTraces(
        of person: Person,
        by actor: Actor,
        isDryRun: Bool,
        into report: inout ErasureReport,
        where mayErase: @escaping @Sendable (Ticket) -> Bool
    ) async throws(DeskError) {
        let moment = now()
        let traces = try await store.read { reading throws(DeskError) in
            try reading.traces(of: person)
        }
        // What was not over when their own ticket went hangs on it still, and its history says so.
        let gone = Set(report.erased)
        var rest = traces[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.pageTickets))
            let fates = try await store.write { transaction throws(DeskError) in
                var fates: [TicketNumber: PartFate] = [:]
                var going: [PersonTrace] = []
                for trace in batch {
                    if let number = trace.ticket {
                        if fates[number] == nil {
                            fates[number] = try transaction.fate(
                                ofTracesOf: person,
                                on: number,
                                where: mayErase
                            )
                        }
                        guard fates[number] == .erased else { continue }
                    }
                    going.append(trace)
                }
                if !isDryRun {
                    try transaction.erase(going, by: actor, at: moment) { !gone.contains($0) }
                }
                return fates
            }
            for (number, fate) in fates.sorted(by: { $0.key < $1.key }) {
                report.note(fate, of: number)
            }
            rest = rest.dropFirst(batch.count)
        }
    }

    /// Takes the person out of calls and call-backs that were not over yet when their ticket, or the
    /// call that one is owed for, was erased: once they are, or have not been for so long that nobody will end them any more.
    ///
    /// Whose they are the ticket does not say any more. Past ``leftTracesMax`` the rest waits for the
    /// next time.
    func eraseLeftTraces(by actor: Actor) async throws(DeskError) {
        let moment = now()
        let left = try await store.read { reading throws(DeskError) in
            try reading.leftTraces(
                begunBefore: moment - Self.openTraceAgeMax,
                limit: Self.leftTracesMax
            )
        }
        var rest = left[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.pageTickets))
            try await store.write { transaction throws(DeskError) in
                var going: [PersonTrace] = []
                for trace in batch {
                    if let number = trace.ticket,
                        try transaction.fate(ofTracesOf: nil, on: number, where: { _ in true })
                            != .erased
                    {
                        continue
                    }
                    going.append(trace)
                }
                try transaction.erase(going, by: actor, at: moment) { _ in true }
            }
            rest = rest.dropFirst(batch.count)
        }
    }

    /// How long a call, or the call-back that is owed for it, may stay open on an erased ticket.
    private static let openTraceAgeMax: TimeInterval = 30 * 86_400
    /// Calls, and as many call-backs, that one run looks at.
    static let leftTracesMax = 10_000

    /// What becomes of a person's part in a ticket.
    fileprivate enum PartFate {
        case erased
        /// It, or one that is read with it, must not be erased.
        case held
        /// It hangs on what is still worked on.
        case active
        /// It is not this person's to erase, or its own time decides.
        case left
    }
}

extension DeskReading {
    /// True when the ticket, or one that is read as one with it, must not be erased.
    func isHeld(familyOf ticket: Ticket) throws(DeskError) -> Bool {
        for one in try family(of: survivor(of: ticket)) where try isHeld(one) { return true }
        return false
    }

    fileprivate func fate(
        of number: TicketNumber,
        where mayErase: (Ticket) -> Bool
    ) throws(DeskError) -> Records.PartFate {
        let ticket = try ticket(number)
        guard mayErase(ticket) else { return .left }
        return try isHeld(familyOf: ticket) ? .held : .erased
    }

    fileprivate func fate(
        ofTracesOf person: Person?,
        on number: TicketNumber,
        where mayErase: (Ticket) -> Bool
    ) throws(DeskError) -> Records.PartFate {
        let ticket = try ticket(number)
        if let person, person.isCitizen(of: ticket) { return .left }
        let fate = try fate(of: number, where: mayErase)
        guard fate == .erased, try survivor(of: ticket).state.isActive else { return fate }
        return .active
    }
}

extension DeskTransaction {
    /// Takes traces away, and writes of which kind they were into the history of each ticket that they
    /// hang on and `isTold` holds for, once.
    fileprivate func erase(
        _ traces: [PersonTrace],
        by actor: Actor,
        at moment: Date,
        telling isTold: (TicketNumber) -> Bool
    ) throws(DeskError) {
        var told: [TicketNumber: Set<PersonTrace.Kind>] = [:]
        for trace in traces {
            try erase(trace)
            guard let number = trace.ticket, isTold(number),
                told[number, default: []].insert(trace.kind).inserted
            else { continue }
            // Without details it would say that the ticket's own person is gone.
            try record(
                TicketEvent(
                    ticket: number,
                    at: moment,
                    actor: actor,
                    kind: .erased,
                    details: ["trace": trace.kind.rawValue]
                )
            )
        }
    }
}

extension ErasureReport {
    /// Says of somebody else's ticket that something of the person's stays on it.
    fileprivate mutating func note(_ fate: Records.PartFate, of number: TicketNumber) {
        switch fate {
        case .held where !held.contains(number): held.append(number)
        case .active where !active.contains(number): active.append(number)
        case .held, .active, .erased, .left: break
        }
    }
}
