import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import HelpdeskDaemon

@Suite("Where the store is")
struct StoreAddressTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("address") }

    @Test("and how long what is kept are read without the secrets of other parts")
    func parts() async throws {
        let file = try folder.write(
            """
            directory: { bind-dn: "cn=x,dc=example,dc=org" }
            mail: { submission: { username: desk } }
            retention: { question-days: 30 }
            store: { url: "sqlite:/srv/desk.sqlite" }
            """,
            to: "helpdesk.yaml"
        )
        let (store, retention) = try await DaemonConfiguration.read(path: file, environment: [:]) {
            (DaemonConfiguration.store(&$0), RetentionSettings(&$0))
        }
        #expect(store == .sqlite(path: "/srv/desk.sqlite"))
        #expect(retention.days == [.question: 30])
        #expect(retention.callAge == 400.0 * 86_400.0)
    }

    @Test(
        "and calls are kept as long as they are to be, or for ever",
        arguments: [("0", nil), ("1", 86_400), ("36500", 36_500 * 86_400)] as [(String, Double?)]
    )
    func callDays(_ days: String, _ wanted: Double?) async throws {
        let found = try await retention(days)
        #expect(found.callAge == wanted)
    }

    @Test("and refused past their limits", arguments: ["-1", "36501", "off"])
    func callDaysLimits(_ days: String) async throws {
        await #expect(throws: (any Error).self) { try await retention(days) }
    }

    private func retention(_ callDays: String) async throws -> RetentionSettings {
        let file = try folder.write("mail: { name: Desk }\n", to: "calls.yaml")
        let environment = ["HELPDESK_RETENTION_CALL_DAYS": callDays]
        return try await DaemonConfiguration.read(path: file, environment: environment) {
            RetentionSettings(&$0)
        }
    }

    @Test("is what the credential says, in an operator's shell too")
    func credentials() async throws {
        let file = try folder.write("store: { url: \"sqlite:/srv/left\" }\n", to: "helpdesk.yaml")
        try folder.folder("credentials")
        try folder.write("postgresql://desk@db1/desk\n", to: "credentials/store.url")
        let found = try await DaemonConfiguration.read(path: file, environment: [:]) {
            DaemonConfiguration.store(&$0)
        }
        #expect(found == .postgresql(address: "postgresql://desk@db1/desk"))
        // A drill says where it is to be held; a folder among the secrets is no secret.
        try folder.folder("credentials/old")
        let drill = try await DaemonConfiguration.read(
            path: file,
            environment: ["HELPDESK_STORE_URL": "sqlite:/srv/drill"]
        ) { DaemonConfiguration.store(&$0) }
        #expect(drill == .sqlite(path: "/srv/drill"))
    }

    @Test("is told to every unit that opens the store, as every secret is to the daemon")
    func units() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "systemd")
        let secrets = [
            "directory.bind-password", "mail.submission.password", "mail.pickup.password",
            "store.listen-url", "switchboard.sip.password", "switchboard.sip.caller-password",
        ]
        for (unit, wanted) in [
            ("helpdeskd", secrets), ("helpdesk-backup", []), ("helpdesk-retention", []),
        ] {
            let text = try String(
                contentsOf: folder.appending(path: "\(unit).service"),
                encoding: .utf8
            )
            for key in wanted + ["store.url"] {
                #expect(text.contains("LoadCredential=\(key):/etc/helpdesk/credentials/\(key)\n"))
                #expect(text.contains("SetCredential=\(key):\\n\n"), "\(unit): \(key)")
            }
        }
    }

    @Test(
        "is shown without its login, however it is written",
        arguments: [
            ("postgresql://desk:hemligt@db1/desk", "postgresql://…@db1/desk"),
            ("postgresql://desk:hem/ligt@db1/desk", "postgresql://…@db1/desk"),
            ("postgresql://desk:hem@ligt@db1/desk", "postgresql://…@db1/desk"),
            (
                "postgresql://db1/desk?user=x&password=hem&ligt",
                "postgresql://db1/desk?user=x&password=…"
            ),
            ("host=db1 password=hemligt dbname=desk", "host=db1 password=… dbname=desk"),
            ("host=db1 PASSWORD = 'hem \\' ligt' dbname=desk", "host=db1 password=… dbname=desk"),
            ("password=hem\\ ligt host=db1", "password=… host=db1"),
            (
                "no host \"x\" in \"postgresql://a:hemligt@b\"",
                "no host \"x\" in \"postgresql://…@b\""
            ),
            ("sqlite:/srv/desk.sqlite", "sqlite:/srv/desk.sqlite"),
        ]
    )
    func shown(text: String, wanted: String) {
        #expect(StoreLocation.withoutSecrets(text) == wanted)
    }

    @Test(
        "is none where libpq would find at every try that it cannot be meant",
        arguments: [
            ("desk@db1:1/desk", true), ("desk@db1:65535/desk", true), ("desk@db1:0/desk", false),
            ("desk@db1:65536/desk", false), ("desk@db1:x/desk", false),
            ("desk@db1,db2:5433/desk", true), ("desk@db1:5432,db2:99999/desk", false),
            ("desk@/desk?host=/run/postgresql&port=99999", false),
            ("desk@db1/desk?connect_timeout=3", true), ("desk@db1/desk?conect_timeout=3", false),
        ]
    )
    func understood(rest: String, isSound: Bool) {
        #expect((StoreLocation("postgresql://\(rest)") != nil) == isSound)
    }

    @Test(
        "is refused with a clear word where the login is not escaped",
        arguments: [
            ("desk:hem/ligt@db1/desk", false), ("desk:hem?ligt@db1/desk", false),
            ("desk:hem#ligt@db1/desk", false), ("desk:hem@ligt@db1/desk", false),
            ("desk:hem?li/gt@db1/desk", false), ("desk:hem/li?gt@db1", false),
            ("desk:hem%2Fligt@db1,db2:5433/desk?sslmode=require", true), ("db1/desk", true),
            ("desk@%2Frun%2Fpostgresql/desk", true), ("/desk?host=/run/postgresql", true),
            ("db1/desk?user=desk@city&password=x", true), ("desk@db1?sslmode=require", true),
            ("db1?user=desk&application_name=desk@node1", true), ("desk:hem?li@db1", false),
        ]
    )
    func login(rest: String, isSound: Bool) async throws {
        #expect((StoreLocation("postgresql://\(rest)") != nil) == isSound)
        #expect(StoreLocation.hasUnescapedLogin("postgresql://\(rest)") != isSound)
        let file = try folder.write(
            "store: { url: \"postgresql://\(rest)\", listen-url: \"postgresql://\(rest)\" }\n",
            to: "helpdesk.yaml"
        )
        do {
            _ = try await DaemonConfiguration.read(path: file, environment: [:]) {
                DaemonConfiguration.store(&$0)
            }
            #expect(isSound)
        } catch let problems as ConfigurationProblems {
            #expect(!isSound)
            #expect(problems.description.contains("written as %2F"))
            #expect(!problems.description.contains("ligt"))
            #expect(!problems.description.contains("hem"))
        }
    }
}
