import Foundation
import KnowledgeBase

extension Desk {
    /// Writes down what a switchboard's calls did, all in one transaction and in their order.
    ///
    /// A fact that no longer fits, as about a hand-off that has ended, is passed over: what was
    /// written before stays as it is.
    public func note(_ reports: [CallReport], from carrier: String) async throws(DeskError) {
        let news = try await store.write { transaction throws(DeskError) in
            var news: [CallNews] = []
            for report in reports {
                if case .arrived(let externalID, let from, let to) = report.fact {
                    // Written before, and only the word of it was lost.
                    if try transaction.call(named: report.call.description) != nil { continue }
                    // A telephone system may send one call by us twice, or tell of it by itself.
                    let isKnown = try transaction.call(named: externalID) != nil
                    try transaction.insert(
                        Call(
                            id: report.call,
                            externalID: isKnown ? report.call.description : externalID,
                            source: .switchboard,
                            from: from,
                            to: to,
                            carrier: carrier,
                            startedAt: report.at
                        )
                    )
                    continue
                }
                if case .watched(let event) = report.fact {
                    let id = report.call
                    news += try self.note(
                        event,
                        as: id,
                        toldBy: nil,
                        at: report.at,
                        in: transaction
                    )
                    continue
                }
                if case .watchedNow(let prefix, let calls) = report.fact {
                    news += try Self.forgetWatched(
                        prefix,
                        but: calls,
                        at: report.at,
                        in: transaction
                    )
                    continue
                }
                guard var call = try transaction.call(named: report.call.description) else {
                    continue
                }
                let before = call
                if let own = try self.note(report, of: &call, in: transaction) { news.append(own) }
                try transaction.save(call)
                try transaction.count(call, before: before, at: report.at)
                news += CallNews.all(from: before, to: call)
            }
            return news
        }
        for news in news { meters.count(news) }
    }

    /// - Returns: what the call itself does not say.
    private func note(
        _ report: CallReport,
        of call: inout Call,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> CallNews? {
        switch report.fact {
        case .arrived, .watched, .watchedNow: return nil
        case .answered(let clerk):
            // Nobody at the desk has a citizen again who went to a destination: told once more.
            guard call.destination == nil else { return nil }
            call.answer(by: clerk, at: report.at)
            let isOpener = try file(&call, for: clerk, toldBy: nil, at: report.at, in: transaction)
            return isOpener ? .opened : nil
        case .overflowed(let destination):
            call.answer(by: nil, at: report.at)
            call.destination = destination
        case .handoff(let id, let state, let status, let detail):
            let ended = try step(
                id,
                state,
                status,
                detail,
                at: report.at,
                of: &call,
                in: transaction
            )
            return ended.map { .handedOff(to: $0.destination.id, $0.state) }
        case .kept(let text): try transaction.keep(text, of: call.id)
        case .lost(let reason):
            try owe(reason, to: call, at: report.at, in: transaction)
        case .ended(let outcome, let cause):
            call.end(as: outcome, cause: cause, at: report.at)
        }
        return nil
    }

    /// - Returns: the hand-off that has ended.
    private func step(
        _ id: UUIDv7,
        _ state: Handoff.State,
        _ status: Int?,
        _ detail: String?,
        at moment: Date,
        of call: inout Call,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Handoff? {
        var handoff = try transaction.handoff(id)
        guard !handoff.state.isFinal else { return nil }
        let step = Handoff.Step(state: state, at: moment, detail: detail, status: status)
        // Told once more, as when the word of a commit was lost.
        guard !handoff.steps.contains(where: { $0.isSame(as: step) }) else { return nil }
        try handoff.step(to: state, at: moment, detail: detail, status: status)
        try transaction.save(handoff)
        guard state.isFinal else { return nil }
        try transaction.recordEnd(of: handoff, by: .system, at: moment)
        if state == .completed {
            call.destination = handoff.destination.id
            call.clerk = nil
        }
        try conclude(handoff, by: .system, at: moment, in: transaction)
        return handoff
    }

    /// Opens a ticket for a call, or joins the newest one of the same number that still waits.
    ///
    /// `reporter` is a person who says that there was such a call, whom tickets that are not theirs
    /// tell nothing by it; nil is the telephone system itself.
    ///
    /// - Returns: true when it opened one.
    func file(
        _ call: inout Call,
        for clerk: String?,
        toldBy reporter: StaffIdentity?,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        guard call.ticket == nil else { return false }
        let key = TelephoneKey.key(of: call.citizenNumber)
        let tickets =
            try key.map { (key) throws(DeskError) in
                try transaction.tickets(ofTelephone: key, limit: 20)
            } ?? []
        let details = ["call": call.id.description]
        if var ticket = tickets.first(where: { ticket in
            ticket.state.isActive && reporter.map { $0.mayWork(on: ticket) } ?? true
        }) {
            // A call from the desk is no contact by the citizen.
            if call.direction == .inbound {
                _ = ticket.hear(at: moment)
                ticket.noteContact(by: .phone, at: moment)
            }
            call.ticket = ticket.number
            _ = try transaction.save(
                ticket,
                recording: .called,
                by: .system,
                at: moment,
                clocks: settings.clocks,
                details: details
            )
            return false
        }
        // The new ticket lies where others read it than those of a confidential queue.
        let open = tickets.first { ticket in
            !settings.confidentialQueues.contains(ticket.queue)
                && reporter.map { $0.mayRead(ticket) } ?? true
        }
        call.ticket = try self.open(
            for: call,
            clerk,
            known: open?.citizen,
            isProtected: tickets.contains(where: \.isProtected),
            at: moment,
            transaction
        )
        return true
    }

    private func open(
        for call: Call,
        _ clerk: String?,
        known: Citizen?,
        isProtected: Bool,
        at moment: Date,
        _ transaction: any DeskTransaction
    ) throws(DeskError) -> TicketNumber {
        var citizen = known ?? Citizen()
        citizen.phone = call.citizenTelephone ?? citizen.phone
        citizen.isVerified = false
        var ticket = Ticket(
            subject: "Telefonsamtal",
            category: .other,
            channel: .phone,
            queue: settings.queue,
            language: "sv",
            citizen: citizen,
            symptom: Symptom(),
            createdAt: moment,
            // A call from the desk is no contact by the citizen.
            firstContact: call.direction == .inbound ? .unsolved : .uncounted
        )
        ticket.isProtected = isProtected
        if let clerk { try ticket.assign(to: clerk, at: moment) }
        let first = Message(
            id: UUIDv7(at: moment),
            ticket: ticket.number,
            kind: .inbound,
            author: .citizen(name: citizen.name),
            body: Call.openingWords,
            createdAt: moment
        )
        let opened = try transaction.open(
            ticket,
            with: first,
            by: .system,
            clocks: settings.clocks,
            details: ["channel": ticket.channel.rawValue, "call": call.id.description]
        )
        return opened.number
    }

    /// Notes that somebody is to be called back, once for a number.
    func owe(
        _ reason: CallBack.Reason,
        to call: Call,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        try owe(
            reason,
            to: call.citizenNumber,
            lost: call.id,
            about: call.ticket,
            at: moment,
            in: transaction
        )
    }

    /// The same for a number, of a call that the desk may know nothing of.
    func owe(
        _ reason: CallBack.Reason,
        to number: String?,
        lost call: UUIDv7?,
        about ticket: TicketNumber?,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard let key = TelephoneKey.key(of: number),
            try transaction.openCallBack(to: "+\(key)") == nil
        else { return }
        try transaction.insert(
            CallBack(
                id: UUIDv7(at: moment),
                call: call,
                number: "+\(key)",
                ticket: ticket,
                reason: reason,
                createdAt: moment
            )
        )
    }
}

/// What is counted of calls, once it is on disk.
enum CallNews: Sendable {
    case answered(after: TimeInterval)
    case ended(Call.Outcome)
    case handedOff(to: String, Handoff.State)
    /// A ticket, by a call.
    case opened

    static func all(from before: Call, to after: Call) -> [Self] {
        var news: [Self] = []
        if before.answeredAt == nil, let answered = after.answeredAt {
            news.append(.answered(after: answered.timeIntervalSince(after.startedAt)))
        }
        if before.outcome == nil, let outcome = after.outcome { news.append(.ended(outcome)) }
        return news
    }
}

extension Handoff.Step {
    /// The same as the store keeps it, whose moments are whole milliseconds.
    fileprivate func isSame(as other: Self) -> Bool {
        state == other.state && detail == other.detail && status == other.status
            && abs(at.timeIntervalSince(other.at)) < 0.001
    }
}

extension DeskMeters {
    func count(_ news: CallNews) {
        switch news {
        case .answered(let wait): answer(after: wait)
        case .ended(let outcome): end(outcome)
        case .handedOff(let destination, let state): handOff(to: destination, state)
        case .opened: open(by: .phone)
        }
    }
}
