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

    /// Runs the sink in a folder of its own and returns what it wrote.
    private static func withSink(_ body: (String) throws -> Void) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("sink-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The folder is the test's own; what stays behind in /tmp is no failure.
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try LoopbackPort.free()
        let sink = Process()
        sink.executableURL = URL(fileURLWithPath: "/usr/sbin/smtp-sink")
        // It refuses to run as root without being told so.
        sink.arguments =
            (geteuid() == 0 ? ["-u", "root"] : [])
            + ["-d", folder.appendingPathComponent("mail.").path, "127.0.0.1:\(port)", "10"]
        sink.standardError = FileHandle.nullDevice
        try sink.run()
        defer {
            // It inherits the signal mask of this thread, in which SIGTERM is blocked.
            kill(sink.processIdentifier, SIGKILL)
            sink.waitUntilExit()
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while try !LoopbackPort.isListening(port) {
            try #require(
                sink.isRunning && ContinuousClock.now < deadline,
                "smtp-sink did not start"
            )
            usleep(10_000)
        }
        try body("smtp://127.0.0.1:\(port)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.map {
            try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
        }
    }
}
