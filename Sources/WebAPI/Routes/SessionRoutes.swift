import Cryptography
import Desk
import DeskAPI
import HTTPTypes
import Hummingbird
import Logging

/// `POST /v1/sessions`, `GET` and `DELETE /v1/session`.
struct SessionRoutes {
    let desk: Desk
    let proxies: TrustedProxies
    let logger: Logger

    /// Octets of a log-in: the one body that is read from callers nobody knows yet.
    static let signInBytesMax = 16_384

    @Sendable
    func signIn(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let body = try await RequestBody(
            of: request,
            on: context.place,
            bytesMax: Self.signInBytesMax
        )
        let form = try body.form(SignInForm.self)
        let origin = context.origin(request, proxies)
        do {
            let (token, session) = try await desk.signIn(
                username: form.username,
                password: Password(form.password),
                from: origin
            )
            logger.info("signed in", metadata: ["staff": "\(session.staff.id)"])
            let body = NewSessionBody(
                token: token.text,
                expiresAt: Timestamp(session.expiresAt),
                staff: StaffBody(session.staff)
            )
            return JSON.answer(body, status: .created)
        } catch let error as TooManySignIns {
            throw Problem.tooManySignIns(retryAfter: error.retryAfter)
        } catch SignInError.refused {
            // Never the name: people type passwords there. The access records have it where it is known,
            // and what is throttled, which could fill the journal, stands there alone.
            logger.notice("log-in refused", metadata: ["from": "\(origin.address ?? "unknown")"])
            throw Problem.signInRefused
        } catch SignInError.unavailable(let cause) {
            logger.error("no directory", metadata: ["cause": "\(cause)"])
            throw Problem.noDirectory
        }
    }

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let session = context.caller?.session else { throw Problem.unauthorized }
        return JSON.answer(
            SessionBody(
                expiresAt: Timestamp(session.expiresAt),
                staff: StaffBody(session.staff)
            )
        )
    }

    @Sendable
    func signOut(_ request: Request, context: DeskRequestContext) async throws -> Response {
        guard let caller = context.caller else { throw Problem.unauthorized }
        try await desk.signOut(caller.token, from: context.origin(request, proxies))
        return Response(status: .noContent)
    }
}
