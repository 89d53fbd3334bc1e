/// Something that a member of staff may or may not do.
public enum Right: String, Sendable, Hashable, CaseIterable {
    /// Open a ticket for somebody who called, came or wrote through another system.
    case openTickets = "open-tickets"
    /// See a ticket: its messages, files, history, suggestions and hand-offs too.
    case readTickets = "read-tickets"
    /// Change a ticket, write on it, hand it off.
    case workTickets = "work-tickets"
    /// Read personal identity numbers in full where others see dots.
    case readIdentityNumbers = "read-identity-numbers"
    /// Say that a ticket is of a person with protected identity, or no longer.
    case protectPeople = "protect-people"
    /// See who did and read what (logg).
    case readAudit = "read-audit"
    /// Get everything that is kept of a citizen (registerutdrag).
    case extractRegister = "extract-register"
    /// Keep a ticket from being erased (bevarandebeslut), or no longer.
    case holdTickets = "hold-tickets"
    /// Take a citizen out of the desk's records (radering).
    case erasePeople = "erase-people"
    /// See and undo what articles were taught by tickets; of all queues, so a supervisor for whom the
    /// directory names some does not have it.
    case teachArticles = "teach-articles"
    /// Let a mail out of quarantine, or throw it away.
    case releaseMail = "release-mail"
    /// Take calls.
    case takeCalls = "take-calls"
    /// See who calls and has called, who is owed a call and who takes them.
    case seeCalls = "see-calls"
    /// Send others off duty.
    case leadCalls = "lead-calls"
    /// Hand calls off to numbers that no destination has.
    case dialNumbers = "dial-numbers"
    /// Make, see and revoke the tokens of other systems.
    case manageTokens = "manage-tokens"
    /// Stop the desk's automatic mail, and let it go on.
    case brakeMail = "brake-mail"
    /// See figures of queues.
    case readReports = "read-reports"
    /// See incidents and planned maintenance, and say which tickets are of them.
    case seeIncidents = "see-incidents"
    /// Open, confirm and end incidents, answer all their citizens, plan maintenance.
    case leadIncidents = "lead-incidents"
    /// Say which other systems are told what happens.
    case manageWebhooks = "manage-webhooks"
}

/// Which tickets a right reaches, as they lie to the person who asks.
///
/// A ticket lies in one of the first three, and beside that in ``protected`` or not. What concerns no
/// single ticket is decided as if it lay in ``own``.
public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// In one of the person's queues; who has no queues named has every one that is not
    /// confidential.
    case own
    /// In another queue.
    case foreign
    /// In a confidential queue that is not named as this person's.
    case confidential
    /// Of a person with protected identity (skyddad identitet).
    case protected
}
