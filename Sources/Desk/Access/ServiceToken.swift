import Cryptography
public import Foundation

/// What a token lets another system do; a person is not bound by scopes but by rights.
public enum TokenScope: String, Sendable, Hashable, Codable, CaseIterable {
    /// Opens tickets: the city's web form.
    case ticketsCreate = "tickets:create"
    /// Reads tickets, messages, history and files.
    case ticketsRead = "tickets:read"
    /// Changes tickets and writes on them.
    case ticketsWrite = "tickets:write"
    /// Reads articles and asks which of them answers a text.
    case articlesRead = "articles:read"
    /// Tells of calls and asks about them: the telephone system.
    case callsReport = "calls:report"
    /// Looks destinations up and hands calls off.
    case handoffsWrite = "handoffs:write"
    /// Files what citizens ask by Open311: the city's app, or another's.
    case open311
    /// Reads health and figures from another machine.
    case metricsRead = "metrics:read"
}

/// A token of another system: what it may do, until when, and who made it.
public struct ServiceToken: Sendable, Equatable {
    /// What it is revoked by.
    public var id: UUIDv7
    /// The system it is for, such as `web-form`; its tickets and notes carry this name.
    public var name: String
    /// Never empty.
    public var scopes: Set<TokenScope>
    /// The queues whose tickets it reaches; empty means all.
    public var queues: [String]
    /// Who made it: a user name, or `operator` for the machine's own command line.
    public var createdBy: String
    /// When that was.
    public var createdAt: Date
    /// From this moment on it opens nothing.
    public var expiresAt: Date
    /// When it was last used, to the minute; nil when it never was.
    public var usedAt: Date?
    /// When it was revoked; nil when it was not.
    public var revokedAt: Date?

    /// Names every member; a new one was neither used nor revoked.
    public init(
        id: UUIDv7,
        name: String,
        scopes: Set<TokenScope>,
        queues: [String],
        createdBy: String,
        createdAt: Date,
        expiresAt: Date,
        usedAt: Date? = nil,
        revokedAt: Date? = nil
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

    /// Before the names of services, where persons have their user name.
    static let idPrefix = "service:"

    /// What it opens, as the desk sees it: a member of staff that is no person.
    var session: Session {
        Session(
            staff: StaffIdentity(
                id: Self.idPrefix + name,
                name: name,
                roles: [.agent],
                queues: queues
            ),
            createdAt: createdAt,
            expiresAt: revokedAt.map { min($0, expiresAt) } ?? expiresAt,
            usedAt: usedAt,
            scopes: scopes
        )
    }
}

extension StaffIdentity {
    /// True for another system, which a token stands for.
    var isService: Bool { id.hasPrefix(ServiceToken.idPrefix) }
}

/// What is wanted of a new token.
public struct ServiceTokenDraft: Sendable {
    /// The system it is for: small letters, digits and `-`.
    public var name: String
    /// Names of scopes.
    public var scopes: [String]
    /// The queues whose tickets it reaches; empty means all.
    public var queues: [String]
    /// How long it lasts, in days, 1…``daysMax``.
    public var days: Int

    /// The longest a token lasts: a secret that nobody has to renew is forgotten, not kept.
    public static let daysMax = 730
    /// How long one lasts when nobody says how long.
    public static let daysUsual = 365
    /// The longest name, in octets.
    static let nameBytesMax = 64
    /// The most tokens that can be in force.
    static let tokensMax = 1_000

    /// Names every member.
    public init(name: String, scopes: [String], queues: [String] = [], days: Int = Self.daysUsual) {
        self.name = name
        self.scopes = scopes
        self.queues = queues
        self.days = days
    }

    /// The same with confidential queues in the desk's own spelling.
    func spelled(by settings: DeskSettings) -> Self {
        var draft = self
        draft.queues = queues.map(settings.spelling)
        return draft
    }

    /// - Throws: ``DeskError/invalid(_:)`` with every mistake.
    func checked() throws(DeskError) -> Set<TokenScope> {
        var checks = FieldChecks()
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        if !isPlain || !(1...Self.nameBytesMax).contains(name.utf8.count) {
            checks.note("/name", "wants 1 to \(Self.nameBytesMax) of a-z, 0-9 and -")
        }
        let known = TokenScope.allCases.map(\.rawValue).joined(separator: ", ")
        for (index, scope) in scopes.enumerated() where TokenScope(rawValue: scope) == nil {
            checks.note("/scopes/\(index)", "is none of \(known)")
        }
        if scopes.isEmpty { checks.note("/scopes", "wants one of \(known)") }
        if !(1...Self.daysMax).contains(days) { checks.note("/days", "wants 1 to \(Self.daysMax)") }
        checks.queues(queues, "/queues")
        try checks.finish()
        return Set(scopes.compactMap(TokenScope.init))
    }
}

/// A token as it was made: the only place where it stands itself.
public struct NewServiceToken: Sendable {
    /// What the other system shows.
    public var token: SessionToken
    /// What it may do.
    public var made: ServiceToken
}
