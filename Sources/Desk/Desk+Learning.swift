import Foundation
import KnowledgeBase

/// What a clerk says of an article that was suggested for a ticket.
public enum ArticleVerdict: String, Sendable, Hashable, CaseIterable {
    /// It answers the question.
    case right
    /// It does not.
    case wrong

    fileprivate init?(_ verdict: Evidence.Verdict) {
        switch verdict {
        case .answered: self = .right
        case .rejected: self = .wrong
        case .unanswered: return nil
        }
    }

    fileprivate var taught: Evidence.Verdict {
        switch self {
        case .right: .answered
        case .wrong: .rejected
        }
    }
}

extension Desk {
    /// Says whether an article answers a ticket's question, or takes that back with nil.
    ///
    /// Counts as evidence beside how the ticket ends, whatever state it is in; it changes nothing of
    /// the ticket itself. The same verdict again changes nothing at all.
    ///
    /// - Throws: ``DeskError/notFound`` for an article that there is not.
    public func judge(
        _ article: String,
        for number: TicketNumber,
        as verdict: ArticleVerdict?,
        by staff: StaffIdentity
    ) async throws(DeskError) {
        let isKnown = knowledgeBase.article(article, language: nil) != nil
        let moment = now()
        let isNew = try await store.write { transaction throws(DeskError) in
            let ticket = try transaction.ticket(number, workableBy: staff)
            // What was said of an article that is gone meanwhile may still be taken back.
            guard isKnown || verdict == nil else { throw .notFound }
            let before = try transaction.evidence(of: ticket.number).first {
                $0.origin == .verdict && $0.evidence.article == article
            }
            guard
                try judge(
                    article,
                    for: ticket,
                    as: verdict,
                    inPlaceOf: before,
                    at: moment,
                    in: transaction
                )
            else { return false }
            try transaction.count(
                verdict,
                inPlaceOf: before,
                on: article,
                for: ticket,
                at: moment,
                in: settings.clocks.time
            )
            try transaction.record(
                TicketEvent(
                    ticket: ticket.number,
                    at: moment,
                    actor: .staff(id: staff.id, name: staff.name),
                    kind: .judged,
                    details: .verdict(verdict, on: article, of: ticket)
                )
            )
            return true
        }
        guard isNew else { return }
        if let verdict { meters.judge(as: verdict) }
        learning.raise()
    }

    /// What staff have said of articles for a ticket, by the articles' ids.
    public func verdicts(
        on number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> [String: ArticleVerdict] {
        try await store.look { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            var verdicts: [String: ArticleVerdict] = [:]
            for one in try reading.evidence(of: ticket.number) where one.origin == .verdict {
                if let article = one.evidence.article {
                    verdicts[article] = ArticleVerdict(one.evidence.verdict)
                }
            }
            return verdicts
        }
    }

    /// A page of what an article was taught, newest first, and where it goes on; a page may be short
    /// of what is not theirs.
    ///
    /// For who leads the desk and sees every queue: it is drawn from all tickets.
    public func evidence(
        about article: String,
        before: UUIDv7?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (evidence: [KeptEvidence], next: UUIDv7?) {
        precondition((1...DeskSettings.pageMax).contains(limit), "checked at the door")
        guard staff.mayTeach else { throw .notPermitted }
        let found = try await store.read { reading throws(DeskError) in
            let page = try reading.evidence(about: article, before: before, limit: limit + 1)
            var shown: [KeptEvidence] = []
            for one in page.prefix(limit) {
                let number = TicketNumber(rawValue: Int64(one.evidence.ticket))
                if try staff.mayRead(reading.ticket(number)) { shown.append(one) }
            }
            return (shown, page.count > limit ? page[limit - 1].id : nil)
        }
        try await showEvidence(found.0, to: staff)
        return found
    }

    /// Undoes all that an article was taught.
    ///
    /// - Returns: how much that was.
    @discardableResult
    public func forget(
        article: String,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Int {
        guard staff.mayTeach else { throw .notPermitted }
        let moment = now()
        let count = try await store.write { transaction throws(DeskError) in
            try transaction.forgetEvidence(about: article, by: staff.id, at: moment)
        }
        if count > 0 { learning.raise() }
        return count
    }

    /// False when there was nothing to change.
    private func judge(
        _ article: String,
        for ticket: Ticket,
        as verdict: ArticleVerdict?,
        inPlaceOf before: KeptEvidence?,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) -> Bool {
        guard let verdict else {
            if let before { try transaction.removeEvidence([before.id]) }
            return before != nil
        }
        guard settings.learning.isEnabled else {
            throw .wrongState(detail: "This desk does not learn: learning.enabled is false.")
        }
        guard !isSecret(ticket) else {
            throw .wrongState(detail: "Nothing is learnt from a ticket that is confidential.")
        }
        guard
            let evidence = try transaction.evidence(of: ticket, about: article, verdict.taught)
        else { throw .wrongState(detail: "The ticket has no words to learn from.") }
        return try transaction.keep(
            evidence,
            of: .verdict,
            at: moment,
            within: settings.learning
        )
    }
}

extension [String: String] {
    /// With the place, for there a wrong article is counted, and taken off again from there.
    fileprivate static func verdict(
        _ verdict: ArticleVerdict?,
        on article: String,
        of ticket: Ticket
    ) -> Self {
        let details = ["article": article, "verdict": verdict?.rawValue ?? "none"]
        guard verdict != nil else { return details }
        return details.merging(CountedPlace(ticket).details) { $1 }
    }
}

extension CountedPlace {
    /// As a fact keeps it; nil for one that does not.
    fileprivate init?(_ details: [String: String]) {
        guard let queue = details["queue"],
            let kind = details["kind"].flatMap(TicketKind.init(rawValue:)),
            let category = details["category"].flatMap(TicketCategory.init(rawValue:))
        else { return nil }
        self.init(queue: queue, kind: kind, category: category)
    }

    fileprivate var details: [String: String] {
        ["queue": queue, "kind": kind.rawValue, "category": category.rawValue]
    }
}

extension DeskTransaction {
    /// Counts that an article is wrong, in the place of what was said of it before.
    fileprivate func count(
        _ verdict: ArticleVerdict?,
        inPlaceOf before: KeptEvidence?,
        on article: String,
        for ticket: Ticket,
        at moment: Date,
        in time: CityTime
    ) throws(DeskError) {
        var failed = Uncounted(fact: .articleFailed, at: moment, subject: article)
        if verdict == .wrong { try add(DayCount(failed, of: ticket, in: time), 1) }
        guard let before, before.evidence.verdict == .rejected else { return }
        failed.at = before.learntAt
        failed.place = try place(ofVerdictAt: before.learntAt, on: article, of: ticket)
        try add(DayCount(failed, of: ticket, in: time), -1)
    }

    /// What the ticket was when an article was judged; nil where the history does not say it.
    private func place(
        ofVerdictAt moment: Date,
        on article: String,
        of ticket: Ticket
    ) throws(DeskError) -> CountedPlace? {
        let judged = try history(of: ticket).first {
            $0.event.kind == .judged && $0.event.at == moment
                && $0.event.details["article"] == article
        }
        return judged.flatMap { CountedPlace($0.event.details) }
    }
}
