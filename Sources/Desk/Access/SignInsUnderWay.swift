import Cryptography
import Synchronization

/// The attempts to log in that have no answer yet, by person.
///
/// A failure counts once it is written down: without a bound here, a thousand guesses could start
/// before the first of them did.
final class SignInsUnderWay: Sendable {
    private let counts = Mutex<[Digest: Int]>([:])

    /// Counts one more; false when the person has too many under way.
    func begin(_ person: Digest) -> Bool {
        counts.withLock { counts in
            let count = counts[person] ?? 0
            guard count < SignInLimits.underWayMax else { return false }
            counts[person] = count + 1
            return true
        }
    }

    func end(_ person: Digest) {
        counts.withLock { counts in
            let count = (counts[person] ?? 0) - 1
            counts[person] = count > 0 ? count : nil
        }
    }
}
