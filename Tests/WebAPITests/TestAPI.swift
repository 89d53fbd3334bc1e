import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore

@testable import WebAPI

/// A caller of the API who has logged in.
struct TestCaller: Sendable {
    let client: any TestClientProtocol
    let token: String?

    struct Answer {
        var status: HTTPResponse.Status
        var headers: HTTPFields
        var body: ByteBuffer

        func read<Body: Decodable>(_ type: Body.Type = Body.self) throws -> Body {
            try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        }

        var problem: ProblemBody? { try? read(ProblemBody.self) }
        var pointers: [String] { (problem?.errors ?? []).map(\.pointer).sorted() }
    }

    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields = HTTPFields()
        if body != nil { fields[.contentType] = "application/json" }
        if let token { fields[.authorization] = "Bearer \(token)" }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return try await client.execute(
            uri: path,
            method: method,
            headers: fields,
            body: body.map { ByteBuffer(string: $0) }
        ) { Answer(status: $0.status, headers: $0.headers, body: $0.body) }
    }

    func open(_ subject: String = "Kan inte logga in") async throws -> (TicketBody, String) {
        let answer = try await call(
            .post,
            "/v1/tickets",
            """
            {"subject":"\(subject)","body":"glömt lösenord","channel":"phone",
             "citizen":{"name":"Olle","email":"olle@example.com"}}
            """
        )
        return (try answer.read(), answer.headers[.eTag] ?? "")
    }
}

/// Serves the API of a desk to `body`, as `user`.
func withAPI(
    as user: String? = "ada",
    on kind: StoreKind = .sqlite,
    switchboard: (any SwitchboardPort)? = nil,
    directory: any StaffDirectory = TestStaff(),
    settings: DeskSettings = DeskSettings(mailDomain: "example.org"),
    requestsPerMinuteMax: Int = 6_000,
    _ body: @escaping @Sendable (TestCaller, TestDesk) async throws -> Void
) async throws {
    try await withDesk(
        on: kind,
        switchboard: switchboard,
        directory: directory,
        settings: settings
    ) { house in
        // The router's own client waits for the end of an answer, and a stream has none.
        let feed = EventFeed()
        feed.close()
        let api = WebAPI(
            desk: house.desk,
            checks: [],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            requestsPerMinuteMax: requestsPerMinuteMax,
            feed: feed,
            now: { house.clock.now }
        )
        let app = Application(router: api.router())
        try await app.test(.router) { client in
            var caller = TestCaller(client: client, token: nil)
            if let user {
                let password = TestStaff.password(of: user)
                let answer = try await caller.call(
                    .post,
                    "/v1/sessions",
                    #"{"username":"\#(user)","password":"\#(password)"}"#
                )
                let session: NewSessionBody = try answer.read()
                caller = TestCaller(client: client, token: session.token)
            }
            try await body(caller, house)
        }
    }
}
