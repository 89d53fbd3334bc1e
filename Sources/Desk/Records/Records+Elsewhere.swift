import Foundation

/// Who erases, and how far.
struct ErasureOrder: Sendable {
    /// Who decided; it goes into each ticket's history.
    let actor: Actor
    /// True to say what would happen and change nothing.
    let isDryRun: Bool
    /// Tickets for which it is false are left out.
    let mayErase: @Sendable (Ticket) -> Bool
}

/// What is a person's by number or address, as it was before anything was erased.
struct FoundTraces: Sendable {
    /// Calls that are not on, call-backs and held mails.
    let over: [PersonTrace]
    /// Calls that are on: what the switchboard knows of them would be lost.
    let running: [PersonTrace]
    /// The tickets that these hang on and that are the person's own.
    let own: Set<TicketNumber>

    init(of person: Person, in reading: any DeskReading, at moment: Date) throws(DeskError) {
        var (over, running): ([PersonTrace], [PersonTrace]) = ([], [])
        var own: Set<TicketNumber> = []
        for trace in try reading.traces(of: person) {
            if try reading.isOn(trace, at: moment) {
                running.append(trace)
            } else {
                over.append(trace)
            }
            if let number = trace.ticket, try person.isCitizen(of: reading.ticket(number)) {
                own.insert(number)
            }
        }
        (self.over, self.running, self.own) = (over, running, own)
    }
}

/// A person outside of their own tickets.
extension Records {
    /// Takes out what a person wrote on others' tickets.
    func eraseMessagesElsewhere(
        of person: Person,
        _ order: ErasureOrder,
        into report: inout ErasureReport
    ) async throws(DeskError) {
        guard let email = person.email else { return }
        let moment = now()
        let messages = try await store.read { reading throws(DeskError) in
            try reading.messagesElsewhere(of: email, limit: Self.pageTickets * 100)
        }
        for (message, number) in messages {
            let fate = try await store.write { transaction throws(DeskError) -> PartFate in
                let fate = try transaction.fate(of: number, where: order.mayErase)
                guard fate == .erased, !order.isDryRun else { return fate }
                try transaction.erase(message, of: number)
                try transaction.tell(
                    ["message": message.description],
                    wentFrom: number,
                    by: order.actor,
                    at: moment
                )
                return fate
            }
            if fate == .erased { report.messagesElsewhere += 1 }
            report.note(fate, of: number)
        }
    }

    /// Takes a person's address out of where it stands on others' tickets, and that their mail came
    /// back.
    func eraseMentions(
        of person: Person,
        _ order: ErasureOrder,
        into report: inout ErasureReport
    ) async throws(DeskError) {
        guard let email = person.email else { return }
        let moment = now()
        let mentions = try await store.read { reading throws(DeskError) in
            try reading.mentions(of: email)
        }
        var told: Set<TicketNumber> = []
        for mention in mentions {
            let isTold = mention.ticket.map { told.contains($0) } ?? true
            let fate = try await store.write { transaction throws(DeskError) -> PartFate in
                let fate = try mention.ticket.map { (number) throws(DeskError) in
                    try transaction.fate(of: number, where: order.mayErase)
                }
                guard fate ?? .erased == .erased, !order.isDryRun else { return fate ?? .erased }
                try transaction.erase(mention, of: email)
                if let number = mention.ticket, !isTold {
                    try transaction.tell(
                        ["trace": "address"],
                        wentFrom: number,
                        by: order.actor,
                        at: moment
                    )
                }
                return .erased
            }
            if let number = mention.ticket {
                report.note(fate, of: number)
                if fate == .erased { told.insert(number) }
            }
            if fate == .erased { report.addresses += 1 }
        }
    }

    /// Takes a person out of the calls and held mails that are found by their number or address.
    ///
    /// What hangs on one of their own tickets goes with that, or stays as long as it does; on one of
    /// somebody else's it stays as long as that is worked on, for a call-back is owed and a held mail
    /// waits for a decision.
    func erase(
        _ traces: FoundTraces,
        _ order: ErasureOrder,
        into report: inout ErasureReport
    ) async throws(DeskError) {
        let moment = now()
        // What was not over when their own ticket went hangs on it still, and its history says so.
        let gone = Set(report.erased)
        let running = Set(traces.running.map(\.id))
        var rest = (traces.over + traces.running)[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.pageTickets))
            let (fates, going) = try await store.write { transaction throws(DeskError) in
                var fates: [TicketNumber: PartFate] = [:]
                var going: [PersonTrace] = []
                for trace in batch {
                    if let number = trace.ticket {
                        if fates[number] == nil {
                            fates[number] =
                                gone.contains(number)
                                ? .erased
                                : try transaction.fate(
                                    ofTracesOn: number,
                                    isOwn: traces.own.contains(number),
                                    where: order.mayErase
                                )
                        }
                        guard fates[number] == .erased else { continue }
                    }
                    going.append(trace)
                }
                if !order.isDryRun {
                    let over = going.filter { !running.contains($0.id) }
                    try transaction.erase(over, by: order.actor, at: moment) { !gone.contains($0) }
                }
                return (fates, going)
            }
            for (number, fate) in fates.sorted(by: { $0.key < $1.key }) {
                report.note(fate, of: number)
            }
            for trace in going {
                report.count(trace, isOn: running.contains(trace.id), besides: traces.own)
            }
            rest = rest.dropFirst(batch.count)
        }
    }

    /// Takes the person out of calls and call-backs that were not over yet when their ticket, or the
    /// call that one is owed for, was erased: once they are, or have not been for so long that nobody
    /// will end them any more.
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
                        try transaction.fate(ofTracesOn: number, isOwn: false, where: { _ in true })
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
    fileprivate static let openTraceAgeMax: TimeInterval = 30 * 86_400
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
        ofTracesOn number: TicketNumber,
        isOwn: Bool,
        where mayErase: (Ticket) -> Bool
    ) throws(DeskError) -> Records.PartFate {
        if isOwn { return .left }
        let fate = try fate(of: number, where: mayErase)
        guard fate == .erased, try survivor(of: ticket(number)).state.isActive else { return fate }
        return .active
    }

    /// True for a call that has not ended, unless nobody will say any more that it has.
    fileprivate func isOn(_ trace: PersonTrace, at moment: Date) throws(DeskError) -> Bool {
        guard trace.kind == .call, let call = try call(named: trace.id.description) else {
            return false
        }
        return call.endedAt == nil && call.startedAt > moment - Records.openTraceAgeMax
    }
}

extension DeskTransaction {
    /// Writes into a ticket's history what of somebody else went from it; without a word of what, it
    /// would say that the ticket's own person is gone.
    fileprivate func tell(
        _ what: [String: String],
        wentFrom number: TicketNumber,
        by actor: Actor,
        at moment: Date
    ) throws(DeskError) {
        try record(
            TicketEvent(ticket: number, at: moment, actor: actor, kind: .erased, details: what)
        )
    }

    /// Takes traces away, and writes of which kind they were into the history of each ticket that they
    /// hang on and `isTold` holds for, once; of those on none into the record of changes.
    func erase(
        _ traces: [PersonTrace],
        by actor: Actor,
        at moment: Date,
        telling isTold: (TicketNumber) -> Bool
    ) throws(DeskError) {
        var told: [TicketNumber: Set<PersonTrace.Kind>] = [:]
        var loose: [PersonTrace.Kind: Int] = [:]
        for trace in traces {
            try erase(trace)
            guard let number = trace.ticket else {
                loose[trace.kind, default: 0] += 1
                continue
            }
            guard isTold(number), told[number, default: []].insert(trace.kind).inserted else {
                continue
            }
            try tell(["trace": trace.kind.rawValue], wentFrom: number, by: actor, at: moment)
        }
        guard !loose.isEmpty else { return }
        let counts = loose.map { ($0.key.rawValue, String($0.value)) }
        try record(
            ChangeRecord(
                at: moment,
                staff: actor.recordName,
                act: .tracesErased,
                subject: String(loose.values.reduce(0, +)),
                details: Dictionary(uniqueKeysWithValues: counts)
            )
        )
    }
}

extension Actor {
    /// As the record of changes names them.
    fileprivate var recordName: String {
        switch self {
        case .staff(let id, _): id
        case .citizen: "citizen"
        case .system: ChangeRecord.program
        }
    }
}

extension ErasureReport {
    /// Counts what went, or stays until it is over; what hangs on own tickets goes with these.
    fileprivate mutating func count(
        _ trace: PersonTrace,
        isOn: Bool,
        besides own: Set<TicketNumber>
    ) {
        if isOn {
            unfinished.insert(trace.id)
            return
        }
        if let number = trace.ticket, own.contains(number) { return }
        switch trace.kind {
        case .call: calls += 1
        case .callBack: callBacks += 1
        case .heldMail: heldMails += 1
        }
    }

    /// Says of somebody else's ticket that something of the person's stays on it.
    fileprivate mutating func note(_ fate: Records.PartFate, of number: TicketNumber) {
        switch fate {
        case .held where !held.contains(number): held.append(number)
        case .active where !active.contains(number): active.append(number)
        case .held, .active, .erased, .left: break
        }
    }
}
