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
        )
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
        let accepted = ManualSwitchboard(destinations: [destination]).accept(handoff)
        #expect(accepted.state == .dialling)
        #expect(accepted.detail?.contains("+46846500410") == true)
    }
}
