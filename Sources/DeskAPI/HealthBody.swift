/// The answer to `GET /healthz` and `GET /readyz`.
public struct HealthBody: Codable, Sendable, Equatable {
    /// `ok`, `degraded` (it serves, and somebody should look) or `unavailable`.
    public var status: String
    /// Each part that was looked at, with `ok` or what is wrong; empty for other machines.
    public var checks: [String: String]
    /// Those of the parts that are not well, by name; left out for other machines.
    public var troubled: [String]?

    /// Names every member.
    public init(
        status: String,
        checks: [String: String],
        troubled: [String]? = nil
    ) {
        self.status = status
        self.checks = checks
        self.troubled = troubled
    }
}
