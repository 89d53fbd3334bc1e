public import Foundation

/// That somebody saw something: who, what, when; never a word of it.
public struct ReadRecord: Sendable, Equatable {
    /// What was shown.
    public enum What: String, Sendable, Hashable, CaseIterable {
        case ticket
        case messages
        case history
        case suggestions
        case file
        case handoff
        /// Messages with personal identity numbers in full.
        case identityNumbers = "identity_numbers"
        /// A page of a list or of a search, a call or a call-back with what is known of the caller,
        /// or a page of the quarantine; ``details`` names the tickets and the mails.
        case list
        /// What tickets have taught about an article; ``details`` names them.
        case evidence
        /// A mail in quarantine; ``details`` names it.
        case heldMail = "held_mail"
        /// A page of these records.
        case audit
        /// Everything about a citizen.
        case extract
        /// Tickets that were written to an archive.
        case archive
    }

    /// When it was first shown.
    public var at: Date
    /// When it was last shown, if several times in a row make one record.
    public var until: Date
    /// How many times, 1 and up.
    public var times: Int
    /// A ``StaffIdentity/id``, or `operator:` and the user of the machine who gave a command.
    public var staff: String
    /// What was shown.
    public var what: What
    /// Whose it is; nil when it is of several tickets or of none.
    public var ticket: TicketNumber?
    /// Ids and numbers.
    public var details: [String: String]

    /// One showing.
    public init(
        of what: What,
        ticket: TicketNumber?,
        to staff: String,
        at moment: Date,
        details: [String: String] = [:]
    ) {
        at = moment
        until = moment
        times = 1
        self.staff = staff
        self.what = what
        self.ticket = ticket
        self.details = details
    }
}

/// A record with its place among all of them.
public struct ReadEntry: Sendable, Equatable {
    /// Grows with time.
    public var id: Int64
    /// As it was written.
    public var record: ReadRecord

    /// Names both members.
    public init(id: Int64, record: ReadRecord) {
        self.id = id
        self.record = record
    }
}

/// Which records of reading are asked for; newest first.
public struct ReadQuery: Sendable, Equatable {
    /// nil means every ticket's, and what is of none.
    public var ticket: TicketNumber?
    /// A ``StaffIdentity/id``; nil means everybody's.
    public var staff: String?
    /// Only older ones than this.
    public var before: Int64?
    /// 1…100.
    public var limit: Int

    /// Everything, a page at a time.
    public init(limit: Int = 25) { self.limit = limit }
}
