/// The ways in which a route may refuse, as the description of the API names them.
enum Refusal: Int, CaseIterable {
    case badRequest = 400
    case notLoggedIn = 401
    case notPermitted = 403
    case notFound = 404
    case notAllowed = 405
    case notAcceptable = 406
    case conflict = 409
    case gone = 410
    case changed = 412
    case tooLarge = 413
    case otherType = 415
    case invalid = 422
    case noCondition = 428
    case tooMany = 429
    case mistake = 500
    case unavailable = 503

    /// Its name in the document.
    var name: String { "\(self)" }

    private var words: String {
        switch self {
        case .badRequest: "The request cannot be read, or its query cannot be answered."
        case .notLoggedIn: "Nobody is logged in with this token."
        case .notPermitted: "The caller's roles, or the token's scopes, do not allow it."
        case .notFound: "There is no such thing, or it is not the caller's to see."
        case .notAllowed: "The route has no such method."
        case .notAcceptable: "There is no such form of it."
        case .conflict:
            "The thing is in a state that does not allow it, or there are as many as may be."
        case .gone: "It was there and is kept no longer."
        case .changed: "Somebody changed it since the caller fetched it."
        case .tooLarge: "The body is longer than bodies may be."
        case .otherType: "The media type of the body is none of those that are read."
        case .invalid: "Some fields are not right; `errors` points to each."
        case .noCondition: "`If-Match` is missing."
        case .tooMany: "The caller asks too much at once; `Retry-After` says how long to wait."
        case .mistake: "The desk made a mistake."
        case .unavailable: "A part of the desk cannot serve just now."
        }
    }

    /// A refusal takes from the caller's minute like any other answer, where there is a caller.
    private var fields: [String] {
        let rate = ["RateLimit", "RateLimit-Policy"]
        return switch self {
        case .notLoggedIn: ["WWW-Authenticate"]
        case .notAllowed: ["Allow"] + rate
        case .tooMany, .unavailable: ["Retry-After"] + rate
        default: rate
        }
    }

    /// All of them, each with a problem of this schema.
    static func components(_ problem: JSONValue) -> [String: JSONValue] {
        let pairs = allCases.map { refusal in
            var value: JSONValue = [
                "description": .text(refusal.words),
                "content": ["application/problem+json": ["schema": problem]],
            ]
            let fields = refusal.fields.map { ($0, AnswerField.reference(to: $0)) }
            if !fields.isEmpty {
                value = value.with(["headers": .object(Dictionary(uniqueKeysWithValues: fields))])
            }
            return (refusal.name, value)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

/// Header fields of answers, as the description of the API names them.
enum AnswerField {
    private static let words = [
        "Allow": "The methods that the route has.",
        "Content-Disposition": "Always a download, with the file's name (RFC 8187).",
        "Content-Language": "The language of the words.",
        "Content-Location": "The address of the ticket that is shown, when it is another one.",
        "ETag": "The version of what is answered, for `If-Match`.",
        "Link": "The way to the next page (RFC 8288).",
        "Location": "The address of the new thing.",
        "RateLimit": "What is left of the caller's minute.",
        "RateLimit-Policy": "How many requests a minute the caller has.",
        "Retry-After": "Seconds to wait.",
        "WWW-Authenticate": "How to come back (RFC 6750).",
    ]

    static var components: [String: JSONValue] {
        words.mapValues { ["description": .text($0), "schema": ["type": "string"]] }
    }

    static func reference(to name: String) -> JSONValue {
        precondition(words[name] != nil, "a field that nothing describes: \(name)")
        return ["$ref": .text("#/components/headers/\(name)")]
    }
}
