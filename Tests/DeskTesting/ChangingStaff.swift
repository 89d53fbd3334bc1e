public import Cryptography
public import Desk
import Synchronization

/// A directory of staff that a test changes; passwords are those of ``TestStaff``.
public final class ChangingStaff: StaffDirectory, StaffLookup {
    private let people: Mutex<[String: StaffIdentity]>
    private let isAway = Mutex(false)
    private let asked = Mutex(0)

    /// Knows these at first.
    public init(_ people: [StaffIdentity] = TestStaff.people) {
        self.people = Mutex(Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0) }))
    }

    /// How often somebody's password was looked at.
    public var count: Int { asked.withLock { $0 } }

    /// Makes somebody another; nil lets them leave.
    public func change(_ id: String, to person: StaffIdentity?) {
        people.withLock { $0[id] = person }
    }
    /// Lets the directory answer nobody.
    public func goAway(_ isGone: Bool = true) { isAway.withLock { $0 = isGone } }

    /// Lets in who is there and knows the password.
    public func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        asked.withLock { $0 += 1 }
        if isAway.withLock({ $0 }) { throw .unavailable(cause: "away") }
        let wanted = Array(TestStaff.password(of: username).utf8)
        let isRight = password.withUnsafeBytes { $0.elementsEqual(wanted) }
        guard isRight, let person = people.withLock({ $0[username] }) else { throw .refused }
        return person
    }

    /// Who is known by a user name, in capitals or not.
    public func person(named username: String) async throws(SignInError) -> StaffIdentity? {
        if isAway.withLock({ $0 }) { throw .unavailable(cause: "away") }
        return people.withLock { $0[username.lowercased()] }
    }

    /// What is now known of somebody.
    public func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity? {
        if isAway.withLock({ $0 }) { throw .unavailable(cause: "away") }
        return people.withLock { $0[staff.id] }
    }
}
