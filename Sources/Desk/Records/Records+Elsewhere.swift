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
            switch fate {
            case .erased: report.messagesElsewhere += 1
            case .held: report.note(held: number)
            case .left: break
            }
        }
    }

    /// Takes a person out of the calls and held mails that are found by their number or address.
    ///
    /// What hangs on one of their own tickets goes with that, or stays as long as it does.
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
        var rest = traces[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.pageTickets))
            let held = try await store.write { transaction throws(DeskError) in
                var fates: [TicketNumber: PartFate] = [:]
                for trace in batch {
                    if let number = trace.ticket {
                        if fates[number] == nil {
                            fates[number] = try transaction.fate(
                                of: number,
                                unlessOf: person,
                                where: mayErase
                            )
                        }
                        guard fates[number] == .erased else { continue }
                    }
                    if !isDryRun { try transaction.erase(trace) }
                }
                for number in fates.keys.sorted() where !isDryRun && fates[number] == .erased {
                    try transaction.record(
                        TicketEvent(ticket: number, at: moment, actor: actor, kind: .erased)
                    )
                }
                return fates.filter { $0.value == .held }.keys.sorted()
            }
            for number in held { report.note(held: number) }
            rest = rest.dropFirst(batch.count)
        }
    }

    /// What becomes of a person's part in a ticket.
    fileprivate enum PartFate {
        case erased
        /// It, or one that is read with it, must not be erased.
        case held
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
        unlessOf person: Person? = nil,
        where mayErase: (Ticket) -> Bool
    ) throws(DeskError) -> Records.PartFate {
        let ticket = try ticket(number)
        guard mayErase(ticket), person?.isCitizen(of: ticket) != true else { return .left }
        return try isHeld(familyOf: ticket) ? .held : .erased
    }
}

extension ErasureReport {
    fileprivate mutating func note(held number: TicketNumber) {
        if !held.contains(number) { held.append(number) }
    }
}
