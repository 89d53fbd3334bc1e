import Cryptography
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension ReportRoutes {
    /// `POST /open311/v2/requests`: 201 only when it is on disk.
    @Sendable
    func file(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let format = Self.named(request).format
        do throws(ReportRefusal) {
            return try await filed(request, context, format)
        } catch {
            return answer(error, format)
        }
    }

    private func filed(
        _ request: Request,
        _ context: DeskRequestContext,
        _ format: ReportFormat
    ) async throws(ReportRefusal) -> Response {
        guard !desk.offer.services.isEmpty else {
            throw ReportRefusal(.notFound, "No service is offered here.")
        }
        let form: ReportForm
        do throws(ReportRefusal) {
            form = ReportForm(data: try await data(of: request, context))
        } catch {
            // What cannot be read counts as well.
            try admit(request, context, by: posts)
            throw error
        }
        let staff = try await caller(form.key, request, context)
        try check(jurisdiction: form.jurisdiction)
        guard let code = form.serviceCode else {
            throw ReportRefusal(.badRequest, "service_code was not provided")
        }
        guard let service = desk.offer[code] else { throw .serviceMissing }
        let draft = try form.draft(for: service)
        if staff == nil {
            // However many networks it comes from, a flood stays one that people can read.
            let allowance = allPosts.take("", at: .now)
            if allowance.isUsedUp { throw .tooOften(allowance) }
        }
        do throws(DeskError) {
            let filed = try await desk.file(draft, asking: code, by: staff)
            return format.response(
                "service_requests",
                .filed(filed.request, asking: service),
                filed.isNew ? .created : .ok
            )
        } catch {
            throw ReportRefusal(error, missing: .serviceMissing)
        }
    }

    private func data(
        of request: Request,
        _ context: DeskRequestContext
    ) async throws(ReportRefusal) -> FormData {
        do {
            let body = try await RequestBody(
                of: request,
                on: context.place,
                mediaTypes: ["application/x-www-form-urlencoded"],
                bytesMax: Self.formBytesMax
            )
            return try FormData(body.bytes)
        } catch let problem as Problem {
            throw ReportRefusal(problem)
        } catch {
            throw ReportRefusal(.badRequest, "The form cannot be read.")
        }
    }

    /// Who asks: a system with a key of its own for this, or, where that is allowed, anybody.
    private func caller(
        _ key: String?,
        _ request: Request,
        _ context: DeskRequestContext
    ) async throws(ReportRefusal) -> StaffIdentity? {
        guard let key else {
            try admit(request, context, by: posts)
            guard desk.offer.takesAnonymous else {
                throw ReportRefusal(.forbidden, "api_key was not provided")
            }
            return nil
        }
        guard let session = try await session(of: key), session.scopes?.contains(.open311) == true
        else {
            try admit(request, context, by: posts)
            throw ReportRefusal(.forbidden, "api_key provided is not valid here")
        }
        let allowance = keeper.rates.take(session.staff.id, at: .now)
        if allowance.isUsedUp { throw .tooOften(allowance) }
        return session.staff
    }

    private func session(of key: String) async throws(ReportRefusal) -> Session? {
        guard let token = SessionToken(key) else { return nil }
        do throws(DeskError) {
            return try await desk.session(for: token)
        } catch {
            throw ReportRefusal(error, missing: .serviceMissing)
        }
    }
}
