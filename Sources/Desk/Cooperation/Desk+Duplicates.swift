import Foundation
import KnowledgeBase

/// Another ticket that may be about the same, and why.
public struct DuplicateHint: Sendable, Equatable {
    /// What speaks for it.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Of the same address or telephone number.
        case sameCitizen = "same_citizen"
        /// With the same error code.
        case sameCode = "same_code"
        /// The same article would answer it.
        case sameArticle = "same_article"
    }

    /// The other ticket.
    public var ticket: Ticket
    /// In the order of ``Reason``; never empty.
    public var reasons: [Reason]
}

extension Desk {
    /// Tickets that may be about the same as this one, the likeliest first; for a person to judge.
    ///
    /// Of the same citizen those of the last ``DeskSettings/duplicateTime``, whatever they are about;
    /// of others those that came within ``DeskSettings/duplicateBurst`` with the same error code, or
    /// that the same article would answer.
    public func duplicates(
        of number: TicketNumber,
        as staff: StaffIdentity
    ) async throws(DeskError) -> [DuplicateHint] {
        guard let sight = TicketSight(staff) else { throw .notFound }
        let (ticket, hints) = try await store.read { reading throws(DeskError) in
            let ticket = try reading.ticket(number, readableBy: staff)
            var queries: [TicketQuery] = []
            if let email = ticket.citizen.email {
                var query = TicketQuery(limit: DeskSettings.pageMax)
                query.citizen = email
                queries.append(query)
            }
            var newest = TicketQuery(limit: DeskSettings.pageMax)
            newest.category = ticket.category
            queries.append(newest)
            var candidates: [TicketNumber: Ticket] = [:]
            for var query in queries {
                sight.limit(&query)
                for found in try reading.tickets(query).tickets { candidates[found.number] = found }
            }
            if let key = TelephoneKey.key(of: ticket.citizen.phone) {
                let found = try reading.tickets(ofTelephone: key, limit: DeskSettings.pageMax)
                for other in found where staff.mayRead(other) { candidates[other.number] = other }
            }
            return (ticket, ticket.hints(among: Array(candidates.values)))
        }
        try await show(.ticket, of: ticket, to: staff)
        try await show(TicketPage(tickets: hints.map(\.ticket), next: nil), to: staff)
        return hints
    }
}

extension Ticket {
    /// Those of the others that may be about the same.
    fileprivate func hints(among others: [Ticket]) -> [DuplicateHint] {
        let hints = others.compactMap { other -> DuplicateHint? in
            guard other.number != number, other.mergedInto == nil else { return nil }
            let reasons = reasons(for: other)
            let isOfCitizen = reasons.contains(.sameCitizen)
            let span = isOfCitizen ? DeskSettings.duplicateTime : DeskSettings.duplicateBurst
            guard !reasons.isEmpty,
                abs(other.createdAt.timeIntervalSince(createdAt)) <= span
            else { return nil }
            return DuplicateHint(ticket: other, reasons: reasons)
        }
        let sorted = hints.sorted { one, other in
            let (first, second) = (one.weight, other.weight)
            return first == second ? one.ticket.number > other.ticket.number : first > second
        }
        return Array(sorted.prefix(DeskSettings.duplicatesMax))
    }

    private func reasons(for other: Ticket) -> [DuplicateHint.Reason] {
        var reasons: [DuplicateHint.Reason] = []
        if citizen.isKnownAsSame(as: other.citizen) { reasons.append(.sameCitizen) }
        if !Set(symptom.codes).isDisjoint(with: other.symptom.codes) { reasons.append(.sameCode) }
        if let best = suggestions.first, best.confidence >= DeskSettings.duplicateConfidenceMin,
            other.suggestions.first?.article == best.article,
            other.suggestions[0].confidence >= DeskSettings.duplicateConfidenceMin
        {
            reasons.append(.sameArticle)
        }
        return reasons
    }
}

extension DuplicateHint {
    /// The same citizen weighs more than all the rest, an open ticket more than one that is over.
    fileprivate var weight: Int {
        (reasons.contains(.sameCitizen) ? 8 : 0) + (ticket.state.isActive ? 4 : 0) + reasons.count
    }
}

extension DeskSettings {
    /// How far apart two tickets of one citizen may be.
    static let duplicateTime: TimeInterval = 30 * 24 * 3_600
    /// How far apart the same question of two citizens may be.
    static let duplicateBurst: TimeInterval = 2 * 3_600
    /// How sure the articles must be of both questions.
    static let duplicateConfidenceMin = 0.5
    /// How many hints are given.
    static let duplicatesMax = 10
}
