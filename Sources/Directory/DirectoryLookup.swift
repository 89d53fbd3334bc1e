import Cryptography
import Desk
import LDAPClient

/// The work at one server: search as the service account, then prove the password as the person.
///
/// Everything here blocks. A thrown ``LDAPClient/LDAPError`` means that this server could not say;
/// a ``DirectoryError`` inside the result is its verdict, and no other server need be asked.
struct DirectoryLookup {
    let plan: DirectoryPlan
    let server: DirectoryServer
    /// Where to search for people.
    let userBase: String
    /// Servers that may be asked when this one says that another knows more.
    let referred: [LDAPURL: Referred]

    typealias Answer = Result<DirectoryAccount, DirectoryError>
    /// A server that another may name, and its turns: while it is silent one caller at a time waits
    /// for it, or whoever types names that nobody has would keep every thread waiting.
    typealias Referred = (server: DirectoryServer, rota: ServerRota)

    init(
        plan: DirectoryPlan,
        server: DirectoryServer,
        userBase: String? = nil,
        referred: [LDAPURL: Referred]
    ) {
        self.plan = plan
        self.server = server
        self.userBase = userBase ?? plan.configuration.userBase
        self.referred = referred
    }

    /// Finds a person by what was typed as the user name.
    ///
    /// With `explains`, by which way each role comes is found out too, which may take long.
    func account(of username: String, explains: Bool) throws(LDAPError) -> Answer {
        switch try search({ (service) throws(LDAPError) in try find(username, over: service) }) {
        case .failure(let error): return .failure(error)
        case .elsewhere(let lookup, let rota):
            return lookup.answer(in: rota) { (lookup) throws(LDAPError) in
                try lookup.account(of: username, explains: explains)
            }
        case .found(let entry):
            return try search { (service) throws(LDAPError) in
                try account(entry, explains: explains, over: service)
            }
        }
    }

    /// Finds a person, proves the password, and only then reads the groups.
    func signIn(_ username: String, _ password: Password) throws(LDAPError) -> Answer {
        if let template = plan.userDN {
            return try signIn(as: template.name(["username": username]), username, password)
        }
        switch try search({ (service) throws(LDAPError) in try find(username, over: service) }) {
        case .elsewhere(let lookup, let rota):
            return lookup.answer(in: rota) { (lookup) throws(LDAPError) in
                try lookup.signIn(username, password)
            }
        case .failure(let error):
            // As long as it takes for somebody who exists, or the time would tell the two apart.
            _ = try proves(password, dn: decoy)
            return .failure(error)
        case .found(let entry):
            guard let id = self.username(of: entry) else { return .failure(.noUsername) }
            guard try proves(password, dn: entry.name) else {
                return .failure(.wrongPassword(id: id))
            }
            return try search { (service) throws(LDAPError) in try account(entry, over: service) }
        }
    }

    /// Asks this server as one that another named.
    ///
    /// That it cannot say is no failing of the one that named it, which the error would be booked on.
    private func answer(
        in rota: ServerRota,
        _ work: (DirectoryLookup) throws(LDAPError) -> Answer
    ) -> Answer {
        guard let turn = rota.next(after: []) else {
            let cause = "\(server.url) failed a moment ago and is being tried"
            return .failure(.unavailable(cause: cause))
        }
        do throws(LDAPError) {
            let answer = try work(self)
            rota.note(turn, isUp: true)
            return answer
        } catch {
            rota.note(turn, isUp: false)
            return .failure(.unavailable(cause: error.words(of: server.url)))
        }
    }

    /// Proves the password of a name that was made, not found, and reads what is there.
    ///
    /// A service account reads it, or without one the person.
    private func signIn(
        as dn: String,
        _ username: String,
        _ password: Password
    ) throws(LDAPError) -> Answer {
        let read = { (connection: borrowing LDAPConnection) throws(LDAPError) -> Answer in
            switch try find(username, at: dn, over: connection) {
            case .found(let entry): return try account(entry, over: connection)
            case .failure(let error): return .failure(error)
            case .elsewhere: return .failure(.noSuchUser)
            }
        }
        let proof = try server.proving.lend { (connection) throws(LDAPError) -> Answer? in
            guard try proves(password, dn: dn, over: connection) else {
                // Nobody searched, so nobody knows whether there is such a person.
                return .failure(.noSuchUser)
            }
            return plan.configuration.bindDN == nil ? try read(connection) : nil
        }
        if let proof { return proof }
        return try search(read)
    }

    /// Connects as every log-in does, and looks where people should be.
    ///
    /// - Returns: the certificate the server showed, nil without TLS, and whether there are people.
    func survey() throws(LDAPError) -> (certificate: [UInt8]?, hasPeople: Bool) {
        // An own connection: those that rest say nothing about new ones.
        let service = try LDAPConnection(to: server.url, options: plan.options)
        try prepare(service)
        let found = try service.search(
            LDAPSearch(
                base: userBase,
                filter: "(\(plan.configuration.usernameAttribute)=*)",
                attributes: [],
                entriesMax: 1
            )
        )
        return (service.peerCertificate, !found.entries.isEmpty)
    }

    /// Reads what is looked for, page by page.
    func list(_ listing: DirectoryListing) throws(LDAPError) -> LDAPSearchResult {
        try search { connection throws(LDAPError) in
            try connection.search(
                LDAPSearch(
                    base: listing.base,
                    filter: listing.filter,
                    attributes: listing.attributes,
                    entriesMax: listing.entriesMax,
                    pageEntries: 500
                )
            )
        }
    }

    private func search<Value>(
        _ body: (borrowing LDAPConnection) throws(LDAPError) -> Value
    ) throws(LDAPError) -> Value {
        try server.searching.lend(prepare: prepare, body)
    }

    private func prepare(_ connection: borrowing LDAPConnection) throws(LDAPError) {
        if let name = plan.configuration.bindDN, let password = plan.configuration.bindPassword {
            try connection.bind(as: name, password: password)
        }
    }

    private enum Search {
        case found(LDAPEntry)
        case failure(DirectoryError)
        case elsewhere(DirectoryLookup, ServerRota)
    }

    private func find(
        _ username: String,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> Search {
        let name = plan.userDN?.name(["username": username])
        return try find(username, at: name, over: connection)
    }

    /// Looks below ``userBase``, or at one name alone.
    private func find(
        _ username: String,
        at dn: String?,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> Search {
        let found: LDAPSearchResult
        do throws(LDAPError) {
            found = try connection.search(
                LDAPSearch(
                    base: dn ?? userBase,
                    scope: dn == nil ? .subtree : .base,
                    filter: plan.userFilter.filter(["username": username]),
                    attributes: plan.userAttributes,
                    entriesMax: 2
                )
            )
        } catch {
            // A base that is not there is the operator's mistake; a name that is not, nobody's.
            guard dn != nil, error.resultCode == .noSuchObject else { throw error }
            return .failure(.noSuchUser)
        }
        guard let entry = found.entries.first else {
            // The server gave up before it found anybody, which says nothing about anybody.
            if found.isTruncated { throw .refused(.adminLimitExceeded, diagnostic: Self.advice) }
            return elsewhere(found.referrals) ?? .failure(.noSuchUser)
        }
        guard found.entries.count == 1, !found.isTruncated else { return .failure(.severalEntries) }
        return .found(entry)
    }

    private static let advice = "index the attributes of user-filter, or raise the server's limits"

    /// The first server named that may be asked; it may not name another.
    private func elsewhere(_ referrals: [LDAPReferral]) -> Search? {
        for referral in referrals {
            guard let (server, rota) = referred[referral.url] else { continue }
            let lookup = DirectoryLookup(
                plan: plan,
                server: server,
                userBase: referral.base ?? userBase,
                referred: [:]
            )
            return .elsewhere(lookup, rota)
        }
        return nil
    }

    /// True when the server takes a connection of its own for this name by this password.
    private func proves(_ password: Password, dn: String) throws(LDAPError) -> Bool {
        try server.proving.lend { (connection) throws(LDAPError) in
            try proves(password, dn: dn, over: connection)
        }
    }

    private func proves(
        _ password: Password,
        dn: String,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> Bool {
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
        return "cn=\(random),\(userBase)"
    }

    private func account(
        _ entry: LDAPEntry,
        explains: Bool = false,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> Answer {
        guard let id = username(of: entry) else { return .failure(.noUsername) }
        var walk = GroupWalk(plan, explains: explains)
        try walk.walk(from: entry, username: id, at: server, over: connection)
        let settings = plan.configuration
        let names = settings.nameAttributes.compactMap { first(of: $0, in: entry) }
        // Past the bound fewer are seen, never more: of none would come all.
        let queues = settings.queueAttribute.map { Set(entry.values(of: $0)).sorted() } ?? []
        let identity = StaffIdentity(
            id: id,
            name: names.first ?? id,
            mail: settings.mailAttribute.flatMap { first(of: $0, in: entry) },
            phone: settings.phoneAttribute.flatMap { first(of: $0, in: entry) },
            roles: plan.roles(for: walk.groups),
            queues: Array(queues.prefix(DeskSettings.queuesMax))
        )
        return .success(
            DirectoryAccount(
                dn: entry.name,
                identity: identity,
                groups: walk.groups.map(\.description).sorted(),
                grants: grants(walk, to: entry.name),
                limit: walk.limit,
                queuesLeftOut: max(0, queues.count - DeskSettings.queuesMax)
            )
        )
    }

    private func grants(_ walk: GroupWalk, to person: String) -> [RoleGrant] {
        walk.groups.flatMap { group in
            (plan.roles[group] ?? []).map {
                RoleGrant(role: $0, path: walk.path(to: group, from: person))
            }
        }
        .sorted { one, other in
            (one.role.rawValue, one.path.joined(separator: " "))
                < (other.role.rawValue, other.path.joined(separator: " "))
        }
    }

    private func username(of entry: LDAPEntry) -> String? {
        first(of: plan.configuration.usernameAttribute, in: entry)
    }

    /// One value of an attribute, the same each time: a directory keeps values in no order.
    private func first(of attribute: String, in entry: LDAPEntry) -> String? {
        entry.values(of: attribute).filter { !$0.isEmpty }.min()
    }
}

extension LDAPError {
    /// In words for the operator, with the server that it is about.
    func words(of url: LDAPURL) -> String {
        switch self {
        case .unreachable, .timedOut, .tlsFailed, .startTLSNotOffered: description
        case .invalidCredentials: "\(url): bind-dn or bind-password is wrong"
        case .malformed, .refused: "\(url): \(self)"
        }
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
