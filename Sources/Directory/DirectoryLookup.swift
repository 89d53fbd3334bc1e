import Cryptography
import Desk
import LDAPClient

/// The work at one server: search as the service account, then prove the password as the person.
///
/// Everything here blocks. A thrown ``LDAPClient/LDAPError`` means that this server could not say;
/// a ``DirectoryError`` inside the result is its verdict, and no other server need be asked.
struct DirectoryLookup {
    let plan: DirectoryPlan
    let url: LDAPURL

    typealias Answer = Result<DirectoryAccount, DirectoryError>

    /// Finds a person by what was typed as the user name.
    func account(of username: String) throws(LDAPError) -> Answer {
        let service = try serviceConnection()
        let entry: LDAPEntry
        switch try find(username, over: service) {
        case .failure(let error): return .failure(error)
        case .success(let found): entry = found
        }
        return try account(entry, over: service)
    }

    /// Finds a person, proves the password, and only then reads the groups.
    func signIn(_ username: String, _ password: Password) throws(LDAPError) -> Answer {
        let service = try serviceConnection()
        let entry: LDAPEntry
        switch try find(username, over: service) {
        case .success(let found): entry = found
        case .failure(let error):
            // As long as it takes for somebody who exists, or the time would tell the two apart.
            _ = try proves(password, dn: decoy)
            return .failure(error)
        }
        guard let id = self.username(of: entry) else { return .failure(.noUsername) }
        guard try proves(password, dn: entry.name) else {
            return .failure(.wrongPassword(id: id))
        }
        return try account(entry, over: service)
    }

    /// Connects as every log-in does, and looks where people should be.
    ///
    /// - Returns: the certificate the server showed, nil without TLS, and whether there are people.
    func survey() throws(LDAPError) -> (certificate: [UInt8]?, hasPeople: Bool) {
        let service = try serviceConnection()
        let found = try service.search(
            LDAPSearch(
                base: plan.configuration.userBase,
                filter: "(\(plan.configuration.usernameAttribute)=*)",
                attributes: [],
                entriesMax: 1
            )
        )
        return (service.peerCertificate, !found.entries.isEmpty)
    }

    private func serviceConnection() throws(LDAPError) -> LDAPConnection {
        let connection = try LDAPConnection(to: url, options: plan.options)
        if let name = plan.configuration.bindDN, let password = plan.configuration.bindPassword {
            try connection.bind(as: name, password: password)
        }
        return connection
    }

    private func find(
        _ username: String,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> Result<LDAPEntry, DirectoryError> {
        let found = try connection.search(
            LDAPSearch(
                base: plan.configuration.userBase,
                filter: plan.userFilter.filter(["username": username]),
                attributes: plan.userAttributes,
                entriesMax: 2
            )
        )
        guard let entry = found.entries.first else {
            return .failure(found.isTruncated ? .severalEntries : .noSuchUser)
        }
        guard found.entries.count == 1, !found.isTruncated else { return .failure(.severalEntries) }
        return .success(entry)
    }

    /// True when the server takes a connection of its own for this name by this password.
    private func proves(_ password: Password, dn: String) throws(LDAPError) -> Bool {
        let connection = try LDAPConnection(to: url, options: plan.options)
        do throws(LDAPError) {
            try connection.bind(as: dn, password: password)
        } catch {
            guard error.isVerdictOnPassword else { throw error }
            return false
        }
        return try isTaken(connection, for: dn)
    }

    /// Asks the server who it now talks to: an anonymous bind is a success too.
    private func isTaken(
        _ connection: borrowing LDAPConnection,
        for dn: String
    ) throws(LDAPError) -> Bool {
        guard let answer = try connection.whoAmI() else { return true }
        guard answer.hasPrefix("dn:") else { return answer.hasPrefix("u:") && answer.count > 2 }
        let name = try DistinguishedName(String(answer.dropFirst(3)))
        return try name == DistinguishedName(dn)
    }

    /// A name that nobody has.
    private var decoy: String {
        let random = randomBytes(16).map { String($0, radix: 16) }.joined()
        return "cn=\(random),\(plan.configuration.userBase)"
    }

    private func account(
        _ entry: LDAPEntry,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> Answer {
        guard let id = username(of: entry) else { return .failure(.noUsername) }
        var walk = GroupWalk(plan)
        try walk.walk(from: entry, username: id, over: connection)
        let names = plan.configuration.nameAttributes.compactMap { first(of: $0, in: entry) }
        let identity = StaffIdentity(
            id: id,
            name: names.first ?? id,
            mail: plan.configuration.mailAttribute.flatMap { first(of: $0, in: entry) },
            roles: plan.roles(for: walk.groups),
            queues: plan.configuration.queueAttribute.map { entry.values(of: $0).sorted() } ?? []
        )
        return .success(
            DirectoryAccount(
                dn: entry.name,
                identity: identity,
                groups: walk.groups.map(\.description).sorted(),
                isTruncated: walk.isTruncated
            )
        )
    }

    private func username(of entry: LDAPEntry) -> String? {
        first(of: plan.configuration.usernameAttribute, in: entry)
    }

    /// One value of an attribute, the same each time: a directory keeps values in no order.
    private func first(of attribute: String, in entry: LDAPEntry) -> String? {
        entry.values(of: attribute).filter { !$0.isEmpty }.min()
    }
}

extension LDAPConnection {
    fileprivate func bind(as name: String, password: Password) throws(LDAPError) {
        try password.withUnsafeBytes { octets throws(LDAPError) in
            try bind(as: name, password: octets)
        }
    }
}

extension LDAPError {
    /// True when the answer to a bind is about the name and password, not about the server.
    fileprivate var isVerdictOnPassword: Bool {
        switch self {
        case .invalidCredentials: true
        case .refused(let code, _):
            [
                .inappropriateAuthentication, .constraintViolation, .unwillingToPerform,
                .insufficientAccessRights, .noSuchObject, .invalidDNSyntax,
            ]
            .contains(code)
        case .malformed, .unreachable, .timedOut, .tlsFailed, .startTLSNotOffered: false
        }
    }
}
