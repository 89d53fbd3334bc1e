import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("Triage by rules")
struct TriageRuleTests {
    private static func settings(
        _ rules: String...,
        confidential: Set<String> = []
    ) throws -> DeskSettings {
        var settings = DeskSettings(confidentialQueues: confidential, mailDomain: "example.org")
        settings.triage = TriageRules(
            services: ServiceNames([("förskola", ["dagis*"]), ("bygglov", ["altan"])]),
            rules: try rules.map { try TriageRule($0) }
        )
        return settings
    }

    private func received(
        _ text: String,
        subject: String = "Fråga",
        in house: TestDesk
    ) async throws -> Ticket {
        let receipt = try await house.desk.receive(
            .plain(text, subject: subject, messageID: "\(UUID())@x")
        )
        return try await house.desk.ticket(receipt.ticket, as: .root)
    }

    @Test("reads rules as they are written, and says what is wrong with them")
    func reading() throws {
        let rule = try TriageRule("  e-id  eid=bankid code=RFA8:  queue=e-id ,priority=high ")
        #expect(rule.queue == "e-id" && rule.priority == .high)
        for text in TriageRules.standard { #expect(throws: Never.self) { try TriageRule(text) } }
        let cases: [(String, TriageRuleError)] = [
            ("", .noColon), ("many priority=high", .noColon),
            (": priority=high", .unknownCondition("")),
            ("loud: queue=x", .unknownCondition("loud")),
            ("kind=fault: queue=x", .unknownCondition("kind=fault")),
            ("service=: queue=x", .unknownCondition("service=")),
            (
                "channel=fax: queue=x",
                .unknownValue("channel=fax", known: "email, phone, web, visit")
            ),
            (
                "eid=bank-id: queue=x",
                .unknownValue("eid=bank-id", known: "siths, freja, foreign, skatteverket, bankid")
            ),
            (
                "step=signera: queue=x",
                .unknownValue("step=signera", known: "login, sign, upload, pay")
            ),
            (
                "device=telefon: queue=x",
                .unknownValue(
                    "device=telefon",
                    known: "ios, android, chromebook, mac, windows, linux"
                )
            ),
            (
                "language=engelska: queue=x",
                .unknownValue("language=engelska", known: "sv, en, …")
            ),
            (
                "code=HTTP 500: queue=x",
                .unknownValue("code=HTTP", known: "RFA8, 10079, 500, …")
            ),
            ("code=RFA99: queue=x", .unknownValue("code=RFA99", known: "RFA8, 10079, 500, …")),
            ("*:", .unknownOutcome("")), ("*: queue", .unknownOutcome("queue")),
            ("*: queue=", .unknownOutcome("queue=")),
            ("*: priority=now", .unknownOutcome("priority=now")),
            ("*: queue=a, queue=b", .unknownOutcome("queue=b")),
            ("*: assignee=ada", .unknownOutcome("assignee=ada")),
        ]
        for (text, mistake) in cases {
            #expect(throws: mistake, "\(text)") { try TriageRule(text) }
        }
        for code in ["500", "HTTP500", "rfa8", "RFA14", "10079", "expiredTransaction"] {
            #expect(throws: Never.self, "\(code)") { try TriageRule("code=\(code): queue=x") }
        }
    }

    @Test(
        "fits words in capitals or not, and codes however they are written",
        arguments: [
            "eid=BankID", "device=iOS", "step=LOGIN", "language=SV", "service=Förskola",
            "channel=Phone", "code=500", "code=rfa8", "code=RFA14",
        ]
    )
    func spelling(_ condition: String) throws {
        let text = "HTTP 500, RFA8 och RFA14A när jag loggar in med BankID på iPhone"
        let ticket = Ticket(
            subject: "Fråga",
            category: .login,
            channel: .phone,
            queue: "e-service",
            language: "sv",
            service: "förskola",
            citizen: Citizen(),
            symptom: Symptom(recognisedIn: text),
            createdAt: Date(timeIntervalSince1970: 0)
        )
        #expect(try TriageRule("\(condition): queue=x").fits(ticket, Impact()))
        var other = ticket
        other.symptom = Symptom()
        other.language = "en"
        other.service = nil
        let hasChannel = condition.hasPrefix("channel=")
        #expect(try TriageRule("\(condition): queue=x").fits(other, Impact()) == hasChannel)
    }

    @Test(
        "sends each ticket where its first rule says, and tells why",
        arguments: StoreKind.available
    )
    func routed(on kind: StoreKind) async throws {
        let settings = try Self.settings(
            "service=förskola: queue=school",
            "eid=bankid code=RFA8: queue=e-id",
            "language=en: queue=international",
            "technical other channel=phone: queue=phones"
        )
        try await withDesk(on: kind, settings: settings) { house in
            let cases = [
                ("Hur söker jag dagisplats med BankID?", "school"), ("RFA8 i BankID", "e-id"),
                ("BankID svarar inte när jag loggar in", "e-service"),
                ("I cannot find the form that I was told about, where is it?", "international"),
                ("Något helt annat som ingen vet", "e-service"),
            ]
            for (text, queue) in cases {
                let ticket = try await received(text, in: house)
                #expect(ticket.queue == queue, "\(text)")
                #expect(ticket.triageReasons.first?.hasPrefix("category ") == true)
                let says = ticket.triageReasons.contains { $0.hasPrefix("queue \(queue): «") }
                #expect(says == (queue != "e-service"), "\(ticket.triageReasons)")
            }
            let school = try await received("dagis", in: house)
            #expect(school.service == "förskola")
            #expect(school.triageReasons.contains("service förskola: its words"))
            #expect(
                school.triageReasons.contains(
                    "queue school: «service=förskola: queue=school»"
                )
            )
        }
    }

    @Test("weighs what depends on an answer, and not how loudly it is asked for")
    func priority() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            for (text, priority) in [
                ("Ansökan stänger idag", TicketPriority.high),
                ("Hela klassen ska ansöka, och den stänger idag", .urgent),
                ("Ingen kommer in i tjänsten", .high), ("Det går bara digitalt", .high),
                ("AKUT!!! SVARA OMGÅENDE!!!", .normal), ("Hur loggar jag in?", .normal),
                ("Hej alla på supporten!\nVar ligger badhuset?", .normal),
                ("De sista dagarna har det varit halt på vår gata", .normal),
            ] {
                let ticket = try await received(text, in: house)
                #expect(ticket.priority == priority, "\(text)")
                let loud = try await received(
                    text.uppercased() + "!!!!",
                    subject: "AKUT!!!",
                    in: house
                )
                #expect(loud.priority == priority, "\(text)")
            }
        }
    }

    @Test("takes a danger to life before all else, wherever it is said, and says so")
    func danger() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            let long = String(repeating: "Det är mörkt. ", count: Triage.charactersMax / 10)
            for (subject, text) in [
                ("Fråga", "Det brinner i trapphuset hos oss"),
                ("Beröm", "Tack för allt. Jag tar livet av mig ikväll."),
                ("Fråga", long + "Jag vill inte leva längre."),
            ] {
                let ticket = try await received(text, subject: subject, in: house)
                #expect(ticket.priority == .urgent, "\(text)")
                #expect(ticket.triageReasons.contains("danger to life: the text says so"))
                #expect(ticket.triageReasons.last == "priority urgent: «danger: priority=urgent»")
            }
            let other = try await received("Det brinner i knutarna", in: house)
            #expect(other.priority == .normal)
            // Nor does it wait when it is said later.
            let later = try await house.desk.receive(
                .plain(
                    "Jag orkar inte leva",
                    messageID: "later@x",
                    replyToken: house.proof.replyToken(for: other.number)
                )
            )
            #expect(later.ticket == other.number)
            let urgent = try await house.desk.ticket(other.number, as: .root)
            #expect(urgent.priority == .urgent)
            let history = try await house.desk.history(
                of: other.number,
                after: nil,
                limit: 9,
                as: .root
            )
            #expect(history.entries.last?.event.details["priority"] == "urgent")
            #expect(!other.triageReasons.contains { $0.hasPrefix("danger") })
        }
    }

    @Test(
        "reads danger below a signature, in a form and behind what is folded away",
        arguments: [
            "Det står RFA8, BankID-appen svarar inte.\nMvh Anna\n\nPS. Jag tänker ta mitt liv i kväll.",
            "Det står RFA8, BankID-appen svarar inte.\n-- \nJag tänker ta mitt liv",
            "Det står RFA8, BankID-appen svarar inte.\n\n________\nJag tänker ta mitt liv",
            "Nytt meddelande\n\nFrån: Anna\nDatum: i dag\nÄmne: RFA8\nMeddelande: Jag vill dö",
            "RFA8 i BankID. Igår 10:15 skrev jag till er, men det är akut nu:\nHan hotar att döda mig",
            "Detta meddelande är avsett för er chef:\nJag vill inte leva",
        ]
    )
    func dangerAnywhere(_ text: String) async throws {
        var settings = DeskSettings.writing()
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            for mail in [
                try await ReceivedMail.written(text, subject: "BankID"),
                try await .written(text, subject: "SV: BankID", messageID: "3@example.com"),
            ] {
                let receipt = try await house.desk.receive(mail)
                let ticket = try await house.desk.ticket(receipt.ticket, as: .root)
                #expect(ticket.priority == .urgent)
                let letter = try #require(try await house.letters().last)
                #expect(letter.text.contains("112") && letter.form == .receipt)
            }
        }
    }

    @Test("takes our own letters and articles that come back for nobody's danger")
    func ourOwnDanger() async throws {
        var settings = DeskSettings.writing()
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            let receipt = try await house.desk.receive(
                .plain("Det brinner i trapphuset", subject: "Jag vill dö")
            )
            let letter = try #require(try await house.letters().last)
            func calmDown() async throws -> Ticket {
                let ticket = try await house.desk.ticket(receipt.ticket, as: .root)
                var patch = TicketPatch()
                patch.priority = .normal
                return try await house.desk.change(
                    ticket.number,
                    at: ticket.revision,
                    by: patch,
                    as: .root
                )
            }
            #expect(try await calmDown().priority == .normal)
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Hej! Har du självmordstankar?\n\nRing oss."),
                on: receipt.ticket,
                as: .ada
            )
            let reply = try #require(try await house.letters().last)
            let head = "Från: Support <support@example.org>\nSkickat: i går\nTill: Maja Lind"
            for (number, sent) in [letter, reply].enumerated() {
                for quote in [
                    "\(head)\nÄmne: \(sent.subject)\n\n\(sent.text)",
                    sent.text.replacing("\n", with: "\n> "),
                ] {
                    let answer = try await ReceivedMail.written(
                        "Branden är släckt nu.\n\n\(quote)",
                        answering: sent,
                        messageID: "\(number)-\(quote.count)@x"
                    )
                    #expect(try await house.desk.receive(answer).ticket == receipt.ticket)
                    let ticket = try await house.desk.ticket(receipt.ticket, as: .root)
                    #expect(ticket.priority == .normal, "\(quote)")
                }
            }
            // In a mail that proves nothing, only what everybody is told is known.
            let other = try await house.desk.receive(
                .plain("Ni skrev:\n> Är det fara för liv? Ring 112.", messageID: "9@x")
            )
            #expect(try await house.desk.ticket(other.ticket, as: .root).priority == .normal)
            let answer = try await ReceivedMail.written(
                "Tack\n\n\(head)\nÄmne: \(reply.subject)\n\n\(reply.text)\n\nJa, självmordstankar.",
                answering: reply
            )
            _ = try await house.desk.receive(answer)
            #expect(try await house.desk.ticket(receipt.ticket, as: .root).priority == .urgent)
        }
    }

    @Test("says that a text is in neither language that letters are in")
    func foreign() async throws {
        try await withDesk { house in
            let ticket = try await received("Nie mogę się zalogować, co mam zrobić?", in: house)
            #expect(
                ticket.triageReasons.contains { $0.hasSuffix("in neither Swedish nor English") }
            )
        }
    }

    @Test("lets praise wait, whatever it says of how many")
    func praise() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            for subject in ["Beröm till alla på biblioteket", "Beröm från hela klassen"] {
                let ticket = try await received("Ni är bäst.", subject: subject, in: house)
                #expect(ticket.kind == .praise && ticket.priority == .low, "\(subject)")
            }
        }
    }

    @Test("leaves what a clerk says, and sends nothing where the clerk could not")
    func clerks() async throws {
        let settings = try Self.settings(
            "service=förskola: queue=social, priority=urgent",
            confidential: ["social"]
        )
        try await withDesk(settings: settings) { house in
            var draft = TicketDraft(subject: "Dagis", body: "Dagis", channel: .phone)
            let ada = StaffIdentity.ada.admitted(where: ["social"])
            guard case .fresh(let open) = try await house.desk.open(draft, as: ada) else { return }
            #expect(open.queue == "e-service" && open.priority == .urgent)
            guard case .fresh(let root) = try await house.desk.open(draft, as: .root) else {
                return
            }
            #expect(root.queue == "social")
            draft.queue = "school"
            draft.priority = .low
            draft.service = "annat"
            draft.category = .login
            guard case .fresh(let said) = try await house.desk.open(draft, as: .root) else {
                return
            }
            #expect(said.queue == "school" && said.priority == .low && said.service == "annat")
            #expect(said.triageReasons == ["language sv: the text"])
            // A mail goes where its matter belongs, whoever may see it there.
            #expect(try await received("Dagis", in: house).queue == "social")
        }
    }

    @Test("starts the clocks of the promise that is made to what was recognised")
    func clocks() async throws {
        var settings = try Self.settings("service=bygglov: priority=urgent")
        settings.clocks = ClockRules(rules: try ["urgent: first 1h"].map { try ClockRule($0) })
        try await withDesk(settings: settings) { house in
            #expect(try await received("Hej", in: house).firstReplyDueAt == nil)
            let ticket = try await received("Får jag bygga en altan?", in: house)
            #expect(ticket.firstReplyDueAt == house.clock.now + 3_600)
        }
    }
}
