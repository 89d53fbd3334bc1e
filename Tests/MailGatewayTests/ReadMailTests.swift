import Cryptography
import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import MailProtocols
import Testing

@testable import MailGateway

/// What a human wrote down that a mail must become.
struct ExpectedMail: Decodable, Sendable, CustomTestStringConvertible {
    var file: String
    var make: String
    var subject: String
    var from: String?
    var name: String?
    var contains: [String]
    var lacks: [String]?
    var attachments: [String?]
    var automatic: Bool

    var testDescription: String { file }

    static let all: [ExpectedMail] = {
        do {
            let data = try Data(contentsOf: Fixtures.mails.appending(path: "expected.json"))
            return try JSONDecoder().decode([ExpectedMail].self, from: data)
        } catch {
            fatalError("the corpus cannot be read: \(error)")
        }
    }()
}

enum Fixtures {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "Fixtures")
    static let mails = folder.appending(path: "mails")
    static let golden = folder.appending(path: "golden")

    /// The desk that the mails of the corpus are written to.
    static var settings: MailGatewaySettings {
        get throws {
            let address = try #require(MailAddress("support@example.org"))
            return MailGatewaySettings(
                address: address,
                name: "Medborgarsupport",
                trustedAuthservID: "mx.example.org"
            )
        }
    }

    static func octets(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: mails.appending(path: name)))
    }
}

/// What a mail became, as a golden file keeps it.
struct BecameMail: Codable, Equatable {
    struct File: Codable, Equatable {
        var name: String
        var mediaType: String
        var size: Int
        var sha256: String
    }

    var subject: String
    var from: String?
    var name: String?
    var messageID: String?
    var references: [String]
    var automatic: String?
    var problems: [String]
    var text: String
    var ownText: String
    var files: [File]

    init(_ mail: ReceivedMail) {
        subject = mail.subject
        from = mail.sender.email
        name = mail.sender.name
        messageID = mail.messageID
        references = mail.references
        automatic = mail.automaticReason
        problems = mail.problems
        text = mail.text
        ownText = mail.ownText
        files = mail.files.map {
            File(
                name: $0.name,
                mediaType: $0.mediaType,
                size: $0.bytes.count,
                sha256: Digest(of: $0.bytes).hexadecimal
            )
        }
    }
}

@Suite("A mail of real make")
struct ReadMailTests {
    private func read(_ file: String) throws -> ReceivedMail {
        MailPipeline.run(
            RawMail(bytes: try Fixtures.octets(file), reversePath: "return@example.com"),
            try Fixtures.settings
        )
    }

    @Test("is read as a human reads it", arguments: ExpectedMail.all)
    func asExpected(_ expected: ExpectedMail) throws {
        let mail = try read(expected.file)
        #expect(mail.subject == expected.subject)
        #expect(mail.sender.name == expected.name)
        for fragment in expected.contains {
            #expect(mail.text.contains(fragment), "\(fragment)")
        }
        for fragment in expected.lacks ?? [] {
            #expect(!mail.text.contains(fragment), "\(fragment)")
        }
        let names = mail.files.map { $0.name.precomposedStringWithCanonicalMapping }
        #expect(names.count == expected.attachments.count, "\(names)")
        for name in expected.attachments.compactMap({ $0 }) {
            #expect(names.contains(name.precomposedStringWithCanonicalMapping), "\(name)")
        }
        #expect((mail.automaticReason != nil) == expected.automatic)
    }

    /// `HELPDESK_RECORD_GOLDEN=1 swift test --filter ReadMailTests` writes the files anew; the
    /// difference is then read by a human before it is kept.
    @Test("becomes what it became before", arguments: ExpectedMail.all)
    func asBefore(_ expected: ExpectedMail) throws {
        let became = BecameMail(try read(expected.file))
        let name = expected.file.replacing(".eml", with: ".json")
        let file = Fixtures.golden.appending(path: name)
        if ProcessInfo.processInfo.environment["HELPDESK_RECORD_GOLDEN"] != nil {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try FileManager.default.createDirectory(
                at: Fixtures.golden,
                withIntermediateDirectories: true
            )
            try encoder.encode(became).write(to: file)
        }
        let golden = try JSONDecoder().decode(BecameMail.self, from: Data(contentsOf: file))
        #expect(became == golden)
    }

    @Test("is never lost, even when nobody can read it")
    func unreadable() throws {
        for raw: [UInt8] in [[], [13, 10], [0, 0, 0], Array("\r\n\r\n".utf8)] {
            let mail = MailPipeline.run(
                RawMail(bytes: raw, reversePath: "a@example.com"),
                try Fixtures.settings
            )
            #expect(mail.raw == raw)
            #expect(mail.sender.email == "a@example.com")
        }
    }

    @Test(
        "is answered at the first address in Reply-To that is somebody's, or else to its author",
        arguments: [
            ("bo@example.net", "bo@example.net", nil),
            ("Bo Ek <bo@example.net>", "bo@example.net", "Bo Ek"),
            ("support@example.org", "maja@example.com", "Maja"),
            ("\"support\"@example.org", "maja@example.com", "Maja"),
            ("Support+abc@Example.ORG", "maja@example.com", "Maja"),
            ("Maja", "maja@example.com", "Maja"), ("", "maja@example.com", "Maja"),
            ("Maja@Example.com", "Maja@Example.com", "Maja"),
            ("support@example.org, Bo, bo@example.net", "bo@example.net", nil),
        ]
    )
    func replyTo(written: String, answered: String, name: String?) throws {
        let raw = "From: Maja <maja@example.com>\r\nReply-To: \(written)\r\n\r\nHej\r\n"
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
            try Fixtures.settings
        )
        #expect(mail.sender.email == answered)
        #expect(mail.sender.name == name)
        #expect(mail.author == "maja@example.com")
    }

    @Test(
        "that Outlook forwarded is about what was forwarded",
        arguments: ["FW: Password", "Password"]
    )
    func forwarded(subject: String) async throws {
        let comment = subject == "Password" ? "" : "Se nedan.\n\nMvh\nAnna\n\n"
        let text = """
            \(comment)________________________________
            From: Bo <bo@example.net>
            Sent: Monday, March 2, 2026 10:12
            To: Anna <anna@example.com>
            Subject: Password

            RFA8, BankID-appen svarar inte.
            """
        let raw = "From: anna@example.com\nSubject: \(subject)\n\n\(text)\n"
        let mail = MailPipeline.run(
            RawMail(
                bytes: Array(raw.replacing("\n", with: "\r\n").utf8),
                reversePath: "anna@example.com"
            ),
            try Fixtures.settings
        )
        try await withDesk { house in
            let receipt = try await house.desk.receive(mail)
            let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
            #expect(ticket.symptom.codes == ["RFA8"])
            #expect(ticket.suggestions.first?.article == "bankid-svarar-inte")
            let page = try await house.desk.messages(
                of: receipt.ticket,
                after: nil,
                limit: 1,
                as: .ada
            )
            #expect(page.messages.first?.mail?.ownText == nil, "nothing of it is folded away")
        }
    }

    @Test(
        "in which a mail server says in words that a letter was lost gives the ticket back to staff",
        arguments: [
            ("MAILER-DAEMON@mx.example.net", "failure notice", true),
            ("Postmaster <postmaster@mx.example.net>", "Undeliverable", true),
            ("MAILER-DAEMON@mx.example.net", "Warning: message delayed 4 hours", false),
            ("maja@example.com", "failure notice", false),
        ]
    )
    func plainReport(author: String, subject: String, isLost: Bool) async throws {
        let settings = try Fixtures.settings
        try await withDesk { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            let draft = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(draft, on: number, as: .ada)
            let raw =
                "From: \(author)\r\nSubject: \(subject)\r\nMessage-ID: <b@mx.example.net>\r\n\r\n"
                + "Hi. This is the qmail-send program at mx.example.net.\r\n"
            let mail = MailPipeline.run(
                RawMail(
                    bytes: Array(raw.utf8),
                    reversePath: nil,
                    replyToken: house.proof.replyToken(for: number)
                ),
                settings
            )
            #expect(try await house.desk.receive(mail).ticket == number)
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.state == (isLost ? .open : .waiting) && ticket.contacts == 1)
            let page = try await house.desk.messages(of: number, after: nil, limit: 9, as: .ada)
            #expect((page.messages.last?.author == .system) == isLost)
        }
    }

    @Test("says who else got it, each once, without the desk and whom an answer reaches anyway")
    func copies() throws {
        let raw = """
            From: Maja <maja@example.com>\r
            Reply-To: maja.lind@example.com\r
            To: Support+1-a-b@Example.ORG, Soc <soc@example.net>, MAJA@example.com\r
            Cc: Syskon: SOC@example.net, Bo =?utf-8?q?=C3=85?= <bo@example.net>;, support@example.org,\r
             maja.lind@example.com, ingen\r
            \r
            Hej\r

            """
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "maja@example.com"),
            try Fixtures.settings
        )
        #expect(mail.copies == ["soc@example.net", "bo@example.net"])
        #expect(mail.problems.isEmpty)
    }

    @Test("keeps so many of those who else got it", arguments: [-1, 0, 1])
    func manyCopies(over: Int) throws {
        let most = MailInHand.copiesMax
        let others = (0..<most + over).map { "c\($0)@example.net" }
        let cc = others.joined(separator: ",\r\n ")
        let raw = "From: maja@example.com\r\nCc: \(cc)\r\n\r\nHej\r\n"
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "maja@example.com"),
            try Fixtures.settings
        )
        #expect(mail.copies == Array(others.prefix(most)))
        let problems = over > 0 ? ["more than 50 other recipients: the rest is not kept"] : []
        #expect(mail.problems == problems)
    }

    /// How a server that knows no other way says that a letter was lost.
    enum Words: String, CaseIterable {
        /// With the letter's header below, as qmail does.
        case quoting
        /// With the letter itself attached.
        case attaching
        /// Naming whom it could not reach.
        case naming
        /// A forwarded address, which we know nothing of.
        case elsewhere

        func mail(on letter: Letter) -> String {
            let head = """
                From: MAILER-DAEMON@mx.example.net
                Subject: failure notice
                Message-ID: <\(rawValue)@mx.example.net>

                """
            let words = "Hi. This is the qmail-send program. I could not deliver this message.\n"
            let original = """
                Return-Path: <support@example.org>
                Message-ID: <\(letter.messageID)>
                Subject: Re: Fråga
                """
            switch self {
            case .quoting:
                return "\(head)\n\(words)--- Below this line is a copy of it.\n\n\(original)\n"
            case .attaching:
                return """
                    \(head)MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=b

                    --b

                    \(words)
                    --b
                    Content-Type: message/rfc822

                    \(original)

                    Svar
                    --b--

                    """
            case .naming:
                return "\(head)\n\(words)<\(letter.toAddress.uppercased())>: no such user\n"
            case .elsewhere:
                return "\(head)\n\(words)<m.lind@work.example>: no such user\n"
            }
        }
    }

    @Test(
        "in which a mail server says so marks the letter it quotes, or else the newest to a named one",
        arguments: StoreKind.available,
        Words.allCases
    )
    func plainReportOnOne(on kind: StoreKind, _ words: Words) async throws {
        let settings = try Fixtures.settings
        try await withDesk(on: kind) { house in
            let number = try await house.desk.receive(.plain("Hej")).ticket
            // Two to the old address, then one to the new.
            for (place, address) in [nil, nil, "maja.lind@example.com"].enumerated() {
                if let address {
                    var patch = TicketPatch()
                    patch.citizenEmail = address
                    let revision = try await house.desk.ticket(number, as: .ada).revision
                    _ = try await house.desk.change(number, at: revision, by: patch, as: .ada)
                }
                house.clock.advance(by: 60)
                let draft = MessageDraft(kind: .reply, body: "Svar \(place)")
                _ = try await house.desk.write(draft, on: number, as: .ada)
                let entry = try #require(try await house.outbox.claim(atMost: 1, lease: 60).first)
                try await house.outbox.settle(entry, as: .taken)
            }
            // One that still waits cannot have come back.
            let waiting = MessageDraft(kind: .reply, body: "Svar 3")
            _ = try await house.desk.write(waiting, on: number, as: .ada)
            let letters = try await house.outbox.entries(state: .sent, limit: 9)
            let raw = words.mail(on: letters[0].letter).replacing("\n", with: "\r\n")
            let mail = MailPipeline.run(
                RawMail(
                    bytes: Array(raw.utf8),
                    reversePath: nil,
                    replyToken: letters[0].letter.replyToken
                ),
                settings
            )
            #expect(try await house.desk.receive(mail).ticket == number)
            let marked =
                switch words {
                case .quoting, .attaching: 0
                case .naming: 1
                case .elsewhere: 2
                }
            let failed = try await house.outbox.entries(state: .failed, limit: 9)
            #expect(failed.map(\.message) == [letters[marked].message])
            // Whether for good nobody can tell: the clerk may try again.
            _ = try await house.desk.write(waiting, on: number, as: .ada)
        }
    }

    @Test(
        "may pass on what a person wrote, unless it answers for somebody or comes from nobody",
        arguments: [
            ("Auto-Submitted: auto-generated", "desk@example.net", true),
            ("Auto-Submitted: auto-generated", nil, false),
            ("Auto-Submitted: auto-replied", "desk@example.net", false),
            ("Precedence: bulk", "desk@example.net", true),
            ("X-None: x", "desk@example.net", false), ("X-None: x", nil, false),
        ]
    )
    func relay(header: String, reversePath: String?, isRelay: Bool) throws {
        let raw = "From: desk@example.net\r\n\(header)\r\n\r\nHej\r\n"
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: reversePath),
            try Fixtures.settings
        )
        #expect(mail.isRelay == isRelay)
    }

    @Test(
        "is another one where its server numbered it anew, if it has no date, and else the same",
        arguments: ["", "Message-ID: <same@example.net>\r\n"],
        [false, true]
    )
    func undated(identifier: String, hasDate: Bool) throws {
        func read(_ number: Int) throws -> ReceivedMail {
            let raw =
                "Received: from a.example by mx.example.org id \(number)\r\n"
                + (hasDate ? "Date: Mon, 2 Nov 2026 09:12:00 +0100\r\n" : "")
                + "\(identifier)From: form@example.net\r\nSubject: Larm\r\n\r\nDet står.\r\n"
            return MailPipeline.run(
                RawMail(bytes: Array(raw.utf8), reversePath: "form@example.net"),
                try Fixtures.settings
            )
        }
        let first = try read(1)
        #expect(try read(1).content == first.content)
        #expect((try read(2).content == first.content) == hasDate)
    }

    @Test(
        "whose author is no address that mail can go to is answered to its return path",
        arguments: [
            ("kalle", nil), ("Kalle Ek <kalle>", "Kalle Ek"), ("=?utf-8?q?kalle=40x.se?=", nil),
            ("kalle＠x.se", nil), ("Kalle Ek <kalle＠x.se>", "Kalle Ek"), ("<a@b..c>", nil),
        ]
    )
    func unusable(author: String, name: String?) throws {
        let raw = "From: \(author)\r\n\r\nHej\r\n"
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
            try Fixtures.settings
        )
        #expect(mail.sender == Citizen(name: name, email: "return@example.com"))
    }

    @Test(
        "is vouched for also where answers are wanted at the author's address in other letters",
        arguments: [("Maja@Example.COM", true), ("bo@example.com", false)]
    )
    func vouchedFor(replyTo: String, isVerified: Bool) throws {
        let raw = """
            Authentication-Results: mx.example.org; dmarc=pass header.from=example.com\r
            From: Maja <maja@example.com>\r
            Reply-To: \(replyTo)\r
            \r
            Hej\r

            """
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
            try Fixtures.settings
        )
        #expect(mail.standing == .verified)
        #expect(mail.sender.isVerified == isVerified)
    }

    @Test("that says to be from the desk is held, with its address in quotes too")
    func quotedOwn() throws {
        let raw = "From: \"support\"@example.org\r\n\r\nHej\r\n"
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
            try Fixtures.settings
        )
        #expect(mail.hold == .ownMail)
    }

    @Test("of a form in the desk's name needs somebody else to be answered")
    func form() throws {
        let forms: [(String, HoldReason?)] = [("bo@example.net", nil), ("Bo", .ownMail)]
        for (replyTo, hold) in forms {
            let raw = "From: support@example.org\r\nReply-To: \(replyTo)\r\n\r\nHej\r\n"
            let mail = MailPipeline.run(
                RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
                try Fixtures.settings
            )
            #expect(mail.hold == hold)
        }
    }

    @Test("that costs more than a mail may brings itself along whole", arguments: [499, 500])
    func original(parts: Int) throws {
        let lines = (0..<parts).map { "--b\r\nContent-Type: text/plain\r\n\r\n\($0)\r\n" }
        let raw =
            "From: m@example.net\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + lines.joined() + "--b--\r\n"
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "m@example.net"),
            try Fixtures.settings
        )
        let isOver = parts > 499
        #expect(mail.hold == (isOver ? .overLimit : nil))
        #expect(mail.files.map(\.name) == (isOver ? ["original.eml"] : []))
        #expect(mail.files.allSatisfy { $0.bytes == mail.raw })
    }

    @Test("with addresses that nobody can have is kept, and vouches for nobody")
    func longAddress() throws {
        let long = String(repeating: "a", count: 600) + "@example.com"
        let raw = """
            Authentication-Results: mx.example.org; dmarc=pass\r
            From: <\(long)>\r
            Sender: Chef <chef@example.org>\r
            \r
            Hej\r

            """
        let mail = MailPipeline.run(
            RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
            try Fixtures.settings
        )
        #expect(mail.standing == .unverified && !mail.sender.isVerified)
        #expect(mail.hold == nil)
        #expect(mail.problems == ["an address is longer than 512 octets: it is left out"])
    }

    @Test("is taken by every store, however long its address is", arguments: StoreKind.available)
    func storedAddress(on kind: StoreKind) async throws {
        // So random that no store can pack it.
        var random = SeededRandom(seed: 5321)
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let local = String((0..<6_000).compactMap { _ in letters.randomElement(using: &random) })
        let subject = "e" + String(repeating: "\u{301}", count: 50_000)
        for (number, field) in ["From", "Reply-To", "X-None"].enumerated() {
            let raw =
                "\(field): <\(local)@example.com>\r\nSubject: \(subject)\r\n"
                + "Message-ID: <\(number)@example.com>\r\n\r\nHej\r\n"
            let mail = MailPipeline.run(
                RawMail(bytes: Array(raw.utf8), reversePath: "return@example.com"),
                try Fixtures.settings
            )
            try await withDesk(on: kind) { house in
                let receipt = try await house.desk.receive(mail)
                #expect(receipt.effect == .opened)
                let ticket = try await house.desk.ticket(receipt.ticket, as: .ada)
                #expect(ticket.citizen.email == "return@example.com")
                #expect(ticket.subject.unicodeScalars.count == 300)
            }
        }
    }

    @Test("without an author answers to its return path; without either to nobody")
    func returnPath() throws {
        let raw = Array("Subject: Hej\r\n\r\nHej\r\n".utf8)
        let bounced = MailPipeline.run(
            RawMail(bytes: raw, reversePath: nil),
            try Fixtures.settings
        )
        #expect(bounced.sender.email == nil)
        #expect(bounced.automaticReason == "null return path")
    }
}
