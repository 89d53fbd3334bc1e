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
        let clerk = event.users.first { !$0.isEmpty }
        let news = try await store.write { transaction throws(DeskError) in
            let known = try transaction.call(named: event.callID)
            // Of a call that passes the desk itself, it knows better.
            if let known, known.source == .switchboard { return [CallNews]() }
            var call =
                known
                ?? Call(
                    id: UUIDv7(at: moment),
                    externalID: event.callID,
                    source: .events,
                    direction: event.direction,
                    from: event.from,
                    to: event.to,
                    startedAt: moment
                )
            if known == nil { try transaction.insert(call) }
            let before = call
            try self.apply(event, clerk, to: &call, at: moment, in: transaction)
            try transaction.save(call)
            return CallNews.all(from: before, to: call)
        }
        for news in news { meters.count(news) }
    }

    private func apply(
        _ event: CallEvent,
        _ clerk: String?,
        to call: inout Call,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        switch event.kind {
        case .newCall: return
        case .answer:
            guard call.state == .waiting else { return }
            call.answer(by: clerk, at: moment)
            try file(&call, for: clerk, at: moment, in: transaction)
        case .hangup:
            guard call.state != .ended else { return }
            let isAnswered = call.answeredAt != nil
            call.end(as: isAnswered ? .answered : .abandoned, cause: event.cause, at: moment)
            let isLost = !isAnswered && call.direction == .inbound && event.cause != "forwarded"
            if isLost { try owe(.abandoned, to: call, at: moment, in: transaction) }
        }
    }
}
