import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Every verb of the real program, at a terminal")
    struct VerbTests {
        @Test("does on a live desk what it says, and is seen to")
        func all() async throws {
            let file = HousePrograms.repository.appending(path: "systemd/destinations.yaml.example")
            try await withHouse(HouseSettings(destinations: file.path)) { house in
                house.keepSecret("Öberg", "uterum", "Ulla Ek", "701740605", "mallory")
                let walk = try VerbWalk(house)
                try await walk.arrive()
                try walk.logIn()
                try walk.readTickets()
                try walk.writeTickets()
                try walk.workTogether()
                try walk.askKnowledge()
                try await walk.sortMail()
                try await walk.takeCalls()
                try walk.handOff()
                try walk.meetIncidents()
                try walk.count()
                try await walk.tellOthers()
                try walk.administer()
                try walk.leave()
                let verbs = try Self.verbs()
                #expect(verbs.count > 50)
                #expect(verbs.subtracting(walk.seen) == [], "run them here, too")
                #expect(walk.seen.subtracting(verbs) == [])
            }
        }

        /// Every command that does something, as the program tells of itself.
        private static func verbs() throws -> Set<String> {
            struct Description: Decodable { var command: Command }
            struct Command: Decodable {
                var commandName: String
                var shouldDisplay: Bool?
                var subcommands: [Command]?

                func leaves(below path: [String]) -> [String] {
                    guard shouldDisplay != false, commandName != "help" else { return [] }
                    guard let subcommands else { return [path.joined(separator: " ")] }
                    return subcommands.flatMap { $0.leaves(below: path + [$0.commandName]) }
                }
            }
            let folder = try TemporaryFolder("verbs")
            let process = try LoopbackProcess(
                try HousePrograms.helpdesk(),
                ["--experimental-dump-help"],
                logPath: folder.path("dump")
            )
            #expect(process.waitUntilEnded(within: .seconds(30)) == 0)
            let text = Data(process.log.utf8)
            return Set(
                try JSONDecoder().decode(Description.self, from: text).command.leaves(below: [])
            )
        }
    }
}
