import DeskTesting
import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import HelpdeskDaemon

@Suite("Files that the configuration names")
struct ConfiguredFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("files") }

    private func sound(_ articles: String, _ more: String = "") -> String {
        """
        mail: { address: support@example.org, name: Medborgarsupport }
        knowledge-base: { path: \(articles) }
        directory:
          urls: ["ldap://127.0.0.1"]
          user-base: ou=people,dc=example,dc=org
          roles: { agent: ["cn=agents,dc=example,dc=org"] }
          ca-file: /dev/null
        \(more)
        """
    }

    private func articles() throws -> String {
        let path = try folder.folder("kb")
        let category = URL(filePath: path).appending(path: "sv/other")
        try FileManager.default.createDirectory(at: category, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: category.appending(path: "vaxeln.md"))
        return path
    }

    /// The mistakes and doubts of a configuration.
    private func found(
        _ yaml: String,
        isServing: Bool = false
    ) async throws -> (problems: [ConfigurationProblem], doubts: [ConfigurationProblem]) {
        let path = try folder.write(yaml, to: "helpdesk.yaml")
        do {
            let read = try await DaemonConfiguration.read(
                path: path,
                environment: [:],
                isServing: isServing
            )
            return ([], read.doubts)
        } catch let problems as ConfigurationProblems {
            return (problems.problems, problems.doubts)
        }
    }

    @Test("are a certificate and its own key, or the daemon does not begin")
    func pairs() async throws {
        let articles = try articles()
        let own = try TestAuthority().serverCertificate(in: folder, names: "IP:127.0.0.1")
        let elsewhere = try TemporaryFolder("other")
        let other = try TestAuthority().serverCertificate(in: elsewhere, names: "IP:127.0.0.1")
        let none = try folder.write("no key", to: "none.pem")
        func tls(_ certificate: String, _ key: String) -> String {
            sound(articles, "http: { tls: { certificate: \(certificate), key: \(key) } }")
        }
        let right = try await found(tls(own.file, own.keyFile), isServing: true)
        #expect(right.problems.isEmpty && right.doubts.isEmpty)
        let wrong = [
            (own.file, other.keyFile, "http.tls.key"), (own.file, none, "http.tls.key"),
            (none, own.keyFile, "http.tls.certificate"),
        ]
        for (certificate, key, name) in wrong {
            let served = try await found(tls(certificate, key), isServing: true)
            #expect(served.problems.map(\.key) == [name])
            // The doctor and others have work of their own to do.
            let checked = try await found(tls(certificate, key))
            #expect(checked.problems.isEmpty && checked.doubts.map(\.key) == [name])
        }
        let sip = try await found(
            sound(articles)
                + """

                switchboard:
                  sip: { certificate: \(own.file), key: \(none) }
                """
        )
        #expect(sip.doubts.map(\.key) == ["switchboard.sip.key"])
        withExtendedLifetime(elsewhere) {}
    }

    @Test("are articles, not what lies one folder higher or nothing at all")
    func noArticles() async throws {
        let articles = try articles()
        #expect(try await found(sound(articles)).doubts.isEmpty)
        let empty = try folder.folder("empty")
        for path in [empty, folder.path] {
            let served = try await found(sound(path), isServing: true)
            #expect(served.problems.isEmpty)
            #expect(served.doubts.map(\.key) == ["knowledge-base.path"])
            let checked = ["check-config", "--config", folder.path("helpdesk.yaml")]
            #expect(await HelpdeskDaemon.run(checked) == SystemExit.configuration)
        }
        for command in [["lint"], ["match", "växeln"]] {
            let code = await HelpdeskDaemon.run(["kb"] + command + ["--kb", empty])
            #expect(code == SystemExit.notThere, "\(command)")
        }
    }

    @Test("are told of in words where they cannot be read")
    func unreadable() async throws {
        let missing = folder.path("nowhere.yaml")
        do {
            _ = try await DaemonConfiguration.read(path: missing, environment: [:])
            Issue.record("it was read")
        } catch let problems as ConfigurationProblems {
            let words = ["the file cannot be read: No such file or directory"]
            #expect(problems.problems.map(\.wanted) == words)
            let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
            #expect(
                problems.problems.first?.told(in: swedish)
                    == "\(missing): filen kan inte läsas: filen finns inte"
            )
        }
        let octets = folder.url.appending(path: "latin.yaml")
        try Data([0x61, 0x3a, 0x20, 0xe5, 0x0a]).write(to: octets)
        let latin = await #expect(throws: ConfigurationProblems.self) {
            try await DaemonConfiguration.read(path: octets.path, environment: [:])
        }
        #expect(latin?.problems.first?.wanted.contains("Error Domain") == false)
    }

    @Test("of questions say what is relevant, and a folder for the store is there to restore into")
    func commands() async throws {
        let articles = try articles()
        let bare = try folder.write(#"{"id":"1","text":"växeln"}"#, to: "bare.jsonl")
        let code = await HelpdeskDaemon.run(["kb", "evaluate", bare, "--kb", articles])
        #expect(code == SystemExit.notThere)
        let lines = try folder.write(
            #"{"id":"a","title":"Växeln","answer":"Ring växeln."}"#,
            to: "kb.jsonl"
        )
        let unsaid = await HelpdeskDaemon.run(["kb", "evaluate", bare, "--kb", lines])
        #expect(unsaid == SystemExit.badData)
        let said = try folder.write(
            #"{"id":"1","text":"växeln","relevant":["b"]}"#,
            to: "said.jsonl"
        )
        #expect(await HelpdeskDaemon.run(["kb", "evaluate", said, "--kb", lines]) == 0)
        let store = folder.path("gone/helpdesk.sqlite")
        let config = try folder.write("store: { url: \"sqlite:\(store)\" }", to: "store.yaml")
        let restored = await HelpdeskDaemon.run(["restore", bare, "--config", config])
        #expect(restored == SystemExit.notThere)
    }

    @Test("and addresses of the demo are looked at before it begins")
    func demo() async throws {
        #expect(await HelpdeskDaemon.run(["demo", "--http", "bogus"]) == 64)
        #expect(await HelpdeskDaemon.run(["demo", "--lmtp", "unix:x"]) == 64)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        for option in ["--http", "--lmtp"] {
            let code = await HelpdeskDaemon.run([
                "demo", "--check", option, "127.0.0.1:\(port)",
            ])
            #expect(code == SystemExit.unavailable, "\(option)")
        }
        try await server.close()
    }
}
