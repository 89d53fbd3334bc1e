import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("The configuration of the real daemon")
    struct ConfigurationTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder("configuration") }

        @Test("is checked as a whole: every mistake at once, each with what would be right")
        func everyMistake() throws {
            let text = """
                http: { listen: "nowhere" }
                lmtp: { listen: "unix:relative.sock", connections-max: 0 }
                mail: { address: "support", message-bytes-max: 1023, adress: "x" }
                store: { url: "mysql://x" }
                directory: { file: /nonexistent/staff.yaml }
                knowledge-base: { path: /nonexistent/articles }
                log: { level: loud }
                """
            let (status, output) = try check(text)
            #expect(status == 78)
            let wanted = [
                "http.listen: «nowhere» – must be HOST:PORT",
                "lmtp.listen: «unix:relative.sock» – must be HOST:PORT",
                "lmtp.connections-max: «0» – must be a number from 1 to 10000",
                "mail.address: «support» – must be the address citizens write to",
                "mail.name: must be the name citizens read",
                "mail.message-bytes-max: «1023» – must be a number from 1024 to 104857600",
                "mail.adress: there is no such key",
                "store.url: «mysql://x» – must be",
                "directory.file: «/nonexistent/staff.yaml» – there is no such file",
                "directory.urls: nobody could log in",
                "knowledge-base.path: «/nonexistent/articles» – there is no such folder",
                "log.level: «loud» – must be one of trace, debug, info",
            ]
            for line in wanted { #expect(output.contains(line)) }
            #expect(output.split(separator: "\n").count == wanted.count + 1, "\(output)")
        }

        @Test("never shows a secret, right or wrong")
        func secrets() throws {
            let text = """
                mail:
                  address: support@example.org
                  name: Medborgarsupport
                  submission: { password: "hemligt ord" }
                directory: { urls: [x], bind-password: "annat hemligt" }
                """
            let (status, output) = try check(text)
            #expect(status == 78)
            #expect(output.contains("mail.submission.username"))
            #expect(!output.contains("hemligt"))

            // Nor do the lines beside a mistake that keeps the file from being read at all.
            let broken = [
                (text + "\nmail: { name: Medborgarsupport }", "mail stands there twice"),
                ("directory: { bind-password: \"hemligt\", urls: [x", "did not find"),
            ]
            for (text, mistake) in broken {
                let (status, output) = try check(text)
                #expect(status == 78)
                #expect(output.contains(mistake), "\(output)")
                #expect(!output.contains("hemligt"))
            }
        }

        @Test("yields to the environment, and that to systemd's credentials")
        func overriding() async throws {
            let credentials = try folder.folder("credentials")
            try folder.write(
                SlapdServer.servicePassword + "\n",
                to: "credentials/directory.bind-password"
            )
            let port = try freePort()
            let settings = HouseSettings(
                bindPassword: "not this one",
                environment: [
                    "HELPDESK_HTTP_LISTEN": "127.0.0.1:\(port)",
                    "HELPDESK_DIRECTORY_BIND_PASSWORD": "nor this one",
                    "CREDENTIALS_DIRECTORY": credentials,
                ]
            )
            let house = try HouseServer(settings)
            try house.launch()
            let api = HouseAPI(port: port)
            try await eventually("it serves where the environment says") {
                // Refused connections are what one gets until it listens.
                (try? await api.get("/readyz").status) == 200
            }
            #expect(!answers(house.httpPort))
            _ = try await api.signedIn("anna", "annas lösenord")
            try house.stop()
            #expect(house.leaks() == [])
        }

        @Test(
            "takes no store for the desk's where the desk's own may be a secret that it cannot read",
            .enabled(if: getuid() == 0, "wants to be root, to be somebody else")
        )
        func closedCredentials() throws {
            let file = try folder.write(
                "retention: { question-days: 30 }\n",
                to: "c.yaml",
                mode: 0o644
            )
            let credentials = try folder.folder("credentials")
            try folder.write("sqlite:\(folder.path("none.sqlite"))\n", to: "credentials/store.url")
            #expect(chmod(folder.path, 0o755) == 0 && chmod(credentials, 0o700) == 0)
            let asRoot = try OperatorTerminal(configuration: file).run("retention")
            #expect(asRoot.exitCode == 66, "\(asRoot.output)")
            #expect(asRoot.output.contains("none.sqlite"))
            let process = try LoopbackProcess(
                "/usr/bin/setpriv",
                [
                    "--reuid", "65534", "--clear-groups", HousePrograms.helpdeskd(), "retention",
                    "--config", file,
                ],
                environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
                logPath: folder.path("other.log")
            )
            #expect(process.waitUntilEnded(within: .seconds(20)) == 78)
            #expect(process.log.contains("store.url: is not set here"), "\(process.log)")
        }

        @Test("has a shipped example without mistakes, as it is and with every key set")
        func shippedExample() throws {
            let example = try Self.shipped()
            // systemd makes it an empty line where there is no such file (SetCredential=).
            let plain = try check(example, submissionPassword: "")
            #expect(plain.status == 0, "\(plain.output)")
            let everything = example.replacing(#/(?m)^( *)#([a-z0-9-]+:)/#) { "\($0.1)\($0.2)" }
            #expect(everything != example)
            let whole = try check(everything, submissionPassword: "a secret")
            #expect(whole.status == 0, "\(whole.output)")
        }

        @Test("has a shipped example with every key that the program reads")
        func completeExample() throws {
            let sources = HousePrograms.repository
                .appending(path: "Sources/HelpdeskDaemon/Configuration")
            var keys: Set<String> = []
            for name in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
                let source = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
                let pattern =
                    #/(?:text|requiredText|list|number|flag|word|existingFile)\(\s*"([a-z0-9.-]+)"/#
                keys.formUnion(source.matches(of: pattern).map { String($0.1) })
            }
            #expect(keys.count > 30)
            let written = Self.keys(of: try Self.shipped())
            #expect(keys.subtracting(written).sorted() == [])
        }

        private static func shipped() throws -> String {
            let file = HousePrograms.repository.appending(path: "systemd/helpdesk.yaml")
            return try String(contentsOf: file, encoding: .utf8)
        }

        /// The keys of a file in dots, by their indentation; optional ones count.
        private static func keys(of text: String) -> Set<String> {
            var path: [(indent: Int, name: String)] = []
            var keys: Set<String> = []
            for line in text.split(separator: "\n") {
                guard let match = line.prefixMatch(of: #/( *)#?([a-z0-9-]+):/#) else { continue }
                let indent = match.1.count
                path.removeAll { $0.indent >= indent }
                path.append((indent, String(match.2)))
                keys.insert(path.map(\.name).joined(separator: "."))
            }
            return keys
        }

        private func check(
            _ text: String,
            submissionPassword: String? = nil
        ) throws -> (status: Int32, output: String) {
            let repository = HousePrograms.repository
            var text = text
            var environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
            if let submissionPassword {
                // Its folder goes with it.
                let (authority, own) = try withExtendedLifetime(TestAuthority()) { authority in
                    (
                        try String(contentsOfFile: authority.caFile, encoding: .utf8),
                        try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
                    )
                }
                let files = try [
                    "/usr/share/helpdesk/knowledge-base":
                        repository.appending(path: "knowledge-base").path,
                    "/etc/helpdesk/staff.yaml":
                        repository.appending(path: "systemd/staff.yaml.example").path,
                    "/etc/helpdesk/destinations.yaml":
                        repository.appending(path: "systemd/destinations.yaml.example").path,
                    "/etc/helpdesk/open311-services.yaml":
                        repository.appending(path: "systemd/open311-services.yaml.example").path,
                    "/etc/ssl/certs/ca-certificates.crt": folder.write("", to: "ca.pem"),
                    "/etc/ssl/certs/support.example.org.pem": own.file,
                    "/etc/helpdesk/letters": folder.folder("letters"),
                    "/etc/helpdesk/smime-ca.pem": folder.write(authority, to: "smime.pem"),
                    "/run/credentials/helpdeskd.service/tls-key": own.keyFile,
                    "/run/credentials/helpdeskd.service/sip-key": own.keyFile,
                    "/etc/helpdesk/directory-client.pem": own.file,
                    "/etc/helpdesk/directory-client.key": own.keyFile,
                    "/etc/helpdesk/records.pem": folder.write("", to: "rc.pem"),
                    "/etc/helpdesk/records.key": folder.write("", to: "rk.pem"),
                ]
                for (shipped, here) in files { text = text.replacing(shipped, with: here) }
                environment["CREDENTIALS_DIRECTORY"] = try folder.folder("secrets")
                try folder.write("a secret\n", to: "secrets/directory.bind-password")
                // Of the plain example there is no telephone system to prove anything to.
                for key in ["password", "caller-password"] where !submissionPassword.isEmpty {
                    try folder.write("a secret\n", to: "secrets/switchboard.sip.\(key)")
                }
                try folder.write(
                    "\(submissionPassword)\n",
                    to: "secrets/mail.submission.password"
                )
            }
            let process = try LoopbackProcess(
                HousePrograms.helpdeskd(),
                ["check-config", "--config", folder.write(text, to: "helpdesk.yaml")],
                environment: environment,
                logPath: folder.path("\(UUID().uuidString).log")
            )
            let status = try #require(process.waitUntilEnded(within: .seconds(20)))
            return (status, process.log)
        }
    }
}
