/// The body of `POST /v1/tickets`; what is left out is triaged from the text.
public struct TicketForm: Codable, Sendable, Equatable {
    /// What it is about, in one line.
    public var subject: String
    /// What the citizen says.
    public var body: String
    /// `phone`, `web`, `visit` or `email`.
    public var channel: String
    /// Default `question`.
    public var kind: String?
    /// Who asks.
    public var citizen: CitizenForm
    /// `e-id`, `login`, `technical`, `other`.
    public var category: String?
    /// `low`, `normal`, `high`, `urgent`.
    public var priority: String?
    /// The e-service it is about.
    public var service: String?
    /// `sv` or `en`.
    public var language: String?
    /// Whose work it is.
    public var queue: String?
    /// The call it came by.
    public var call: String?

    /// Names every member.
    public init(
        subject: String,
        body: String,
        channel: String,
        kind: String? = nil,
        citizen: CitizenForm,
        category: String? = nil,
        priority: String? = nil,
        service: String? = nil,
        language: String? = nil,
        queue: String? = nil,
        call: String? = nil
    ) {
        self.subject = subject
        self.body = body
        self.channel = channel
        self.kind = kind
        self.citizen = citizen
        self.category = category
        self.priority = priority
        self.service = service
        self.language = language
        self.queue = queue
        self.call = call
    }
}

/// Who asks, in a form.
public struct CitizenForm: Codable, Sendable, Equatable {
    /// As the person says it.
    public var name: String?
    /// Where replies go.
    public var email: String?
    /// Where to call back.
    public var phone: String?

    /// Names every member.
    public init(
        name: String? = nil,
        email: String? = nil,
        phone: String? = nil
    ) {
        self.name = name
        self.email = email
        self.phone = phone
    }
}

/// The body of `PUT /v1/tickets/{number}/assignment`.
public struct AssignmentForm: Codable, Sendable, Equatable {
    /// User id; `me` is not known here, the CLI fills it in.
    public var assignee: String

    /// Names every member.
    public init(
        assignee: String
    ) {
        self.assignee = assignee
    }
}

/// The body of `PUT /v1/tickets/{number}/resolution`.
public struct ResolutionForm: Codable, Sendable, Equatable {
    /// `answered`, `handed_off`, `duplicate`, `rejected`.
    public var outcome: String
    /// The article that solved it.
    public var article: String?

    /// Names every member.
    public init(
        outcome: String,
        article: String? = nil
    ) {
        self.outcome = outcome
        self.article = article
    }
}
