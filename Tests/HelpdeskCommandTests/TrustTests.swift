import DeskAPI
import Foundation
import NIOSSL
import Testing

@testable import HelpdeskCommand

@Suite("Trust in a server")
struct TrustTests {
    private static let openssl = "/usr/bin/openssl"

    /// Makes a certificate for 127.0.0.1 that nobody else vouches for.
    private static func makeCertificate(
        _ name: String,
        in place: ClerkMachine
    ) throws -> NIOSSLContext {
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=helpdesk test", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", place.path(name + ".key"), "-out", place.path(name + ".pem"),
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let certificates = try NIOSSLCertificate.fromPEMFile(place.path(name + ".pem"))
        let key = try NIOSSLPrivateKey(file: place.path(name + ".key"), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
        )
    }

    @Test(
        "comes only from the certificates that were named",
        .enabled(if: FileManager.default.isExecutableFile(atPath: openssl))
    )
    func privateAuthority() async throws {
        let body = try Example.json(try Example.session())
        try await ClerkMachine.with { place in
            let context = try Self.makeCertificate("city", in: place)
            _ = try Self.makeCertificate("other", in: place)
            try await FakeScript(tls: context) { _ in .json(body) }.play { desk in
                let place = place.loggedIn(to: desk)
                    .setting("HELPDESK_SERVER", "https://127.0.0.1:\(desk.port)")
                let unknown = try await place.run("whoami")
                #expect(unknown.code == 69)
                #expect(unknown.errors.contains("--ca-file"))
                let other = try await place.run("whoami", "--ca-file", place.path("other.pem"))
                #expect(other.code == 69)
                let named = try await place.run("whoami", "--ca-file", place.path("city.pem"))
                #expect(named.code == 0)
                let variable = try await place.setting("HELPDESK_CA_FILE", place.path("city.pem"))
                    .run("whoami")
                #expect(variable.code == 0)
                #expect(desk.requests.count == 2)
            }
        }
    }

    @Test(
        "that was named at login is remembered",
        .enabled(if: FileManager.default.isExecutableFile(atPath: openssl))
    )
    func remembered() async throws {
        let new = try Example.json(try Example.newSession())
        let known = try Example.json(try Example.session())
        try await ClerkMachine.with { place in
            let context = try Self.makeCertificate("city", in: place)
            try await FakeScript(tls: context) {
                $0.method == "POST" ? .answer(201, body: new) : .json(known)
            }.play { desk in
                let login = try await place.run(
                    "login",
                    "--server",
                    "https://127.0.0.1:\(desk.port)",
                    "--user",
                    "anna",
                    "--password-stdin",
                    "--ca-file",
                    place.path("city.pem"),
                    input: "hemligt"
                )
                #expect(login.code == 0)
                let whoami = try await place.run("whoami")
                #expect(whoami.code == 0)
            }
        }
    }

    @Test("needs certificates in the file that is named")
    func badFile() async throws {
        try await ClerkMachine.with { place in
            try Data("no certificate".utf8).write(to: URL(filePath: place.path("bad.pem")))
            let place = place.setting("HELPDESK_SERVER", "https://127.0.0.1:1")
                .setting("HELPDESK_TOKEN", "x")
            for name in ["bad.pem", "none.pem"] {
                let ended = try await place.run("whoami", "--ca-file", place.path(name))
                #expect(ended.code == 78)
                #expect(ended.errors.contains(name))
            }
        }
    }
}
