import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Logging in through the real chain")
    struct SignInTests {
        @Test("is refused with one and the same answer whatever was wrong")
        func refusals() async throws {
            try await withHouse { house in
                let wrong = [
                    ("anna", "fel lösenord"), ("anna", ""), ("nobody.here", "annas lösenord"),
                    ("doris", "doris"), ("erik", "eriks"), ("*", "annas lösenord"),
                ]
                var bodies: Set<[UInt8]> = []
                for (username, password) in wrong {
                    let form = SignInForm(username: username, password: password)
                    let answer = try await house.api.post("/v1/sessions", form)
                    #expect(answer.status == 401, "\(username)")
                    bodies.insert(answer.body)
                }
                #expect(bodies.count == 1)

                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("anna", password: "fel lösenord").exitCode == 77)
                #expect(try terminal.logIn("nobody.here", password: "fel").exitCode == 77)
                #expect(try terminal.logIn("doris", password: "doris").exitCode == 77)
                // The CLI does not even ask: some directories take an empty password for nobody's.
                #expect(try terminal.logIn("anna", password: "").exitCode == 64)
                #expect(try terminal.run("tickets").exitCode == 77)
            }
        }

        @Test("gives an auditor the right to read and no other")
        func auditor() async throws {
            try await withHouse { house in
                let agent = try await house.api.signedIn("anna", "annas lösenord")
                let mail = CitizenMail(
                    sender: "revision@example.com",
                    subject: "Fråga",
                    text: "Hur lång är kötiden?",
                    messageID: "revision-1@example.com"
                )
                try house.surroundings.postfix.send(
                    mail.bytes,
                    from: mail.sender,
                    to: [mail.recipient]
                )
                try await eventually("the mail is a ticket") { try await !agent.tickets().isEmpty }
                let number = try #require(try await agent.tickets().first?.number)

                let terminal = try StaffTerminal(house)
                let login = try terminal.logIn("cecilia", password: "cecilias")
                #expect(login.exitCode == 0, "\(login.errors)")
                #expect(try terminal.run("show", "\(number)").exitCode == 0)
                #expect(try terminal.run("reply", "\(number)", "-m", "Hej").exitCode == 77)
                #expect(try terminal.run("resolve", "\(number)").exitCode == 77)

                let auditor = try await house.api.signedIn("cecilia", "cecilias")
                let reply = MessageForm(kind: "reply", body: "Hej")
                let path = "/v1/tickets/\(number)/messages"
                #expect(try await auditor.post(path, reply).status == 403)
                #expect(try await auditor.messages(number).count == 1)
            }
        }

        @Test("waits for the directory, and nothing else does")
        func directoryAway() async throws {
            let folder = try TemporaryFolder("staff")
            let hash = try LoopbackProcess.run(
                "/usr/bin/openssl",
                ["passwd", "-6", "nödens lösenord"],
                logPath: folder.path("hash")
            )
            let slapd = try SlapdServer()
            let staff = """
                staff:
                  - user: nod-nina
                    name: Nina Nord
                    hash: '\(hash.trimmingCharacters(in: .whitespacesAndNewlines))'
                    roles: [agent]
                """
            let settings = HouseSettings(
                staffFile: try folder.write(staff, to: "staff.yaml"),
                directory: slapd
            )
            try await withHouse(settings) { house in
                house.keepSecret("nödens lösenord", "$6$")
                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("anna", password: "annas lösenord").exitCode == 0)
                let open = try await house.api.signedIn("bengt", "bengts lösenord")
                slapd.stop()

                let form = SignInForm(username: "anna", password: "annas lösenord")
                #expect(try await house.api.post("/v1/sessions", form).status == 503)
                let newcomer = try StaffTerminal(house)
                #expect(try newcomer.logIn("anna", password: "annas lösenord").exitCode == 69)

                let mail = CitizenMail(
                    sender: "tidig@example.com",
                    subject: "Fråga",
                    text: "Är ni öppna?",
                    messageID: "tidig-1@example.com"
                )
                try house.surroundings.postfix.send(
                    mail.bytes,
                    from: mail.sender,
                    to: [mail.recipient]
                )
                try await eventually("mail comes in") { try await open.tickets().count == 1 }
                #expect(try terminal.run("tickets").exitCode == 0)
                #expect(try newcomer.logIn("nod-nina", password: "nödens lösenord").exitCode == 0)
                #expect(try newcomer.run("whoami").text.contains("Nina Nord"))
                #expect(try await house.api.get("/readyz").status == 200)
            }
        }
    }
}
