import HTTPTypes
import Hummingbird
import Metrics
import Synchronization

/// Counts every answer, and how long it took, by route, method and status.
///
/// The labels are those of the table of routes, never a path: what is asked for outside it is one
/// route, `unmatched`. A series is made when it is first needed; after that a request costs a
/// look-up and three additions, and takes no lock.
struct MeasuredAnswers: RouterMiddleware {
    typealias Context = DeskRequestContext

    private let routes: [String: RouteMeters]
    private let unmatched: RouteMeters

    /// Knows the paths as the router writes them, `/v1/tickets/{number}`.
    init(paths: some Sequence<String>, metrics: any MetricsFactory) {
        unmatched = RouteMeters("unmatched", metrics)
        routes = Dictionary(uniqueKeysWithValues: paths.map { ($0, RouteMeters($0, metrics)) })
    }

    func handle(
        _ request: Request,
        context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let meters = context.endpointPath.flatMap { routes[$0] } ?? unmatched
        meters.of(request.method).answer(response.status, in: start.duration(to: .now))
        return response
    }
}

/// What is counted of one route: a set of series for each method.
final class RouteMeters: Sendable {
    private let route: String
    private let metrics: any MetricsFactory
    private let methods = InlineArray<8, AtomicLazyReference<MethodMeters>> { _ in
        AtomicLazyReference()
    }

    init(_ route: String, _ metrics: any MetricsFactory) {
        self.route = route
        self.metrics = metrics
    }

    func of(_ method: HTTPRequest.Method) -> MethodMeters {
        let (place, name) = Self.place(of: method)
        if let found = methods[place].load() { return found }
        return methods[place].storeIfNil(
            MethodMeters([("route", route), ("method", name)], metrics)
        )
    }

    /// Anybody may make up a method; all of those are one.
    private static func place(of method: HTTPRequest.Method) -> (Int, String) {
        switch method {
        case .get: (0, "GET")
        case .post: (1, "POST")
        case .put: (2, "PUT")
        case .patch: (3, "PATCH")
        case .delete: (4, "DELETE")
        case .head: (5, "HEAD")
        case .options: (6, "OPTIONS")
        default: (7, "other")
        }
    }
}

/// What is counted of one method of a route.
final class MethodMeters: Sendable {
    private let labels: [(String, String)]
    private let metrics: any MetricsFactory
    private let time: Timer
    /// One for each status from 100 to 599.
    private let statuses = InlineArray<500, AtomicLazyReference<Counter>> { _ in
        AtomicLazyReference()
    }

    init(_ labels: [(String, String)], _ metrics: any MetricsFactory) {
        self.labels = labels
        self.metrics = metrics
        time = Timer(
            label: "helpdesk_http_request_seconds",
            dimensions: labels,
            factory: metrics
        )
    }

    func answer(_ status: HTTPResponse.Status, in span: Duration) {
        time.record(duration: span)
        let place = min(max(status.code, 100), 599) - 100
        let counter =
            statuses[place].load()
            ?? statuses[place].storeIfNil(
                Counter(
                    label: "helpdesk_http_requests_total",
                    dimensions: labels + [("status", "\(status.code)")],
                    factory: metrics
                )
            )
        counter.increment()
    }
}
