import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("The desk's own letters, from the real programs")
    struct LetterTests {
        private static func settings(on kind: StoreKind = .sqlite) throws -> HouseSettings {
            var settings = try HouseSettings.on(kind)
            settings.receipts = true
            settings.environment["HELPDESK_HTTP_PUBLIC_URL"] = "https://support.example.org"
            return settings
        }

        /// A citizen who asks, and the desk's first letter to them.
        private struct Case {
            let citizen: String
            let house: HouseServer
            let api: HouseAPI
            var number: Int64 = 0

            init(_ citizen: String, _ house: HouseServer, _ api: HouseAPI) {
                self.citizen = "\(citizen).\(UUID().uuidString.prefix(8).lowercased())@example.com"
                self.house = house
                self.api = api
            }

            mutating func ask(_ text: String, subject: String) async throws -> MailboxMail {
                let postfix = house.surroundings.postfix
                let mail = CitizenMail(
                    sender: citizen,
                    subject: subject,
                    text: text,
                    messageID: "fraga@\(citizen.split(separator: "@")[0]).example.com"
                )
                try postfix.send(mail.bytes, from: citizen, to: ["support@example.org"])
                let letters = try await postfix.waitForMail(to: citizen)
                let tickets = try await api.tickets()
                number = try #require(tickets.first { $0.citizen.email == citizen }).number
                return MailboxMail(try #require(letters.first))
            }

            func answer(_ letter: MailboxMail, _ text: String) throws {
                let mail = CitizenMail(
                    sender: citizen,
                    recipient: letter.bare("reply-to"),
                    subject: "SV: tack",
                    text: "\(text)\n\n> \(letter.text.replacing("\n", with: "\n> "))",
                    messageID: "svar@\(citizen.split(separator: "@")[0]).example.com",
                    inReplyTo: letter.bare("message-id")
                )
                let postfix = house.surroundings.postfix
                try postfix.send(mail.bytes, from: citizen, to: [letter.bare("reply-to")])
            }

            func ticket() async throws -> TicketBody { try await api.ticket(number) }

            func history() async throws -> [String] {
                let answer = try await api.get("/v1/tickets/\(number)/history")
                return try answer.decoded(as: Page<HistoryBody>.self).items.map(\.kind)
            }
        }

        private static func links(_ letter: MailboxMail) -> [String] {
            letter.text.matches(of: /https:\/\/support\.example\.org(\/l\/[a-z0-9-]+)\s/)
                .map { String($0.output.1) }
        }

        @Test("answer a citizen, who solves the ticket by a link", arguments: StoreKind.available)
        func link(on kind: StoreKind) async throws {
            try await withHouse(Self.settings(on: kind)) { house in
                house.keepSecret("RFA8", "Åsa", "appen svarar")
                let api = try await house.api.signedIn("anna", "annas lösenord")
                var one = Case("asa", house, api)
                let letter = try await one.ask(
                    "Hej! Det står RFA8, appen svarar inte.",
                    subject: "BankID"
                )
                #expect(letter.header["auto-submitted"] == "auto-replied")
                #expect(letter.header["return-path"] == "<>")
                #expect(letter.header["content-language"] == "sv")
                #expect(letter.text.contains("BankID-appen svarar inte"))
                #expect(letter.text.contains("Löste det problemet?"))
                #expect(letter.html?.contains("<h1>BankID-appen svarar inte</h1>") == true)
                let links = Self.links(letter)
                try #require(links.count == 2)
                // A scanner fetches everything, a few times.
                for link in links + links {
                    #expect(try await house.api.get(link).status == 200)
                }
                #expect(try await one.ticket().state == "new")
                let pressed = try await house.api.post(links[0], [String: String]())
                #expect(pressed.status == 303)
                let thanks = try await house.api.get(links[0])
                #expect(String(decoding: thanks.body, as: UTF8.self).contains("avslutat"))
                let ticket = try await one.ticket()
                #expect(ticket.state == "resolved" && ticket.outcome == "answered")
                #expect(ticket.contacts == 1 && ticket.firstReplyAt != nil)
                #expect(
                    try await one.history() == ["opened", "notified", "answered", "resolved"]
                )
                let article = links[0].replacing(/[^\/]+$/, with: "articles/bankid-svarar-inte")
                #expect(try await house.api.get(article).status == 200)
            }
        }

        @Test("are answered by replies: yes solves it, anything else is for staff")
        func replies() async throws {
            try await withHouse(Self.settings()) { house in
                house.keepSecret("RFA8", "Åsa")
                let api = try await house.api.signedIn("anna", "annas lösenord")
                var yes = Case("ja", house, api)
                let asked = try await yes.ask("Det står RFA8 när jag loggar in", subject: "Fel")
                try yes.answer(asked, "Ja, tack, det löste sig!\n/Åsa")
                try await eventually("the yes is heard") {
                    try await yes.ticket().state == "resolved"
                }
                #expect(try await yes.ticket().contacts == 1)

                var no = Case("nej", house, api)
                let other = try await no.ask("Det står RFA8 när jag loggar in", subject: "Fel")
                try no.answer(other, "Nej, det står fortfarande fel.")
                try await eventually("the no is heard") {
                    try await no.ticket().contacts == 2
                }
                #expect(try await no.ticket().state == "new")

                var unsure = Case("annat", house, api)
                let plain = try await unsure.ask("Hur högt är tornet på hus 7?", subject: "Torn")
                #expect(Self.links(plain) == [])
                #expect(plain.text.contains("Någon av oss läser det"))
            }
        }

        @Test("reach an address with letters outside ASCII")
        func international() async throws {
            try await withHouse(Self.settings()) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                var one = Case("åsa.öberg", house, api)
                let letter = try await one.ask("Hej, var ligger ni?", subject: "Adress")
                #expect(letter.header["to"]?.contains("åsa.öberg") == true)
            }
        }

        @Test("stop by hand, and what waited leaves when they go on")
        func brake() async throws {
            try await withHouse(Self.settings()) { house in
                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("bengt", password: "bengts lösenord").exitCode == 0)
                let stopped = try terminal.run("mail", "stop")
                #expect(stopped.exitCode == 0, "\(stopped.errors)")
                let ready = try await house.api.get("/readyz")
                let health = try ready.decoded(as: HealthBody.self)
                #expect(ready.status == 200 && health.status == "degraded")
                #expect(health.checks["automatic_mail"]?.contains("stopped") == true)
                let doctor = try house.terminal.run("doctor").output
                let word = "http: the daemon says of automatic_mail: stopped: by hand"
                #expect(doctor.contains(word), "\(doctor)")
                let metrics = try await house.api.get("/metrics")
                #expect(
                    String(decoding: metrics.body, as: UTF8.self).contains("helpdesk_mail_brake 1")
                )
                let shown = try terminal.run("mail", "brakes", "--json")
                #expect(try shown.decoded(as: BrakeBody.self).holds)
                let released = try terminal.run("mail", "release")
                #expect(released.exitCode == 0, "\(released.errors)")
                let api = try await house.api.signedIn("anna", "annas lösenord")
                var one = Case("efter", house, api)
                _ = try await one.ask("Hej", subject: "Hej")
            }
        }
    }
}
