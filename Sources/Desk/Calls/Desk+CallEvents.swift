import Foundation

extension Desk {
    /// Takes an event of a telephone system about a call that does not pass the desk.
    ///
    /// The same event twice is no second one, and what comes after the end changes nothing; an
    /// answer or an end of a call that nobody announced begins it.
    public func note(_ event: CallEvent, as staff: StaffIdentity) async throws(DeskError) {
        guard staff.mayTakeCalls else { throw .notPermitted }
        var checks = FieldChecks()
        let wordMax = DeskSettings.wordCharactersMax
        checks.filledLine(event.callID, "/callId", limit: wordMax)
        checks.line(event.from, "/from", limit: wordMax)
        checks.line(event.to, "/to", limit: wordMax)
        checks.line(event.cause, "/cause", limit: wordMax)
        for user in event.users { checks.line(user, "/user", limit: wordMax) }
        try checks.finish()
        let moment = now()
        let reporter = staff.isService ? nil : staff
        let news = try await store.write { transaction throws(DeskError) in
            try self.note(
                event,
                as: UUIDv7(at: moment),
                toldBy: reporter,
                at: moment,
                in: transaction
            )
        }
        for news in news { meters.count(news) }
    }

    /// Writes an event down; `id` is that of the call when it is new.
    func note(
        _ event: CallEvent,
        as id: UUIDv7,
        toldBy reporter: StaffIdentity?,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> [CallNews] {
        let known = try transaction.call(named: event.callID)
        // A telephone system tells of every call, a person only of those that are theirs to see.
        if let known, let reporter, try !Self.isShown(known, to: reporter, in: transaction) {
            return []
        }
        // Of a call that passes the desk itself, it knows better.
        if let known, known.source == .switchboard { return [] }
        var call =
            known
            ?? Call(
                id: id,
                externalID: event.callID,
                source: .events,
                direction: event.direction,
                from: event.from,
                to: event.to,
                startedAt: moment
            )
        if known == nil { try transaction.insert(call) }
        let before = call
        let clerk = event.users.first { !$0.isEmpty }
        let isOpener = try apply(
            event,
            clerk,
            to: &call,
            toldBy: reporter,
            at: moment,
            in: transaction
        )
        try transaction.save(call)
        try transaction.count(call, before: before, at: moment)
        return CallNews.all(from: before, to: call) + (isOpener ? [.opened] : [])
    }

    /// Before the names of calls that a switchboard watches and does not carry.
    public static let watchedPrefix = "dialog:"

    /// Ends the calls of a telephone whose end nobody told, as while the daemon was away.
    static func forgetWatched(
        _ prefix: String,
        but calls: [String],
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> [CallNews] {
        var news: [CallNews] = []
        for var call in try transaction.openCalls(namedWith: prefix)
        where !calls.contains(call.externalID) {
            let before = call
            call.end(as: .unknown, cause: nil, at: moment)
            try transaction.save(call)
            try transaction.count(call, before: before, at: moment)
            news += CallNews.all(from: before, to: call)
        }
        return news
    }

    /// - Returns: true when it opened a ticket.
    private func apply(
        _ event: CallEvent,
        _ clerk: String?,
        to call: inout Call,
        toldBy reporter: StaffIdentity?,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        switch event.kind {
        case .newCall: break
        case .answer:
            guard call.state == .waiting else { break }
            call.answer(by: clerk, at: moment)
            try settle(sameRingAs: call, at: moment, in: transaction)
            return try file(&call, for: clerk, toldBy: reporter, at: moment, in: transaction)
        case .hangup:
            guard call.state != .ended else { break }
            let outcome = try outcome(of: call, endedBy: event.cause, in: transaction)
            call.end(as: outcome, cause: event.cause, at: moment)
            guard outcome == .abandoned, call.direction == .inbound else { break }
            try owe(.abandoned, to: call, at: moment, in: transaction)
        }
        return false
    }

    private func outcome(
        of call: Call,
        endedBy cause: String?,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Call.Outcome {
        if call.answeredAt != nil { return .answered }
        if cause == "forwarded" { return .forwarded }
        guard call.direction == .inbound else { return .abandoned }
        return try isAnsweredElsewhere(call, in: transaction) ? .taken : .abandoned
    }

    /// How long telephones ring for one call, at most: a proxy gives up after three minutes
    /// (RFC 3261 §16.8).
    private static let ringMax: TimeInterval = 180

    /// How soon the next telephone of one call rings after the last: nobody dials again as quickly.
    private static let ringPauseMax: TimeInterval = 2

    /// True when the citizen was spoken with since the call began, as when a colleague in the same
    /// ring group took it: to each of their telephones it is a call of its own.
    private func isAnsweredElsewhere(
        _ call: Call,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        guard let key = TelephoneKey.key(of: call.citizenNumber) else { return false }
        return try transaction.hasCall(ofTelephone: key, answeredAfter: call.startedAt)
    }

    /// A citizen who is answered by another telephone of the same ring has abandoned no call, and is
    /// owed none.
    private func settle(
        sameRingAs call: Call,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard call.direction == .inbound, let key = TelephoneKey.key(of: call.citizenNumber) else {
            return
        }
        let since = call.startedAt - Self.ringPauseMax
        for lost in try transaction.calls(ofTelephone: key, abandonedSince: since)
        where lost.source == .events && lost.direction == .inbound {
            var ring = lost
            ring.outcome = .taken
            try transaction.save(ring)
            try transaction.count(ring, before: lost, at: moment)
        }
        // Also one who gave up and got through when dialling again.
        guard var callBack = try transaction.openCallBack(to: "+\(key)"),
            callBack.reason == .abandoned, callBack.notBefore == nil, let id = callBack.call,
            let lost = try transaction.call(named: id.description),
            lost.source == .events, lost.startedAt >= call.startedAt - Self.ringMax
        else { return }
        callBack.doneAt = moment
        callBack.doneBy = call.clerk
        try transaction.save(callBack)
    }
}
