import Cryptography
public import Foundation
import KnowledgeBase

/// Everything that is kept of one ticket (akt): what a register extract and an archive are made of.
///
/// As JSON: one object, snake_case, moments in RFC 3339 with milliseconds in UTC, digests as
/// hexadecimal SHA-256. Nothing is masked. Members are added, never renamed: see ``format``.
public struct TicketFile: Sendable, Codable, Equatable {
    /// The meaning of the members; grows when one of them changes.
    public static let format = "helpdesk-ticket-1"

    /// ``format``.
    public var format: String
    /// The ticket's number.
    public var number: Int64
    /// The facts of the ticket under their names; a missing one is left out.
    public var facts: [String: String]
    /// Oldest first.
    public var messages: [Contribution]
    /// Oldest first.
    public var history: [Event]
    /// In the order they were asked for.
    public var handoffs: [Transfer]
    /// The mails as they came, oldest first.
    public var mails: [Mail]
    /// What the desk learnt of it, oldest first; nil in files of before it was kept here.
    public var learnt: [Lesson]?
    /// What the desk wrote by itself, oldest first; nil, as the following, in files of before it was
    /// kept here.
    public var letters: [Mailing]?
    /// What letters asked, and the answers, oldest first.
    public var questions: [Question]?
    /// Oldest first.
    public var calls: [TelephoneCall]?
    /// Calls that are, or were, owed, oldest first.
    public var callBacks: [OwedCall]?

    /// One contribution.
    public struct Contribution: Sendable, Codable, Equatable {
        /// Its id.
        public var id: String
        /// `inbound`, `reply` or `note`.
        public var kind: String
        /// When it was written.
        public var at: Date
        /// `citizen`, `staff` or `system`.
        public var author: String
        /// Of the author.
        public var name: String?
        /// Plain text.
        public var body: String
        /// Ids of the articles sent along.
        public var articles: [String]
        /// What came along.
        public var files: [File]
    }

    /// A file that came along.
    public struct File: Sendable, Codable, Equatable {
        /// As the sender named it.
        public var name: String
        /// As the sender declared it.
        public var mediaType: String
        /// Octets.
        public var size: Int
        /// Of the octets.
        public var sha256: String
    }

    /// A fact of the history.
    public struct Event: Sendable, Codable, Equatable {
        /// Its place among all.
        public var id: Int64
        /// When.
        public var at: Date
        /// `citizen`, `staff` or `system`.
        public var actor: String
        /// Of the actor.
        public var name: String?
        /// What happened.
        public var kind: String
        /// The particulars.
        public var details: [String: String]
    }

    /// That the citizen was passed on.
    public struct Transfer: Sendable, Codable, Equatable {
        /// Its id.
        public var id: String
        /// Who took over.
        public var destination: String
        /// For whoever took over.
        public var summary: String?
        /// How it ended, or stands.
        public var state: String
        /// When it was asked for.
        public var at: Date
    }

    /// A mail as it came.
    public struct Mail: Sendable, Codable, Equatable {
        /// The message it became.
        public var message: String
        /// When it came.
        public var at: Date
        /// Of the octets.
        public var sha256: String
    }

    /// What the desk learnt of the ticket.
    ///
    /// Names nobody, but the question is in the citizen's words and is kept under the ticket's number.
    public struct Lesson: Sendable, Codable, Equatable {
        /// When.
        public var at: Date
        /// ``KnowledgeBase/Evidence/Verdict`` in its own word.
        public var verdict: String
        /// The id of the article that it is about; nil when none answers the question.
        public var article: String?
        /// The question without personal data.
        public var text: String
    }

    /// Puts a file together.
    public init(
        _ ticket: Ticket,
        messages: [Message],
        history: [HistoryEntry],
        handoffs: [Handoff],
        mails: [MailRecord],
        learnt: [KeptEvidence],
        request: ServiceRequest? = nil,
        letters: [OutboxEntry] = [],
        inquiries: [Inquiry] = [],
        calls: [Call] = [],
        callBacks: [CallBack] = []
    ) {
        format = Self.format
        number = ticket.number.rawValue
        facts = ticket.facts.merging(request?.facts ?? [:]) { $1 }
        self.messages = messages.map(Contribution.init)
        self.history = history.map(Event.init)
        self.handoffs = handoffs.map(Transfer.init)
        self.mails = mails.map(Mail.init)
        self.learnt = learnt.map {
            Lesson(
                at: $0.learntAt,
                verdict: $0.evidence.verdict.rawValue,
                article: $0.evidence.article,
                text: $0.evidence.text
            )
        }
        self.letters = letters.map(Mailing.init)
        questions = inquiries.map(Question.init)
        self.calls = calls.map(TelephoneCall.init)
        self.callBacks = callBacks.map(OwedCall.init)
    }

    /// The octets that go along: each digest once.
    public var digests: [String] {
        var seen: Set<String> = []
        let all = mails.map(\.sha256) + messages.flatMap { $0.files.map(\.sha256) }
        return all.filter { seen.insert($0).inserted }
    }

    /// How the JSON is written: one line, the same octets for the same file.
    public static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(Self.moment))
        }
        return encoder
    }

    static let moment = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension Ticket {
    fileprivate var facts: [String: String] {
        let words: [String: String?] = [
            "subject": subject, "state": state.rawValue, "kind": kind.rawValue,
            "category": category.rawValue, "priority": priority.rawValue,
            "channel": channel.rawValue, "queue": queue, "assignee": assignee,
            "language": language, "service": service, "citizen_name": citizen.name,
            "citizen_email": citizen.email, "citizen_phone": citizen.phone,
            "outcome": outcome?.rawValue, "article": article, "contacts": String(contacts),
            "is_protected": isProtected ? "true" : nil,
            "symptom_codes": symptom.codes.isEmpty ? nil : symptom.codes.joined(separator: " "),
            "symptom_e_id": symptom.eID, "symptom_device": symptom.device,
            "symptom_step": symptom.step,
            "merged_into": mergedInto.map { String($0.rawValue) },
            "register": register?.description, "unit": unit?.id, "unit_name": unit?.name,
            "unit_answer": unit?.answer?.description,
        ]
        let moments: [String: Date?] = [
            "created_at": createdAt, "updated_at": updatedAt, "first_reply_at": firstReplyAt,
            "resolved_at": resolvedAt, "unit_given_at": unit?.givenAt,
            "unit_answered_at": unit?.answeredAt,
        ]
        return words.compactMapValues(\.self).merging(
            moments.compactMapValues { $0?.formatted(TicketFile.moment) }
        ) { $1 }
    }
}

extension ServiceRequest {
    fileprivate var facts: [String: String] {
        let words: [String: String?] = [
            "open311_service": service, "address": place.address, "address_id": place.addressID,
            "latitude": place.latitude.map { String(Place.degrees($0)) },
            "longitude": place.longitude.map { String(Place.degrees($0)) },
            "media_url": mediaURL, "published": published == nil ? nil : "true",
        ]
        let answers = answers.map { ("attribute[\($0.code)]", $0.values.joined(separator: "\n")) }
        return words.compactMapValues(\.self).merging(answers) { $1 }
    }
}

extension TicketFile.Mail {
    init(_ mail: MailRecord) {
        self.init(
            message: mail.message.description,
            at: mail.receivedAt,
            sha256: mail.raw.hexadecimal
        )
    }
}

extension TicketFile.Contribution {
    init(_ message: Message) {
        let author = message.author.inWords
        self.init(
            id: message.id.description,
            kind: message.kind.rawValue,
            at: message.createdAt,
            author: author.kind,
            name: author.name,
            body: message.body,
            articles: message.articles,
            files: message.attachments.map {
                TicketFile.File(
                    name: $0.name,
                    mediaType: $0.mediaType,
                    size: $0.size,
                    sha256: $0.digest.hexadecimal
                )
            }
        )
    }
}

extension TicketFile.Event {
    fileprivate init(_ entry: HistoryEntry) {
        let actor = entry.event.actor.inWords
        self.init(
            id: entry.id,
            at: entry.event.at,
            actor: actor.kind,
            name: actor.name,
            kind: entry.event.kind.rawValue,
            details: entry.event.details
        )
    }
}

extension TicketFile.Transfer {
    fileprivate init(_ handoff: Handoff) {
        self.init(
            id: handoff.id.description,
            destination: handoff.destination.name,
            summary: handoff.summary,
            state: handoff.state.rawValue,
            at: handoff.steps[0].at
        )
    }
}

extension Actor {
    fileprivate var inWords: (kind: String, name: String?) {
        switch self {
        case .citizen(let name): ("citizen", name)
        case .staff(_, let name): ("staff", name)
        case .system: ("system", nil)
        }
    }
}
