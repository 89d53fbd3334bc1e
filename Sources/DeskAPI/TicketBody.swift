/// A ticket as the API shows it.
public struct TicketBody: Codable, Sendable, Equatable {
    /// Small and human; what a clerk says on the phone.
    public var number: Int64
    /// What it is about, in one line.
    public var subject: String
    /// `new`, `open`, `waiting` (for the citizen), `resolved`, `closed`.
    public var state: String
    /// `question`, `fault`, `complaint`, `opinion`, `proposal`, `praise`.
    public var kind: String
    /// `e-id`, `login`, `technical`, `other`.
    public var category: String
    /// `low`, `normal`, `high`, `urgent`.
    public var priority: String
    /// `email`, `phone`, `web`, `visit`.
    public var channel: String
    /// Whose work it is.
    public var queue: String
    /// User id of the clerk who has it.
    public var assignee: String?
    /// BCP 47: the language the citizen wrote in.
    public var language: String
    /// The e-service it is about.
    public var service: String?
    /// Who asks.
    public var citizen: CitizenBody
    /// What was recognised in the citizen's words.
    public var symptom: SymptomBody
    /// When it came in.
    public var createdAt: Timestamp
    /// When it last changed.
    public var updatedAt: Timestamp
    /// When the citizen first got an answer.
    public var firstReplyAt: Timestamp?
    /// When it was last resolved.
    public var resolvedAt: Timestamp?
    /// When answers are owed.
    public var due: DueBody
    /// `answered`, `handed_off`, `duplicate`, `rejected`.
    public var outcome: String?
    /// The article that solved it.
    public var article: String?
    /// How many times the citizen has been in touch about it.
    public var contacts: Int
    /// The articles that matched best when it came in.
    public var suggestions: [SuggestionBody]
    /// True for a person with protected identity.
    public var protected: Bool
    /// The ticket it went into; null for one that stands for itself.
    public var mergedInto: Int64?
    /// How many tickets went into this one.
    public var merged: Int
    /// Out of the way until then.
    public var snoozedUntil: Timestamp?
    /// When somebody wants to be reminded of it.
    public var followUpAt: Timestamp?
    /// Why it came to be where it is, and as urgent, when it came in.
    public var triage: [String]
    /// Its number in the register, such as `2026-17`, for a kind that is registered.
    public var register: String?
    /// The unit that answers it; null where that is the desk.
    public var unit: UnitBody?
    /// The number of the incident that it is of; null for none.
    public var incident: Int64?
    /// The number of the maintenance that it came in; null for none.
    public var maintenance: Int64?
    /// Why it must not be erased; null where nothing keeps it.
    public var hold: HoldBody?

    /// Names every member.
    public init(
        number: Int64,
        subject: String,
        state: String,
        kind: String,
        category: String,
        priority: String,
        channel: String,
        queue: String,
        assignee: String? = nil,
        language: String,
        service: String? = nil,
        citizen: CitizenBody,
        symptom: SymptomBody,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        firstReplyAt: Timestamp? = nil,
        resolvedAt: Timestamp? = nil,
        due: DueBody,
        outcome: String? = nil,
        article: String? = nil,
        contacts: Int,
        suggestions: [SuggestionBody],
        protected: Bool = false,
        mergedInto: Int64? = nil,
        merged: Int = 0,
        snoozedUntil: Timestamp? = nil,
        followUpAt: Timestamp? = nil,
        triage: [String] = [],
        register: String? = nil,
        unit: UnitBody? = nil,
        incident: Int64? = nil,
        maintenance: Int64? = nil,
        hold: HoldBody? = nil
    ) {
        self.number = number
        self.subject = subject
        self.state = state
        self.kind = kind
        self.category = category
        self.priority = priority
        self.channel = channel
        self.queue = queue
        self.assignee = assignee
        self.language = language
        self.service = service
        self.citizen = citizen
        self.symptom = symptom
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.firstReplyAt = firstReplyAt
        self.resolvedAt = resolvedAt
        self.due = due
        self.outcome = outcome
        self.article = article
        self.contacts = contacts
        self.suggestions = suggestions
        self.protected = protected
        self.mergedInto = mergedInto
        self.merged = merged
        self.snoozedUntil = snoozedUntil
        self.followUpAt = followUpAt
        self.triage = triage
        self.register = register
        self.unit = unit
        self.incident = incident
        self.maintenance = maintenance
        self.hold = hold
    }

    enum CodingKeys: String, CodingKey {
        case number
        case subject
        case state
        case kind
        case category
        case priority
        case channel
        case queue
        case assignee
        case language
        case service
        case citizen
        case symptom
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case firstReplyAt = "first_reply_at"
        case resolvedAt = "resolved_at"
        case due
        case outcome
        case article
        case contacts
        case suggestions
        case protected
        case mergedInto = "merged_into"
        case merged
        case snoozedUntil = "snoozed_until"
        case followUpAt = "follow_up_at"
        case triage
        case register
        case unit
        case incident
        case maintenance
        case hold
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(subject, forKey: .subject)
        try container.encode(state, forKey: .state)
        try container.encode(kind, forKey: .kind)
        try container.encode(category, forKey: .category)
        try container.encode(priority, forKey: .priority)
        try container.encode(channel, forKey: .channel)
        try container.encode(queue, forKey: .queue)
        try container.encode(assignee, forKey: .assignee)
        try container.encode(language, forKey: .language)
        try container.encode(service, forKey: .service)
        try container.encode(citizen, forKey: .citizen)
        try container.encode(symptom, forKey: .symptom)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(updatedAt, forKey: .updatedAt)
        try container.encode(firstReplyAt, forKey: .firstReplyAt)
        try container.encode(resolvedAt, forKey: .resolvedAt)
        try container.encode(due, forKey: .due)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(article, forKey: .article)
        try container.encode(contacts, forKey: .contacts)
        try container.encode(suggestions, forKey: .suggestions)
        try container.encode(protected, forKey: .protected)
        try container.encode(mergedInto, forKey: .mergedInto)
        try container.encode(merged, forKey: .merged)
        try container.encode(snoozedUntil, forKey: .snoozedUntil)
        try container.encode(followUpAt, forKey: .followUpAt)
        try container.encode(triage, forKey: .triage)
        try container.encode(register, forKey: .register)
        try container.encode(unit, forKey: .unit)
        try container.encode(incident, forKey: .incident)
        try container.encode(maintenance, forKey: .maintenance)
        try container.encode(hold, forKey: .hold)
    }
}
