import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("The doctor")
    struct DoctorTests {
        private struct Line: Decodable {
            var check: String
            var verdict: String
            var detail: String
            var remedy: String?
        }

        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder("doctor") }

        @Test("finds a house well that is, and says of each part what it saw")
        func well() async throws {
            let backups = try folder.folder("backups")
            let settings = HouseSettings(
                logLevel: "info",
                environment: ["HELPDESK_BACKUP_DIRECTORY": backups]
            )
            try await withHouse(settings) { house in
                var terminal = house.terminal
                terminal.environment = ["HELPDESK_BACKUP_DIRECTORY": backups]
                let none = try terminal.run("doctor")
                #expect(none.exitCode == 69, "\(none.output)")
                #expect(none.output.contains("WRONG   backup: there is no backup in"))
                #expect(try terminal.run("backup").exitCode == 0)

                let (code, lines) = try examine(terminal)
                #expect(code == 0)
                let wrong = lines.filter { !["well", "advice"].contains($0.verdict) }
                #expect(wrong.map(\.detail) == [])
                let names = Set(lines.map(\.check))
                #expect(
                    names == [
                        "configuration", "secrets", "knowledge-base", "clock", "store", "backup",
                        "certificate", "records", "http", "lmtp", "pickup", "submission",
                        "directory", "telephones", "systemd",
                    ]
                )
                let seen = { (check: String, words: String) in
                    lines.contains { $0.check == check && $0.detail.contains(words) }
                }
                #expect(seen("http", "the daemon answers"))
                #expect(seen("lmtp", "the daemon answers"))
                #expect(seen("submission", "answers, without TLS"))
                #expect(seen("directory", "answers, with TLS"))
                // The authority of the tests gives two days.
                #expect(seen("directory", "the certificate of") && seen("directory", "in only"))
                #expect(seen("store", "no damage"))
                #expect(seen("store", "records wait for a seal"))
                #expect(seen("records", "nobody signs"))
                #expect(lines.allSatisfy { ($0.verdict == "well") == ($0.remedy == nil) })
                try await speaksSwedish(terminal, house)
            }
        }

        /// Programs and scripts read the same in every language.
        private func speaksSwedish(
            _ terminal: OperatorTerminal,
            _ house: HouseServer
        ) async throws {
            var terminal = terminal
            let english = try examine(terminal).1
            terminal.environment["LANG"] = "sv_SE.UTF-8"
            let told = try terminal.run("doctor").output
            #expect(told.contains("ok      http: demonen svarar på 127.0.0.1:"))
            #expect(told.contains("råd     records: audit.certificate är inte inställt"))
            #expect(told.contains("directory: ") && told.contains(", om bara "))
            #expect(try examine(terminal).1.map(\.check) == english.map(\.check))
            #expect(!(try terminal.run("doctor", "--json").output.contains("demonen")))
            for (language, word) in [
                ("sv", " inte tillfrågad än"), ("en", " not asked yet"), ("fi", " not asked yet"),
            ] {
                let answer = try await house.api.get(
                    "/readyz",
                    headers: ["Accept-Language": language]
                )
                let health = try answer.decoded(as: HealthBody.self)
                #expect(health.status == "ok" && health.checks["store"] == "ok")
                #expect(health.checks["directory"]?.hasSuffix(word) == true, "\(health.checks)")
            }
        }

        @Test("ends with 78 and every mistake, and looks at all that goes by no wrong key")
        func mistakes() throws {
            let store = folder.path("desk.sqlite")
            let file = try folder.write(
                """
                http: { listen: nowhere }
                log: { level: loud }
                store: { url: "sqlite:\(store)" }
                lmtp: { listen: "unix:\(folder.path("lmtp.sock"))" }
                audit: { heads: here }

                """,
                to: "c"
            )
            let (code, lines) = try examine(OperatorTerminal(configuration: file))
            #expect(code == 78)
            let mistakes = lines.filter { $0.check == "configuration" }.map(\.detail)
            for mistake in [
                "http.listen: «nowhere»", "log.level: «loud»", "audit.heads: «here»",
                "mail.address",
            ] {
                #expect(mistakes.contains { $0.hasPrefix(mistake) }, "\(mistake)")
            }
            #expect(found("store", "there is no store \(store) yet", in: lines) == "well")
            #expect(found("pickup", "no mailbox is set", in: lines) == "well")
            #expect(found("lmtp", "nobody listens", in: lines) == "well")
            for (check, key) in [
                ("http", "http.listen"), ("certificate", "http.listen"), ("records", "audit.heads"),
                ("directory", "directory.urls"), ("telephones", "http.listen"),
            ] {
                #expect(lines.filter { $0.check == check }.count == 1)
                #expect(found(check, "not looked at: \(key) is wrong", in: lines) == "advice")
            }
        }

        @Test("looks at what needs no configuration where the file cannot be read")
        func unreadable() throws {
            let file = try folder.write("http: [\n", to: "broken")
            let (code, lines) = try examine(OperatorTerminal(configuration: file))
            #expect(code == 78)
            #expect(lines.filter { $0.check == "configuration" }.count == 1)
            let unseen = lines.filter { $0.detail == "not looked at: \(file) is wrong" }
            #expect(unseen.count == 11)
            let seen = Set(lines.map(\.check)).subtracting(unseen.map(\.check))
            #expect(seen == ["configuration", "secrets", "clock", "systemd"])
        }

        @Test("names what does not answer, and what answers in its place")
        func silence() throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            let intruder = try ScriptedServer { _ in Array("HTTP/1.1 200 OK\r\n\r\n".utf8) }
            var terminal = house.terminal
            terminal.environment = [
                "HELPDESK_HTTP_LISTEN": "127.0.0.1:\(intruder.port)",
                "HELPDESK_MAIL_SUBMISSION_URL": "smtp://127.0.0.1:9",
                "HELPDESK_DIRECTORY_URLS": "ldap://127.0.0.1:9",
            ]
            let (code, lines) = try examine(terminal)
            #expect(code == 69)
            #expect(found("http", "another program answers", in: lines) == "unavailable")
            #expect(found("lmtp", "the daemon does not run", in: lines) == "well")
            #expect(found("submission", "does not take letters", in: lines) == "unavailable")
            #expect(found("directory", "cannot decide log-ins", in: lines) == "unavailable")
            #expect(found("store", "the first start makes it", in: lines) == "well")
            #expect(found("backup", "backup.directory is not set", in: lines) == "advice")
        }

        @Test("says that no mail is picked up while the mailbox has no token, and the desk serves")
        func missingToken() async throws {
            let token = folder.path("token")
            let environment = [
                "HELPDESK_MAIL_PICKUP_URL": "imaps://127.0.0.1:9",
                "HELPDESK_MAIL_PICKUP_USERNAME": "support@example.org",
                "HELPDESK_MAIL_PICKUP_TOKEN_FILE": token,
            ]
            let settings = HouseSettings(logLevel: "info", environment: environment)
            try await withHouse(settings) { house in
                let words = "the token file \(token) cannot be read"
                try await eventually("it is logged") {
                    house.log.contains("mailbox not read") && house.log.contains(words)
                }
                var terminal = house.terminal
                terminal.environment = environment
                let (code, lines) = try examine(terminal)
                #expect(code == 69)
                #expect(found("pickup", words, in: lines) == "unavailable", "\(lines)")
                try folder.write("a token\n", to: "token")
                let (_, later) = try examine(terminal)
                #expect(found("pickup", words, in: later) == nil)
                #expect(found("pickup", "no mail is taken out of", in: later) == "unavailable")
            }
        }

        @Test("takes only a door that nobody opens for a daemon that does not run")
        func telephones() throws {
            var settings = HouseSettings(
                logLevel: "info",
                destinations: HousePrograms.repository
                    .appending(path: "systemd/destinations.yaml.example").path
            )
            settings.switchboard = [
                "driver: sip", "agent-uri: \"sip:{username}@127.0.0.1:9\"", "sip:",
                "  name: desk-1", "  listen: [\"udp:127.0.0.1:\(try freePort())\"]",
                "  context-url: https://desk.example.org/h/", "  peers: [\"udp:127.0.0.1:9\"]",
            ]
            let house = try HouseServer(settings)
            let (_, empty) = try examine(house.terminal)
            #expect(
                found("telephones", "the daemon does not run", in: empty) == "well",
                "\(empty)"
            )
            let odd = try ScriptedServer { _ in
                Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nja".utf8)
            }
            var terminal = house.terminal
            terminal.environment = ["HELPDESK_HTTP_LISTEN": "127.0.0.1:\(odd.port)"]
            let (_, lines) = try examine(terminal)
            #expect(found("telephones", "does not say how it stands", in: lines) == "advice")
        }

        @Test("believes neither a backup nor a signed head of a clock that was ahead")
        func clockThatWasAhead() throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            let signer = try Signer()
            let backups = try folder.folder("backups")
            try FileManager.default.createDirectory(
                atPath: signer.heads,
                withIntermediateDirectories: false
            )
            let files = [
                try folder.write("", to: "backups/helpdesk-20990101T000000Z.sqlite"),
                "\(signer.heads)/head-000000000001.pem",
            ]
            for file in files {
                try Data().write(to: URL(filePath: file))
                try FileManager.default.setAttributes(
                    [.modificationDate: Date() + 400 * 86_400],
                    ofItemAtPath: file
                )
            }
            var terminal = house.terminal
            terminal.environment = signer.environment
            terminal.environment["HELPDESK_BACKUP_DIRECTORY"] = backups
            let (code, lines) = try examine(terminal)
            #expect(code == 69)
            for check in ["backup", "records"] {
                #expect(found(check, "is dated later than now", in: lines) == "unavailable")
            }
        }

        @Test("finds a secret that everybody can read, and a wrong password for the directory")
        func secrets() throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: house.configurationPath
            )
            var terminal = house.terminal
            terminal.environment = ["HELPDESK_DIRECTORY_BIND_PASSWORD": "wrong"]
            try house.folder.folder("credentials")
            let secret = "credentials/mail.pickup.password"
            try house.folder.write("hemligt\n", to: secret, mode: 0o644)
            let (code, lines) = try examine(terminal)
            #expect(code == 78)
            #expect(found("secrets", "\(secret) holds a secret", in: lines) == "misconfigured")
            #expect(found("secrets", "every user of this machine", in: lines) == "misconfigured")
            #expect(found("directory", "bind-password is wrong", in: lines) == "unavailable")
        }

        @Test("looks at the certificate: its end, its key, its form")
        func certificate() throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            let authority = try TestAuthority()
            let own = try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
            let other = try folder.write("no key", to: "other.key")
            let pairs = [
                (own.file, own.keyFile, "in only 1 days", "advice"),
                (own.file, other, "is not the key of", "misconfigured"),
                (other, own.keyFile, "is no certificate in PEM", "misconfigured"),
            ]
            for (certificate, key, words, verdict) in pairs {
                var terminal = house.terminal
                terminal.environment = [
                    "HELPDESK_HTTP_TLS_CERTIFICATE": certificate, "HELPDESK_HTTP_TLS_KEY": key,
                ]
                let (_, lines) = try examine(terminal)
                #expect(found("certificate", words, in: lines) == verdict, "\(words)")
            }
        }

        @Test("leaves out what is there only while the unit runs, as every command does but serve")
        func credentialOfUnit() throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            let authority = try TestAuthority()
            let own = try authority.serverCertificate(in: folder, names: "IP:127.0.0.1")
            let key = "/run/credentials/\(UUID()).service/tls-key"
            let words = "http.tls.key: \(key) is there only while its unit runs"
            var terminal = house.terminal
            terminal.environment = [
                "HELPDESK_HTTP_TLS_CERTIFICATE": own.file, "HELPDESK_HTTP_TLS_KEY": key,
            ]
            let checked = try terminal.run("check-config")
            #expect(checked.exitCode == 0)
            #expect(checked.output.contains(words), "\(checked.output)")
            let (_, lines) = try examine(terminal)
            #expect(found("configuration", words, in: lines) == "advice", "\(lines)")
            #expect(found("certificate", "in only 1 days", in: lines) == "advice")
            #expect(try terminal.run("audit", "verify").exitCode == 66)
            let served = try terminal.run("serve")
            #expect(served.exitCode == 78)
            #expect(served.output.contains("http.tls.key: «\(key)» – there is no such file"))
        }

        @Test(
            "tells of a name that means nothing, which the daemon warns of and check-config refuses"
        )
        func strays() async throws {
            let house = try HouseServer(
                HouseSettings(logLevel: "info", environment: ["HELPDESK_STORE_ULR": "hemligt"])
            )
            try await house.start()
            let words = "HELPDESK_STORE_ULR: there is no such key; did you mean HELPDESK_STORE_URL?"
            #expect(house.log.contains("a setting means nothing setting=\"\(words)\""))
            #expect(!house.log.contains("hemligt"))
            var terminal = house.terminal
            terminal.environment["HELPDESK_STORE_ULR"] = "hemligt"
            let checked = try terminal.run("check-config")
            #expect(checked.exitCode == 78 && checked.output.contains(words), "\(checked.output)")
            let (_, lines) = try examine(terminal)
            #expect(found("configuration", "HELPDESK_STORE_ULR is no key", in: lines) == "advice")
        }

        @Test("finds a damaged store, a foreign one, and a disk that is nearly full")
        func store() async throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            try await house.start()
            try house.stop()
            var terminal = house.terminal
            terminal.environment = ["HELPDESK_HEALTH_DISK_FREE_BYTES_MIN": "1099511627776"]
            let (full, atLimit) = try examine(terminal)
            #expect(full == 69)
            #expect(found("store", "less than health.disk-free-bytes-min", in: atLimit) != nil)

            // Where nothing can be written beside it, what is in it is said all the same.
            let obstacle = house.storePath + ".sync-test"
            try FileManager.default.createDirectory(
                atPath: obstacle,
                withIntermediateDirectories: false
            )
            let (unwritable, beside) = try examine(house.terminal)
            #expect(unwritable == 69)
            #expect(found("store", "sync-test: Is a directory", in: beside) == "unavailable")
            #expect(found("store", "no damage", in: beside) == "well")
            try FileManager.default.removeItem(atPath: obstacle)

            // A copy has everything in its file, and nothing in a log that would mend it.
            let copy = house.folder.path("copy.sqlite")
            #expect(try house.terminal.run("backup", copy).exitCode == 0)
            var octets = try Data(contentsOf: URL(filePath: copy))
            for ending in ["-wal", "-shm"] {
                try FileManager.default.removeItem(atPath: house.storePath + ending)
            }
            let file = URL(filePath: house.storePath)
            for page in stride(from: 4_096, to: octets.count, by: 4_096) {
                octets.replaceSubrange(page..<(page + 64), with: Data(repeating: 0x5A, count: 64))
            }
            try octets.write(to: file)
            let (code, lines) = try examine(house.terminal)
            #expect(code == 69)
            #expect(found("store", "is damaged", in: lines) == "unavailable")
            try Data("en dikt".utf8).write(to: file)
            let (_, foreign) = try examine(house.terminal)
            #expect(found("store", "is no store of helpdesk", in: foreign) == "unavailable")
        }

        private func examine(_ terminal: OperatorTerminal) throws -> (Int32, [Line]) {
            let outcome = try terminal.run("doctor", "--json")
            let lines = try JSONDecoder().decode([Line].self, from: Data(outcome.output.utf8))
            return (outcome.exitCode, lines)
        }

        /// The verdict of the finding with these words; nil when there is none.
        private func found(_ check: String, _ words: String, in lines: [Line]) -> String? {
            lines.first { $0.check == check && $0.detail.contains(words) }?.verdict
        }
    }
}
