import Desk
import Foundation
import SIPProtocol
import Testing

@testable import Switchboard

@Suite("Who is called for a hand-off")
struct TargetTests {
    private static let closing = Date(timeIntervalSince1970: 1_793_606_400)

    /// `bygglov` closed a moment ago, or is open; who stands in for it always is.
    private func switchboard(isOpen: Bool) throws -> SIPSwitchboard {
        let file = try DestinationFile.read(
            """
            destinations:
              - {id: bygglov, name: Bygglov, number: 08-465 004 10, hours: "\(isOpen ? "24/7" : "off")",
                 overflow: vaxel}
              - {id: vaxel, name: Växel, number: 08-465 004 11, overflow: natt}
              - {id: natt, name: Natt, number: 08-465 004 12}
            """
        )
        let host = SIPHost.ipv4(SIPIPv4Address(number: 0xC000_0214))
        return SIPSwitchboard(
            directory: DestinationDirectory(file.destinations),
            settings: SIPSwitchboardSettings(
                name: "desk-1",
                userAgent: SIPUserAgentSettings(
                    addresses: [.udp: SIPHop(.udp, host)],
                    peers: [SIPPeer(name: "pbx", hops: [SIPHop(.udp, host)])]
                ),
                telephony: TelephonySettings(peer: "pbx"),
                telephones: StaffTelephones(),
                numberHost: host
            )
        )
    }

    @Test(
        "is whoever the clerk asked for, then all who stand in, though it has closed since",
        arguments: [true, false]
    )
    func closedSince(isOpen: Bool) throws {
        let switchboard = try switchboard(isOpen: isOpen)
        let destination = try #require(switchboard.directory["bygglov"])
        let handoff = Handoff(
            id: UUIDv7(at: Self.closing),
            ticket: TicketNumber(rawValue: 1_042),
            destination: destination,
            mode: .blind,
            call: nil,
            summary: nil,
            requestedBy: "asa",
            steps: [Handoff.Step(state: .requested, at: Self.closing)]
        )
        let targets = switchboard.targets(of: handoff, at: Self.closing)
        #expect(targets.map(\.destination) == ["bygglov", "vaxel", "natt"])
        #expect(Set(targets.map(\.context)) == ["1042"])
    }
}
