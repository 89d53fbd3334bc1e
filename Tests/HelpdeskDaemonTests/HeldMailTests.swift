import Desk
import DeskTesting
import Foundation
import MailProtocols
import Testing

@testable import HelpdeskDaemon

@Suite("Mail at the operator's commands")
struct HeldMailTests {
    @Test(
        "that is held is told by the doctor, and that it is to be decided on by half of its time",
        arguments: [(0, nil), (44, Finding.Verdict.well), (45, .advice)]
    )
    func doctor(days: Int, verdict: Finding.Verdict?) async throws {
        let folder = try TemporaryFolder("doctor")
        let file = try folder.write(
            """
            mail: { address: support@example.org, name: Medborgarsupport }
            knowledge-base: { path: / }
            directory:
              urls: ["ldap://127.0.0.1"]
              user-base: ou=people,dc=example,dc=org
              roles: { agent: ["cn=agents,dc=example,dc=org"] }
              ca-file: /dev/null
            """,
            to: "helpdesk.yaml"
        )
        let moment = Date(timeIntervalSince1970: 1_793_606_400)
        let configuration = try await DaemonConfiguration.read(path: file, environment: [:])
        let doctor = Doctor(configuration: configuration, path: file, now: { moment })
        let figures = QuarantineFigures(
            held: days == 0 ? 0 : 3,
            oldestReceivedAt: days == 0 ? nil : moment - TimeInterval(days) * 86_400
        )
        let found = doctor.quarantine(figures)
        #expect(found.map(\.verdict) == [verdict].compactMap(\.self))
        let told = "3 mails are held in quarantine, the oldest for \(days) days"
        #expect(found.allSatisfy { $0.detail.hasPrefix(told) })
    }

    @Test(
        "with a line that the door would not take is broken there, as Postfix breaks it",
        arguments: [-1, 0, 1, 2_000],
        ["\n", "\r\n"]
    )
    func lines(difference: Int, end: String) {
        let long = String(repeating: "a", count: 998 + difference)
        let mail = Array("Subject: x\(end)\(end)\(long)\(end)Hej\(end)".utf8)
        let found = MailInput.lines(mail, bytesMax: 1_000)
        let lines = String(decoding: found, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 998 })
        #expect(lines.joined().replacing(" a", with: "a") == "Subject: x\(long)Hej")
        #expect(lines.count == 5 + (difference == 2_000 ? 3 : difference > 0 ? 1 : 0))
    }
}
