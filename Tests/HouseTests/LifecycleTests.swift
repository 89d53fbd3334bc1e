import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Testing

extension HouseTests {
    @Suite("The life of the daemon under systemd")
    struct LifecycleTests {
        @Test("is reported: ready when both doors answer, reloading, stopping")
        func reports() async throws {
            let folder = try TemporaryFolder("notify")
            let socket = try NotifySocket(folder.path("notify"))
            let settings = HouseSettings(
                logLevel: "info",
                environment: ["NOTIFY_SOCKET": socket.path]
            )
            let house = try HouseServer(settings)
            try house.launch()
            // Bringing a store up to date may take longer than the unit gives for a start.
            #expect(try socket.next() == ["EXTEND_TIMEOUT_USEC=300000000"])
            #expect(try socket.nextChange().contains("READY=1"))
            #expect(answers(house.httpPort))
            #expect(try Wire(house.wirePlace).reply().hasPrefix("220"))
            #expect(try await house.api.get("/readyz").status == 200)

            try house.running().signal(SIGHUP)
            let reloading = try socket.nextChange()
            #expect(reloading.contains("RELOADING=1"))
            #expect(reloading.contains { $0.hasPrefix("MONOTONIC_USEC=") })
            #expect(try socket.nextChange().contains("READY=1"))

            try house.running().signal(SIGTERM)
            #expect(try socket.nextChange().contains("STOPPING=1"))
            #expect(try house.running().waitUntilEnded() == 0)
        }

        @Test("has one heap for two cores, however many threads work")
        func heaps() async throws {
            try await withHouse(HouseSettings(logLevel: "info")) { house in
                _ = try await house.api.signedIn("anna", "annas lösenord")
                let path = "/proc/\(try house.running().pid)/maps"
                let maps = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
                // The first heap has a name; each other begins at 64 MiB, and what it has not taken yet
                // of as much is reserved behind it (malloc/arena.c).
                let reserved = 64 << 20
                let spans = maps.map { line -> (start: Int, end: Int, isOpen: Bool) in
                    let ends = line.prefix { $0 != " " }.split(separator: "-")
                        .compactMap { Int($0, radix: 16) }
                    return (ends[0], ends[1], line.contains(" rw-p "))
                }
                let others = zip(spans, spans.dropFirst()).count { span, next in
                    span.isOpen && span.start % reserved == 0 && next.start == span.end
                        && !next.isOpen && next.end == span.start + reserved
                }
                let cores = ProcessInfo.processInfo.activeProcessorCount
                #expect(maps.contains { $0.hasSuffix("[heap]") })
                #expect(others < max(1, cores / 2))
            }
        }

        @Test("ends with all of the store in one file, and nothing beside it to forget")
        func oneFile() async throws {
            try await withHouse(HouseSettings(logLevel: "info")) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let form = TicketForm(
                    subject: "Fråga",
                    body: "Hej",
                    channel: "web",
                    citizen: CitizenForm()
                )
                #expect(try await api.post("/v1/tickets", form).status == 201)
                let beside = { ["-wal", "-shm"].filter { Self.isThere(house.storePath + $0) } }
                #expect(beside() == ["-wal", "-shm"])
                try house.stop()
                #expect(beside() == [])
                try await house.start()
                let again = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await again.tickets().map(\.subject) == ["Fråga"])
            }
        }

        @Test("keeps what it writes to its own user, whatever the shell would have")
        func privacy() async throws {
            let shell = ["/bin/sh", "-c", "umask 022; exec \"$0\" \"$@\""]
            try await withHouse(HouseSettings(logLevel: "info", launcher: { _ in shell })) {
                house in
                for ending in ["", "-wal", "-shm", ".lock"] {
                    let facts = try FileManager.default.attributesOfItem(
                        atPath: house.storePath + ending
                    )
                    #expect(
                        (facts[.posixPermissions] as? NSNumber)?.intValue == 0o600,
                        "\(ending)"
                    )
                }
            }
        }

        @Test(
            "leaves a store that root made to whom its folder belongs to",
            .enabled(if: getuid() == 0, "wants to be root, to give a folder away")
        )
        func storeOfRoot() async throws {
            let owner: UInt32 = 65_534
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            try #require(chown(house.folder.path, owner, owner) == 0)
            #expect(try house.terminal.run("migrate").exitCode == 0)
            try await house.start()
            for ending in ["", "-wal", "-shm", ".lock"] {
                let facts = try FileManager.default.attributesOfItem(
                    atPath: house.storePath + ending
                )
                let found = (facts[.ownerAccountID] as? NSNumber)?.uint32Value
                #expect(found == owner, "\(ending)")
            }
            try house.stop()
        }

        @Test(
            "says of a store's file that root copied there whose it is, and what gives it back",
            .enabled(if: getuid() == 0, "wants to be root, to give a folder away")
        )
        func storeOfSomebodyElse() throws {
            let owner: UInt32 = 65_534
            let folder = try TemporaryFolder("owner")
            let store = folder.path("helpdesk.sqlite")
            let staff = try String(
                contentsOf: HousePrograms.repository.appending(
                    path: "systemd/staff.yaml.example"
                ),
                encoding: .utf8
            )
            let articles = HousePrograms.repository.appending(path: "knowledge-base").path
            let configuration = try folder.write(
                """
                http: { listen: "127.0.0.1:\(try freePort())" }
                lmtp: { listen: "127.0.0.1:\(try freePort())" }
                mail: { address: support@example.org, name: Medborgarsupport }
                store: { url: "sqlite:\(store)" }
                knowledge-base: { path: "\(articles)" }
                directory: { file: \(try folder.write(staff, to: "staff.yaml", mode: 0o644)) }
                """,
                to: "helpdesk.yaml",
                mode: 0o644
            )
            try #require(chown(folder.path, owner, owner) == 0)
            func run(_ command: String) throws -> (status: Int32?, log: String) {
                let process = try LoopbackProcess(
                    "/usr/bin/setpriv",
                    [
                        "--reuid", "\(owner)", "--regid", "\(owner)", "--clear-groups",
                        HousePrograms.helpdeskd(), command, "--config", configuration,
                    ],
                    environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
                    logPath: folder.path("\(UUID()).log")
                )
                return (process.waitUntilEnded(within: .seconds(30)), process.log)
            }
            #expect(try run("migrate").status == 0)
            let terminal = OperatorTerminal(configuration: configuration)
            for (file, mode) in [(store, 0o600), (store, 0o644), ("\(store).lock", 0o600)] {
                try #require(chown(file, 0, 0) == 0 && chmod(file, mode_t(mode)) == 0)
                let words = "\(file) belongs to root, and nobody may not read and write it"
                let served = try run("serve")
                #expect(served.status == 69)
                #expect(
                    served.log.contains("\(words); as root: chown nobody: \(file)"),
                    "\(served.log)"
                )
                // Root, who may read it, is told all the same.
                for told in [try terminal.run("doctor").output, try run("doctor").log] {
                    #expect(told.contains("WRONG   store: \(words)"), "\(told)")
                    #expect(told.contains("→ as root: chown nobody: \(file)"), "\(told)")
                }
                for ending in ["", "-wal", "-shm", ".lock"] {
                    // What is not there needs no owner.
                    _ = chown(store + ending, owner, owner)
                }
            }
            for ending in ["-wal", "-shm", ".lock"] {
                // The folder is needed to make them.
                unlink(store + ending)
            }
            try #require(chown(folder.path, 0, 0) == 0 && chmod(folder.path, 0o755) == 0)
            let closed = try run("migrate")
            #expect(closed.status == 69)
            #expect(closed.log.contains("chown nobody: \(folder.path)"), "\(closed.log)")
        }

        private static func isThere(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: path)
        }

        @Test("is not reported as ready where a door cannot open, and says which one")
        func takenPort() async throws {
            try await withHouse(HouseSettings(logLevel: "info")) { other in
                let folder = try TemporaryFolder("notify")
                let socket = try NotifySocket(folder.path("notify"))
                let address = "127.0.0.1:\(other.httpPort)"
                let settings = HouseSettings(
                    logLevel: "info",
                    environment: [
                        "NOTIFY_SOCKET": socket.path, "HELPDESK_HTTP_LISTEN": address,
                    ]
                )
                let house = try HouseServer(settings)
                try house.launch()
                #expect(try socket.nextChange().contains("STOPPING=1"))
                try await eventually("it has ended") { try house.running().exitStatus == 69 }
                #expect(house.log.contains("http.listen \(address): Address already in use"))
                // What the others say when they are ended must not hide that.
                let loud = house.log.split(separator: "\n").filter {
                    $0.contains(" error ") || $0.contains(" critical ")
                }
                #expect(loud.count == 1, "\(house.log)")
            }
        }

        @Test("says of a file that is no store which one it is, and what to do")
        func noStore() async throws {
            let house = try HouseServer(HouseSettings(logLevel: "info"))
            try "This is no database.".write(
                toFile: house.storePath,
                atomically: true,
                encoding: .utf8
            )
            try house.launch()
            try await eventually("it has ended") { try house.running().exitStatus == 69 }
            #expect(house.log.contains("the store sqlite:\(house.storePath) cannot be used: "))
            #expect(house.log.contains("helpdeskd doctor says what to do"))
            #expect(!house.log.contains("unavailable(cause"))
        }

        @Test("feeds the watchdog that systemd asks for")
        func watchdog() async throws {
            let folder = try TemporaryFolder("notify")
            let socket = try NotifySocket(folder.path("notify"))
            let settings = HouseSettings(
                logLevel: "info",
                environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "600000"]
            )
            let house = try HouseServer(settings)
            try house.launch()
            #expect(try socket.nextChange().contains("READY=1"))
            let start = ContinuousClock.now
            for _ in 0..<4 { #expect(try socket.next() == ["WATCHDOG=1"]) }
            // Three pauses of a third of the span each.
            #expect(ContinuousClock.now - start > .milliseconds(400))
            try house.stop()
        }

        @Test("goes on with new articles and another log level after SIGHUP")
        func reload() async throws {
            let folder = try TemporaryFolder("articles")
            let library = folder.path("knowledge-base")
            try FileManager.default.copyItem(
                atPath: HousePrograms.repository.appending(path: "knowledge-base").path,
                toPath: library
            )
            let settings = HouseSettings(logLevel: "error", knowledgeBase: library)
            try await withHouse(settings) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let question = "Hur sköter jag om min fikuskaktus på balkongen?"
                #expect(try await api.bestMatch(question) != "fikuskaktus")
                try await Self.bringMail("fore", to: house)
                #expect(!house.log.contains("mail taken in"))

                try folder.write(Self.article, to: "knowledge-base/sv/other/fikuskaktus.md")
                try folder.write("---\ntitle: [\n", to: "knowledge-base/sv/e-id/trasig.md")
                try house.change { $0.logLevel = "info" }
                try house.running().signal(SIGHUP)
                try await eventually("the new article is found") {
                    try await api.bestMatch(question) == "fikuskaktus"
                }
                #expect(try await api.bestMatch("BankID RFA8") == "bankid-svarar-inte")
                #expect(try await api.get("/v1/articles/trasig").status == 404)
                try await eventually("the level is another") {
                    house.log.contains("reloaded level=info")
                }
                try await Self.bringMail("efter", to: house)
                try await eventually("it is said") { house.log.contains("mail taken in") }
            }
        }

        @Test("goes on as before when a reload finds no articles at all")
        func failedReload() async throws {
            let folder = try TemporaryFolder("articles")
            let library = folder.path("knowledge-base")
            try FileManager.default.copyItem(
                atPath: HousePrograms.repository.appending(path: "knowledge-base").path,
                toPath: library
            )
            try await withHouse(HouseSettings(knowledgeBase: library)) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                try FileManager.default.removeItem(atPath: library)
                try house.running().signal(SIGHUP)
                try await eventually("it is said") { house.log.contains("not reloaded") }
                #expect(try await api.bestMatch("BankID RFA8") == "bankid-svarar-inte")
                // As when it is being checked out.
                try FileManager.default.createDirectory(
                    atPath: library,
                    withIntermediateDirectories: true
                )
                try house.running().signal(SIGHUP)
                try await eventually("it is said again") {
                    house.log.contains("no article that can be read")
                }
                #expect(try await api.bestMatch("BankID RFA8") == "bankid-svarar-inte")
            }
        }

        /// Brings a mail in, which the log mentions at info.
        private static func bringMail(
            _ name: String,
            to house: HouseServer
        ) async throws {
            let mail = CitizenMail(
                sender: "\(name)@example.com",
                subject: "Fråga \(name)",
                text: "Hur gör jag?",
                messageID: "\(name)@example.com"
            )
            let codes = try await LMTPClient.connected(to: house.lmtp) { client in
                try await client.deliver(mail.bytes, from: mail.sender, to: [mail.recipient])
                    .map(\.code)
            }
            #expect(codes == [250])
        }

        private static let article = """
            ---
            title: Så sköter du din fikuskaktus
            category: other
            questions:
              - hur sköter jag om min fikuskaktus
              - fikuskaktus på balkongen
            keywords: [fikuskaktus, balkong]
            codes: []
            services: []
            audience: citizen
            owner: servicenämnden
            reviewed: 2026-11-01
            ---
            Vattna den en gång i månaden.

            """
    }
}
