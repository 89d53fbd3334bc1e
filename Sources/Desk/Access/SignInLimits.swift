import Cryptography
public import Foundation

/// How many wrong passwords are taken before one has to wait.
///
/// Past a limit each further failure doubles the wait, from a second up to ``delayMax``; an hour
/// without one forgets them all. They are kept in the store: a restart helps nobody.
///
/// - Configuration keys:
///   - `sign-in.failures-per-person` (int, default 5, 1…1 000).
///   - `sign-in.failures-per-address` (int, default 20, 1…100 000).
///   - `sign-in.failures-per-network` (int, default 100, 1…1 000 000).
///   - `sign-in.delay-seconds-max` (int, seconds, default 300, 1…3 600).
public struct SignInLimits: Sendable {
    /// For one user name; where the directory knows a person by several, for all of them together.
    ///
    /// Somebody who was let in from that network before is counted apart, so that nobody elsewhere
    /// can lock them out.
    public var failuresPerPerson = 5
    /// For one address.
    public var failuresPerAddress = 20
    /// For the network around it.
    public var failuresPerNetwork = 100
    /// The longest wait.
    public var delayMax: TimeInterval = 300

    /// How long failures are remembered; longer than any wait.
    static let memory: TimeInterval = 3_600
    /// How long a network is familiar after a log-in.
    static let familiarity: TimeInterval = 60 * 24 * 3_600
    /// Attempts for one user name that may be under way at once: so many more than the limit can
    /// be tried before the first failure is written down.
    static let underWayMax = 4

    /// The defaults.
    public init() {}
}

/// The failures of one user name, address or network.
public struct SignInFailures: Sendable, Equatable {
    /// How many, without a quiet hour between them.
    public var count: Int
    /// When the last one was.
    public var lastAt: Date
    /// Until when one has to wait.
    public var blockedUntil: Date

    /// Names every member.
    public init(count: Int, lastAt: Date, blockedUntil: Date) {
        self.count = count
        self.lastAt = lastAt
        self.blockedUntil = blockedUntil
    }

    /// One more, after those known; `limit` are free.
    static func following(
        _ known: Self?,
        at moment: Date,
        limit: Int,
        delayMax: TimeInterval
    ) -> Self {
        // A clock that was set back must not keep anybody out for longer.
        let counts = known.map { abs($0.lastAt.timeIntervalSince(moment)) < SignInLimits.memory }
        let count = (counts == true ? known?.count ?? 0 : 0) + 1
        let doublings = min(count - limit, 30)
        let delay = doublings < 0 ? 0 : min(delayMax, Double(1 << doublings))
        return Self(count: count, lastAt: moment, blockedUntil: moment + delay)
    }

    /// Seconds still to wait at a moment; nil when there is nothing to wait for.
    func wait(at moment: Date, delayMax: TimeInterval) -> TimeInterval? {
        let left = blockedUntil.timeIntervalSince(moment)
        // A longer one was written by a clock that was ahead, and would not end before that time.
        return left > 0 && left <= delayMax ? left : nil
    }
}

/// Too many wrong passwords: nobody looked at this one.
public struct TooManySignIns: Error, Sendable, Equatable {
    /// Seconds to wait, at least 1.
    public var retryAfter: Int

    init(wait: TimeInterval) { retryAfter = max(1, Int(wait.rounded(.up))) }
}

/// One attempt to log in, as it is counted.
struct SignInAttempt: Sendable {
    let origin: Origin
    /// The user name as failures are counted for it: one spelling of all that look alike.
    let name: String
    let limits: SignInLimits

    init(_ username: String, from origin: Origin, limits: SignInLimits) {
        name = FoldedUsername(username).text
        self.origin = origin
        self.limits = limits
    }

    /// The same by the name that the directory knows the person by; nil when that was typed.
    func named(_ id: String) -> Self? {
        let other = Self(id, from: origin, limits: limits)
        return other.name == name ? nil : other
    }

    /// What the attempts of one person have in common.
    var person: Digest { Self.digest("person", name) }

    /// What it is counted under, the person first, with how many failures are free.
    func subjects(isFamiliar: Bool) -> [(subject: Digest, limit: Int)] {
        var subjects = [(personSubject(isFamiliar: isFamiliar), limits.failuresPerPerson)]
        if let address = origin.address {
            subjects.append((Self.digest("address", address), limits.failuresPerAddress))
        }
        if let network = origin.network {
            subjects.append((Self.digest("network", network), limits.failuresPerNetwork))
        }
        return subjects
    }

    /// What the person's failures are counted under.
    func personSubject(isFamiliar: Bool) -> Digest {
        guard isFamiliar, let network = origin.network else { return person }
        return Self.digest("familiar", "\(network) \(name)")
    }

    /// What was typed is kept as a hash only: now and then it is a password.
    private static func digest(_ kind: String, _ value: String) -> Digest {
        Digest(of: "\(kind)\u{0}\(value)".utf8)
    }
}
