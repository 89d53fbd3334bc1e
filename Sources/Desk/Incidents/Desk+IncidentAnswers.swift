import Foundation
import KnowledgeBase

/// What all citizens of an incident are answered.
public struct IncidentAnswerDraft: Sendable, Equatable {
    /// The words, without greeting and signature of their own.
    public var text: NoticeText
    /// True to resolve the tickets as answered with it.
    public var resolves: Bool

    /// Names both members.
    public init(text: NoticeText, resolves: Bool) {
        self.text = text
        self.resolves = resolves
    }
}

extension Desk {
    /// Answers all citizens of an incident, once each.
    ///
    /// Who gets it is decided now: every open ticket that is linked, has an address, is neither
    /// confidential nor protected, and that this person may work on. What is registered, what tells of a
    /// danger or a fraud, what somebody else wrote in a citizen's name, and what has no address, is passed
    /// over and stays for staff; what names no fault gets the letter and stays open
    /// (``IncidentAnswer/keptOpen``). What is confidential or somebody else's is counted among those left
    /// out and not named. The letters are written little by
    /// little (``carryIncidentAnswers(atMost:)``); one who stops in the middle loses and doubles none.
    /// Where a ticket goes into another meanwhile its citizen is answered on that one, which is not
    /// resolved by it.
    public func answerIncident(
        _ number: Int64,
        with draft: IncidentAnswerDraft,
        as staff: StaffIdentity,
        once: Once<IncidentView>? = nil
    ) async throws(DeskError) -> Answered<IncidentView> {
        guard staff.may(.leadIncidents) else { throw .notPermitted }
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            try transaction.once(once) { () throws(DeskError) in
                var checks = FieldChecks()
                draft.text.check(&checks, at: "/text", limit: DeskSettings.noticeCharactersMax)
                try checks.finish()
                let incident = try transaction.incident(number)
                guard incident.state != .dismissed else {
                    throw .wrongState(detail: "Incident \(number) is over.")
                }
                let answer = IncidentAnswer(
                    id: UUIDv7(at: moment),
                    incident: number,
                    text: draft.text,
                    resolves: draft.resolves,
                    staff: (staff.id, staff.name),
                    writtenAt: moment
                )
                try transaction.insert(answer)
                let count = try self.address(answer, by: staff, at: moment, in: transaction)
                guard count > 0 else {
                    throw .wrongState(
                        detail: "No open ticket of the incident can be answered by mail."
                    )
                }
                return try self.view(incident, in: transaction)
            }
        }
    }

    /// Puts down every ticket that an answer goes to, or leaves to staff; how many it goes to.
    private func address(
        _ answer: IncidentAnswer,
        by staff: StaffIdentity,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Int {
        var count = 0
        var after: TicketNumber?
        repeat {
            let page = try transaction.tickets(
                ofIncident: answer.incident,
                after: after,
                limit: Self.pageOfTickets
            )
            for ticket in page where ticket.state.isActive && ticket.mergedInto == nil {
                var letter = IncidentLetter(
                    answer: answer.id,
                    ticket: ticket.number,
                    at: moment
                )
                let matter = try transaction.matter(of: ticket)
                if isSecret(ticket) || !staff.mayWork(on: ticket) {
                    letter.state = .left
                    letter.reason = isSecret(ticket) ? Self.secret : "somebody else's to answer"
                } else if let remainder = matter.remainder {
                    letter.state = .left
                    letter.reason = remainder.rawValue
                } else {
                    count += 1
                    if answer.resolves, !matter.namesFault {
                        letter.reason = IncidentLetter.Remainder.noFault.rawValue
                    }
                }
                try transaction.insert(letter)
            }
            after = page.count == Self.pageOfTickets ? page.last?.number : nil
        } while after != nil
        return count
    }

    /// Writes some of the letters that wait, as many as the pace and the brake allow.
    ///
    /// Each is a transaction of its own that looks again. They count as automatic letters and stay below
    /// half of what those may be in an hour and a day, so that a planned answer never pulls the brake
    /// and leaves room for receipts; while a brake holds they wait.
    ///
    /// - Returns: how many were written or left out.
    @discardableResult
    public func carryIncidentAnswers(atMost limit: Int = 20) async throws(DeskError) -> Int {
        let moment = now()
        let waiting = try await store.read { reading throws(DeskError) in
            try reading.waitingIncidentLetters(at: moment, limit: limit)
        }
        var done = 0
        for letter in waiting {
            let isDone = try await store.write { transaction throws(DeskError) -> Bool? in
                guard try self.hasRoom(at: moment, in: transaction) else { return nil }
                return try self.carry(letter, at: moment, in: transaction)
            }
            guard let isDone else { break }
            if isDone { done += 1 }
        }
        return done
    }

    private func hasRoom(
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        if try reading.newestBrake()?.holds == true { return false }
        let lately = try reading.countIncidentLetters(since: moment - 60)
        guard lately < settings.incidents.answersPerMinuteMax else { return false }
        let caps = settings.letters.caps
        let all = try reading.countOfAll()
        let hour = try reading.letters(all, within: (moment - 3_600)...moment)
        let day = try reading.letters(all, within: (moment - 24 * 3_600)...moment)
        return hour < max(1, caps.allPerHourMax / 2) && day < max(1, caps.allPerDayMax / 2)
    }

    /// True when this letter is done with, false when it waits longer.
    private func carry(
        _ found: IncidentLetter,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        guard
            var letter = try transaction.incidentLetter(of: found.answer, to: found.ticket),
            letter.state == .waiting, letter.at <= moment
        else { return false }
        let answer = try transaction.incidentAnswer(letter.answer)
        let incident = try transaction.incident(answer.incident)
        let ticket = try transaction.ticket(letter.ticket)
        letter.at = moment
        letter.state = .left
        if let reason = try unansweredReason(ticket, of: incident, in: transaction) {
            letter.reason = reason
            try address(answer, afterMergerOf: ticket, at: moment, in: transaction)
        } else if let address = ticket.citizen.email {
            if let other = try transaction.ticket(reachedBy: answer.id, at: address) {
                letter.reason = letter.reason ?? "answered on ticket \(other.rawValue)"
                if try resolves(answer, ticket, in: transaction) {
                    try resolve(ticket, by: answer, at: moment, in: transaction)
                }
            } else {
                switch try transaction.obstacle(
                    to: address,
                    within: settings.letters.caps,
                    at: moment
                ) {
                case .returned: letter.reason = "mail to this address comes back"
                case .brake, .recipient, .domain, .everybody:
                    letter.state = .waiting
                    letter.at = moment + Self.obstaclePause
                case nil:
                    try write(answer, to: address, on: ticket, at: moment, in: transaction)
                    letter.state = .written
                }
            }
        }
        try transaction.save(letter)
        return letter.state != .waiting
    }

    /// Puts down the ticket that one went into, which was not of the incident when the answer was
    /// written.
    private func address(
        _ answer: IncidentAnswer,
        afterMergerOf ticket: Ticket,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard let number = ticket.mergedInto,
            try transaction.ticket(number).incident == answer.incident
        else { return }
        let letter = IncidentLetter(answer: answer.id, ticket: number, at: moment)
        switch try transaction.incidentLetter(of: answer.id, to: number) {
        case nil: try transaction.insert(letter)
        // It may have the address of the one that went into it.
        case let known? where known.reason == IncidentLetter.Remainder.noAddress.rawValue:
            try transaction.save(letter)
        case _?: break
        }
    }

    /// Why a ticket is not answered any more; it was when the answer was written.
    private func unansweredReason(
        _ ticket: Ticket,
        of incident: Incident,
        in reading: any DeskReading
    ) throws(DeskError) -> String? {
        if incident.state == .dismissed { return "the incident was dismissed" }
        if ticket.incident != incident.number { return "taken out of the incident" }
        if let other = ticket.mergedInto { return "merged into \(other.rawValue)" }
        if !ticket.state.isActive { return "\(ticket.state.rawValue) meanwhile" }
        if isSecret(ticket) { return Self.secret }
        return try reading.matter(of: ticket).remainder?.rawValue
    }

    private func write(
        _ answer: IncidentAnswer,
        to address: String,
        on ticket: Ticket,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let words = answer.text.words(in: ticket.language)
        var draft = MessageDraft(
            kind: .reply,
            body: words.text,
            resolves: try resolves(answer, ticket, in: transaction)
        )
        draft.language = words.language
        // No human looks at whom it goes to: where senders are known, a stranger's words stay here.
        draft.repeats = try isVouchedFor(ticket, in: transaction)
        let writer = StaffIdentity(id: answer.staff.id, name: answer.staff.name, roles: [])
        _ = try reply(draft, on: ticket, by: writer, at: moment, in: transaction)
        try transaction.countLetter(to: address, at: moment)
    }

    private func isVouchedFor(
        _ ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        guard settings.letters.knowsSenders, !ticket.citizen.isVerified else { return true }
        return try reading.firstMail(of: ticket) == nil
    }

    /// A ticket that is reached only through a merger is not resolved, nor one that names no fault.
    private func resolves(
        _ answer: IncidentAnswer,
        _ ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> Bool {
        guard answer.resolves, try reading.matter(of: ticket).namesFault else { return false }
        for other in try reading.absorbed(by: ticket) where other.lent.contains(.incident) {
            if try reading.incidentLetter(of: answer.id, to: other.number) != nil { return false }
        }
        return true
    }

    private func resolve(
        _ found: Ticket,
        by answer: IncidentAnswer,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        var ticket = found
        try ticket.resolve(as: .answered, by: nil, at: moment)
        _ = try transaction.save(
            ticket,
            recording: .resolved,
            by: .staff(id: answer.staff.id, name: answer.staff.name),
            at: moment,
            clocks: settings.clocks,
            details: .resolution(.answered, article: nil)
        )
    }

    private static let secret = "confidential or protected"
    private static let pageOfTickets = 500
    /// How long a letter waits whose address has had enough for now.
    private static let obstaclePause: TimeInterval = 900
}

/// What a ticket is about, followed by those that went into it.
private struct Matter {
    var tickets: [Ticket]
    /// Our mail server says that somebody else wrote what opened the one that is answered.
    var isForged: Bool

    /// Why no letter to all is for it; nil when one may be.
    var remainder: IncidentLetter.Remainder? {
        if tickets.contains(where: \.symptom.isGrave) { return .grave }
        if tickets.contains(where: { $0.kind.isRegistered }) { return .registered }
        if isForged { return .forged }
        return tickets[0].citizen.email == nil ? .noAddress : nil
    }

    var namesFault: Bool { tickets.contains(where: \.symptom.namesFault) }
}

extension DeskReading {
    fileprivate func matter(of ticket: Ticket) throws(DeskError) -> Matter {
        Matter(
            tickets: [ticket] + (ticket.absorbed > 0 ? try absorbed(by: ticket) : []),
            isForged: try firstMail(of: ticket)?.standing == .failed
        )
    }
}
