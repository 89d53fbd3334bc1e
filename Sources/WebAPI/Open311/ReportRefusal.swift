import Desk
import DeskAPI
import HTTPTypes
import Hummingbird

/// A refusal as GeoReport v2 writes it: one or more errors, each with the status as its code.
struct ReportRefusal: Error {
    var status: HTTPResponse.Status
    var descriptions: [String]
    /// What else the answer must say, such as when it may succeed.
    var headers: HTTPFields = [:]
    /// Why the desk cannot work; for the log, never for whoever asks.
    var cause: String?

    init(_ status: HTTPResponse.Status, _ descriptions: String..., retryAfter: Int? = nil) {
        self.status = status
        self.descriptions = descriptions
        headers[.retryAfter] = retryAfter.map(String.init)
    }

    /// The name of ``document``.
    static let root = "errors"

    var document: ReportDocument {
        let code = String(status.code)
        let errors = descriptions.map { description in
            ReportDocument.record([
                ("code", .text(code)), ("description", .text(description)),
            ])
        }
        return .list(item: "error", errors)
    }

    func response(_ format: ReportFormat) -> Response {
        var response = format.response(Self.root, document, status)
        response.headers.append(contentsOf: headers)
        return response
    }
}

extension ReportRefusal {
    static let serviceMissing = ReportRefusal(.notFound, "service_code provided was not found")
    static let requestMissing = ReportRefusal(
        .notFound,
        "service_request_id provided was not found"
    )

    static func tooOften(_ allowance: PersonalRates.Allowance) -> ReportRefusal {
        ReportRefusal(
            .tooManyRequests,
            "Too many requests in a minute; go on in \(allowance.seconds) seconds.",
            retryAfter: allowance.seconds
        )
    }

    /// Each refusal of the desk, once; what is not there is `missing`.
    init(_ error: DeskError, missing: ReportRefusal) {
        switch error {
        case .notFound: self = missing
        case .notPermitted: self.init(.forbidden, "This api_key may not ask that.")
        case .invalid(let problems):
            self.init(.badRequest)
            descriptions = problems.map { "\($0.pointer) \($0.detail)" }
        case .wrongState(let detail): self.init(.conflict, detail)
        case .changedMeanwhile, .keyReused, .noSwitchboard:
            self.init(.conflict, "Somebody changed it meanwhile.")
        case .overLimit(let name, let limit):
            self.init(.conflict, "The limit \(name) is \(limit).")
        case .tooOften(let name, let limit):
            self.init(
                .tooManyRequests,
                "The limit \(name) is \(limit) an hour.",
                retryAfter: 60
            )
        case .unavailable(let cause):
            self.init(
                .serviceUnavailable,
                "Nothing was kept; try again soon.",
                retryAfter: 5
            )
            self.cause = cause
        }
    }

    init(_ problem: Problem) {
        let body = problem.body
        self.init(HTTPResponse.Status(code: body.status), body.detail ?? body.title)
        headers = problem.headers
    }
}
