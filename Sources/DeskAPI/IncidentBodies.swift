/// Words to citizens in the languages that letters are written in.
public struct NoticeBody: Codable, Sendable, Equatable {
    /// Plain text in Swedish.
    public var sv: String
    /// Plain text in English; null gives English readers the Swedish one.
    public var en: String?

    /// Names both members.
    public init(sv: String, en: String? = nil) {
        self.sv = sv
        self.en = en
    }

    /// Writes both members, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sv, forKey: .sv)
        try container.encode(en, forKey: .en)
    }
}

/// Words to citizens as they are given; see ``NoticeBody``.
public struct NoticeForm: Codable, Sendable, Equatable {
    /// Plain text in Swedish.
    public var sv: String
    /// Plain text in English; without it English readers get the Swedish one.
    public var en: String?

    /// Names both members.
    public init(sv: String, en: String? = nil) {
        self.sv = sv
        self.en = en
    }
}

/// Why the desk suspects an incident.
public struct LookBody: Codable, Sendable, Equatable {
    /// How long a time was looked at, in minutes.
    public var minutes: Int
    /// How many citizens came in it with the symptom.
    public var citizens: Int
    /// How many were to be expected.
    public var expected: Double
    /// The probability of as many by chance.
    public var probability: Double

    /// Names every member.
    public init(minutes: Int, citizens: Int, expected: Double, probability: Double) {
        self.minutes = minutes
        self.citizens = citizens
        self.expected = expected
        self.probability = probability
    }
}

/// One answer to all citizens of an incident, and how far it has come.
public struct IncidentAnswerBody: Codable, Sendable, Equatable {
    /// Its id.
    public var id: String
    /// What they read.
    public var text: NoticeBody
    /// Whether the tickets are resolved with it.
    public var resolve: Bool
    /// User id of who wrote it.
    public var staff: String
    /// When.
    public var writtenAt: Timestamp
    /// Letters that wait.
    public var waiting: Int
    /// Letters that were written.
    public var written: Int
    /// Letters that were left out: resolved meanwhile, the same address, and so on.
    public var left: Int
    /// Letters to citizens who write another language than the one that they read it in.
    public var otherLanguage: Int
    /// Numbers of tickets that it leaves to staff, in order, at most 100: complaints and the like, what
    /// tells of a danger or a fraud, what somebody else may have written in a citizen's name, and what has
    /// no address, such as a call, which get no letter; with `resolve` also what names no fault.
    public var keptOpen: [Int64]

    /// Names every member.
    public init(
        id: String,
        text: NoticeBody,
        resolve: Bool,
        staff: String,
        writtenAt: Timestamp,
        waiting: Int,
        written: Int,
        left: Int,
        otherLanguage: Int = 0,
        keptOpen: [Int64] = []
    ) {
        self.id = id
        self.text = text
        self.resolve = resolve
        self.staff = staff
        self.writtenAt = writtenAt
        self.waiting = waiting
        self.written = written
        self.left = left
        self.otherLanguage = otherLanguage
        self.keptOpen = keptOpen
    }

    enum CodingKeys: String, CodingKey {
        case id
        case text
        case resolve
        case staff
        case writtenAt = "written_at"
        case waiting
        case written
        case left
        case otherLanguage = "other_language"
        case keptOpen = "kept_open"
    }
}

/// An incident as the API shows it.
public struct IncidentBody: Codable, Sendable, Equatable {
    /// Small and human.
    public var number: Int64
    /// `suspected`, `confirmed`, `resolved`, `dismissed`.
    public var state: String
    /// One line for staff.
    public var title: String
    /// The e-service of its tickets; null for any.
    public var service: String?
    /// The symptom of its tickets, such as `eid=bankid`; null for any.
    public var symptom: String?
    /// When it was opened.
    public var openedAt: Timestamp
    /// User id of who opened it; null when the desk itself did.
    public var openedBy: String?
    /// Why the desk suspects it; null when somebody opened it.
    public var look: LookBody?
    /// What receipts say of it while it is confirmed.
    public var notice: NoticeBody?
    /// When it was confirmed.
    public var confirmedAt: Timestamp?
    /// When it was resolved or dismissed.
    public var endedAt: Timestamp?
    /// User id of who said so.
    public var endedBy: String?
    /// Since when no more comes than usual; null while more does.
    public var quietSince: Timestamp?
    /// True when that has been long enough: it may be over.
    public var quiet: Bool
    /// How many tickets are linked to it.
    public var tickets: Int
    /// The answers to all of its citizens, oldest first.
    public var answers: [IncidentAnswerBody]

    /// Names every member.
    public init(
        number: Int64,
        state: String,
        title: String,
        service: String? = nil,
        symptom: String? = nil,
        openedAt: Timestamp,
        openedBy: String? = nil,
        look: LookBody? = nil,
        notice: NoticeBody? = nil,
        confirmedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        endedBy: String? = nil,
        quietSince: Timestamp? = nil,
        quiet: Bool = false,
        tickets: Int,
        answers: [IncidentAnswerBody] = []
    ) {
        self.number = number
        self.state = state
        self.title = title
        self.service = service
        self.symptom = symptom
        self.openedAt = openedAt
        self.openedBy = openedBy
        self.look = look
        self.notice = notice
        self.confirmedAt = confirmedAt
        self.endedAt = endedAt
        self.endedBy = endedBy
        self.quietSince = quietSince
        self.quiet = quiet
        self.tickets = tickets
        self.answers = answers
    }

    enum CodingKeys: String, CodingKey {
        case number
        case state
        case title
        case service
        case symptom
        case openedAt = "opened_at"
        case openedBy = "opened_by"
        case look
        case notice
        case confirmedAt = "confirmed_at"
        case endedAt = "ended_at"
        case endedBy = "ended_by"
        case quietSince = "quiet_since"
        case quiet
        case tickets
        case answers
    }

    /// Writes every member, null where there is nothing, so that the shape is always the same.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(state, forKey: .state)
        try container.encode(title, forKey: .title)
        try container.encode(service, forKey: .service)
        try container.encode(symptom, forKey: .symptom)
        try container.encode(openedAt, forKey: .openedAt)
        try container.encode(openedBy, forKey: .openedBy)
        try container.encode(look, forKey: .look)
        try container.encode(notice, forKey: .notice)
        try container.encode(confirmedAt, forKey: .confirmedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(endedBy, forKey: .endedBy)
        try container.encode(quietSince, forKey: .quietSince)
        try container.encode(quiet, forKey: .quiet)
        try container.encode(tickets, forKey: .tickets)
        try container.encode(answers, forKey: .answers)
    }
}

/// The body of `POST /v1/incidents`.
public struct IncidentForm: Codable, Sendable, Equatable {
    /// One line for staff.
    public var title: String
    /// The e-service of the tickets that belong to it; any unless said.
    public var service: String?
    /// `eid=…`, `code=…` or `step=…`; any unless said.
    public var symptom: String?
    /// What receipts say of it.
    public var notice: NoticeForm?

    /// Names every member.
    public init(
        title: String,
        service: String? = nil,
        symptom: String? = nil,
        notice: NoticeForm? = nil
    ) {
        self.title = title
        self.service = service
        self.symptom = symptom
        self.notice = notice
    }
}

/// The body of `PATCH /v1/incidents/{number}`; what is left out stays.
public struct IncidentPatchForm: Codable, Sendable, Equatable {
    /// `confirmed`, `resolved` or `dismissed`.
    public var state: String?
    /// One line for staff.
    public var title: String?
    /// What receipts say of it from now on; null takes it away (RFC 7396).
    public var notice: NoticeForm??

    /// Names every member.
    public init(state: String? = nil, title: String? = nil, notice: NoticeForm?? = nil) {
        self.state = state
        self.title = title
        self.notice = notice
    }

    /// Tells what is null from what is left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // Neither can be taken away.
        if container.contains(.state) { state = try container.decode(String.self, forKey: .state) }
        if container.contains(.title) { title = try container.decode(String.self, forKey: .title) }
        guard container.contains(.notice) else { return }
        notice = .some(try container.decodeIfPresent(NoticeForm.self, forKey: .notice))
    }

    /// Writes what it changes only.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(state, forKey: .state)
        try container.encodeIfPresent(title, forKey: .title)
        if let notice { try container.encode(notice, forKey: .notice) }
    }

    private enum CodingKeys: String, CodingKey {
        case state
        case title
        case notice
    }
}

/// The body of `POST /v1/incidents/{number}/answers`.
public struct IncidentAnswerForm: Codable, Sendable, Equatable {
    /// What every citizen reads.
    public var text: NoticeForm
    /// True to resolve the tickets as answered with it.
    public var resolve: Bool?

    /// Names both members.
    public init(text: NoticeForm, resolve: Bool? = nil) {
        self.text = text
        self.resolve = resolve
    }
}

/// The body of `PUT /v1/tickets/{number}/incident`.
public struct IncidentLinkForm: Codable, Sendable, Equatable {
    /// The incident's number.
    public var incident: Int64

    /// Names its member.
    public init(incident: Int64) { self.incident = incident }
}
