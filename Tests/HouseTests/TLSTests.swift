import AsyncHTTPClient
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
            let url = "https://127.0.0.1:\(house.httpPort)\(path)"
            let answer = try await client.execute(
                HTTPClientRequest(url: url),
                timeout: .seconds(10)
            )
            _ = try await answer.body.collect(upTo: 1_000_000)
            return answer
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
