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
        } catch {
            let language = WordLanguage(accepting: request.headers[.acceptLanguage])
            response = problem(error).spoken(in: language).response
        }
        // Nothing here may be kept by a cache on the way or be taken for a page.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        SecurityHeaders.write(to: &response.headers, isSecure: isSecure)
        return response
    }

    private func problem(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case let error as DeskError:
            if case .unavailable(let cause) = error {
                logger.error("desk unavailable", metadata: ["cause": "\(cause)"])
            }
            return Problem(error)
        case let error as HTTPError where error.status == .notFound:
            return .notFound
        case let error as any HTTPResponseError:
            return Problem(
                error.status,
                "bad-request",
                error.status.reasonPhrase,
                detail: "The request cannot be read."
            )
        case is HTTPParserError:
            // The caller hung up in the middle of a body; nobody reads the answer.
            return .badRequest("The request ended too soon.")
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
