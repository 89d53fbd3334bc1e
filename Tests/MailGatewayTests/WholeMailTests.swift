import Desk
import DeskTesting
import MailProtocols
import Testing

@testable import MailGateway

@Suite("All that is in a mail")
struct WholeMailTests {
    private func read(_ text: String) throws -> ReceivedMail {
        MailPipeline.run(
            RawMail(
                bytes: Array(text.replacing("\n", with: "\r\n").utf8),
                reversePath: "maja@example.com"
            ),
            try Fixtures.settings
        )
    }

    @Test(
        "can be had where the desk keeps only the beginning of its text",
        arguments: StoreKind.available,
        [-1, 0, 1]
    )
    func longText(on kind: StoreKind, over: Int) async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.bodyCharactersMax = 1_000
        let words = String(repeating: "å", count: 1_000 + over)
        // A file of the same name is another file.
        let mail = try read(
            """
            From: maja@example.com
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            \(words)
            --b
            Content-Type: text/plain; name=original.eml

            x
            --b--
            """
        )
        try await withDesk(on: kind, settings: settings) { house in
            let ticket = try await house.desk.receive(mail).ticket
            let page = try await house.desk.messages(of: ticket, after: nil, limit: 1, as: .ada)
            let message = try #require(page.messages.first)
            guard over > 0 else {
                #expect(message.body == words)
                #expect(message.attachments.map(\.name) == ["original.eml"])
                return
            }
            #expect(message.body == "\(words.dropLast())\n[…]")
            #expect(message.attachments.map(\.name) == ["original.eml", "original.eml"])
            let original = try #require(message.attachments.last)
            #expect(original.mediaType == "message/rfc822" && original.size == mail.raw.count)
            let (_, bytes) = try await house.desk.attachment(original.id, as: .ada)
            #expect(bytes == mail.raw)
        }
    }

    @Test("can be had where the gateway keeps only the beginning of its text", arguments: [0, 1])
    func textBytesMax(over: Int) throws {
        var settings = try Fixtures.settings
        settings.mailLimits.textBytesMax = 1_024
        let raw = "From: maja@example.com\r\n\r\n" + String(repeating: "x", count: 1_024 + over)
        let mail = MailPipeline.run(RawMail(bytes: Array(raw.utf8), reversePath: nil), settings)
        #expect(mail.files.map(\.bytes) == (over > 0 ? [mail.raw] : []))
        #expect(mail.hold == nil)
    }

    @Test("is read for danger, in a picture message too")
    func danger() async throws {
        let mail = try read(
            """
            From: maja@example.com
            Content-Type: multipart/related; boundary=b; type="application/smil"

            --b
            Content-Type: application/smil; name=smil.xml

            <smil/>
            --b
            Content-Type: text/plain; charset=utf-8; name="text_0.txt"

            Jag tänker ta mitt liv i kväll.
            --b--
            """
        )
        var settings = DeskSettings(mailDomain: "example.org")
        settings.triage.rules = try TriageRules.standard.map { try TriageRule($0) }
        try await withDesk(settings: settings) { house in
            let number = try await house.desk.receive(mail).ticket
            let ticket = try await house.desk.ticket(number, as: .ada)
            #expect(ticket.priority == .urgent)
            #expect(ticket.subject == "Jag tänker ta mitt liv i kväll.")
        }
    }

    @Test("has a name that says what opens it")
    func standIns() throws {
        let types = ["text/calendar", "text/csv", "text/vcard", "message/rfc822", "image/png"]
        let parts = types.map { "--b\nContent-Type: \($0)\n\nx\n" }.joined()
        let mail = try read(
            "From: m@x.se\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n\(parts)--b--\n"
        )
        let names = ["calendar.ics", "table.csv", "card.vcf", "forwarded.eml", "attachment"]
        #expect(mail.files.map(\.name) == names)
    }
}
