import Desk
import Foundation
import Hummingbird

/// What `GET /open311/v2/requests` asks for.
///
/// Without dates the last ninety days; with one of them the ninety days that it bounds.
struct ReportQuery {
    let query: ServiceRequestQuery

    private static let longest = Double(ServiceRequestQuery.daysMax) * 86_400

    init(
        _ request: Request,
        of offer: ServiceSettings,
        at moment: Date
    ) throws(ReportRefusal) {
        func text(_ name: String) -> String? {
            let value = request.uri.queryParameters[name[...]].map(String.init)
            return value?.isEmpty == false ? value : nil
        }
        func words(_ name: String) -> [String]? {
            text(name)?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let span = try Self.span(
            from: text("start_date").map { (text) throws(ReportRefusal) in try Self.date(text) },
            to: text("end_date").map { (text) throws(ReportRefusal) in try Self.date(text) },
            at: moment
        )
        var query = ServiceRequestQuery(
            numbers: try words("service_request_id").map { (ids) throws(ReportRefusal) in
                try Self.numbers(ids)
            },
            span: span,
            services: try Self.services(words("service_code"), of: offer)
        )
        // An id overrides everything else, as the standard has it.
        if query.numbers == nil, let states = words("status") {
            let unknown = states.filter { !["open", "closed"].contains($0) }
            guard unknown.isEmpty else {
                throw ReportRefusal(
                    .badRequest,
                    "status must be open, closed, or both with a comma"
                )
            }
            query.includesOpen = states.contains("open")
            query.includesClosed = states.contains("closed")
        }
        self.query = query
    }

    private static func services(
        _ codes: [String]?,
        of offer: ServiceSettings
    ) throws(ReportRefusal) -> [String] {
        guard let codes else { return offer.services.map(\.code) }
        guard codes.allSatisfy({ offer[$0] != nil }) else { throw .serviceMissing }
        return Array(Set(codes))
    }

    private static func numbers(_ ids: [String]) throws(ReportRefusal) -> [TicketNumber] {
        guard ids.count <= ServiceRequestQuery.limitMax else {
            throw ReportRefusal(
                .badRequest,
                "service_request_id takes \(ServiceRequestQuery.limitMax) ids at most"
            )
        }
        // What is no number is the id of nothing.
        return Set(ids.compactMap { Int64($0) }).map(TicketNumber.init(rawValue:))
    }

    private static func date(_ text: String) throws(ReportRefusal) -> Date {
        guard let date = CityTime.w3(text) else {
            throw ReportRefusal(
                .badRequest,
                "start_date and end_date must be times such as 2026-11-05T08:15:30Z"
            )
        }
        return date
    }

    private static func span(
        from start: Date?,
        to end: Date?,
        at moment: Date
    ) throws(ReportRefusal) -> ClosedRange<Date> {
        let last = end ?? start.map { $0 + longest } ?? moment
        let first = start ?? last - longest
        guard first <= last else {
            throw ReportRefusal(.badRequest, "end_date must not be before start_date")
        }
        guard last.timeIntervalSince(first) <= longest else {
            throw ReportRefusal(
                .badRequest,
                "start_date and end_date may span \(ServiceRequestQuery.daysMax) days at most"
            )
        }
        return first...last
    }
}
