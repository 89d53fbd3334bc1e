public import Cryptography
import Foundation

extension Desk {
    /// Proves who somebody is and opens a session; the token is returned here and never again.
    ///
    /// - Throws: ``SignInError``, ``TooManySignIns`` before anybody is asked, or
    ///   ``DeskError/unavailable(cause:)``: a failure that cannot be counted lets nobody in.
    public func signIn(
        username: String,
        password: Password,
        from origin: Origin = Origin()
    ) async throws -> (token: SessionToken, session: Session) {
        let attempt = SignInAttempt(username, from: origin, limits: settings.signIn)
        guard signIns.begin(attempt.person) else {
            await recordUnseen(attempt, .throttled)
            throw TooManySignIns(wait: 1)
        }
        defer { signIns.end(attempt.person) }
        let isFamiliar: Bool
        do {
            isFamiliar = try await admit(attempt)
        } catch let error as TooManySignIns {
            await recordUnseen(attempt, .throttled)
            throw error
        }
        let staff: StaffIdentity
        do throws(SignInError) {
            staff = try await directory.signIn(username: username, password: password)
                .spelled(by: settings)
                .admitted(where: settings.confidentialQueues)
        } catch {
            switch error {
            case .unavailable:
                await recordUnseen(attempt, .unavailable)
                throw error
            case .refused: try await note(attempt, isFamiliar: isFamiliar)
            case .wrongPassword(let id):
                try await note(attempt, of: id, isFamiliar: isFamiliar)
            }
            throw SignInError.refused
        }
        guard let opened = try await open(staff, after: attempt, isFamiliar: isFamiliar) else {
            // As for a wrong one: whether it was right, and whose name that is, stays unsaid. But
            // colleagues at the same address did not fail.
            try await note(attempt, of: staff.id, isFamiliar: isFamiliar, isRight: true)
            throw SignInError.refused
        }
        return opened
    }

    /// Writes down that nobody looked at an attempt, or counts it for a line of its minute.
    private func recordUnseen(
        _ attempt: SignInAttempt,
        _ outcome: AccessRecord.Outcome
    ) async {
        let key = UnseenSignIns.Key(name: attempt.name, origin: attempt.origin, outcome: outcome)
        await write(unseenSignIns.note(key, at: now()))
    }

    /// Writes down the attempts of past minutes that nobody looked at.
    public func recordUnseenSignIns() async { await write(unseenSignIns.due(at: now())) }

    /// They are answered the same when the store cannot write: nobody was let in.
    private func write(_ lines: [UnseenSignIns.Line]) async {
        guard !lines.isEmpty else { return }
        try? await store.write { transaction throws(DeskError) in
            for line in lines {
                let name = line.key.name
                let isKnown = try transaction.wasLetIn(name, from: nil, since: .distantPast)
                try transaction.record(
                    AccessRecord(
                        at: line.at,
                        staff: isKnown ? name : nil,
                        origin: line.key.origin,
                        means: .directory,
                        outcome: line.key.outcome,
                        times: line.times
                    )
                )
            }
        }
    }

    /// - Returns: true when the person was let in from that network before.
    private func admit(_ attempt: SignInAttempt) async throws -> Bool {
        let moment = now()
        let limits = settings.signIn
        let (isFamiliar, wait) = try await store.look { reading throws(DeskError) in
            var wait: TimeInterval?
            let isFamiliar = try attempt.isFamiliar(to: reading, at: moment)
            for (subject, _) in attempt.subjects(isFamiliar: isFamiliar) {
                let left = try reading.signInFailures(subject)?
                    .wait(at: moment, delayMax: limits.delayMax)
                wait = [wait, left].compactMap { $0 }.max()
            }
            return (isFamiliar, wait)
        }
        if let wait {
            meters.signInThrottled()
            throw TooManySignIns(wait: wait)
        }
        return isFamiliar
    }

    /// Counts a failure, and does so before anybody hears of it.
    ///
    /// With the `id` of somebody who has other names, for them too, or each name would have tries of
    /// its own. While they have to wait it counts for what was typed only: that is all that it does
    /// where the name itself has to. A password that `isRight`, of somebody who has to wait, counts for
    /// the name that was typed and not for the address.
    private func note(
        _ attempt: SignInAttempt,
        of id: String? = nil,
        isFamiliar: Bool,
        isRight: Bool = false
    ) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            var isBlocked = false
            var subjects = attempt.subjects(isFamiliar: isFamiliar)
            if isRight { subjects = Array(subjects.prefix(1)) }
            let named = id.flatMap(attempt.named)
            if let named {
                let (subject, wait) = try named.standing(in: transaction, at: moment)
                if wait == nil { subjects.append((subject, attempt.limits.failuresPerPerson)) }
            }
            for (subject, limit) in subjects {
                let failures = SignInFailures.following(
                    try transaction.signInFailures(subject),
                    at: moment,
                    limit: limit,
                    delayMax: attempt.limits.delayMax
                )
                try transaction.save(failures, for: subject)
                isBlocked = isBlocked || failures.blockedUntil > moment
            }
            let name = named?.name ?? attempt.name
            let isKnown = try transaction.wasLetIn(name, from: nil, since: .distantPast)
            for outcome in [AccessRecord.Outcome.refused] + (isBlocked ? [.blocked] : []) {
                try transaction.record(
                    AccessRecord(
                        at: moment,
                        staff: isKnown ? name : nil,
                        origin: attempt.origin,
                        means: .directory,
                        outcome: outcome
                    )
                )
            }
        }
    }

    /// - Returns: nil when the person has to wait, by another name than was typed.
    private func open(
        _ staff: StaffIdentity,
        after attempt: SignInAttempt,
        isFamiliar: Bool
    ) async throws -> (token: SessionToken, session: Session)? {
        let moment = now()
        let token = SessionToken.random()
        let session = Session(
            staff: staff,
            createdAt: moment,
            expiresAt: moment + settings.sessionLifetime,
            address: attempt.origin.address
        )
        let closed = try await store.write { transaction throws(DeskError) -> [Digest]? in
            if let named = attempt.named(staff.id) {
                let (subject, wait) = try named.standing(in: transaction, at: moment)
                guard wait == nil else { return nil }
                try transaction.forgetSignInFailures(subject)
            }
            // Only the person's: who knows one password may be guessing others.
            try transaction.forgetSignInFailures(attempt.personSubject(isFamiliar: isFamiliar))
            let tooMany = try transaction.sessions(of: staff.id)
                .dropFirst(DeskSettings.sessionsPerPersonMax - 1)
                .map(\.token)
            for token in tooMany { try transaction.deleteSession(token) }
            try transaction.insert(session, token: token.digest)
            try transaction.record(
                AccessRecord(
                    at: moment,
                    staff: staff.id,
                    origin: attempt.origin,
                    means: staff.isBreakGlass ? .breakGlass : .directory,
                    outcome: .accepted
                )
            )
            return tooMany
        }
        guard let closed else { return nil }
        for token in closed { sessions.forget(token) }
        return (token, session)
    }

    /// The session a token opens.
    ///
    /// - Parameters:
    ///   - token: what somebody showed.
    ///   - isNoted: false where that is no use of the session: listening keeps nobody logged in.
    /// - Returns: nil when it is none, or none any more.
    /// - Throws: ``DeskError/unavailable(cause:)`` also for somebody whom the directory has not
    ///   vouched for within the grace.
    public func session(
        for token: SessionToken,
        isNoted: Bool = true
    ) async throws(DeskError) -> Session? {
        let moment = now()
        let digest = token.digest
        if let session = sessions.session(digest, at: moment) {
            return try admitted(session, at: moment)
        }
        let epoch = sessions.epoch
        let found = try await store.look { reading throws(DeskError) in
            token.isService
                ? try reading.serviceToken(digest)?.session : try reading.session(digest)
        }
        guard var found, try admitted(found, at: moment) != nil else { return nil }
        found.staff = found.staff.admitted(where: settings.confidentialQueues)
        // Nor is it kept: whoever comes next and finds it there would not be noted either.
        guard isNoted else { return found }
        if await noteUse(of: found, token, at: moment) { found.usedAt = moment }
        sessions.keep(found, for: digest, at: moment, ifStill: epoch)
        return found
    }

    private func admitted(_ session: Session, at moment: Date) throws(DeskError) -> Session? {
        guard session.isOpen(at: moment, idleMax: settings.sessionIdleMax) else { return nil }
        guard session.isConfirmed(at: moment, grace: settings.directoryGrace) else {
            throw .unavailable(cause: "the directory has not vouched for a session in time")
        }
        return session
    }

    /// Notes the use of a session, once a minute at most; true when it did so now.
    private func noteUse(
        of session: Session,
        _ token: SessionToken,
        at moment: Date
    ) async -> Bool {
        guard session.usedAt + DeskSettings.touchInterval <= moment || session.isUnused else {
            return false
        }
        let digest = token.digest
        do throws(DeskError) {
            try await store.write { transaction throws(DeskError) in
                if token.isService {
                    try transaction.touchServiceToken(digest, at: moment)
                } else {
                    try transaction.touchSession(digest, at: moment)
                }
            }
            return true
        } catch {
            // A desk that cannot write can still be read; at worst somebody has to log in again.
            return false
        }
    }

    /// Ends a session; ending it twice is no error.
    public func signOut(
        _ token: SessionToken,
        from origin: Origin = Origin()
    ) async throws(DeskError) {
        guard !token.isService else { throw .notPermitted }
        try await end([token.digest], from: origin)
    }

    /// Ends sessions that are somebody's own, and remembers none of them.
    func end(_ tokens: [Digest], from origin: Origin) async throws(DeskError) {
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            for token in tokens {
                guard let session = try transaction.session(token) else { continue }
                try transaction.deleteSession(token)
                try transaction.record(
                    AccessRecord(
                        at: moment,
                        staff: session.staff.id,
                        origin: origin,
                        means: session.staff.isBreakGlass ? .breakGlass : .directory,
                        outcome: .signedOut
                    )
                )
            }
        }
        // A request that read it before the delete may have cached it again meanwhile; one that is
        // about to will see that it must not.
        for token in tokens { sessions.forget(token) }
    }

    /// Takes note of what was done by another daemon on the same store.
    public func heed(_ change: StoreChange) {
        switch change {
        case .sessionEnded(let token): sessions.forget(token)
        case .evidenceChanged: learning.raise()
        // The desk remembers none of them.
        case .eventsSealed: break
        case .unknown:
            sessions.forgetAll()
            learning.raise()
        }
    }
}

extension Session {
    /// True for a token that was made and never shown since.
    fileprivate var isUnused: Bool { scopes != nil && usedAt == createdAt }
}

extension SignInAttempt {
    /// What the person's failures are counted under, and how long they still have to wait.
    fileprivate func standing(
        in reading: any DeskReading,
        at moment: Date
    ) throws(DeskError) -> (subject: Digest, wait: TimeInterval?) {
        let subject = personSubject(isFamiliar: try isFamiliar(to: reading, at: moment))
        let failures = try reading.signInFailures(subject)
        return (subject, failures?.wait(at: moment, delayMax: limits.delayMax))
    }

    func isFamiliar(to reading: any DeskReading, at moment: Date) throws(DeskError) -> Bool {
        guard let network = origin.network else { return false }
        return try reading.wasLetIn(
            name,
            from: network,
            since: moment - SignInLimits.familiarity
        )
    }
}
