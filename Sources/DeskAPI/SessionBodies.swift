/// The body of `POST /v1/sessions`.
public struct SignInForm: Codable, Sendable, Equatable {
    /// The user name of the directory.
    public var username: String
    /// Never stored and never logged.
    public var password: String

    /// Names every member.
    public init(
        username: String,
        password: String
    ) {
        self.username = username
        self.password = password
    }
}

/// A member of staff.
public struct StaffBody: Codable, Sendable, Equatable {
    /// The user name, what tickets are assigned to.
    public var id: String
    /// The name people read.
    public var name: String
    /// `agent`, `supervisor`, `auditor`, `administrator`, `protected-identity`.
    public var roles: [String]
    /// The queues this person works; empty means all.
    public var queues: [String]
    /// Where notices go; left out when the directory has none.
    public var mail: String?
    /// The number colleagues call; left out when the directory has none.
    public var phone: String?

    /// Names every member.
    public init(
        id: String,
        name: String,
        roles: [String],
        queues: [String],
        mail: String? = nil,
        phone: String? = nil
    ) {
        self.id = id
        self.name = name
        self.roles = roles
        self.queues = queues
        self.mail = mail
        self.phone = phone
    }
}

/// The answer to `POST /v1/sessions`; the only place where the token is ever shown.
public struct NewSessionBody: Codable, Sendable, Equatable {
    /// Goes into `Authorization: Bearer …`.
    public var token: String
    /// When the token ends at the latest.
    public var expiresAt: Timestamp
    /// Who logged in.
    public var staff: StaffBody

    /// Names every member.
    public init(
        token: String,
        expiresAt: Timestamp,
        staff: StaffBody
    ) {
        self.token = token
        self.expiresAt = expiresAt
        self.staff = staff
    }

    enum CodingKeys: String, CodingKey {
        case token
        case expiresAt = "expires_at"
        case staff
    }
}

/// The answer to `GET /v1/session`.
public struct SessionBody: Codable, Sendable, Equatable {
    /// When the token ends at the latest.
    public var expiresAt: Timestamp
    /// Who I am.
    public var staff: StaffBody

    /// Names every member.
    public init(
        expiresAt: Timestamp,
        staff: StaffBody
    ) {
        self.expiresAt = expiresAt
        self.staff = staff
    }

    enum CodingKeys: String, CodingKey {
        case expiresAt = "expires_at"
        case staff
    }
}
