import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Desk

@Suite("A receipt")
struct ReceiptTests {
    @Test("carries the article that answers, whole, and asks whether it did")
    func answer() async throws {
        for kind in StoreKind.available {
            try await withDesk(on: kind, settings: .writing()) { house in
                let receipt = try await house.desk.receive(.answerable().standing(.verified))
                let letter = try #require(try await house.letters().first)
                #expect(letter.isAutomatic && letter.form == .answer)
                #expect(letter.toAddress == "maja@example.com")
                #expect(letter.text.contains("Öppna BankID-appen och försök igen."))
                #expect(letter.text.contains("Löste det problemet?"))
                #expect(letter.text.contains("Exempelstad"))
                #expect(letter.html?.contains("<h1>BankID svarar inte</h1>") == true)
                #expect(letter.tokens.count == 2)
                #expect(letter.inReplyTo == "1@example.com")
                #expect(
                    letter.subject
                        == "Kan det här hjälpa? BankID svarar inte [#\(receipt.ticket.rawValue)]"
                )
                #expect(house.proof.ticket(replyToken: letter.replyToken[...]) == receipt.ticket)
                let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
                #expect(ticket.state == .new && ticket.firstReplyAt == nil)
                #expect(try await house.kinds(of: receipt.ticket) == [.opened, .notified])
                #expect(
                    try await house.answerVerdict(of: receipt.ticket)
                        == "a receipt with the article bankid-svarar-inte"
                )
            }
        }
    }

    @Test("of a question in English is in English")
    func english() async throws {
        try await withDesk(settings: .writing()) { house in
            _ = try await house.desk.receive(
                .plain("The BankID app does not respond, it says RFA8", subject: "BankID problem")
            )
            let letter = try #require(try await house.letters().first)
            #expect(letter.language == "en")
            #expect(letter.text.contains("Did this solve the problem?"))
            #expect(letter.text.contains("Open the BankID app and try again."))
        }
    }

    @Test("of a question that nothing answers says that it came, and nothing is asked")
    func plain() async throws {
        try await withDesk(settings: .writing()) { house in
            let receipt = try await house.desk.receive(
                .plain("Var ligger badhuset och när öppnar det?", subject: "Badhus <b>")
            )
            let letter = try #require(try await house.letters().first)
            #expect(letter.form == .receipt)
            #expect(letter.text.contains("ärendenummer \(receipt.ticket.rawValue)"))
            #expect(letter.tokens.isEmpty)
            #expect(letter.html?.contains("<b>") == false)
        }
    }

    @Test("names other articles too, of which the desk is a third as sure as of the one it carries")
    func otherArticles() async throws {
        try await withDesk(settings: .writing()) { house in
            let receipt = try await house.desk.receive(.answerable())
            var ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            for (confidence, titles) in [(0.31, ["Glömt lösenord"]), (0.29, [])] {
                ticket.suggestions = [
                    Suggestion(article: "bankid-svarar-inte", title: "", confidence: 0.9),
                    Suggestion(article: "losenord", title: "", confidence: confidence),
                ]
                let answer = house.desk.articleAnswer(for: ticket, isAnswerable: true)
                #expect(try #require(answer).more.map(\.title) == titles)
            }
        }
    }

    @Test(
        "of what is registered carries no article, and no Yes that would end it",
        arguments: ["Klagomål", "Synpunkt", "Förslag", "Beröm"]
    )
    func registered(_ word: String) async throws {
        var mail = ReceivedMail.answerable()
        mail.subject = "\(word): \(mail.subject)"
        try await withDesk(settings: .writing()) { [mail] house in
            let receipt = try await house.desk.receive(mail)
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.kind.isRegistered)
            #expect(ticket.suggestions.first?.article == "bankid-svarar-inte")
            let letter = try #require(try await house.letters().first)
            #expect(letter.form == .receipt && letter.tokens.isEmpty)
            #expect(!letter.text.contains("Löste det problemet?"))
        }
    }

    @Test(
        "carries no article to somebody who complains, also under a subject that says nothing of it",
        arguments: [
            "Jag är missnöjd med er.", "Detta är ett klagomål.", "Så här klagar man väl.",
            "I want to complain.",
        ]
    )
    func discontent(_ words: String) async throws {
        try await withDesk(settings: .writing()) { house in
            var mail = ReceivedMail.answerable()
            mail.text += " \(words)"
            mail.ownText = mail.text
            let receipt = try await house.desk.receive(mail)
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.kind == .question)
            let letter = try #require(try await house.letters().first)
            #expect(letter.form == .receipt && letter.tokens.isEmpty)
        }
    }

    @Test(
        "of a complaint is sent for each, says its number and its day, and is the one that is owed",
        arguments: StoreKind.available
    )
    func ofComplaints(on kind: StoreKind) async throws {
        var settings = DeskSettings.writing { $0.caps.recipientPerHourMax = 3 }
        settings.clocks = ClockRules(
            rules: try ["praise: first 2d", "*: first 2d, solve 10d"].map { try ClockRule($0) },
            hours: try OpeningHours("Mo-Fr 08:00-16:30")
        )
        try await withDesk(on: kind, settings: settings) { house in
            let desk = house.desk
            let subjects = ["Fråga", "Klagomål på Ö & Å", "Beröm", "Klagomål"]
            var tickets: [Ticket] = []
            for (place, subject) in subjects.enumerated() {
                let mail = ReceivedMail.plain("Hej", subject: subject, messageID: "\(place)@x")
                tickets.append(try await desk.ticket(desk.receive(mail).ticket, as: .ada))
            }
            let letters = try await house.letters()
            // The guard against loops holds for these too.
            #expect(letters.map(\.form) == [.receipt, .receipt, .receipt])
            #expect(!letters[0].text.contains("registrerat"))
            let told = """


                Hos staden är det registrerat med nummer 2026-1.
                Båda numren går bra när du hör av dig.
                Vi ska svara senast 2026-11-16.


                """
            #expect(letters[1].text.contains(told))
            #expect(letters[1].html?.contains("<strong>2026-1</strong>") == true)
            #expect(letters[2].text.contains("nummer 2026-2.\n"))
            #expect(!letters[2].text.contains("senast"))
            #expect(tickets.map { $0.firstReplyAt != nil } == [false, true, true, false])
            #expect(tickets.map(\.state) == [.new, .new, .new, .new])
            #expect(tickets.map { $0.clocks.isRunning(.resolution) } == [true, true, false, true])
            let history = try await desk.history(
                of: tickets[1].number,
                after: nil,
                limit: 9,
                as: .ada
            )
            #expect(history.entries.map(\.event.kind) == [.opened, .registered, .notified])
            let stopped = history.entries.last?.event.details["clock_first_reply"]
            #expect(stopped == "stopped in time")
            house.clock.advance(by: 3 * 86_400)
            while try await desk.ringAlarms() > 0 {}
            #expect(try await desk.ticket(tickets[1].number, as: .ada).priority == .normal)
            let figures = try await desk.report(ReportRequest(.complaints), as: .lena).tables[0]
            #expect(figures.value("receipts_in_time", of: "e-service") == .count(2))
            #expect(figures.value("receipts_late", of: "e-service") == .count(1))
            // A receipt is no answer to a mail; what a clerk writes is.
            func answered() async throws -> ReportValue? {
                try await desk.report(ReportRequest(.clocks), as: .lena).tables.last?.total?
                    .values[1]
            }
            #expect(try await answered() == .count(0))
            for _ in 0..<2 {
                let draft = MessageDraft(kind: .reply, body: "Svar")
                _ = try await desk.write(draft, on: tickets[1].number, as: .ada)
                #expect(try await answered() == .count(1))
            }
        }
    }

    @Test("of a complaint in English says so in English")
    func ofEnglishComplaint() async throws {
        try await withDesk(settings: .writing()) { house in
            _ = try await house.desk.receive(
                .plain("Nobody has answered my application", subject: "Complaint: no answer")
            )
            let letter = try #require(try await house.letters().first)
            #expect(letter.text.contains("The city has registered it as 2026-1.\n"))
            // Where nothing was promised, no day is named.
            #expect(!letter.text.contains("an answer by"))
        }
    }

    @Test("is sent once to a sender in a while; each mail gets its ticket")
    func period() async throws {
        try await withDesk(settings: .writing()) { house in
            let first = try await house.desk.receive(.plain("Ett", messageID: "1@example.com"))
            let second = try await house.desk.receive(.plain("Två", messageID: "2@example.com"))
            #expect(first.ticket != second.ticket)
            #expect(try await house.letters().count == 1)
            #expect(
                try await house.answerVerdict(of: second.ticket)
                    == "none: one was sent to this address lately"
            )
            house.clock.advance(by: 24 * 3_600 + 600)
            _ = try await house.desk.receive(.plain("Tre", messageID: "3@example.com"))
            #expect(try await house.letters().count == 2)
        }
    }

    @Test("is not for machines, our own address, null return paths and forged senders")
    func nobody() async throws {
        var automatic = ReceivedMail.plain("Jag är på semester", messageID: "1@example.com")
        automatic.automaticReason = "Auto-Submitted"
        var bounce = ReceivedMail.plain("Hej", from: "mats@example.com", messageID: "2@example.com")
        bounce.reversePath = nil
        let own = ReceivedMail.plain(
            "Hej",
            from: "Support+1-a-x@example.org",
            messageID: "3@example.com"
        )
        let forged = ReceivedMail.plain(
            "Hej",
            from: "siv@example.com",
            messageID: "4@example.com"
        ).standing(.failed)
        let nameless = ReceivedMail.plain("Hej", from: nil, messageID: "5@example.com")
        let quoted = ReceivedMail.plain(
            "Hej",
            from: "\"support\"@example.org",
            messageID: "6@example.com"
        )
        var relay = ReceivedMail.plain(
            "Hej",
            from: "desk@example.net",
            messageID: "7@example.com"
        )
        relay.automaticReason = "Auto-Submitted: auto-generated"
        relay.isRelay = true
        let mails = [automatic, bounce, own, forged, nameless, quoted, relay]
        try await withDesk(settings: .writing()) { house in
            for mail in mails { _ = try await house.desk.receive(mail) }
            #expect(try await house.letters().isEmpty)
        }
    }

    @Test("is none where the city wants none, and none for what came before")
    func none() async throws {
        try await withDesk { house in
            _ = try await house.desk.receive(.answerable())
            #expect(try await house.letters().isEmpty)
        }
        try await withDesk(settings: .writing()) { house in
            _ = try await house.desk.receive(.answerable())
            _ = try await house.desk.receive(.answerable())
            #expect(try await house.letters().count == 1)
        }
    }

    @Test("to a sender nobody vouches for has none of their words and nothing of the ticket")
    func unverified() async throws {
        let words = "KÖP BILLIGA PILLER http://evil.example"
        let mail = ReceivedMail.plain(
            "RFA8 \(words)",
            subject: words,
            from: "offer@example.com",
            name: words,
            messageID: "evil@example.net",
            references: ["more-evil@example.net"]
        )
        try await withDesk(settings: .writing { $0.knowsSenders = true }) { house in
            _ = try await house.desk.receive(mail)
            let letter = try #require(try await house.letters().first)
            #expect(letter.form == .notice)
            #expect(letter.toName == nil && letter.inReplyTo == nil && letter.references == [])
            let all = "\(letter.subject)\(letter.text)\(letter.html ?? "")"
            #expect(!all.lowercased().contains("evil") && !all.contains("PILLER"))
            #expect(letter.tokens.isEmpty)
            // One whom our mail server vouches for gets all of it.
            _ = try await house.desk.receive(
                .answerable(from: "siv@example.com", messageID: "6@example.com")
                    .standing(.verified)
            )
            #expect(try await house.letters().last?.form == .answer)
        }
    }

    @Test("where nobody vouches for senders has the number and the proof, and none of their words")
    func nobodyVouches() async throws {
        let words = "KÖP BILLIGA PILLER http://evil.example"
        let mails = [
            ReceivedMail.plain(
                words,
                subject: words,
                from: "offer@example.com",
                name: words,
                messageID: "1@example.net"
            ),
            ReceivedMail.plain(
                "RFA8 BankID-appen svarar inte. \(words)",
                subject: words,
                from: "offer-2@example.com",
                name: words,
                messageID: "2@example.net"
            ),
        ]
        try await withDesk(settings: .writing()) { house in
            for (draft, form) in zip(mails, [LetterForm.receipt, .answer]) {
                var mail = draft
                // Whoever wrote it wants the answer to go to somebody else.
                mail.author = "evil@example.net"
                let receipt = try await house.desk.receive(mail)
                let letter = try #require(try await house.letters().last)
                #expect(letter.form == form && letter.toName == nil)
                #expect(letter.toAddress == mail.sender.email)
                let number = receipt.ticket.rawValue
                let words = form == .answer ? "Kan det här hjälpa?" : "Vi har fått ditt ärende"
                #expect(letter.subject.description == "\(words) [#\(number)]")
                let all = "\(letter.subject)\(letter.text)\(letter.html ?? "")"
                #expect(!all.lowercased().contains("evil") && !all.contains("PILLER"))
                #expect(letter.text.contains("ärendenummer \(number)"))
                #expect(house.proof.ticket(replyToken: letter.replyToken[...]) == receipt.ticket)
            }
        }
    }

    @Test(
        "stands below the mail of whom nobody vouches for, unless its Message-ID is made of words",
        arguments: [
            ("AM9PR07MB12.eurprd07+x=y_z-1@mail.example.com", true), ("a@[192.0.2.1]", true),
            ("a@\(String(repeating: "b", count: 158))", true),
            ("a@\(String(repeating: "b", count: 159))", false),
            ("Köp@example.com", false), ("ring nu@example.com", false), ("a@b@c", false),
            ("a", false), ("<b>@example.com", false),
        ]
    )
    func thread(_ id: String, _ isRepeated: Bool) async throws {
        for standing in [SenderStanding.unverified, .verified] {
            try await withDesk(settings: .writing()) { house in
                var mail = ReceivedMail.answerable(messageID: id)
                mail.references = ["first@example.com", "second@example.com"]
                _ = try await house.desk.receive(mail.standing(standing))
                let letter = try #require(try await house.letters().last)
                let isKnown = standing == .verified
                #expect(letter.inReplyTo == (isRepeated || isKnown ? id : nil))
                #expect(
                    letter.references
                        == (isKnown ? mail.references + [id] : isRepeated ? [id] : [])
                )
            }
        }
    }

    @Test("is not used up by what others write in a citizen's name")
    func notUsedUp() async throws {
        @Sendable func mail(_ id: Int, _ standing: SenderStanding) -> ReceivedMail {
            .answerable(messageID: "\(id)@example.com").standing(standing)
        }
        try await withDesk(settings: .writing { $0.knowsSenders = true }) { house in
            for id in 1...3 { _ = try await house.desk.receive(mail(id, .unverified)) }
            #expect(try await house.letters().map(\.form) == [.notice])
            _ = try await house.desk.receive(mail(4, .verified))
            #expect(try await house.letters().map(\.form) == [.notice, .answer])
            // Who got more than that lately gets no notice, and a second receipt later.
            house.clock.advance(by: 23 * 3_600)
            _ = try await house.desk.receive(mail(5, .unverified))
            _ = try await house.desk.receive(mail(6, .verified))
            #expect(try await house.letters().count == 2)
        }
        var settings = DeskSettings.writing { $0.knowsSenders = true }
        settings.letters.caps.recipientPerHourMax = 1
        try await withDesk(settings: settings) { house in
            _ = try await house.desk.receive(mail(1, .unverified))
            _ = try await house.desk.receive(mail(2, .verified))
            #expect(try await house.letters().map(\.form) == [.notice])
        }
    }

    @Test("is decided beforehand by explaining the mail, which sends nothing")
    func explained() async throws {
        try await withDesk(settings: .writing()) { house in
            let verdicts = try await house.desk.explain(.answerable())
            #expect(verdicts.last?.step == .answer)
            #expect(verdicts.last?.outcome == "a receipt with the article bankid-svarar-inte")
            #expect(try await house.letters().isEmpty)
        }
    }

    @Test("of a danger to life says where to call, each time, and carries no article")
    func danger() async throws {
        let text = "Det står RFA8, BankID-appen svarar inte. Jag tar livet av mig ikväll."
        @Sendable func mail(_ id: Int) -> ReceivedMail {
            .plain(text, subject: "BankID svarar inte", messageID: "\(id)@example.com")
        }
        try await withDesk(settings: .writing()) { house in
            for id in 1...2 {
                _ = try await house.desk.receive(mail(id))
                let letters = try await house.letters()
                #expect(letters.count == id && letters.last?.form == .receipt)
                let text = try #require(letters.last?.text)
                #expect(text.contains("Är det fara för liv? Ring 112.\n\nTack"))
                #expect(letters.last?.html?.contains("Ring 112.") == true)
            }
            _ = try await house.desk.receive(
                .answerable(from: "siv@example.com", messageID: "3@example.com")
            )
            #expect(try await house.letters().last?.text.contains("112") == false)
        }
        try await withDesk(settings: .writing { $0.knowsSenders = true }) { house in
            _ = try await house.desk.receive(mail(1))
            let letter = try #require(try await house.letters().first)
            #expect(letter.form == .notice && letter.text.contains("Ring 112."))
        }
    }

    @Test("of a mail in a language that no letter is in is in Swedish, and in English below")
    func foreign() async throws {
        try await withDesk(settings: .writing { $0.facts = .example }) { house in
            let receipt = try await house.desk.receive(
                .plain("Nie mogę się zalogować do konta, co mam zrobić?", subject: "Logowanie")
            )
            let letter = try #require(try await house.letters().first)
            let number = receipt.ticket.rawValue
            let swedish = try #require(letter.text.firstRange(of: "ärendenummer \(number)"))
            let english = try #require(letter.text.firstRange(of: "case number is \(number)"))
            #expect(swedish.upperBound < english.lowerBound)
            let halves = [letter.text[..<english.lowerBound], letter.text[english.lowerBound...]]
            #expect(halves.map { $0.contains("(vardagar 8–17)") } == [true, false])
            #expect(halves.map { $0.contains("(weekdays 8 a.m. to 5 p.m.)") } == [false, true])
            #expect(letter.subject.description == "Vi har fått ditt ärende [#\(number)]")
            #expect(letter.html == nil)
        }
    }

    @Test("of a mail without subject is called by its first words, or by its file")
    func untitled() async throws {
        let mails = [
            ReceivedMail.plain("Hej!\n\nKan inte öppna\tsidan.", subject: " ", messageID: "1@x"),
            .plain(String(repeating: "ord ", count: 50), subject: "", messageID: "2@x"),
            .plain(
                "",
                subject: "",
                messageID: "3@x",
                files: [.init(name: "skärm.png", mediaType: "image/png", bytes: [1])]
            ), .plain("", subject: "", messageID: "4@x"),
        ]
        let titles = [
            "Hej! Kan inte öppna sidan.", String(repeating: "ord ", count: 15) + "…",
            "skärm.png", "",
        ]
        try await withDesk(settings: .writing { $0.receiptPeriod = 60 }) { house in
            for (mail, title) in zip(mails, titles) {
                house.clock.advance(by: 3_600)
                let number = try await house.desk.receive(mail.standing(.verified)).ticket
                #expect(try await house.desk.ticket(number, as: .ada).subject == title)
                let draft = MessageDraft(kind: .reply, body: "Svar")
                _ = try await house.desk.write(draft, on: number, as: .ada)
                let subjects = try await house.letters().suffix(2).map(\.subject.description)
                let tag = "[#\(number.rawValue)]"
                let called = title.isEmpty ? "" : ": \(title)"
                #expect(subjects.first == "Vi har fått ditt ärende\(called) \(tag)")
                #expect(subjects.last == "Re: \(title.isEmpty ? "" : "\(title) ")\(tag)")
            }
        }
    }

    @Test("says no identity number that stood in the subject or the name, and no reply does")
    func identityNumber() async throws {
        let mail = ReceivedMail.plain(
            "Hej",
            subject: "Ansökan 19811218-9876",
            name: "Maja 811218-9876"
        )
        try await withDesk(settings: .writing()) { house in
            let number = try await house.desk.receive(mail.standing(.verified)).ticket
            let draft = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(draft, on: number, as: .ada)
            let letters = try await house.letters()
            #expect(letters.count == 2)
            for letter in letters {
                #expect(letter.subject.description.contains("Ansökan ••••••••-••••"))
                #expect(letter.toName?.description == "Maja ••••••-••••")
                #expect(!"\(letter)".contains("9876"))
            }
        }
    }

    @Test("of a person with protected identity carries no article")
    func protected() async throws {
        try await withDesk(settings: .writing { $0.receiptPeriod = 60 }) { house in
            let first = try await house.desk.receive(.plain("Hej", messageID: "1@example.com"))
            try await house.desk.protect(first.ticket, true, as: .petra)
            house.clock.advance(by: 3_600)
            _ = try await house.desk.receive(.answerable(messageID: "2@example.com"))
            #expect(try await house.letters().last?.form == .receipt)
        }
    }
}
