import DeskAPI
import DeskTesting
import Foundation
import Testing

@testable import HelpdeskDaemon

@Suite("The names of settings")
struct SettingNamesTests {
    private let folder: TemporaryFolder
    private let sound = """
        mail: { address: support@example.org, name: Medborgarsupport }
        knowledge-base: { path: / }
        directory:
          urls: ["ldap://127.0.0.1"]
          user-base: ou=people,dc=example,dc=org
          roles: { agent: ["cn=agents,dc=example,dc=org"] }
          ca-file: /dev/null
        """

    init() throws { folder = try TemporaryFolder("names") }

    private func problems(
        _ yaml: String,
        _ environment: [String: String] = [:],
        isServing: Bool = false
    ) async throws -> [ConfigurationProblem] {
        let path = try folder.write(yaml, to: "helpdesk.yaml")
        do {
            return try await DaemonConfiguration.read(
                path: path,
                environment: environment,
                isServing: isServing
            ).strays
        } catch let problems as ConfigurationProblems {
            return problems.problems
        }
    }

    @Test("are looked at in the environment: one that means nothing is told and stops nothing")
    func environment() async throws {
        let found = try await problems(
            sound,
            [
                "HELPDESK_STORE_ULR": "hemligt", "HELPDESK_HTTP_IDLE_SECONDS": "9",
                "HELPDESK_QQQQQQ": "hemligt", "HELPDESKS": "x", "HOME": "/",
            ]
        )
        #expect(
            found.map(\.description) == [
                "HELPDESK_QQQQQQ: there is no such key",
                "HELPDESK_STORE_ULR: there is no such key; did you mean HELPDESK_STORE_URL?",
            ]
        )
    }

    @Test("are told together with every other mistake")
    func together() async throws {
        let found = try await problems(sound + "\nlissten: x\n", ["HELPDESK_QQQQQQ": "hemligt"])
        #expect(found.map(\.key) == ["lissten", "HELPDESK_QQQQQQ"])
    }

    @Test("of the staff's own program and of the suites are none of ours")
    func variablesOfOthers() async throws {
        let environment = [
            "HELPDESK_SERVER": "https://desk.example.org", "HELPDESK_TOKEN": "x",
            "HELPDESK_CA_FILE": "/nope", "HELPDESK_STORES_REQUIRED": "1",
        ]
        #expect(try await problems(sound, environment) == [])
    }

    @Test("are looked at in systemd's credentials and in the folder beside the file")
    func credentials() async throws {
        try folder.folder("credentials")
        for name in ["directory.bind-pasword", "old.key", ".swp", "store.url"] {
            let text = name == "store.url" ? "sqlite:/var/lib/helpdesk.sqlite" : "hemligt"
            try folder.write("\(text)\n", to: "credentials/\(name)")
        }
        let wanted = [
            "directory.bind-pasword: there is no such key; did you mean directory.bind-password?",
            "old.key: there is no such key",
        ]
        let environments: [[String: String]] = [
            [:], ["CREDENTIALS_DIRECTORY": folder.path("credentials")],
        ]
        for environment in environments {
            let found = try await problems(sound, environment).map(\.description)
            #expect(found.count == 2 && found.first == wanted.first, "\(found)")
            #expect(found.last?.hasPrefix(wanted[1]) == true, "\(found)")
        }
    }

    @Test("of credentials may be any where a key leads to the file")
    func namedFiles() async throws {
        let credentials = try folder.folder("units")
        let key = try folder.write("", to: "units/tls-key")
        let certificate = try folder.write("", to: "cert.pem")
        let tls = "\nhttp: { tls: { certificate: \(certificate), key: \(key) } }\n"
        let environment = ["CREDENTIALS_DIRECTORY": credentials]
        #expect(try await problems(sound + tls, environment) == [])
        #expect(try await problems(sound, environment).map(\.key) == ["tls-key"])
    }

    @Test("of the file are told with what was meant")
    func file() async throws {
        let found = try await problems(sound + "\nhttp: { idle-secs: 4, lissten: \"x:1\" }\n")
        #expect(found.map(\.key) == ["http.idle-secs", "http.lissten"])
        #expect(found.last?.wanted == "there is no such key; did you mean http.listen?")
        let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
        #expect(
            found.last?.told(in: swedish)
                == "http.lissten: nyckeln finns inte; menade du http.listen?"
        )
    }
}

@Suite("What systemd lays out with a unit")
struct UnitCredentialTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("unit") }

    private func read(
        _ key: String,
        _ environment: [String: String] = [:],
        isServing: Bool = false
    ) async throws -> DaemonConfiguration {
        let certificate = try folder.write("", to: "cert.pem")
        let path = try folder.write(
            """
            mail: { address: support@example.org, name: Medborgarsupport }
            knowledge-base: { path: / }
            http: { tls: { certificate: \(certificate), key: \(key) } }
            directory:
              urls: ["ldap://127.0.0.1"]
              user-base: ou=people,dc=example,dc=org
              roles: { agent: ["cn=agents,dc=example,dc=org"] }
              ca-file: /dev/null
            """,
            to: "helpdesk.yaml"
        )
        return try await DaemonConfiguration.read(
            path: path,
            environment: environment,
            isServing: isServing
        )
    }

    @Test("is no mistake before the unit runs, and is told of")
    func before() async throws {
        let key = "/run/credentials/\(UUID()).service/tls-key"
        let files = try await read(key).unseenFiles
        #expect(files == [UnseenFile(key: "http.tls.key", path: key)])
        let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
        #expect(
            swedish.text("\(files[0])")
                == "http.tls.key: \(key) finns bara medan dess enhet är igång, och kontrollerades inte"
        )
        // What another unit has is none of this one's.
        let other = ["CREDENTIALS_DIRECTORY": try folder.folder("other")]
        #expect(try await read(key, other).unseenFiles.count == 1)
    }

    @Test("is wanted by the unit itself, by whoever serves, and anywhere else")
    func missing() async throws {
        let unit = "/run/credentials/\(UUID()).service"
        await #expect(throws: ConfigurationProblems.self) {
            _ = try await read("\(unit)/tls-key", isServing: true)
        }
        for key in ["/run/credential/x/tls-key", "/nope/tls-key"] {
            await #expect(throws: ConfigurationProblems.self) { _ = try await read(key) }
        }
        let own = try folder.folder("own")
        await #expect(throws: ConfigurationProblems.self) {
            _ = try await read("\(own)/tls-key", ["CREDENTIALS_DIRECTORY": own])
        }
    }

    @Test(
        "is wanted where the unit runs",
        .enabled(if: getuid() == 0, "wants to be root, to lay it out")
    )
    func running() async throws {
        let unit = "/run/credentials/\(UUID()).service"
        try FileManager.default.createDirectory(atPath: unit, withIntermediateDirectories: true)
        defer {
            try? FileManager.default.removeItem(atPath: unit)
            // The folder of all units goes too where nobody else is in it.
            rmdir("/run/credentials")
        }
        await #expect(throws: ConfigurationProblems.self) { _ = try await read("\(unit)/tls-key") }
        try "".write(toFile: "\(unit)/tls-key", atomically: false, encoding: .utf8)
        #expect(try await read("\(unit)/tls-key").unseenFiles == [])
    }
}
