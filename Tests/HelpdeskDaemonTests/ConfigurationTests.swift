import Cryptography
import Desk
import DeskTesting
import Directory
import Foundation
import KnowledgeBase
import Switchboard
import Testing

@testable import HelpdeskDaemon

@Suite("The configuration")
struct ConfigurationTests {
    private func problems(
        _ yaml: String,
        environment: [String: String] = [:]
    ) async throws -> [ConfigurationProblem] {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/helpdesk.yaml"
        try yaml.write(toFile: path, atomically: true, encoding: .utf8)
        do {
            _ = try await DaemonConfiguration.read(path: path, environment: environment)
            return []
        } catch let problems as ConfigurationProblems {
            return problems.problems
        }
    }

    private let sound = """
        mail: { address: support@example.org, name: Medborgarsupport }
        knowledge-base: { path: / }
        directory:
          urls: ["ldap://127.0.0.1"]
          user-base: ou=people,dc=example,dc=org
          roles: { agent: ["cn=agents,dc=example,dc=org"] }
          ca-file: /dev/null
        """

    @Test("without mistakes has none")
    func sound() async throws {
        #expect(try await problems(sound).isEmpty)
    }

    @Test("that is empty, or all remarks, lacks what must be set, and says that in our words")
    func empty() async throws {
        for yaml in ["", "\n", "# nothing\n"] {
            let found = try await problems(yaml)
            #expect(found.contains { $0.key == "mail.address" })
            #expect(!found.contains { $0.wanted.contains("YAML") }, "\(found)")
        }
    }

    @Test("says every mistake at once, with its key and its value")
    func mistakes() async throws {
        let found = try await problems(
            """
            http: { listen: nowhere, tls: { certificate: /nope.pem } }
            lmtp: { listen: "unix:relative", connections-max: 0 }
            mail: { address: none, name: , submission: { url: "ftp://x", starttls: maybe } }
            store: { url: "mysql://x", listen-url: "sqlite:/x" }
            desk: { session-hours: 169, subject-characters-max: many }
            switchboard: { driver: magic }
            log: { level: loud }
            misspelt: { key: 1 }
            knowledge-base: { path: /nope }
            """
        )
        let keys = Set(found.map(\.key))
        #expect(
            keys == [
                "http.listen", "http.tls", "http.tls.certificate", "lmtp.listen",
                "lmtp.connections-max", "mail.address", "mail.name", "mail.submission.url",
                "mail.submission.starttls", "store.url", "store.listen-url",
                "desk.session-hours",
                "desk.subject-characters-max", "switchboard.driver", "log.level", "misspelt.key",
                "knowledge-base.path", "directory.urls",
            ]
        )
        #expect(found.first { $0.key == "store.url" }?.value == "mysql://x")
    }

    @Test("says nothing of right keys of a door whose address is wrong")
    func wrongDoor() async throws {
        let found = try await problems(
            sound
                + """

                http:
                  listen: nowhere
                  metrics: anyone
                  requests-per-minute-max: 10
                  trusted-proxies: [127.0.0.1]
                  events: { streams-max: 10 }
                """
        )
        #expect(found.map(\.key) == ["http.listen"])
    }

    @Test("watches no line twice, for each of two would end the other's calls")
    func watchedTwice() async throws {
        let found = try await problems(
            sound
                + """

                switchboard:
                  agents: ["anna=sip:4101@pbx.example.org", "bo=sip:4102@pbx.example.org"]
                  sip:
                    watch: [anna, bo, "sip:4103@pbx.example.org", "sip:4101@other.example.org"]
                """
        )
        #expect(found.map(\.key) == ["switchboard.sip.watch"])
        #expect(found.first?.value == "sip:4101@other.example.org")
    }

    @Test(
        "shows receivers of calls the hand-off at the desk's own address, unless another is named",
        arguments: [
            (
                "http: { public-url: \"https://support.example.org/\" }", "",
                "https://support.example.org/v1/handoffs/"
            ),
            (
                "http: { public-url: \"https://a.example.org\" }",
                "context-url: https://b.example.org/h/", "https://b.example.org/h/"
            ),
            ("log: { level: info }", "", nil),
        ] as [(String, String, String?)]
    )
    func contextURL(http: String, named: String, shown: String?) async throws {
        let folder = try TemporaryFolder()
        let destinations = try folder.write("destinations: []\n", to: "destinations.yaml")
        let path = try folder.write(
            sound
                + """

                \(http)
                switchboard:
                  driver: sip
                  destinations: \(destinations)
                  agent-uri: "sip:{username}@127.0.0.1:9"
                  sip:
                    listen: ["udp:127.0.0.1:5070"]
                    peers: ["udp:127.0.0.1:9"]
                    \(named)
                """,
            to: "helpdesk.yaml"
        )
        let configuration = try await DaemonConfiguration.read(path: path, environment: [:])
        #expect(configuration.switchboard?.sip?.contextURL == shown)
    }

    @Test("takes a token of a mailbox that is not there yet")
    func missingToken() async throws {
        let pickup =
            "pickup: { url: \"imaps://mail.example.org\", username: u, token-file: /nope }"
        let found = try await problems(
            sound.replacing("name: Medborgarsupport }", with: "name: M, \(pickup) }")
        )
        #expect(found.isEmpty, "\(found)")
    }

    @Test("says of letters what is wrong: templates, links, statuses, limits")
    func letters() async throws {
        let folder = try TemporaryFolder()
        try folder.folder("letters")
        for language in ["sv", "en"] { try folder.folder("letters/\(language)") }
        try folder.write("Subject: x\n\n{{nummer}}\n", to: "letters/sv/receipt.txt")
        try folder.write("<p>{{{subject}}}</p>", to: "letters/en/status.html")
        try folder.write("x", to: "letters/en/other.txt")
        let found = try await problems(
            sound.replacing(
                "name: Medborgarsupport }",
                with: """
                    name: Medborgarsupport, templates: \(folder.path("letters")), status: [solved],
                      survey: { enabled: true }, receipt: { hours: 721 }, link-days: 0,
                      automatic: { recipient-per-hour-max: 0, all-per-day-max: 1000001 },
                      give-up-days: 31, delayed-hours: 0 }
                    """
            ) + "\nhttp: { public-url: \"ftp://x\" }\n"
        )
        #expect(
            found.map(\.key).sorted() == [
                "http.public-url", "http.public-url", "mail.automatic.all-per-day-max",
                "mail.automatic.recipient-per-hour-max", "mail.delayed-hours", "mail.give-up-days",
                "mail.link-days", "mail.receipt.hours", "mail.status", "mail.templates",
                "mail.templates", "mail.templates",
            ]
        )
        let templates = found.filter { $0.key == "mail.templates" }
        #expect(templates.contains { $0.value?.hasSuffix("sv/receipt.txt") == true })
        #expect(templates.contains { $0.wanted.contains("{{nummer}} is not known here") })
        #expect(templates.contains { $0.wanted.contains("unescaped") })
        let missing = try await problems(
            sound.replacing("name: Medborgarsupport }", with: "name: M, templates: /nope }")
        )
        #expect(missing.map(\.key) == ["mail.templates"])
    }

    @Test("takes a number at its limit and not past it", arguments: [0, 1, 168, 169])
    func limits(hours: Int) async throws {
        let found = try await problems("\(sound)\ndesk: { session-hours: \(hours) }")
        #expect(found.map(\.key) == ((1...168).contains(hours) ? [] : ["desk.session-hours"]))
    }

    @Test(
        "knows which mail servers nothing can be handed to: no such port, or a door of ours",
        arguments: [
            ("smtp://192.0.2.1:1", true), ("smtp://192.0.2.1:65535", true),
            ("smtp://192.0.2.1:0", false), ("smtp://192.0.2.1:65536", false),
            ("smtp://127.0.0.1:99999", false), ("smtp://127.0.0.1:2424", false),
            ("smtp://localhost:8080", false), ("smtp://127.0.0.1:25", true),
            ("smtp://192.0.2.1:2424", true),
        ]
    )
    func submissionServer(url: String, isUsable: Bool) async throws {
        let found = try await problems(
            sound.replacing(
                "name: Medborgarsupport }",
                with: "name: M, submission: { url: \"\(url)\" } }"
            )
        )
        #expect(found.map(\.key) == (isUsable ? [] : ["mail.submission.url"]))
    }

    @Test(
        "knows which ports nothing can be reached at, of directories, telephone systems and us",
        arguments: [("1", true), ("65535", true), ("0", false), ("65536", false), ("99999", false)]
    )
    func ports(port: String, isUsable: Bool) async throws {
        let directory = try await problems(
            sound.replacing("ldap://127.0.0.1", with: "ldap://127.0.0.1:\(port)")
        )
        #expect(directory.map(\.key) == (isUsable ? [] : ["directory.urls"]))
        let telephones = try await problems(
            "\(sound)\nswitchboard: { sip: { peers: [\"udp:192.0.2.20:\(port)\"] } }"
        )
        #expect(telephones.map(\.key) == (isUsable ? [] : ["switchboard.sip.peers"]))
        let page = try await problems(
            "\(sound)\nhttp: { public-url: \"https://desk.example.org:\(port)\" }"
        )
        #expect(page.map(\.key) == (isUsable ? [] : ["http.public-url"]))
    }

    @Test(
        "gives no two doors one place",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1:8080", false), ("0.0.0.0:8080", "127.0.0.1:8080", false),
            ("127.0.0.1:8080", "localhost:8080", false), ("127.0.0.1:8080", "127.0.0.2:8080", true),
            ("127.0.0.1:0", "127.0.0.1:0", true), ("127.0.0.1:8080", "127.0.0.1:8081", true),
        ]
    )
    func doors(web: String, mail: String, isSound: Bool) async throws {
        let yaml = sound + "\nhttp: { listen: \"\(web)\" }\nlmtp: { listen: \"\(mail)\" }\n"
        #expect(try await problems(yaml).map(\.key) == (isSound ? [] : ["lmtp.listen"]))
    }

    @Test("lets a letter be handed over for ten minutes at most", arguments: [0, 1, 600, 601])
    func submissionTime(seconds: Int) async throws {
        let found = try await problems(
            sound.replacing(
                "name: Medborgarsupport }",
                with: "name: M, submission: { timeout-seconds: \(seconds) } }"
            )
        )
        let key = "mail.submission.timeout-seconds"
        #expect(found.map(\.key) == ((1...600).contains(seconds) ? [] : [key]))
    }

    @Test(
        "takes numbers at their limits and not past them",
        arguments: [
            ("learning", "per-article-max", 1...200), ("learning", "settle-seconds", 0...3_600),
            ("learning", "look-seconds", 1...3_600),
            ("incidents", "false-alarm-days", 0...3_650),
            ("incidents", "quiet-minutes", 15...10_080), ("incidents", "dismissed-hours", 0...168),
            ("incidents", "answers-per-minute-max", 1...10_000),
            ("webhooks", "timeout-seconds", 1...60), ("webhooks", "give-up-hours", 1...720),
            ("webhooks", "disable-hours", 1...2_160), ("webhooks", "log-days", 1...365),
            ("reports", "fcr-goal-percent", 1...100), ("reports", "volume-goal-percent", 1...99),
            ("reports", "mail-goal-percent", 1...100),
            ("reports", "base-mails-per-year", 0...100_000_000),
            ("reports", "base-calls-per-year", 0...100_000_000),
            ("reports", "cost-per-month", 0...1_000_000_000),
            ("reports", "small-group-min", 1...100), ("clocks", "warn-percent", 1...100),
        ]
    )
    func numberLimits(room: String, key: String, range: ClosedRange<Int>) async throws {
        for value in [
            range.lowerBound - 1, range.lowerBound, range.upperBound, range.upperBound + 1,
        ] {
            let found = try await problems("\(sound)\n\(room): { \(key): \(value) }")
            #expect(
                found.map(\.key) == (range.contains(value) ? [] : ["\(room).\(key)"]),
                "\(value)"
            )
        }
    }

    @Test("takes of words only those that mean something")
    func words() async throws {
        for (room, key, words) in [
            ("learning", "enabled", ["true", "false"]),
            ("incidents", "confirm", ["staff", "automatic"]),
        ] {
            for word in words + ["maybe"] {
                let found = try await problems("\(sound)\n\(room): { \(key): \(word) }")
                #expect(found.map(\.key) == (word == "maybe" ? ["\(room).\(key)"] : []), "\(word)")
            }
        }
    }

    @Test("fills articles with what it says of the city, in English where it says so")
    func city() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            sound + """

                city:
                  name: Storstad
                  e-services: [Bygglov, Förskola]
                  support-hours: vardagar 8–17
                  en: { support-hours: weekdays }
                """,
            to: "helpdesk.yaml"
        )
        let facts = try await DaemonConfiguration.read(path: path, environment: [:]).cityFacts
        #expect(facts.value(.city, in: "sv") == "Storstad")
        #expect(facts.value(.city, in: "en") == "Storstad")
        #expect(facts.value(.eServices, in: "sv") == "Bygglov och Förskola")
        #expect(facts.value(.supportHours, in: "sv") == "vardagar 8–17")
        #expect(facts.value(.supportHours, in: "en") == "weekdays")
        #expect(facts.value(.supportEmail, in: "sv") == "support@example.org")
        #expect(facts.value(.myPages, in: "sv") == nil)
    }

    @Test("shows in the shipped example every fact of the city that it reads")
    func cityExample() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "systemd/helpdesk.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let city = try #require(text.split(separator: "\ncity:\n").last)
        for fact in CityFacts.Fact.allCases where fact != .supportEmail {
            let key = fact == .city ? "name" : fact.rawValue.replacing("_", with: "-")
            #expect(city.contains(try Regex("(?m)^ +#?\(key):")), "\(key)")
        }
    }

    @Test("takes of the city what fits into a sentence", arguments: [1, 200, 201])
    func cityLimits(length: Int) async throws {
        let text = String(repeating: "a", count: length)
        let keys = try await problems("\(sound)\ncity: { name: \(text), en: { website: \(text) } }")
            .map(\.key)
        #expect(keys == (length <= 200 ? [] : ["city.name", "city.en.website"]))
        let braces = try await problems("\(sound)\ncity: { opinions: \"{{city}}\" }")
        #expect(braces.map(\.key) == ["city.opinions"])
        for count in [20, 21] {
            let names = (1...count).map { "e\($0)" }.joined(separator: ", ")
            let found = try await problems("\(sound)\ncity: { e-services: [\(names)] }")
            #expect(found.map(\.key) == (count <= 20 ? [] : ["city.e-services"]))
        }
    }

    @Test("shows in its example what clocks and reports are where nothing is set")
    func example() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appending(path: "systemd/helpdesk.yaml"),
            encoding: .utf8
        )
        // What has no default shows an example.
        let examples = ["boards", "queue-hours"]
        var section = ""
        var shown: [String: String] = [:]
        for line in text.split(separator: "\n") {
            if let end = line.firstIndex(of: ":"), line.first?.isLetter == true {
                section = String(line[..<end])
            }
            guard ["clocks", "reports"].contains(section), line.hasPrefix("  #"),
                line.dropFirst(3).first?.isLetter == true, let end = line.firstIndex(of: ":")
            else { continue }
            let key = String(line[..<end].dropFirst(3))
            guard !examples.contains(key) else { continue }
            shown[section, default: ""] += "  \(key)\(line[end...])\n"
        }
        #expect(shown.values.joined().split(separator: "\n").count >= 11)
        let yaml = shown.sorted { $0.key < $1.key }.map { "\($0):\n\($1)" }.joined()
        let folder = try TemporaryFolder()
        func desk(_ more: String) async throws -> DeskSettings {
            let path = try folder.write("\(sound)\n\(more)", to: "helpdesk.yaml")
            return try await DaemonConfiguration.read(path: path, environment: [:]).desk
        }
        let (said, unsaid) = (try await desk(yaml), try await desk(""))
        #expect(said.reports == unsaid.reports && said.clocks == unsaid.clocks)
        #expect(unsaid.clocks.hours == (try OpeningHours("Mo-Fr 08:00-16:30; HD 08:00-12:00")))
    }

    @Test("takes lists of rules from the environment, whose commas are their own")
    func phrases() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            sound + "\nclocks: { rules: [\"*: first 9d\"], queue-hours: \"school: Mo 8-9\" }\n",
            to: "helpdesk.yaml"
        )
        let environment = [
            "HELPDESK_CLOCKS_RULES": "urgent: first 1h, next 2h, solve 1d | *: first 2d, solve 5d",
            "HELPDESK_CLOCKS_QUEUE_HOURS":
                "school: Mo-Fr 07:30-12:00,13:00-16:00; Sa 10:00-12:00|social: Mo 08:00-09:00",
            "HELPDESK_TRIAGE_RULES": "service=skolval question: queue=school, priority=high",
            "HELPDESK_TRIAGE_SERVICES": "skolval: skolval*, val av skola | bygglov: bygglov*",
            "HELPDESK_REPORTS_BOARDS": "school: Skola, förskola|fritid: Kultur, idrott och fritid",
        ]
        let desk = try await DaemonConfiguration.read(path: path, environment: environment).desk
        #expect(desk.clocks.rules.count == 2)
        #expect(desk.clocks.queueHours.keys.sorted() == ["school", "social"])
        #expect(desk.triage.rules.count == 1)
        #expect(
            desk.reports.boards == [
                "school": "Skola, förskola", "fritid": "Kultur, idrott och fritid",
            ]
        )
        let found = try await problems(
            sound,
            environment: [
                "HELPDESK_CLOCKS_RULES": "urgent: first 1h, next never|*: first 2d",
                "HELPDESK_TRIAGE_RULES": " | ",
            ]
        )
        #expect(found.map(\.key) == ["clocks.rules"])
        #expect(found.map(\.value) == ["urgent: first 1h, next never"])
    }

    @Test("is overruled by the environment, and that by a credential")
    func sources() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/helpdesk.yaml"
        try (sound + "\nhttp: { listen: 127.0.0.1:1 }").write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        let secrets = "\(folder.path)/secrets"
        try FileManager.default.createDirectory(
            atPath: secrets,
            withIntermediateDirectories: false
        )
        try "hemligt\n".write(
            toFile: "\(secrets)/directory.bind-password",
            atomically: true,
            encoding: .utf8
        )
        let configuration = try await DaemonConfiguration.read(
            path: path,
            environment: [
                "HELPDESK_HTTP_LISTEN": "127.0.0.1:2", "CREDENTIALS_DIRECTORY": secrets,
                "HELPDESK_DIRECTORY_BIND_PASSWORD": "fel",
                "HELPDESK_DIRECTORY_BIND_DN": "cn=x,dc=example,dc=org",
            ]
        )
        #expect(configuration.http.port == 2)
        let password = configuration.directory?.bindPassword
        #expect(password?.bytesCount == "hemligt".utf8.count)
    }

    @Test("puts names of groups together that their commas took apart")
    func groups() {
        let parts = ["cn=a", "ou=g", "dc=x", "dc=y", "cn=b", "cn=g", "o=city"]
        let whole = ["cn=a,ou=g,dc=x,dc=y", "cn=b,cn=g,o=city"]
        #expect(DirectoryConfiguration.names(parts) == whole)
        #expect(DirectoryConfiguration.names(whole) == whole)
        #expect(DirectoryConfiguration.names([]) == [])
    }

    @Test("reads addresses as operators write them")
    func addresses() {
        #expect(HostPort("127.0.0.1:8080")?.port == 8080)
        #expect(HostPort("[::1]:80")?.host == "::1")
        for wrong in ["", ":80", "x", "x:", "x:65536", "::1:80", "x:-1"] {
            #expect(HostPort(wrong) == nil, "\(wrong)")
        }
    }
}
