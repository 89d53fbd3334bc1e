public import Cryptography
import Foundation

extension Desk {
    /// Proves who somebody is and opens a session; the token is returned here and never again.
    public func signIn(
        username: String,
        password: Password
    ) async throws -> (token: SessionToken, session: Session) {
        let staff = try await directory.signIn(username: username, password: password)
            .admitted(where: settings.confidentialQueues)
        let moment = now()
        let token = SessionToken.random()
        let session = Session(
            staff: staff,
            createdAt: moment,
            expiresAt: moment + settings.sessionLifetime
        )
        try await store.write { transaction throws(DeskError) in
            try transaction.insert(session, token: token.digest)
        }
        return (token, session)
    }

    /// The session a token opens; nil when it is none, or none any more.
    public func session(for token: SessionToken) async throws(DeskError) -> Session? {
        let moment = now()
        let digest = token.digest
        if let session = sessions.session(digest, at: moment) {
            return session.isOpen(at: moment) ? session : nil
        }
        let epoch = sessions.epoch
        let found = try await store.look { reading throws(DeskError) in
            try reading.session(digest)
        }
        guard var found, found.isOpen(at: moment) else { return nil }
        found.staff = found.staff.admitted(where: settings.confidentialQueues)
        sessions.keep(found, for: digest, at: moment, ifStill: epoch)
        return found
    }

    /// Ends a session; ending it twice is no error.
    public func signOut(_ token: SessionToken) async throws(DeskError) {
        let digest = token.digest
        try await store.write { transaction throws(DeskError) in
            try transaction.deleteSession(digest)
        }
        // A request that read it before the delete may have cached it again meanwhile; one that is
        // about to will see that it must not.
        sessions.forget(digest)
    }

    /// Takes note of what was done by another daemon on the same store.
    public func heed(_ change: StoreChange) {
        switch change {
        case .sessionEnded(let token): sessions.forget(token)
        case .evidenceChanged: learning.raise()
        case .unknown:
            sessions.forgetAll()
            learning.raise()
        }
    }
}
