import Foundation

// The rules of a ticket: pure, each returns the fact that must be recorded.

extension Ticket {
    /// Somebody has written about it again: after a person it is the desk's turn.
    ///
    /// A machine that answers for somebody out of office is no contact and gives nothing back to the
    /// desk; a report that a letter did not arrive does, for the citizen waits in vain.
    ///
    /// `reachedAt` is when the desk got it, where that was before now.
    mutating func hear(
        from origin: MailOrigin = .person,
        at moment: Date,
        reachedAt: Date? = nil
    ) -> TicketEvent.Kind {
        switch origin {
        case .person:
            break
        case .machine, .relay:
            touch(at: moment)
            return .received
        case .report:
            loseLetter(at: moment)
            return .received
        }
        let wasResolved = !state.isActive
        contacts += 1
        weighContact(at: reachedAt ?? moment)
        snoozedUntil = nil
        if state != .new { state = .open }
        // What was over goes on from here, also where nobody had replied.
        if firstReplyAt != nil || wasResolved {
            let asked = reachedAt ?? moment
            clocks.askedAt = min(clocks.askedAt ?? asked, asked)
        }
        if wasResolved { forgetResolution(failedAt: moment) }
        touch(at: moment)
        return wasResolved ? .reopened : .received
    }

    /// A letter did not arrive: its citizen waits in vain, so it is the desk's turn, and not put off.
    mutating func loseLetter(at moment: Date) {
        if state == .waiting { state = .open }
        snoozedUntil = nil
        touch(at: moment)
    }

    /// A call that was answered before now is about it; one from before its end does not open it again,
    /// and one from before the last reply asks for no other.
    mutating func hear(
        callAnsweredAt answered: Date,
        isReplied: Bool,
        at moment: Date
    ) -> TicketEvent.Kind {
        let isOver = !state.isActive && resolvedAt.map { answered <= $0 } ?? false
        guard isOver || isReplied && state.isActive else {
            let kind = hear(at: moment, reachedAt: answered)
            return kind == .reopened ? kind : .called
        }
        contacts += 1
        weighCall(at: answered)
        touch(at: moment)
        return .called
    }

    /// A contact that was counted for it was about something else; its first stays with it.
    mutating func loseContact(at moment: Date) {
        guard contacts > 1 else { return }
        contacts -= 1
        weighFewerContacts()
        touch(at: moment)
    }

    /// A reply leaves for the citizen: it is the citizen's turn, or still the desk's where it asks for
    /// nothing, such as the receipt of a complaint.
    mutating func reply(at moment: Date, waits: Bool = true) throws(DeskError) {
        guard state != .closed else {
            throw .wrongState(detail: "The ticket is closed; reopen it before replying.")
        }
        firstReplyAt = firstReplyAt ?? moment
        justAnswered = clocks.askedAt
        clocks.askedAt = nil
        if state.isActive { state = waits ? .waiting : .open }
        touch(at: moment)
    }

    /// Gives it to a clerk, or to nobody.
    mutating func assign(to staff: String?, at moment: Date) throws(DeskError) {
        guard state != .closed else {
            throw .wrongState(detail: "The ticket is closed; reopen it before assigning it.")
        }
        assignee = staff
        if state == .new, staff != nil { state = .open }
        touch(at: moment)
    }

    /// Ends it.
    mutating func resolve(
        as outcome: TicketOutcome,
        by article: String?,
        at moment: Date
    ) throws(DeskError) {
        guard state.isActive else {
            throw .wrongState(detail: "The ticket is \(state.rawValue) already.")
        }
        state = .resolved
        self.outcome = outcome
        self.article = article
        resolvedAt = moment
        noteSolution()
        weighEnd(as: outcome, at: moment)
        snoozedUntil = nil
        followUpAt = nil
        // What solves it answers what was asked, though no reply does.
        if isSolved { justAnswered = clocks.askedAt }
        clocks.askedAt = nil
        touch(at: moment)
    }

    /// Takes the end back, with the citizen's word that something is left to ask, or without.
    mutating func reopen(at moment: Date, isAsked: Bool = false) throws(DeskError) {
        guard !state.isActive else {
            throw .wrongState(detail: "The ticket is \(state.rawValue), not resolved or closed.")
        }
        state = .open
        if isAsked { weighContact(at: moment) } else { weighReopening(at: moment) }
        forgetResolution(failedAt: isAsked ? moment : nil)
        if isAsked { clocks.askedAt = moment }
        touch(at: moment)
    }

    /// Moves it by hand between the states that have no resource of their own.
    mutating func move(to wanted: TicketState, at moment: Date) throws(DeskError) {
        switch (state, wanted) {
        case (let found, let wanted) where found == wanted: return
        case (.new, .open), (.new, .waiting), (.open, .waiting), (.waiting, .open),
            (.resolved, .closed):
            state = wanted
        case (_, .resolved):
            throw .invalid([
                FieldProblem("/state", "A ticket is resolved by PUT …/resolution.")
            ])
        default:
            throw .wrongState(
                detail: "A ticket cannot go from \(state.rawValue) to \(wanted.rawValue)."
            )
        }
        touch(at: moment)
    }

    /// The desk's own letter was the first reply: an answer that solved it, or the receipt of what is
    /// registered.
    mutating func credit(answerOf moment: Date?) { firstReplyAt = firstReplyAt ?? moment }

    mutating func touch(at moment: Date) { updatedAt = max(moment, updatedAt) }

    /// Forgets how it ended; its article has failed where the citizen came back at `failure`.
    private mutating func forgetResolution(failedAt failure: Date?) {
        if let failure, countedSolution != nil, let article {
            note(.articleFailed, article: article, at: failure)
        }
        takeBackSolution()
        outcome = nil
        resolvedAt = nil
    }
}
