import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

/// Who may write to a ticket, and what a stranger gets: nothing.
@Suite("A mail that names a ticket")
struct MailClaimTests {
    /// What a ticket and its messages are, octet for octet.
    private func picture(of ticket: TicketNumber, in house: TestDesk) async throws -> String {
        let found = try await house.desk.ticket(ticket, as: .ada)
        let (messages, _) = try await house.desk.messages(
            of: ticket,
            after: nil,
            limit: 100,
            as: .ada
        )
        return "\(found)\n\(messages)"
    }

    /// The ways in which somebody says that a mail belongs to ticket 1.
    enum Way: String, CaseIterable {
        case tag
        case forgedToken
        case forgedMessageID
        case citizensMessageID
        case ownMessageIDOfCitizen
        case tagAmongOthers

        func mail(from address: String?) -> ReceivedMail {
            let signature = String(repeating: "a", count: 26)
            var mail = ReceivedMail.plain("Visa mig", from: address, messageID: "9@example.net")
            switch self {
            case .tag: mail.subject = "Re: Fråga [#1]"
            case .forgedToken: mail.replyToken = "1-a-\(signature)"
            case .forgedMessageID:
                mail.references = ["1.\(signature).a.\(signature)@example.org"]
            case .citizensMessageID: mail.references = ["1@example.com", "7@example.net"]
            case .ownMessageIDOfCitizen: mail.messageID = "1@example.com"
            case .tagAmongOthers: mail.subject = "[#77] [#] [#x] [list] [#1] Fråga"
            }
            return mail
        }
    }

    @Test(
        "of somebody else is held as a request to join it, and the ticket is not touched",
        arguments: StoreKind.available,
        Way.allCases
    )
    func stranger(on kind: StoreKind, by way: Way) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let before = try await picture(of: first.ticket, in: house)
            let receipt = try await house.desk.receive(way.mail(from: "mallory@example.net"))
            #expect(receipt.effect == .held)
            #expect(try await picture(of: first.ticket, in: house) == before)
            let (held, _) = try await house.desk.quarantine(
                QuarantineQuery(claims: first.ticket),
                as: .ada
            )
            #expect(held.map(\.reason) == [.foreignTicket])
            #expect(held.first?.sender == "mallory@example.net")
            let (history, _) = try await house.desk.history(
                of: first.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            #expect(history.last?.event.kind == .joinRequested)
            #expect(try await house.outbox.entries(state: nil, limit: 10).isEmpty)
        }
    }

    @Test("of the citizen's own goes there", arguments: StoreKind.available, Way.allCases)
    func citizen(on kind: StoreKind, by way: Way) async throws {
        try await withDesk(on: kind) { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let receipt = try await house.desk.receive(way.mail(from: "Maja@Example.com"))
            #expect(receipt == MailReceipt(ticket: first.ticket, effect: .appended))
        }
    }

    @Test(
        "is not the citizen's when our mail server says that they did not write it",
        arguments: Way.allCases
    )
    func forgedSender(by way: Way) async throws {
        try await withDesk { house in
            _ = try await house.desk.receive(.plain("Hej"))
            var forged = way.mail(from: "maja@example.com")
            forged.standing = .failed
            #expect(try await house.desk.receive(forged).effect == .held)
        }
    }

    @Test(
        "is not the citizen's who was vouched for once, unless they are so again",
        arguments: StoreKind.available,
        Way.allCases
    )
    func unverified(on kind: StoreKind, by way: Way) async throws {
        for (knowsSenders, wasVerified, isVerified) in [
            (true, true, false), (true, true, true), (true, false, false), (false, true, false),
        ] {
            var settings = DeskSettings(mailDomain: "example.org")
            settings.letters.knowsSenders = knowsSenders
            try await withDesk(on: kind, settings: settings) { house in
                var first = ReceivedMail.plain("Hej")
                first.sender.isVerified = wasVerified
                _ = try await house.desk.receive(first)
                var mail = way.mail(from: "Maja@example.com")
                mail.standing = isVerified ? .verified : .unverified
                let isHeld = knowsSenders && wasVerified && !isVerified
                #expect(try await house.desk.receive(mail).effect == (isHeld ? .held : .appended))
            }
        }
    }

    @Test("is not the citizen's because answers to it would go there")
    func replyTo() async throws {
        try await withDesk { house in
            _ = try await house.desk.receive(.plain("Hej"))
            var mail = Way.tag.mail(from: "maja@example.com")
            mail.author = "mallory@example.net"
            #expect(try await house.desk.receive(mail).effect == .held)
        }
    }

    /// A mail of somebody who wants answers elsewhere than where they write from.
    private func fromWork(
        _ messageID: String,
        from author: String = "maja@work.example",
        to address: String = "maja@home.example",
        _ standing: SenderStanding = .unverified,
        references: [String] = [],
        replyToken: String? = nil
    ) -> ReceivedMail {
        var mail = ReceivedMail.plain(
            "Hej",
            subject: references.isEmpty ? "Fråga [#1]" : "Sv: Fråga",
            from: author,
            messageID: messageID,
            references: references,
            replyToken: replyToken
        )
        mail.sender.email = address
        mail.standing = standing
        mail.verdicts = [MailVerdict(.sender, standing.rawValue)]
        return mail
    }

    @Test(
        "is its opener's who writes from one address and wants answers at another, as before",
        arguments: StoreKind.available
    )
    func elsewhere(on kind: StoreKind) async throws {
        for (was, isNow) in [
            (SenderStanding.unverified, SenderStanding.unverified), (.unverified, .verified),
            (.verified, .verified), (.verified, .unverified), (.unverified, .failed),
        ] {
            try await withDesk(on: kind) { house in
                _ = try await house.desk.receive(fromWork("1@work.example", was))
                let isOpener = isNow == .verified || isNow == was
                let own = fromWork("2@x", isNow, references: ["1@work.example"])
                let effect: MailReceipt.Effect = isOpener ? .appended : .held
                #expect(try await house.desk.receive(own).effect == effect, "\(was) \(isNow)")
                let others = [
                    // Whom the city's form names there, anybody can have typed.
                    fromWork("3@x", isNow),
                    fromWork("4@x", from: "x@evil.example", isNow, references: ["1@work.example"]),
                    fromWork("5@x", to: "x@evil.example", isNow, references: ["1@work.example"]),
                ]
                for other in others {
                    let receipt = try await house.desk.receive(other)
                    #expect(receipt.effect == .held, "\(other.messageID ?? "")")
                }
            }
        }
    }

    @Test("that is not there is a new one: other systems number theirs too")
    func otherSystems() async throws {
        try await withDesk { house in
            let receipt = try await house.desk.receive(
                .plain("Hej", subject: "[#4711] Felanmälan [#0] [#99999999999999999999]")
            )
            #expect(receipt.effect == .opened)
        }
    }

    @Test("signed by a key we no longer know is held, also where there is no such ticket")
    func retiredKey() async throws {
        try await withDesk { house in
            let other = TicketProof(keys: [.random(id: "a")])
            let mail = ReceivedMail.plain(
                "Hej",
                replyToken: other.replyToken(for: TicketNumber(rawValue: 7))
            )
            #expect(try await house.desk.receive(mail).effect == .held)
            let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
            #expect(held.map(\.claims) == [nil])
        }
    }

    @Test("with a word behind the plus that is no token of ours is a new mail like any other")
    func plainExtension() async throws {
        try await withDesk { house in
            let mail = ReceivedMail.plain("Hej", replyToken: "nyhetsbrev")
            let receipt = try await house.desk.receive(mail)
            #expect(receipt.effect == .opened)
        }
    }

    @Test("that says to be one of our own letters is held, whatever it proves")
    func ownLetter() async throws {
        try await withDesk { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let ours = house.proof.messageID(
                for: first.ticket,
                unique: UUIDv7(at: house.clock.now),
                domain: "example.org"
            )
            let mail = ReceivedMail.plain("Eko", messageID: ours, references: [ours])
            #expect(try await house.desk.receive(mail).effect == .held)
            let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
            #expect(held.map(\.reason) == [.ownMail])
        }
    }

    @Test("keeps on its message what each step said, in order", arguments: StoreKind.available)
    func verdicts(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var mail = ReceivedMail.plain("Hej\n\n> Allt det gamla står här igen.")
            mail.ownText = "Hej"
            mail.verdicts = [MailVerdict(.sender, "verified: dmarc=pass")]
            let receipt = try await house.desk.receive(mail)
            let (messages, _) = try await house.desk.messages(
                of: receipt.ticket,
                after: nil,
                limit: 10,
                as: .ada
            )
            let facts = try #require(messages.first?.mail)
            #expect(facts.sender == "maja@example.com")
            #expect(facts.ownText == "Hej")
            #expect(
                facts.verdicts == [
                    MailVerdict(.sender, "verified: dmarc=pass"), MailVerdict(.known, "new"),
                    MailVerdict(.claim, "none"), MailVerdict(.placement, "a new ticket"),
                    MailVerdict(.answer, "none: receipts are off"),
                ]
            )
        }
    }

    @Test(
        "says who else got it, and whoever that is stays outside all the same",
        arguments: StoreKind.available
    )
    func copies(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            var mail = ReceivedMail.plain("Hej")
            mail.copies = ["soc@example.net", "Mallory@example.net"]
            let number = try await house.desk.receive(mail).ticket
            func found() async throws -> [[String]?] {
                try await house.desk.messages(of: number, after: nil, limit: 10, as: .ada)
                    .messages.map(\.mail?.copies)
            }
            #expect(try await found() == [mail.copies])
            let before = try await picture(of: number, in: house)
            for way in Way.allCases {
                let receipt = try await house.desk.receive(way.mail(from: "mallory@example.net"))
                #expect(receipt.effect != .appended)
            }
            #expect(try await picture(of: number, in: house) == before)
            _ = try await house.desk.receive(Way.tag.mail(from: "maja@example.com"))
            #expect(try await found() == [mail.copies, []])
        }
    }

    @Test("is explained as it would be treated, and nothing is changed")
    func explained() async throws {
        try await withDesk { house in
            let first = try await house.desk.receive(.plain("Hej"))
            let before = try await picture(of: first.ticket, in: house)
            for way in Way.allCases {
                let verdicts = try await house.desk.explain(way.mail(from: "mallory@example.net"))
                #expect(verdicts.outcome(of: .placement) == "quarantine: foreign_ticket")
                let own = try await house.desk.explain(way.mail(from: "maja@example.com"))
                #expect(own.outcome(of: .placement) == "added to 1")
            }
            let again = try await house.desk.explain(.plain("Hej"))
            #expect(again.outcome(of: .placement) == "nothing to do")
            #expect(try await picture(of: first.ticket, in: house) == before)
            #expect(try await house.desk.quarantine(QuarantineQuery(), as: .ada).mails.isEmpty)
        }
    }
}

extension [MailVerdict] {
    fileprivate func outcome(of step: MailStep) -> String? { first { $0.step == step }?.outcome }
}
