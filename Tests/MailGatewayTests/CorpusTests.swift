import Cryptography
import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import MailProtocols
import Testing

@testable import MailGateway

/// Mails that others have stumbled over, each with what must happen to it.
@Suite("A mail of the corpus")
struct CorpusTests {
    private func received(_ mail: CorpusMail) throws -> ReceivedMail {
        MailPipeline.run(
            RawMail(bytes: mail.octets, reversePath: mail.reversePath, replyToken: mail.token),
            try Fixtures.settings
        )
    }

    @Test("is one of three hundred at least, and every class has some")
    func size() {
        #expect(CorpusMail.all.count >= 300)
        #expect(Set(CorpusMail.all.map(\.kind)) == Set(CorpusMail.Class.allCases))
        let names = CorpusMail.all.map(\.testDescription)
        #expect(Set(names).count == names.count, "two mails of one name")
    }

    @Test("becomes what it must", arguments: CorpusMail.all)
    func asItMust(_ mail: CorpusMail) async throws {
        let received = try received(mail)
        for must in mail.must { try await check(must, mail, received) }
    }

    /// What holds for every mail, whatever it was made for.
    @Test(
        "is kept whole, is bounded, and cannot reach out of what it is",
        arguments: CorpusMail.all
    )
    func always(_ mail: CorpusMail) async throws {
        let received = try received(mail)
        #expect(received.raw == mail.octets)
        #expect(received.verdicts.map(\.step) == MailStep.allCases.dropLast(4))
        for text in [received.subject, received.sender.name ?? "", received.sender.email ?? ""] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        }
        for file in received.files {
            #expect(!file.name.isEmpty && file.name != "." && file.name != "..")
            #expect(!file.name.contains { $0 == "/" || $0 == "\\" })
            #expect(!file.name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        }
        #expect(received.references.count <= 100)
        for verdict in received.verdicts {
            #expect(verdict.outcome.utf8.count <= 200)
            #expect(MailVerdict(verdict.description) == verdict)
        }
        guard let page = try await MailReader.ofTests.page(of: mail.octets) else { return }
        let unsafe = SafePage.firstFault(in: page)
        #expect(unsafe == nil)
        #expect(SafeHTML.fragment(of: page) == page, "what is safe stays as it is")
    }

    /// One desk takes them all in; Maja's ticket is there before and is the same after.
    @Test("never touches another's ticket, is never lost, and makes nobody write a letter")
    func onTheDesk() async throws {
        try await withDesk { house in
            let first = try await house.desk.receive(.plain("Hej", subject: "Fråga"))
            let reply = MessageDraft(kind: .reply, body: "Svar")
            _ = try await house.desk.write(reply, on: first.ticket, as: .ada)
            let before = try await picture(of: first.ticket, in: house)
            var effects: [MailReceipt.Effect: Int] = [:]
            var nameless: Set<Digest> = []
            for mail in CorpusMail.all where mail.octets.count < 2_000_000 {
                let received = try received(mail)
                let foretold =
                    try await house.desk.explain(received).first { $0.step == .placement }?.outcome
                    ?? ""
                let receipt = try await house.desk.receive(received)
                effects[receipt.effect, default: 0] += 1
                switch receipt.effect {
                case .opened: #expect(foretold == "a new ticket", "\(mail.testDescription)")
                case .held: #expect(foretold.hasPrefix("quarantine"), "\(mail.testDescription)")
                case .appended: Issue.record("\(mail.testDescription) went to a ticket")
                case .duplicate:
                    // The same words of the same sender under no name are one mail.
                    let isSame = nameless.contains(received.content)
                    #expect(received.messageID == nil && isSame, "\(mail.testDescription)")
                }
                if received.messageID == nil { nameless.insert(received.content) }
                let again = try await house.desk.receive(received)
                #expect(again.effect == .duplicate, "\(mail.testDescription)")
            }
            #expect(effects[.opened, default: 0] > 100 && effects[.held, default: 0] > 50)
            #expect(try await picture(of: first.ticket, in: house) == before)
            #expect(try await house.outbox.entries(state: nil, limit: 10).count == 1)
        }
    }

    private func picture(of ticket: TicketNumber, in house: TestDesk) async throws -> String {
        let (messages, _) = try await house.desk.messages(
            of: ticket,
            after: nil,
            limit: 100,
            as: .ada
        )
        return "\(try await house.desk.ticket(ticket, as: .ada))\n\(messages)"
    }

    private func check(
        _ must: CorpusMail.Must,
        _ mail: CorpusMail,
        _ received: ReceivedMail
    ) async throws {
        switch must {
        case .hold(.unknownReport): #expect(received.report != nil)
        case .hold(let reason): #expect(received.hold == reason)
        case .automatic(let isAutomatic):
            #expect((received.automaticReason != nil) == isAutomatic)
        case .subject(let subject): #expect(received.subject == subject)
        case .text(let words): #expect(received.text.contains(words))
        case .lacks(let words):
            #expect(!received.text.contains(words))
            let page = try await MailReader.ofTests.page(of: mail.octets) ?? ""
            #expect(!page.contains(words))
        case .files(let names): #expect(received.files.map(\.name) == names)
        case .sender(let address): #expect(received.sender.email == address)
        case .standing(let standing): #expect(received.standing == standing)
        case .verdict(let step, let outcome):
            #expect(received.verdicts.first { $0.step == step }?.outcome == outcome)
        case .page(let html):
            let page = try await MailReader.ofTests.page(of: mail.octets) ?? ""
            #expect(page.contains(html))
        }
    }
}

/// Reads a page as a browser's strictest cousin would: whatever is no text must be one of the tags
/// that may be there, spelt as they are written and closed as they were opened.
enum SafePage {
    private static let elements: Set = [
        "p", "div", "span", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "code",
        "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
        "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "a",
    ]

    /// The first thing that must not be there; nil in a safe page.
    static func firstFault(in page: String) -> String? {
        var open: [Substring] = []
        for piece in page.split(separator: "<").dropFirst(page.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else { return "<\(piece.prefix(80))" }
            let tag = piece[..<end]
            if piece[piece.index(after: end)...].contains(">") { return "> in \(piece.prefix(80))" }
            if tag == "br" || tag == "hr" { continue }
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return "<\(tag)> closes nothing" }
                continue
            }
            let name = tag.prefix { $0 != " " }
            guard elements.contains(String(name)), areAllowed(tag.dropFirst(name.count), of: name)
            else { return "<\(tag)>" }
            open.append(name)
        }
        return open.isEmpty ? nil : "<\(open[0])> is not closed"
    }

    private static func areAllowed(_ attributes: Substring, of name: Substring) -> Bool {
        if attributes.isEmpty { return true }
        let text = String(attributes)
        return switch name {
        case "a":
            text.wholeMatch(
                of:
                    /\ href="(?:https?:\/\/|mailto:)[^"<>\s]*"\ rel="noopener\ noreferrer\ nofollow"/
                    .ignoresCase()
            ) != nil
        case "td", "th": text.wholeMatch(of: /(?:\ (?:col|row)span="[0-9]{1,3}"){1,2}/) != nil
        default: false
        }
    }
}
