public import Foundation

/// Who wrote a message or did something.
public enum Actor: Sendable, Hashable {
    /// Somebody outside; the name is as they gave it.
    case citizen(name: String?)
    /// A member of staff.
    case staff(id: String, name: String)
    /// The desk itself.
    case system

    /// What they are called; nil for the desk itself and for whoever gave no name.
    var name: String? {
        switch self {
        case .citizen(let name): name
        case .staff(_, let name): name
        case .system: nil
        }
    }
}

/// A fact of a ticket's history.
///
/// It is never changed and never carries a citizen's words.
public struct TicketEvent: Sendable, Equatable {
    /// What happened.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case opened
        case received
        case replied
        case noted
        /// The desk itself wrote to the citizen; ``details`` says which letter.
        case notified
        /// The citizen said whether an answer solved it, or how it was.
        case answered
        case assigned
        case unassigned
        /// A unit answers it from now on, or none does.
        case unitAssigned = "unit_assigned"
        case unitUnassigned = "unit_unassigned"
        case changed
        case resolved
        case reopened
        case judged
        case delivered
        case undeliverable
        case delayed
        case joinRequested = "join_requested"
        case joinAccepted = "join_accepted"
        case handoffRequested = "handoff_requested"
        case handoffRefused = "handoff_refused"
        case handoffEnded = "handoff_ended"
        /// The person's identity is protected from now on.
        case protected
        case unprotected
        /// It must not be erased, for the reason given.
        case held
        case released
        /// The person was taken out of it.
        case erased
        case called
        /// The citizen wants to be called back.
        case callBackAsked = "call_back_asked"
        /// It went into another ticket, or another one into it.
        case merged
        case unmerged
        /// One of its messages has become a ticket.
        case split
        case linked
        case unlinked
        case snoozed
        /// It is back before the time, by hand, or because the time has come.
        case woken
        /// Somebody wants to be reminded of it, or no longer.
        case followUpSet = "follow_up_set"
        case followUpDue = "follow_up_due"
        /// A clock is about to run out, or has.
        case clockWarned = "clock_warned"
        case clockMissed = "clock_missed"
        /// It is of an incident or came in a maintenance, or is of none.
        case incidentLinked = "incident_linked"
        case incidentUnlinked = "incident_unlinked"
        /// It got its number in the register.
        case registered
        /// Somebody has tested whether it may be disclosed.
        case disclosureTested = "disclosure_tested"
    }

    /// Never zero: a new ticket has its number before its first event.
    public var ticket: TicketNumber
    /// When the desk did or learned it; events may share a moment.
    public var at: Date
    /// Who caused it, not who it concerns: the one who assigns, not the assignee.
    public var actor: Actor
    /// Decides which keys ``details`` may have.
    public var kind: Kind
    /// The particulars: ids, states, reasons.
    public var details: [String: String]

    /// Names every member.
    public init(
        ticket: TicketNumber,
        at: Date,
        actor: Actor,
        kind: Kind,
        details: [String: String] = [:]
    ) {
        self.ticket = ticket
        self.at = at
        self.actor = actor
        self.kind = kind
        self.details = details
    }
}

/// An event with its place in the history.
public struct HistoryEntry: Sendable, Equatable {
    /// Grows with time over all tickets.
    public var id: Int64
    /// As recorded: its actor keeps the name they had then.
    public var event: TicketEvent

    /// Names both members.
    public init(id: Int64, event: TicketEvent) {
        self.id = id
        self.event = event
    }
}
