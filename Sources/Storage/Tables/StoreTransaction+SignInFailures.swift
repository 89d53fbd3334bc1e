import Cryptography
import Desk
import Foundation

/// The table `sign_in_failures`: what was tried too often lately.
extension StoreTransaction {
    func signInFailures(_ subject: Digest) throws(DeskError) -> SignInFailures? {
        try session.first(
            """
            SELECT failures, last_at, blocked_until FROM sign_in_failures
            WHERE subject = \(subject.bytes)
            """
        ) { (row) throws(DeskError) in
            SignInFailures(
                count: Int(row.integer(0)),
                lastAt: row.moment(1),
                blockedUntil: row.moment(2)
            )
        }
    }

    func save(_ failures: SignInFailures, for subject: Digest) throws(DeskError) {
        try session.execute(
            """
            INSERT INTO sign_in_failures (subject, failures, last_at, blocked_until)
            VALUES (\(subject.bytes), \(failures.count), \(failures.lastAt), \(failures.blockedUntil))
            ON CONFLICT (subject) DO UPDATE SET
                failures = excluded.failures, last_at = excluded.last_at,
                blocked_until = excluded.blocked_until
            """
        )
    }

    func forgetSignInFailures(_ subject: Digest) throws(DeskError) {
        try session.execute("DELETE FROM sign_in_failures WHERE subject = \(subject.bytes)")
    }

    func sweepSignInFailures(before moment: Date) throws(DeskError) {
        try session.execute(
            "DELETE FROM sign_in_failures WHERE last_at < \(moment - Self.signInFailureLifetime)"
        )
    }

    /// Longer than any wait, and than failures are remembered.
    private static let signInFailureLifetime: TimeInterval = 24 * 3_600
}
