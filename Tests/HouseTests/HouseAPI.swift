import AsyncHTTPClient
import DeskAPI
import Foundation
import NIOCore
import NIOHTTP1

/// The API over a real connection.
struct HouseAPI: Sendable {
    let port: UInt16
    var token: String?

    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
        var headers: [String: String] = [:]
        /// How long it took, where somebody has measured that.
        var time: Duration?

        func decoded<Body: Decodable>(as type: Body.Type) throws -> Body {
            try JSONDecoder().decode(type, from: Data(body))
        }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send(.GET, path, nil, headers)
    }

    /// `key` is the request's `Idempotency-Key`.
    func post(
        _ path: String,
        _ form: some Encodable,
        key: String? = nil
    ) async throws -> Answer {
        let headers = key.map { ["Idempotency-Key": $0] } ?? [:]
        return try await send(.POST, path, try Self.encoded(form), headers)
    }

    /// Posts form data as a browser does.
    func post(_ path: String, fields: [(name: String, value: String)]) async throws -> Answer {
        var components = URLComponents()
        components.queryItems = fields.map { URLQueryItem(name: $0.name, value: $0.value) }
        let text = components.percentEncodedQuery?.replacing("+", with: "%2B") ?? ""
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await send(.POST, path, Array(text.utf8), type)
    }

    /// The same form is the same octets every time, or an `Idempotency-Key` would be refused.
    private static func encoded(_ form: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return [UInt8](try encoder.encode(form))
    }

    /// Logs in; the API that speaks as this person.
    func signedIn(_ username: String, _ password: String) async throws -> HouseAPI {
        let form = SignInForm(username: username, password: password)
        let answer = try await post("/v1/sessions", form)
        guard answer.status == 201 else {
            throw HousePrograms.Missing(description: "log-in answered \(answer.status)")
        }
        var api = self
        api.token = try answer.decoded(as: NewSessionBody.self).token
        return api
    }

    /// Every ticket there is, newest first.
    func tickets() async throws -> [TicketBody] {
        var tickets: [TicketBody] = []
        var cursor = ""
        while true {
            let answer = try await get("/v1/tickets?limit=100\(cursor)")
            let page = try answer.decoded(as: Page<TicketBody>.self)
            tickets += page.items
            guard let next = page.next else { return tickets }
            cursor = "&cursor=\(next)"
        }
    }

    func ticket(_ number: Int64) async throws -> TicketBody {
        try await get("/v1/tickets/\(number)").decoded(as: TicketBody.self)
    }

    func messages(_ number: Int64) async throws -> [MessageBody] {
        try await get("/v1/tickets/\(number)/messages").decoded(as: Page<MessageBody>.self).items
    }

    /// The best article for a question; nil when there is none.
    func bestMatch(_ text: String) async throws -> String? {
        let answer = try await post("/v1/matches", MatchForm(text: text, language: "sv"))
        return try answer.decoded(as: MatchesBody.self).matches.first?.article
    }

    /// Sends a form as any method, with more headers.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        form: some Encodable,
        headers: [String: String]
    ) async throws -> Answer {
        try await send(method, path, try Self.encoded(form), headers)
    }

    /// Ends the session.
    func signOut() async throws -> Answer { try await send(.DELETE, "/v1/session", nil) }

    /// Follows no redirection: where one leads is for the test to see.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(redirectConfiguration: .disallow)
    )

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: [UInt8]?,
        _ headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        // A connection of its own each: one that is kept would break when the daemon is killed.
        request.headers.add(name: "Connection", value: "close")
        let answer = try await Self.client.execute(request, timeout: .seconds(20))
        let octets = try await answer.body.collect(upTo: 16_777_216)
        return Answer(
            status: Int(answer.status.code),
            body: Array(octets.readableBytesView),
            headers: Dictionary(answer.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
        )
    }
}
