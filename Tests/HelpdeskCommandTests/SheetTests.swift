import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("What is shown")
struct SheetTests {
    @Test("of a list is one line a ticket, with a mark on those that are late")
    func tickets() throws {
        var late = try Example.ticket(7, subject: "Fakturan är fel")
        late.due.overdue = true
        late.assignee = "erik"
        late.updatedAt = try .at("2026-11-12T08:00:00Z")
        let sheet = Sheet.tickets([try Example.ticket(), late], hasMore: true, for: .of(.swedish))
        #expect(
            sheet.text(colour: false) == """
                  Nr  Läge     Kö         Hos   Ändrat            Senast          Från       Ämne
                1042  öppet    e-service  –     för 25 min sedan  i morgon 10:00  Åsa Öberg  Kan inte logga in
                   7  öppet !  e-service  erik  12 nov            i morgon 10:00  Åsa Öberg  Fakturan är fel
                Det finns fler: --limit N eller --all.

                """
        )
    }

    @Test(
        "of a ticket says that it must be kept",
        arguments: [
            (Language.swedish, "Bevaras: får inte gallras: dnr 12 (adam, i dag 09:05)"),
            (.english, "Kept: must not be erased: dnr 12 (adam, today 09:05)"),
        ]
    )
    func held(_ language: Language, _ line: String) throws {
        var ticket = try Example.ticket()
        ticket.hold = HoldBody(reason: "dnr 12", staff: "adam", since: ticket.createdAt)
        let sheet = Sheet.ticket(
            ticket,
            matches: Example.matches,
            messages: [],
            for: .of(language)
        )
        #expect(sheet.text(colour: false).contains(line + "\n"))
    }

    @Test("of a ticket says why it came where it is")
    func triage() throws {
        var ticket = try Example.ticket()
        ticket.triage = ["category e-id: bankid is named", "queue e-id: «eid=bankid: queue=e-id»"]
        let sheet = Sheet.ticket(
            ticket,
            matches: Example.matches,
            messages: [],
            for: .of(.english)
        )
        #expect(
            sheet.text(colour: false).contains(
                """
                Why it came here
                  category e-id: bankid is named
                  queue e-id: «eid=bankid: queue=e-id»
                """
            )
        )
        ticket.triage += [
            "kind complaint: the subject says so", "language sv: the text",
            "language fi: the text is in neither Swedish nor English",
            "category technical: upload is named", "category other: nothing is recognised",
            "priority high: «danger: priority=high»", "service skola: its words",
            "danger to life: the text says so",
        ]
        let swedish = Sheet.ticket(
            ticket,
            matches: Example.matches,
            messages: [],
            for: .of(.swedish)
        )
        #expect(
            swedish.text(colour: false).contains(
                """
                Varför det kom hit
                  kategori e-legitimation: bankid nämns
                  kö e-id: regeln «eid=bankid: queue=e-id»
                  slag klagomål: ämnesraden säger det
                  språk sv: texten
                  språk fi: texten är varken på svenska eller engelska
                  kategori teknik: att ladda upp nämns
                  kategori annat: inget känns igen
                  prioritet hög: regeln «danger: priority=high»
                  e-tjänst skola: orden nämner den
                  fara för liv: texten säger det
                """
            )
        )
    }

    @Test("never cuts what is copied, however narrow the terminal is", arguments: [20, 40, 60, 80])
    func copied(_ width: Int) throws {
        let moment = Timestamp(ClerkMachine.now)
        let id = "01981f6e-7d4a-7c3b-9a52-3f1e0c9d8b76"
        let session = OpenSessionBody(
            id: id,
            createdAt: moment,
            usedAt: moment,
            expiresAt: moment,
            address: "2001:0db8:85a3:08d3:1319:8a2e:0370:7348",
            current: true
        )
        let token = TokenBody(
            id: id,
            name: String(repeating: "web-form-", count: 7),
            scopes: ["tickets:create"],
            queues: [],
            createdBy: "rut",
            createdAt: moment,
            expiresAt: moment,
            usedAt: nil,
            revokedAt: nil
        )
        let reader = Reader.of(.swedish, width: width)
        for sheet in [
            Sheet.sessions([session], for: reader), .tokens([token], for: reader),
        ] {
            #expect(sheet.text(colour: false).contains(id))
            if width == 80 { #expect(sheet.lines.allSatisfy { $0.width <= 80 }) }
        }
        var ticket = try Example.ticket()
        ticket.queue = "overformyndarnamnden-och-namndens-kansli"
        let shown = Sheet.tickets([ticket], hasMore: false, for: reader).text(colour: false)
        #expect(shown.contains(ticket.queue) || !shown.contains("overf"))
    }

    @Test("of a list names the incidents of its tickets, and nobody's where there is none")
    func incidents() throws {
        var ticket = try Example.ticket()
        let other = try Example.ticket(1_041)
        let reader = Reader.of(.english, width: 80)
        let plain = Sheet.tickets([ticket, other], hasMore: false, for: reader).text(colour: false)
        #expect(!plain.contains("Inc"))
        ticket.incident = 3
        let lines = Sheet.tickets([ticket, other], hasMore: false, for: reader)
            .text(colour: false).split(separator: "\n")
        #expect(lines[0].contains("Inc  Subject"))
        #expect(lines[1].contains("  3  Kan inte"))
    }

    @Test("above a list says what is met by many, since when, and that there is more")
    func notice() throws {
        let incident = { (number: Int64) in
            IncidentBody(
                number: number,
                state: "suspected",
                title: "bankid · skolval",
                service: "skolval",
                symptom: "eid=bankid",
                openedAt: try .at("2026-11-23T12:05:00Z"),
                quiet: false,
                tickets: number == 4 ? 1 : 34,
                answers: []
            )
        }
        let text = { (incidents: [IncidentBody], language: Language, width: Int?) in
            Sheet(Sheet.notice(of: incidents, for: .of(language, width: width))).text(colour: false)
        }
        #expect(text([], .english, 80) == "")
        let one = try incident(3)
        let english = text([one], .english, nil)
        #expect(english.hasPrefix("Incident 3, suspected: bankid · skolval, 34 tickets since "))
        let both = text([one, try incident(4)], .swedish, nil)
        #expect(both.hasPrefix("Störning 4, misstänkt: bankid · skolval, 1 ärende sedan "))
        #expect(both.hasSuffix("; 1 till: helpdesk incidents\n"))
        #expect(text([one], .english, 30).count <= 31)
    }

    @Test("of a list that goes on says how the rest is seen")
    func goesOn() {
        let sheet = Sheet.calls([], for: .of(.english))
        #expect(sheet.goingOn(false, for: .of(.english)) == sheet)
        let shown = sheet.goingOn(true, for: .of(.english)).text(colour: false)
        #expect(shown.hasSuffix("There are more: --limit N.\n"))
    }

    @Test("of an empty list is a sentence")
    func noTickets() {
        let english = Sheet.tickets([], hasMore: false, for: .of(.english))
        #expect(english.text(colour: false) == "No tickets.\n")
    }

    @Test("of a ticket is what it takes to answer it")
    func ticket() throws {
        let sheet = Sheet.ticket(
            try Example.ticket(),
            matches: Example.matches,
            messages: [try Example.message()],
            for: .of(.swedish)
        )
        #expect(
            sheet.text(colour: false) == """
                #1042  Kan inte logga in
                öppet · fråga · e-legitimation · normal prioritet · via e-post
                Från: Åsa Öberg <asa@example.org> (inte bekräftad)
                Kö: e-service
                Hos: ingen
                Symtom: bankid · RFA8 · ios · login
                Kom in: i dag 09:05
                Svar senast: i morgon 10:00

                Förslag
                   91 %  BankID svarar inte  bankid-svarar-inte
                         felkod RFA8

                Åsa Öberg skrev i dag 09:05
                  Hej!

                  Det går inte.
                  Bilaga: skärm.png (image/png, 35 kB)  helpdesk attachment a1

                """
        )
    }

    @Test("of messages is oldest first, with what became of a reply")
    func messages() throws {
        var reply = try Example.message("Starta om.")
        reply.kind = "reply"
        reply.author = AuthorBody(kind: "staff", id: "anna", name: "Anna Ek")
        reply.attachments = []
        reply.articles = ["bankid-svarar-inte"]
        reply.delivery = DeliveryBody(state: "failed", attempts: 3, detail: "550 no such user")
        reply.createdAt = try .at("2026-11-23T09:00:00Z")
        let sheet = Sheet.messages([reply, try Example.message("Hej")], for: .of(.english))
        #expect(
            sheet.text(colour: false) == """
                Åsa Öberg wrote today 09:05
                  Hej
                  Attachment: skärm.png (image/png, 35 kB)  helpdesk attachment a1

                Anna Ek replied today 10:00
                  Starta om.
                  Articles: bankid-svarar-inte
                  did not arrive: 550 no such user

                """
        )
    }

    @Test("of matches warns when none is certain")
    func matches() {
        var unsure = Example.matches
        unsure.answerable = false
        let text = Sheet.matches(unsure, for: .of(.english)).text(colour: false)
        #expect(text.contains("None of them is certain"))
        let none = MatchesBody(matches: [], answerable: false)
        #expect(
            Sheet.matches(none, for: .of(.english)).text(colour: false) == "  No article fits.\n"
        )
    }

    @Test("of a hand-off is where it goes, what to do, and each state")
    func handoff() throws {
        let body = try Example.handoff(["requested", "busy"], instruction: "Ring 08-508 00 000.")
        #expect(
            Sheet.handoff(body, for: .of(.swedish)).text(colour: false) == """
                Vidarekoppling av ärende 1042: Växeln, 08-508 00 00
                  helpdesk handoffs show h1
                  Ring 08-508 00 000.
                  nyss  begärd
                  nyss  upptaget

                """
        )
    }

    @Test("of a hand-off made by hand says once what to do, and that nobody else dials")
    func handoffByHand() throws {
        var body = try Example.handoff(["dialling"], instruction: "Ring 08-508 00 000.")
        body.steps[0].detail = "Ring 08-508 00 000."
        let text = Sheet.handoff(body, for: .of(.swedish)).text(colour: false)
        #expect(text.components(separatedBy: "Ring 08-508 00 000.").count == 2)
        #expect(text.hasSuffix("nyss  du ringer upp\n"))
        body.instruction = nil
        let ended = Sheet.handoff(body, for: .of(.swedish)).text(colour: false)
        #expect(ended.contains("ringer upp (Ring 08-508"))
    }

    @Test("of a ticket lists its hand-offs, each with its states and SIP codes")
    func handoffsOfTicket() throws {
        var body = try Example.handoff(["requested", "busy"])
        body.steps[1].sipStatus = 486
        let lines = Sheet.handoffs([body], for: .of(.swedish))
        #expect(
            Sheet(lines).text(colour: false) == """
                  Växeln  helpdesk handoffs show h1
                    nyss  begärd
                    nyss  upptaget (SIP 486)

                """
        )
    }

    @Test("of a history says in words why a hand-off was refused, and with which code one ended")
    func handoffFacts() throws {
        func fact(_ kind: String, _ details: [String: String]) throws -> HistoryBody {
            HistoryBody(
                id: "1",
                at: try .at("2026-11-22T08:00:00Z"),
                actor: AuthorBody(kind: "system"),
                kind: kind,
                details: details
            )
        }
        let ended = try fact("handoff_ended", ["state": "busy", "sip_status": "486"])
        #expect(
            Sheet.described(ended, for: .of(.swedish))
                == "vidarekopplingen avslutades: SIP 486, läge upptaget"
        )
        let refused = try fact("handoff_refused", ["reason": "number_not_allowed"])
        #expect(
            Sheet.described(refused, for: .of(.swedish))
                == "fick nej till vidarekoppling: skäl numret är inte tillåtet"
        )
    }

    @Test(
        "of a history says what a citizen answered, and nothing that only programs read",
        arguments: [
            (
                "answered", ["answer": "0", "by": "link", "question": "solution"],
                "svarade på vår fråga: det är inte löst, genom länken i brevet"
            ),
            (
                "answered", ["answer": "4", "by": "reply", "question": "satisfaction"],
                "svarade på vår fråga: betyget 4 av 5, genom sitt svar"
            ),
            ("replied", ["message": "0193aaaa-0000-7000-8000-00000000beef"], "svarade"),
            ("held", ["reason_sha256": "bdaf9b"], "beslutade att bevara"),
        ] as [(String, [String: String], String)]
    )
    func citizensAnswer(_ kind: String, _ details: [String: String], _ said: String) throws {
        let fact = HistoryBody(
            id: "1",
            at: try .at("2026-11-22T08:00:00Z"),
            actor: AuthorBody(kind: "staff", id: "operator:root", name: "operator:root"),
            kind: kind,
            details: details
        )
        #expect(Sheet.described(fact, for: .of(.swedish)) == said)
        #expect(fact.actor.described(for: .of(.swedish)) == "driften (root)")
    }

    @Test("of a mail that repeats others says what shows them, with the ticket's number")
    func folded() throws {
        var message = try Example.message("Nej.\n\n> Hjälpte det?")
        message.mail = MailBody(from: nil, own: "Nej.", copies: [], verdicts: [])
        let text = Sheet.messages([message], for: .of(.swedish)).text(colour: false)
        #expect(text.contains("[1 rad är citat: helpdesk show 1042 --quotes]"))
    }

    @Test("of a history is who did what when")
    func history() throws {
        let facts = [
            HistoryBody(
                id: "1",
                at: try .at("2026-11-22T08:00:00Z"),
                actor: AuthorBody(kind: "citizen"),
                kind: "opened",
                details: [:]
            ),
            HistoryBody(
                id: "2",
                at: try .at("2026-11-23T08:00:00Z"),
                actor: AuthorBody(kind: "staff", id: "anna", name: "Anna Ek"),
                kind: "assigned",
                details: ["to": "erik", "from": "anna"]
            ),
        ]
        #expect(
            Sheet.history(facts, for: .of(.english)).text(colour: false) == """
                When             Who          What
                yesterday 09:00  the citizen  opened the ticket
                today 09:00      Anna Ek      assigned: from anna, to erik

                """
        )
    }

    private static func fact(_ kind: String, _ details: [String: String]) throws -> HistoryBody {
        HistoryBody(
            id: "1",
            at: try .at("2026-11-22T08:00:00Z"),
            actor: AuthorBody(kind: "system"),
            kind: kind,
            details: details
        )
    }

    @Test(
        "of a fact is in the reader's words, at the reader's hour",
        arguments: [
            (
                "clock_warned", ["clock": "first_reply", "due": "2026-11-24T15:30:00.000Z"],
                "varnar: en utfästelse löper ut: utfästelse första svar, senast i morgon 16:30"
            ),
            (
                "replied", ["clock_resolution": "started, due 2026-11-24T15:30:00.000Z"],
                "svarade: lösning börjar, senast i morgon 16:30"
            ),
            (
                "resolved", ["clock_resolution": "stopped 90 s late", "outcome": "handed_off"],
                "löste: lösning slut 90 s för sent, utfall lämnat vidare"
            ),
            (
                "changed", ["fields": "queue citizen.email", "queue_from": "a", "queue_to": "b"],
                "ändrade: fält kö e-post, kö a → b"
            ),
            (
                "changed", ["priority_from": "normal", "priority_to": "urgent"],
                "ändrade: prioritet normal → akut"
            ), ("noted", ["newer": "due in time"], "antecknade: newer due in time"),
            ("assigned", [:], "tilldelade"),
        ] as [(String, [String: String], String)]
    )
    func particulars(_ kind: String, _ details: [String: String], _ expected: String) throws {
        let fact = try Self.fact(kind, details)
        #expect(Sheet.described(fact, for: .of(.swedish)) == expected)
    }

    @Test("of a history is whole also where the terminal is narrow", arguments: [50, 60, 80])
    func narrowHistory(_ width: Int) throws {
        let problems = "header folded badly; part without an end; charset of its own making"
        let id = "01981f6e-7d4a-7c3b-9a52-3f1e0c9d8b76"
        let fact = try Self.fact("received", ["problems": problems, "handoff": id])
        let lines = Sheet.history([fact], for: .of(.english, width: width)).lines
            .map { $0.spans.map(\.text).joined() }
        #expect(lines.contains { $0.contains(id) })
        let words = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(words.contains(problems))
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= width || $0.contains(id) })
    }

    @Test("of a session is who, where and until when")
    func session() throws {
        let sheet = Sheet.session(
            try Example.session(),
            at: "https://desk.example.org",
            for: .of(.swedish)
        )
        #expect(
            sheet.text(colour: false) == """
                Anna Ek (anna)
                  Roller: handläggare
                  Köer: alla
                  Server: https://desk.example.org
                  Inloggad till: i dag 22:30

                """
        )
    }

    @Test("of somebody else's change names what differs")
    func change() throws {
        let seen = try Example.ticket()
        var fresh = seen
        fresh.state = "resolved"
        fresh.assignee = "erik"
        #expect(
            TicketChange.described(from: seen, to: fresh).swedish
                == "Någon annan ändrade ärende 1042 under tiden: läge öppet → löst, hos ingen → erik."
        )
        #expect(
            TicketChange.described(from: seen, to: seen).english
                == "Somebody else changed ticket 1042 meanwhile."
        )
    }

    @Test(
        "of a mail says who else got it, and that they get no reply",
        arguments: [Language.swedish, .english]
    )
    func copies(_ language: Language) throws {
        var message = try Example.message()
        let addresses = ["soc@example.net", "bo@example.net"]
        for copies in [addresses, []] {
            message.mail = MailBody(from: "asa@example.org", copies: copies, verdicts: [])
            let shown = Sheet.messages([message], for: .of(language)).text(colour: false)
            let line =
                language == .swedish
                ? "  Även till: soc@example.net, bo@example.net  (de får inget svar)\n"
                : "  Also to: soc@example.net, bo@example.net  (they get no reply)\n"
            #expect(shown.contains(line) == !copies.isEmpty)
        }
    }

    @Test(
        "of a mail says what is known of its sender, where anything is asked",
        arguments: [Language.swedish, .english],
        ["verified dmarc=pass", "unverified spf=pass", "failed dmarc=fail", "not asked", nil]
    )
    func sender(_ language: Language, _ verdict: String?) throws {
        var message = try Example.message()
        message.mail = MailBody(
            from: "asa@example.org",
            verdicts: verdict.map { [MailVerdictBody(step: "sender", outcome: $0)] } ?? []
        )
        let shown = Sheet.messages([message], for: .of(language)).text(colour: false)
        let isSwedish = language == .swedish
        let words =
            switch verdict?.prefix(while: { $0 != " " }) {
            case "verified": isSwedish ? "  bekräftad" : "  confirmed"
            case "unverified": isSwedish ? "  inte bekräftad" : "  not confirmed"
            case "failed":
                isSwedish ? "  avsändaren kan vara förfalskad" : "  the sender may be forged"
            default: ""
            }
        let label = isSwedish ? "Från" : "From"
        #expect(shown.contains("  \(label): asa@example.org\(words)\n"))
    }

    @Test(
        "of a mail says in words what it holds and what its signature is worth",
        arguments: [
            (
                Language.swedish, "Innehåller: en kalenderpost, ett vidarebefordrat mejl",
                "Underskrift: giltig, avsändarens egen"
            ),
            (
                .english, "Contains: a calendar entry, a forwarded mail",
                "Signature: valid, of the author"
            ),
        ]
    )
    func forms(_ language: Language, _ forms: String, _ signature: String) throws {
        var message = try Example.message()
        message.mail = MailBody(
            verdicts: [
                MailVerdictBody(step: "forms", outcome: "calendar forwarded"),
                MailVerdictBody(step: "signature", outcome: "valid, of the author"),
            ]
        )
        let shown = Sheet.messages([message], for: .of(language)).text(colour: false)
        #expect(shown.contains("  \(forms)\n  \(signature)\n"))
    }
}
