public import Cryptography
public import Foundation

/// What the law asks of the desk's records: to show a citizen theirs, to let them go, to keep what
/// must be kept.
///
/// Every step is a transaction of its own over a bounded number of rows, and finds its work by what
/// is not done yet: broken off anywhere, it is simply begun again.
public struct Records: Sendable {
    let store: any DeskStore
    let now: @Sendable () -> Date

    /// Works on `store`; the clock comes from outside so that tests need not wait.
    public init(store: any DeskStore, now: @escaping @Sendable () -> Date = { Date() }) {
        self.store = store
        self.now = now
    }

    /// Tickets that one step looks at.
    static let pageTickets = 100

    /// The tickets of a person, oldest first, without those for which `isShown` is false.
    public func tickets(
        of person: Person,
        where isShown: @Sendable (Ticket) -> Bool = { _ in true }
    ) async throws(DeskError) -> [TicketNumber] {
        var found: [TicketNumber] = []
        var last: TicketNumber?
        while true {
            let after = last
            let page = try await store.read { reading throws(DeskError) in
                let numbers = try reading.tickets(of: person, after: after, limit: Self.pageTickets)
                var tickets: [Ticket] = []
                for number in numbers { tickets.append(try reading.ticket(number)) }
                return tickets
            }
            found += page.filter(isShown).map(\.number)
            guard page.count == Self.pageTickets else { return found }
            last = page.last?.number
        }
    }

    /// Resolved tickets of a span of time, in the order of their numbers; for an archive.
    public func tickets(
        resolvedIn span: Range<Date>,
        after: TicketNumber?
    ) async throws(DeskError) -> [TicketNumber] {
        try await store.read { reading throws(DeskError) in
            try reading.tickets(resolvedIn: span, after: after, limit: Self.pageTickets)
        }
    }

    /// Everything about a ticket.
    public func file(of number: TicketNumber) async throws(DeskError) -> TicketFile {
        try await store.read { reading throws(DeskError) in try reading.file(of: number) }
    }

    /// Octets that a file names.
    public func octets(_ digest: Digest) async throws(DeskError) -> [UInt8] {
        try await store.read { reading throws(DeskError) in try reading.bytes(digest) }
    }

    /// Records that somebody took records out of the desk.
    public func record(
        _ what: ReadRecord.What,
        of tickets: [TicketNumber],
        and elsewhere: RegisterExtract.Elsewhere = RegisterExtract.Elsewhere(),
        by name: String
    ) async throws(DeskError) {
        let moment = now()
        let all: [RegisterExtract.Shown] = tickets.map { ($0, [:]) } + elsewhere.shown
        var rest = all[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.pageTickets))
            try await store.write { transaction throws(DeskError) in
                for (ticket, details) in batch {
                    try transaction.record(
                        ReadRecord(
                            of: what,
                            ticket: ticket,
                            to: name,
                            at: moment,
                            details: details
                        )
                    )
                }
            }
            rest = rest.dropFirst(batch.count)
        }
    }

    /// Records that somebody looked at who saw what, of one ticket or of all.
    public func recordLook(at ticket: TicketNumber?, by name: String) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            var known: TicketNumber?
            if let ticket {
                do throws(DeskError) {
                    known = try transaction.ticket(ticket).number
                } catch .notFound {
                    // There is none to record it on; that somebody looked is recorded all the same.
                    known = nil
                }
            }
            let record = ReadRecord(
                of: .audit,
                ticket: known,
                to: name,
                at: moment,
                details: ticket.map { ["ticket": String($0.rawValue)] } ?? [:]
            )
            try transaction.record(record)
        }
    }

    /// Takes a person out of every ticket that is theirs, out of what they wrote on others', and out
    /// of calls and held mails, whichever ticket these hang on, and where they hang on none.
    ///
    /// What hangs on a ticket that is held stays with it, whosever the ticket is, and a call that is on
    /// stays until it is over. What happened when, of which kind, how long it took and how it ended
    /// stays for the figures.
    ///
    /// - Parameters:
    ///   - person: whom; somebody.
    ///   - actor: who decided; it goes into each ticket's history.
    ///   - isDryRun: true to say what would happen and change nothing.
    ///   - reachesElsewhere: false to leave what is beside their own tickets.
    ///   - mayErase: tickets for which it is false are left out.
    /// - Returns: what became of each ticket.
    /// - Throws: ``DeskError``; what was done until then stays done.
    public func erase(
        _ person: Person,
        by actor: Actor,
        isDryRun: Bool = false,
        reachesElsewhere: Bool = true,
        where mayErase: @escaping @Sendable (Ticket) -> Bool = { _ in true }
    ) async throws(DeskError) -> ErasureReport {
        precondition(!person.isNobody, "checked by the caller")
        var report = ErasureReport()
        let moment = now()
        let traces = try await store.read { reading throws(DeskError) in
            try FoundTraces(of: person, in: reading, at: moment)
        }
        for number in try await tickets(of: person, where: mayErase) {
            try await erase(number, by: actor, isDryRun: isDryRun, into: &report)
        }
        guard reachesElsewhere else { return report }
        let order = ErasureOrder(actor: actor, isDryRun: isDryRun, mayErase: mayErase)
        // First: a message that goes takes its sender's part in the ticket along, uncounted.
        try await eraseMentions(of: person, order, into: &report)
        try await eraseMessagesElsewhere(of: person, order, into: &report)
        // What is found by their number goes with this, or is on a ticket that is named.
        report.unfinished.subtract(traces.over.map(\.id))
        try await erase(traces, order, into: &report)
        return report
    }

    /// Erases what has served its time (gallring).
    ///
    /// A ticket goes with all that went into it, or stays with them until the longest of their ages
    /// has passed. Calls and call-backs that were not over yet when their ticket went follow it later.
    ///
    /// - Parameters:
    ///   - ages: how long after its resolution a ticket of each kind is kept; a kind that is not
    ///     named is kept for ever.
    ///   - actor: goes into each ticket's history.
    ///   - isDryRun: true to say what would happen and change nothing.
    ///   - limit: tickets that it takes the person out of, at most.
    /// - Returns: under each kind that was named, what became of its tickets.
    /// - Throws: ``DeskError``; what was done until then stays done.
    public func eraseAged(
        _ ages: [TicketKind: TimeInterval],
        by actor: Actor,
        isDryRun: Bool = false,
        limit: Int = .max
    ) async throws(DeskError) -> [TicketKind: ErasureReport] {
        let moment = now()
        var reports: [TicketKind: ErasureReport] = [:]
        var left = limit
        for (kind, age) in ages.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var report = ErasureReport()
            var query = AgedQuery(
                kind: kind,
                resolvedBefore: moment - age,
                limit: Self.pageTickets
            )
            while left > 0 {
                let wanted = query
                let page = try await store.read { reading throws(DeskError) in
                    try reading.aged(wanted)
                }
                for ticket in page where left > 0 {
                    let count = report.erased.count
                    try await erase(
                        ticket.number,
                        by: actor,
                        isDryRun: isDryRun,
                        servedBy: ages,
                        into: &report
                    )
                    // Those that must stay would else be in the way of the others each time.
                    left -= report.erased.count - count
                }
                query.after = page.last
                guard page.count == query.limit else { break }
            }
            reports[kind] = report
        }
        if !isDryRun { try await eraseLeftTraces(by: actor) }
        return reports
    }

    /// Takes the numbers out of calls that are over, and done call-backs away, where they hang on no
    /// ticket: one that does goes with its ticket.
    ///
    /// - Parameters:
    ///   - age: how long ago they began at least.
    ///   - actor: goes into the record of changes, with how many.
    ///   - isDryRun: true to say how many there are and change nothing.
    /// - Returns: how many calls and call-backs.
    /// - Throws: ``DeskError``; what was done until then stays done.
    public func eraseCalls(
        olderThan age: TimeInterval,
        by actor: Actor = .system,
        isDryRun: Bool = false
    ) async throws(DeskError) -> Int {
        let today = now()
        let moment = today - age
        if isDryRun {
            return try await store.read { reading throws(DeskError) in
                try reading.countAgedCalls(begunBefore: moment)
            }
        }
        var count = 0
        while true {
            let aged = try await store.read { reading throws(DeskError) in
                try reading.agedCalls(begunBefore: moment, limit: Self.leftTracesMax)
            }
            guard !aged.isEmpty else { return count }
            var rest = aged[...]
            while !rest.isEmpty {
                let batch = Array(rest.prefix(Self.pageTickets))
                try await store.write { transaction throws(DeskError) in
                    try transaction.erase(batch, by: actor, at: today) { _ in true }
                }
                rest = rest.dropFirst(batch.count)
            }
            count += aged.count
        }
    }

    /// Keeps a ticket from being erased, or no longer where `reason` is nil; by whom stands in its
    /// history.
    ///
    /// - Throws: ``DeskError/notFound``.
    public func hold(
        _ number: TicketNumber,
        for reason: String?,
        by name: String
    ) async throws(DeskError) {
        if let reason { try Hold.check(reason) }
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            guard try transaction.ticket(number).hold?.reason != reason else { return }
            if let reason {
                try transaction.hold(number, Hold(staff: name, reason: reason, at: moment))
            } else {
                try transaction.release(number)
            }
            try transaction.record(
                TicketEvent(
                    ticket: number,
                    at: moment,
                    actor: .staff(id: name, name: name),
                    kind: reason == nil ? .released : .held,
                    details: reason.map { ["reason": $0] } ?? [:]
                )
            )
        }
    }

    private func erase(
        _ number: TicketNumber,
        by actor: Actor,
        isDryRun: Bool,
        servedBy ages: [TicketKind: TimeInterval]? = nil,
        into report: inout ErasureReport
    ) async throws(DeskError) {
        // It went with the ticket that it had gone into.
        guard !report.erased.contains(number) else { return }
        let moment = now()
        let fate = try await store.write { transaction throws(DeskError) -> Fate in
            let ticket = try transaction.ticket(number)
            // They are read as one: none goes while another must stay.
            if try transaction.isHeld(familyOf: ticket) { return .held }
            if try transaction.survivor(of: ticket).state.isActive { return .active }
            let going = [ticket] + (try transaction.absorbed(by: ticket))
            if let ages, !going.haveServed(ages, at: moment) { return .young }
            var unfinished: [UUIDv7] = []
            for one in going { unfinished += try transaction.unfinishedTraces(of: one).map(\.id) }
            if isDryRun { return .erased(going.map(\.number), unfinished) }
            for one in going {
                try transaction.erase(one, at: moment)
                try transaction.record(
                    TicketEvent(ticket: one.number, at: moment, actor: actor, kind: .erased)
                )
            }
            return .erased(going.map(\.number), unfinished)
        }
        switch fate {
        case .erased(let numbers, let unfinished):
            report.erased += numbers
            report.unfinished.formUnion(unfinished)
        case .held: report.held.append(number)
        case .active: report.active.append(number)
        case .young: break
        }
    }

    private enum Fate {
        /// With the calls and call-backs that stay until they are over.
        case erased([TicketNumber], [UUIDv7])
        case held
        case active
        /// One of its family has to be kept longer, or for ever.
        case young
    }
}

extension [Ticket] {
    /// True when the age of each one's kind has passed since the first of them, which the others went
    /// into, was resolved: until then all were worked on as one.
    fileprivate func haveServed(_ ages: [TicketKind: TimeInterval], at moment: Date) -> Bool {
        guard let resolvedAt = first?.resolvedAt else { return false }
        return allSatisfy { ticket in
            ages[ticket.kind].map { resolvedAt < moment - $0 } ?? false
        }
    }
}
