public import Foundation

/// A call with what is known of the caller.
public struct LoggedCall: Sendable, Equatable {
    /// The call.
    public var call: Call
    /// Who calls.
    public var caller: Caller
}

/// Somebody to call back, and what is known of them.
public struct OwedCall: Sendable, Equatable {
    /// The task.
    public var callBack: CallBack
    /// Who it is.
    public var caller: Caller
}

extension Desk {
    /// As many of a caller's tickets are looked at.
    private static let ticketsMax = 20
    /// As many articles are shown.
    private static let articlesMax = 3

    /// The caller log, newest first, and where it goes on; a page may be short of what is not theirs.
    public func calls(
        _ query: CallQuery,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (calls: [LoggedCall], next: UUIDv7?) {
        guard staff.may(.seeCalls) else { throw .notPermitted }
        let (calls, tickets, next) = try await store.read { reading throws(DeskError) in
            var wanted = query
            wanted.limit += 1
            let found = try reading.calls(wanted)
            var logged: [LoggedCall] = []
            var tickets: [Ticket] = []
            for call in found.prefix(query.limit) {
                guard try Self.isShown(call, to: staff, in: reading) else { continue }
                let (one, its) = try Self.logged(call, for: staff, in: reading)
                logged.append(one)
                tickets += its
            }
            let next = found.count > query.limit ? found[query.limit - 1].id : nil
            return (logged, tickets, next)
        }
        try await show(tickets, to: staff)
        return (calls, next)
    }

    /// One call, by the desk's id or the telephone system's.
    public func call(
        _ name: String,
        as staff: StaffIdentity
    ) async throws(DeskError) -> LoggedCall {
        let (logged, tickets) = try await store.read { reading throws(DeskError) in
            guard staff.may(.seeCalls), let call = try reading.call(named: name),
                try Self.isShown(call, to: staff, in: reading)
            else { throw .notFound }
            return try Self.logged(call, for: staff, in: reading)
        }
        try await show(tickets, to: staff)
        return logged
    }

    /// Says what matter a call is about, when the desk guessed another: it is a contact about that.
    public func file(
        _ name: String,
        under number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> LoggedCall {
        let moment = now()
        let (logged, tickets, isReopened) = try await store.write {
            transaction throws(DeskError) in
            guard staff.may(.seeCalls), var call = try transaction.call(named: name),
                try Self.isShown(call, to: staff, in: transaction)
            else { throw .notFound }
            let ticket = try transaction.ticket(number, workableBy: staff)
            var isReopened = false
            if call.ticket != ticket.number {
                let former = try call.ticket.map { (former) throws(DeskError) in
                    try transaction.survivor(of: transaction.ticket(former))
                }
                call.ticket = ticket.number
                try transaction.save(call)
                isReopened = try self.move(
                    call,
                    from: former,
                    to: ticket,
                    by: staff,
                    at: moment,
                    in: transaction
                )
            }
            let (logged, tickets) = try Self.logged(call, for: staff, in: transaction)
            return (logged, tickets, isReopened)
        }
        if isReopened { learning.raise() }
        try await show(tickets, to: staff)
        return logged
    }

    /// A call was no contact about this ticket; `uncounted` is what had been counted of it and is not
    /// counted for another one in its place.
    func takeContact(
        _ call: Call,
        from former: Ticket,
        uncounting uncounted: Uncounted? = nil,
        by actor: Actor,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var left = former
        left.loseContact(at: moment)
        if let uncounted { left.uncounted.append(uncounted) }
        guard left != former else { return }
        _ = try transaction.save(
            left,
            recording: .changed,
            by: actor,
            at: moment,
            clocks: settings.clocks,
            details: ["call": call.id.description, "fields": "contacts"]
        )
    }

    /// The contact that a call was is one about another ticket.
    ///
    /// - Returns: true when that was over and goes on.
    private func move(
        _ call: Call,
        from former: Ticket?,
        to found: Ticket,
        by staff: StaffIdentity,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        let actor = Actor.staff(id: staff.id, name: staff.name)
        let details = ["call": call.id.description]
        // Whoever may only read where it was filed changes nothing there.
        if let former, former.number != found.number, staff.mayWork(on: former),
            try Self.isContact(call, of: former, in: transaction)
        {
            try takeContact(call, from: former, by: actor, at: moment, in: transaction)
        }
        guard former?.number != found.number, let answeredAt = call.answeredAt,
            try Self.isContact(call, of: found, in: transaction)
        else {
            try transaction.record(
                TicketEvent(
                    ticket: found.number,
                    at: moment,
                    actor: actor,
                    kind: .called,
                    details: details
                )
            )
            return false
        }
        var ticket = found
        let isAnswered = try transaction.hasEvent(of: found) {
            $0.kind == .replied && $0.at > answeredAt
        }
        let kind = ticket.hear(callAnsweredAt: answeredAt, isReplied: isAnswered, at: moment)
        // Where it was filed before it was counted when it came.
        if former == nil { ticket.noteContact(by: .phone, at: answeredAt) }
        _ = try transaction.save(
            ticket,
            recording: kind,
            by: actor,
            at: moment,
            clocks: settings.clocks,
            details: details
        )
        return kind == .reopened
    }

    /// Who waits to be called back, oldest first, and where it goes on.
    ///
    /// - Parameters:
    ///   - after: the last one of the page before.
    ///   - limit: of those that are shown, 1…100.
    ///   - staff: who asks.
    /// - Returns: as many as that, but for the last page and where most of a thousand are not theirs to
    ///   see; `next` is nil on the last page.
    /// - Throws: ``DeskError``.
    public func owedCalls(
        after: UUIDv7? = nil,
        limit: Int = DeskSettings.pageMax,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (calls: [OwedCall], next: UUIDv7?) {
        guard staff.may(.seeCalls) else { throw .notPermitted }
        let (owed, tickets, next) = try await store.read { reading throws(DeskError) in
            var owed: [OwedCall] = []
            var tickets: [Ticket] = []
            let (found, next) = try Self.callBacks(after: after, limit, for: staff, in: reading)
            for callBack in found {
                let (one, its) = try Self.owed(callBack, for: staff, in: reading)
                owed.append(one)
                tickets += its
            }
            return (owed, tickets, next)
        }
        try await show(tickets, to: staff)
        return (owed, next)
    }

    /// Those that are theirs to see, and the one that the next page begins after.
    private static func callBacks(
        after: UUIDv7?,
        _ limit: Int,
        for staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> ([CallBack], next: UUIDv7?) {
        try ShownPage.read(after: after, limit: limit, id: \.id) { last throws(DeskError) in
            try reading.openCallBacks(after: last, limit: DeskSettings.pageMax)
        } show: { callBack throws(DeskError) in
            try isShown(callBack, to: staff, in: reading) ? callBack : nil
        }
    }

    /// Somebody has called back.
    public func settle(
        _ id: UUIDv7,
        as staff: StaffIdentity
    ) async throws(DeskError) -> OwedCall {
        let moment = now()
        let (owed, tickets) = try await store.write { transaction throws(DeskError) in
            var callBack = try transaction.callBack(id)
            guard staff.may(.seeCalls), try Self.isShown(callBack, to: staff, in: transaction)
            else {
                throw .notFound
            }
            guard staff.mayTakeCalls else { throw .notPermitted }
            if callBack.doneAt == nil {
                callBack.doneAt = moment
                callBack.doneBy = staff.id
                try transaction.save(callBack)
            }
            return try Self.owed(callBack, for: staff, in: transaction)
        }
        try await show(tickets, to: staff)
        return owed
    }

    /// Notes that a citizen wants to be called back about a ticket, once for a number.
    ///
    /// A number that is owed a call already gets no second one: the moment is another then, and the
    /// matter is known where it was not.
    ///
    /// - Parameters:
    ///   - number: the matter.
    ///   - telephone: whom to call; nil for the number of the ticket's citizen.
    ///   - notBefore: within the next two years; nil for as soon as somebody can.
    ///   - staff: who may work on the ticket.
    /// - Returns: the task.
    /// - Throws: ``DeskError/invalid(_:)`` for what is no number of a citizen's, see ``TelephoneKey``;
    ///   ``DeskError/wrongState(detail:)`` for a ticket without one.
    public func oweCall(
        about number: TicketNumber,
        to telephone: String?,
        notBefore: Date?,
        as staff: StaffIdentity
    ) async throws(DeskError) -> OwedCall {
        try checkAhead(notBefore, "/not_before")
        var checks = FieldChecks()
        checks.line(telephone, "/number", limit: DeskSettings.wordCharactersMax)
        try checks.finish()
        let moment = now()
        let (owed, tickets) = try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            guard staff.may(.seeCalls) else { throw .notPermitted }
            guard let key = TelephoneKey.key(of: telephone ?? ticket.citizen.phone) else {
                guard telephone != nil else {
                    throw .wrongState(detail: "the ticket has no telephone number: name one")
                }
                throw .invalid([FieldProblem("/number", "is no telephone number")])
            }
            var callBack = CallBack(
                id: UUIDv7(at: moment),
                call: nil,
                number: "+\(key)",
                ticket: ticket.number,
                reason: .asked,
                createdAt: moment,
                notBefore: notBefore
            )
            // One that is not theirs to see is not there.
            if let open = try transaction.openCallBack(to: callBack.number),
                try Self.isShown(open, to: staff, in: transaction)
            {
                callBack = open
                callBack.notBefore = notBefore
                callBack.ticket = open.ticket ?? ticket.number
                try transaction.save(callBack)
            } else {
                try transaction.insert(callBack)
            }
            var details = ["call_back": callBack.id.description]
            details["not_before"] = notBefore?.formatted(TicketFile.moment)
            try transaction.record(
                TicketEvent(
                    ticket: ticket.number,
                    at: moment,
                    actor: .staff(id: staff.id, name: staff.name),
                    kind: .callBackAsked,
                    details: details
                )
            )
            return try Self.owed(callBack, for: staff, in: transaction)
        }
        try await show(tickets, to: staff)
        return owed
    }

    /// False for a call about a ticket that is not theirs to see, or with a number of a protected
    /// person: to them it is not there.
    static func isShown(
        _ call: Call,
        to staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        try isShown(call.ticket, call.citizenNumber, to: staff, in: reading)
    }

    private static func isShown(
        _ callBack: CallBack,
        to staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        try isShown(callBack.ticket, callBack.number, to: staff, in: reading)
    }

    private static func isShown(
        _ ticket: TicketNumber?,
        _ number: String?,
        to staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        if let ticket, try !staff.mayRead(reading.ticket(ticket)) { return false }
        if staff.seesProtected { return true }
        return try !reading.isProtected(Citizen(phone: number))
    }

    /// The call, and the tickets that something is shown of.
    private static func logged(
        _ call: Call,
        for staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> (LoggedCall, [Ticket]) {
        var tickets = try tickets(of: call.citizenNumber, for: staff, in: reading)
        let logged = LoggedCall(call: call, caller: caller(of: tickets))
        if let number = call.ticket { tickets.append(try reading.ticket(number)) }
        return (logged, tickets)
    }

    /// The task, and the tickets that something is shown of.
    private static func owed(
        _ callBack: CallBack,
        for staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> (OwedCall, [Ticket]) {
        var tickets = try tickets(of: callBack.number, for: staff, in: reading)
        let owed = OwedCall(callBack: callBack, caller: caller(of: tickets))
        if let number = callBack.ticket { tickets.append(try reading.ticket(number)) }
        return (owed, tickets)
    }

    private static func tickets(
        of number: String?,
        for staff: StaffIdentity,
        in reading: any DeskReading
    ) throws(DeskError) -> [Ticket] {
        guard let key = TelephoneKey.key(of: number) else { return [] }
        return try reading.tickets(ofTelephone: key, limit: ticketsMax)
            .filter { staff.mayRead($0) }
    }

    /// True when the citizen got in touch by it about a ticket that was there before: what it opened, or
    /// was opened for it, began with it, and has it as its first contact wherever the call is filed.
    private static func isContact(
        _ call: Call,
        of ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        guard call.direction == .inbound, call.answeredAt != nil else { return false }
        let id = call.id.description
        return try !reading.hasEvent(of: ticket) {
            $0.kind == .opened && $0.details["call"] == id
        }
    }

    private static func caller(of tickets: [Ticket]) -> Caller {
        var seen: Set<String> = []
        let articles = tickets.compactMap(\.article).filter { seen.insert($0).inserted }
        return Caller(
            name: tickets.lazy.compactMap(\.citizen.name).first.map(IdentityNumbers.masked),
            tickets: tickets.filter(\.state.isActive),
            articles: Array(articles.prefix(articlesMax))
        )
    }
}
