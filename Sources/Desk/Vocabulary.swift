// The words of the contract: the same in the type, the table, the JSON and the manual.

/// Where a ticket stands.
public enum TicketState: String, Sendable, Hashable, CaseIterable {
    /// Nobody has looked at it.
    case new
    /// It is the desk's turn.
    case open
    /// It is the citizen's turn.
    case waiting
    /// Solved, until somebody says otherwise.
    case resolved
    /// Done; a mail opens it again for a while, and later becomes a new ticket.
    case closed

    /// True while somebody still owes an answer.
    public var isActive: Bool {
        switch self {
        case .new, .open, .waiting: true
        case .resolved, .closed: false
        }
    }
}

/// What kind of matter a ticket is.
public enum TicketKind: String, Sendable, Hashable, CaseIterable {
    /// Fråga.
    case question
    /// Felanmälan.
    case fault
    /// Klagomål.
    case complaint
    /// Synpunkt.
    case opinion
    /// Förslag.
    case proposal
    /// Beröm.
    case praise
}

/// What a ticket is about.
public enum TicketCategory: String, Sendable, Hashable, CaseIterable {
    /// BankID, Freja, a foreign e-ID and their like.
    case eID = "e-id"
    /// Logging in as such: accounts, passwords, sessions.
    case login
    /// Forms, files, browsers, outages.
    case technical
    /// Everything else.
    case other
}

/// How urgent a ticket is.
public enum TicketPriority: String, Sendable, Hashable, CaseIterable {
    case low
    case normal
    case high
    case urgent
}

/// How the citizen came.
public enum TicketChannel: String, Sendable, Hashable, CaseIterable {
    case email
    case phone
    case web
    case visit
}

/// How a ticket ended.
public enum TicketOutcome: String, Sendable, Hashable, CaseIterable {
    /// The desk answered it.
    case answered
    /// Somebody else answers it.
    case handedOff = "handed_off"
    /// Another ticket is about the same thing.
    case duplicate
    /// It was nothing for the desk: advertising, abuse.
    case rejected
}
