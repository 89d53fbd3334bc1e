import Foundation
import Testing

@testable import MailProtocols

@Suite("Submitting a message")
struct SMTPSubmissionTests {
    private static let message = Array(
        "Subject: Hej\r\n\r\n.\r\n..\r\n.rad\r\nslut.\r\n".utf8
    )

    @Test("says the envelope, stuffs the dots and changes nothing else")
    func goldenTranscript() throws {
        let server = try ScriptedServer(extensions: ["8BITMIME", "PIPELINING"])
        try Self.submission(server.url).submit(
            Self.message,
            from: "support@example.org",
            to: ["anna@example.net", "bo@example.net"]
        )
        let heard = server.transcript()
        #expect(
            heard.commands == [
                "EHLO desk.example.org", "MAIL FROM:<support@example.org>",
                "RCPT TO:<anna@example.net>", "RCPT TO:<bo@example.net>", "DATA", "QUIT",
            ]
        )
        let stuffed = "Subject: Hej\r\n\r\n..\r\n...\r\n..rad\r\nslut.\r\n"
        #expect(heard.message == Array(stuffed.utf8))
    }

    @Test("uses the null path for mail that must not be answered")
    func nullReversePath() throws {
        let server = try ScriptedServer(extensions: ["SIZE 1000000"])
        try Self.submission(server.url).submit(Self.message, from: nil, to: ["anna@example.net"])
        #expect(server.transcript().commands[1] == "MAIL FROM:<> SIZE=\(Self.message.count)")
    }

    @Test("sends a message that begins with a dot, and one without a last line end")
    func oddEnds() throws {
        let server = try ScriptedServer()
        try Self.submission(server.url).submit(Array(".\r\nend".utf8), from: nil, to: ["a@b"])
        #expect(server.transcript().message == Array("..\r\nend\r\n".utf8))
    }

    @Test(
        "tells a refusal for now from one for ever",
        arguments: [
            ("MAIL", "451 4.3.0 try later", true), ("MAIL", "550 5.7.1 not you", false),
            ("RCPT", "450 4.2.1 busy", true), ("RCPT", "550 5.1.1 unknown", false),
            ("DATA", "421 4.3.2 going down", true), ("DATA", "554 5.5.1 no", false),
            (".", "452 4.3.1 full", true), (".", "552 5.3.4 too large", false),
            ("MAIL", "530 5.7.0 log in first", true),
        ]
    )
    func refusals(at command: String, answer: String, isTemporary: Bool) throws {
        let server = try ScriptedServer(answers: [command: answer])
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission(server.url).submit(Self.message, from: "a@b", to: ["c@d"])
        }
        #expect(error?.isTemporary == isTemporary)
        #expect(error?.code == Int(answer.prefix(3)))
        #expect(error?.detail.contains(answer) == true)
    }

    @Test("takes a greeting of 5yz for a fault of the server, not of the message")
    func refusedConnection() throws {
        let server = try ScriptedServer(greeting: "554 5.3.2 no service here")
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission(server.url).submit(Self.message, from: "a@b", to: ["c@d"])
        }
        #expect(error?.isTemporary == true)
    }

    @Test("one refused recipient means that none was taken")
    func oneRecipientRefused() throws {
        let server = try ScriptedServer(answers: ["RCPT TO:<no": "550 5.1.1 unknown"])
        #expect(throws: SubmissionError.permanent(code: 550, detail: "550 5.1.1 unknown")) {
            try Self.submission(server.url).submit(Self.message, from: nil, to: ["a@b", "no@b"])
        }
        #expect(server.transcript().message.isEmpty)
    }

    @Test("is temporary when nobody listens")
    func nobodyListens() throws {
        let port = try LoopbackPort.free()
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission("smtp://127.0.0.1:\(port)")
                .submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isTemporary == true)
        #expect(error?.code == nil)
    }

    @Test("is temporary when the server says nothing for the whole timeout")
    func silence() throws {
        let server = try ScriptedServer(greeting: nil)
        let submission = SMTPSubmission(
            url: server.url,
            tls: .none,
            timeout: .milliseconds(300),
            localName: "desk.example.org"
        )
        let error = #expect(throws: SubmissionError.self) {
            try submission.submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isTemporary == true)
    }

    @Test(
        "was looked at by a server that has the message and then says nothing, or hangs up",
        arguments: [ScriptedServer.Mishap.silence, .hangUp]
    )
    func noAnswer(mishap: ScriptedServer.Mishap) throws {
        let server = try ScriptedServer(mishaps: [".": mishap])
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission(server.url, timeout: 2, answerTime: 0.5)
                .submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isTemporary == true)
        // Or it would be sent again for as long as there is a mail server.
        #expect(error?.isUnreached == false)
        #expect(!server.transcript().message.isEmpty)
    }

    @Test(
        "was not looked at by a server that says nothing before it has the message, or hangs up",
        arguments: [ScriptedServer.Mishap.silence, .hangUp]
    )
    func noAnswerBefore(mishap: ScriptedServer.Mishap) throws {
        let server = try ScriptedServer(mishaps: ["RCPT": mishap])
        let error = #expect(throws: SubmissionError.self) {
            // However long an answer to the message would be waited for.
            try Self.submission(server.url, timeout: 0.5)
                .submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isUnreached == true)
        #expect(error?.detail.contains("callback") == false)
    }

    @Test(
        "is broken off when nobody can wait any longer, and says whether the server had it",
        arguments: [(".", false), ("RCPT", true)]
    )
    func ending(silentAt: String, isUnreached: Bool) throws {
        let server = try ScriptedServer(mishaps: [silentAt: .silence])
        let start = ContinuousClock.now
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission(server.url, timeout: 30, answerTime: 30)
                .submit(Self.message, from: nil, to: ["a@b"]) {
                    start.duration(to: .now) > .seconds(2)
                }
        }
        #expect(start.duration(to: .now) < .seconds(15))
        #expect(error?.isUnreached == isUnreached)
        #expect(error?.detail == SMTPSubmission.ending)
        #expect(server.transcript().message.isEmpty == isUnreached)
    }

    @Test("is taken though the server says nothing to our goodbye")
    func noGoodbye() throws {
        let server = try ScriptedServer(mishaps: ["QUIT": .silence])
        let start = ContinuousClock.now
        try Self.submission(server.url, timeout: 30, answerTime: 30)
            .submit(Self.message, from: nil, to: ["a@b"]) { start.duration(to: .now) > .seconds(2) }
        #expect(start.duration(to: .now) < .seconds(15))
        #expect(!server.transcript().message.isEmpty)
    }

    @Test("is waited for longer once the server has it (RFC 5321 §4.5.3.2.6)")
    func lateAnswer() throws {
        let server = try ScriptedServer(mishaps: [".": .delay(2.5)])
        try Self.submission(server.url, timeout: 2).submit(Self.message, from: nil, to: ["a@b"])
        #expect(!server.transcript().message.isEmpty)
    }

    @Test(
        "says a domain outside ASCII in its form in ASCII",
        arguments: [
            ("anna@exämple.example", "anna@xn--exmple-cua.example"),
            ("anna@EXÄMPLE.example", "anna@xn--exmple-cua.example"),
            ("\"a@b\"@malmö.se", "\"a@b\"@xn--malm-8qa.se"),
            ("anna@xn--exmple-cua.example", "anna@xn--exmple-cua.example"),
        ]
    )
    func internationalDomain(address: String, said: String) throws {
        let server = try ScriptedServer()
        try Self.submission(server.url).submit(Self.message, from: address, to: [address])
        let commands = server.transcript().commands
        #expect(commands.contains("MAIL FROM:<\(said)>"), "\(commands)")
        #expect(commands.contains("RCPT TO:<\(said)>"), "\(commands)")
    }

    @Test("a refused login is temporary and loud, and never tells the password")
    func refusedLogin() throws {
        let server = try ScriptedServer(
            extensions: ["AUTH PLAIN"],
            answers: ["AUTH": "535 5.7.8 wrong password hemligt1"]
        )
        let submission = SMTPSubmission(
            url: server.url,
            username: "helpdesk",
            password: "hemligt1",
            tls: .none,
            localName: "desk.example.org"
        )
        let error = #expect(throws: SubmissionError.self) {
            try submission.submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isTemporary == true)
        #expect(error?.code == 535)
        #expect(error?.detail.hasPrefix("LOGIN REFUSED") == true)
        #expect(error?.detail.contains("hemligt1") == false)
        #expect(!"\(submission)".contains("hemligt1"))
        #expect(!String(reflecting: submission).contains("hemligt1"))
        #expect(server.transcript().commands.allSatisfy { !$0.hasPrefix("MAIL") })
    }

    @Test("sends nothing in the clear when TLS is required and not offered")
    func tlsIsRequired() throws {
        let server = try ScriptedServer()
        let submission = SMTPSubmission(
            url: server.url,
            username: "helpdesk",
            password: "hemligt1",
            tls: .required,
            localName: "desk.example.org"
        )
        let error = #expect(throws: SubmissionError.self) {
            try submission.submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isTemporary == true)
        let heard = server.transcript()
        #expect(heard.commands.allSatisfy { !$0.hasPrefix("AUTH") && !$0.hasPrefix("MAIL") })
    }

    /// The kernel connects 0.0.0.0 to this machine too, but it is no address of the loopback.
    @Test(
        "logs in without TLS on this machine alone when TLS is optional",
        arguments: [
            ("127.0.0.1", "hemligt1", true), ("localhost", "hemligt1", true),
            ("0.0.0.0", "hemligt1", false), ("0.0.0.0", nil, true),
        ]
    )
    func optionalTLS(host: String, password: String?, isSent: Bool) throws {
        let server = try ScriptedServer(
            extensions: ["AUTH PLAIN"],
            // The second is the beginning of the login in Base64.
            answers: ["AUTH": "334 ", "AGhlbHBkZXNr": "235 2.7.0 welcome"]
        )
        let submission = SMTPSubmission(
            url: "smtp://\(host):\(server.port)",
            username: password.map { _ in "helpdesk" },
            password: password,
            tls: .optional,
            localName: "desk.example.org"
        )
        if isSent {
            try submission.submit(Self.message, from: nil, to: ["a@b"])
        } else {
            let error = #expect(throws: SubmissionError.self) {
                try submission.submit(Self.message, from: nil, to: ["a@b"])
            }
            #expect(error?.isTemporary == true)
        }
        let commands = server.transcript().commands
        #expect(commands.contains { $0.hasPrefix("AUTH") } == (isSent && password != nil))
        #expect(commands.contains { $0.hasPrefix("MAIL") } == isSent)
    }

    @Test(
        "knows this machine by its names",
        arguments: [
            ("smtp://127.0.0.1:25", false), ("smtp://127.1.2.3", false),
            ("SMTP://LOCALHOST:25", false), ("smtp://[::1]:25", false),
            ("smtp://127.0.0.1.example.org", true), ("smtp://localhost.example.org", true),
            ("smtp://mail.example.org:587", true), ("smtp://[::2]:25", true),
            ("smtp://10.0.0.1", true), ("smtp://127.0.0.256", true),
        ]
    )
    func exposesLogin(url: String, isExposed: Bool) {
        let submission = SMTPSubmission(url: url, password: "hemligt1", tls: .optional)
        #expect(submission.exposesLogin == isExposed)
        #expect(!Self.submission(url).exposesLogin)
    }

    @Test(
        "refuses an address that could forge a command, before anything is sent",
        arguments: [
            "a@b\r\nRCPT TO:<c@d>", "a@b\n", "a@b>", "<a@b>", "a@b\0", "", "a\u{7F}@b",
            String(repeating: "a", count: 513), "a@☃ö b.se", "a@å..se",
        ]
    )
    func forgedAddresses(address: String) {
        // Nothing listens there: the answer would be temporary if it were asked.
        let submission = Self.submission("smtp://127.0.0.1:1")
        for (from, to) in [(nil, [address]), (address, ["a@b"])] as [(String?, [String])] {
            let error = #expect(throws: SubmissionError.self) {
                try submission.submit(Self.message, from: from, to: to)
            }
            #expect(error == .permanent(code: nil, detail: "an address cannot be said in SMTP"))
        }
    }

    @Test("refuses to send to nobody")
    func noRecipients() {
        #expect(throws: SubmissionError.permanent(code: nil, detail: "there are no recipients")) {
            try Self.submission("smtp://127.0.0.1:1").submit(Self.message, from: nil, to: [])
        }
    }

    @Test(
        "refuses a URL that is no mail server's",
        arguments: [
            "http://127.0.0.1", "file:///etc/passwd", "smtp://user:secret@127.0.0.1", "",
            "smtp://127.0.0.1\r\n",
        ]
    )
    func badURL(url: String) {
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission(url).submit(Self.message, from: nil, to: ["a@b"])
        }
        #expect(error?.isTemporary == true)
        #expect(error?.detail == "the URL or our own name is not usable")
    }

    @Test("says SMTPUTF8 for an address outside ASCII where that is offered")
    func international() throws {
        let server = try ScriptedServer(extensions: ["SMTPUTF8"], connections: 2)
        try Self.submission(server.url).submit(Self.message, from: nil, to: ["åsa@example.net"])
        let commands = server.transcript().commands
        #expect(commands.contains("MAIL FROM:<> SMTPUTF8"), "\(commands)")
        #expect(commands.contains("RCPT TO:<åsa@example.net>"))
    }

    @Test("says why an address outside ASCII cannot be written to where nothing is offered")
    func noInternational() throws {
        let server = try ScriptedServer(extensions: ["8BITMIME"])
        let error = #expect(throws: SubmissionError.self) {
            try Self.submission(server.url).submit(
                Self.message,
                from: nil,
                to: ["åsa@example.net"]
            )
        }
        #expect(error?.isTemporary == false)
        #expect(error?.detail.contains("SMTPUTF8") == true)
        #expect(!server.transcript().commands.contains { $0.hasPrefix("MAIL") })
    }

    private static func submission(
        _ url: String,
        timeout: Double = 20,
        answerTime: Double = 20
    ) -> SMTPSubmission {
        SMTPSubmission(
            url: url,
            tls: .none,
            timeout: .seconds(timeout),
            answerTime: .seconds(answerTime),
            localName: "desk.example.org"
        )
    }
}
