import Desk
import DeskAPI
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An error on its way to the caller (RFC 9457).
struct Problem: Error, Equatable {
    var body: ProblemBody
    var headers: HTTPFields

    init(
        _ status: HTTPResponse.Status,
        _ name: String,
        _ title: String,
        detail: String? = nil,
        errors: [FieldProblem]? = nil,
        headers: HTTPFields = [:]
    ) {
        self.headers = headers
        body = ProblemBody(
            type: "/problems/\(name)",
            title: title,
            status: status.code,
            detail: detail,
            errors: errors?.map { ProblemBody.FieldError(pointer: $0.pointer, detail: $0.detail) }
        )
    }

    /// The answer as it goes out.
    var response: Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: HTTPResponse.Status(code: body.status),
            headers: headers,
            body: ResponseBody(byteBuffer: JSON.buffer(body))
        )
    }
}

extension Problem {
    static let notFound = Problem(
        .notFound,
        "not-found",
        "Not found",
        detail: "There is no such thing, or it is not yours to see."
    )

    static let unauthorized = Problem(
        .unauthorized,
        "unauthorized",
        "Log in first",
        detail: "Send Authorization: Bearer with the token of a session that has not ended.",
        headers: [.wwwAuthenticate: "Bearer"]
    )

    /// One and the same whatever was wrong.
    static let signInRefused = Problem(
        .unauthorized,
        "sign-in-refused",
        "Log-in refused",
        detail: "The user name or the password is wrong, or this person may not use the desk.",
        // RFC 9110 §15.5.2: a 401 says how to come back.
        headers: [.wwwAuthenticate: "Bearer"]
    )

    /// What ``DeskError/notPermitted`` is to who only wanted to look.
    static let notToBeSeen = Problem(
        .forbidden,
        "not-permitted",
        "Not permitted",
        detail: "Your roles do not allow you to see this."
    )

    static let preconditionRequired = Problem(
        HTTPResponse.Status(code: 428),
        "precondition-required",
        "If-Match is needed",
        detail: "Fetch the ticket and send its ETag in If-Match, so that nobody's change is lost."
    )

    static let changedMeanwhile = Problem(
        .preconditionFailed,
        "changed-meanwhile",
        "Changed meanwhile",
        detail: "Somebody changed it since you fetched it. Fetch it again and look."
    )

    static let oneVersionNeeded = Problem(
        .preconditionFailed,
        "one-version-needed",
        "If-Match must name one version",
        detail: "Send the ETag of it as you fetched it: not *, a list or a weak one."
    )

    static func badRequest(_ detail: String, _ errors: [FieldProblem]? = nil) -> Problem {
        Problem(.badRequest, "bad-request", "Bad request", detail: detail, errors: errors)
    }

    static func unsupportedMediaType(_ detail: String) -> Problem {
        Problem(
            .unsupportedMediaType,
            "unsupported-media-type",
            "Unsupported media type",
            detail: detail
        )
    }

    static func invalid(_ errors: [FieldProblem]) -> Problem {
        Problem(
            .unprocessableContent,
            "invalid",
            "Some fields are not right",
            detail: "Nothing was changed.",
            errors: errors
        )
    }

    /// Nobody looked at the request: there is too much to do.
    static let overloaded = Problem(
        .serviceUnavailable,
        "overloaded",
        "Too many requests at once",
        detail: "Nothing was changed.",
        headers: [.retryAfter: "1"]
    )

    /// This person has too many requests under way; others are served.
    static let tooManyAtOnce = Problem(
        .tooManyRequests,
        "too-many-at-once",
        "Too many of your requests at once",
        detail: "Nothing was changed; wait for some answers.",
        headers: [.retryAfter: "1"]
    )

    static func tooOften(_ name: String, _ limit: Int) -> Problem {
        Problem(
            .tooManyRequests,
            "too-often",
            "Too often",
            detail: "Nothing was changed. The limit \(name) is \(limit) an hour.",
            headers: [.retryAfter: "60"]
        )
    }

    /// Nobody could say whether a password is right; what it is that does not answer, a stranger is not told.
    static let noDirectory = Problem(
        .serviceUnavailable,
        "unavailable",
        "Nobody can log in just now",
        detail: "Passwords cannot be checked just now. It is not about yours.",
        headers: [.retryAfter: "5"]
    )

    static let unavailable = Problem(
        .serviceUnavailable,
        "unavailable",
        "Unavailable just now",
        detail: "A part of the desk cannot serve. Nothing was changed.",
        headers: [.retryAfter: "5"]
    )
}

extension Problem {
    /// Each refusal of the desk, once.
    init(_ error: DeskError) {
        self =
            switch error {
            case .notFound: .notFound
            case .notPermitted:
                Problem(
                    .forbidden,
                    "not-permitted",
                    "Not permitted",
                    detail: "Your roles allow you to see this, not to do it."
                )
            case .invalid(let problems): .invalid(problems)
            case .wrongState(let detail):
                Problem(.conflict, "wrong-state", "Not in this state", detail: detail)
            case .changedMeanwhile: .changedMeanwhile
            case .keyReused:
                Problem(
                    .unprocessableContent,
                    "idempotency-key-reused",
                    "Idempotency-Key used before",
                    detail:
                        "The same key came with another request. Use a new key for a new request."
                )
            case .overLimit(let name, let limit):
                Problem(
                    .conflict,
                    "over-limit",
                    "Over a limit",
                    detail: "The limit \(name) is \(limit)."
                )
            case .tooOften(let name, let limit): .tooOften(name, limit)
            case .noSwitchboard:
                Problem(
                    .conflict,
                    "switchboard-not-configured",
                    "No switchboard is set",
                    detail: "This desk has no switchboard, so the call stays with you. "
                        + "The attempt is noted on the ticket."
                )
            case .unavailable: .unavailable
            }
    }
}
