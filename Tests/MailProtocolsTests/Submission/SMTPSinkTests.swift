import DeskTesting
import Foundation
import MailProtocols
import Testing

@Suite("Submitting to Postfix's smtp-sink")
struct SMTPSinkTests {
    @Test("brings a composed mail there octet by octet")
    func roundTrip() throws {
        let mail = OutgoingMail(
            from: Mailbox(name: "Medborgarsupport", address: "support@example.org"),
            to: [Mailbox(name: "Åsa Öhrn", address: "asa@example.net")],
            subject: "Sv: Kan inte logga in på Mina sidor",
            text: "Hej Åsa!\n\n.\n..punkt\n\(String(repeating: "lång rad ", count: 200))\n",
            messageID: "1042.1@desk.example.org",
            date: Date(timeIntervalSince1970: 1_767_225_600)
        )
        let bytes = try mail.composed()
        let files = try Self.withSink { url in
            try SMTPSubmission(url: url, tls: .optional, localName: "desk.example.org")
                .submit(
                    bytes,
                    from: "bounce@example.org",
                    to: ["asa@example.net", "bo@example.net"]
                )
        }
        let file = try #require(files.first)
        #expect(files.count == 1)
        // The sink writes its own header, then the message with LF.
        let expected = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        #expect(file.contains("bounce@example.org"))
        #expect(file.contains("bo@example.net"))
        #expect(file.contains(expected))
        let read = try IncomingMail.parse(bytes)
        #expect(read.text == mail.text)
    }

    @Test("brings ten megabytes there")
    func large() throws {
        let line = Array((String(repeating: "x", count: 76) + "\r\n").utf8)
        let head = Array("Subject: stort\r\n\r\n".utf8)
        let message = (0..<131_072).reduce(into: head) { message, _ in message += line }
        let files = try Self.withSink { url in
            try SMTPSubmission(url: url, tls: .none).submit(message, from: nil, to: ["a@b"])
        }
        #expect(files.first.map { $0.utf8.count > 131_072 * 77 } == true)
    }

    /// Runs the sink and returns what it kept.
    private static func withSink(_ body: (String) throws -> Void) throws -> [String] {
        let sink = try MailSink(keeping: true)
        try body("smtp://127.0.0.1:\(sink.port)")
        return try sink.mails().map { String(decoding: $0, as: UTF8.self) }
    }
}
