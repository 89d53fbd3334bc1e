import Desk
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Turns whatever goes wrong into a problem, and gives every answer the headers all have.
struct ProblemAnswers: RouterMiddleware {
    typealias Context = DeskRequestContext

    let logger: Logger
    let isSecure: Bool

    func handle(
        _ request: Request,
        context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let refusal as CountedRefusal {
            response = answer(problem(refusal.cause, to: request), to: request)
            response.headers.append(contentsOf: refusal.headers)
        } catch {
            response = answer(problem(error, to: request), to: request)
        }
        // Nothing here may be kept by a cache on the way or be taken for a page.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        SecurityHeaders.write(to: &response.headers, isSecure: isSecure)
        return response
    }

    /// As a problem, or as an error of Open311 where that was asked.
    private func answer(_ problem: Problem, to request: Request) -> Response {
        if let format = ReportRoutes.format(ofPath: request.uri.path) {
            return ReportRefusal(problem).response(format)
        }
        let language = WordLanguage(accepting: request.headers[.acceptLanguage])
        return problem.spoken(in: language).response
    }

    private func problem(_ error: any Error, to request: Request) -> Problem {
        switch error {
        case DeskError.notPermitted where [.get, .head].contains(request.method):
            return .notToBeSeen
        case let problem as Problem:
            return problem
        case let error as DeskError:
            if case .unavailable(let cause) = error {
                logger.error("desk unavailable", metadata: ["cause": "\(cause)"])
            }
            return Problem(error)
        case let error as HTTPError where error.status == .notFound:
            return RouteTable.usual.contains(request.method) ? .notFound : .unknownMethod
        case let error as any HTTPResponseError:
            return Problem(
                error.status,
                "bad-request",
                error.status.reasonPhrase,
                detail: "The request cannot be read."
            )
        case let error as HTTPParserError: return Problem(error)
        default:
            logger.error("request failed", metadata: ["error": "\(type(of: error))"])
            return Problem(
                .internalServerError,
                "internal",
                "The desk made a mistake",
                detail: "It is in the log. Nothing was changed unless an answer says so."
            )
        }
    }
}
