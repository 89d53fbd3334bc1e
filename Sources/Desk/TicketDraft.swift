/// What somebody who opens a ticket says about it; what is left out is triaged from the text.
public struct TicketDraft: Sendable {
    /// One line, not blank; at most ``DeskSettings/subjectCharactersMax`` characters.
    public var subject: String
    /// The citizen's words, whoever types them; they become the first message.
    public var body: String
    /// How the citizen came; the text does not tell, so it is never triaged.
    public var channel: TicketChannel
    /// ``TicketKind/question`` unless said: it is not triaged.
    public var kind: TicketKind
    /// All of it may be missing; without an address no reply can be written.
    public var citizen: Citizen
    /// nil leaves it to triage.
    public var category: TicketCategory?
    /// nil leaves it to triage.
    public var priority: TicketPriority?
    /// The e-service it is about, one line; nil when unknown or about none.
    public var service: String?
    /// BCP 47 in lower case; nil leaves it to triage.
    public var language: String?
    /// nil leaves it to triage, which goes to ``DeskSettings/queue`` where no rule says otherwise; it
    /// must be one the clerk may read.
    public var queue: String?
    /// The call that it came by, by the desk's id of it or the telephone system's; the call is about
    /// this ticket then, and gives it its number where ``citizen`` has none.
    public var call: String?
    /// What its door has found wrong; nothing is opened then, and the caller is told of that and of all
    /// else at once.
    public var faults: [FieldProblem] = []

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
    /// Held to the same bounds as ``TicketDraft/subject``.
    public var subject: String?
    /// Only by hand between states without a resource of their own: resolving is not here.
    public var state: TicketState?
    /// The one way to change it; a ticket that a mail opens begins as what its subject says it is, or as
    /// a question.
    public var kind: TicketKind?
    /// Overrules triage, which does not run again.
    public var category: TicketCategory?
    /// Chosen by a person; beside that only a broken promise raises one, see
    /// ``ClockRules/escalation``.
    public var priority: TicketPriority?
    /// One the clerk may read, or another that the desk knows: then it is given away.
    public var queue: String?
    /// BCP 47 in lower case; articles and suggestions follow it from then on.
    public var language: String?
    /// `.some(nil)` takes the service away.
    public var service: String??
    /// Each member of the citizen likewise.
    public var citizenName: String??
    /// Another address than before counts as not verified.
    public var citizenEmail: String??
    /// One line as the citizen said it; not checked to be a number.
    public var citizenPhone: String??
    /// What its door has found wrong, as in ``TicketDraft/faults``.
    public var faults: [FieldProblem] = []

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
