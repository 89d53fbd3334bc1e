import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("A citizen's question, from the first mail to the last")
    struct MainJobTests {
        @Test("is answered, answered back and resolved", arguments: StoreKind.available)
        func wholeWay(on kind: StoreKind) async throws {
            try await withHouse(.on(kind)) { house in
                house.keepSecret("BankID svarar", "förskoleplats", "Öberg", "skarmbild", "Tack")
                let postfix = house.surroundings.postfix
                let terminal = try StaffTerminal(house)
                #expect(try terminal.logIn("anna", password: "annas lösenord").exitCode == 0)
                let api = try await house.api.signedIn("bengt", "bengts lösenord")
                house.keepSecret(api.token ?? "no token")

                let story = Story(citizen: "asa.oberg.\(kind)@example.com")
                try postfix.send(
                    story.question.bytes,
                    from: story.citizen,
                    to: ["support@example.org"]
                )
                try await eventually("the mail is a ticket") { try await !api.tickets().isEmpty }
                let number = try story.checkTicket(by: terminal)
                try await story.checkAttachment(number, terminal, api)

                let letter = try await story.reply(to: number, by: terminal, postfix)
                try story.answer(letter, by: postfix)
                try await eventually("the answer is on the ticket") {
                    try await api.messages(number).count == 3
                }
                let reopened = try await api.ticket(number)
                #expect(reopened.state == "open")
                #expect(reopened.contacts == 2)
                #expect(try await api.tickets().count == 1)

                let resolved = try terminal.run("resolve", "\(number)", "--json")
                #expect(resolved.exitCode == 0, "\(resolved.errors)")
                #expect(try resolved.decoded(as: TicketBody.self).state == "resolved")
                try await story.checkHistory(number, api)
            }
        }

        @Test("comes in from an address outside ASCII, also where no server on the way says so")
        func international() async throws {
            try await withHouse { house in
                let postfix = house.surroundings.postfix
                let citizen = "jörgen@example.com"
                var mail = CitizenMail(
                    sender: citizen,
                    subject: "Fråga",
                    text: "Hej",
                    messageID: "ö@example.com"
                )
                mail.messageID = "outside-ascii@example.com"
                try postfix.send(
                    mail.bytes,
                    from: citizen,
                    to: ["support@example.org"],
                    saysInternational: false
                )
                let api = try await house.api.signedIn("anna", "annas lösenord")
                try await eventually("the mail is a ticket") { try await !api.tickets().isEmpty }
                let ticket = try #require(try await api.tickets().first)
                #expect(ticket.citizen.email == citizen)
                let form = MessageForm(kind: "reply", body: "Svar")
                let path = "/v1/tickets/\(ticket.number)/messages"
                #expect(try await api.post(path, form).status == 201)
                #expect(try await postfix.waitForMail(to: citizen).count == 1)
            }
        }
    }

    /// What is checked at each stop of the way.
    fileprivate struct Story {
        let citizen: String
        private let pdf = Array("%PDF-1.4\r\n".utf8) + (0..<5_000).map { UInt8($0 % 251) }

        init(citizen: String) { self.citizen = citizen }

        var question: CitizenMail {
            CitizenMail(
                sender: citizen,
                subject: "BankID svarar inte på min telefon",
                text: """
                    Hej!

                    Jag försöker logga in för att söka förskoleplats, men BankID-appen svarar \
                    aldrig. Efter en stund står det RFA8. Jag har en iPhone.

                    Hälsningar
                    Åsa
                    """,
                messageID: "fraga-1@example.com",
                attachment: ("skarmbild.pdf", pdf)
            )
        }

        func checkTicket(by terminal: StaffTerminal) throws -> Int64 {
            let listed = try terminal.run("tickets", "--json")
            #expect(listed.exitCode == 0, "\(listed.errors)")
            let page = try listed.decoded(as: Page<TicketBody>.self)
            #expect(page.items.count == 1)
            let ticket = try #require(page.items.first)
            #expect(ticket.subject == "BankID svarar inte på min telefon")
            #expect(ticket.state == "new")
            #expect(ticket.category == "e-id")
            #expect(ticket.channel == "email")
            #expect(ticket.language == "sv")
            #expect(ticket.citizen.name == "Åsa Öberg")
            #expect(ticket.citizen.email == citizen)
            #expect(!ticket.citizen.verified)
            let symptom = SymptomBody(
                eId: "bankid",
                codes: ["RFA8"],
                device: "ios",
                step: "login"
            )
            #expect(ticket.symptom == symptom)
            #expect(ticket.suggestions.first?.article == "bankid-svarar-inte")
            let shown = try terminal.run("show", "\(ticket.number)")
            #expect(shown.exitCode == 0, "\(shown.errors)")
            #expect(shown.text.contains("söka förskoleplats"))
            return ticket.number
        }

        func checkAttachment(
            _ number: Int64,
            _ terminal: StaffTerminal,
            _ api: HouseAPI
        ) async throws {
            let file = try #require(try await api.messages(number).first?.attachments.first)
            #expect(file.name == "skarmbild.pdf")
            #expect(file.size == pdf.count)
            let saved = try terminal.run("attachment", file.id, "-o", "-")
            #expect(saved.exitCode == 0, "\(saved.errors)")
            #expect(saved.output == pdf)
        }

        func reply(
            to number: Int64,
            by terminal: StaffTerminal,
            _ postfix: PostfixServer
        ) async throws -> MailboxMail {
            let text = "Hej Åsa! Stäng appen helt och öppna den igen. Gå sedan på «Logga in»."
            let written = try terminal.run("reply", "\(number)", "-m", text)
            #expect(written.exitCode == 0, "\(written.errors)")
            let mails = try await postfix.waitForMail(to: citizen)
            #expect(mails.count == 1)
            let letter = MailboxMail(try #require(mails.first))
            #expect(letter.text.contains(text))
            #expect(letter.bare("in-reply-to") == "fraga-1@example.com")
            #expect(letter.header["references"] == "<fraga-1@example.com>")
            #expect(letter.bare("message-id").hasPrefix("\(number)."))
            #expect(letter.bare("message-id").hasSuffix("@example.org"))
            #expect(letter.bare("from") == "support@example.org")
            #expect(letter.bare("reply-to").hasPrefix("support+\(number)-"))
            #expect(letter.bare("reply-to").hasSuffix("@example.org"))
            #expect(letter.header["content-language"] == "sv")
            return letter
        }

        /// As the citizen's mail program does it, with a new subject.
        func answer(_ letter: MailboxMail, by postfix: PostfixServer) throws {
            let answer = CitizenMail(
                sender: citizen,
                recipient: letter.bare("reply-to"),
                subject: "SV: löst det nu?",
                text: "Tack, men det hjälpte inte. Samma sak igen.",
                messageID: "fraga-2@example.com",
                inReplyTo: letter.bare("message-id"),
                references: ["fraga-1@example.com", letter.bare("message-id")]
            )
            try postfix.send(answer.bytes, from: citizen, to: [letter.bare("reply-to")])
        }

        func checkHistory(_ number: Int64, _ api: HouseAPI) async throws {
            let answer = try await api.get("/v1/tickets/\(number)/history")
            let history = try answer.decoded(as: Page<HistoryBody>.self).items
            let kinds = ["opened", "replied", "delivered", "received", "resolved"]
            #expect(history.map(\.kind) == kinds)
            #expect(
                history.map(\.actor.kind) == ["citizen", "staff", "system", "citizen", "staff"]
            )
            #expect(history.compactMap(\.actor.id) == ["anna", "anna"])
            #expect(history.map(\.at) == history.map(\.at).sorted())
        }
    }
}
