import DeskAPI
import Foundation
import NIOSSL
import Testing

@testable import HelpdeskCommand

@Suite("Trust in a server")
struct TrustTests {
    private static let openssl = "/usr/bin/openssl"

    /// Makes a certificate that nobody else vouches for, good for two days or until last year.
    private static func makeCertificate(
        _ name: String,
        in place: ClerkMachine,
        for address: String = "127.0.0.1",
        isExpired: Bool = false
    ) throws -> NIOSSLContext {
        let (key, certificate) = (place.path(name + ".key"), place.path(name + ".pem"))
        let request = place.path(name + ".csr")
        try run(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", "/CN=helpdesk test", "-addext", "subjectAltName=IP:\(address)",
                "-keyout", key,
            ] + (isExpired ? ["-out", request] : ["-x509", "-days", "2", "-out", certificate])
        )
        if isExpired {
            let settings = """
                [ca]
                default_ca = test
                [test]
                database = \(place.path("index"))
                new_certs_dir = \(place.folder.path)
                rand_serial = yes
                default_md = sha256
                policy = any
                copy_extensions = copy
                [any]
                commonName = supplied
                """
            try Data().write(to: URL(filePath: place.path("index")))
            try Data(settings.utf8).write(to: URL(filePath: place.path("settings")))
            try run([
                "ca", "-batch", "-selfsign", "-notext", "-config", place.path("settings"),
                "-keyfile", key, "-in", request, "-startdate", "20250101000000Z", "-enddate",
                "20250201000000Z", "-out", certificate,
            ])
        }
        return try context(of: name, in: place)
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private static func context(of name: String, in place: ClerkMachine) throws -> NIOSSLContext {
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

    @Test(
        "says what is wrong with a certificate, and never where this program was built",
        .enabled(if: FileManager.default.isExecutableFile(atPath: openssl)),
        arguments: [
            ("127.0.0.1", true, "gick ut 2025-02-01", false),
            ("127.0.0.1", true, "gick ut 2025-02-01", true),
            ("127.0.0.1", false, "--ca-file", false), ("127.0.0.2", false, "annat namn", true),
        ]
    )
    func reasons(
        _ address: String,
        isExpired: Bool,
        _ expected: String,
        isNamed: Bool
    ) async throws {
        try await ClerkMachine.with { place in
            let context = try Self.makeCertificate(
                "city",
                in: place,
                for: address,
                isExpired: isExpired
            )
            try await FakeScript(tls: context) { _ in .problem(404) }.play { desk in
                let ended = try await place.loggedIn(to: desk)
                    .setting("HELPDESK_SERVER", "https://127.0.0.1:\(desk.port)")
                    .setting("LC_ALL", "sv_SE.UTF-8")
                    .run(["whoami"] + (isNamed ? ["--ca-file", place.path("city.pem")] : []))
                #expect(ended.code == 69)
                #expect(ended.errors.contains(expected), "\(ended.errors)")
                #expect(ended.errors.contains("--ca-file") == (expected == "--ca-file"))
                for leak in ["NIOSSL", "boringssl", "checkouts"] {
                    #expect(!ended.errors.contains(leak), "\(ended.errors)")
                }
                #expect(desk.requests.isEmpty)
            }
        }
    }

    @Test("is asked of nobody who shows no certificate")
    func plain() async throws {
        try await FakeScript { _ in .problem(404) }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk)
                    .setting("HELPDESK_SERVER", "https://127.0.0.1:\(desk.port)").run("whoami")
                #expect(ended.code == 69)
                #expect(ended.errors.contains("showed no certificate"), "\(ended.errors)")
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
