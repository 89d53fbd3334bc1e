import Cryptography
import Foundation

extension Desk {
    /// A person's own open sessions, the newest first.
    public func sessions(of staff: StaffIdentity) async throws(DeskError) -> [KeptSession] {
        let moment = now()
        let all = try await store.read { reading throws(DeskError) in
            try reading.sessions(of: staff.id)
        }
        return all.filter { $0.session.isOpen(at: moment, idleMax: settings.sessionIdleMax) }
    }

    /// Ends one of a person's own sessions.
    ///
    /// - Throws: ``DeskError/notFound``, for another's too.
    public func endSession(
        _ id: String,
        of staff: StaffIdentity,
        from origin: Origin = Origin()
    ) async throws(DeskError) {
        let found = try await sessions(of: staff).first { $0.id == id }
        guard let found else { throw .notFound }
        try await end([found.token], from: origin)
    }

    /// Ends all of a person's own sessions but one.
    ///
    /// - Returns: how many there were.
    public func endOtherSessions(
        than token: SessionToken,
        of staff: StaffIdentity,
        from origin: Origin = Origin()
    ) async throws(DeskError) -> Int {
        let kept = token.digest
        let others = try await sessions(of: staff).map(\.token).filter { $0 != kept }
        try await end(others, from: origin)
        return others.count
    }

    /// At most `limit` lines of the record of access before `before`, newest first, and whether
    /// there are more.
    ///
    /// - Throws: ``DeskError/notPermitted`` unless the one who asks may read the audit.
    public func accessRecords(
        of person: String?,
        before: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (entries: [AccessEntry], hasMore: Bool) {
        guard staff.may(.readAudit) else { throw .notPermitted }
        let found = try await store.read { reading throws(DeskError) in
            try reading.accessRecords(of: person, before: before, limit: limit + 1)
        }
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// Makes a token for another system; it is returned here and never again.
    ///
    /// - Parameters:
    ///   - draft: what it may do.
    ///   - staff: who asks.
    ///   - once: makes it once; its answer must be without the token.
    /// - Returns: the token, or what was answered when the same was asked before.
    /// - Throws: ``DeskError/notPermitted`` unless an administrator asks, or the machine's own
    ///   command line, which is nil.
    public func createServiceToken(
        _ draft: ServiceTokenDraft,
        as staff: StaffIdentity?,
        once: Once<NewServiceToken>?
    ) async throws(DeskError) -> Answered<NewServiceToken> {
        guard staff?.may(.manageTokens) ?? true else { throw .notPermitted }
        let scopes = try draft.checked()
        let draft = draft.spelled(by: settings)
        if let staff { try checkReach(of: draft, by: staff) }
        let moment = now()
        let token = SessionToken.random(isService: true)
        let made = ServiceToken(
            id: UUIDv7(at: moment),
            name: draft.name,
            scopes: scopes,
            queues: draft.queues,
            createdBy: staff?.id ?? Self.commandLine,
            createdAt: moment,
            expiresAt: moment + Double(draft.days) * 86_400
        )
        return try await store.write { transaction throws(DeskError) in
            try transaction.once(once) { () throws(DeskError) in
                let inForce = try transaction.serviceTokens().count {
                    $0.revokedAt == nil && $0.expiresAt > moment
                }
                guard inForce < ServiceTokenDraft.tokensMax else {
                    throw .overLimit(name: "tokens in force", limit: ServiceTokenDraft.tokensMax)
                }
                try transaction.insert(made, digest: token.digest)
                try transaction.record(made.record(.created, at: moment, by: made.createdBy))
                return NewServiceToken(token: token, made: made)
            }
        }
    }

    /// A token is no way to what is confidential for who makes it; the machine's own command line may.
    private func checkReach(
        of draft: ServiceTokenDraft,
        by staff: StaffIdentity
    ) throws(DeskError) {
        var checks = FieldChecks()
        for (index, queue) in draft.queues.enumerated()
        where settings.confidentialQueues.contains(queue)
            && !staff.may(.readTickets, inQueue: queue)
        {
            checks.note("/queues/\(index)", "is confidential, and not yours")
        }
        try checks.finish()
    }

    /// All tokens of other systems, the newest first; their secrets are nowhere.
    public func serviceTokens(
        as staff: StaffIdentity?
    ) async throws(DeskError) -> [ServiceToken] {
        guard staff?.may(.manageTokens) ?? true else { throw .notPermitted }
        return try await store.read { reading throws(DeskError) in try reading.serviceTokens() }
    }

    /// Revokes a token; twice is no error.
    ///
    /// - Throws: ``DeskError/notFound``.
    public func revokeServiceToken(
        _ id: UUIDv7,
        as staff: StaffIdentity?
    ) async throws(DeskError) {
        guard staff?.may(.manageTokens) ?? true else { throw .notPermitted }
        let moment = now()
        let actor = staff?.id ?? Self.commandLine
        try await store.write { transaction throws(DeskError) in
            let found = try transaction.serviceTokens().first { $0.id == id }
            guard let token = found else { throw .notFound }
            guard token.revokedAt == nil else { return }
            try transaction.revokeServiceToken(id, at: moment)
            try transaction.record(token.record(.revoked, at: moment, by: actor))
        }
        sessions.forgetAll()
    }

    /// Who acts when nobody has logged in: whoever may run commands on the desk's own machine.
    private static let commandLine = "operator"
}

extension ServiceToken {
    fileprivate func record(
        _ outcome: AccessRecord.Outcome,
        at moment: Date,
        by actor: String
    ) -> AccessRecord {
        AccessRecord(
            at: moment,
            staff: session.staff.id,
            means: .serviceToken,
            outcome: outcome,
            actor: actor
        )
    }
}
