/// What somebody who opens a ticket says about it; what is left out is triaged from the text.
public struct TicketDraft: Sendable {
    public var subject: String
    public var body: String
    public var channel: TicketChannel
    public var kind: TicketKind
    public var citizen: Citizen
    public var category: TicketCategory?
    public var priority: TicketPriority?
    public var service: String?
    public var language: String?
    public var queue: String?
    public var call: String?

    /// Names what must be there.
    public init(
        subject: String,
        body: String,
        channel: TicketChannel,
        kind: TicketKind = .question,
        citizen: Citizen = Citizen()
    ) {
        self.subject = subject
        self.body = body
        self.channel = channel
        self.kind = kind
        self.citizen = citizen
    }
}

/// What a merge-patch may change (RFC 7396); nil means: as it is.
public struct TicketPatch: Sendable, Equatable {
    public var subject: String?
    public var state: TicketState?
    public var kind: TicketKind?
    public var category: TicketCategory?
    public var priority: TicketPriority?
    public var queue: String?
    public var language: String?
    /// `.some(nil)` takes the service away.
    public var service: String??
    /// Each member of the citizen likewise.
    public var citizenName: String??
    public var citizenEmail: String??
    public var citizenPhone: String??

    /// Changes nothing.
    public init() {}

    /// The names of what it changes, for the history.
    var changes: [String] {
        var names: [String] = []
        if subject != nil { names.append("subject") }
        if state != nil { names.append("state") }
        if kind != nil { names.append("kind") }
        if category != nil { names.append("category") }
        if priority != nil { names.append("priority") }
        if queue != nil { names.append("queue") }
        if language != nil { names.append("language") }
        if service != nil { names.append("service") }
        if citizenName != nil { names.append("citizen.name") }
        if citizenEmail != nil { names.append("citizen.email") }
        if citizenPhone != nil { names.append("citizen.phone") }
        return names
    }
}
