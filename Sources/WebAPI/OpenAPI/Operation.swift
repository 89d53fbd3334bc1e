import Desk
import DeskAPI
import HTTPTypes

/// What the outside may know of one route: how to call it, and what it answers.
///
/// Refusals that every route of its kind may give are added by ``OpenAPIDocument``; only what is
/// this one's own stands here.
struct Operation: Sendable {
    /// How a client names it; never changed once it is out.
    var id: String
    var method: HTTPRequest.Method
    /// As the router writes it.
    var path: String
    var summary: String
    var query: [QueryParameter] = []
    var fields: Set<RequestField> = []
    var body: BodyDescription?
    var answer: AnswerDescription
    /// True where an answer may be 409: the thing is in a state that does not allow it.
    var mayConflict = false
    /// True where an answer may be 204: what was changed is no longer for the caller to see.
    var mayBeEmpty = false

    /// The key of a route in the tables.
    var route: String { "\(method.rawValue) \(path)" }

    init(
        _ route: (HTTPRequest.Method, String),
        _ id: String,
        _ summary: String,
        query: [QueryParameter] = [],
        fields: Set<RequestField> = [],
        body: BodyDescription? = nil,
        conflicts: Bool = false,
        _ answer: AnswerDescription,
        mayBeEmpty: Bool = false
    ) {
        (method, path) = route
        (self.id, self.summary, self.query, self.fields) = (id, summary, query, fields)
        (self.body, self.answer, mayConflict) = (body, answer, conflicts)
        self.mayBeEmpty = mayBeEmpty
    }
}

/// A header field that a request may, or must, carry.
enum RequestField: Sendable, Hashable {
    /// 428 without, 412 when it is stale.
    case ifMatch
    /// 412 when it is stale.
    case mayMatch
    /// The same of something that is no ticket.
    case mayMatchEdition
    /// 304 when nothing has changed.
    case ifNoneMatch
    /// The same key and body are answered from the store; another body is refused.
    case idempotencyKey
    /// Where a stream goes on.
    case lastEventID
}

/// One parameter of a query; an empty one counts as if it were not there.
struct QueryParameter: Sendable {
    var name: String
    var description: String
    var schema: JSONValue
    var isRequired = false

    static func text(_ name: String, _ description: String) -> Self {
        Self(name: name, description: description, schema: ["type": "string"])
    }

    static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _ description: String,
        _ type: Word.Type
    ) -> Self {
        let words = type.allCases.map { JSONValue.text($0.rawValue) }
        return Self(
            name: name,
            description: description,
            schema: ["type": "string", "enum": .list(words + [""])]
        )
    }

    static func flag(_ name: String, _ description: String) -> Self {
        Self(
            name: name,
            description: description,
            schema: ["type": "string", "enum": ["true", "false", ""]]
        )
    }

    static func number(
        _ name: String,
        _ description: String,
        _ range: ClosedRange<Int64>,
        default fallback: Int64? = nil
    ) -> Self {
        var schema = SchemaNote.range(range).applied(to: ["type": "integer"])
        if let fallback { schema = schema.with(["default": .number(fallback)]) }
        return Self(
            name: name,
            description: description,
            schema: ["anyOf": [schema, ["const": ""]]]
        )
    }

    /// The two of every list that has pages.
    static let page: [Self] = [
        .number(
            "limit",
            "How many at most.",
            1...Int64(DeskSettings.pageMax),
            default: Int64(Query.limitUsual)
        ),
        Self(
            name: "cursor",
            description: "Where the page begins: `next` of the page before.",
            schema: ["type": "string", "pattern": "^[a-z2-7]*$"]
        ),
    ]
}

/// What a request carries.
struct BodyDescription: Sendable {
    var mediaTypes: [String]
    var schema: @Sendable (SchemaProbe) throws -> JSONValue
    /// An example, written by the real type.
    var example: JSONValue?

    static func form<Form: Decodable & Sendable>(
        _ type: Form.Type,
        mediaTypes: [String] = ["application/json"],
        example: JSONValue? = nil
    ) -> Self {
        Self(
            mediaTypes: mediaTypes,
            schema: { try $0.schema(of: type) },
            example: example
        )
    }
}

/// What is answered when all is well.
struct AnswerDescription: Sendable {
    var status: HTTPResponse.Status
    var mediaType: String?
    /// The same as a text in other forms, by `Accept`.
    var otherMediaTypes: [String] = []
    var schema: @Sendable (SchemaProbe) throws -> JSONValue?
    /// Names in `components.headers`.
    var headers: [String] = []

    static func json<Body: Decodable & Sendable>(
        _ type: Body.Type,
        _ status: HTTPResponse.Status = .ok,
        headers: [String] = []
    ) -> Self {
        Self(
            status: status,
            mediaType: "application/json",
            schema: { try $0.schema(of: type) },
            headers: headers
        )
    }

    /// A page of a list.
    static func page<Item: Codable & Sendable>(_ type: Item.Type) -> Self {
        json(Page<Item>.self, headers: ["Link"])
    }

    /// A ticket with its version.
    static let ticket = json(TicketBody.self, headers: ["ETag"])

    static let nothing = Self(status: .noContent, mediaType: nil, schema: { _ in nil })

    static func other(
        _ mediaType: String,
        _ status: HTTPResponse.Status = .ok,
        headers: [String] = [],
        schema: JSONValue = ["type": "string"]
    ) -> Self {
        Self(status: status, mediaType: mediaType, schema: { _ in schema }, headers: headers)
    }
}
