import Foundation
import KnowledgeBase

extension Desk {
    /// The ticket that a draft makes; what nobody said is triaged, and never into a queue in which
    /// this clerk could not open it.
    ///
    /// Where the desk's own queue is none of the clerk's, it goes to the first of theirs: whoever names
    /// none must not be told that it is not theirs.
    func triaged(_ draft: TicketDraft, for staff: StaffIdentity) -> Ticket {
        let triage = triage("\(draft.subject)\n\(draft.body)", language: draft.language)
        var ticket = Ticket(
            subject: draft.subject,
            kind: draft.kind,
            category: draft.category ?? triage.category,
            priority: draft.priority ?? .normal,
            channel: draft.channel,
            queue: draft.queue ?? queue(for: staff),
            language: draft.language ?? triage.language,
            service: draft.service,
            citizen: draft.citizen,
            symptom: triage.symptom,
            createdAt: now(),
            suggestions: triage.suggestions
        )
        var decided: Ticket.Decided = []
        if draft.queue != nil { decided.insert(.queue) }
        if draft.priority != nil { decided.insert(.priority) }
        if draft.category != nil { decided.insert(.category) }
        if draft.language != nil { decided.insert(.language) }
        ticket.apply(triage, by: settings.triage, keeping: decided) {
            staff.may(.openTickets, on: $0)
        }
        return ticket
    }

    private func queue(for staff: StaffIdentity) -> String {
        guard !staff.may(.openTickets, inQueue: settings.queue) else { return settings.queue }
        let open = staff.queues.first { !settings.confidentialQueues.contains($0) }
        return open ?? staff.queues.first ?? settings.queue
    }

    func check(_ draft: TicketDraft) throws(DeskError) {
        let wordMax = DeskSettings.wordCharactersMax
        var checks = FieldChecks(draft.faults)
        checks.filledLine(draft.subject, "/subject", limit: settings.subjectCharactersMax)
        checks.text(draft.body, "/body", limit: settings.bodyCharactersMax)
        checks.line(draft.citizen.name, "/citizen/name", limit: wordMax)
        checks.address(draft.citizen.email, "/citizen/email")
        checks.telephone(draft.citizen.phone, "/citizen/phone")
        if let service = draft.service { checks.filledLine(service, "/service", limit: wordMax) }
        if let queue = draft.queue { checks.filledLine(queue, "/queue", limit: wordMax) }
        checks.line(draft.call, "/call", limit: wordMax)
        checks.language(draft.language, "/language")
        try checks.finish()
    }

    func check(_ patch: TicketPatch) throws(DeskError) {
        let wordMax = DeskSettings.wordCharactersMax
        var checks = FieldChecks(patch.faults)
        if let subject = patch.subject {
            checks.filledLine(subject, "/subject", limit: settings.subjectCharactersMax)
        }
        if let queue = patch.queue { checks.filledLine(queue, "/queue", limit: wordMax) }
        checks.language(patch.language, "/language")
        if case let service?? = patch.service {
            checks.filledLine(service, "/service", limit: wordMax)
        }
        checks.line(patch.citizenName ?? nil, "/citizen/name", limit: wordMax)
        checks.address(patch.citizenEmail ?? nil, "/citizen/email")
        checks.telephone(patch.citizenPhone ?? nil, "/citizen/phone")
        if patch.changes.isEmpty, patch.faults.isEmpty {
            checks.note("", "names nothing that could be changed")
        }
        try checks.finish()
    }
}

extension [String: String] {
    /// Which fields a patch named, and from where to where those went that say whose work it is; what
    /// was changed of citizens' words and addresses is not repeated.
    static func change(_ fields: [String], from before: Ticket, to after: Ticket) -> Self {
        var details = ["fields": fields.joined(separator: " ")]
        let moves = [
            ("queue", before.queue, after.queue),
            ("priority", before.priority.rawValue, after.priority.rawValue),
            ("kind", before.kind.rawValue, after.kind.rawValue),
        ]
        for (name, from, to) in moves where from != to {
            details["\(name)_from"] = from
            details["\(name)_to"] = to
        }
        if let former = before.assignee, after.assignee == nil { details["assignee_from"] = former }
        return details
    }

    static func resolution(_ outcome: TicketOutcome, article: String?) -> Self {
        var details = ["outcome": outcome.rawValue]
        if let article { details["article"] = article }
        return details
    }
}

extension Ticket {
    mutating func apply(_ patch: TicketPatch, at moment: Date) throws(DeskError) {
        if let wanted = patch.state { try move(to: wanted, at: moment) }
        subject = patch.subject ?? subject
        kind = patch.kind ?? kind
        category = patch.category ?? category
        priority = patch.priority ?? priority
        queue = patch.queue ?? queue
        language = patch.language ?? language
        service = patch.service ?? service
        citizen.name = patch.citizenName ?? citizen.name
        citizen.phone = patch.citizenPhone ?? citizen.phone
        if let email = patch.citizenEmail, email != citizen.email {
            citizen.email = email
            // What the channel proved was the old address.
            citizen.isVerified = false
        }
        touch(at: moment)
    }
}
