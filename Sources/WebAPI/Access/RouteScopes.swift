import Desk
import HTTPTypes

/// Which scope lets another system's token pass, for every route that one may pass at all.
///
/// The one place: a route that is not here is for people, and a new one is until it is put here.
enum RouteScopes {
    static let table: [String: TokenScope] = [
        "POST /v1/tickets": .ticketsCreate,
        "GET /v1/tickets": .ticketsRead,
        "GET /v1/tickets/:number": .ticketsRead,
        "GET /v1/tickets/:number/messages": .ticketsRead,
        "GET /v1/tickets/:number/messages/:id/html": .ticketsRead,
        "GET /v1/tickets/:number/history": .ticketsRead,
        "GET /v1/tickets/:number/suggestions": .ticketsRead,
        "GET /v1/tickets/:number/draft": .ticketsWrite,
        "GET /v1/tickets/:number/service-request": .ticketsRead,
        "GET /v1/attachments/:id": .ticketsRead,
        "PATCH /v1/tickets/:number": .ticketsWrite,
        "PUT /v1/tickets/:number/assignment": .ticketsWrite,
        "DELETE /v1/tickets/:number/assignment": .ticketsWrite,
        "PUT /v1/tickets/:number/unit": .ticketsWrite,
        "DELETE /v1/tickets/:number/unit": .ticketsWrite,
        "PUT /v1/tickets/:number/resolution": .ticketsWrite,
        "DELETE /v1/tickets/:number/resolution": .ticketsWrite,
        "PUT /v1/tickets/:number/merger": .ticketsWrite,
        "DELETE /v1/tickets/:number/merger": .ticketsWrite,
        "POST /v1/tickets/:number/messages/:id/split": .ticketsWrite,
        "GET /v1/tickets/:number/links": .ticketsRead,
        "PUT /v1/tickets/:number/links/:other": .ticketsWrite,
        "DELETE /v1/tickets/:number/links/:other": .ticketsWrite,
        "GET /v1/tickets/:number/duplicates": .ticketsRead,
        "PUT /v1/tickets/:number/snooze": .ticketsWrite,
        "DELETE /v1/tickets/:number/snooze": .ticketsWrite,
        "PUT /v1/tickets/:number/follow-up": .ticketsWrite,
        "DELETE /v1/tickets/:number/follow-up": .ticketsWrite,
        "POST /v1/tickets/:number/messages": .ticketsWrite,
        "GET /v1/events": .ticketsRead,
        "PUT /v1/tickets/:number/incident": .ticketsWrite,
        "DELETE /v1/tickets/:number/incident": .ticketsWrite,
        "POST /v1/matches": .articlesRead,
        "GET /v1/articles": .articlesRead,
        "GET /v1/articles/:article": .articlesRead,
        "POST /v1/calls/events": .callsReport,
        "GET /v1/calls": .callsReport,
        "GET /v1/calls/:name": .callsReport,
        "PUT /v1/calls/:name/ticket": .callsReport,
        "GET /v1/callbacks": .callsReport,
        "PUT /v1/callbacks/:id/completion": .callsReport,
        "PUT /v1/tickets/:number/callback": .callsReport,
        "GET /v1/destinations": .handoffsWrite,
        "POST /v1/tickets/:number/handoffs": .handoffsWrite,
        "GET /v1/tickets/:number/handoffs": .handoffsWrite,
        "GET /v1/handoffs": .handoffsWrite,
        "GET /v1/handoffs/:id": .handoffsWrite,
        "PUT /v1/handoffs/:id/outcome": .handoffsWrite,
        "GET /healthz": .metricsRead,
        "GET /readyz": .metricsRead,
        "GET /metrics": .metricsRead,
        "GET /openapi.json": .metricsRead,
    ]

    static func scope(_ method: HTTPRequest.Method, _ path: String) -> TokenScope? {
        table["\(method.rawValue) \(path)"]
    }
}

extension DeskRequestContext {
    /// Lets people pass, and tokens of other systems that have the route's scope.
    ///
    /// - Throws: 403 with what would be needed (RFC 6750 §3.1).
    func require(_ scope: TokenScope?) throws(Problem) {
        guard let scopes = caller?.session.scopes else { return }
        if let scope, scopes.contains(scope) { return }
        throw .insufficientScope(scope)
    }
}

extension Problem {
    /// The token is good and does not reach this far.
    static func insufficientScope(_ scope: TokenScope?) -> Problem {
        let wanted = scope.map { ", scope=\"\($0.rawValue)\"" } ?? ""
        return Problem(
            .forbidden,
            "insufficient-scope",
            "Not in this token's scopes",
            detail: scope.map { "The token would need the scope \($0.rawValue)." }
                ?? "This is for people who have logged in.",
            headers: [.wwwAuthenticate: "Bearer error=\"insufficient_scope\"\(wanted)"]
        )
    }
}
