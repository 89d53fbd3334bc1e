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

    private func refuseOtherMethods(on router: Router<DeskRequestContext>) {
        let usual: [HTTPRequest.Method] = [
            .get, .post, .put, .patch, .delete, .options, .trace, .query,
        ]
        for (path, allowed) in methods {
            let names = allowed.map(\.rawValue) + (allowed.contains(.get) ? ["HEAD"] : [])
            let allow = names.sorted().joined(separator: ", ")
            for method in usual where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    var problem = Problem(
                        .methodNotAllowed,
                        "method-not-allowed",
                        "Method not allowed",
                        detail: "Allowed here: \(allow)."
                    )
                    problem.headers[.allow] = allow
                    throw problem
                }
            }
        }
    }
}

extension HTTPRequest.Method {
    /// A query with a body (draft-ietf-httpbis-safe-method-w-body), which no route has.
    fileprivate static var query: Self { Self("QUERY") ?? .trace }
}
