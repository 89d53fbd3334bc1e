import DeskTesting
import Foundation
import Testing
import WebAPI

@testable import HelpdeskDaemon

@Suite("The language of what an operator reads")
struct OperatorLanguageTests {
    private static let known = SwedishOutput.translation.table

    @Test("has a Swedish text for every one of the doctor, the health checks and the commands")
    func everyText() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Doctor") {
            texts.formUnion(source.texts)
        }
        let health = [".well(", ".degraded(", ".failing(", "return "]
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Metrics")
        where source.path.hasSuffix("/Observation.swift") {
            texts.formUnion(health.flatMap { source.texts(inCallsOf: $0) })
        }
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Commands") {
            texts.formUnion(
                [".say(", ".sayError("].flatMap { source.texts(inCallsOf: "Terminal\($0)") }
            )
        }
        #expect(texts.count > 140)
        #expect(texts.subtracting(Self.known.keys).subtracting(Self.notSaid).sorted() == [])
    }

    /// Parts of texts, each of which stands in its own with the rest.
    private static let notSaid: Set = [
        "{} ends on {}, {} {} days", "in only", "{}, in {}", "{}: {} tickets, {}",
        "{}, or unix:/PATH", "{}: PostgreSQL {}, {}", "the database takes {} MiB{}",
        "store.listen-url: {}",
    ]

    @Test("has one for everything that is wanted of a key")
    func everyMistake() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon")
        where source.path.contains("/Configuration/") || source.path.contains("/Webhooks/") {
            texts.formUnion(
                ["note(", "existingFile(", "ConfigurationProblem("].flatMap {
                    source.texts(inCallsOf: $0)
                }
            )
            texts.formUnion(source.texts.filter { $0.hasPrefix("must ") })
        }
        #expect(texts.count > 60)
        #expect(texts.subtracting(Self.known.keys).subtracting(Self.notSaid).sorted() == [])
    }

    @Test("has one for every mistake in a rule or in opening hours")
    func everyRule() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/Desk")
        where ["/OpeningHours+Text.swift", "/ClockRules.swift", "/TriageRules.swift"]
            .contains(where: source.path.hasSuffix)
        {
            texts.formUnion(source.texts.filter { $0.contains("must ") || $0.hasPrefix("has ") })
        }
        #expect(texts.count > 8)
        #expect(texts.subtracting(Self.known.keys).sorted() == [])
    }

    @Test("has as much to fill in, in both languages")
    func placeholders() {
        for (english, swedish) in Self.known {
            #expect(
                english.ranges(of: "{}").count == swedish.ranges(of: "{}").count,
                "\(english)"
            )
            #expect(english != swedish, "\(english)")
        }
    }

    @Test("is the locale's, with what is filled in told in it as well")
    func told() {
        let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
        let known = [
            (
                "12 MiB are free on the store's disk, less than health.disk-free-bytes-min: "
                    + "/readyz says unavailable",
                "12 MiB är lediga på databasens disk, mindre än health.disk-free-bytes-min: "
                    + "/readyz säger unavailable"
            ),
            (
                "the certificate of ldap1 ends on 2026-12-01, in only 3 days",
                "certifikatet för ldap1 går ut 2026-12-01, om bara 3 dagar"
            ),
            (
                "question, 30 days: 5 tickets erased; held: #1 #2 and 3 more",
                "question, 30 dagar: 5 ärenden raderade; behålls: #1 #2 och 3 till"
            ),
            ("the unit helpdeskd.service is inactive", "enheten helpdeskd.service är inactive"),
        ]
        for (english, words) in known {
            #expect(swedish.text(english) == words)
            #expect(SwedishOutput.translation(for: ["LANG": "C"]).text(english) == english)
        }
        let problem = ConfigurationProblem(
            key: "http.listen",
            value: "must be true or false",
            wanted: "must be a number from 1 to 9"
        )
        #expect(
            problem.told(in: swedish)
                == "http.listen: «must be true or false» – måste vara ett tal från 1 till 9"
        )
    }
}
