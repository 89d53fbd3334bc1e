import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// `GET /healthz`, the program runs, and `GET /readyz`, it can serve.
struct HealthRoutes {
    let checks: [HealthCheck]

    @Sendable
    func alive(_ request: Request, context: DeskRequestContext) async throws -> Response {
        JSON.answer(HealthBody(status: "ok", checks: [:]))
    }

    @Sendable
    func ready(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var found: [String: String] = [:]
        var isReady = true
        for check in checks {
            let trouble = await check.trouble()
            found[check.name] = trouble ?? "ok"
            isReady = isReady && trouble == nil
        }
        return JSON.answer(
            HealthBody(status: isReady ? "ok" : "unavailable", checks: found),
            status: isReady ? .ok : .serviceUnavailable
        )
    }
}

/// One part without which the desk cannot serve.
public struct HealthCheck: Sendable {
    /// What is looked at.
    public var name: String
    /// What is wrong with it, in words an operator understands; nil when nothing is.
    public var trouble: @Sendable () async -> String?

    /// Names both members.
    public init(name: String, trouble: @escaping @Sendable () async -> String?) {
        self.name = name
        self.trouble = trouble
    }
}
