import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("A hand-off from the real terminal")
    struct HandoffTests {
        @Test("is made by hand, followed and ended")
        func byHand() async throws {
            let file = HousePrograms.repository.appending(path: "systemd/destinations.yaml.example")
            try await withHouse(HouseSettings(destinations: file.path)) { house in
                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("anna", password: "annas lösenord").exitCode == 0)
                let number = try await Self.ticket(in: house)

                let found = try terminal.run("destinations", "bygglov", "--json")
                #expect(found.exitCode == 0, "\(found.errors)")
                let places = try found.decoded(as: Page<DestinationBody>.self).items
                #expect(places.map(\.id) == ["bygglov"])

                let handed = try terminal.run(
                    "handoff",
                    "\(number)",
                    "bygglov",
                    "--json"
                )
                #expect(handed.exitCode == 0, "\(handed.errors)")
                let handoff = try handed.decoded(as: HandoffBody.self)
                #expect(handoff.ticket == number)
                #expect(handoff.destination.number == "+46846500410")
                #expect(handoff.instruction != nil)

                let ended = try terminal.run("handoffs", "outcome", handoff.id, "completed")
                #expect(ended.exitCode == 0, "\(ended.errors)")
                let shown = try terminal.run("handoffs", "show", handoff.id, "--json")
                #expect(try shown.decoded(as: HandoffBody.self).state == "completed")

                let stranger = try terminal.run("handoff", "\(number)", "finns-inte")
                #expect(stranger.exitCode != 0)
            }
        }

        @Test("is refused politely where there is no switchboard")
        func withoutSwitchboard() async throws {
            try await withHouse { house in
                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("anna", password: "annas lösenord").exitCode == 0)
                let number = try await Self.ticket(in: house)
                let refused = try terminal.run("handoff", "\(number)", "bygglov")
                #expect(refused.exitCode != 0)
                #expect(!refused.errors.isEmpty)
                #expect(try terminal.run("show", "\(number)").exitCode == 0)
            }
        }

        /// A ticket from a telephone call.
        private static func ticket(in house: HouseServer) async throws -> Int64 {
            let api = try await house.api.signedIn("anna", "annas lösenord")
            let form = TicketForm(
                subject: "Fråga om bygglov",
                body: "Vill bygga ett uterum.",
                channel: "phone",
                citizen: CitizenForm(name: "Ulla Ek", phone: "+46701740605")
            )
            let answer = try await api.post("/v1/tickets", form)
            #expect(answer.status == 201)
            house.keepSecret("uterum", "Ulla Ek", "701740605")
            return try answer.decoded(as: TicketBody.self).number
        }
    }
}
