import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("An answer to all citizens of an incident")
struct IncidentAnswerTests {
    private static let text = NoticeText(
        swedish: "Nu fungerar det igen.",
        english: "It works again."
    )

    /// An incident with as many tickets, opened by hand.
    private static func incident(_ house: TestDesk, tickets: Int) async throws -> Int64 {
        let draft = IncidentDraft(title: "RFA8", symptom: "code=RFA8")
        let view = try #require(try await house.desk.openIncident(draft, as: .lena).value)
        try await house.rush(tickets)
        return view.incident.number
    }

    private static func answer(
        _ house: TestDesk,
        _ incident: Int64,
        resolves: Bool = true
    ) async throws {
        _ = try await house.desk.answerIncident(
            incident,
            with: IncidentAnswerDraft(text: text, resolves: resolves),
            as: .lena
        )
    }

    private static func progress(
        _ house: TestDesk,
        _ incident: Int64
    ) async throws -> [Int] {
        let found = try await house.desk.incident(incident, as: .ada).answers.map(\.progress)
        return found.flatMap { [$0.waiting, $0.written, $0.left] }
    }

    @Test("reaches each of them once, and resolves their tickets", arguments: StoreKind.available)
    func once(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await Self.incident(house, tickets: 6)
            // The same citizen about the same, by another mail.
            _ = try await house.desk.receive(
                .plain("RFA8 än", from: "Citizen1@host1.example.com", messageID: "again@x")
            )
            // Resolved before: nobody is told again.
            _ = try await house.desk.resolve(
                TicketNumber(rawValue: 6),
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            try await Self.answer(house, number)
            #expect(try await Self.progress(house, number) == [6, 0, 0])
            // Daemons that do it at the same time, each a little.
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { _ = try await house.desk.carryIncidentAnswers(atMost: 3) }
                }
                try await group.waitForAll()
            }
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 5, 1])
            let letters = try await house.letters()
            #expect(letters.count == 5)
            #expect(Set(letters.map { $0.toAddress.lowercased() }).count == 5)
            #expect(letters.allSatisfy { $0.text.contains("Nu fungerar det igen.") } == true)
            for ticket in 1...7 {
                let found = try await house.desk.ticket(
                    TicketNumber(rawValue: Int64(ticket)),
                    as: .ada
                )
                #expect(found.state == .resolved)
            }
            let (messages, _) = try await house.desk.messages(
                of: TicketNumber(rawValue: 1),
                after: nil,
                limit: 9,
                as: .ada
            )
            #expect(messages.map(\.author).last == .staff(id: "lena", name: "Lena Led"))
        }
    }

    @Test("leaves out what is confidential or protected, and what is not theirs to answer")
    func secret() async throws {
        try await withDesk { house in
            let number = try await Self.incident(house, tickets: 3)
            try await house.desk.protect(TicketNumber(rawValue: 1), true, as: .ada)
            try await Self.answer(house, number, resolves: false)
            #expect(try await Self.progress(house, number) == [2, 0, 1])
            // Protected in the middle of it.
            try await house.desk.protect(TicketNumber(rawValue: 2), true, as: .ada)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 1, 2])
            // Whoever may not see them learns no numbers.
            let kept = try await house.desk.incident(number, as: .ada).answers.map(\.keptOpen)
            #expect(kept == [[]])
            #expect(try await house.letters().map(\.toAddress) == ["citizen2@host2.example.com"])
            let left = try await house.desk.ticket(TicketNumber(rawValue: 3), as: .ada)
            #expect(left.state == .waiting)
            await #expect(throws: DeskError.notPermitted) {
                try await house.desk.answerIncident(
                    number,
                    with: IncidentAnswerDraft(text: Self.text, resolves: false),
                    as: .ada
                )
            }
        }
    }

    @Test(
        "leaves to staff what somebody else wrote in a citizen's name, and repeats no stranger's words",
        arguments: StoreKind.available
    )
    func forged(on kind: StoreKind) async throws {
        @Sendable func mail(_ standing: SenderStanding) -> ReceivedMail {
            var mail = ReceivedMail.plain(
                "Det står RFA8",
                subject: "KÖP PILLER",
                from: "\(standing)@example.com",
                messageID: "\(standing)@example.com",
                references: ["evil@example.net"]
            ).standing(standing)
            mail.sender.isVerified = standing == .verified
            mail.verdicts = [MailVerdict(.sender, standing.rawValue)]
            return mail
        }
        let settings = DeskSettings.writing {
            $0.sendsReceipts = false
            $0.knowsSenders = true
        }
        try await withDesk(on: kind, settings: settings) { house in
            let number = try await Self.incident(house, tickets: 0)
            var tickets: [TicketNumber] = []
            for standing in SenderStanding.allCases {
                tickets.append(try await house.desk.receive(mail(standing)).ticket)
            }
            while try await house.desk.watchForIncidents() {}
            let forged = try await house.desk.ticket(tickets[2], as: .ada)
            #expect(forged.incident == nil)
            // Somebody links it all the same.
            _ = try await house.desk.setIncident(
                of: tickets[2],
                at: forged.revision,
                to: number,
                as: .ada
            )
            try await Self.answer(house, number)
            let answers = try await house.desk.incident(number, as: .ada).answers
            #expect(answers.first?.keptOpen == [tickets[2]])
            while try await house.desk.carryIncidentAnswers() > 0 {}
            let letters = try await house.letters()
            #expect(letters.map(\.toAddress) == ["verified@example.com", "unverified@example.com"])
            let known = try #require(letters.first)
            #expect(known.subject.description == "Re: KÖP PILLER [#\(tickets[0].rawValue)]")
            let stranger = try #require(letters.last)
            #expect(stranger.subject.description == "Re: [#\(tickets[1].rawValue)]")
            #expect(stranger.toName == nil && stranger.references == ["unverified@example.com"])
        }
    }

    @Test("is raised by nobody's mail in others' names")
    func forgedRush() async throws {
        try await withDesk { house in
            for index in 0..<30 {
                house.clock.advance(by: 5)
                var mail = ReceivedMail.plain(
                    "Det står RFA8 hela tiden, nummer \(index).",
                    from: "citizen\(index)@host\(index).example.com",
                    messageID: "rush\(index)@example.com"
                ).standing(.failed)
                mail.verdicts = [MailVerdict(.sender, "failed dmarc=fail")]
                _ = try await house.desk.receive(mail)
            }
            #expect(try await house.watch().isEmpty)
        }
    }

    @Test(
        "is paced, stays below half of the brake's limit, and waits while the brake holds",
        arguments: StoreKind.available
    )
    func paced(on kind: StoreKind) async throws {
        var settings = DeskSettings.writing { $0.sendsReceipts = false }
        settings.incidents.answersPerMinuteMax = 4
        settings.letters.caps.allPerHourMax = 12
        try await withDesk(on: kind, settings: settings) { house in
            let number = try await Self.incident(house, tickets: 10)
            try await Self.answer(house, number)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [6, 4, 0])
            _ = try await house.desk.pullBrake(by: .lena)
            house.clock.advance(by: 61)
            #expect(try await house.desk.carryIncidentAnswers() == 0)
            _ = try await house.desk.releaseBrake(by: .lena)
            // A brake that was let go begins the hour anew.
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [2, 8, 0])
            house.clock.advance(by: 61)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 10, 0])
            #expect(try await house.desk.brakeReport().brake?.reason == .staff)
        }
    }

    @Test("waits for half of an hour's letters to pass, and pulls no brake")
    func belowCaps() async throws {
        var settings = DeskSettings.writing { $0.sendsReceipts = false }
        settings.letters.caps.allPerHourMax = 6
        try await withDesk(settings: settings) { house in
            let number = try await Self.incident(house, tickets: 7)
            try await Self.answer(house, number)
            for expected in [3, 6, 7] {
                while try await house.desk.carryIncidentAnswers() > 0 {}
                #expect(try await Self.progress(house, number)[1] == expected)
                house.clock.advance(by: 3_900)
            }
            #expect(try await house.desk.brakeReport().brake == nil)
        }
    }

    @Test(
        "passes by what was taken out of the incident, and all once it is dismissed",
        arguments: StoreKind.available
    )
    func takenOut(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await Self.incident(house, tickets: 3)
            try await Self.answer(house, number)
            let one = TicketNumber(rawValue: 1)
            let ticket = try await house.desk.ticket(one, as: .ada)
            _ = try await house.desk.setIncident(of: one, at: ticket.revision, to: nil, as: .ada)
            while try await house.desk.carryIncidentAnswers(atMost: 2) > 1 {}
            #expect(try await Self.progress(house, number) == [0, 2, 1])
            #expect(try await house.letters().count == 2)
            #expect(try await house.desk.ticket(one, as: .ada).state == .new)
            // Again, to those who came since.
            try await house.rush(2, from: 3)
            try await Self.answer(house, number)
            var patch = IncidentPatch()
            patch.state = .dismissed
            _ = try await house.desk.changeIncident(number, by: patch, as: .lena)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 2, 1, 0, 0, 2])
            #expect(try await house.letters().count == 2)
            await #expect(throws: DeskError.wrongState(detail: "Incident \(number) is over.")) {
                try await Self.answer(house, number)
            }
        }
    }

    @Test(
        "reaches the citizen of a ticket that has gone into another, and gives the link back",
        arguments: StoreKind.available
    )
    func merged(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await Self.incident(house, tickets: 2)
            func other(_ place: Int) async throws -> TicketNumber {
                try await house.desk.receive(
                    .plain(
                        "Sylt",
                        from: "citizen\(place)@host\(place).example.com",
                        messageID: "other\(place)@x"
                    )
                )
                .ticket
            }
            func merge(_ place: Int, into survivor: TicketNumber) async throws {
                let ticket = TicketNumber(rawValue: Int64(place + 1))
                _ = try await house.desk.merge(
                    ticket,
                    at: house.desk.ticket(ticket, as: .ada).revision,
                    into: survivor,
                    as: .ada
                )
            }
            // One before the answer, one while its letter waits.
            let early = try await other(0)
            let late = try await other(1)
            #expect(try await house.desk.ticket(late, as: .ada).incident == nil)
            try await merge(0, into: early)
            #expect(try await house.desk.ticket(early, as: .ada).incident == number)
            try await Self.answer(house, number)
            #expect(try await Self.progress(house, number) == [2, 0, 0])
            try await merge(1, into: late)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 2, 1])
            #expect(
                Set(try await house.letters().map(\.toAddress)) == [
                    "citizen0@host0.example.com", "citizen1@host1.example.com",
                ]
            )
            // Somebody else's decision, where the writer may have no say.
            #expect(try await house.desk.ticket(late, as: .ada).state == .waiting)
            #expect(try await house.desk.ticket(early, as: .ada).state == .resolved)
            let source = TicketNumber(rawValue: 1)
            _ = try await house.desk.unmerge(
                source,
                at: house.store.read { reading throws(DeskError) in
                    try reading.ticket(source).revision
                },
                as: .ada
            )
            #expect(try await house.desk.ticket(source, as: .ada).incident == number)
            #expect(try await house.desk.ticket(early, as: .ada).incident == nil)
        }
    }

    private static func write(
        _ text: String,
        subject: String = "Fråga",
        from address: String,
        to house: TestDesk
    ) async throws -> Ticket {
        let mail = ReceivedMail.plain(text, subject: subject, from: address, messageID: address)
        return try await house.desk.ticket(try await house.desk.receive(mail).ticket, as: .ada)
    }

    @Test(
        "goes to nobody who has another matter, though it names the same e-ID",
        arguments: StoreKind.available
    )
    func otherMatters(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let draft = IncidentDraft(title: "BankID", symptom: "eid=bankid")
            let view = try #require(try await house.desk.openIncident(draft, as: .lena).value)
            let number = view.incident.number
            let fault = try await Self.write(
                "Mitt BankID svarar inte.",
                from: "fault@example.com",
                to: house
            )
            #expect(fault.incident == number)
            let others = [
                "Jag ska ta livet av mig. Och ert jävla BankID fungerar inte",
                "I gave bankid code, now money gone. Help!!",
                "Mitt barn är 12 år. Kan hon få bankid?", "Telefonen med bankid är stulen",
            ]
            var passed: [TicketNumber] = []
            for (place, text) in others.enumerated() {
                let ticket = try await Self.write(text, from: "o\(place)@example.com", to: house)
                #expect(ticket.incident == nil, "\(text)")
                passed.append(ticket.number)
            }
            let complaint = try await Self.write(
                "BankID fungerar inte hos er",
                subject: "Klagomål",
                from: "complaint@example.com",
                to: house
            )
            #expect(complaint.incident == nil)
            // Linked by hand, they still are what they are.
            for one in [complaint.number, passed[0], passed[2]] {
                let ticket = try await house.desk.ticket(one, as: .ada)
                _ = try await house.desk.setIncident(
                    of: one,
                    at: ticket.revision,
                    to: number,
                    as: .ada
                )
            }
            try await Self.answer(house, number)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 2, 2])
            let kept = try await house.desk.incident(number, as: .ada).answers.map(\.keptOpen)
            #expect(kept == [[passed[0], passed[2], complaint.number]])
            let reached = Set(try await house.letters().map(\.toAddress))
            #expect(reached == ["fault@example.com", "o2@example.com"])
            #expect(try await house.desk.ticket(fault.number, as: .ada).state == .resolved)
            #expect(try await house.desk.ticket(passed[2], as: .ada).state == .waiting)
            for one in [complaint.number, passed[0]] {
                #expect(try await house.desk.ticket(one, as: .ada).state == .new)
            }
        }
    }

    @Test(
        "is labelled by the language it is in, and tells who reads another",
        arguments: StoreKind.available
    )
    func labelled(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let draft = IncidentDraft(title: "RFA8", symptom: "code=RFA8")
            let view = try #require(try await house.desk.openIncident(draft, as: .lena).value)
            let number = view.incident.number
            let english = try await Self.write(
                "Hello, the error RFA8 is shown when I try to open my application. Please help me.",
                from: "en@example.com",
                to: house
            )
            #expect(english.language == "en")
            _ = try await house.desk.answerIncident(
                number,
                with: IncidentAnswerDraft(
                    text: NoticeText(swedish: "Nu fungerar det igen."),
                    resolves: false
                ),
                as: .lena
            )
            while try await house.desk.carryIncidentAnswers() > 0 {}
            try await Self.answer(house, number, resolves: false)
            while try await house.desk.carryIncidentAnswers() > 0 {}
            let letters = try await house.letters()
            #expect(letters.map(\.language) == ["sv", "en"])
            let answers = try await house.desk.incident(number, as: .ada).answers
            #expect(answers.map(\.readersOfAnother) == [1, 0])
            // What the citizen writes is not changed by it.
            #expect(try await house.desk.ticket(english.number, as: .ada).language == "en")
        }
    }

    @Test(
        "leaves whoever phoned to staff and says which, and follows one into a ticket with an address",
        arguments: StoreKind.available
    )
    func phoned(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let number = try await Self.incident(house, tickets: 1)
            var calls: [Ticket] = []
            for phone in ["0701740605", nil] {
                let draft = TicketDraft(
                    subject: "RFA8",
                    body: "Det står RFA8",
                    channel: .phone,
                    citizen: Citizen(phone: phone)
                )
                calls.append(try #require(try await house.desk.open(draft, as: .ada).value))
            }
            #expect(calls.map(\.incident) == [number, number])
            try await Self.answer(house, number, resolves: false)
            #expect(try await Self.progress(house, number) == [1, 0, 2])
            func kept() async throws -> [[TicketNumber]] {
                try await house.desk.incident(number, as: .ada).answers.map(\.keptOpen)
            }
            #expect(try await kept() == [calls.map(\.number)])
            // Its letter goes along to the call, which has the address now.
            _ = try await house.desk.merge(
                TicketNumber(rawValue: 1),
                at: 1,
                into: calls[0].number,
                isSamePerson: true,
                as: .ada
            )
            while try await house.desk.carryIncidentAnswers() > 0 {}
            #expect(try await Self.progress(house, number) == [0, 1, 2])
            #expect(try await house.letters().map(\.ticket) == [calls[0].number.rawValue])
            #expect(try await kept() == [[calls[1].number]])
        }
    }

    @Test("is refused where there is nobody to answer")
    func nobody() async throws {
        try await withDesk { house in
            let number = try await Self.incident(house, tickets: 0)
            await #expect(throws: DeskError.self) { try await Self.answer(house, number) }
            #expect(try await house.desk.incident(number, as: .ada).answers.isEmpty)
        }
    }
}
