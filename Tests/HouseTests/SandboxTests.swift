import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    /// What `systemd/helpdeskd.service` takes away, taken away without systemd, which is not
    /// everywhere that suites run: see `Tests/Sandbox/sandbox.c`.
    @Suite(
        "The real daemon under the unit's restrictions",
        .enabled(if: getuid() == 0, "wants to be root, to give everything away")
    )
    struct SandboxTests {
        private static let user: UInt32 = 65_534

        @Test("lets people in, takes mail, answers it and reloads")
        func mainJob() async throws {
            let tools = try TemporaryFolder("sandbox")
            let sandbox = try Self.compile(in: tools)
            let numbers = try Self.systemCalls(in: tools)
            // What the daemon's user reads has to be below a folder that is open to it.
            let slapd = try SlapdServer()
            let settings = HouseSettings(
                directory: slapd,
                launcher: { house in
                    try Self.give(house.folder, caFile: slapd.caFile)
                    // For SQLite, which has a /tmp of its own under systemd (PrivateTmp).
                    let temporary = "TMPDIR=\(house.folder.path)"
                    return [
                        "/usr/bin/env", temporary, sandbox, "\(Self.user)", numbers,
                        house.folder.path,
                    ]
                }
            )
            try await withHouse(settings) { house in
                try Self.checkRestrictions(of: house)
                let postfix = house.surroundings.postfix
                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("anna", password: "annas lösenord").exitCode == 0)
                let mail = CitizenMail(
                    sender: "sandlada@example.com",
                    subject: "Fråga",
                    text: "Är ni öppna i dag?",
                    messageID: "sandlada-1@example.com"
                )
                try postfix.send(mail.bytes, from: mail.sender, to: [mail.recipient])
                let api = try await house.api.signedIn("bengt", "bengts lösenord")
                try await eventually("the mail is a ticket") { try await !api.tickets().isEmpty }
                let number = try #require(try await api.tickets().first?.number)
                let reply = MessageForm(kind: "reply", body: "Ja, till klockan 17.")
                let path = "/v1/tickets/\(number)/messages"
                #expect(try await api.post(path, reply).status == 201)
                try await eventually("the reply has left") {
                    try await api.messages(number).last?.delivery?.state == "sent"
                }
                #expect(try await api.bestMatch("Hur loggar jag in med BankID?") != nil)
                try house.running().signal(SIGHUP)
                try await eventually("it has reloaded") { house.log.contains("reloaded") }
                #expect(try await house.api.get("/readyz").status == 200)
            }
        }

        /// Of what the kernel says of the process, the lines that matter.
        private static func checkRestrictions(of house: HouseServer) throws {
            let pid = try house.running().pid
            let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            let lines = text.split(separator: "\n").map { String($0).replacing("\t", with: " ") }
            for wanted in [
                "Seccomp: 2", "NoNewPrivs: 1", "CapBnd: 0000000000000000",
                "CapPrm: 0000000000000000", "Uid: 65534 65534 65534 65534",
            ] {
                #expect(lines.contains(wanted))
            }
            let mounts = try String(contentsOfFile: "/proc/\(pid)/mountinfo", encoding: .utf8)
            let root = mounts.split(separator: "\n").first {
                $0.split(separator: " ")[4] == "/"
            }
            #expect(root?.split(separator: " ")[5].hasPrefix("ro") == true)
        }

        private static func compile(in folder: TemporaryFolder) throws -> String {
            let source = HousePrograms.repository.appending(path: "Tests/Sandbox/sandbox.c").path
            let program = folder.path("sandbox")
            try LoopbackProcess.run(
                "/usr/bin/cc",
                ["-O1", "-Wall", "-Wextra", "-Werror", "-o", program, source],
                logPath: folder.path("cc.log")
            )
            return program
        }

        /// The numbers of the calls that the unit's filter allows, one a line in a file.
        private static func systemCalls(in folder: TemporaryFolder) throws -> String {
            let unit = try String(
                contentsOf: HousePrograms.repository.appending(path: "systemd/helpdeskd.service"),
                encoding: .utf8
            )
            let filters = unit.split(separator: "\n").filter {
                $0.hasPrefix("SystemCallFilter=")
            }
            .map { $0.dropFirst("SystemCallFilter=".count) }
            var allowed: Set<String> = []
            for filter in filters {
                let isDenied = filter.hasPrefix("~")
                for name in filter.drop(while: { $0 == "~" }).split(separator: " ") {
                    let calls = try Self.calls(in: String(name), folder)
                    if isDenied { allowed.subtract(calls) } else { allowed.formUnion(calls) }
                }
            }
            #expect(allowed.contains("read") && !allowed.contains("mount"))
            let header = try String(
                contentsOfFile: "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
                encoding: .utf8
            )
            let numbers = header.matches(of: /#define __NR_(\w+) (\d+)/).compactMap {
                allowed.contains(String($0.1)) ? String($0.2) : nil
            }
            return try folder.write(
                numbers.joined(separator: "\n") + "\n",
                to: "calls",
                mode: 0o644
            )
        }

        /// The calls of a group, those of its groups among them.
        private static func calls(
            in name: String,
            _ folder: TemporaryFolder
        ) throws -> Set<String> {
            guard name.hasPrefix("@") else { return [name] }
            let list = try LoopbackProcess.run(
                "/usr/bin/systemd-analyze",
                ["--no-pager", "syscall-filter", name],
                // One of its own each time: what is there already would be read once more.
                logPath: folder.path(UUID().uuidString)
            )
            var calls: Set<String> = []
            for line in list.split(separator: "\n").dropFirst() {
                let word = line.drop { $0 == " " }
                if word.hasPrefix("@") {
                    calls.formUnion(try Self.calls(in: String(word), folder))
                } else if !word.hasPrefix("#"), !word.isEmpty {
                    calls.insert(String(word))
                }
            }
            return calls
        }

        /// Makes a house's folder, and the authority's certificate, the daemon's user's.
        private static func give(_ folder: TemporaryFolder, caFile: String) throws {
            let own = folder.path("ca.pem")
            if !FileManager.default.fileExists(atPath: own) {
                try FileManager.default.copyItem(atPath: caFile, toPath: own)
                let text = try String(contentsOfFile: folder.path("helpdesk.yaml"), encoding: .utf8)
                try folder.write(text.replacing(caFile, with: own), to: "helpdesk.yaml")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            for path in [folder.path] + names.map(folder.path) {
                guard chown(path, Self.user, Self.user) == 0 else {
                    throw HousePrograms.Missing(description: "\(path) cannot be given away")
                }
            }
        }
    }
}
