public import Cryptography
public import Desk
public import Metrics

/// A directory whose log-ins are counted, never by name.
public struct MeasuredDirectory: StaffDirectory {
    private let directory: any StaffDirectory
    private let accepted: Counter
    private let breakGlass: Counter
    private let refused: Counter
    private let unavailable: Counter
    private let time: Timer

    /// Asks `directory` and tells `metrics`.
    public init(_ directory: any StaffDirectory, metrics: any MetricsFactory) {
        self.directory = directory
        let logins = { (outcome: String) in
            Counter(
                label: "helpdesk_directory_logins_total",
                dimensions: [("outcome", outcome)],
                factory: metrics
            )
        }
        accepted = logins("accepted")
        breakGlass = logins("break_glass")
        refused = logins("refused")
        unavailable = logins("unavailable")
        time = Timer(label: "helpdesk_directory_login_seconds", factory: metrics)
    }

    /// Proves a password and answers who it belongs to.
    public func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        let start = ContinuousClock.now
        defer { time.record(duration: start.duration(to: .now)) }
        do throws(SignInError) {
            let identity = try await directory.signIn(username: username, password: password)
            (identity.isBreakGlass ? breakGlass : accepted).increment()
            return identity
        } catch {
            switch error {
            case .refused, .wrongPassword: refused.increment()
            case .unavailable: unavailable.increment()
            }
            throw error
        }
    }

    /// Who is known by a user name; that is no log-in.
    public func person(named username: String) async throws(SignInError) -> StaffIdentity? {
        try await directory.person(named: username)
    }
}
