import Desk
import DeskAPI
import Foundation
import HTTPTypes

/// The description of the API: OpenAPI 3.1, made of the operations and of the bodies' own types.
///
/// Source: OpenAPI Specification 3.1.1; the schemas are JSON Schema 2020-12.
struct OpenAPIDocument {
    /// What it is made of.
    typealias Described = Operation

    /// Every operation, whatever of it this desk serves.
    static let operations: [Described] =
        Operation.access + Operation.tickets + Operation.messages + Operation.cooperation
        + Operation.records + Operation.knowledge + Operation.mail + Operation.calls
        + Operation.events + Operation.incidents + Operation.complaints + Operation.open311
        + Operation.reports + Operation.webhooks

    private let probe = SchemaProbe()

    /// The document as JSON.
    ///
    /// - Throws: what a type or an operation has wrong; a test sees to it that none does.
    func value() throws -> JSONValue {
        var paths: [String: JSONValue] = [:]
        for operation in Self.operations {
            let path = Self.template(operation.path)
            var item = paths[path] ?? ["parameters": .list(Self.pathParameters(operation.path))]
            item = item.with([
                operation.method.rawValue.lowercased(): try description(of: operation)
            ])
            paths[path] = item
        }
        let problem = try probe.schema(of: ProblemBody.self)
        return [
            "openapi": "3.1.1",
            "info": [
                "title": "helpdesk", "version": "1",
                "summary": "The support desk of a city's e-services.",
                "description": .text(Self.words),
            ],
            "servers": [["url": "/"]],
            "security": [["bearer": []]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(probe.components),
                "responses": .object(Refusal.components(problem)),
                "headers": .object(AnswerField.components),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description":
                            "The token of a session, or one that was made for another system.",
                    ]
                ],
            ],
        ]
    }

    private static let words = """
        JSON in UTF-8, times in UTC (RFC 3339). Errors are problem details (RFC 9457); what is not \
        the caller's looks as if it were not there. A ticket carries an `ETag`, and changing one \
        needs `If-Match`. `Idempotency-Key` makes a request that creates something happen once. \
        Lists go on at `next`, which is in `Link` too.
        """

    /// `/v1/tickets/:number` as OpenAPI writes it.
    static func template(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }

    /// What stands in a path; the same name is the same kind of thing everywhere.
    private static func pathParameters(_ path: String) -> [JSONValue] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }
            .map { part in
                let name = String(part.dropFirst())
                return [
                    "name": .text(name), "in": "path", "required": true,
                    "schema": schema(ofPart: name, in: path),
                ]
            }
    }

    private static func schema(ofPart name: String, in path: String) -> JSONValue {
        switch name {
        case "number", "other":
            SchemaNote.number.applied(to: ["type": "integer", "format": "int64"])
        case "delivery": ["type": "string", "format": "uuid"]
        case "name" where path.hasPrefix("/v1/reports"):
            SchemaNote.word(ReportName.self).applied(to: ["type": "string"])
        case "id" where path.hasPrefix("/v1/") && !path.hasPrefix("/v1/sessions"):
            ["type": "string", "format": "uuid"]
        default: ["type": "string", "minLength": 1]
        }
    }

    private func description(of operation: Operation) throws -> JSONValue {
        var description: JSONValue = [
            "operationId": .text(operation.id), "summary": .text(operation.summary),
            "tags": [.text(operation.tag)],
            "responses": .object(try answers(to: operation)),
        ]
        let parameters = operation.query.map(\.value) + operation.fields.map(\.value).sorted()
        if !parameters.isEmpty { description = description.with(["parameters": .list(parameters)]) }
        if operation.isForEverybody { description = description.with(["security": []]) }
        if operation.isOpenHere {
            description = description.with(["security": [[:], ["bearer": []]]])
        }
        if let scope = RouteScopes.table[operation.route] {
            description = description.with(["x-scope": .text(scope.rawValue)])
        }
        if let body = operation.body {
            description = description.with(["requestBody": try content(of: body)])
        }
        return description
    }

    private func content(of body: BodyDescription) throws -> JSONValue {
        let schema = try body.schema(probe)
        var media: JSONValue = ["schema": schema]
        if let example = body.example { media = media.with(["example": example]) }
        return [
            "required": true,
            "content": .object(
                Dictionary(uniqueKeysWithValues: body.mediaTypes.map { ($0, media) })
            ),
        ]
    }

    private func answers(to operation: Operation) throws -> [String: JSONValue] {
        var answers: [String: JSONValue] = [:]
        for refusal in operation.refusals {
            answers["\(refusal.rawValue)"] = [
                "$ref": .text("#/components/responses/\(refusal.name)")
            ]
        }
        let answer = operation.answer
        var good: JSONValue = ["description": .text(operation.answer.status.reasonPhrase)]
        let schema = try answer.schema(probe)
        if let type = answer.mediaType, let schema {
            var content: [String: JSONValue] = [type: ["schema": schema]]
            for other in answer.otherMediaTypes { content[other] = ["schema": ["type": "string"]] }
            good = good.with(["content": .object(content)])
            if operation.path == "/readyz" { answers["503"] = good }
        }
        let fields =
            answer.headers + (operation.isGuarded ? ["RateLimit", "RateLimit-Policy"] : [])
        if !fields.isEmpty {
            let pairs = fields.map { ($0, AnswerField.reference(to: $0)) }
            good = good.with(["headers": .object(Dictionary(uniqueKeysWithValues: pairs))])
        }
        answers["\(answer.status.code)"] = good
        if operation.mayBeEmpty {
            answers["204"] = [
                "description": "Done; the ticket is not the caller's to see any more."
            ]
        }
        if operation.fields.contains(.ifNoneMatch) {
            answers["304"] = [
                "description": "The caller has it already.",
                "headers": ["ETag": AnswerField.reference(to: "ETag")],
            ]
        }
        if operation.isReport { describeReport(operation, &answers) }
        if operation.path.hasPrefix("/l/") {
            for status in operation.refusals where status != .notAllowed {
                answers["\(status.rawValue)"] = [
                    "description": "A page that says so.",
                    "content": ["text/html": ["schema": ["type": "string"]]],
                ]
            }
        }
        return answers
    }

    /// Answers of GeoReport v2: refusals are written as everything else is there, and what the path
    /// ends in decides how, where its last part is a name.
    private func describeReport(_ operation: Operation, _ answers: inout [String: JSONValue]) {
        var media: [String: JSONValue] = [:]
        if operation.answer.mediaType == "text/xml" {
            media["text/xml"] = ["schema": ["type": "string"]]
        }
        if operation.answer.mediaType == "application/json" || operation.path.contains(":") {
            media["application/json"] = ["schema": [:]]
        }
        func answer(_ description: String) -> JSONValue {
            ["description": .text(description), "content": .object(media)]
        }
        let status = operation.answer.status
        answers["\(status.code)"] = answer(status.reasonPhrase)
        if status == .created { answers["200"] = answer("The same had come a moment before.") }
        for refusal in operation.refusals where refusal != .mistake {
            answers["\(refusal.rawValue)"] = answer("Errors, each with a code and a description.")
        }
    }
}

extension Operation {
    /// Nobody has to log in for it, wherever they are.
    var isForEverybody: Bool {
        route == "POST /v1/sessions" || path.hasPrefix("/l/") || isReport
    }
    /// On the desk's own machine nobody has to log in for it.
    var isOpenHere: Bool { !path.hasPrefix("/v1/") && !isForEverybody }
    fileprivate var isGuarded: Bool { path.hasPrefix("/v1/") && !isForEverybody }

    fileprivate var tag: String {
        let parts = path.split(separator: "/")
        return String(parts.first == "v1" ? parts[1] : parts[0])
    }

    /// Every way in which a route of this kind may refuse.
    fileprivate var refusals: Set<Refusal> {
        var refusals: Set<Refusal> = [.tooMany, .unavailable, .mistake]
        if !isForEverybody { refusals.formUnion([.notLoggedIn, .notPermitted]) }
        if route == "POST /v1/sessions" { refusals.insert(.notLoggedIn) }
        if path.contains(":") { refusals.formUnion([.notFound, .badRequest]) }
        if !query.isEmpty || fields.contains(.idempotencyKey) || method == .get {
            refusals.insert(.badRequest)
        }
        if body != nil {
            refusals.formUnion([.badRequest, .tooLarge, .otherType, .invalid])
        }
        if path.hasPrefix("/l/") { refusals.insert(.invalid) }
        if isReport { refusals.formUnion([.notFound, .badRequest]) }
        if isReport, body != nil { refusals.formUnion([.notPermitted, .conflict]) }
        if !answer.otherMediaTypes.isEmpty { refusals.insert(.notAcceptable) }
        if mayConflict || fields.contains(.idempotencyKey) { refusals.insert(.conflict) }
        if fields.contains(.ifMatch) { refusals.formUnion([.changed, .noCondition, .invalid]) }
        if fields.contains(.lastEventID) { refusals.insert(.gone) }
        if !fields.isDisjoint(with: [.mayMatch, .mayMatchEdition]) { refusals.insert(.changed) }
        return refusals
    }
}

extension QueryParameter {
    fileprivate var value: JSONValue {
        [
            "name": .text(name), "in": "query", "description": .text(description),
            "required": .flag(isRequired), "schema": schema,
        ]
    }
}

extension [JSONValue] {
    /// By name: a set has no order, and the document must be the same every time.
    fileprivate func sorted() -> [JSONValue] {
        func name(_ value: JSONValue) -> String {
            guard case .text(let name) = value["name"] ?? .null else { return "" }
            return name
        }
        return sorted { name($0) < name($1) }
    }
}

extension RequestField {
    fileprivate var value: JSONValue {
        switch self {
        case .ifMatch:
            Self.field("If-Match", "The `ETag` of the ticket as the caller has seen it.", true)
        case .mayMatch:
            Self.field("If-Match", "The `ETag` of the ticket as the caller has seen it.", false)
        case .mayMatchEdition:
            Self.field(
                "If-Match",
                "The `ETag` of it as the caller has seen it.",
                false,
                pattern: EditionTag.pattern
            )
        case .ifNoneMatch:
            Self.field("If-None-Match", "The `ETag` of what the caller has already.", false)
        case .idempotencyKey:
            Self.field(
                "Idempotency-Key",
                "With the same key and body the stored answer comes again; another body is refused.",
                false
            )
        case .lastEventID:
            Self.field("Last-Event-ID", "The `id` of the last event that was received.", false)
        }
    }

    private static func field(
        _ name: String,
        _ description: String,
        _ isRequired: Bool,
        pattern: String = #"^"[0-9]+-[0-9]+(-overdue)?"$"#
    ) -> JSONValue {
        var schema: JSONValue = ["type": "string"]
        if name == "If-Match" { schema = schema.with(["pattern": .text(pattern)]) }
        if name == "Idempotency-Key" {
            schema = schema.with([
                "minLength": 1, "maxLength": .number(Int64(IdempotencyKey.keyBytesMax)),
            ])
        }
        return [
            "name": .text(name), "in": "header", "description": .text(description),
            "required": .flag(isRequired), "schema": schema,
        ]
    }
}
