import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Testing

extension HouseTests {
    @Suite(
        "A daemon on a PostgreSQL with a standby",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    struct StandbyTests {
        private static let senders = 4
        private static let mailsEach = 50

        @Test("goes on at the standby when the primary is killed, with all that it acknowledged")
        func promotion() async throws {
            let primary = try PostgreSQLServer()
            _ = try primary.makeDatabase("desk")
            let standby = try primary.makeStandby()
            try primary.waitForStandbys()
            var settings = HouseSettings(logLevel: "info")
            settings.door = .socket
            settings.storeURL = Self.address(primary, standby)
            try await withHouse(settings) { house in
                // Without this the standby would only have what came in time.
                try await eventually("commits wait for the standby") {
                    try primary.order("SELECT sync_state FROM pg_stat_replication")
                        .hasPrefix("sync")
                }
                let tally = Tally()
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let called = try await call(api, key: "before")
                try await withThrowingTaskGroup { group in
                    for sender in 0..<Self.senders {
                        group.addTask {
                            let mails = (0..<Self.mailsEach).map { Self.mail("\(sender)-\($0)") }
                            try await CrashTests.deliver(mails, to: house.lmtp, tally)
                        }
                    }
                    group.addTask {
                        try await eventually("a third of the mails is in", within: .seconds(30)) {
                            tally.acceptedCount >= Self.senders * Self.mailsEach / 3
                        }
                        primary.kill(by: SIGKILL)
                        try await eventually("the desk says that it cannot write") {
                            try await house.api.get("/readyz").status == 503
                        }
                        try standby.promote()
                    }
                    try await group.waitForAll()
                }
                try await eventually("the desk is well again") {
                    try await house.api.get("/readyz").status == 200
                }
                #expect(tally.acceptedCount == Self.senders * Self.mailsEach)
                try await check(api, holds: tally, and: called)
            }
        }

        @Test("says so and is left alive when its standby is gone and no commit ends any more")
        func lostStandby() async throws {
            let primary = try PostgreSQLServer()
            let address = try primary.makeDatabase("desk")
            let standby = try primary.makeStandby()
            try primary.waitForStandbys()
            let folder = try TemporaryFolder("notify")
            let socket = try NotifySocket(folder.path("notify"))
            var settings = HouseSettings(
                logLevel: "info",
                environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "3000000"]
            )
            settings.storeURL = address
            try await withHouse(settings) { house in
                try await eventually("commits wait for the standby") {
                    try primary.order("SELECT sync_state FROM pg_stat_replication")
                        .hasPrefix("sync")
                }
                standby.kill(by: SIGKILL)
                try await eventually("the desk says that it cannot write", within: .seconds(40)) {
                    try await house.api.get("/readyz").status == 503
                }
                let start = ContinuousClock.now
                #expect(try await house.api.get("/readyz").status == 503)
                #expect(ContinuousClock.now - start < .seconds(12))
                #expect(house.log.contains("the store does not answer"))
                // What an alert is raised by: nothing has failed, it only does not end.
                let page = try MetricsText(
                    String(decoding: try await house.api.get("/metrics").body, as: UTF8.self)
                )
                #expect(page.value("helpdesk_store_oldest_write_age_seconds") ?? 0 > 5)
                #expect(page.value("helpdesk_store_failed_commits_total") == 0)
                // Signs of life from before are waiting to be read; those that follow are not.
                let deadline = ContinuousClock.now + .seconds(4)
                while ContinuousClock.now < deadline { #expect(try socket.next() != []) }
                #expect(try house.running().isRunning)
                let hung = try primary.order(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                )
                #expect((Int(hung.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 99) <= 2)
                try primary.order("ALTER SYSTEM RESET synchronous_standby_names")
                try primary.order("SELECT pg_reload_conf()")
                try await eventually("the desk is well again") {
                    try await house.api.get("/readyz").status == 200
                }
                #expect(house.log.contains("the store can write"))
            }
        }

        /// Everything once, the session and the answer to a key among it.
        private func check(
            _ api: HouseAPI,
            holds tally: Tally,
            and called: TicketBody
        ) async throws {
            let subjects = try await api.tickets().map(\.subject).filter { $0 != called.subject }
            #expect(subjects.count == Set(subjects).count)
            #expect(Set(subjects) == tally.accepted)
            let again = try await call(api, key: "before")
            #expect(again.number == called.number)
            let later = try await call(api, key: "after")
            #expect(later.number > called.number)
        }

        private func call(_ api: HouseAPI, key: String) async throws -> TicketBody {
            let form = TicketForm(
                subject: "Samtal",
                body: "Ringer om sin ansökan.",
                channel: "phone",
                citizen: CitizenForm()
            )
            let answer = try await api.post("/v1/tickets", form, key: key)
            #expect(answer.status == 201)
            return try answer.decoded(as: TicketBody.self)
        }

        private static func address(
            _ primary: PostgreSQLServer,
            _ standby: PostgreSQLServer
        ) -> String {
            let hosts = "127.0.0.1:\(primary.port),127.0.0.1:\(standby.port)"
            return "postgresql://helpdesk@\(hosts)/desk?sslmode=disable"
                + "&target_session_attrs=read-write"
        }

        private static func mail(_ name: String) -> CitizenMail {
            CitizenMail(
                sender: "\(name)@example.com",
                subject: "Fråga \(name)",
                text: "Jag kan inte logga in med BankID. (\(name))",
                messageID: "\(name).standby@example.com"
            )
        }
    }
}
