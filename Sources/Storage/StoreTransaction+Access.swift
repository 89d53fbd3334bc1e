import Cryptography
import Desk
import Foundation

/// Sessions, tokens of other systems, and who tried to log in.
extension StoreTransaction {
    func session(_ token: Digest) throws(DeskError) -> Session? {
        try SessionTable(session: session).find(token)
    }

    func sessions(of staff: String) throws(DeskError) -> [KeptSession] {
        try SessionTable(session: session).list(of: staff)
    }

    func staffWithSessions() throws(DeskError) -> [StaffIdentity] {
        try SessionTable(session: session).staff()
    }

    func signInFailures(_ subject: Digest) throws(DeskError) -> SignInFailures? {
        try SignInFailureTable(session: session).find(subject)
    }

    func wasLetIn(
        _ name: String,
        from network: String?,
        since: Date
    ) throws(DeskError) -> Bool {
        try AccessRecordTable(session: session).wasLetIn(name, from: network, since: since)
    }

    func accessRecords(
        of staff: String?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [AccessEntry] {
        try AccessRecordTable(session: session).list(of: staff, before: before, limit: limit)
    }

    func changeRecords(
        by staff: String?,
        before: Int64?,
        limit: Int
    ) throws(DeskError) -> [ChangeEntry] {
        try ChangeRecordTable(session: session).list(by: staff, before: before, limit: limit)
    }

    func serviceToken(_ token: Digest) throws(DeskError) -> ServiceToken? {
        try ServiceTokenTable(session: session).find(token)
    }

    func serviceTokens() throws(DeskError) -> [ServiceToken] {
        try ServiceTokenTable(session: session).list()
    }

    func insert(_ value: Session, token: Digest) throws(DeskError) {
        try SessionTable(session: session).insert(value, token: token)
    }

    func deleteSession(_ token: Digest) throws(DeskError) {
        try SessionTable(session: session).delete(token)
    }

    func touchSession(_ token: Digest, at moment: Date) throws(DeskError) {
        try SessionTable(session: session).touch(token, at: moment)
    }

    func confirmSessions(of staff: StaffIdentity, at moment: Date) throws(DeskError) {
        try SessionTable(session: session).confirm(staff, at: moment)
    }

    func record(_ access: AccessRecord) throws(DeskError) {
        try AccessRecordTable(session: session).insert(access)
    }

    func record(_ change: ChangeRecord) throws(DeskError) {
        try ChangeRecordTable(session: session).insert(change)
    }

    func save(_ failures: SignInFailures, for subject: Digest) throws(DeskError) {
        try SignInFailureTable(session: session).save(failures, for: subject)
    }

    func forgetSignInFailures(_ subject: Digest) throws(DeskError) {
        try SignInFailureTable(session: session).delete(subject)
    }

    func insert(_ token: ServiceToken, digest: Digest) throws(DeskError) {
        try ServiceTokenTable(session: session).insert(token, digest: digest)
    }

    func revokeServiceToken(_ id: UUIDv7, at moment: Date) throws(DeskError) {
        try ServiceTokenTable(session: session).revoke(id, at: moment)
    }

    func touchServiceToken(_ digest: Digest, at moment: Date) throws(DeskError) {
        try ServiceTokenTable(session: session).touch(digest, at: moment)
    }
}
