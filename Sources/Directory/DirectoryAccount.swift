public import Desk
import Foundation

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
    /// What kept groups from being read; nil when all were.
    public var limit: GroupLimit?
    /// How many queues were left out: somebody has the first ``Desk/DeskSettings/queuesMax`` by the
    /// alphabet.
    public var queuesLeftOut: Int

    /// Names every fact.
    public init(
        dn: String,
        identity: StaffIdentity,
        groups: [String],
        grants: [RoleGrant] = [],
        limit: GroupLimit? = nil,
        queuesLeftOut: Int = 0
    ) {
        self.dn = dn
        self.identity = identity
        self.groups = groups
        self.grants = grants
        self.limit = limit
        self.queuesLeftOut = queuesLeftOut
    }
}

extension DirectoryAccount: CustomStringConvertible {
    /// For the operator who asks why somebody may, or may not, log in.
    public var description: String { told { $0 } }

    /// The same with every label and remark as `words` has it.
    public func told(in words: (String) -> String) -> String {
        let roles = identity.roles.map(\.rawValue).sorted().joined(separator: ", ")
        var queues = identity.queues.joined(separator: ", ")
        if queues.isEmpty { queues = words("all") }
        if queuesLeftOut > 0 {
            queues += " " + words("… and \(queuesLeftOut) more than one person has here")
        }
        let facts = [
            (words("dn"), dn), (words("user"), identity.id), (words("name"), identity.name),
            (words("mail"), identity.mail ?? "–"), (words("phone"), identity.phone ?? "–"),
            (words("queues"), queues),
            (words("roles"), roles.isEmpty ? words("none; cannot log in") : roles),
        ]
        let width = (facts.map(\.0.count).max() ?? 0) + 2
        var lines = facts.map { label, fact in
            "\(label):".padding(toLength: width, withPad: " ", startingAt: 0) + fact
        }
        let indent = String(repeating: " ", count: width)
        lines += grants.map { "\(indent)\($0.told(in: words))" }
        lines.append("\(words("groups")):\(groups.isEmpty ? " \(words("none"))" : "")")
        lines += groups.map { "  \($0)" }
        if let limit { lines.append("  \(words("… and more than are read")) (\(limit))") }
        return lines.joined(separator: "\n")
    }
}

/// What ends the reading of a person's groups before all were read.
public enum GroupLimit: Sendable, Hashable, CustomStringConvertible {
    /// There are more than are read, or than the server gives.
    case count
    /// It took longer than an answer may.
    case time

    /// The key that says how much it is.
    public var description: String {
        switch self {
        case .count: "directory.groups-max"
        case .time: "directory.operation-seconds"
        }
    }
}

/// Why somebody has a role.
public struct RoleGrant: Sendable, Hashable {
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
    fileprivate func told(in words: (String) -> String) -> String {
        "\(role.rawValue) \(words("by")) \(path.joined(separator: " \(words("in")) "))"
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
