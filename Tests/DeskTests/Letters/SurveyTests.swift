import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("A survey")
struct SurveyTests {
    private static func settings(
        _ change: (inout LetterSettings) -> Void = { _ in }
    ) -> DeskSettings {
        .writing {
            $0.sendsReceipts = false
            $0.sendsSurveys = true
            change(&$0)
        }
    }

    private static func resolved(
        _ house: TestDesk,
        from address: String = "maja@example.com",
        messageID: String = "1@example.com",
        automatic: String? = nil,
        as outcome: TicketOutcome = .answered
    ) async throws -> TicketNumber {
        var mail = ReceivedMail.plain("Hej", from: address, messageID: messageID)
        mail.automaticReason = automatic
        if automatic != nil { mail.verdicts = [MailVerdict(.automatic, "a machine")] }
        let receipt = try await house.desk.receive(mail)
        _ = try await house.desk.resolve(
            receipt.ticket,
            at: 1,
            as: outcome,
            article: nil,
            by: .ada
        )
        return receipt.ticket
    }

    @Test("goes out once, a day after the end, and takes a grade", arguments: StoreKind.available)
    func once(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: Self.settings()) { house in
            let number = try await Self.resolved(house)
            #expect(try await house.desk.askHowItWas(limit: 10) == 0)
            house.clock.advance(by: 24 * 3_600 + 1)
            #expect(try await house.desk.askHowItWas(limit: 10) == 1)
            #expect(try await house.desk.askHowItWas(limit: 10) == 0)
            let letter = try #require(try await house.letters().first)
            #expect(letter.form == .survey && letter.isAutomatic)
            let token = try #require(letter.tokens.first)
            #expect(try await house.desk.look(at: token).answer == nil)
            for grade in [nil, 0, 6, -1] {
                await #expect(throws: DeskError.self) {
                    try await house.desk.follow(token, grade: grade)
                }
            }
            #expect(try await house.desk.follow(token, grade: 1).answer == 1)
            #expect(try await house.desk.follow(token, grade: 5).answer == 5)
            #expect(try await house.desk.look(at: token).answer == 5)
            #expect(try await house.desk.ticket(number, as: .ada).state == .resolved)
            // Opened and ended again: nobody is asked twice.
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.reopen(number, at: revision, as: .ada)
            _ = try await house.desk.resolve(
                number,
                at: revision + 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            house.clock.advance(by: 24 * 3_600 + 1)
            _ = try await house.desk.askHowItWas(limit: 10)
            #expect(try await house.letters().count == 1)
        }
    }

    @Test(
        "takes a grade by mail too, and the ticket stays as it is",
        arguments: [("5", 5), ("4 av 5", 4), ("5/5. Tack!\nMaja", 5), ("Betyg: 1", 1)]
    )
    func byMail(_ text: String, _ grade: Int) async throws {
        try await withDesk(settings: Self.settings()) { house in
            let number = try await Self.resolved(house)
            house.clock.advance(by: 24 * 3_600 + 1)
            _ = try await house.desk.askHowItWas(limit: 10)
            let letter = try #require(try await house.letters().first)
            func reply(_ text: String, _ id: String) -> ReceivedMail {
                .plain(
                    text,
                    subject: "Re: \(letter.subject)",
                    messageID: id,
                    references: [letter.messageID],
                    replyToken: letter.replyToken
                )
            }
            let receipt = try await house.desk.receive(reply(text, "2@example.com"))
            #expect(receipt == MailReceipt(ticket: number, effect: .appended))
            let token = try #require(letter.tokens.first)
            #expect(try await house.desk.look(at: token).answer == grade)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .resolved && ticket.contacts == 1)
            // What is no grade is for somebody to read.
            for (id, words) in ["6", "0", "3 saker fungerar inte", "5 av 10"].enumerated() {
                _ = try await house.desk.receive(reply(words, "\(id + 3)@example.com"))
                let opened = try await house.desk.ticket(number, as: .ada)
                #expect(opened.state == .open, "\(words)")
                #expect(try await house.desk.look(at: token).answer == grade)
                _ = try await house.desk.resolve(
                    number,
                    at: opened.revision,
                    as: .answered,
                    article: nil,
                    by: .ada
                )
            }
        }
    }

    @Test(
        "takes a grade that is changed off the queue it was given in",
        arguments: StoreKind.available
    )
    func movedMeanwhile(on kind: StoreKind) async throws {
        var settings = Self.settings()
        settings.reports.smallGroupMin = 1
        try await withDesk(on: kind, settings: settings) { house in
            let number = try await Self.resolved(house)
            let former = try await house.desk.ticket(number, as: .ada).queue
            house.clock.advance(by: 24 * 3_600 + 1)
            _ = try await house.desk.askHowItWas(limit: 10)
            let token = try #require(try await house.letters().first?.tokens.first)
            _ = try await house.desk.follow(token, grade: 1)
            var patch = TicketPatch()
            patch.queue = "school"
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
            #expect(try await Self.grades(house) == [former: 1])
            for grade in [5, 4] {
                _ = try await house.desk.follow(token, grade: grade)
                #expect(try await Self.grades(house) == ["school": Double(grade)])
            }
        }
    }

    @Test("leaves out the grades of few, and what would tell them by their difference")
    func fewGrades() async throws {
        var settings = Self.settings()
        settings.reports.smallGroupMin = 3
        let queues = ["a", "b", "c"]
        for (counts, told) in [
            ([1, 4, 5], ["c", "total"]), ([2, 2, 5], ["c", "total"]), ([1, 1, 5], ["total"]),
            ([1, 4, 0], ["total"]), ([2, 0, 0], []),
            ([1, 1, 0], []), ([3, 4, 0], ["a", "b", "total"]),
        ] {
            try await withDesk(settings: settings) { [settings] house in
                let day = settings.clocks.time.day(of: house.clock.now)
                try await house.store.write { transaction throws(DeskError) in
                    for (queue, count) in zip(queues, counts) where count > 0 {
                        for fact in [DayCount.Fact.surveyAsked, .surveyAnswered] {
                            var one = DayCount(fact, on: day)
                            one.queue = queue
                            one.amount = fact == .surveyAnswered ? 4 : 0
                            try transaction.add(one, count)
                        }
                    }
                }
                let request = ReportRequest(.satisfaction, from: day, to: day, by: .queue)
                let table = try await house.desk.report(request, as: .lena).tables[0]
                let rows = table.rows + [table.total].compactMap(\.self)
                let found = rows.filter { $0.values[4] != ReportValue.none }.map(\.name).sorted()
                #expect(found == told, "\(counts)")
                // How many said something is no secret.
                #expect(table.total?.values[2] == .count(counts.reduce(0, +)))
            }
        }
    }

    /// The mean of each queue that was given a grade.
    private static func grades(_ house: TestDesk) async throws -> [String: Double] {
        let day = CityTime().day(of: house.clock.now)
        let request = ReportRequest(.satisfaction, from: day, to: day, by: .queue)
        let table = try await house.desk.report(request, as: .lena).tables[0]
        let mean = try #require(table.columns.firstIndex { $0.name == "mean" })
        return table.rows.reduce(into: [:]) { means, row in
            if case .number(let grade) = row.values[mean] { means[row.name] = grade }
        }
    }

    @Test("asks a sender once in a while, machines never, and nobody about what was no matter")
    func whom() async throws {
        try await withDesk(settings: Self.settings()) { house in
            _ = try await Self.resolved(house, messageID: "1@example.com")
            _ = try await Self.resolved(house, messageID: "2@example.com")
            _ = try await Self.resolved(
                house,
                from: "robot@example.com",
                messageID: "3@example.com",
                automatic: "Auto-Submitted"
            )
            _ = try await Self.resolved(
                house,
                from: "spam@example.com",
                messageID: "4@example.com",
                as: .rejected
            )
            house.clock.advance(by: 24 * 3_600 + 1)
            #expect(try await house.desk.askHowItWas(limit: 10) == 4)
            #expect(try await house.letters().map(\.toAddress) == ["maja@example.com"])
            // What was not asked then is not asked when the time is over.
            house.clock.advance(by: 91 * 24 * 3_600)
            #expect(try await house.desk.askHowItWas(limit: 10) == 0)
        }
    }

    @Test("waits while automatic mail is stopped, and is sent then")
    func brake() async throws {
        try await withDesk(settings: Self.settings()) { house in
            _ = try await Self.resolved(house)
            house.clock.advance(by: 24 * 3_600 + 1)
            _ = try await house.desk.pullBrake(by: .lena)
            #expect(try await house.desk.askHowItWas(limit: 1) == 0)
            #expect(try await house.letters().isEmpty)
            _ = try await house.desk.releaseBrake(by: .lena)
            #expect(try await house.desk.askHowItWas(limit: 1) == 1)
            #expect(try await house.letters().count == 1)
        }
    }

    @Test("is none without a way to answer, and none where the city wants none")
    func none() async throws {
        for settings in [
            Self.settings { $0.publicURL = nil }, Self.settings { $0.sendsSurveys = false },
        ] {
            try await withDesk(settings: settings) { house in
                _ = try await Self.resolved(house)
                house.clock.advance(by: 24 * 3_600 + 1)
                #expect(try await house.desk.askHowItWas(limit: 10) == 0)
                #expect(try await house.letters().isEmpty)
            }
        }
    }
}

@Suite("A letter on how a ticket stands")
struct StatusLetterTests {
    @Test("tells of what the city wants told, and of nothing else")
    func status() async throws {
        let settings = DeskSettings.writing {
            $0.sendsReceipts = false
            $0.statuses = [.resolved, .reopened]
        }
        try await withDesk(settings: settings) { house in
            let receipt = try await house.desk.receive(.plain("Hej"))
            let number = receipt.ticket
            _ = try await house.desk.resolve(
                number,
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            _ = try await house.desk.reopen(number, at: 2, as: .ada)
            _ = try await house.desk.resolve(
                number,
                at: 3,
                as: .handedOff,
                article: nil,
                by: .ada
            )
            let letters = try await house.letters()
            #expect(letters.map(\.form) == [.status, .status])
            #expect(letters.first?.text.contains("är nu avslutat") == true)
            #expect(letters.last?.text.contains("öppet igen") == true)
            #expect(letters.first?.inReplyTo == "1@example.com")
        }
    }

    @Test("is not for machines and forged senders, nor where senders are known for strangers")
    func strangers() async throws {
        func mail(
            _ id: String,
            _ standing: SenderStanding,
            by machine: String? = nil
        ) -> ReceivedMail {
            var mail = ReceivedMail.plain(
                "Hej",
                from: "\(id)@example.com",
                messageID: "\(id)@example.com"
            ).standing(standing)
            mail.verdicts = [
                MailVerdict(.sender, "\(standing.rawValue) dmarc=x"),
                MailVerdict(.automatic, machine == nil ? "a person" : "a machine"),
            ]
            mail.automaticReason = machine
            return mail
        }
        let mails = [
            mail("forged", .failed), mail("list", .verified, by: "List-Id"),
            mail("stranger", .unverified), mail("known", .verified),
        ]
        for knowsSenders in [false, true] {
            let settings = DeskSettings.writing {
                $0.sendsReceipts = false
                $0.statuses = [.resolved]
                $0.knowsSenders = knowsSenders
            }
            try await withDesk(settings: settings) { house in
                for mail in mails {
                    let number = try await house.desk.receive(mail).ticket
                    _ = try await house.desk.resolve(
                        number,
                        at: 1,
                        as: .answered,
                        article: nil,
                        by: .ada
                    )
                }
                #expect(
                    try await house.letters().map(\.toAddress)
                        == (knowsSenders
                            ? ["known@example.com"]
                            : ["stranger@example.com", "known@example.com"])
                )
            }
        }
    }

    @Test(
        "repeats no more than its receipt does, and says in its subject what has happened",
        arguments: ["sv", "en"],
        [SenderStanding.verified, .unverified]
    )
    func repeated(_ language: String, _ standing: SenderStanding) async throws {
        let files = [
            LetterTemplates.File(
                path: "en/status.txt",
                text: "Subject: {{subject}}\n\nTo {{name}} {{#resolved}}closed{{/resolved}}"
            )
        ]
        let settings = DeskSettings.writing {
            $0.sendsReceipts = false
            $0.statuses = Set(StatusChange.allCases)
            // An operator's own may name it still.
            if language == "en" { $0.templates = LetterTemplates.read(files).templates }
        }
        let words =
            language == "en" ? "I cannot log in to my account, please help me." : "Hjälp mig."
        var mail = ReceivedMail.plain(words, subject: "Våld hemma 19811218-9876").standing(standing)
        mail.sender.isVerified = standing == .verified
        try await withDesk(settings: settings) { [mail] house in
            let number = try await house.desk.receive(mail).ticket
            _ = try await house.desk.resolve(number, at: 1, as: .answered, article: nil, by: .ada)
            _ = try await house.desk.reopen(number, at: 2, as: .ada)
            _ = try await house.desk.resolve(number, at: 3, as: .handedOff, article: nil, by: .ada)
            let letters = try await house.letters()
            let (subjects, all) = (letters.map(\.subject.description), "\(letters)")
            #expect(!all.contains("9876"))
            let isKnown = standing == .verified
            #expect(letters.allSatisfy { $0.toName?.description == (isKnown ? "Maja Lind" : nil) })
            guard language == "sv" else {
                #expect(all.contains("Våld") == isKnown && all.contains("To Maja") == isKnown)
                return
            }
            #expect(!all.contains("Våld"))
            #expect(
                subjects == [
                    "Ditt ärende är avslutat [#1]", "Ditt ärende är öppet igen [#1]",
                    "Ditt ärende har lämnats över [#1]",
                ]
            )
        }
    }
}
