import Foundation
public import KnowledgeBase

/// What a citizen sees who follows a link of a letter.
public struct LinkView: Sendable, Equatable {
    /// What the link says.
    public enum Purpose: Sendable, Equatable {
        /// That the article solved it.
        case solved
        /// That it did not.
        case unsolved
        /// How it was.
        case survey
    }

    /// What the link says.
    public var purpose: Purpose
    /// The ticket it is about.
    public var ticket: TicketNumber
    /// BCP 47; what the ticket is written in, also when it went into one in another language.
    public var language: String
    /// What was said by it before, or just now: 0 or 1, or a grade from 1 to 5; nil for nothing.
    public var answer: Int?
    /// True when the ticket has ended, or the one that it went into.
    public var isResolved: Bool
    /// True when that was so long ago that no answer opens it again.
    public var isOver: Bool
    /// True for what is registered: no answer of its citizen ends that.
    public var isRegistered: Bool
}

extension Desk {
    /// What a link of a letter is for; changes nothing, whoever looks and however often.
    ///
    /// - Throws: ``DeskError/notFound`` for what is no link of ours, and for one whose time is over.
    public func look(at token: Substring) async throws(DeskError) -> LinkView {
        let moment = now()
        let link = try link(token, at: moment)
        return try await store.look { reading throws(DeskError) in
            let inquiry = try self.inquiry(of: link, in: reading)
            return try self.view(of: link, inquiry, at: moment, in: reading)
        }
    }

    /// Does what a link of a letter says; once more changes nothing.
    ///
    /// - Parameters:
    ///   - token: the end of the link's address.
    ///   - grade: how it was, 1…5, for a survey.
    /// - Returns: what was said, and how the ticket stands now.
    /// - Throws: ``DeskError/notFound`` as ``look(at:)`` does; ``DeskError/invalid(_:)`` for no grade.
    public func follow(
        _ token: Substring,
        grade: Int? = nil
    ) async throws(DeskError) -> LinkView {
        let moment = now()
        let link = try link(token, at: moment)
        let value: Int
        switch link.purpose {
        case .solved: value = 1
        case .unsolved: value = 0
        case .survey:
            guard let grade, Self.grades.contains(grade) else {
                throw .invalid([FieldProblem("/grade", "must be from 1 to 5")])
            }
            value = grade
        }
        let (view, isSolved) = try await store.write { transaction throws(DeskError) in
            let inquiry = try self.inquiry(of: link, in: transaction)
            let before = try transaction.survivor(of: transaction.ticket(link.ticket))
            let answered = try self.answer(
                inquiry,
                with: value,
                by: .link,
                at: moment,
                in: transaction
            )
            let view = try self.view(of: link, answered, at: moment, in: transaction)
            return (view, before.state.isActive && view.isResolved)
        }
        if isSolved { meters.resolve(as: .answered) }
        if link.purpose != .survey { learning.raise() }
        return view
    }

    /// The letter that a link of ours stands in, whether it is still known or not; nil for what is no
    /// link of ours, and for one whose time is over.
    public func letter(ofLink token: Substring) -> UUIDv7? {
        LetterLink(token, by: proof, at: now())?.letter
    }

    /// What stands below everything that citizens are shown: the desk's name, and the city's.
    public func signature(in language: String) -> [String] {
        [settings.letters.deskName, settings.letters.cityName(in: language)].compactMap(\.self)
    }

    /// An article that everybody may read, with its links leading to others of that kind; nil when
    /// there is none.
    public func articleForEverybody(_ id: String, language: String?) -> Article? {
        guard let article = knowledgeBase.article(id, language: language),
            article.audience == .citizen
        else { return nil }
        return article.linking { other in "\(other)?language=\(article.language)" }
    }

    /// Grades of a survey.
    static let grades = 1...5

    private func link(
        _ token: Substring,
        at moment: Date
    ) throws(DeskError) -> LetterLink {
        guard let link = LetterLink(token, by: proof, at: moment) else { throw .notFound }
        return link
    }

    /// What a link's letter asked.
    private func inquiry(
        of link: LetterLink,
        in reading: any DeskReading
    ) throws(DeskError) -> Inquiry {
        guard let inquiry = try reading.inquiry(link.letter), inquiry.ticket == link.ticket,
            inquiry.kind == link.purpose.kind, inquiry.askedAt != nil
        else { throw .notFound }
        return inquiry
    }

    /// In the words of the ticket that the letter was about; how it stands says the one it went into.
    private func view(
        of link: LetterLink,
        _ inquiry: Inquiry,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) -> LinkView {
        let own = try reading.ticket(link.ticket)
        let ticket = try reading.survivor(of: own)
        return LinkView(
            purpose: LinkView.Purpose(link.purpose),
            ticket: link.ticket,
            language: own.language,
            answer: inquiry.answer,
            isResolved: !ticket.state.isActive,
            isOver: !ticket.isWithin(settings.reopenTime, at: moment),
            isRegistered: ticket.kind.isRegistered
        )
    }

    /// The question that a mail says yes to; nil when it does not.
    ///
    /// The mail must bear our signature and be from a party of the ticket, no human may have replied
    /// since, and its new words must say yes and nothing else.
    func confirmed(
        by mail: ReceivedMail,
        _ claim: MailClaim,
        on ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> Inquiry? {
        // Asked of the ticket that the letter was about, which may have gone into this one.
        guard case .proven(let number, _) = claim, mail.files.isEmpty,
            ticket.state.isActive, !ticket.kind.isRegistered, ticket.firstReplyAt == nil,
            Confirmation(mail.ownText, signedBy: mail.sender.name) == .yes,
            try reading.saysNothingElse(mail, of: reading.family(of: ticket)),
            try reading.isParty(mail, of: ticket),
            let inquiry = try reading.newestInquiry(of: number, .solution),
            inquiry.askedAt != nil, inquiry.answer == nil
        else { return nil }
        return inquiry
    }

    /// What a mail says that asks for nothing more, on a ticket that has ended: thanks, that it is
    /// solved, or how it was; nil when somebody must read it.
    func farewell(
        of mail: ReceivedMail,
        _ claim: MailClaim,
        on ticket: Ticket,
        in reading: any DeskReading
    ) throws(DeskError) -> MailAnswer? {
        // A rejected citizen's few words may be a protest: somebody must read them.
        guard mail.files.isEmpty, !ticket.state.isActive,
            ticket.outcome == .answered || ticket.outcome == .handedOff
        else { return nil }
        let confirmation = Confirmation(mail.ownText, signedBy: mail.sender.name)
        guard confirmation != .unclear,
            try reading.saysNothingElse(mail, of: reading.family(of: ticket))
        else { return nil }
        switch confirmation {
        case .unclear: return nil
        case .yes, .thanks: return .thanked
        case .grade(let grade):
            guard case .proven(let number, _) = claim, try reading.isParty(mail, of: ticket),
                let inquiry = try reading.newestInquiry(of: number, .satisfaction),
                inquiry.askedAt != nil
            else { return nil }
            return .graded(inquiry, grade)
        }
    }

    /// Writes down what a citizen said to a question, and draws what follows from it.
    ///
    /// The same answer once more changes nothing, whatever became of the ticket since.
    func answer(
        _ inquiry: Inquiry,
        with value: Int,
        by way: Inquiry.Way,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Inquiry {
        guard inquiry.answer != value else { return inquiry }
        var answered = inquiry
        answered.answer = value
        answered.answeredAt = moment
        answered.way = way
        // One that went into another is solved, or not, with that.
        let ticket = try transaction.survivor(of: transaction.ticket(inquiry.ticket))
        answered.counted = CountedPlace(ticket)
        try transaction.save(answered)
        try transaction.count(answered, inPlaceOf: inquiry, on: ticket)
        let actor = Actor.citizen(name: ticket.citizen.name)
        try transaction.record(
            TicketEvent(
                ticket: ticket.number,
                at: moment,
                actor: actor,
                kind: .answered,
                details: [
                    "question": inquiry.kind.rawValue, "answer": String(value),
                    "by": way.rawValue,
                ]
            )
        )
        guard inquiry.kind == .solution else { return answered }
        if value == 1 {
            try solve(ticket, by: answered, at: moment, in: transaction)
        } else {
            try keep(ticket, unsolvedBy: inquiry.article, at: moment, in: transaction)
        }
        return answered
    }

    /// Solved at first contact, if no clerk has answered meanwhile; what has been registered since is
    /// answered by a clerk all the same.
    private func solve(
        _ found: Ticket,
        by inquiry: Inquiry,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard found.state.isActive, !found.kind.isRegistered else { return }
        var ticket = found
        // After a clerk's reply nobody knows which of the two solved it; that a letter was credited as
        // the first reply, as by a Yes that was taken back, says nothing of that.
        let article = try transaction.hasReply(on: found) ? nil : inquiry.article
        ticket.credit(answerOf: inquiry.askedAt)
        try ticket.resolve(as: .answered, by: article, at: moment)
        let saved = try transaction.save(
            ticket,
            recording: .resolved,
            by: .citizen(name: ticket.citizen.name),
            at: moment,
            clocks: settings.clocks,
            details: .resolution(.answered, article: article)
        )
        if !isSecret(saved) { try transaction.learn(from: saved, within: settings.learning) }
    }

    /// The desk's turn: what has ended is opened again, as by a mail of theirs, unless that was long ago.
    private func keep(
        _ found: Ticket,
        unsolvedBy article: String?,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        guard !found.state.isActive, found.isWithin(settings.reopenTime, at: moment) else { return }
        var ticket = found
        // That the article failed is counted by the citizen's No.
        if ticket.article == article { ticket.takeBackSolution() }
        try ticket.reopen(at: moment, isAsked: true)
        _ = try transaction.save(
            ticket,
            recording: .reopened,
            by: .citizen(name: ticket.citizen.name),
            at: moment,
            clocks: settings.clocks
        )
    }
}

extension LinkView.Purpose {
    fileprivate init(_ purpose: LetterLink.Purpose) {
        self =
            switch purpose {
            case .solved: .solved
            case .unsolved: .unsolved
            case .survey: .survey
            }
    }
}
