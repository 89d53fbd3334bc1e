public import Desk

/// What the directory says about one person, found without a password.
public struct DirectoryAccount: Sendable, Hashable {
    /// The distinguished name of the entry.
    public var dn: String
    /// Who the desk takes the person for; its roles may be empty, and then there is no way in.
    public var identity: StaffIdentity
    /// Which group gives which role, and by which way.
    public var grants: [RoleGrant]
    /// The distinguished names of all groups found, in order of the alphabet.
    public var groups: [String]
    /// True when there were more groups than are read.
    public var isTruncated: Bool
    /// How many queues were left out: somebody has the first ``Desk/DeskSettings/queuesMax`` by the
    /// alphabet.
    public var queuesLeftOut: Int

    /// Names every fact.
    public init(
        dn: String,
        identity: StaffIdentity,
        groups: [String],
        grants: [RoleGrant] = [],
        isTruncated: Bool = false,
        queuesLeftOut: Int = 0
    ) {
        self.dn = dn
        self.identity = identity
        self.groups = groups
        self.grants = grants
        self.isTruncated = isTruncated
        self.queuesLeftOut = queuesLeftOut
    }
}

extension DirectoryAccount: CustomStringConvertible {
    /// For the operator who asks why somebody may, or may not, log in.
    public var description: String {
        let roles = identity.roles.map(\.rawValue).sorted()
        var queues = identity.queues.isEmpty ? "all" : identity.queues.joined(separator: ", ")
        if queuesLeftOut > 0 { queues += " … and \(queuesLeftOut) more than one person has here" }
        var lines = [
            "dn:     \(dn)",
            "user:   \(identity.id)",
            "name:   \(identity.name)",
            "mail:   \(identity.mail ?? "–")",
            "phone:  \(identity.phone ?? "–")",
            "queues: \(queues)",
            "roles:  \(roles.isEmpty ? "none; cannot log in" : roles.joined(separator: ", "))",
        ]
        lines += grants.map { "        \($0)" }
        lines += groups.isEmpty ? ["groups: none"] : ["groups:"] + groups.map { "  \($0)" }
        if isTruncated { lines.append("  … and more than are read") }
        return lines.joined(separator: "\n")
    }
}

/// Why somebody has a role.
public struct RoleGrant: Sendable, Hashable, CustomStringConvertible {
    /// The role.
    public var role: Role
    /// The groups by which it comes: the person's own first, the configured one last; the last
    /// alone where the way is not known.
    public var path: [String]

    /// Names both members.
    public init(role: Role, path: [String]) {
        self.role = role
        self.path = path
    }

    /// One line for the operator.
    public var description: String {
        "\(role.rawValue) by \(path.joined(separator: " in "))"
    }
}

/// Why the directory does not vouch for somebody.
///
/// The difference between the cases is for the operator and the log; the outside hears
/// ``Desk/SignInError/refused`` for all but the last.
public enum DirectoryError: Error, Sendable, Equatable {
    /// The user name is empty, too long or carries NUL; nobody was asked.
    case malformedUsername
    /// No entry matches.
    case noSuchUser
    /// Several entries match, and there is no telling whose password it would be.
    case severalEntries
    /// The entry has no user name of its own in the attribute that should hold it.
    case noUsername
    /// The password is not this person's, or the account is locked.
    case wrongPassword(id: String)
    /// The person is in no group that gives a role.
    case noRole(id: String)
    /// No server could answer. Temporary: yes.
    case unavailable(cause: String)
}

extension DirectoryError: CustomStringConvertible {
    /// One line for the operator; it names nobody but the directory's own user name.
    public var description: String {
        switch self {
        case .malformedUsername: "the user name is empty, too long or carries NUL"
        case .noSuchUser: "no entry matches the user name"
        case .severalEntries: "several entries match the user name"
        case .noUsername: "the entry has no user name in the attribute that should hold it"
        case .wrongPassword(let id): "\(id): wrong password, or a locked account"
        case .noRole(let id): "\(id): in no group that gives a role"
        case .unavailable(let cause): "no directory server could answer: \(cause)"
        }
    }
}
