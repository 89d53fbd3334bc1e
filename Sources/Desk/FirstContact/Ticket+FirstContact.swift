import Foundation

// What a ticket's own life means to ``FirstContact``. The state machine calls these; none throws.

extension Ticket {
    /// True when the days after its solution were over at `moment`: nothing later undoes that.
    func isFirstContactSettled(at moment: Date) -> Bool {
        guard firstContact == .solved, let firstSolvedAt else { return false }
        return moment >= firstSolvedAt + FirstContact.window
    }

    /// It ended.
    mutating func weighEnd(as outcome: TicketOutcome, at moment: Date) {
        guard !isFirstContactSettled(at: moment) else { return }
        switch (outcome, firstContact) {
        case (.duplicate, _), (.rejected, _):
            setAside = setAside ?? firstContact
            settleFirstContact(as: .uncounted)
        case (.handedOff, .unsolved), (.handedOff, .solved): handOffByEnd()
        // What is a unit's at its end was given on and not taken back.
        case (.answered, .unsolved) where unit != nil: handOffByEnd()
        case (.answered, .unsolved):
            firstContact = .solved
            firstSolvedAt = moment
            firstArticle = article
        case (.answered, _), (.handedOff, _): break
        }
    }

    /// True for a contact of its citizen's that may be about an earlier ticket: also one that is counted
    /// for no ticket of its own, since it says the same as another.
    var isAnotherContact: Bool {
        firstContact != .uncounted
            || outcome == .duplicate && mergedInto == nil && setAside != .uncounted
    }

    /// The citizen was in touch about it again at `moment`, which may have been before it was known.
    mutating func weighContact(at moment: Date) {
        guard !isFirstContactSettled(at: moment) else { return }
        // It was taken for nothing of a citizen's, and somebody still waits.
        if firstContact == .uncounted { countAgain() }
        switch firstContact {
        case .unsolved, .solved: settleFirstContact(as: .returned)
        case .handedOff where setAside != nil: setAside = .returned
        case .uncounted, .returned, .handedOff, .repeated: break
        }
    }

    /// Its end was taken back, by nobody's new contact.
    mutating func weighReopening(at moment: Date) {
        guard !isFirstContactSettled(at: moment) else { return }
        countAgain()
        guard firstContact == .solved else { return }
        settleFirstContact(as: contacts > 1 ? .returned : .unsolved)
    }

    /// Somebody else took the citizen over.
    mutating func weighHandoff(at moment: Date) {
        guard !isFirstContactSettled(at: moment) else { return }
        switch firstContact {
        case .unsolved, .solved: settleFirstContact(as: .handedOff)
        // It stays so, also when its end is taken back.
        case .handedOff: setAside = nil
        case .returned, .repeated, .uncounted: break
        }
    }

    /// A call is about it that was filed under another: one from before its end does not take that back.
    mutating func weighCall(at moment: Date) {
        weighContact(at: moment)
        weighEndAgain()
    }

    /// One contact that was counted for it was about something else.
    mutating func weighFewerContacts() {
        guard contacts == 1 else { return }
        countAgain()
        if firstContact == .returned { settleFirstContact(as: .unsolved) }
        weighEndAgain()
    }

    /// What was learnt of it since is weighed as if its end came after that.
    private mutating func weighEndAgain() {
        guard !state.isActive, let outcome, let resolvedAt else { return }
        weighEnd(as: outcome, at: resolvedAt)
    }

    /// Its end alone says that somebody else took it over: that is taken back with it.
    private mutating func handOffByEnd() {
        settleFirstContact(as: .handedOff)
        setAside = .unsolved
    }

    /// It is what it was before its end said something else.
    private mutating func countAgain() {
        firstContact = setAside ?? firstContact
        setAside = nil
    }

    private mutating func settleFirstContact(as found: FirstContact) {
        firstContact = found
        firstSolvedAt = nil
        // What it is the failure of is known, unless nothing has failed.
        if found == .unsolved { firstArticle = nil }
    }

    /// True when this later ticket of the same citizen is about what the earlier one was about, as
    /// ``FirstContact`` decides that.
    func isAboutTheSame(as earlier: Ticket) -> Bool {
        if let article = earlier.article, suggestions.contains(where: { $0.article == article }) {
            return true
        }
        if let service, let other = earlier.service {
            return service.lowercased() == other.lowercased()
        }
        return category == earlier.category
    }

    /// True when it came too soon for the earlier one to have been solved at first contact.
    func isNewContact(about earlier: Ticket) -> Bool {
        guard earlier.firstContact != .uncounted, earlier.number < number,
            earlier.createdAt <= createdAt
        else { return false }
        if let end = earlier.firstSolvedAt ?? earlier.resolvedAt,
            createdAt >= end + FirstContact.window
        {
            return false
        }
        return isAboutTheSame(as: earlier)
    }
}

extension DeskTransaction {
    /// Finds out anew which earlier ticket this one is a new contact about, and the same for later
    /// ones of the same citizen: what was learnt of this one may say otherwise of them.
    func relateContacts(of ticket: Ticket) throws(DeskError) {
        try relate(ticket)
        for later in try laterKin(of: ticket, limit: DeskSettings.kinMax) { try relate(later) }
    }

    /// Somebody else took the citizen over: that no other change of the ticket says.
    func weighHandoff(of number: TicketNumber, at moment: Date) throws(DeskError) {
        let found = try survivor(of: ticket(number))
        var ticket = found
        ticket.weighHandoff(at: moment)
        guard ticket != found else { return }
        try saveFirstContact(of: ticket)
    }

    private func relate(_ ticket: Ticket) throws(DeskError) {
        let known = try repeated(by: ticket.number)
        // Of whom nothing is known any more, nothing new can be found out.
        if ticket.citizen.isUnknown { return }
        if let known, try self.ticket(known).citizen.isUnknown { return }
        let kin =
            ticket.isAnotherContact ? try earlierKin(of: ticket, limit: DeskSettings.kinMax) : []
        var found: TicketNumber?
        for earlier in kin where found == nil && ticket.isNewContact(about: earlier) {
            if try isSameContact(ticket, as: earlier) { continue }
            if try wasOver(earlier, before: ticket) { continue }
            found = earlier.number
        }
        if found != known { try setRepeated(found, by: ticket.number) }
    }
}

extension DeskReading {
    /// True when one contact brought both tickets: a call about two matters, or a message of several.
    ///
    /// What a clerk has split off is another matter, whichever message it was.
    fileprivate func isSameContact(_ ticket: Ticket, as earlier: Ticket) throws(DeskError) -> Bool {
        guard let opening = try opening(of: ticket) else { return false }
        if opening["split_from"] == String(earlier.number.rawValue) { return true }
        guard let other = try self.opening(of: earlier) else { return false }
        return ["call", "message"].contains { opening[$0] != nil && opening[$0] == other[$0] }
    }

    /// True when the earlier one had been over for the days when this one came, whatever became of it
    /// since.
    fileprivate func wasOver(_ earlier: Ticket, before ticket: Ticket) throws(DeskError) -> Bool {
        guard earlier.firstSolvedAt == nil else { return false }
        let ends = try history(of: earlier).map(\.event).last {
            $0.at <= ticket.createdAt && ($0.kind == .resolved || $0.kind == .reopened)
        }
        guard let ends, ends.kind == .resolved else { return false }
        return ticket.createdAt >= ends.at + FirstContact.window
    }

    /// What the history says of how it was opened; nil where that is no longer there.
    private func opening(of ticket: Ticket) throws(DeskError) -> [String: String]? {
        let first = try history(of: ticket.number, after: nil, limit: 1).first?.event
        return first?.kind == .opened ? first?.details : nil
    }
}

extension Citizen {
    /// True when nothing says how to reach them, as after their erasure.
    fileprivate var isUnknown: Bool { email == nil && phone == nil }
}

extension DeskSettings {
    /// How many tickets of one citizen are looked at to find what a new one comes back about, and how
    /// many later ones when something is learnt of an earlier.
    static let kinMax = 50
}
