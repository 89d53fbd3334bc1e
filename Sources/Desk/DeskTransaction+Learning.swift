public import Foundation
import KnowledgeBase

extension DeskReading {
    /// The citizen's question, without what tells who asked, as evidence about an article; nil when
    /// there are no words to learn from.
    func evidence(
        of ticket: Ticket,
        about article: String?,
        _ verdict: Evidence.Verdict
    ) throws(DeskError) -> Evidence? {
        try askedWords(of: ticket)?.evidence(about: article, verdict)
    }

    /// The citizen's question as it stands in the ticket; nil where nothing is learnt from it.
    func askedWords(of ticket: Ticket) throws(DeskError) -> AskedWords? {
        // Nothing of a protected person outlives the ticket, whatever is taken out of it.
        guard !ticket.isProtected else { return nil }
        guard let first = try firstWords(of: ticket) else { return nil }
        var names = [ticket.citizen.name].compactMap { $0 }
        if case .citizen(let name?) = first.author { names.append(name) }
        return AskedWords(
            ticket: ticket.number,
            text: String("\(ticket.subject)\n\(first.body)".prefix(Evidence.charactersRead)),
            names: names
        )
    }
}

/// A citizen's question with what tells who asked still in it.
///
/// To take that out of a long one takes milliseconds: of many it is not done while the store waits.
struct AskedWords: Sendable {
    var ticket: TicketNumber
    /// The subject and the first message, as much of them as is read.
    var text: String
    /// What the citizen is known to be called.
    var names: [String]

    /// The question without what tells who asked; nil when there are no words to learn from.
    func evidence(about article: String?, _ verdict: Evidence.Verdict) -> Evidence? {
        Evidence(
            ticket: Int(ticket.rawValue),
            text: text,
            article: article,
            verdict: verdict,
            names: names
        )
    }
}

extension DeskTransaction {
    /// Undoes all that an article was taught, and writes down who did.
    ///
    /// - Parameters:
    ///   - article: its id.
    ///   - name: a ``StaffIdentity/id``, or `operator:` and the user of the machine.
    ///   - moment: when.
    /// - Returns: how much that was; where it was nothing, nothing is written down.
    /// - Throws: ``DeskError/unavailable(cause:)``.
    public func forgetEvidence(
        about article: String,
        by name: String,
        at moment: Date
    ) throws(DeskError) -> Int {
        let count = try removeEvidence(about: article)
        guard count > 0 else { return 0 }
        try record(
            ChangeRecord(
                at: moment,
                staff: name,
                act: .evidenceForgotten,
                subject: article,
                details: ["count": String(count)]
            )
        )
        return count
    }

    /// Keeps what a ticket that was just resolved teaches.
    ///
    /// Answered with an article: the article answers such questions. Handed off: none does. Anything
    /// else says nothing of the articles: a clerk who names none may have sent one all the same.
    func learn(from ticket: Ticket, within settings: LearningSettings) throws(DeskError) {
        guard settings.isEnabled, let moment = ticket.resolvedAt else { return }
        let verdict: Evidence.Verdict
        switch (ticket.outcome, ticket.article) {
        case (.answered, .some): verdict = .answered
        case (.handedOff, nil): verdict = .unanswered
        default: return
        }
        guard let evidence = try evidence(of: ticket, about: ticket.article, verdict) else {
            return
        }
        try keep(evidence, of: .resolution, at: moment, within: settings)
    }

    /// Keeps evidence in the place of what the same source said of it before.
    ///
    /// - Returns: false when just that is kept already.
    @discardableResult
    func keep(
        _ evidence: Evidence,
        of origin: KeptEvidence.Origin,
        at moment: Date,
        within settings: LearningSettings
    ) throws(DeskError) -> Bool {
        let known = try self.evidence(of: TicketNumber(rawValue: Int64(evidence.ticket)))
        let replaced = known.filter { one in
            // A ticket ends once; it may have a verdict on every article.
            one.origin == origin
                && (origin == .resolution || one.evidence.article == evidence.article)
        }
        if replaced.map(\.evidence) == [evidence] { return false }
        try removeEvidence(replaced.map(\.id))
        try insert(
            KeptEvidence(
                id: UUIDv7(at: moment, after: known.last?.id),
                origin: origin,
                learntAt: moment,
                evidence: evidence
            )
        )
        try trimEvidence(about: evidence.article, to: settings.countMax(of: evidence.article))
        return true
    }

    /// Takes back what a ticket has taught by its end, by verdicts, or by both.
    func unlearn(
        _ ticket: TicketNumber,
        from origins: [KeptEvidence.Origin] = KeptEvidence.Origin.allCases
    ) throws(DeskError) {
        let taught = try evidence(of: ticket).filter { origins.contains($0.origin) }
        if !taught.isEmpty { try removeEvidence(taught.map(\.id)) }
    }
}
