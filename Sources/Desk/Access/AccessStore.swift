public import Cryptography
public import Foundation

/// What can be looked up of sessions, tokens and attempts to log in.
public protocol AccessReading {
    /// The session that a token's digest opens, expired or not.
    func session(_ token: Digest) throws(DeskError) -> Session?
    /// All sessions of somebody, the newest first.
    func sessions(of staff: String) throws(DeskError) -> [KeptSession]
    /// Everybody who has a session, each once, in order of the alphabet.
    func staffWithSessions() throws(DeskError) -> [StaffIdentity]
    /// What is known of failures under these; nil where there are none.
    func signInFailures(_ subject: Digest) throws(DeskError) -> SignInFailures?
    /// True when somebody of that name was let in since, from that network where one is given; the
    /// name is folded (``AccessRecord/key(of:)``).
    func wasLetIn(
        _ name: String,
        from network: String?,
        since: Date
    ) throws(DeskError) -> Bool
    /// At most `limit` records before `before`, newest first; of one person or of all.
    func accessRecords(
        of staff: String?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [AccessEntry]
    /// At most `limit` records of changes before `before`, newest first; of one person or of all.
    func changeRecords(
        by staff: String?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [ChangeEntry]
    /// The token of another system, in force or not.
    func serviceToken(_ token: Digest) throws(DeskError) -> ServiceToken?
    /// All tokens of other systems, the newest first.
    func serviceTokens() throws(DeskError) -> [ServiceToken]
}

/// What can be changed of sessions, tokens and attempts to log in.
public protocol AccessWriting: AccessReading {
    /// Keeps a session under its token's digest.
    func insert(_ session: Session, token: Digest) throws(DeskError)
    /// Ends a session.
    func deleteSession(_ token: Digest) throws(DeskError)
    /// Notes that a session was used.
    func touchSession(_ token: Digest, at moment: Date) throws(DeskError)
    /// Writes what the directory now says into all sessions of somebody, and that it said so.
    func confirmSessions(of staff: StaffIdentity, at moment: Date) throws(DeskError)
    /// Adds a line to the record of access.
    func record(_ access: AccessRecord) throws(DeskError)
    /// Adds a line to the record of changes.
    func record(_ change: ChangeRecord) throws(DeskError)
    /// Writes the failures under a subject.
    func save(_ failures: SignInFailures, for subject: Digest) throws(DeskError)
    /// Forgets the failures under a subject.
    func forgetSignInFailures(_ subject: Digest) throws(DeskError)
    /// Keeps a token of another system under its digest.
    func insert(_ token: ServiceToken, digest: Digest) throws(DeskError)
    /// Revokes a token.
    func revokeServiceToken(_ id: UUIDv7, at moment: Date) throws(DeskError)
    /// Notes that a token was used.
    func touchServiceToken(_ digest: Digest, at moment: Date) throws(DeskError)
}
