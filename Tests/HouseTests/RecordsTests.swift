import DeskAPI
import DeskTesting
import Foundation
import GRDB
import NIOHTTP1
import Testing

extension HouseTests {
    @Suite("The records of a house")
    struct RecordsTests {
        @Test(
            "are signed, proved by openssl alone, and name what somebody changed",
            arguments: StoreKind.available
        )
        func chain(on kind: StoreKind) async throws {
            let signer = try Signer()
            var settings = try HouseSettings.on(kind)
            settings.environment = signer.environment
            try await withHouse(settings) { house in
                var terminal = house.terminal
                terminal.environment = signer.environment
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let number = try await openTicket(api, "hemlighet@medborgare.example")
                _ = try await api.ticket(number)
                _ = try await api.messages(number)
                try await eventually("a head is signed") {
                    let heads = try? FileManager.default.contentsOfDirectory(atPath: signer.heads)
                    return heads?.isEmpty == false
                }
                // A read of a ticket that is not secret is written down within a second of its answer.
                for path in ["ticket", "messages"] {
                    try await eventually("the read is written down") {
                        let reads = try? terminal.run("audit", "reads", "--ticket", "\(number)")
                        return reads?.output.contains("anna  \(path)  #\(number)") == true
                    }
                }
                let whole = try terminal.run("audit", "verify")
                #expect(whole.exitCode == 0, "\(whole.output)")
                #expect(whole.output.contains("0 faults"))
                try signer.prove(try terminal.run("audit", "sign").output)
                try house.stop()

                try tamper(house, settings, kind)
                let changed = try terminal.run("audit", "verify")
                #expect(changed.exitCode == 65)
                #expect(changed.output.contains("row 1 of events was changed after seal"))
                try await house.start()
            }
        }

        @Test(
            "are given to the citizen, kept while held, archived and erased",
            arguments: StoreKind.available
        )
        func person(on kind: StoreKind) async throws {
            let signer = try Signer()
            var settings = try HouseSettings.on(kind)
            settings.environment = signer.environment.merging(
                ["HELPDESK_RETENTION_QUESTION_DAYS": "1"]
            ) { $1 }
            try await withHouse(settings) { house in
                var terminal = house.terminal
                terminal.environment = settings.environment
                let citizen = "asa.hemlig@medborgare.example"
                house.keepSecret(citizen, "Blåbärsbanan", "811218-9876")
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let number = try await openTicket(api, citizen)
                let email = ["--email", citizen.uppercased()]
                let early = try run(terminal, ["privacy", "erase"] + email)
                #expect(early.exitCode == 75)
                #expect(early.output.contains("still worked on: #\(number)"))
                try await resolve(api, number)

                let extract = house.folder.path("extract")
                // As shells complete the name of a folder.
                let extracted = try run(
                    terminal,
                    ["privacy", "extract"] + email + ["--language", "sv", "\(extract)/"]
                )
                #expect(extracted.exitCode == 0, "\(extracted.output)")
                let text = try String(contentsOfFile: "\(extract)/extract.txt", encoding: .utf8)
                #expect(text.contains("ÄRENDE \(number)") && text.contains("Blåbärsbanan"))
                try signer.prove(folder: extract)
                #expect(
                    try run(terminal, ["privacy", "extract"] + email + [extract]).exitCode == 73
                )

                let archive = house.folder.path("archive")
                let archived = try run(terminal, ["archive", "\(archive)//"])
                for folder in [extract, archive] {
                    #expect(!FileManager.default.fileExists(atPath: "\(folder)/.unfinished"))
                    #expect(!FileManager.default.fileExists(atPath: "\(folder).unfinished"))
                }
                #expect(archived.output.contains("1 ticket, signed"), "\(archived.output)")
                try signer.prove(folder: archive)
                let lines = try String(contentsOfFile: "\(archive)/tickets.jsonl", encoding: .utf8)
                #expect(lines.contains("\"format\":\"helpdesk-ticket-1\""))
                try Data((lines + " ").utf8).write(to: URL(filePath: "\(archive)/tickets.jsonl"))
                #expect(throws: (any Error).self) { try signer.prove(folder: archive) }

                let hold = ["privacy", "hold", "\(number)", "--reason", "dnr 7"]
                #expect(try run(terminal, hold).exitCode == 0)
                let held = try run(terminal, ["privacy", "erase"] + email)
                #expect(held.output.contains("held: #\(number)"), "\(held.output)")
                #expect(try await api.messages(number).first?.body.contains("Blåbärsbanan") == true)
                #expect(try run(terminal, ["privacy", "release", "\(number)"]).exitCode == 0)
                let tooYoung = try run(terminal, ["retention"])
                #expect(tooYoung.output.contains("question, 1 days: 0 tickets erased"))

                let dry = try run(terminal, ["privacy", "erase", "--dry-run"] + email)
                #expect(dry.output.contains("1 ticket would be erased"))
                let erased = try run(terminal, ["privacy", "erase"] + email)
                #expect(erased.exitCode == 0, "\(erased.output)")
                let after = try await api.ticket(number)
                #expect(after.citizen.email == nil && after.subject == "")
                #expect(after.outcome == "answered" && after.state == "closed")
                #expect(try await api.messages(number).allSatisfy { $0.body.isEmpty })
                let history = try await api.get("/v1/tickets/\(number)/history")
                    .decoded(as: Page<HistoryBody>.self).items.suffix(3)
                #expect(history.map(\.kind) == ["held", "released", "erased"])
                #expect(history.allSatisfy { $0.actor.id?.hasPrefix("operator:") == true })
                #expect(try run(terminal, ["audit", "verify"]).exitCode == 0)
                #expect(try run(terminal, ["privacy", "extract"] + email + ["x"]).exitCode == 66)
                try house.stop()
                guard kind == .sqlite else { return }
                let octets = try Data(contentsOf: URL(filePath: house.storePath))
                for word in [citizen, "Blåbärsbanan"] {
                    #expect(octets.range(of: Data(word.utf8)) == nil, "\(word) is in the file")
                }
            }
        }

        @Test("of rights are printed, a line for each")
        func rights() throws {
            let folder = try TemporaryFolder("rights")
            let output = try LoopbackProcess.run(
                HousePrograms.helpdeskd(),
                ["rights"],
                logPath: folder.path("output")
            )
            let rows = output.split(separator: "\n")
            #expect(rows.first?.hasPrefix("right ") == true)
            #expect(rows.first?.hasSuffix("protected-identity") == true)
            let work = rows.first { $0.hasPrefix("work-tickets ") }
            #expect(work?.contains("own foreign") == true)
            #expect(rows.last?.hasPrefix("teach-articles: ") == true)
            #expect(rows.count > 10)
        }

        @Test(
            "in the journal are numbers: at no level a word, a name, an address or a token",
            arguments: ["trace", "debug", "info", "notice", "warning", "error", "critical"]
        )
        func journal(at level: String) async throws {
            try await withHouse(HouseSettings(logLevel: level)) { house in
                let citizen = "asa.hemlig@\(PostfixServer.citizenDomain)"
                house.keepSecret(citizen, "Åsa Hemlig", "Blåbärsbanan")
                house.keepSecret("lingonord", "811218-9876", "+46701234567", "klerkens ord")
                let postfix = house.surroundings.postfix
                try postfix.send(
                    CitizenMail(
                        sender: citizen,
                        subject: "Blåbärsbanan",
                        text: "lingonord 811218-9876\n\nÅsa Hemlig",
                        messageID: "\(level)@\(PostfixServer.citizenDomain)"
                    ).bytes,
                    from: citizen,
                    to: ["support@example.org"]
                )
                let api = try await house.api.signedIn("bengt", "bengts lösenord")
                house.keepSecret(api.token ?? "no token")
                try await eventually("the mail is a ticket") { try await !api.tickets().isEmpty }
                let number = try #require(try await api.tickets().first?.number)
                await errors(api, number)
                _ = try await api.post(
                    "/v1/tickets/\(number)/messages",
                    MessageForm(kind: "reply", body: "klerkens ord")
                )
                _ = try await api.get("/v1/tickets?q=lingonord&citizen=\(citizen)")
                try await eventually("the reply has left") {
                    try await api.messages(number).last?.delivery?.state != "queued"
                }
                _ = try await api.signOut()
            }
        }

        @Test("have their head signed anew when the last one is of a clock that was ahead")
        func headOfTheFuture() async throws {
            let signer = try Signer()
            try FileManager.default.createDirectory(
                atPath: signer.heads,
                withIntermediateDirectories: false
            )
            let old = "\(signer.heads)/head-000000000000.pem"
            try Data().write(to: URL(filePath: old))
            try FileManager.default.setAttributes(
                [.modificationDate: Date() + 400 * 86_400],
                ofItemAtPath: old
            )
            let settings = HouseSettings(logLevel: "info", environment: signer.environment)
            try await withHouse(settings) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                _ = try await openTicket(api, "hemlighet@medborgare.example")
                house.keepSecret("Blåbärsbanan")
                try await eventually("another head is signed") {
                    try FileManager.default.contentsOfDirectory(atPath: signer.heads).count == 2
                }
            }
        }

        @Test("serve their time where every secret is a credential of the daemon's alone")
        func retentionWithoutSecrets() async throws {
            var settings = HouseSettings(bindPassword: nil)
            settings.environment = [
                "HELPDESK_DIRECTORY_BIND_PASSWORD": SlapdServer.servicePassword
            ]
            try await withHouse(settings) { house in
                var terminal = house.terminal
                terminal.environment = ["HELPDESK_RETENTION_QUESTION_DAYS": "1"]
                let outcome = try run(terminal, ["retention"])
                #expect(outcome.exitCode == 0, "\(outcome.output)")
                #expect(outcome.output.contains("question, 1 days: 0 tickets erased"))
                let archived = try run(terminal, ["archive", house.folder.path("archive")])
                #expect(archived.exitCode == 0, "\(archived.output)")
            }
        }

        /// Everything a careless caller sends.
        private func errors(_ api: HouseAPI, _ number: Int64) async {
            for path in [
                "/v1/tickets/x%20lingonord", "/v1/tickets?lingonord=1", "/v1/attachments/lingonord",
                "/v1/tickets?cursor=lingonord", "/v1/articles/lingonord", "/lingonord",
            ] {
                // Whatever the answer is: it must not end up in the journal.
                _ = try? await api.get(path)
            }
            _ = try? await api.post(
                "/v1/tickets",
                ["subject": "lingonord", "body": "Blåbärsbanan", "channel": "lingonord"]
            )
            _ = try? await api.post(
                "/v1/sessions",
                ["username": "Åsa Hemlig", "password": "lingonord"]
            )
            _ = try? await api.post("/v1/tickets/\(number)/messages", ["kind": "lingonord"])
        }

        private func run(
            _ terminal: OperatorTerminal,
            _ arguments: [String]
        ) throws -> OperatorTerminal.Outcome {
            try terminal.run(arguments)
        }

        private func openTicket(_ api: HouseAPI, _ citizen: String) async throws -> Int64 {
            let form = TicketForm(
                subject: "Blåbärsbanan 811218-9876",
                body: "Blåbärsbanan",
                channel: "phone",
                citizen: CitizenForm(name: "Åsa Hemlig", email: citizen)
            )
            let answer = try await api.post("/v1/tickets", form)
            #expect(answer.status == 201)
            return try answer.decoded(as: TicketBody.self).number
        }

        private func resolve(_ api: HouseAPI, _ number: Int64) async throws {
            let tag = try await api.get("/v1/tickets/\(number)").headers["etag"] ?? ""
            let answer = try await api.send(
                .PUT,
                "/v1/tickets/\(number)/resolution",
                form: ["outcome": "answered"],
                headers: ["If-Match": tag]
            )
            #expect(answer.status == 200)
        }

        /// As whoever owns the database could.
        private func tamper(
            _ house: HouseServer,
            _ settings: HouseSettings,
            _ kind: StoreKind
        ) throws {
            switch kind {
            case .sqlite:
                let queue = try DatabaseQueue(path: house.storePath)
                try queue.writeWithoutTransaction { database in
                    try database.execute(
                        sql: """
                            DROP TRIGGER events_are_not_changed;
                            UPDATE events SET actor = 'grace' WHERE id = 1
                            """
                    )
                }
                try queue.close()
            case .postgresql:
                let address = try #require(settings.storeURL)
                try LoopbackProcess.run(
                    "/usr/bin/psql",
                    [
                        address, "-v", "ON_ERROR_STOP=1", "-c",
                        "ALTER TABLE events DISABLE TRIGGER ALL", "-c",
                        "UPDATE events SET actor = 'grace' WHERE id = 1",
                    ],
                    logPath: house.folder.path("tamper.log")
                )
            }
        }
    }
}

/// The records' certificate, made as helpdesk.yaml says, and a folder for heads.
struct Signer {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("signer")
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "3650", "-subj", "/CN=helpdesk records",
                "-addext", "keyUsage=critical,digitalSignature",
                "-keyout", folder.path("records.key"), "-out", folder.path("records.pem"),
            ],
            logPath: folder.path("openssl.log")
        )
    }

    var heads: String { folder.path("heads") }

    var environment: [String: String] {
        [
            "HELPDESK_AUDIT_CERTIFICATE": folder.path("records.pem"),
            "HELPDESK_AUDIT_KEY": folder.path("records.key"), "HELPDESK_AUDIT_HEADS": heads,
            "HELPDESK_AUDIT_HEAD_MINUTES": "1",
        ]
    }

    /// Lets openssl prove a signed head.
    func prove(_ signed: String) throws {
        let file = try folder.write(signed, to: "head.pem")
        try verify(file, to: folder.path("head.json"))
        let head = try String(contentsOfFile: folder.path("head.json"), encoding: .utf8)
        #expect(head.contains("\"desk\":\"support@example.org\""))
    }

    /// Lets openssl and sha256sum prove a folder of records.
    func prove(folder records: String) throws {
        try verify("\(records)/SHA256SUMS.cms", to: folder.path("sums"))
        let signed = try Data(contentsOf: URL(filePath: folder.path("sums")))
        #expect(try Data(contentsOf: URL(filePath: "\(records)/SHA256SUMS")) == signed)
        try LoopbackProcess.run(
            "/bin/sh",
            ["-c", "cd \"$0\" && sha256sum --quiet -c SHA256SUMS", records],
            logPath: folder.path("sha256sum.log")
        )
    }

    private func verify(_ signed: String, to content: String) throws {
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            [
                "cms", "-verify", "-binary", "-inform", "PEM", "-purpose", "any",
                "-CAfile", folder.path("records.pem"), "-in", signed, "-out", content,
            ],
            logPath: folder.path("verify.log")
        )
    }
}
