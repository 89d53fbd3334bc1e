import Cryptography
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// `/open311/v2/…`: GeoReport v2, so that other programs can file and follow what citizens ask.
///
/// What a path ends in says how the answer is written; every error has the standard's own form.
struct ReportRoutes {
    let desk: Desk
    let keeper: Doorkeeper
    let reads: PersonalRates
    let posts: PersonalRates
    /// Of everybody who shows no key, as if they were one.
    let allPosts: PersonalRates
    let now: @Sendable () -> Date
    let logger: Logger

    static let root = "/open311/v2"
    /// Octets of a form: four thousand characters of four octets, escaped, and room for the rest.
    static let formBytesMax = 65_536

    @Sendable
    func discover(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await answer(request, context) { (_, format) throws(ReportRefusal) in
            let formats = ReportFormat.allCases.map { format in
                ReportDocument.text(format == .xml ? "text/xml" : "application/json")
            }
            let endpoint = ReportDocument.record([
                ("specification", .text("http://wiki.open311.org/GeoReport_v2")),
                ("url", .text(desk.publicURL.map { $0 + Self.root })),
                ("changeset", .text(Self.changeset)),
                ("type", .text("production")),
                ("formats", .list(item: "format", formats)),
            ])
            return format.response(
                "discovery",
                .record([
                    ("changeset", .text(Self.changeset)),
                    ("contact", .text(contact)),
                    ("key_service", .text(contact)),
                    ("endpoints", .list(item: "endpoint", [endpoint])),
                ])
            )
        }
    }

    @Sendable
    func services(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await answer(request, context) { (_, format) throws(ReportRefusal) in
            format.response("services", .services(desk.offer.services))
        }
    }

    @Sendable
    func service(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await answer(request, context) { (code, format) throws(ReportRefusal) in
            guard let service = desk.offer[code] else { throw .serviceMissing }
            return format.response("service_definition", .definition(of: service))
        }
    }

    @Sendable
    func token(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await answer(request, context) { (text, format) throws(ReportRefusal) in
            let missing = ReportRefusal(.notFound, "token provided was not found")
            guard let token = UUIDv7(text) else { throw missing }
            do throws(DeskError) {
                let number = try await desk.request(of: token)
                let item = ReportDocument.record([
                    ("service_request_id", .text(String(number.rawValue))),
                    ("token", .text(token.description)),
                ])
                return format.response("service_requests", .requests([item]))
            } catch {
                throw ReportRefusal(error, missing: missing)
            }
        }
    }

    @Sendable
    func request(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await answer(request, context) { (text, format) throws(ReportRefusal) in
            guard let number = Int64(text), number > 0 else { throw .requestMissing }
            do throws(DeskError) {
                let found = try await desk.followed(TicketNumber(rawValue: number))
                return show([found], as: format, to: request)
            } catch {
                throw ReportRefusal(error, missing: .requestMissing)
            }
        }
    }

    @Sendable
    func requests(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await answer(request, context) { (_, format) throws(ReportRefusal) in
            let wanted = try ReportQuery(request, of: desk.offer, at: now()).query
            do throws(DeskError) {
                return show(try await desk.followed(wanted), as: format, to: request)
            } catch {
                throw ReportRefusal(error, missing: .requestMissing)
            }
        }
    }

    private func show(
        _ found: [FollowedRequest],
        as format: ReportFormat,
        to request: Request
    ) -> Response {
        let language = WordLanguage(
            accepting: request.headers[.acceptLanguage],
            else: .swedish
        )
        let items = found.compactMap { one in
            desk.offer[one.request.service].map { service in (one, service) }
        }
        let agency = desk.deskName
        var response = format.response("service_requests", listing: items, as: "request") {
            .followed($0.0, $0.1, agency: agency, in: language)
        }
        response.headers[.contentLanguage] = language.rawValue
        response.headers[.vary] = "Accept-Language"
        return response
    }

    private var contact: String {
        [desk.deskName, desk.deskAddress].compactMap(\.self).joined(separator: ", ")
    }

    /// When what is served here last changed its shape.
    private static let changeset = "2026-11-26T00:00:00Z"
}

// What every answer has in common.
extension ReportRoutes {
    /// Answers a reader: the last part of the path without its ending, and the format.
    private func answer(
        _ request: Request,
        _ context: DeskRequestContext,
        _ body: (String, ReportFormat) async throws(ReportRefusal) -> Response
    ) async -> Response {
        let (bare, format) = Self.named(request)
        do throws(ReportRefusal) {
            try admit(request, context, by: reads)
            try check(jurisdiction: request.uri.queryParameters["jurisdiction_id"].map(String.init))
            return try await body(bare, format)
        } catch {
            return answer(error, format)
        }
    }

    func answer(_ refusal: ReportRefusal, _ format: ReportFormat) -> Response {
        if let cause = refusal.cause {
            logger.error("desk unavailable", metadata: ["cause": "\(cause)"])
        }
        return refusal.response(format)
    }

    static func named(_ request: Request) -> (bare: String, format: ReportFormat) {
        let last = request.uri.path.split(separator: "/").last.map(String.init) ?? ""
        return ReportFormat.ending(last.removingPercentEncoding ?? last)
    }

    /// How whoever asks for this path is answered, also by what stands before the routes; nil when it
    /// is none of Open311.
    static func format(ofPath path: String) -> ReportFormat? {
        guard path == root || path.hasPrefix("\(root)/") else { return nil }
        return ReportFormat.ending(path).format
    }

    func admit(
        _ request: Request,
        _ context: DeskRequestContext,
        by rates: PersonalRates
    ) throws(ReportRefusal) {
        guard !desk.offer.services.isEmpty else {
            throw ReportRefusal(.notFound, "No service is offered here.")
        }
        let allowance = rates.take(context.network(request, keeper.proxies), at: .now)
        if allowance.isUsedUp { throw .tooOften(allowance) }
    }

    func check(jurisdiction: String?) throws(ReportRefusal) {
        guard let jurisdiction, !jurisdiction.isEmpty, let own = desk.offer.jurisdiction else {
            return
        }
        if jurisdiction != own {
            throw ReportRefusal(.notFound, "jurisdiction_id provided was not found")
        }
    }
}
