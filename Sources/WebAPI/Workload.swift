import HTTPTypes
import Hummingbird
import Synchronization

/// How many requests the door works on at a time.
///
/// What waits is bounded, so the time that the accepted ones take is too: one too many is told to
/// come again, at once, instead of making all others wait.
final class Workload: Sendable {
    private let requestsMax: Int
    private let requests = Atomic<Int>(0)

    init(requestsMax: Int) {
        precondition(requestsMax > 0, "a door that lets nothing in")
        self.requestsMax = requestsMax
    }

    /// Takes a place; false when there is none.
    func take() -> Bool {
        guard requests.add(1, ordering: .relaxed).newValue > requestsMax else { return true }
        give()
        return false
    }

    func give() { requests.subtract(1, ordering: .relaxed) }
}

/// How many requests one person has under way, so that a script that ran wild leaves room for others.
final class PersonalShares: Sendable {
    private let requestsMax: Int
    private let requests = Mutex<[String: Int]>([:])

    init(requestsMax: Int) {
        precondition(requestsMax > 0, "a door that lets nothing in")
        self.requestsMax = requestsMax
    }

    /// Counts one more; nil when the person has too many under way.
    func take(_ person: String) -> PersonalShare? {
        let isFree = requests.withLock { requests in
            let count = requests[person] ?? 0
            guard count < requestsMax else { return false }
            requests[person] = count + 1
            return true
        }
        return isFree ? PersonalShare(of: person, in: self) : nil
    }

    fileprivate func give(_ person: String) {
        requests.withLock { requests in
            let count = (requests[person] ?? 0) - 1
            requests[person] = count > 0 ? count : nil
        }
    }
}

/// One of a person's requests, which counts until nobody holds this any more: an answer that lies in
/// memory holds it until it is written.
final class PersonalShare: Sendable {
    private let person: String
    private let shares: PersonalShares

    fileprivate init(of person: String, in shares: PersonalShares) {
        (self.person, self.shares) = (person, shares)
    }

    deinit { shares.give(person) }
}

/// What one request occupies; nothing while its body is on its way in, or callers who send it slowly
/// would keep all others out.
final class WorkPlace: Sendable {
    private let workload: Workload
    private let isHeld = Mutex(true)

    init(_ workload: Workload) { self.workload = workload }

    /// Gives the place up; twice is no error.
    func leave() {
        let wasHeld = isHeld.withLock { isHeld in
            defer { isHeld = false }
            return isHeld
        }
        if wasHeld { workload.give() }
    }

    /// Takes a place anew.
    ///
    /// - Throws: 503 when there is none.
    func retake() throws(Problem) {
        guard workload.take() else { throw .overloaded }
        isHeld.withLock { $0 = true }
    }
}

/// Lets no more requests in than can be worked on.
struct WorkloadGuard: RouterMiddleware {
    typealias Context = DeskRequestContext

    let workload: Workload

    func handle(
        _ request: Request,
        context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        // A program that is busy is alive, and must not be restarted for it.
        if request.uri.path == "/healthz" { return try await next(request, context) }
        guard workload.take() else { throw Problem.overloaded }
        switch request.method {
        case .get, .head, .delete:
            defer { workload.give() }
            return try await next(request, context)
        default:
            let place = WorkPlace(workload)
            defer { place.leave() }
            var context = context
            context.place = place
            return try await next(request, context)
        }
    }
}
