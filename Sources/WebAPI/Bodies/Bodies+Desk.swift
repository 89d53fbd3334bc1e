import Desk
import DeskAPI
import Foundation
import KnowledgeBase

// The desk's values as the API shows them; each conversion names every member, so that a new
// secret never slips into an answer.

extension StaffBody {
    init(_ staff: StaffIdentity) {
        self.init(
            id: staff.id,
            name: staff.name,
            roles: staff.roles.map(\.rawValue).sorted(),
            queues: staff.queues,
            mail: staff.mail,
            phone: staff.phone
        )
    }
}

extension TicketBody {
    /// Identity numbers in it are masked, unless `inFull`.
    init(_ ticket: Ticket, at moment: Date, inFull: Bool = false) {
        let ticket = inFull ? ticket : ticket.masked
        self.init(
            number: ticket.number.rawValue,
            subject: ticket.subject,
            state: ticket.state.rawValue,
            kind: ticket.kind.rawValue,
            category: ticket.category.rawValue,
            priority: ticket.priority.rawValue,
            channel: ticket.channel.rawValue,
            queue: ticket.queue,
            assignee: ticket.assignee,
            language: ticket.language,
            service: ticket.service,
            citizen: CitizenBody(ticket.citizen),
            symptom: SymptomBody(ticket.symptom),
            createdAt: Timestamp(ticket.createdAt),
            updatedAt: Timestamp(ticket.updatedAt),
            firstReplyAt: ticket.firstReplyAt.map(Timestamp.init),
            resolvedAt: ticket.resolvedAt.map(Timestamp.init),
            due: DueBody(
                firstReplyAt: ticket.firstReplyDueAt.map(Timestamp.init),
                nextReplyAt: ticket.clocks.nextReplyDueAt.map(Timestamp.init),
                resolutionAt: ticket.resolutionDueAt.map(Timestamp.init),
                overdue: ticket.isOverdue(at: moment)
            ),
            outcome: ticket.outcome?.rawValue,
            article: ticket.article,
            contacts: ticket.contacts,
            suggestions: ticket.suggestions.map(SuggestionBody.init),
            protected: ticket.isProtected,
            mergedInto: ticket.mergedInto?.rawValue,
            merged: ticket.absorbed,
            snoozedUntil: ticket.snoozedUntil.map(Timestamp.init),
            followUpAt: ticket.followUpAt.map(Timestamp.init),
            triage: ticket.triageReasons,
            register: ticket.register?.description,
            unit: ticket.unit.map(UnitBody.init),
            incident: ticket.incident,
            maintenance: ticket.maintenance,
            hold: ticket.hold.map {
                HoldBody(reason: $0.reason, staff: $0.staff, since: Timestamp($0.at))
            }
        )
    }
}

extension CitizenBody {
    init(_ citizen: Citizen) {
        self.init(
            name: citizen.name,
            email: citizen.email,
            phone: citizen.phone,
            verified: citizen.isVerified
        )
    }
}

extension SymptomBody {
    init(_ symptom: Symptom) {
        self.init(
            eId: symptom.eID,
            codes: symptom.codes,
            device: symptom.device,
            step: symptom.step
        )
    }
}

extension SuggestionBody {
    init(_ suggestion: Suggestion) {
        self.init(
            article: suggestion.article,
            title: suggestion.title,
            confidence: rounded(suggestion.confidence)
        )
    }
}

extension AuthorBody {
    init(_ actor: Actor) {
        switch actor {
        case .citizen(let name): self.init(kind: "citizen", id: nil, name: name)
        case .staff(let id, let name): self.init(kind: "staff", id: id, name: name)
        case .system: self.init(kind: "system", id: nil, name: nil)
        }
    }
}

extension MessageBody {
    /// Identity numbers in it are masked, unless `inFull`.
    init(_ message: Message, inFull: Bool = false) {
        let message = inFull ? message : message.masked
        self.init(
            id: message.id.description,
            ticket: message.ticket.rawValue,
            kind: message.kind.rawValue,
            author: AuthorBody(message.author),
            body: message.body,
            articles: message.articles,
            attachments: message.attachments.map(AttachmentBody.init),
            delivery: message.delivery.map(DeliveryBody.init),
            mail: message.mail.map(MailBody.init),
            createdAt: Timestamp(message.createdAt)
        )
    }
}

extension AttachmentBody {
    init(_ attachment: Attachment) {
        self.init(
            id: attachment.id.description,
            name: attachment.name,
            mediaType: attachment.mediaType,
            size: attachment.size
        )
    }
}

extension DeliveryBody {
    init(_ delivery: Delivery) {
        self.init(
            state: delivery.state.rawValue,
            attempts: delivery.attempts,
            detail: delivery.detail
        )
    }
}

extension HistoryBody {
    init(_ entry: HistoryEntry) {
        self.init(
            id: String(entry.id),
            at: Timestamp(entry.event.at),
            actor: AuthorBody(entry.event.actor.masked),
            kind: entry.event.kind.rawValue,
            details: entry.event.details
        )
    }
}

extension MatchesBody {
    /// `verdicts` are by the articles' ids.
    init(_ result: MatchResult, verdicts: [String: ArticleVerdict] = [:]) {
        self.init(
            matches: result.matches.map { match in
                MatchBody(
                    article: match.article,
                    title: match.title,
                    language: match.language,
                    score: rounded(match.score),
                    confidence: rounded(match.confidence),
                    reasons: match.reasons,
                    verdict: verdicts[match.article]?.rawValue
                )
            },
            answerable: result.answerable
        )
    }
}

extension EvidenceBody {
    init(_ kept: KeptEvidence) {
        self.init(
            ticket: Int64(kept.evidence.ticket),
            article: kept.evidence.article,
            verdict: kept.evidence.verdict.rawValue,
            origin: kept.origin.rawValue,
            text: kept.evidence.text,
            learntAt: Timestamp(kept.learntAt)
        )
    }
}

extension ArticleSummaryBody {
    init(_ article: Article) {
        self.init(
            id: article.id,
            language: article.language,
            title: article.title,
            category: article.category,
            audience: article.audience.rawValue
        )
    }
}

extension ArticleBody {
    init(_ article: Article) {
        self.init(
            id: article.id,
            language: article.language,
            title: article.title,
            category: article.category,
            audience: article.audience.rawValue,
            questions: article.questions,
            keywords: article.keywords,
            codes: article.codes,
            services: article.services,
            owner: article.owner,
            reviewed: article.reviewed,
            markdown: article.markdown,
            html: article.html()
        )
    }
}

extension DestinationBody {
    init(_ destination: Destination) {
        self.init(
            id: destination.id,
            name: destination.name,
            kind: destination.kind.rawValue,
            number: destination.number,
            topics: destination.topics
        )
    }
}

extension AvailabilityBody {
    init(_ availability: Availability) {
        self.init(
            takesCalls: availability.takesCalls,
            goesTo: availability.goesTo,
            reason: availability.reason,
            opensAt: availability.opensAt.map { Timestamp($0) },
            validFrom: availability.from?.description,
            validThrough: availability.through?.description,
            days: availability.days.map { Day(day: $0.day.description, hours: $0.hours) }
        )
    }
}

extension HandoffBody {
    /// With the desk's own words in the language of whoever reads them.
    init(_ handoff: Handoff, in language: WordLanguage) {
        let first = handoff.steps[0]
        let last = handoff.steps[handoff.steps.count - 1]
        let steps = handoff.steps.map { step in
            HandoffStepBody(
                state: step.state.rawValue,
                at: Timestamp(step.at),
                detail: step.detail.map { handoff.said($0, of: step, in: language) },
                sipStatus: step.status
            )
        }
        self.init(
            id: handoff.id.description,
            ticket: handoff.ticket.rawValue,
            destination: DestinationBody(handoff.destination),
            mode: handoff.mode.rawValue,
            call: handoff.call,
            summary: handoff.summary.map(IdentityNumbers.masked),
            state: handoff.state.rawValue,
            instruction: handoff.state.isFinal || handoff.carrier != nil ? nil : steps.last?.detail,
            requestedBy: handoff.requestedBy,
            requestedAt: Timestamp(first.at),
            updatedAt: Timestamp(last.at),
            steps: steps
        )
    }
}

extension Handoff {
    /// How a step went, or what is to be done; what a clerk wrote of an end stays as it is.
    fileprivate func said(_ detail: String, of step: Step, in language: WordLanguage) -> String {
        let isOurs = carrier != nil || !step.state.isFinal || step.state == .notAllowed
        return isOurs && language == .swedish ? SwedishWords.handoffDetail(detail) : detail
    }
}

/// Four decimals are more than a confidence is worth, and keep answers readable.
private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
