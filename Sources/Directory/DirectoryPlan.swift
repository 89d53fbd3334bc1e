import Cryptography
import Desk
import LDAPClient

/// A configuration that was read and found good; what the lookups work from.
struct DirectoryPlan: Sendable {
    let configuration: DirectoryConfiguration
    let urls: [LDAPURL]
    let referralServers: [LDAPURL]
    let options: LDAPOptions
    /// Makes the name to prove; nil searches it.
    let userDN: DistinguishedNameTemplate?
    let userFilter: LDAPFilterTemplate
    let groupFilter: LDAPFilterTemplate
    /// ``groupFilter`` for a server that follows groups of groups itself; nil where it cannot be
    /// made.
    let chainFilter: LDAPFilterTemplate?
    /// The attribute that ``groupFilter`` looks for a name in; nil for a filter of another kind.
    let memberAttribute: String?
    let roles: [DistinguishedName: Set<Role>]

    init(_ configuration: DirectoryConfiguration) throws(DirectoryProblems) {
        var reading = DirectoryReading(configuration)
        let urls = reading.urls(configuration.urls, "urls")
        let referralServers = reading.urls(configuration.referralServers, "referral-servers")
        let userDN = reading.userDN()
        reading.identity()
        let userFilter = reading.filter(
            configuration.userFilter,
            "user-filter",
            places: ["username"],
            atLeast: "username"
        )
        let groupFilter = reading.filter(
            configuration.groupFilter,
            "group-filter",
            places: ["dn", "username"],
            atLeast: configuration.groupFilter.contains("{username}") ? "username" : "dn"
        )
        reading.lookups()
        let roles = reading.roles()
        reading.names()
        reading.limits()
        guard reading.problems.isEmpty, let userFilter, let groupFilter else {
            throw DirectoryProblems(problems: reading.problems)
        }
        self.configuration = configuration
        self.urls = urls
        self.referralServers = referralServers
        self.userDN = userDN
        self.userFilter = userFilter
        self.groupFilter = groupFilter
        memberAttribute = Self.memberAttribute(configuration.groupFilter)
        chainFilter = Self.chainFilter(configuration.groupFilter)
        self.roles = roles
        options = LDAPOptions(
            startTLS: configuration.startTLS,
            caFile: configuration.caFile,
            identity: Self.identity(configuration),
            connectTimeout: configuration.connectTimeout,
            operationTimeout: configuration.operationTimeout
        )
    }

    private static func identity(_ configuration: DirectoryConfiguration) -> LDAPIdentity? {
        guard let file = configuration.clientCertificate, let key = configuration.clientKey else {
            return nil
        }
        return LDAPIdentity(certificateFile: file, keyFile: key)
    }

    /// The word before `={dn}`.
    private static func memberAttribute(_ filter: String) -> String? {
        guard let place = filter.firstRange(of: "={dn}") else { return nil }
        let name = filter[..<place.lowerBound].reversed().prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
        }
        return name.isEmpty ? nil : String(name.reversed())
    }

    /// LDAP_MATCHING_RULE_IN_CHAIN ([MS-ADTS] §3.1.1.3.4.4.3).
    private static func chainFilter(_ filter: String) -> LDAPFilterTemplate? {
        let text = filter.replacing("={dn}", with: ":1.2.840.113556.1.4.1941:={dn}")
        return text == filter ? nil : try? LDAPFilterTemplate(text)
    }

    /// The roles that membership in these groups gives.
    func roles(for groups: [DistinguishedName]) -> Set<Role> {
        groups.reduce(into: []) { $0.formUnion(roles[$1] ?? []) }
    }

    /// The attributes a person's entry is read for.
    var userAttributes: [String] {
        [
            [configuration.usernameAttribute], configuration.nameAttributes,
            [
                configuration.mailAttribute, configuration.phoneAttribute,
                configuration.queueAttribute,
            ]
            .compactMap { $0 },
            [configuration.memberOfAttribute].compactMap { $0 },
        ]
        .flatMap { $0 }
    }
}

/// Reads a configuration and keeps every mistake, so that one run shows them all.
private struct DirectoryReading {
    let configuration: DirectoryConfiguration
    var problems: [DirectoryProblem] = []

    init(_ configuration: DirectoryConfiguration) { self.configuration = configuration }

    private mutating func object(_ key: String, _ value: String, _ remedy: String) {
        problems.append(DirectoryProblem(key: "directory.\(key)", value: value, remedy: remedy))
    }

    mutating func urls(_ texts: [String], _ key: String) -> [LDAPURL] {
        if texts.isEmpty, key == "urls" {
            object(key, "", "name at least one server, such as ldap://ldap1.example.org")
        }
        var urls: [LDAPURL] = []
        for text in texts {
            guard let url = LDAPURL(text) else {
                object(key, text, "wants ldap://HOST[:PORT] or ldaps://HOST[:PORT]")
                continue
            }
            urls.append(url)
            let isHere = ["127.0.0.1", "::1", "localhost"].contains(url.host)
            if !url.isSecure, !configuration.startTLS, !isHere {
                object("starttls", "false", "\(text) would get passwords in the clear; set true")
            }
        }
        return urls
    }

    mutating func userDN() -> DistinguishedNameTemplate? {
        guard let text = configuration.userDN else { return nil }
        guard let template = try? DistinguishedNameTemplate(text) else {
            object(
                "user-dn",
                text,
                "wants a name such as uid={username},ou=people,dc=example,dc=org"
            )
            return nil
        }
        if template.places != ["username"] {
            object("user-dn", text, "must contain {username} and no other place")
        }
        return template
    }

    mutating func identity() {
        guard (configuration.clientCertificate == nil) != (configuration.clientKey == nil) else {
            return
        }
        object("client-certificate", "", "needs client-key beside it, and that needs this")
    }

    mutating func filter(
        _ text: String,
        _ key: String,
        places: Set<String>,
        atLeast wanted: String
    ) -> LDAPFilterTemplate? {
        guard let template = try? LDAPFilterTemplate(text) else {
            object(key, text, "wants one filter in parentheses that close as they open")
            return nil
        }
        for place in template.places.subtracting(places).sorted() {
            object(key, text, "{\(place)} is not known here")
        }
        if !template.places.contains(wanted) {
            object(key, text, "must contain {\(wanted)}, or it matches the same for everybody")
        }
        return template
    }

    /// Whoever is logged in is asked for by the user name that the directory has: where only
    /// something else finds people, everybody would be gone at the first look.
    mutating func lookups() {
        guard configuration.canLookUp else { return }
        let wanted = "\(configuration.usernameAttribute)={username}"
        let filter = configuration.userFilter
        // One without {username} was objected to already.
        if filter.contains("{username}"), !filter.lowercased().contains("(\(wanted.lowercased()))")
        {
            object(
                "user-filter",
                filter,
                "must contain (\(wanted)), as attributes.username has it, alone or beside others: "
                    + "(|(\(wanted))(mail={username}))"
            )
        }
        if let name = configuration.userDN, !name.lowercased().contains(wanted.lowercased()) {
            object("user-dn", name, "must contain \(wanted), as attributes.username has it")
        }
    }

    mutating func roles() -> [DistinguishedName: Set<Role>] {
        var roles: [DistinguishedName: Set<Role>] = [:]
        for (role, names) in configuration.roles.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for text in names {
                guard let name = try? DistinguishedName(text) else {
                    object("roles.\(role.rawValue)", text, "wants a group's distinguished name")
                    continue
                }
                roles[name, default: []].insert(role)
            }
        }
        if configuration.roles.values.allSatisfy(\.isEmpty) {
            object("roles", "", "without a group for any role nobody can log in")
        }
        return roles
    }

    mutating func names() {
        name(configuration.userBase, "user-base")
        if let base = configuration.groupBase { name(base, "group-base") }
        if configuration.groupBase == nil, configuration.memberOfAttribute == nil {
            object("group-base", "", "without it and without memberOf nobody has a group")
        }
        if let bindDN = configuration.bindDN {
            name(bindDN, "bind-dn")
            let password = configuration.bindPassword
            if password?.isEmpty ?? true {
                object(
                    "bind-password",
                    "",
                    "bind-dn needs one, best as the file directory.bind-password of the credentials"
                )
            } else if password?.containsNUL == true {
                object("bind-password", "", "must not carry NUL")
            }
        } else if configuration.bindPassword != nil {
            object("bind-dn", "", "there is a bind-password, but nobody it belongs to")
        }
    }

    private mutating func name(_ text: String, _ key: String) {
        guard (try? DistinguishedName(text)) == nil else { return }
        object(key, text, "wants a distinguished name, such as ou=people,dc=example,dc=org")
    }

    mutating func limits() {
        let numbers = [
            ("username-bytes-max", configuration.usernameBytesMax, 1...1_024),
            ("password-bytes-max", configuration.passwordBytesMax, 1...4_096),
            ("group-depth-max", configuration.groupDepthMax, 1...32),
            ("groups-max", configuration.groupsMax, 1...100_000),
            ("sign-ins-max", configuration.signInsMax, 1...10_000),
        ]
        for (key, value, range) in numbers where !range.contains(value) {
            object(key, String(value), "wants \(range.lowerBound)...\(range.upperBound)")
        }
        let times = [
            ("connect-timeout", configuration.connectTimeout),
            ("operation-timeout", configuration.operationTimeout),
        ]
        if !(Duration.seconds(1)...(.seconds(3_600))).contains(configuration.retryAfter) {
            object("retry-seconds", "\(configuration.retryAfter)", "wants 1...3600 seconds")
        }
        for (key, value) in times where value < .milliseconds(1) || value > .seconds(60) {
            object(key, "\(value)", "wants more than nothing and at most a minute")
        }
    }
}
