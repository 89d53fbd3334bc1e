import Desk
import DeskTesting
import Foundation
import Testing

@testable import HelpdeskDaemon

@Suite("The file of services")
struct CityServiceFileTests {
    private func mistakes(
        _ text: String,
        in surroundings: CityServiceFile.Surroundings = CityServiceFile.Surroundings()
    ) throws -> [CityServiceFile.Mistake] {
        do {
            _ = try CityServiceFile.read(text, in: surroundings)
            return []
        } catch let mistakes as CityServiceFile.Mistakes {
            return mistakes.mistakes
        }
    }

    @Test("that ships as an example has no mistake")
    func example() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "systemd/open311-services.yaml.example")
        let text = try String(contentsOf: file, encoding: .utf8)
        let services = try CityServiceFile.read(text, in: CityServiceFile.Surroundings())
        #expect(services.map(\.code) == ["synpunkt", "lekplats"])
        #expect(services[0].attributes.first?.choices.map(\.key) == ["bygglov", "forskola"])
        #expect(services.map(\.isPublic) == [false, true])
        #expect(services.map(\.needsPlace) == [false, true])
        #expect(services.map(\.kind) == [.opinion, .fault])
        let everything = text.replacing("#unit: bygglov-hagersten", with: "unit: bygglov")
        let surroundings = CityServiceFile.Surroundings(directory: TestSwitchboard().directory)
        #expect(try CityServiceFile.read(everything, in: surroundings)[0].unit == "bygglov")
    }

    @Test("of a few words has what a careful city would want: nothing is public")
    func defaults() throws {
        let text = "services: [{ code: a, name: A }]"
        let service = try #require(
            try CityServiceFile.read(text, in: CityServiceFile.Surroundings()).first
        )
        #expect(service == CityService(code: "a", name: "A"))
        #expect(!service.isPublic && service.needsPlace && service.following == .realtime)
    }

    @Test("says every mistake at once, with its place")
    func wrong() throws {
        let found = try mistakes(
            """
            services:
              - { code: "a b", name: "", type: fast, kind: idea, category: none, unit: nowhere }
              - { code: a, name: A, type: blackbox, public: true }
              - code: a
                name: A
                queue: social
                attributes:
                  - { code: x, question: X, type: list }
                  - { code: x, question: "", type: singlevaluelist }
                  - { code: y, question: Y, values: [{ key: 1, name: A }, { key: 1, name: "" }] }
            """,
            in: CityServiceFile.Surroundings(confidential: ["social"])
        )
        #expect(
            found.map(\.place) == [
                "services[0].code", "services[0].name", "services[0].type", "services[0].kind",
                "services[0].category", "services[0].unit", "services[1].public",
                "services[2].code", "services[2].type", "services[2].attributes[0].type",
                "services[2].attributes[1].code", "services[2].attributes[1].question",
                "services[2].attributes[1].values", "services[2].attributes[2].values",
                "services[2].attributes[2].values[1].key",
                "services[2].attributes[2].values[1].name",
            ]
        )
    }

    @Test(
        "is refused whole when it cannot be read or has a key that there is none of",
        arguments: [
            "", "services", "services: []", "services: [{ name: A }]",
            "services: [{ code: a, name: A, publik: true }]",
            "services: [{ code: a, name: A, attributes: [{ code: x, question: X, kind: y }] }]",
            "services: [{ code: a, name: A, public: maybe }]", "\u{0}",
        ]
    )
    func unreadable(text: String) throws {
        let found = try mistakes(text)
        #expect(found.map(\.place) == ["services"])
    }

    @Test("has so many services and questions, and no more")
    func bounds() throws {
        for count in [CityServiceFile.servicesMax, CityServiceFile.servicesMax + 1] {
            let rows = (1...count).map { "{ code: c\($0), name: A }" }.joined(separator: ", ")
            let found = try mistakes("services: [\(rows)]")
            #expect(found.isEmpty == (count <= CityServiceFile.servicesMax), "\(count)")
        }
        for count in [CityServiceFile.attributesMax, CityServiceFile.attributesMax + 1] {
            let rows = (1...count).map { "{ code: c\($0), question: A }" }.joined(separator: ", ")
            let found = try mistakes("services: [{ code: a, name: A, attributes: [\(rows)] }]")
            #expect(found.isEmpty == (count <= CityServiceFile.attributesMax), "\(count)")
        }
        for count in [64, 65] {
            let code = String(repeating: "a", count: count)
            #expect(try mistakes("services: [{ code: \(code), name: A }]").count == count - 64)
        }
    }

    private func configuration(_ open311: String) async throws -> DaemonConfiguration {
        let folder = try TemporaryFolder()
        let yaml = """
            mail: { address: support@example.org, name: Medborgarsupport }
            knowledge-base: { path: / }
            directory:
              urls: ["ldap://127.0.0.1"]
              user-base: ou=people,dc=example,dc=org
              roles: { agent: ["cn=agents,dc=example,dc=org"] }
              ca-file: /dev/null
            \(open311)
            """
        let path = try folder.write(yaml, to: "helpdesk.yaml")
        return try await DaemonConfiguration.read(path: path, environment: [:])
    }

    @Test("is read with the rest of the configuration, whose mistakes come along")
    func configuration() async throws {
        let folder = try TemporaryFolder()
        let right = try folder.write("services: [{ code: a, name: A }]", to: "right.yaml")
        let wrong = try folder.write("services: [{ code: a, name: A, kind: b }]", to: "s.yaml")
        let url = "http: { public-url: \"https://support.example.org\" }"
        let sound = try await configuration("\(url)\nopen311: { services: \(right) }")
        #expect(sound.desk.services["a"]?.name == "A")
        #expect(sound.desk.services["b"] == nil && !sound.desk.services.takesAnonymous)
        #expect(try await configuration("").desk.services.services.isEmpty)
        let rest = """
            posts-per-minute-max: 0, all-posts-per-minute-max: 100001, reads-per-minute-max: 100001, repeat-minutes: 1441,
            anonymous-posts: maybe
            """
        for (file, keys) in [
            (wrong, ["\(wrong): services[0].kind"]), (right, ["http.public-url"]),
            ("/nope.yaml", ["open311.services"]),
        ] {
            do {
                _ = try await configuration("open311: { services: \(file), \(rest) }")
                Issue.record("mistakes went unnoticed")
            } catch let problems as ConfigurationProblems {
                let numbers = [
                    "open311.all-posts-per-minute-max", "open311.anonymous-posts",
                    "open311.posts-per-minute-max",
                    "open311.reads-per-minute-max", "open311.repeat-minutes",
                ]
                #expect(problems.problems.map(\.key).sorted() == (keys + numbers).sorted())
            }
        }
    }
}
