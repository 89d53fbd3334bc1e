import Desk
import DeskAPI
import Foundation
import Hummingbird

extension WebAPI {
    func addOpen311(to table: inout RouteTable, _ now: @escaping @Sendable () -> Date) {
        let reports = ReportRoutes(
            desk: desk,
            keeper: keeper,
            reads: PersonalRates(requestsMax: desk.offer.readsPerMinuteMax),
            posts: PersonalRates(requestsMax: desk.offer.postsPerMinuteMax),
            allPosts: PersonalRates(requestsMax: desk.offer.allPostsPerMinuteMax),
            now: now,
            logger: logger
        )
        for ending in [""] + ReportFormat.allCases.map({ ".\($0.rawValue)" }) {
            let requests = "\(ReportRoutes.root)/requests\(ending)"
            table.add(
                .get,
                "\(ReportRoutes.root)/discovery\(ending)",
                guardedBy: nil,
                reports.discover
            )
            table.add(
                .get,
                "\(ReportRoutes.root)/services\(ending)",
                guardedBy: nil,
                reports.services
            )
            table.add(.get, requests, guardedBy: nil, reports.requests)
            table.add(.post, requests, guardedBy: nil, reports.file)
        }
        // What these end in is part of the last name.
        table.add(.get, "\(ReportRoutes.root)/services/:code", guardedBy: nil, reports.service)
        table.add(.get, "\(ReportRoutes.root)/tokens/:token", guardedBy: nil, reports.token)
        table.add(.get, "\(ReportRoutes.root)/requests/:id", guardedBy: nil, reports.request)
        let staff = ServiceRequestRoutes(desk: desk)
        table.add(
            .get,
            "/v1/tickets/:number/service-request",
            guardedBy: SessionGuard(desk: desk, keeper: keeper),
            staff.show
        )
    }
}

/// `/v1/tickets/{number}/service-request`: what a ticket has beside its words.
struct ServiceRequestRoutes {
    let desk: Desk

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        var query = Query(request, allowed: ["identity_numbers"])
        let inFull = query.word("identity_numbers") == IdentityNumberView.shown
        try query.finish()
        let found = try await desk.serviceRequest(
            of: context.ticketNumber(),
            inFull: inFull,
            as: context.staff()
        )
        return JSON.answer(ServiceRequestBody(found, inFull: inFull))
    }
}

extension ServiceRequestBody {
    /// Identity numbers in it are masked, unless `inFull`: a picture's address may then lead nowhere.
    init(_ request: ServiceRequest, inFull: Bool) {
        let shown = { (text: String) in inFull ? text : IdentityNumbers.masked(in: text) }
        self.init(
            service: request.service,
            latitude: request.place.latitude.map(Place.degrees),
            longitude: request.place.longitude.map(Place.degrees),
            address: request.place.address.map(shown),
            addressID: request.place.addressID.map(shown),
            mediaURL: request.mediaURL.map(shown),
            attributes: request.answers.map { answer in
                ServiceRequestBody.Attribute(
                    code: answer.code,
                    values: answer.values.map(shown)
                )
            },
            published: request.published != nil,
            requestedAt: Timestamp(request.requestedAt)
        )
    }
}
