import Cryptography
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// A request's body, read once: for the form in it and for telling it from another.
struct RequestBody {
    let bytes: [UInt8]

    /// Octets of a body; a longer one is refused with 413.
    static let bytesMax = 4_194_304
    /// What the body of a merge-patch says that it is (RFC 7396 §4); plain JSON passes for one.
    static let patchTypes = ["application/merge-patch+json", "application/json"]

    /// Reads the body of a request that says it is JSON.
    ///
    /// While it is on its way in, the request occupies no `place`.
    init(
        of request: Request,
        on place: WorkPlace?,
        mediaTypes: [String] = ["application/json"],
        bytesMax: Int = Self.bytesMax
    ) async throws {
        let type = request.headers[.contentType].map { header in
            header.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        }
        guard let type, mediaTypes.contains(type) else {
            throw Problem.unsupportedMediaType("Send \(mediaTypes.joined(separator: " or ")).")
        }
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            var problem = Problem.unsupportedMediaType("Send the body without Content-Encoding.")
            // RFC 9110 §15.5.16: so the caller knows that it is not the media type.
            problem.headers[.acceptEncoding] = "identity"
            throw problem
        }
        let tooLarge = Problem(
            .contentTooLarge,
            "over-limit",
            "Over a limit",
            detail: "A body may have \(bytesMax) octets."
        )
        // Whoever says how much it is need not send it to be told.
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bytesMax {
            throw tooLarge
        }
        place?.leave()
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: bytesMax))
            try place?.retake()
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    /// The form in it, and nothing else.
    ///
    /// - Throws: ``Problem`` with everything that keeps it from being read.
    func form<Form: Decodable>(_ type: Form.Type = Form.self) throws -> Form {
        do {
            try FormCheck(String(decoding: bytes, as: UTF8.self), .of(type)).finish()
        } catch is JSONError {
            throw Problem.notJSON
        }
        return try decoded(type)
    }

    /// What of it a type asks for, whatever else it holds.
    func decoded<Form: Decodable>(_ type: Form.Type) throws -> Form {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw Problem(error)
        }
    }

    /// The path as the router reads it: `//a/%62/` is `/a/b`.
    private static func target(_ path: String) -> String {
        let parts = path.split(separator: "/").map { part in
            part.removingPercentEncoding ?? String(part)
        }
        return "/" + parts.joined(separator: "/")
    }

    /// What makes a request that creates something happen once; nil when no key was sent.
    func idempotencyKey(
        _ request: Request,
        by staff: StaffIdentity
    ) throws -> IdempotencyKey? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard !key.isEmpty, key.utf8.count <= IdempotencyKey.keyBytesMax else {
            throw Problem.badRequest(
                "Idempotency-Key has 1 to \(IdempotencyKey.keyBytesMax) characters."
            )
        }
        return IdempotencyKey(
            principal: staff.id,
            target: "\(request.method.rawValue) \(Self.target(request.uri.path))",
            key: key,
            request: Digest(of: bytes)
        )
    }
}

extension HTTPField.Name {
    static let idempotencyKey = Self(known: "Idempotency-Key")
}

extension Problem {
    static let notJSON = badRequest("The body is not JSON.")

    /// What of a form could not be read, with a pointer to it.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .invalid([FieldProblem(context.pointer(to: key), "is missing")])
        case .valueNotFound(_, let context):
            self = .invalid([FieldProblem(context.pointer(), "must not be null")])
        case .typeMismatch(let type, let context):
            self = .invalid([FieldProblem(context.pointer(), "must be a \(Self.name(of: type))")])
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self = .notJSON
        case .dataCorrupted(let context):
            self = .invalid([FieldProblem(context.pointer(), context.debugDescription)])
        @unknown default:
            self = .badRequest("The body cannot be read.")
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "string"
        case is Bool.Type: "boolean"
        case is any BinaryInteger.Type, is Double.Type: "number"
        case is [Any].Type: "list"
        default: "JSON object"
        }
    }
}

extension DecodingError.Context {
    fileprivate func pointer(to key: (any CodingKey)? = nil) -> String {
        (codingPath + (key.map { [$0] } ?? [])).map(\.pointer).joined()
    }
}

extension CodingKey {
    /// One step of a JSON Pointer (RFC 6901 §3): the place in a list, or a member's name.
    var pointer: String {
        let name = stringValue.replacing("~", with: "~0").replacing("/", with: "~1")
        return "/\(intValue.map(String.init) ?? name)"
    }
}
