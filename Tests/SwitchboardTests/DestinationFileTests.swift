import Desk
import Foundation
import Switchboard
import Testing

@Suite("The file of destinations")
struct DestinationFileTests {
    @Test("gives numbers and addresses in one form each")
    func reads() throws {
        let found = try DestinationFile.read(
            """
            destinations:
              - id: bygglov
                name: Bygglov, Hägersten
                kind: unit
                number: 08-465 004 10
                uri: SIP:bygglov@PBX.Example.org
                topics: [altan, marklov]
              - {id: skola, name: Skola, number: "+46 8 465 004 11"}
            """
        ).destinations
        #expect(found.map(\.id) == ["bygglov", "skola"])
        #expect(found[0].number == "+46846500410")
        #expect(found[0].uri == "sip:bygglov@pbx.example.org")
        #expect(found[1].number == "+46846500411")
        #expect(found[1].kind == .unit)
        #expect(found[1].topics.isEmpty)
    }

    @Test("says every mistake at once, with its place")
    func mistakes() throws {
        let error = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(
                """
                destinations:
                  - {id: a, name: A, number: "12"}
                  - {id: a, name: B, uri: "http://x"}
                  - {id: c, name: "", kind: zoo}
                """
            )
        }
        #expect(
            error?.mistakes.map(\.place) == [
                "destinations[0].number", "destinations[1].id", "destinations[1].uri",
                "destinations[2].name", "destinations[2]", "destinations[2].kind",
            ]
        )
    }

    @Test("says in words what is missing, in every row, and what is no number")
    func words() throws {
        let error = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(
                """
                destinations:
                  - {id: a, number: "112"}
                  - {number: 08-465 004 11}
                """
            )
        }
        #expect(
            error?.mistakes.map(\.description) == [
                "destinations[0].name: must not be empty",
                "destinations[0].number: «112» is no telephone number: a short number, or one "
                    + "without its area, is reached from nowhere else",
                "destinations[1].id: must not be empty",
                "destinations[1].name: must not be empty",
            ]
        )
        let kinds = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(
                """
                destinations:
                  - {id: a, name: {x: y}, number: 08-465 004 11}
                  - {id: b, name: B, number: 08-465 004 12, routes: [{from: 2011-08-01}]}
                """
            )
        }
        #expect(
            kinds?.mistakes.map(\.description) == [
                "destinations[0].name: must be a value of another kind",
                "destinations[1].routes[0].to: is missing",
            ]
        )
        for text in ["", "destinations: 7", "a: ["] {
            let error = #expect(throws: DestinationFile.Mistakes.self, "\(text)") {
                try DestinationFile.read(text)
            }
            #expect(error?.description.contains("Error") == false)
        }
    }

    @Test("says when a destination takes calls, and where they go otherwise")
    func calendar() throws {
        let directory = try DestinationFile.read(
            """
            destinations:
              - id: hagersten
                name: Hägersten
                number: 08-465 004 10
                hours: Mo-Fr 08:00-16:30; HD 08:00-12:00
                overflow: vaxel
                valid: {from: 2009-01-01, through: 2011-12-31}
                routes:
                  - {through: 2011-07-31, to: operator}
                  - {from: "2011-08-01", to: vaxel}
              - {id: operator, name: Operatören, number: 08-465 004 11}
              - {id: vaxel, name: Växeln, number: 08-465 004 12}
            """
        )
        let calendar = directory.destinations[0].calendar
        #expect(calendar.from == CivilDay("2009-01-01"))
        #expect(calendar.through == CivilDay("2011-12-31"))
        #expect(calendar.hours == (try OpeningHours("Mo-Fr 08:00-16:30; HD 08:00-12:00")))
        #expect(calendar.overflow == "vaxel")
        #expect(
            calendar.redirections == [
                .init(through: CivilDay("2011-07-31"), to: "operator"),
                .init(from: CivilDay("2011-08-01"), to: "vaxel"),
            ]
        )
    }

    @Test("names the place of what is wrong with days, hours and chains")
    func calendarMistakes() {
        let fields = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(
                """
                destinations:
                  - id: a
                    name: A
                    number: 08-465 004 10
                    hours: 8-16
                    valid: {from: 2011-02-30, through: tomorrow}
                    routes: [{from: 2011-1-1, to: b}]
                  - {id: b, name: B, number: 08-465 004 10, valid: {from: 2012-01-01, through: 2011-01-01}}
                """
            )
        }
        #expect(
            fields?.mistakes.map(\.place) == [
                "destinations[0].valid.from", "destinations[0].valid.through",
                "destinations[0].hours", "destinations[0].routes[0].from", "destinations[1].valid",
            ]
        )
        let chains = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(
                """
                destinations:
                  - {id: a, name: A, number: 08-465 004 10, overflow: b}
                  - {id: b, name: B, number: 08-465 004 10, overflow: a}
                  - {id: c, name: C, number: 08-465 004 10, routes: [{to: d}], overflow: e}
                """
            )
        }
        #expect(
            chains?.mistakes.map(\.place) == [
                "destinations[0]", "destinations[1]", "destinations[2].routes[0].to",
                "destinations[2].overflow",
            ]
        )
        #expect(chains?.mistakes[0].wanted.contains("a → b → a") == true)
    }

    @Test("that is none is refused", arguments: ["", "x", "destinations: 7", "destinations: [1]"])
    func malformed(text: String) {
        #expect(throws: DestinationFile.Mistakes.self) { try DestinationFile.read(text) }
    }
}

@Suite("A switchboard worked by people")
struct ManualSwitchboardTests {
    @Test("tells the clerk what to dial", arguments: Handoff.Mode.allCases)
    func instruction(mode: Handoff.Mode) {
        let destination = Destination(
            id: "bygglov",
            name: "Bygglov",
            kind: .unit,
            number: "+46846500410",
            uri: nil,
            topics: []
        )
        let moment = Date(timeIntervalSince1970: 0)
        let handoff = Handoff(
            id: UUIDv7(at: moment),
            ticket: TicketNumber(rawValue: 1),
            destination: destination,
            mode: mode,
            call: nil,
            summary: nil,
            requestedBy: "ada",
            steps: [Handoff.Step(state: .requested, at: moment)]
        )
        let accepted = ManualSwitchboard(directory: DestinationDirectory([destination])).accept(
            handoff
        )
        #expect(accepted.state == .dialling)
        #expect(accepted.detail?.contains("+46846500410") == true)
    }
}
