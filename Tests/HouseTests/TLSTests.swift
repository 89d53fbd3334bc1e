import AsyncHTTPClient
import DeskAPI
import DeskTesting
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

extension HouseTests {
    @Suite("The door of the real desk with TLS")
    struct TLSTests {
        @Test("takes a renewed certificate over without losing a connection")
        func renewal() async throws {
            try await withSecureHouse { house, folder, first in
                try await withClient(trusting: first) { old in
                    try await eventually("the daemon serves", within: .seconds(30)) {
                        (try? await Self.get("/healthz", house, old).status) == .ok
                    }
                    let next = try TestAuthority()
                    _ = try next.serverCertificate(in: folder, names: "IP:127.0.0.1")
                    try house.running().signal(SIGHUP)
                    try await withClient(trusting: next) { new in
                        try await eventually("the new certificate is shown") {
                            (try? await Self.get("/healthz", house, new).status) == .ok
                        }
                    }
                    // By the connection that it had: to a new one this client would say no.
                    #expect(try await Self.get("/healthz", house, old).status == .ok)
                    try await withClient(trusting: first) { stranger in
                        await #expect(throws: (any Error).self) {
                            try await Self.get("/healthz", house, stranger)
                        }
                    }

                    try folder.write("no certificate", to: "server.pem")
                    try house.running().signal(SIGHUP)
                    try await eventually("the daemon objects") {
                        house.log.contains("certificate not taken over")
                    }
                    try await withClient(trusting: next) { new in
                        let answer = try await Self.get("/healthz", house, new)
                        #expect(answer.status == .ok)
                    }
                }
            }
        }

        @Test("speaks HTTP/2 with whoever offers it, and HTTP/1.1 with others")
        func versions() async throws {
            try await withSecureHouse { house, _, authority in
                for (version, expected) in [
                    (HTTPClient.Configuration.HTTPVersion.automatic, HTTPVersion.http2),
                    (.http1Only, .http1_1),
                ] {
                    try await withClient(trusting: authority, version) { client in
                        try await eventually("the daemon serves", within: .seconds(30)) {
                            (try? await Self.get("/healthz", house, client).status) == .ok
                        }
                        let answer = try await Self.get("/healthz", house, client)
                        #expect(answer.version == expected)
                        let headers = answer.headers
                        #expect(headers.first(name: "strict-transport-security") != nil)
                        #expect(headers.first(name: "x-content-type-options") == "nosniff")
                        // Many at once over one connection.
                        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                            for _ in 0..<50 {
                                group.addTask {
                                    Int(
                                        try await Self.get("/v1/session", house, client).status.code
                                    )
                                }
                            }
                            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
                        }
                        #expect(statuses == [401: 50])
                        // Long ones too, whose frames are mixed.
                        let whole = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
                            for _ in 0..<20 {
                                group.addTask {
                                    try await Self.read("/openapi.json", house, client)
                                }
                            }
                            return try await group.reduce(into: Set()) { $0.insert($1) }
                        }
                        #expect(whole.count == 1)
                    }
                }
            }
        }

        @Test("cuts off a stream of HTTP/2 that takes too long, and lets wait what may wait")
        func slowStreams() async throws {
            let environment = ["HELPDESK_HTTP_TRANSFER_SECONDS": "1"]
            try await withSecureHouse(environment) { house, _, authority in
                try await withClient(trusting: authority) { client in
                    try await eventually("the daemon serves", within: .seconds(30)) {
                        (try? await Self.get("/healthz", house, client).status) == .ok
                    }
                    let token = try await Self.signIn(house, client)
                    var listen = Self.request("/v1/events", house)
                    listen.headers.add(name: "authorization", value: "Bearer \(token)")
                    let events = try await client.execute(listen, timeout: .seconds(60))
                    #expect(events.version == .http2)
                    var pieces = events.body.makeAsyncIterator()
                    try await Self.hear("ready", in: &pieces)
                    // Each takes the second that it has; the events have been open for longer then.
                    for _ in 0..<2 { try await Self.expectCutOff(of: house, client) }
                    var open = Self.request("/v1/tickets", house, Self.ticket)
                    open.headers.add(name: "authorization", value: "Bearer \(token)")
                    let opened = try await client.execute(open, timeout: .seconds(10))
                    #expect(opened.status == .created)
                    try await Self.hear("ticket.opened", in: &pieces)
                }
            }
        }

        @Test("counts a connection of HTTP/2 once, and turns one too many away")
        func tooMany() async throws {
            let environment = ["HELPDESK_HTTP_CONNECTIONS_MAX": "1"]
            try await withSecureHouse(environment) { house, _, authority in
                try await withClient(trusting: authority) { second in
                    try await withClient(trusting: authority) { first in
                        try await eventually("the daemon serves", within: .seconds(30)) {
                            (try? await Self.get("/healthz", house, first).status) == .ok
                        }
                        let refused = try await Self.get("/healthz", house, second)
                        #expect(refused.status == .serviceUnavailable)
                        #expect(refused.version == .http2)
                        #expect(refused.headers.first(name: "retry-after") != nil)
                        for _ in 0..<3 {
                            let answer = try await Self.get("/healthz", house, first)
                            #expect(answer.status == .ok)
                        }
                    }
                    try await eventually("there is room again") {
                        (try? await Self.get("/healthz", house, second).status) == .ok
                    }
                }
            }
        }

        @Test("cuts off who does not come to the end of the handshake, and speaks no plain HTTP")
        func slowHandshake() async throws {
            let environment = ["HELPDESK_HTTP_IDLE_SECONDS": "1"]
            try await withSecureHouse(environment) { house, _, authority in
                try await withClient(trusting: authority) { client in
                    try await eventually("the daemon serves", within: .seconds(30)) {
                        (try? await Self.get("/healthz", house, client).status) == .ok
                    }
                    let silent = try Wire(.port(house.httpPort))
                    try await eventually("the silent one is cut off") { silent.isEnded }
                    let plain = try Wire(.port(house.httpPort))
                    try plain.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                    try await eventually("the plain one is cut off") { plain.isEnded }
                    #expect(try await Self.get("/healthz", house, client).status == .ok)
                }
            }
        }

        private static func get(
            _ path: String,
            _ house: HouseServer,
            _ client: HTTPClient
        ) async throws -> HTTPClientResponse {
            let answer = try await client.execute(request(path, house), timeout: .seconds(10))
            _ = try await answer.body.collect(upTo: 1_000_000)
            return answer
        }

        private static func read(
            _ path: String,
            _ house: HouseServer,
            _ client: HTTPClient
        ) async throws -> ByteBuffer {
            let answer = try await client.execute(request(path, house), timeout: .seconds(30))
            return try await answer.body.collect(upTo: 4_000_000)
        }

        /// Asks for a path, or posts a form there.
        private static func request(
            _ path: String,
            _ house: HouseServer,
            _ form: String? = nil
        ) -> HTTPClientRequest {
            var request = HTTPClientRequest(url: "https://127.0.0.1:\(house.httpPort)\(path)")
            guard let form else { return request }
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: form))
            return request
        }

        private static let ticket = """
            {"subject":"Ett","body":"x","channel":"phone","citizen":{"name":"Olle"}}
            """

        private static func signIn(
            _ house: HouseServer,
            _ client: HTTPClient
        ) async throws -> String {
            let form = SignInForm(username: "anna", password: "annas lösenord")
            let text = String(decoding: try JSONEncoder().encode(form), as: UTF8.self)
            let answer = try await client.execute(
                request("/v1/sessions", house, text),
                timeout: .seconds(10)
            )
            let body = try await answer.body.collect(upTo: 100_000)
            return try JSONDecoder().decode(
                NewSessionBody.self,
                from: Data(body.readableBytesView)
            ).token
        }

        /// Reads a stream until a word has come.
        private static func hear(
            _ word: String,
            in pieces: inout HTTPClientResponse.Body.AsyncIterator
        ) async throws {
            var text = ""
            while !text.contains(word) {
                text += String(buffer: try #require(try await pieces.next(), "ended: \(text)"))
            }
        }

        /// Begins a request whose body never comes.
        private static func expectCutOff(
            of house: HouseServer,
            _ client: HTTPClient
        ) async throws {
            let (silence, silent) = AsyncStream.makeStream(of: ByteBuffer.self)
            var slow = request("/v1/sessions", house, "{}")
            slow.body = .stream(silence, length: .unknown)
            var isTooLate = true
            do {
                _ = try await client.execute(slow, timeout: .seconds(20))
            } catch {
                isTooLate = error as? HTTPClientError == .deadlineExceeded
            }
            silent.finish()
            #expect(!isTooLate, "it was not cut off")
        }

        private func withSecureHouse(
            _ environment: [String: String] = [:],
            _ body: (HouseServer, TemporaryFolder, TestAuthority) async throws -> Void
        ) async throws {
            let folder = try TemporaryFolder("tls")
            let authority = try TestAuthority()
            let own = try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
            let paths = [
                "HELPDESK_HTTP_TLS_CERTIFICATE": own.file, "HELPDESK_HTTP_TLS_KEY": own.keyFile,
            ]
            let house = try HouseServer(
                HouseSettings(environment: environment.merging(paths) { one, _ in one })
            )
            try house.launch()
            do {
                try await body(house, folder, authority)
            } catch {
                Issue.record("the daemon's log: \(house.log.suffix(4_000))")
                throw error
            }
            try house.stop()
        }

        private func withClient(
            trusting authority: TestAuthority,
            _ version: HTTPClient.Configuration.HTTPVersion = .automatic,
            _ body: (HTTPClient) async throws -> Void
        ) async throws {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(authority.caFile)
            var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
            configuration.httpVersion = version
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton,
                configuration: configuration
            )
            do {
                try await body(client)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }
}
