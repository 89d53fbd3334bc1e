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
        case (.handedOff, .unsolved), (.handedOff, .solved): settleFirstContact(as: .handedOff)
        // What is a unit's at its end was given on and not taken back.
        case (.answered, .unsolved) where unit != nil: settleFirstContact(as: .handedOff)
        case (.answered, .unsolved):
            firstContact = .solved
            firstSolvedAt = moment
            firstArticle = article
        case (.answered, _), (.handedOff, _): break
        }
    }

    /// The citizen was in touch about it again at `moment`, which may have been before it was known.
    mutating func weighContact(at moment: Date) {
        guard !isFirstContactSettled(at: moment) else { return }
        // It was taken for nothing of a citizen's, and somebody still waits.
        countAgain()
        switch firstContact {
        case .unsolved, .solved: settleFirstContact(as: .returned)
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
        case .returned, .handedOff, .repeated, .uncounted: break
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

    /// It is what it was before it was rejected or became a duplicate.
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
        let isCounted = ticket.firstContact != .uncounted
        let kin = isCounted ? try earlierKin(of: ticket, limit: DeskSettings.kinMax) : []
        let found = kin.first { ticket.isNewContact(about: $0) }?.number
        if found != known { try setRepeated(found, by: ticket.number) }
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
