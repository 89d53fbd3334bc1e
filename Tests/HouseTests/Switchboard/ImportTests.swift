import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Destinations from a real directory")
    struct ImportTests {
        private static func unit(_ name: String, _ number: String, _ more: [String] = []) -> String
        {
            ([
                "dn: ou=\(name),ou=units,\(SlapdServer.suffix)", "objectClass: organizationalUnit",
                "ou: \(name)", "description: Enheten \(name)", "telephoneNumber: \(number)",
            ] + more).joined(separator: "\n") + "\n\n"
        }

        private static let units =
            """
            dn: ou=units,\(SlapdServer.suffix)
            objectClass: organizationalUnit
            ou: units


            """ + unit("Bygglov", "08-465 004 10", ["businessCategory: altan"])
            + unit("Parkering", "08-465 004 30")

        @Test("are shown first, then taken over, and called; mistakes change nothing")
        func takeOver() async throws {
            var options = SlapdServer.Options()
            options.ldif += "\n" + Self.units
            let slapd = try SlapdServer(options)
            let folder = try TemporaryFolder("import")
            let imported = folder.path("imported.yaml")
            var settings = HouseSettings(
                destinations: try folder.write(
                    "destinations:\n  - {id: vaxel, name: Växel, number: \"08-465 004 00\"}\n",
                    to: "destinations.yaml"
                )
            )
            settings.directory = slapd
            settings.switchboard = [
                "driver: manual", "import:", "  file: \(imported)",
                "  base: \"ou=units,\(SlapdServer.suffix)\"",
                "  filter: (telephoneNumber=*)", "  id: ou", "  name: description",
                "  number: telephoneNumber", "  topics: businessCategory",
            ]
            let house = try HouseServer(settings)
            let terminal = house.terminal
            let shown = try terminal.run("destinations", "import", "--dry-run")
            #expect(shown.exitCode == 0, "\(shown.output)")
            #expect(
                shown.output
                    == "+\tbygglov\n+\tparkering\n2 destinations: 2 added, 0 removed, 0 changed\n"
            )
            #expect(!FileManager.default.fileExists(atPath: imported))
            let taken = try terminal.run("destinations", "import")
            #expect(taken.exitCode == 0)
            #expect(
                taken.output.hasSuffix("written; systemctl restart helpdeskd puts it in force\n")
            )
            #expect(
                try terminal.run("destinations", "search", "altan").output
                    == "bygglov\tEnheten Bygglov\n"
            )
            let same = try terminal.run("destinations", "import")
            #expect(same.output == "2 destinations: 0 added, 0 removed, 0 changed\n")

            // One of two is gone: somebody must say that this is meant.
            try house.change {
                $0.switchboard = $0.switchboard?.map { line in
                    line.replacing("(telephoneNumber=*)", with: "(ou=Bygglov)")
                }
            }
            let before = try String(contentsOfFile: imported, encoding: .utf8)
            let braked = try terminal.run("destinations", "import")
            #expect(braked.exitCode == 77)
            #expect(braked.output.contains("-\tparkering"))
            #expect(try String(contentsOfFile: imported, encoding: .utf8) == before)
            #expect(try terminal.run("destinations", "import", "--accept-removals").exitCode == 0)

            // The folder itself has no description.
            try house.change {
                $0.switchboard = $0.switchboard?.map { line in
                    line.replacing("(ou=Bygglov)", with: "(ou=*)")
                }
            }
            let refused = try terminal.run("destinations", "import")
            #expect(refused.exitCode == 65)
            #expect(
                refused.output.contains("ou=units,\(SlapdServer.suffix): needs ou and description")
            )
            try house.change {
                $0.switchboard = $0.switchboard?.map { line in
                    line.replacing("ou=units", with: "ou=nowhere")
                }
            }
            #expect(try terminal.run("destinations", "import").exitCode == 69)
        }
    }
}
