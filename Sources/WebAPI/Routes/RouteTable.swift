import Desk
import HTTPTypes
import Hummingbird

/// Registers routes and remembers them, so that a known path with a wrong method is answered with
/// 405 and `Allow` (RFC 9110 §15.5.6) instead of looking unknown.
struct RouteTable {
    typealias Answer = @Sendable (Request, DeskRequestContext) async throws -> Response

    private var methods: [String: [HTTPRequest.Method]] = [:]
    private var routes: [(path: RouterPath, method: HTTPRequest.Method, answer: Answer)] = []

    /// The paths added so far, as the router names them.
    var paths: [String] { methods.keys.map { RouterPath($0).description } }

    /// Method and path of every route, as they were added.
    var names: [String] {
        methods.flatMap { path, methods in methods.map { "\($0.rawValue) \(path)" } }
    }

    /// Every method and path added so far.
    var endpoints: [(method: HTTPRequest.Method, path: String)] {
        methods.flatMap { path, methods in methods.map { ($0, path) } }
    }

    mutating func add(
        _ method: HTTPRequest.Method,
        _ path: String,
        guardedBy guardian: (any MiddlewareProtocol<Request, Response, DeskRequestContext>)?,
        _ answer: @escaping Answer
    ) {
        methods[path, default: []].append(method)
        guard let guardian else {
            routes.append((RouterPath(path), method, answer))
            return
        }
        let scope = RouteScopes.scope(method, path)
        routes.append(
            (
                RouterPath(path), method,
                { request, context in
                    try await guardian.handle(request, context: context) { request, context in
                        try context.require(scope)
                        return try await answer(request, context)
                    }
                }
            )
        )
    }

    /// Hands all routes to the router, whose middleware must be there already.
    ///
    /// Every other usual method of their paths is answered too.
    func register(on router: Router<DeskRequestContext>) {
        for route in routes { router.on(route.path, method: route.method, use: route.answer) }
        refuseOtherMethods(on: router)
    }

    /// Others nobody here knows, on any path (RFC 9110 §9.1).
    static let usual: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .query,
    ]

    private func refuseOtherMethods(on router: Router<DeskRequestContext>) {
        for (path, methods) in methods {
            let allowed = methods + (methods.contains(.get) ? [.head] : [])
            let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.usual where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem(
                        .methodNotAllowed,
                        "method-not-allowed",
                        "Method not allowed",
                        detail: "Allowed here: \(allow).",
                        headers: [.allow: allow]
                    )
                }
            }
        }
    }
}

extension HTTPRequest.Method {
    /// A query with a body (draft-ietf-httpbis-safe-method-w-body), which no route has.
    fileprivate static var query: Self { Self("QUERY") ?? .trace }
}
