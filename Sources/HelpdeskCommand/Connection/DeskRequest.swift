import Foundation
import NIOHTTP1

/// One call of the API, before it is known where and by whom.
struct DeskRequest: Sendable {
    var method: HTTPMethod
    var path: [String]
    var query: [(name: String, value: String)] = []
    var body: Data?
    /// The version of the ticket that the change was decided on (RFC 9110 §13.1.1).
    var ifMatch: String?
    /// The same for every time this request is sent, so that the server does it once.
    var idempotencyKey: String?
    /// The form in which the answer is wanted, where that is not JSON.
    var form: String?
    /// True while the only thing that 401 can mean is a wrong password.
    var isSigningIn = false
    /// True for what only asks although its method could change something, or is soon forgotten.
    var changesNothing = false

    /// True when it makes a difference whether the server did it once or twice.
    var isChange: Bool { method != .GET && !isSigningIn && !changesNothing }
}

extension DeskRequest {
    static func get(
        _ path: String...,
        query: [(name: String, value: String)] = []
    ) -> DeskRequest {
        DeskRequest(method: .GET, path: ["v1"] + path, query: query)
    }

    /// Creates something; carries a fresh key, so it may be sent twice.
    static func create(
        _ form: some Encodable,
        at path: String...
    ) throws(CommandFailure)
        -> DeskRequest
    {
        DeskRequest(
            method: .POST,
            path: ["v1"] + path,
            body: try encoded(form),
            idempotencyKey: UUID().uuidString
        )
    }

    /// Asks something that is too long for an address, or creates what must not be sent twice.
    static func ask(
        _ form: some Encodable,
        at path: String...
    ) throws(CommandFailure)
        -> DeskRequest
    {
        DeskRequest(method: .POST, path: ["v1"] + path, body: try encoded(form))
    }

    static func put(
        _ form: some Encodable,
        at path: String...
    ) throws(CommandFailure)
        -> DeskRequest
    {
        DeskRequest(method: .PUT, path: ["v1"] + path, body: try encoded(form))
    }

    /// Changes what the form names (RFC 7396).
    static func patch(
        _ form: some Encodable,
        at path: String...
    ) throws(CommandFailure)
        -> DeskRequest
    {
        DeskRequest(method: .PATCH, path: ["v1"] + path, body: try encoded(form))
    }

    /// Makes something be so that needs no words.
    static func set(_ path: String...) -> DeskRequest {
        DeskRequest(method: .PUT, path: ["v1"] + path)
    }

    static func delete(_ path: String...) -> DeskRequest {
        DeskRequest(method: .DELETE, path: ["v1"] + path)
    }

    /// The same with one more thing to ask for; nothing when there is no value.
    func asking(_ name: String, _ value: String?) -> DeskRequest {
        guard let value else { return self }
        var request = self
        request.query.append((name, value))
        return request
    }

    /// The same, done only if the ticket is still the one that was read.
    func onlyIf(_ tag: String) -> DeskRequest {
        var request = self
        request.ifMatch = tag
        return request
    }

    /// The same with the key of something that may have been sent before; nil leaves it its own.
    func keyed(by key: String?) -> DeskRequest {
        var request = self
        request.idempotencyKey = key ?? idempotencyKey
        return request
    }

    private static func encoded(_ form: some Encodable) throws(CommandFailure) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(form)
        } catch {
            throw .notWritable
        }
    }
}

extension CommandFailure {
    /// What no JSON can hold.
    static let notWritable = CommandFailure.badInput(
        Phrase("Det går inte att skriva som JSON.", "It cannot be written as JSON.")
    )
}
