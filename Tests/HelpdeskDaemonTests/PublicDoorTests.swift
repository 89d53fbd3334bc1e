import DeskTesting
import Foundation
import PrometheusMetrics
import Testing

@testable import HelpdeskDaemon

@Suite("The public address, as the doctor finds it")
struct PublicDoorTests {
    private static let sound = """
        mail: { address: support@example.org, name: Medborgarsupport }
        knowledge-base: { path: / }
        directory:
          urls: ["ldap://127.0.0.1"]
          user-base: ou=people,dc=example,dc=org
          roles: { agent: ["cn=agents,dc=example,dc=org"] }
          ca-file: /dev/null
        """

    @Test(
        "is told of where it shows the figures to whoever asks",
        arguments: [
            ("200 OK", MetricRegistry.mediaType, "loopback", true),
            ("200 OK", MetricRegistry.mediaType, "anyone", false),
            ("200 OK", "text/html", "loopback", false),
            ("401 Unauthorized", "application/problem+json", "loopback", false),
        ]
    )
    func figures(status: String, mediaType: String, metrics: String, isTold: Bool) async throws {
        let proxy = try ScriptedServer { _ in
            let head =
                "HTTP/1.1 \(status)\r\nContent-Type: \(mediaType)\r\nContent-Length: 0\r\n\r\n"
            return Array(head.utf8)
        }
        let folder = try TemporaryFolder("doctor")
        let file = try folder.write(Self.sound, to: "helpdesk.yaml")
        let configuration = try await DaemonConfiguration.read(
            path: file,
            environment: [
                "HELPDESK_HTTP_PUBLIC_URL": "http://127.0.0.1:\(proxy.port)",
                "HELPDESK_HTTP_METRICS": metrics,
            ]
        )
        let found = await Doctor(configuration: configuration, path: file).publicDoor()
        #expect(found.map(\.verdict) == (isTold ? [.advice] : []))
    }

    @Test("is passed over where it cannot be reached")
    func away() async throws {
        let folder = try TemporaryFolder("doctor")
        let file = try folder.write(Self.sound, to: "helpdesk.yaml")
        let configuration = try await DaemonConfiguration.read(
            path: file,
            environment: ["HELPDESK_HTTP_PUBLIC_URL": "http://127.0.0.1:\(try freePort())"]
        )
        #expect(await Doctor(configuration: configuration, path: file).publicDoor() == [])
    }
}
