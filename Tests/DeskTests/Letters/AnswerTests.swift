import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@Suite("A citizen who was sent an answer")
struct AnswerTests {
    /// A ticket whose receipt carried the article, and that receipt.
    private static func asked(
        _ house: TestDesk,
        from address: String = "maja@example.com"
    ) async throws -> (ticket: TicketNumber, letter: Letter) {
        let receipt = try await house.desk.receive(
            .answerable(from: address, messageID: "1-\(address)")
        )
        return (receipt.ticket, try #require(try await house.letters().last))
    }

    private static func reply(
        _ text: String,
        to letter: Letter,
        from address: String = "maja@example.com",
        messageID: String = "2@example.com"
    ) -> ReceivedMail {
        .plain(
            text,
            subject: "Re: \(letter.subject)",
            from: address,
            messageID: messageID,
            references: [letter.messageID],
            replyToken: letter.replyToken
        )
    }

    @Test("solves the ticket at first contact by a link; looking changes nothing")
    func link() async throws {
        for kind in StoreKind.available {
            try await withDesk(on: kind, settings: .writing()) { house in
                let (number, letter) = try await Self.asked(house)
                let token = letter.tokens[0]
                for _ in 0..<3 {
                    let view = try await house.desk.look(at: token)
                    #expect(view.purpose == .solved && view.answer == nil && !view.isResolved)
                }
                #expect(try await house.desk.ticket(number, as: .ada).state == .new)
                let view = try await house.desk.follow(token)
                #expect(view.answer == 1 && view.isResolved)
                let ticket = try await house.desk.ticket(number, as: .ada)
                #expect(ticket.state == .resolved && ticket.outcome == .answered)
                #expect(ticket.article == "bankid-svarar-inte")
                #expect(ticket.contacts == 1 && ticket.firstReplyAt == house.clock.now)
                let evidence = try await house.store.read { reading throws(DeskError) in
                    try reading.evidence(of: number)
                }
                #expect(evidence.map(\.evidence.article) == ["bankid-svarar-inte"])
                let kinds: [TicketEvent.Kind] = [.opened, .notified, .answered, .resolved]
                #expect(try await house.kinds(of: number) == kinds)
                // Once more, and after somebody opened it again: nothing.
                _ = try await house.desk.follow(token)
                #expect(try await house.kinds(of: number) == kinds)
                let revision = try await house.desk.ticket(number, as: .ada).revision
                _ = try await house.desk.reopen(number, at: revision, as: .ada)
                _ = try await house.desk.follow(token)
                #expect(try await house.desk.ticket(number, as: .ada).state == .open)
            }
        }
    }

    @Test("who says no keeps it with staff, also after a yes")
    func no() async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let view = try await house.desk.follow(letter.tokens[1])
            #expect(view.purpose == .unsolved && view.answer == 0 && !view.isResolved)
            #expect(try await house.desk.ticket(number, as: .ada).state == .new)
            _ = try await house.desk.follow(letter.tokens[0])
            #expect(try await house.desk.ticket(number, as: .ada).state == .resolved)
            _ = try await house.desk.follow(letter.tokens[1])
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .open && ticket.article == nil)
            let report = try await house.desk.report(ReportRequest(.articles), as: .lena)
            let row = report.tables[0].row("bankid-svarar-inte")
            // Used, solved, failed: each No is one failure.
            #expect(row?.dropFirst().prefix(3).map { $0 } == [.count(1), .count(0), .count(1)])
            let evidence = try await house.store.read { reading throws(DeskError) in
                try reading.evidence(of: number)
            }
            #expect(evidence.isEmpty)
            // And thinks better of it: nobody else has answered.
            _ = try await house.desk.follow(letter.tokens[0])
            #expect(
                try await house.desk.ticket(number, as: .ada).article == "bankid-svarar-inte"
            )
            let last = try await house.desk.report(ReportRequest(.articles), as: .lena)
            #expect(
                last.tables[0].row("bankid-svarar-inte")?.dropFirst().prefix(3).map { $0 }
                    == [.count(1), .count(1), .count(0)]
            )
        }
    }

    @Test(
        "is not solved at first contact once they have said by link that it was not",
        arguments: StoreKind.available
    )
    func notSolved(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            func verdict() async throws -> FirstContact {
                try await house.desk.ticket(number, as: .ada).firstContact
            }
            _ = try await house.desk.follow(letter.tokens[0])
            #expect(try await verdict() == .solved)
            _ = try await house.desk.follow(letter.tokens[1])
            #expect(try await verdict() == .returned)
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.resolve(
                number,
                at: revision,
                as: .answered,
                article: nil,
                by: .ada
            )
            #expect(try await verdict() == .returned)
        }
    }

    @Test(
        "who says no to a ticket that has ended gets it opened again, by whomever it was ended",
        arguments: StoreKind.available
    )
    func noAfterEnd(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: .writing()) { house in
            for outcome in [TicketOutcome.answered, .handedOff, .rejected] {
                let (number, letter) = try await Self.asked(house, from: "\(outcome)@example.com")
                let revision = try await house.desk.ticket(number, as: .ada).revision
                _ = try await house.desk.resolve(
                    number,
                    at: revision,
                    as: outcome,
                    article: nil,
                    by: .ada
                )
                let view = try await house.desk.follow(letter.tokens[1])
                #expect(view.answer == 0 && !view.isResolved)
                let ticket = try await house.desk.ticket(number, as: .ada)
                #expect(ticket.state == .open && ticket.outcome == nil)
                #expect(ticket.clocks.askedAt == house.clock.now)
                #expect(try await house.kinds(of: number).last == .reopened)
                house.clock.advance(by: 3_600)
            }
        }
    }

    @Test("who says no long after the end is told that it is over", arguments: [-1.0, 1])
    func noTooLate(seconds: TimeInterval) async throws {
        let reopenTime: TimeInterval = 7 * 24 * 3_600
        var settings = DeskSettings.writing()
        settings.reopenTime = reopenTime
        try await withDesk(settings: settings) { house in
            let (number, letter) = try await Self.asked(house)
            _ = try await house.desk.follow(letter.tokens[0])
            house.clock.advance(by: reopenTime + seconds)
            let isOver = seconds > 0
            #expect(try await house.desk.look(at: letter.tokens[1]).isOver == isOver)
            let view = try await house.desk.follow(letter.tokens[1])
            #expect(view.isResolved == isOver && view.isOver == isOver)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == (isOver ? .resolved : .open))
        }
    }

    @Test("is shown how it stands with the ticket that theirs went into")
    func merged() async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let other = try await house.desk.receive(
                .plain("Något annat", messageID: "9@example.com")
            )
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.merge(
                number,
                at: revision,
                into: other.ticket,
                isSamePerson: true,
                as: .ada
            )
            let view = try await house.desk.look(at: letter.tokens[1])
            #expect(view.ticket == number && !view.isResolved)
            #expect(try await house.desk.follow(letter.tokens[0]).isResolved)
            #expect(try await house.desk.ticket(other.ticket, as: .ada).state == .resolved)
        }
    }

    @Test("solves by a reply what theirs went into, as by the link", arguments: StoreKind.available)
    func mergedReply(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let other = try await house.desk.receive(
                .plain("Något annat", messageID: "9@example.com")
            )
            let revision = try await house.desk.ticket(number, as: .ada).revision
            _ = try await house.desk.merge(
                number,
                at: revision,
                into: other.ticket,
                isSamePerson: true,
                as: .ada
            )
            let receipt = try await house.desk.receive(Self.reply("Ja tack", to: letter))
            #expect(receipt.ticket == other.ticket && receipt.isSolved)
            #expect(try await house.desk.ticket(other.ticket, as: .ada).state == .resolved)
        }
    }

    @Test("is written to in the language of their own ticket, whatever that went into")
    func mergedLanguage() async throws {
        try await withDesk(settings: .writing()) { house in
            let mail = ReceivedMail.plain("The BankID app does not respond, it says RFA8")
            let number = try await house.desk.receive(mail).ticket
            let letter = try #require(try await house.letters().last)
            let other = try await house.desk.receive(
                .plain("Det gäller fortfarande samma sak.", messageID: "9@example.com")
            )
            let own = try await house.desk.ticket(number, as: .ada)
            let survivor = try await house.desk.merge(
                number,
                at: own.revision,
                into: other.ticket,
                as: .ada
            )
            #expect(own.language == "en" && survivor.language == "sv")
            for token in letter.tokens {
                #expect(try await house.desk.look(at: token).language == "en")
                #expect(try await house.desk.follow(token).language == "en")
            }
        }
    }

    @Test(
        "ends nothing that has been registered since, by link or by mail",
        arguments: [false, true],
        StoreKind.available
    )
    func registeredSince(byMerging: Bool, on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let revision = try await house.desk.ticket(number, as: .ada).revision
            if byMerging {
                let draft = TicketDraft(
                    subject: "Klagomål",
                    body: "Jag är missnöjd",
                    channel: .phone,
                    kind: .complaint,
                    citizen: Citizen(email: "maja@example.com")
                )
                let complaint = try #require(try await house.desk.open(draft, as: .ada).value)
                _ = try await house.desk.merge(
                    number,
                    at: revision,
                    into: complaint.number,
                    as: .ada
                )
            } else {
                var patch = TicketPatch()
                patch.kind = .complaint
                _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
            }
            let receipt = try await house.desk.receive(Self.reply("Ja", to: letter))
            #expect(receipt.effect == .appended && !receipt.isSolved)
            #expect(try await house.desk.ticket(number, as: .ada).state.isActive)
            let view = try await house.desk.follow(letter.tokens[0])
            #expect(view.answer == 1 && !view.isResolved && view.isRegistered)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state.isActive && ticket.article == nil)
        }
    }

    @Test("has links that are good for a while, for that ticket and for what they say")
    func tokens() async throws {
        try await withDesk(settings: .writing()) { house in
            let (_, letter) = try await Self.asked(house)
            let good = String(letter.tokens[0])
            func expectNothing(_ token: String) async {
                await #expect(throws: DeskError.notFound, "\(token)") {
                    try await house.desk.follow(token[...])
                }
            }
            for index in good.indices {
                var changed = good
                let other: Character = good[index] == "a" ? "b" : "a"
                changed.replaceSubrange(index...index, with: String(other))
                await expectNothing(changed)
            }
            for count in 0..<good.count { await expectNothing(String(good.prefix(count))) }
            await expectNothing(letter.replyToken)
            await expectNothing(String(repeating: "a", count: 10_000))
            house.clock.advance(by: 30 * 24 * 3_600 - 3_600)
            _ = try await house.desk.look(at: good[...])
            house.clock.advance(by: 2 * 3_600)
            await expectNothing(good)
        }
    }

    @Test("solves it by replying yes", arguments: StoreKind.available)
    func yesByReply(on kind: StoreKind) async throws {
        try await withDesk(on: kind, settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let receipt = try await house.desk.receive(
                Self.reply("Ja, det löste sig. Tack!\n\nMvh\nMaja", to: letter)
            )
            #expect(receipt == MailReceipt(ticket: number, effect: .appended, isSolved: true))
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .resolved && ticket.article == "bankid-svarar-inte")
            #expect(ticket.contacts == 1)
            #expect(
                try await house.kinds(of: number) == [
                    .opened, .notified, .received, .answered, .resolved,
                ]
            )
        }
    }

    @Test(
        "says yes in the words that people have for it",
        arguments: [
            "Ja", "JA!", "ja tack", "Japp, det funkar nu.", "Det löste sig, tack så mycket!",
            "Tack, det hjälpte\n/Maja Lind", "Löst!", "Yes", "Yes, it works now. Thank you!",
            "It is solved, thanks\nBest regards\nMaja", "Nu fungerar det!", "Ja, nu funkar allt",
            "Yes. This has been fixed.", "Problem solved, thank you!", "Yes, the problem is solved",
            "Mitt problem löste sig", "Ja, mitt problem löstes", "Ja. Problemet är löst",
            "Ja, problemet är löst.", "Ja det är löst nu, tack", "Det är löst", "Ärendet är löst!",
            "Nu är allt löst", "It is solved", "Yes, everything is fixed now",
        ]
    )
    func yesWords(_ text: String) async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            _ = try await house.desk.receive(Self.reply(text, to: letter))
            #expect(try await house.desk.ticket(number, as: .ada).state == .resolved)
        }
    }

    @Test(
        "who replies anything else keeps it with staff",
        arguments: [
            "Nej", "Ja, men det står fortfarande fel", "Det löste inte problemet", "Löste det sig?",
            "Nja", "Tack för svaret", "Ja kanske", "Ja. Hur länge gäller det?", "", "Yes and no",
            "fungerar det nu", "Hej!\nHjälpte det", "Tack, funkar det nu", "hej löste det sig",
            "is it fixed", "Thanks. Has it been fixed", "is the issue resolved", "Ja, problem",
            "Ja problem", "Yes, a problem", "Yes. The problem", "Problem", "Är det löst",
            "Hej! Är problemet löst", "Ja är det löst", "Är ärendet löst nu", "Det är inte löst",
            "Ja, problemet är det", "Is it solved",
        ]
    )
    func otherReplies(_ text: String) async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            _ = try await house.desk.receive(Self.reply(text, to: letter))
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state.isActive && ticket.contacts == 2)
        }
    }

    @Test(
        "who only thanks, or says once more that it is solved, leaves what has ended as it is",
        arguments: [
            "Tack!", "Ja tack", "Tack och hej", "Tack så mycket, nu fungerar det!", "Thank you!",
            "Tack för hjälpen!\n\nMvh\nMaja", "Ja",
        ]
    )
    func thanks(_ text: String) async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            _ = try await house.desk.follow(letter.tokens[0])
            _ = try await house.desk.receive(Self.reply(text, to: letter))
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .resolved && ticket.contacts == 1)
            #expect(ticket.firstContact == .solved)
            #expect(try await house.kinds(of: number).last == .received)
        }
    }

    @Test(
        "who says more than thanks has it opened again",
        arguments: [
            "Ja, men det står fortfarande fel", "Tack men det fungerar inte", "5", "Hej",
            "Tack. Hur länge gäller det?", "Tack! Fungerar det nu", "", "Tack, en fråga till",
        ]
    )
    func moreThanThanks(_ text: String) async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            _ = try await house.desk.follow(letter.tokens[0])
            _ = try await house.desk.receive(Self.reply(text, to: letter))
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .open && ticket.contacts == 2)
            #expect(ticket.firstContact == .returned)
        }
    }

    private static let head = """
        Från: Support <support@example.org>
        Skickat: den 2 november 2026 09:00
        Till: Maja Lind
        Ämne: SV: BankID svarar inte
        """

    @Test(
        "who writes below thanks, where others sign or quote, has it opened again",
        arguments: [
            "Tack!\n--\nMen det fungerar fortfarande inte", "Tack!\n--\nOlöst",
            "Tack!\n-- \nMaja Lind\nFortfarande olöst",
            "Tack\n\n\(head)\n\nHej, starta om.\nGjort!",
            "Tack\n\n\(head)\n\n{letter}\nDet har jag gjort, det hjälper inte!",
            "Tack\n\n\(head)\n\nDet hjälper inte!\n\n{letter}",
            "Tack\n\n\(head)\n\nHej!\nNej\n",
            "Tack.\nJag skrev till support@example.org :\nHur överklagar jag?",
            "Tack\n\nDen 5 mars 2026 kl 10:12 skrev Support <s@example.org>:\n\nHur överklagar jag?",
            "Det fungerar så och så, tack", "Det fungerar då och då, tack", "It works so and so",
        ]
    )
    func belowThanks(_ text: String) async throws {
        // It ends nothing that goes on.
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let yes = text.replacing("{letter}", with: letter.text)
                .replacing("Tack", with: "Ja", maxReplacements: 1)
            let mail = try await ReceivedMail.written(yes, answering: letter)
            #expect(try await !house.desk.receive(mail).isSolved)
            #expect(try await house.desk.ticket(number, as: .ada).state.isActive)
        }
        // It keeps nothing ended.
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            let thanks = text.replacing("{letter}", with: letter.text)
            _ = try await house.desk.follow(letter.tokens[0])
            _ = try await house.desk.receive(.written(thanks, answering: letter))
            #expect(try await house.desk.ticket(number, as: .ada).state == .open)
        }
    }

    @Test(
        "who says yes or thanks above our letter, or with their name below, says nothing else",
        arguments: [
            "{word}!\n-- \nMaja Lind", "{word}!\n\nMvh Maja\n\n\(head)\n\n{letter}",
            "{word}!\n\n________________________________\n\(head)\n\n{linked}\n\nSkickat från min iPhone",
            "{word}!\n\nDen 5 mars 2026 kl 10:12 skrev Support <s@example.org>:\n\n{letter}",
            "{word}!\n\nDen 5 mars 2026 kl 10:12 skrev Support <s@example.org>:\n> vad som helst",
            "{word}!\n-- \nMaja Lind\nEkonom, Lund\n070-123 45 67\n\n\(head)\n\n{letter}",
        ]
    )
    func aboveLetter(_ text: String) async throws {
        try await withDesk(settings: .writing()) { house in
            let mail = try await ReceivedMail.written(
                "Det står RFA8, BankID-appen svarar inte.\n\n-- \nMaja Lind\nEkonom, Lund\n070-123 45 67",
                subject: "BankID svarar inte",
                messageID: "1@example.com"
            )
            let number = try await house.desk.receive(mail).ticket
            let letter = try #require(try await house.letters().last)
            // Some servers lead links through themselves, and show them in their way.
            let linked = letter.text.replacing(
                "https://support.example.org/",
                with: "<https://safelinks.example.com/?url=support&x=1>\n"
            )
            .replacing(/>\n\S+/, with: ">")
            let text = text.replacing("{letter}", with: letter.text)
                .replacing("{linked}", with: linked)
            let yes = try await ReceivedMail.written(
                text.replacing("{word}", with: "Ja"),
                answering: letter
            )
            #expect(try await house.desk.receive(yes).isSolved)
            let thanks = try await ReceivedMail.written(
                text.replacing("{word}", with: "Tack"),
                answering: letter,
                messageID: "3@example.com"
            )
            _ = try await house.desk.receive(thanks)
            #expect(try await house.desk.ticket(number, as: .ada).state == .resolved)
        }
    }

    @Test("is shown whole where somebody may have answered between the lines of a quote")
    func betweenLines() async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            for (place, words) in ["", "Det har jag gjort!"].enumerated() {
                let mail = try await ReceivedMail.written(
                    "Hej igen, se nedan.\n\n\(Self.head)\n\n\(letter.text)\n\(words)",
                    answering: letter,
                    messageID: "\(place)@x"
                )
                _ = try await house.desk.receive(mail)
                let page = try await house.desk.messages(of: number, after: nil, limit: 9, as: .ada)
                let own = page.messages.last?.mail?.ownText
                #expect(own == (words.isEmpty ? "Hej igen, se nedan." : nil))
            }
        }
    }

    @Test("is only believed when the mail proves the ticket and is from a party")
    func strangers() async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            // A stranger who got hold of the address.
            _ = try await house.desk.receive(
                Self.reply("Ja", to: letter, from: "ond@example.net", messageID: "3@example.net")
            )
            #expect(try await house.desk.ticket(number, as: .ada).state.isActive)
            // The citizen's name without a proof.
            _ = try await house.desk.receive(
                .plain(
                    "Ja",
                    subject: "Re: [#\(number.rawValue)]",
                    messageID: "4@example.com"
                )
            )
            #expect(try await house.desk.ticket(number, as: .ada).state.isActive)
            // Somebody else in the citizen's name.
            _ = try await house.desk.receive(
                Self.reply("Ja", to: letter, messageID: "5@example.com").standing(.failed)
            )
            #expect(try await house.desk.ticket(number, as: .ada).state.isActive)
        }
    }

    @Test("whom a clerk has answered meanwhile says yes to the clerk")
    func afterReply() async throws {
        try await withDesk(settings: .writing()) { house in
            let (number, letter) = try await Self.asked(house)
            _ = try await house.desk.write(
                MessageDraft(kind: .reply, body: "Har du provat att starta om?"),
                on: number,
                as: .ada
            )
            _ = try await house.desk.receive(Self.reply("Ja", to: letter))
            #expect(try await house.desk.ticket(number, as: .ada).state == .open)
            // By the link it is meant, but nobody knows which of the two it was.
            _ = try await house.desk.follow(letter.tokens[0])
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == .resolved && ticket.article == nil)
        }
    }
}
