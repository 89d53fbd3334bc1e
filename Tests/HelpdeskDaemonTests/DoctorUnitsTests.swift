import DeskTesting
import Testing

@testable import HelpdeskDaemon

@Suite("The units that the doctor looks at")
struct DoctorUnitsTests {
    private static let sound = """
        mail: { address: support@example.org, name: Medborgarsupport }
        knowledge-base: { path: / }
        directory:
          urls: ["ldap://127.0.0.1"]
          user-base: ou=people,dc=example,dc=org
          roles: { agent: ["cn=agents,dc=example,dc=org"] }
          ca-file: /dev/null
        """

    @Test("are those that the configuration needs")
    func units() async throws {
        let all = ["helpdeskd.service", "helpdesk-backup.timer", "helpdesk-retention.timer"]
        let cases: [(environment: [String: String], wanted: [String])] = [
            ([:], [all[0]]),
            (["HELPDESK_BACKUP_DIRECTORY": "/var/backups/helpdesk"], [all[0], all[1]]),
            (["HELPDESK_RETENTION_QUESTION_DAYS": "730"], [all[0], all[2]]),
        ]
        let folder = try TemporaryFolder("doctor")
        let file = try folder.write(Self.sound, to: "helpdesk.yaml")
        for (environment, wanted) in cases {
            let configuration = try await DaemonConfiguration.read(
                path: file,
                environment: environment
            )
            let doctor = Doctor(configuration: configuration, path: file)
            #expect(doctor.units.map(\.name) == wanted)
        }
    }
}
