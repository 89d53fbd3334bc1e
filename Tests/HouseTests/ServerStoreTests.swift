import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite(
        "A desk in PostgreSQL, by its operator",
        .enabled(if: PgBouncer.isInstalled, "PostgreSQL's server or pgbouncer is not installed")
    )
    struct ServerStoreTests {
        private struct Line: Decodable {
            var check: String
            var verdict: String
            var detail: String
        }

        @Test("serves by way of a pooler that shares connections, and hears what others do")
        func pooled() async throws {
            let server = try PostgreSQLServer.shared()
            let pooler = try PgBouncer(before: server, try Self.database(on: server))
            var settings = HouseSettings(logLevel: "info")
            settings.storeURL = pooler.address(.transaction)
            let alone = try HouseServer(settings)
            try alone.launch()
            #expect(try alone.running().waitUntilEnded(within: .seconds(20)) == 69)
            #expect(alone.log.contains("set store.listen-url"))

            settings.storeListening = pooler.address(.session)
            try await withHouse(settings) { one in
                try await withHouse(settings) { other in
                    let api = try await one.api.signedIn("anna", "annas lösenord")
                    var twin = other.api
                    twin.token = api.token
                    #expect(try await twin.get("/v1/session").status == 200)
                    for place in 0..<20 { try await open("Fråga \(place)", place, api, twin) }
                    #expect(try await twin.tickets().count == 20)
                    let found = try await api.get("/v1/tickets?q=inget&limit=100").decoded(
                        as: Page<TicketBody>.self
                    )
                    #expect(found.items.count == 20)
                    #expect(try await api.signOut().status == 204)
                    try await eventually("the other refuses it", within: .seconds(3)) {
                        try await twin.get("/v1/session").status == 401
                    }
                    let (_, lines) = try examine(one)
                    #expect(Self.verdict("store.listen-url to a pooler too", lines) == "well")
                }
            }
        }

        @Test("is waited for while its server is away, and not where that would not help")
        func laterServer() async throws {
            let server = try PostgreSQLServer()
            let folder = try TemporaryFolder("notify")
            let socket = try NotifySocket(folder.path("notify"))
            var settings = HouseSettings(
                logLevel: "info",
                environment: ["NOTIFY_SOCKET": socket.path]
            )
            settings.storeURL = try server.makeDatabase()
            try server.order("CREATE ROLE guarded LOGIN PASSWORD 'rätt'")
            server.stop()
            let house = try HouseServer(settings)
            try house.launch()
            let waiting = "STATUS=Waiting for the store: no connection to PostgreSQL"
            // The start is not made longer for it: the address may be wrong.
            #expect(try socket.next().first?.hasPrefix(waiting) == true)
            #expect(house.log.contains("the store cannot be reached"))
            try house.running().signal(SIGTERM)
            #expect(try house.running().waitUntilEnded() == -SIGTERM)

            try house.launch()
            #expect(try socket.nextChange().first?.hasPrefix(waiting) == true)
            try server.restart()
            try await eventually("the daemon serves", within: .seconds(30)) {
                // Refused connections are what one gets until it listens.
                (try? await house.api.get("/readyz").status) == 200
            }
            #expect(house.log.contains("the store can be reached"))
            try house.stop()

            for login in ["guarded:fel", "guarded"] {
                try house.change { $0.storeURL = server.address(user: login) }
                try house.launch()
                #expect(try house.running().waitUntilEnded(within: .seconds(20)) == 69, "\(login)")
            }
            #expect(!house.log.contains("fel@"))
        }

        @Test("is looked at by the doctor: the server, the tables, the room, the standbys")
        func doctor() async throws {
            let server = try PostgreSQLServer(settings: ["fsync=on"])
            let address = try server.makeDatabase()
            var settings = HouseSettings(logLevel: "info")
            settings.storeURL = address
            let house = try HouseServer(settings)
            let empty = try examine(house)
            #expect(empty.code == 0, "\(empty.lines)")
            #expect(Self.verdict("the first start makes them", empty.lines) == "well")
            try await house.start()
            let (code, lines) = try examine(house)
            #expect(code == 0, "\(lines)")
            for words in [
                "which syncs what it is given", "0 tickets", "MiB, its write-ahead log",
                "connections are left", "0 letters are due",
            ] {
                #expect(Self.verdict(words, lines) == "well", "\(words): \(lines)")
            }
            let standby = try server.makeStandby()
            try server.waitForStandbys()
            try await eventually("the standby is seen") {
                let (_, lines) = try examine(house)
                return Self.verdict("walreceiver, commits wait for it", lines) == "well"
            }
            let other = try standbyFindings(of: standby, address, settings)
            #expect(Self.verdict("a standby, which cannot be written", other) == "misconfigured")
            try house.stop()
            standby.stop()
            let (lonely, without) = try examine(house)
            #expect(lonely == 69)
            #expect(
                Self.verdict("and there is none: nothing is taken in", without) == "unavailable"
            )
            server.stop()
            let (gone, silent) = try examine(house)
            #expect(gone == 69)
            #expect(Self.verdict("Connection refused", silent) == "unavailable")
            // In words, and not as the program writes it to itself.
            #expect(Self.verdict("cause:", silent) == nil, "\(silent)")
        }

        @Test("is told by the doctor that a power cut would lose mail, and that little is left")
        func doctorComplains() async throws {
            let server = try PostgreSQLServer(settings: ["max_connections=8", "max_wal_senders=0"])
            let address = try server.makeDatabase()
            try server.order("ALTER SYSTEM SET superuser_reserved_connections = 2")
            try server.restart()
            var settings = HouseSettings(logLevel: "info")
            settings.storeURL = address
            let (code, lines) = try examine(try HouseServer(settings))
            #expect(code == 78)
            #expect(Self.verdict("a power cut loses mail", lines) == "misconfigured")
            #expect(Self.verdict("may not get what it needs", lines) == "advice", "\(lines)")
        }

        @Test("is backed up while it serves, by a user with a password, and goes on from that")
        func backup() async throws {
            let server = try PostgreSQLServer()
            try server.order("CREATE ROLE guarded LOGIN PASSWORD 'rätt'")
            for database in ["desk", "again"] {
                try server.run("createdb", ["--owner=guarded", database])
            }
            var settings = HouseSettings(logLevel: "info")
            let login = "guarded:r%C3%A4tt"
            settings.storeURL = server.address(user: login, database: "desk")
            try await withHouse(settings) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                for place in 0..<5 { try await open("Fråga \(place)", place, api, api) }
                let file = house.folder.path("desk.dump")
                let made = try house.terminal.run("backup", file)
                #expect(made.exitCode == 0 && made.output.contains("5 tickets"), "\(made.output)")
                try await keepDated(house)
                // What comes later is not in it.
                try await open("Senare", 5, api, api)
                try house.stop()
                let occupied = try house.terminal.run("restore", file)
                #expect(occupied.exitCode == 73, "\(occupied.output)")
                #expect(occupied.output.contains("it holds a desk already"))
                try house.change {
                    $0.storeURL = server.address(user: login, database: "again")
                }
                let cut = house.folder.path("cut.dump")
                let octets = try Data(contentsOf: URL(fileURLWithPath: file))
                try octets.prefix(octets.count / 2).write(to: URL(fileURLWithPath: cut))
                #expect(try house.terminal.run("restore", cut).exitCode == 73)
                let stranger = try house.terminal.run("restore", house.configurationPath)
                #expect(stranger.exitCode == 65, "\(stranger.output)")
                let restored = try house.terminal.run("restore", file)
                #expect(restored.exitCode == 0, "\(restored.output)")
                #expect(restored.output.contains("the next ticket is #100006"))
                for outcome in [made, occupied, restored] {
                    #expect(!outcome.output.contains("r%C3%A4tt"), "\(outcome.output)")
                }
                try await house.start()
                #expect(try house.terminal.run("audit", "verify").exitCode == 0)
                let again = try await house.api.signedIn("anna", "annas lösenord")
                let subjects = try await again.tickets().map(\.subject).sorted()
                #expect(subjects == (0..<5).map { "Fråga \($0)" })
                try await open("Därefter", 6, again, again)
                #expect(try await again.tickets().map(\.number).max() == 100_006)
            }
        }

        /// As many as are to be kept, and the doctor and the figures know the newest.
        private func keepDated(_ house: HouseServer) async throws {
            let folder = try house.folder.folder("backups")
            var terminal = house.terminal
            terminal.environment = ["HELPDESK_BACKUP_DIRECTORY": folder]
            let none = try terminal.run("doctor").output
            #expect(none.contains("advice  backup: there is no backup in"), "\(none)")
            var files: [String] = []
            for _ in 0..<3 {
                let outcome = try terminal.run("backup", "--keep", "2")
                #expect(outcome.exitCode == 0, "\(outcome.output)")
                files = try FileManager.default.contentsOfDirectory(atPath: folder)
                // A name has the second in it.
                try await Task.sleep(for: .seconds(1))
            }
            #expect(files.count == 2 && files.allSatisfy { $0.hasSuffix("Z.dump") }, "\(files)")
            let some = try terminal.run("doctor").output
            #expect(some.contains("ok      backup: the newest, \(folder)/helpdesk-"), "\(some)")
        }

        @Test("is not copied while a daemon serves from it", arguments: StoreKind.available)
        func copyOfServed(on kind: StoreKind) async throws {
            try await withHouse(try HouseSettings.on(kind)) { house in
                let source = house.storeURL
                let target = "sqlite:\(house.folder.path("copy.sqlite"))"
                let refused = try house.terminal.run(bare: "store", "copy", source, target)
                #expect(refused.exitCode == 69, "\(refused.output)")
                #expect(refused.output.contains("Stop every daemon"), "\(refused.output)")
                let trial = try house.terminal.run(
                    bare: "store",
                    "copy",
                    "--although-served",
                    source,
                    "sqlite:\(house.folder.path("trial.sqlite"))"
                )
                // The daemon may have written meanwhile, which is found out.
                #expect([0, 65].contains(trial.exitCode), "\(trial.output)")
                try house.stop()
                let copied = try house.terminal.run(bare: "store", "copy", source, target)
                #expect(copied.exitCode == 0, "\(copied.output)")
                #expect(copied.output.contains("both stores hold the same"))
                try await house.start()
            }
        }

        private func open(
            _ subject: String,
            _ place: Int,
            _ one: HouseAPI,
            _ other: HouseAPI
        ) async throws {
            let form = TicketForm(
                subject: subject,
                body: "Det kom inget i min brevlåda.",
                channel: "web",
                citizen: CitizenForm()
            )
            let door = place.isMultiple(of: 2) ? one : other
            #expect(try await door.post("/v1/tickets", form).status == 201)
        }

        private func standbyFindings(
            of standby: PostgreSQLServer,
            _ address: String,
            _ settings: HouseSettings
        ) throws -> [Line] {
            var settings = settings
            settings.storeURL = standby.address(database: try Self.name(of: address))
            return try examine(try HouseServer(settings)).lines
        }

        private func examine(_ house: HouseServer) throws -> (code: Int32, lines: [Line]) {
            let outcome = try house.terminal.run("doctor", "--json")
            let lines = try JSONDecoder().decode([Line].self, from: Data(outcome.output.utf8))
            return (outcome.exitCode, lines.filter { $0.check == "store" })
        }

        /// The verdict of the finding with these words; nil when there is none.
        private static func verdict(_ words: String, _ lines: [Line]) -> String? {
            lines.first { $0.detail.contains(words) }?.verdict
        }

        private static func database(on server: PostgreSQLServer) throws -> String {
            try name(of: server.makeDatabase())
        }

        private static func name(of address: String) throws -> String {
            let path = try #require(address.split(separator: "/").last)
            return String(path.prefix { $0 != "?" })
        }
    }
}
