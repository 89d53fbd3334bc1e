import Desk
import HTTPTypes
import Hummingbird

/// Lets nobody pass without the token of a session.
struct SessionGuard: RouterMiddleware {
    typealias Context = DeskRequestContext

    let desk: Desk
    let keeper: Doorkeeper

    func handle(
        _ request: Request,
        context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        // RFC 6750 §2.1; never from the query, which ends up in logs (§5.3).
        guard let header = request.headers[.authorization],
            let token = Self.token(in: header),
            let session = try await desk.session(for: token)
        else { throw Problem.unauthorized }
        let person = session.staff.id
        let allowance = keeper.rates.take(person, at: .now)
        guard !allowance.isUsedUp else { throw Problem.tooOften(allowance, of: keeper.rates) }
        var fields: HTTPFields = [:]
        keeper.rates.write(allowance, to: &fields)
        guard let share = keeper.shares.take(person) else {
            throw CountedRefusal(cause: Problem.tooManyAtOnce, headers: fields)
        }
        defer { withExtendedLifetime(share) {} }
        var context = context
        context.caller = DeskRequestContext.Caller(token: token, session: session, share: share)
        do {
            var response = try await next(request, context)
            response.headers.append(contentsOf: fields)
            return response
        } catch {
            throw CountedRefusal(cause: error, headers: fields)
        }
    }

    private static func token(in header: String) -> SessionToken? {
        // Compared as octets first: almost everybody writes it so, and this is every request.
        let scheme = header.utf8.prefix(7)
        guard
            scheme.elementsEqual("Bearer ".utf8)
                || String(scheme)?.lowercased() == "bearer "
        else { return nil }
        return SessionToken(String(header.dropFirst(7)))
    }
}

/// What went wrong with a request that was taken from somebody's minute, and what is left of that.
struct CountedRefusal: Error {
    let cause: any Error
    let headers: HTTPFields
}

extension Request {
    /// True when the caller is on this machine and does not speak for another.
    ///
    /// A proxy on this machine says so in one of these (RFC 7239); whom it speaks for is elsewhere.
    func isFromHere(_ context: DeskRequestContext) -> Bool {
        context.isLocal
            && !headers.contains {
                ["forwarded", "x-forwarded-for"].contains($0.name.canonicalName)
            }
    }
}

/// Lets callers on this machine pass without a token, others only with one.
struct LoopbackGuard: RouterMiddleware {
    typealias Context = DeskRequestContext

    let desk: Desk
    let keeper: Doorkeeper

    func handle(
        _ request: Request,
        context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        if request.isFromHere(context) { return try await next(request, context) }
        return try await SessionGuard(desk: desk, keeper: keeper).handle(
            request,
            context: context,
            next: next
        )
    }
}
