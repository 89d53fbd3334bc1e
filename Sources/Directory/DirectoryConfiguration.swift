public import Cryptography
public import Desk
import LDAPClient

/// What the directory of staff is and how to read it.
///
/// - Configuration keys, below `directory`:
///   - `urls` (list of `ldap://` or `ldaps://` addresses, required): asked in this order.
///   - `starttls` (bool, default true): secures `ldap://` before anything is said.
///   - `ca-file` (path, default the system's): authorities that may sign the servers.
///   - `bind-dn`, `bind-password` (optional, secret): the account that searches.
///   - `client-certificate`, `client-key` (paths, optional): what we show the servers.
///   - `user-dn` (optional): makes the name to prove out of `{username}` instead of searching it.
///   - `user-base`, `user-filter` (required): one entry must match `{username}`.
///   - `group-base`, `group-filter`: groups that name `{dn}` or `{username}` as a member.
///   - `nested-groups` (bool, default true): groups of groups count, ``groupDepthMax`` deep.
///   - `referral-servers` (list of addresses, default none): may be asked when a server says that
///     another knows more; no other is.
///   - `retry-seconds` (int, default 30, 1…3 600): how long a server that failed is left alone.
///   - `roles` (role → list of group names, required).
public struct DirectoryConfiguration: Sendable {
    /// Servers with the same content, in the order they are asked.
    public var urls: [String]
    /// Secures `ldap://` addresses; those with `ldaps://` are secure anyway.
    public var startTLS = true
    /// The authorities that may have signed the servers' certificates, in PEM.
    public var caFile = LDAPOptions.systemCAFile
    /// What we show the servers about ourselves; nil shows nothing.
    public var clientCertificate: String?
    /// Its private key.
    public var clientKey: String?
    /// The account that searches; nil searches as nobody.
    public var bindDN: String?
    /// Its password.
    public var bindPassword: Password?
    /// Where people are.
    public var userBase: String
    /// The name to prove, made of `{username}`; nil searches it below ``userBase``.
    public var userDN: String?
    /// Which of them is meant; `{username}` is what was typed, or between log-ins what
    /// ``usernameAttribute`` said.
    public var userFilter = "(&(objectClass=person)(uid={username}))"
    /// Where groups are; nil relies on ``memberOfAttribute`` alone.
    public var groupBase: String?
    /// Which groups somebody is in; `{dn}` is the entry's name, `{username}` its user name.
    public var groupFilter = "(member={dn})"
    /// Whether groups of groups count.
    public var nestedGroups = true
    /// Which groups give which role.
    public var roles: [Role: [String]]
    /// The attribute that holds the user name in the directory's own spelling.
    public var usernameAttribute = "uid"
    /// The attributes that may hold a person's name; the first with a value counts.
    public var nameAttributes = ["displayName", "cn"]
    /// The attribute that holds the mail address; nil when notices do not go by mail.
    public var mailAttribute: String? = "mail"
    /// The attribute that holds the number colleagues call; nil reads none.
    public var phoneAttribute: String? = "telephoneNumber"
    /// The attribute that holds the queues somebody works; nil means everybody works all.
    public var queueAttribute: String?
    /// The attribute by which an entry names its own groups; nil when it must not be believed.
    public var memberOfAttribute: String? = "memberOf"
    /// The longest to wait for a connection and for TLS.
    public var connectTimeout = Duration.seconds(5)
    /// The longest to wait for one answer, and to follow one person's groups.
    public var operationTimeout = Duration.seconds(5)
    /// How long a server that failed is left alone.
    public var retryAfter = Duration.seconds(30)
    /// Servers that may be asked when one of ``urls`` says that they know more.
    public var referralServers: [String] = []
    /// The longest user name that is asked for, in octets.
    public var usernameBytesMax = 256
    /// The longest password that is tried, in octets.
    public var passwordBytesMax = 512
    /// How many levels of groups are followed.
    public var groupDepthMax = 8
    /// How many groups of one person are read; more are left out and logged.
    public var groupsMax = 1_000
    /// How many sign-ins may wait or run at once; one more is told to try again.
    public var signInsMax = 64

    /// Names what every directory needs; the rest has a default.
    public init(urls: [String], userBase: String, roles: [Role: [String]]) {
        self.urls = urls
        self.userBase = userBase
        self.roles = roles
    }
}

extension DirectoryConfiguration {
    /// False where nobody can look people up between log-ins: there is no service account, and
    /// names are made, not searched.
    public var canLookUp: Bool { bindDN != nil || userDN == nil }
}

/// One mistake in the configuration, with what would be right.
public struct DirectoryProblem: Sendable, Hashable, CustomStringConvertible {
    /// The key, from `directory` on.
    public var key: String
    /// What it says; empty when it is missing or secret.
    public var value: String
    /// What it should say.
    public var remedy: String

    /// One line for the operator.
    public var description: String {
        value.isEmpty ? "\(key): \(remedy)" : "\(key): \"\(value)\": \(remedy)"
    }
}

/// Every mistake of a configuration at once.
public struct DirectoryProblems: Error, Sendable, CustomStringConvertible {
    /// Never empty.
    public var problems: [DirectoryProblem]

    /// One line a mistake.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
