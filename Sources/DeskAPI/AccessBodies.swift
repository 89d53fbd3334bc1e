/// One of my open sessions, as `GET /v1/sessions` lists them.
public struct OpenSessionBody: Codable, Sendable, Equatable {
    /// What it is ended by; says nothing about its token.
    public var id: String
    /// When it was opened.
    public var createdAt: Timestamp
    /// When it was last used, to the minute.
    public var usedAt: Timestamp
    /// When it ends at the latest.
    public var expiresAt: Timestamp
    /// The address it was opened from; null when it had none.
    public var address: String?
    /// True for the session that asks.
    public var current: Bool

    /// Names every member.
    public init(
        id: String,
        createdAt: Timestamp,
        usedAt: Timestamp,
        expiresAt: Timestamp,
        address: String?,
        current: Bool
    ) {
        self.id = id
        self.createdAt = createdAt
        self.usedAt = usedAt
        self.expiresAt = expiresAt
        self.address = address
        self.current = current
    }

    enum CodingKeys: String, CodingKey {
        case id
        case createdAt = "created_at"
        case usedAt = "used_at"
        case expiresAt = "expires_at"
        case address
        case current
    }
}

/// How many sessions `DELETE /v1/sessions` ended.
public struct EndedSessionsBody: Codable, Sendable, Equatable {
    /// All but the one that asked.
    public var ended: Int

    /// Names the member.
    public init(ended: Int) { self.ended = ended }
}

/// The body of `POST /v1/tokens`.
public struct TokenForm: Codable, Sendable, Equatable {
    /// The system it is for: a-z, 0-9 and -.
    public var name: String
    /// What it may do, such as `tickets:create`.
    public var scopes: [String]
    /// The queues whose tickets it reaches; left out or empty means all.
    public var queues: [String]?
    /// How many days it lasts; a year when left out.
    public var days: Int?

    /// Names every member.
    public init(
        name: String,
        scopes: [String],
        queues: [String]? = nil,
        days: Int? = nil
    ) {
        self.name = name
        self.scopes = scopes
        self.queues = queues
        self.days = days
    }
}

/// A token of another system; what it is itself stands nowhere here.
public struct TokenBody: Codable, Sendable, Equatable {
    /// What it is revoked by.
    public var id: String
    /// The system it is for.
    public var name: String
    /// What it may do.
    public var scopes: [String]
    /// The queues whose tickets it reaches; empty means all.
    public var queues: [String]
    /// Who made it.
    public var createdBy: String
    /// When.
    public var createdAt: Timestamp
    /// When it ends.
    public var expiresAt: Timestamp
    /// When it was last used, to the minute; left out when it never was.
    public var usedAt: Timestamp?
    /// When it was revoked; left out when it was not.
    public var revokedAt: Timestamp?

    /// Names every member.
    public init(
        id: String,
        name: String,
        scopes: [String],
        queues: [String],
        createdBy: String,
        createdAt: Timestamp,
        expiresAt: Timestamp,
        usedAt: Timestamp?,
        revokedAt: Timestamp?
    ) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.queues = queues
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedAt = usedAt
        self.revokedAt = revokedAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case scopes
        case queues
        case createdBy = "created_by"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case usedAt = "used_at"
        case revokedAt = "revoked_at"
    }
}

/// The answer to `POST /v1/tokens`; the only place where the token is ever shown.
public struct NewTokenBody: Codable, Sendable, Equatable {
    /// Goes into `Authorization: Bearer …` of the other system; left out where the same request came
    /// before under its `Idempotency-Key`: it is kept nowhere.
    public var token: String?
    /// What it may do.
    public var made: TokenBody

    /// Names both members.
    public init(token: String?, made: TokenBody) {
        self.token = token
        self.made = made
    }
}

/// One line of the record of changes, as `GET /v1/change-records` lists them.
///
/// It says who changed what is no ticket's; what happened to a ticket is in its history.
public struct ChangeRecordBody: Codable, Sendable, Equatable {
    /// Greater than every one before it.
    public var id: Int64
    /// When.
    public var at: Timestamp
    /// Who: a user name or the name of a token, `operator:` and a user of the machine, or `helpdeskd` for
    /// what came due by itself.
    public var staff: String
    /// `webhook_created`, `webhook_changed`, `webhook_enabled`, `webhook_disabled`,
    /// `webhook_secret_rotated`, `webhook_deleted`, `incident_opened`, `incident_changed`,
    /// `maintenance_planned`, `maintenance_changed`, `maintenance_cancelled`, `evidence_forgotten`,
    /// `mail_released`, `mail_discarded`, `traces_erased`.
    public var act: String
    /// What it was done to: the id of a webhook or held mail, the number of an incident or of
    /// maintenance, the name of an article; of what was erased, how much.
    public var subject: String
    /// More about it, under names of their own.
    public var details: [String: String]

    /// Names every member.
    public init(
        id: Int64,
        at moment: Timestamp,
        staff: String,
        act: String,
        subject: String,
        details: [String: String]
    ) {
        self.id = id
        at = moment
        self.staff = staff
        self.act = act
        self.subject = subject
        self.details = details
    }
}

/// One line of the record of access, as `GET /v1/access-records` lists them.
public struct AccessRecordBody: Codable, Sendable, Equatable {
    /// Greater than every one before it.
    public var id: Int64
    /// When.
    public var at: Timestamp
    /// Whose access; left out for a user name that never logged in.
    public var staff: String?
    /// From where; left out when that is not known.
    public var address: String?
    /// `directory`, `break_glass` or `service_token`.
    public var means: String
    /// `accepted`, `refused`, `blocked`, `throttled` (nobody looked at the password, for too many had
    /// failed), `unavailable` (no directory could be asked), `signed_out`, `removed`, `changed`,
    /// `created`, `revoked`.
    public var outcome: String
    /// Who did it, where that is somebody else.
    public var actor: String?
    /// How many attempts of a minute the line stands for, of those that are `throttled` or
    /// `unavailable`; left out where that is one.
    public var times: Int?

    /// Names every member.
    public init(
        id: Int64,
        at moment: Timestamp,
        staff: String?,
        address: String?,
        means: String,
        outcome: String,
        actor: String?,
        times: Int? = nil
    ) {
        self.id = id
        at = moment
        self.staff = staff
        self.address = address
        self.means = means
        self.outcome = outcome
        self.actor = actor
        self.times = times
    }
}
