import Foundation
import KnowledgeBase

// What happens to tickets is counted where it happens, in the same transaction: what is on disk is
// counted, and what is not is not.

/// Something that happened to a ticket and is not counted yet.
struct Uncounted: Sendable, Equatable {
    var fact: DayCount.Fact
    var at: Date
    var channel: TicketChannel?
    var subject = ""
    var outcome = ""
    var amount = 0
    /// Where it is counted; nil for what the ticket is.
    var place: CountedPlace?
    /// -1 takes off what was counted before.
    var times = 1
}

extension DayCount {
    /// Kept and broken promises.
    static let kept = "kept"
    static let missed = "missed"

    init(_ one: Uncounted, of ticket: Ticket, in time: CityTime) {
        self.init(one.fact, on: time.day(of: one.at))
        let place = one.place ?? CountedPlace(ticket)
        queue = place.queue
        channel = (one.channel ?? ticket.channel).rawValue
        kind = place.kind.rawValue
        // Times are not told apart by category: there would be several times as many counts.
        category = one.fact.hasCategory ? place.category.rawValue : ""
        subject = one.subject
        outcome = one.outcome
        amount = one.amount
    }
}

extension DayCount.Fact {
    fileprivate var hasCategory: Bool {
        switch self {
        case .opened, .contact, .articleSent, .articleSolved, .articleFailed, .surveyAsked,
            .surveyAnswered:
            true
        case .firstReply, .nextReply, .resolution, .mailAnswer, .call, .handoff: false
        }
    }
}

extension Ticket {
    /// True for what ended with an answer: what was somebody else's, or nothing for the desk, was not
    /// solved.
    var isSolved: Bool { outcome == .answered || outcome == .handedOff }

    /// Notes that a clock stopped, after so much open time.
    mutating func note(
        stopOf clock: TicketClock,
        at moment: Date,
        after seconds: TimeInterval,
        isKept: Bool
    ) {
        let fact: DayCount.Fact
        switch clock {
        case .firstReply: fact = .firstReply
        case .nextReply: fact = .nextReply
        case .resolution:
            guard isSolved else { return }
            fact = .resolution
        }
        uncounted.append(
            Uncounted(
                fact: fact,
                at: moment,
                outcome: isKept ? DayCount.kept : DayCount.missed,
                amount: TimeSteps.minutes(seconds)
            )
        )
    }

    /// Notes the first answer to a mail, which cities are compared on within one working day; beside it
    /// the report puts mails without one, see ``ReportReading/unansweredMails(cameIn:)``.
    mutating func noteMailAnswer(
        from asked: Date,
        at moment: Date,
        by hours: OpeningHours,
        _ time: CityTime
    ) {
        guard channel == .email else { return }
        let end = hours.closing(ofOpenDay: 1, after: asked, in: time)
        let isKept = end.map { moment <= $0 } ?? false
        uncounted.append(
            Uncounted(
                fact: .mailAnswer,
                at: moment,
                outcome: isKept ? DayCount.kept : DayCount.missed
            )
        )
    }

    /// Notes that the citizen got in touch.
    mutating func noteContact(by channel: TicketChannel, at moment: Date) {
        uncounted.append(Uncounted(fact: .contact, at: moment, channel: channel))
    }

    /// Notes that it came, and by whose contact, as what it is found to be: until somebody said what a
    /// call was about, it was counted as what `before` was.
    mutating func recountOpening(countedAs before: Ticket) {
        let former = CountedPlace(before)
        guard former != CountedPlace(self) || before.channel != channel else { return }
        // A call stays one, whatever the clerk says of the ticket's channel.
        let isContact = (before.setAside ?? before.firstContact) != .uncounted
        for (place, times) in [(former, -1), (nil, 1)] {
            var one = Uncounted(fact: .opened, at: createdAt, place: place, times: times)
            one.channel = times < 0 ? before.channel : channel
            uncounted.append(one)
            guard isContact else { continue }
            one.fact = .contact
            one.channel = before.channel
            uncounted.append(one)
        }
    }

    /// Notes that its article solved it.
    mutating func noteSolution() {
        guard outcome == .answered, let article, let resolvedAt else { return }
        note(.articleSolved, article: article, at: resolvedAt)
        countedSolution = CountedPlace(self)
    }

    /// Its article did not solve it after all: that is taken off the day and the place of then.
    mutating func takeBackSolution() {
        if let article, let resolvedAt, let countedSolution {
            uncounted.append(
                Uncounted(
                    fact: .articleSolved,
                    at: resolvedAt,
                    subject: article,
                    place: countedSolution,
                    times: -1
                )
            )
        }
        article = nil
        countedSolution = nil
    }

    /// Notes what became of an article.
    mutating func note(_ fact: DayCount.Fact, article: String, at moment: Date) {
        uncounted.append(Uncounted(fact: fact, at: moment, subject: article))
    }
}

extension DeskReading {
    /// Notes that an article was used which ends a ticket and was never sent: it was told, as by telephone.
    func noteUse(ofArticleEnding ticket: inout Ticket, at moment: Date) throws(DeskError) {
        guard ticket.countedSolution != nil, let article = ticket.article,
            try !wasSent(article, on: ticket)
        else { return }
        ticket.note(.articleSent, article: article, at: moment)
    }

    /// Notes that an article has failed whose solution a clerk takes back, where its citizen came back by
    /// another ticket; until then that is seen there, see ``ReportReading/returnedSolutions(in:)``.
    func noteFailure(ofArticleEnding ticket: inout Ticket, at moment: Date) throws(DeskError) {
        let taken = ticket.uncounted.first { $0.fact == .articleSolved && $0.times < 0 }
        guard let taken, try isRepeated(ticket.number, since: taken.at) else { return }
        ticket.note(.articleFailed, article: taken.subject, at: moment)
    }

    /// True when its citizen was sent the article, by a clerk or by the desk itself.
    private func wasSent(_ article: String, on ticket: Ticket) throws(DeskError) -> Bool {
        let isOfDesk = try hasEvent(of: ticket) {
            $0.kind == .notified && $0.details["article"] == article
        }
        if isOfDesk || ticket.firstReplyAt == nil { return isOfDesk }
        return try messages(ofAny: family(of: ticket), after: nil, limit: Int(Int32.max)).contains {
            $0.kind == .reply && $0.articles.contains(article)
        }
    }
}

extension DeskTransaction {
    /// Counts what happened to a ticket.
    func count(_ ticket: inout Ticket, in time: CityTime) throws(DeskError) {
        for one in ticket.uncounted { try add(DayCount(one, of: ticket, in: time), one.times) }
        ticket.uncounted = []
    }

    /// Counts how a citizen's call went, once it has ended, in the place of what it was taken for
    /// before.
    func count(_ call: Call, before: Call, at moment: Date) throws(DeskError) {
        guard call.direction == .inbound, call.outcome != before.outcome else { return }
        for (one, times) in [(before, -1), (call, 1)] {
            guard let outcome = one.outcome, outcome != .taken else { continue }
            var count = DayCount(.call, on: CityTime().day(of: one.startedAt))
            count.outcome = outcome.rawValue
            if let answered = one.answeredAt {
                count.amount = TimeSteps.seconds(answered.timeIntervalSince(one.startedAt))
            }
            try add(count, times)
        }
    }

    /// Counts how a hand-off went.
    func count(_ handoff: Handoff, at moment: Date) throws(DeskError) {
        var count = DayCount(.handoff, on: CityTime().day(of: moment))
        count.queue = try ticket(handoff.ticket).queue
        count.channel = handoff.mode.rawValue
        count.subject = handoff.destination.lastingID
        count.outcome = handoff.state.rawValue
        let answered = handoff.steps.first { $0.state == .answered || $0.state == .completed }
        if let answered {
            let waited = answered.at.timeIntervalSince(handoff.steps[0].at)
            count.amount = TimeSteps.seconds(waited)
        }
        try add(count, 1)
    }

    /// Counts what a citizen said to a question, in the place of what they said before.
    func count(
        _ inquiry: Inquiry,
        inPlaceOf before: Inquiry,
        on ticket: Ticket
    ) throws(DeskError) {
        for (one, times) in [(before, -1), (inquiry, 1)] {
            // What was said before is taken off the day and the queue it was said of.
            guard let answer = one.answer, var moment = one.answeredAt else { continue }
            let fact: DayCount.Fact
            switch (one.kind, answer) {
            case (.satisfaction, _):
                fact = .surveyAnswered
                // Beside the question, of which answers are a share.
                moment = one.askedAt ?? moment
            case (.solution, 0): fact = .articleFailed
            // That it solved the ticket is counted by the ticket's end.
            case (.solution, _): continue
            }
            let uncounted = Uncounted(
                fact: fact,
                at: moment,
                subject: one.article ?? "",
                amount: one.kind == .satisfaction ? answer : 0,
                place: one.counted,
                times: times
            )
            try add(DayCount(uncounted, of: ticket, in: CityTime()), times)
        }
    }

    /// Counts a ticket that came, unless it was there before as part of another.
    func countOpening(
        of ticket: inout Ticket,
        in time: CityTime,
        at moment: Date,
        isContact: Bool,
        _ details: [String: String]
    ) throws(DeskError) {
        defer { ticket.uncounted = [] }
        ticket.uncounted.append(Uncounted(fact: .opened, at: moment))
        // What a machine or the desk itself opens is nobody's contact.
        if isContact, ticket.firstContact != .uncounted {
            ticket.noteContact(by: ticket.channel, at: moment)
        }
        try count(&ticket, in: time)
        if details["open311"] == nil { try missQuestion(of: ticket, at: moment) }
    }

    /// Remembers a question that was read and found no article, so that somebody may write one.
    ///
    /// What a machine wrote, and a complaint, is none; what is asked of a city's service by Open311
    /// isn't either.
    func missQuestion(of ticket: Ticket, at moment: Date) throws(DeskError) {
        let confidence = ticket.suggestions.first?.confidence ?? 0
        guard !ticket.triageReasons.isEmpty, confidence < MissedQuestion.confidenceMax,
            ticket.firstContact != .uncounted, !ticket.kind.isRegistered
        else { return }
        try insert(MissedQuestion(ticket: ticket.number, at: moment))
    }
}

extension MissedQuestion {
    /// Below this an article answers nothing, see the desk's triage.
    static let confidenceMax = 0.3
}
