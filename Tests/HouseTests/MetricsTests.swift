import AsyncHTTPClient
import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import NIOCore
import NIOHTTP1
import Testing

extension HouseTests {
    @Suite("What the running daemon shows of itself")
    struct MetricsTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder("observation") }

        @Test("counts real work, in a form that Prometheus reads, and every chart has its figures")
        func work() async throws {
            // Figures of calls are there where calls pass the desk.
            let exchange = try Exchange()
            let around = try TemporaryFolder("switchboard")
            let trunk = ["  register: \"sip:helpdesk@\(Exchange.host)\"", "  watch: [anna]"]
            var settings = try SwitchboardHouse.settings(trunk, around: exchange, in: around)
            settings.knowledgeBase = nil
            settings.logLevel = "info"
            // Nobody answers there: figures of a mailbox are there where mail is taken out of one.
            settings.environment = [
                "HELPDESK_BACKUP_DIRECTORY": try folder.folder("backups"),
                "HELPDESK_MAIL_PICKUP_URL": "imaps://127.0.0.1:1",
                "HELPDESK_MAIL_PICKUP_USERNAME": "desk",
                "HELPDESK_MAIL_PICKUP_PASSWORD": "secret",
            ]
            try await withHouse(settings) { house in
                try await eventually("the mailbox is known to be away") {
                    let well = try await health(house)
                    return well.status == "degraded"
                        && well.checks["mailbox"]?.hasPrefix("not read: ") == true
                }
                #expect(try await page(house).value("helpdesk_mailbox_up") == 0)
                try await eventually("the telephone system has answered") {
                    let page = try await page(house)
                    return page.value("helpdesk_sip_peer_up") == 1
                        && page.value("helpdesk_sip_registered") == 1
                        // This one tells of nobody's calls.
                        && page.value("helpdesk_sip_watch_failures_total", ["reason": "refused"])
                            != nil
                }
                let idle = try await page(house)
                try await work(in: house)
                try await eventually("the letter has left") {
                    try await page(house).value(
                        "helpdesk_outbox_attempts_total",
                        ["result": "taken"]
                    ) == 1
                }
                let busy = try await page(house)
                checkRise(from: idle, to: busy)
                #expect(busy.value("helpdesk_quarantine_mails") == 0)
                #expect(busy.value("helpdesk_quarantine_oldest_age_seconds") == 0)
                try await handOff(in: house, at: exchange)
                try checkWithPromtool(try await text(house))
                try checkQueries(against: try await page(house))
                // Nothing of what was said stands in it.
                let text = try await text(house)
                for word in ["anna", "example.com", "Fråga", "/v1/tickets/1"] {
                    #expect(!text.contains(word), "\(word)")
                }
            }
        }

        /// A call that is handed off, for what is counted by destination.
        private func handOff(in house: HouseServer, at exchange: Exchange) async throws {
            let calls = SwitchboardHouse(
                house: house,
                exchange: exchange,
                anna: try await house.api.signedIn("anna", "annas lösenord"),
                bengt: try await house.api.signedIn("bengt", "bengts lösenord")
            )
            let (citizen, clerk) = try await calls.citizenAndClerk()
            let target = try ScriptedPhone("vaxel", at: exchange, status: 200)
            let ended = try await calls.outcome(calls.talk(citizen, clerk), to: "vaxel")
            #expect(ended.state == "completed")
            try citizen.putDown()
            try await eventually("the receiver is told") { target.messages.contains("BYE sip:") }
        }

        @Test("is shown to its own machine, to nobody a proxy speaks for, and to anyone if told so")
        func audience() async throws {
            try await withHouse(HouseSettings(logLevel: "info")) { house in
                let own = try await statusCode("/metrics", of: house, nil)
                #expect(own == 200)
                for header in ["X-Forwarded-For", "Forwarded"] {
                    for path in ["/metrics", "/readyz", "/healthz"] {
                        let code = try await statusCode(path, of: house, header)
                        #expect(code == 401, "\(path)")
                    }
                }
            }
            let open = HouseSettings(
                logLevel: "info",
                environment: ["HELPDESK_HTTP_METRICS": "anyone"]
            )
            try await withHouse(open) { house in
                let page = try await statusCode("/metrics", of: house, "Forwarded")
                let health = try await statusCode("/readyz", of: house, "Forwarded")
                #expect(page == 200)
                #expect(health == 401)
            }
        }

        @Test("says nothing of a folder of backups where a server has its own")
        func serverBackups() async throws {
            for kind in StoreKind.available {
                var settings = try HouseSettings.on(kind)
                settings.environment = ["HELPDESK_BACKUP_DIRECTORY": try folder.folder("none")]
                try await withHouse(settings) { house in
                    let newest = try await page(house)
                        .value("helpdesk_backup_newest_timestamp_seconds")
                    #expect(newest == (kind == .sqlite ? 0 : nil))
                }
            }
        }

        @Test("says it is not ready with too little room on the disk, and stays alive")
        func fullDisk() async throws {
            let settings = HouseSettings(
                logLevel: "info",
                environment: ["HELPDESK_HEALTH_DISK_FREE_BYTES_MIN": "1099511627776"]
            )
            let house = try HouseServer(settings)
            try house.launch()
            try await eventually("it answers") {
                // Refused connections are what one gets until it listens.
                (try? await house.api.get("/healthz").status) == 200
            }
            let answer = try await house.api.get("/readyz")
            #expect(answer.status == 503)
            let body = try answer.decoded(as: HealthBody.self)
            #expect(body.status == "unavailable")
            #expect(body.checks["store"] == "ok")
            #expect(body.checks["disk"]?.contains("disk-free-bytes-min") == true)
            try house.stop()
        }

        @Test("says degraded while letters wait too long or a directory server is silent")
        func degraded() async throws {
            let slapd = try SlapdServer()
            let settings = HouseSettings(
                logLevel: "info",
                directory: slapd,
                environment: ["HELPDESK_HEALTH_LETTER_AGE_SECONDS_MAX": "900"]
            )
            try await withHouse(settings) { house in
                _ = try await house.api.signedIn("anna", "annas lösenord")
                let well = try await health(house)
                #expect(well.status == "ok")
                #expect(well.checks["directory"] == "\(slapd.url) answered")
                slapd.stop()
                let form = SignInForm(username: "anna", password: "annas lösenord")
                #expect(try await house.api.post("/v1/sessions", form).status == 503)
                let ill = try await health(house)
                #expect(ill.status == "degraded")
                #expect(ill.checks["directory"] == "\(slapd.url) did not answer")
                #expect(try await house.api.get("/readyz").status == 200)
                let up = try await page(house)
                #expect(up.value("helpdesk_directory_server_up", ["server": slapd.url]) == 0)
            }
        }

        private func health(_ house: HouseServer) async throws -> HealthBody {
            try await house.api.get("/readyz").decoded(as: HealthBody.self)
        }

        private func text(_ house: HouseServer) async throws -> String {
            String(decoding: try await house.api.get("/metrics").body, as: UTF8.self)
        }

        private func page(_ house: HouseServer) async throws -> MetricsText {
            try MetricsText(try await text(house))
        }

        private func statusCode(
            _ path: String,
            of house: HouseServer,
            _ header: String?
        ) async throws -> Int {
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(house.httpPort)\(path)")
            if let header { request.headers.add(name: header, value: "for=192.0.2.1") }
            request.headers.add(name: "Connection", value: "close")
            let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            return Int(answer.status.code)
        }

        /// A mail, a refused one, a log-in, a refused log-in, a question, a reply, a message that
        /// becomes a ticket of its own, and a call.
        private func work(in house: HouseServer) async throws {
            let mail = CitizenMail(
                sender: "maja@example.com",
                subject: "Fråga om BankID",
                text: "Det står RFA8 när jag loggar in med BankID.",
                messageID: "matt-1@example.com"
            )
            try await LMTPClient.connected(to: house.lmtp) { client in
                for _ in 0..<2 {
                    _ = try await client.deliver(
                        mail.bytes,
                        from: mail.sender,
                        to: [mail.recipient]
                    )
                }
                _ = try? await client.deliver(
                    mail.bytes,
                    from: mail.sender,
                    to: ["nobody@example.org"]
                )
            }
            let wrong = SignInForm(username: "anna", password: "fel lösenord")
            #expect(try await house.api.post("/v1/sessions", wrong).status == 401)
            let api = try await house.api.signedIn("anna", "annas lösenord")
            _ = try await api.bestMatch("BankID RFA8")
            #expect(try await api.get("/v1/tickets/1").status == 200)
            #expect(try await api.get("/v1/tickets/9").status == 404)
            #expect(try await api.get("/nothing/here").status == 404)
            let reply = MessageForm(kind: "reply", body: "Starta om telefonen.")
            #expect(try await api.post("/v1/tickets/1/messages", reply).status == 201)
            let first = try #require(try await api.messages(1).first)
            let split = "/v1/tickets/1/messages/\(first.id)/split"
            #expect(try await api.post(split, SplitForm()).status == 201)
            for event in ["newCall", "answer"] {
                let fields = [
                    "event": event, "callId": "c1", "direction": "in", "answeringNumber": "anna",
                ]
                #expect(try await api.post("/v1/calls/events", fields).status == 200)
            }
            #expect(try await api.tickets().count == 3)
        }

        private func checkRise(from idle: MetricsText, to busy: MetricsText) {
            let one = "/v1/tickets/{number}"
            let rises: [(String, [String: String], Double)] = [
                ("helpdesk_mails_total", ["verdict": "opened"], 1),
                ("helpdesk_mails_total", ["verdict": "duplicate"], 1),
                ("helpdesk_mail_intake_seconds_count", [:], 2),
                ("helpdesk_lmtp_sessions_total", ["result": "served"], 1),
                ("helpdesk_lmtp_refusals_total", ["kind": "permanent"], 1),
                ("helpdesk_tickets_opened_total", ["channel": "email"], 2),
                ("helpdesk_tickets_opened_total", ["channel": "phone"], 1),
                ("helpdesk_messages_total", ["kind": "reply"], 1),
                ("helpdesk_messages_total", ["kind": "inbound"], 2),
                ("helpdesk_directory_logins_total", ["outcome": "accepted"], 1),
                ("helpdesk_directory_logins_total", ["outcome": "refused"], 1),
                ("helpdesk_directory_login_seconds_count", [:], 2),
                ("helpdesk_outbox_attempts_total", ["result": "taken"], 1),
                ("helpdesk_outbox_submission_seconds_count", [:], 1),
                (
                    "helpdesk_http_requests_total",
                    ["route": one, "method": "GET", "status": "200"], 1
                ),
                (
                    "helpdesk_http_requests_total",
                    ["route": one, "method": "GET", "status": "404"], 1
                ),
                ("helpdesk_http_request_seconds_count", ["route": one, "method": "GET"], 2),
                (
                    "helpdesk_http_requests_total",
                    ["route": "unmatched", "method": "GET", "status": "404"], 1
                ),
            ]
            for (name, labels, rise) in rises {
                let before = idle.value(name, labels) ?? 0
                #expect(busy.value(name, labels) == before + rise, "\(name) \(labels)")
            }
            for name in ["helpdesk_store_commit_seconds_count", "process_cpu_seconds_total"] {
                #expect((busy.value(name) ?? 0) > (idle.value(name) ?? 0), "\(name)")
            }
            for name in [
                "helpdesk_store_bytes", "process_resident_memory_bytes", "process_open_fds",
                "helpdesk_memory_allocated_bytes", "helpdesk_store_memory_bytes",
            ] {
                #expect((busy.value(name) ?? 0) > 0, "\(name)")
            }
            let allocated = busy.value("helpdesk_memory_allocated_bytes") ?? .infinity
            #expect(allocated < busy.value("process_resident_memory_bytes") ?? 0)
            #expect(busy.value("helpdesk_store_memory_bytes") ?? .infinity < allocated)
            let start = busy.value("process_start_time_seconds") ?? 0
            #expect((0..<600).contains(Date.now.timeIntervalSince1970 - start))
        }

        /// Prometheus' own tool has the last word on the page and on the rules.
        private func checkWithPromtool(_ text: String) throws {
            let promtool = "/usr/bin/promtool"
            guard FileManager.default.isExecutableFile(atPath: promtool) else {
                throw HousePrograms.Missing(description: "install prometheus for promtool")
            }
            try LoopbackProcess.run(
                "/bin/sh",
                ["-c", "promtool check metrics <\"$0\"", folder.write(text, to: "metrics.txt")],
                logPath: folder.path("metrics.log")
            )
            let rules = HousePrograms.repository.appending(path: "systemd/prometheus-alerts.yaml")
            try LoopbackProcess.run(
                promtool,
                ["check", "rules", rules.path],
                logPath: folder.path("rules.log")
            )
            let figures = HousePrograms.repository.appending(path: "Tests/Alerts/alerts.yaml")
            try LoopbackProcess.run(
                promtool,
                ["test", "rules", figures.path],
                logPath: folder.path("alerts.log"),
                // It works through days of figures.
                within: .seconds(60)
            )
        }

        /// Each name that an alert or a chart asks for is there, with each label that it names.
        private func checkQueries(against page: MetricsText) throws {
            let systemd = HousePrograms.repository.appending(path: "systemd")
            var found = 0
            for file in ["prometheus-alerts.yaml", "grafana-dashboard.json"] {
                let text = try String(contentsOf: systemd.appending(path: file), encoding: .utf8)
                let names = text.matches(of: /\b(?:helpdesk|process)_[a-z_]+\b/).map { $0.output }
                #expect(names.count > 15, "\(file)")
                for name in Set(names) {
                    #expect(page.queryable.contains(String(name)), "\(file): \(name)")
                }
                let selectors = text.replacing("\\\"", with: "\"")
                    .matches(of: /\b(helpdesk_[a-z_]+)\{([^}]*)\}/)
                for selector in selectors {
                    for label in selector.2.matches(of: /([a-z]+)(?:=~|!=|=)"/) {
                        found += 1
                        let known = page.labels(of: String(selector.1))
                        #expect(known.contains(String(label.1)), "\(file): \(selector.0)")
                    }
                }
            }
            #expect(found > 5)
        }
    }
}
