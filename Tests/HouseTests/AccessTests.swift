import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Keeping the real desk to those who belong there")
    struct AccessTests {
        @Test("stops who guesses passwords, also after a restart")
        func bruteForce() async throws {
            let settings = HouseSettings(
                environment: ["HELPDESK_SIGN_IN_FAILURES_PER_ADDRESS": "1"]
            )
            try await withHouse(settings) { house in
                let guesses = 40
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for place in 0..<guesses {
                        group.addTask {
                            let form = SignInForm(username: "gissa\(place)", password: "fel")
                            return try await house.api.post("/v1/sessions", form).status
                        }
                    }
                    return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
                }
                #expect((statuses[401] ?? 0) + (statuses[429] ?? 0) == guesses)
                let right = SignInForm(username: "anna", password: "annas lösenord")
                let refusal = try await house.api.post("/v1/sessions", right)
                #expect(refusal.status == 429)
                #expect(refusal.headers["retry-after"].flatMap { Int($0) } ?? 0 > 4)
                try house.kill()
                try await house.start()
                #expect(try await house.api.post("/v1/sessions", right).status == 429)
            }
        }

        @Test("takes the session from who was taken out of the groups, and explains why")
        func removed() async throws {
            var options = SlapdServer.Options()
            options.databaseLines = ["rootpw rot"]
            let slapd = try SlapdServer(options)
            try await withHouse(HouseSettings(directory: slapd)) { house in
                let anna = try await house.api.signedIn("anna", "annas lösenord")
                let bengt = try await house.api.signedIn("bengt", "bengts lösenord")
                let before = try house.terminal.run("directory", "sync", "--dry-run")
                #expect(before.exitCode == 0, "\(before.output)")
                #expect(before.output.contains("2 as before, 0 changed, 0 no longer here"))
                #expect(before.output.contains("supervisor by cn=ledning"))

                try Self.empty("helpdesk-agents", "helpdesk-leads", of: slapd)
                let dry = try house.terminal.run("directory", "sync", "--dry-run")
                #expect(dry.output.contains("anna: no longer here"))
                #expect(dry.output.contains("none; cannot log in"))
                #expect(try await anna.get("/v1/session").status == 200)
                let sync = try house.terminal.run("directory", "sync")
                #expect(sync.exitCode == 0, "\(sync.output)")
                // The daemon remembers what it looked up for five seconds.
                try await eventually("the session has ended") {
                    try await anna.get("/v1/session").status == 401
                }
                #expect(try await bengt.get("/v1/session").status == 200)
            }
        }

        @Test("ends no session when too many would be ended, until somebody says so")
        func brake() async throws {
            var options = SlapdServer.Options()
            options.databaseLines = ["rootpw rot"]
            let slapd = try SlapdServer(options)
            try await withHouse(HouseSettings(directory: slapd)) { house in
                for (user, password) in [
                    ("anna", "annas lösenord"), ("bengt", "bengts lösenord"),
                    ("cecilia", "cecilias"),
                ] {
                    _ = try await house.api.signedIn(user, password)
                }
                try Self.empty(
                    "helpdesk-agents",
                    "helpdesk-leads",
                    "helpdesk-admins",
                    "revision",
                    of: slapd
                )
                let stopped = try house.terminal.run("directory", "sync")
                #expect(stopped.exitCode == 77)
                #expect(stopped.output.contains("3 of 3 is more than"))
                let forced = try house.terminal.run("directory", "sync", "--accept-removals")
                #expect(forced.exitCode == 0, "\(forced.output)")
                let after = try house.terminal.run("directory", "sync", "--dry-run")
                #expect(after.output.contains("asked about 0"))
            }
        }

        @Test("gives the web form a token for what it needs, and takes it away again")
        func token() async throws {
            try await withHouse { house in
                let made = try house.terminal.run(
                    "token",
                    "create",
                    "web-form",
                    "--scope",
                    "tickets:create"
                )
                #expect(made.exitCode == 0, "\(made.output)")
                let token = try #require(made.output.split(separator: "\n").first.map(String.init))
                house.keepSecret(token)
                var form = house.api
                form.token = token
                let ticket = TicketForm(
                    subject: "Från webben",
                    body: "Hej",
                    channel: "web",
                    citizen: CitizenForm(name: "Olle")
                )
                #expect(try await form.post("/v1/tickets", ticket).status == 201)
                #expect(try await form.get("/v1/tickets").status == 403)
                #expect(try await form.get("/v1/sessions").status == 403)

                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("bengt", password: "bengts lösenord").exitCode == 0)
                let list = try terminal.run("token", "list", "--json")
                    .decoded(as: Page<TokenBody>.self)
                let id = try #require(list.items.first?.id)
                #expect(list.items.first?.name == "web-form")
                #expect(try terminal.run("token", "revoke", id, "--yes").exitCode == 0)
                #expect(try await form.post("/v1/tickets", ticket).status == 401)
                #expect(try house.terminal.run("token", "revoke", id).exitCode == 0)
                #expect(try house.terminal.run("token", "revoke", "x").exitCode == 65)
                let wrong = try house.terminal.run("token", "create", "Å", "--scope", "all")
                #expect(wrong.exitCode == 65)
                #expect(wrong.output.contains("scopes/0 is none of"))
                #expect(try terminal.run("sessions").text.contains("127.0.0.1"))
                #expect(try terminal.run("sessions", "end-others", "--yes").exitCode == 0)

                let auditor = try StaffTerminal(house)
                #expect(try auditor.logIn("cecilia", password: "cecilias").exitCode == 0)
                let records = try auditor.run("access-records", "--json")
                    .decoded(as: Page<AccessRecordBody>.self)
                #expect(records.items.contains { $0.outcome == "revoked" && $0.actor == "bengt" })
                #expect(records.items.contains { $0.staff == "bengt" && $0.outcome == "accepted" })
            }
        }

        @Test("lets 400 people in at a time, and nobody waits long")
        func load() async throws {
            let (users, ldif) = SignInLoad.tree(people: 100)
            var options = SlapdServer.Options()
            options.ldif = ldif
            let slapd = try SlapdServer(options)
            try await withHouse(HouseSettings(logLevel: "warning", directory: slapd)) { house in
                let load = SignInLoad(port: house.httpPort, users: users, count: 400, callers: 16)
                let (times, statuses) = await load.run()
                #expect(statuses == [201: 400])
                let sorted = times.sorted()
                print("log-ins: p50", sorted[199], "p99", sorted[395])
            }
        }

        /// Leaves a group with a member that is nobody; a group without any is none.
        private static func empty(_ groups: String..., of slapd: SlapdServer) throws {
            let folder = try TemporaryFolder("modify")
            let changes = groups.map { group in
                """
                dn: cn=\(group),\(SlapdServer.groupsBase)
                changetype: modify
                replace: member
                member: cn=nobody,\(SlapdServer.suffix)

                """
            }
            try LoopbackProcess.run(
                "/usr/bin/ldapmodify",
                [
                    "-x", "-H", slapd.url, "-D", "cn=root,\(SlapdServer.suffix)", "-w", "rot",
                    "-f", try folder.write(changes.joined(separator: "\n"), to: "change.ldif"),
                ],
                logPath: folder.path("log")
            )
        }
    }
}
