public import Cryptography
public import Desk
import LDAPClient
public import Logging
public import Metrics
public import NIOPosix

/// The city's directory: finds staff by search, proves passwords by bind, reads roles off groups.
///
/// Servers are asked in order until one can say; a verdict is final. One that failed is left alone
/// for a while (``ServerRota``). Nothing is kept of a person from one sign-in to the next.
public final class LDAPStaffDirectory: StaffDirectory, StaffLookup {
    let plan: DirectoryPlan
    let threads: BoundedThreads
    private let logger: Logger
    private let servers: [DirectoryServer]
    private let referred: [LDAPURL: DirectoryLookup.Referred]
    private let rota: ServerRota
    let states: ServerStates

    /// Reads the configuration; no server is asked yet.
    ///
    /// - Parameters:
    ///   - configuration: where the directory is and how to read it.
    ///   - pool: threads for the blocking calls, started and stopped by the caller; as many as
    ///     sign-ins that may talk to a server at the same time.
    ///   - logger: hears of servers that fail, and of refusals by the directory's user name.
    ///   - metrics: is told which servers answer.
    ///   - now: the clock by which a server that failed rests.
    /// - Throws: every mistake of the configuration at once.
    public init(
        _ configuration: DirectoryConfiguration,
        pool: NIOThreadPool,
        logger: Logger,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws(DirectoryProblems) {
        let plan = try DirectoryPlan(configuration)
        self.plan = plan
        let server = { (url: LDAPURL) in
            DirectoryServer(
                url,
                options: plan.options,
                connectionsIdleMax: Self.connectionsIdleMax
            )
        }
        servers = plan.urls.map(server)
        let rota = { ServerRota(count: $0, rest: configuration.retryAfter, now: now) }
        referred = Dictionary(plan.referralServers.map { ($0, (server($0), rota(1))) }) {
            first,
            _ in
            first
        }
        self.rota = rota(plan.urls.count)
        states = ServerStates(plan.urls, metrics)
        threads = BoundedThreads(pool, jobsMax: configuration.signInsMax)
        self.logger = logger
    }

    /// Proves a password and answers who it belongs to.
    ///
    /// An empty password never reaches a server: many take it for an anonymous bind and say
    /// "success" (RFC 4513 §5.1.2).
    public func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        guard isAskable(username), !password.isEmpty, !password.containsNUL else { throw .refused }
        guard password.bytesCount <= plan.configuration.passwordBytesMax else { throw .refused }
        let answer = await ask { lookup throws(LDAPError) in
            try lookup.signIn(username, password)
        }
        switch answer {
        case .failure(let error): throw refusal(error)
        case .success(let account):
            guard !account.identity.roles.isEmpty else {
                throw account.limit.map { Self.hidden(of: account.identity, by: $0) }
                    ?? refusal(.noRole(id: account.identity.id))
            }
            if let limit = account.limit {
                logger.warning(
                    "more groups than are read; roles may be missing",
                    metadata: ["user": "\(account.identity.id)", "limit": "\(limit)"]
                )
            }
            if account.queuesLeftOut > 0 {
                logger.warning(
                    "more queues than one person can have; some are left out",
                    metadata: ["user": "\(account.identity.id)"]
                )
            }
            return account.identity
        }
    }

    /// Says what the directory knows of somebody, without a password; for the operator.
    ///
    /// - Throws: any case but ``DirectoryError/wrongPassword(id:)`` and
    ///   ``DirectoryError/noRole(id:)``: an account without a role is an answer here.
    public func whoami(_ username: String) async throws(DirectoryError) -> DirectoryAccount {
        guard isAskable(username) else { throw .malformedUsername }
        return try await ask { lookup throws(LDAPError) in
            try lookup.account(of: username, explains: true)
        }
        .get()
    }

    /// What the directory now says of somebody who logged in before; nil when they no longer may.
    public func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity? {
        // Nobody to ask, so nobody says no; the session ends by itself.
        guard plan.configuration.canLookUp else { return staff }
        let answer = await ask { lookup throws(LDAPError) in
            try lookup.account(of: staff.id, explains: false)
        }
        switch answer {
        case .success(let account):
            // The entry may by now be another's, who took over the name.
            guard account.identity.id == staff.id else { return nil }
            // A role may come by a group that was not read.
            if let limit = account.limit, !account.identity.roles.isSuperset(of: staff.roles) {
                throw Self.hidden(of: staff, by: limit)
            }
            return account.identity.roles.isEmpty ? nil : account.identity
        case .failure(.unavailable(let cause)): throw .unavailable(cause: cause)
        case .failure: return nil
        }
    }

    /// Who is known by a user name, however it is written; nil when it is nobody's who has a role.
    public func person(named username: String) async throws(SignInError) -> StaffIdentity? {
        guard plan.configuration.canLookUp else {
            throw .unavailable(cause: "the directory lets nobody be looked up")
        }
        guard isAskable(username) else { return nil }
        let answer = await ask { lookup throws(LDAPError) in
            try lookup.account(of: username, explains: false)
        }
        switch answer {
        case .success(let account):
            // A role may come by a group that was not read.
            if let limit = account.limit { throw Self.hidden(of: account.identity, by: limit) }
            return account.identity.roles.isEmpty ? nil : account.identity
        case .failure(.unavailable(let cause)): throw .unavailable(cause: cause)
        case .failure: return nil
        }
    }

    private static func hidden(of staff: StaffIdentity, by limit: GroupLimit) -> SignInError {
        .unavailable(cause: "not all groups of \(staff.id) could be read: \(limit)")
    }

    private func isAskable(_ username: String) -> Bool {
        let length = username.utf8.count
        return (1...plan.configuration.usernameBytesMax).contains(length)
            && !username.utf8.contains(0)
    }

    private func ask(
        _ work: @escaping @Sendable (DirectoryLookup) throws(LDAPError) -> DirectoryLookup.Answer
    ) async -> DirectoryLookup.Answer {
        await threads.run { self.askInTurn(work) }
            ?? .failure(.unavailable(cause: "too many sign-ins at once, or shutting down"))
    }

    private func askInTurn(
        _ work: (DirectoryLookup) throws(LDAPError) -> DirectoryLookup.Answer
    ) -> DirectoryLookup.Answer {
        var causes: [String] = []
        var asked: Set<Int> = []
        while let index = rota.next(after: asked) {
            asked.insert(index)
            do throws(LDAPError) {
                let answer = try work(lookup(at: index))
                rota.note(index, isUp: true)
                states.note(index, isUp: true)
                return answer
            } catch {
                rota.note(index, isUp: false)
                states.note(index, isUp: false)
                let cause = error.words(of: plan.urls[index])
                logger.warning("directory server failed", metadata: ["cause": "\(cause)"])
                causes.append(cause)
            }
        }
        if causes.isEmpty { causes = ["every server failed a moment ago and is being tried"] }
        return .failure(.unavailable(cause: causes.joined(separator: "; ")))
    }

    func lookup(at index: Int) -> DirectoryLookup {
        DirectoryLookup(plan: plan, server: servers[index], referred: referred)
    }

    /// Connections to one server that rest, of each kind; more open while more threads ask.
    private static let connectionsIdleMax = 8

    /// What the outside hears; the log hears why, by the directory's user name and never by what
    /// was typed, which now and then is a password.
    private func refusal(_ error: DirectoryError) -> SignInError {
        switch error {
        case .unavailable(let cause):
            return .unavailable(cause: cause)
        case .wrongPassword, .noRole, .severalEntries, .noUsername:
            logger.notice("sign-in refused", metadata: ["cause": "\(error)"])
            if case .wrongPassword(let id) = error { return .wrongPassword(of: id) }
            return .refused
        case .noSuchUser, .malformedUsername:
            return .refused
        }
    }
}
