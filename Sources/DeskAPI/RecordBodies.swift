/// That somebody saw something.
public struct ReadBody: Codable, Sendable, Equatable {
    /// Grows with time.
    public var id: String
    /// When it was first shown.
    public var at: Timestamp
    /// When it was last shown, if several times in a row make one record.
    public var until: Timestamp
    /// How many times.
    public var times: Int
    /// The user who saw it, or `operator:` and a user of the machine.
    public var staff: String
    /// `ticket`, `messages`, `history`, `suggestions`, `file`, `handoff`, `identity_numbers`,
    /// `list`, `evidence`, `held_mail`, `audit`, `extract`, `archive`.
    public var what: String
    /// Whose it is; null when it is of several tickets or of none.
    public var ticket: Int64?
    /// Ids and numbers.
    public var details: [String: String]

    /// Names every member.
    public init(
        id: String,
        at: Timestamp,
        until: Timestamp,
        times: Int,
        staff: String,
        what: String,
        ticket: Int64?,
        details: [String: String]
    ) {
        self.id = id
        self.at = at
        self.until = until
        self.times = times
        self.staff = staff
        self.what = what
        self.ticket = ticket
        self.details = details
    }
}

/// Why a ticket must not be erased.
public struct HoldForm: Codable, Sendable, Equatable {
    /// One line, such as the number of the decision.
    public var reason: String

    /// Names every member.
    public init(reason: String) { self.reason = reason }
}

/// That a ticket must not be erased.
public struct HoldBody: Codable, Sendable, Equatable {
    /// One line, such as the number of the decision.
    public var reason: String
    /// User id of whoever decided.
    public var staff: String
    /// Since when.
    public var since: Timestamp

    /// Names every member.
    public init(reason: String, staff: String, since: Timestamp) {
        self.reason = reason
        self.staff = staff
        self.since = since
    }
}

/// A citizen, by address or telephone number.
public struct PersonForm: Codable, Sendable, Equatable {
    /// Compared without case.
    public var email: String?
    /// Compared by its digits with the country, however it was written; as it was written where it is no
    /// number.
    public var phone: String?
    /// For an erasure: true to say what would happen and change nothing.
    public var dryRun: Bool?

    /// Names every member.
    public init(email: String? = nil, phone: String? = nil, dryRun: Bool? = nil) {
        self.email = email
        self.phone = phone
        self.dryRun = dryRun
    }

    enum CodingKeys: String, CodingKey {
        case email
        case phone
        case dryRun = "dry_run"
    }
}

/// What became of an erasure.
public struct ErasureBody: Codable, Sendable, Equatable {
    /// Tickets that the person was, or would be, taken out of.
    public var erased: [Int64]
    /// Tickets that are held.
    public var held: [Int64]
    /// Tickets that are still worked on, and what the person has there; once they are over, the person
    /// can be erased again.
    ///
    /// They are the person's own, and others' with calls, call-backs or held mail of theirs.
    public var active: [Int64]
    /// Messages taken out of other people's tickets.
    public var messagesElsewhere: Int
    /// Calls and call-backs of the person that are not over, and stay until they are.
    ///
    /// What is on no ticket is taken by erasing again, the rest by itself.
    public var unfinished: Int
    /// Calls on no ticket of the person's that their number was taken out of.
    public var calls: Int
    /// Call-backs that are on no ticket of the person's, and gone.
    public var callBacks: Int
    /// Held mails that are gone.
    public var heldMails: Int
    /// How many times the person's address was taken out of what is others': who got a copy of their
    /// mail, who was let into their ticket, from where mail came back.
    public var addresses: Int
    /// True where people with protected identity are left out, as for everybody who has not the role
    /// `protected-identity` too; whether the person is one is not said.
    public var leavesOutProtected: Bool

    /// Names every member.
    public init(
        erased: [Int64],
        held: [Int64],
        active: [Int64],
        messagesElsewhere: Int,
        unfinished: Int = 0,
        calls: Int = 0,
        callBacks: Int = 0,
        heldMails: Int = 0,
        addresses: Int = 0,
        leavesOutProtected: Bool = true
    ) {
        self.erased = erased
        self.held = held
        self.active = active
        self.messagesElsewhere = messagesElsewhere
        self.unfinished = unfinished
        self.calls = calls
        self.callBacks = callBacks
        self.heldMails = heldMails
        self.addresses = addresses
        self.leavesOutProtected = leavesOutProtected
    }

    enum CodingKeys: String, CodingKey {
        case erased
        case held
        case active
        case messagesElsewhere = "messages_elsewhere"
        case unfinished
        case calls
        case callBacks = "call_backs"
        case heldMails = "held_mails"
        case addresses
        case leavesOutProtected = "leaves_out_protected"
    }
}

/// One line of the table of rights.
public struct RightBody: Codable, Sendable, Equatable {
    /// What is allowed.
    public var right: String
    /// Under each role that has the right, which tickets it reaches: `own`, `foreign`,
    /// `confidential`, `protected`.
    public var reach: [String: [String]]

    /// Names every member.
    public init(right: String, reach: [String: [String]]) {
        self.right = right
        self.reach = reach
    }
}
