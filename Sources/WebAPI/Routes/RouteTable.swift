import Desk
import HTTPTypes
import Hummingbird

/// Registers routes and remembers them, so that a known path with a wrong method is answered with
/// 405 and `Allow` (RFC 9110 §15.5.6) instead of looking unknown.
struct RouteTable {
    typealias Answer = @Sendable (Request, DeskRequestContext) async throws -> Response

    private let router: Router<DeskRequestContext>
    private var methods: [String: [HTTPRequest.Method]] = [:]

    init(_ router: Router<DeskRequestContext>) { self.router = router }

    mutating func add(
        _ method: HTTPRequest.Method,
        _ path: String,
        guardedBy guardian: (any MiddlewareProtocol<Request, Response, DeskRequestContext>)?,
        _ answer: @escaping Answer
    ) {
        methods[path, default: []].append(method)
        guard let guardian else {
            router.on(RouterPath(path), method: method, use: answer)
            return
        }
        router.on(RouterPath(path), method: method) { request, context in
            try await guardian.handle(request, context: context) { request, context in
                try await answer(request, context)
            }
        }
    }

    /// Answers every other usual method of the paths added so far.
    func refuseOtherMethods() {
        let usual: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options]
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
