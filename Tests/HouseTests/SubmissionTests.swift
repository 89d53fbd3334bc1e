import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Letters over TLS with a login", .enabled(if: DovecotServer.isInstalled, "no Dovecot"))
    struct SubmissionTests {
        /// A mail server that takes mail from nobody who has not logged in over TLS.
        private struct Submission {
            let postfix: PostfixServer
            let dovecot: DovecotServer
            let authority: TestAuthority
            let folder: TemporaryFolder
            /// TLS from the first octet.
            let implicitPort: UInt16

            init() throws {
                folder = try TemporaryFolder("submission")
                authority = try TestAuthority()
                let certificate = try authority.serverCertificate(
                    in: folder,
                    names: "IP:127.0.0.1"
                )
                dovecot = try DovecotServer()
                implicitPort = try freePort()
                postfix = try PostfixServer(
                    door: .port(9),
                    settings: [
                        "smtpd_tls_cert_file = \(certificate.file)",
                        "smtpd_tls_key_file = \(certificate.keyFile)",
                        "smtpd_tls_security_level = encrypt",
                        "smtpd_sasl_auth_enable = yes", "smtpd_sasl_type = dovecot",
                        "smtpd_sasl_path = inet:127.0.0.1:\(dovecot.authPort)",
                        "smtpd_client_restrictions =",
                        "smtpd_recipient_restrictions = permit_sasl_authenticated, reject",
                    ],
                    services: [
                        "127.0.0.1:\(implicitPort) inet n - n - - smtpd -o smtpd_tls_wrappermode=yes"
                    ]
                )
            }

            func lines(
                _ url: String,
                caFile: String? = nil,
                password: String = DovecotServer.password
            ) -> [String] {
                [
                    "url: \(url)", "starttls: required", "username: \(DovecotServer.user)",
                    "password: \"\(password)\"", "ca-file: \(caFile ?? authority.caFile)",
                ]
            }
        }

        /// Asks, replies, and gives the ticket's number.
        private func reply(_ house: HouseServer, to citizen: String) async throws {
            let mail = CitizenMail(
                sender: citizen,
                subject: "Fråga",
                text: "Hej",
                messageID: "\(UUID().uuidString)@example.com"
            )
            try house.surroundings.postfix.send(
                mail.bytes,
                from: citizen,
                to: ["support@example.org"]
            )
            let api = try await house.api.signedIn("anna", "annas lösenord")
            try await eventually("the mail is a ticket") {
                try await api.tickets().contains { $0.citizen.email == citizen }
            }
            let number = try #require(
                try await api.tickets().first { $0.citizen.email == citizen }
            ).number
            let form = MessageForm(kind: "reply", body: "Svar")
            #expect(try await api.post("/v1/tickets/\(number)/messages", form).status == 201)
        }

        @Test("leave by STARTTLS and by implicit TLS")
        func leave() async throws {
            let server = try Submission()
            defer { server.postfix.stop() }
            for (name, url) in [
                ("starttls", "smtp://127.0.0.1:\(server.postfix.port)"),
                ("implicit", "smtps://127.0.0.1:\(server.implicitPort)"),
            ] {
                var settings = HouseSettings()
                settings.submission = server.lines(url)
                try await withHouse(settings) { house in
                    house.keepSecret(DovecotServer.password)
                    try await reply(house, to: "\(name)@example.com")
                    let mails = try await server.postfix.waitForMail(to: "\(name)@example.com")
                    #expect(mails.count == 1)
                    let text = String(decoding: mails[0], as: UTF8.self)
                    #expect(text.contains("with ESMTPSA"), "RFC 3848: TLS and a login")
                }
            }
        }

        @Test("stay where the server cannot prove who it is, or does not know us; nothing is lost")
        func stay() async throws {
            let server = try Submission()
            defer { server.postfix.stop() }
            let stranger = try TestAuthority()
            let url = "smtp://127.0.0.1:\(server.postfix.port)"
            var settings = HouseSettings()
            settings.submission = server.lines(url, caFile: stranger.caFile)
            try await withHouse(settings) { house in
                house.keepSecret(DovecotServer.password)
                try await reply(house, to: "ingen@example.com")
                let waiting = { try house.outbox() }
                try await eventually("the courier has tried") {
                    try waiting().contains("attempts 1")
                }
                #expect(try waiting().contains("queued"))
                // The right authority, a wrong password: no mail server has looked at the letter.
                try house.stop()
                try house.change { $0.submission = server.lines(url, password: "fel") }
                try await house.start()
                try house.retryLetters()
                try await eventually("the courier has tried to log in", within: .seconds(60)) {
                    try waiting().contains("LOGIN REFUSED")
                }
                #expect(try server.postfix.mailbox("ingen@example.com").isEmpty)
                try house.stop()
                try house.change { $0.submission = server.lines(url) }
                try await house.start()
                try house.retryLetters()
                let mails = try await server.postfix.waitForMail(to: "ingen@example.com")
                #expect(mails.count == 1)
            }
        }
    }
}

extension HouseServer {
    /// What `helpdeskd mail outbox` prints.
    fileprivate func outbox() throws -> String { try mail("outbox") }

    /// Lets every letter go again now.
    fileprivate func retryLetters() throws {
        for line in try outbox().split(separator: "\n") {
            _ = try mail("retry", String(line.prefix { $0 != " " }))
        }
    }

    private func mail(_ arguments: String...) throws -> String {
        let folder = try TemporaryFolder("outbox")
        let process = try LoopbackProcess(
            HousePrograms.helpdeskd(),
            ["mail"] + arguments + ["--config", configurationPath],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            logPath: folder.path("output")
        )
        #expect(process.waitUntilEnded(within: .seconds(20)) == 0)
        return process.log
    }
}
