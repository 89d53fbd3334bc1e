import DeskAPI
import DeskTesting
import Foundation
import GRDB
import Testing

extension HouseTests {
    @Suite(
        "A daemon whose PostgreSQL hangs",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    struct FrozenServerTests {
        @Test("says so in time, shows its figures, and goes on when the server does")
        func frozen() async throws {
            let server = try PostgreSQLServer()
            var settings = HouseSettings(logLevel: "info")
            settings.storeURL = try server.makeDatabase("desk")
            try await withHouse(settings) { house in
                #expect(try await house.api.get("/readyz").status == 200)
                try server.freeze()
                // Also where something of this fails: it could not be stopped otherwise.
                defer { try? server.thaw() }
                let start = ContinuousClock.now
                let answer = try await house.api.get("/readyz")
                #expect(ContinuousClock.now - start < .seconds(12))
                #expect(answer.status == 503)
                let health = try answer.decoded(as: HealthBody.self)
                #expect(health.checks["store"] == "the store does not answer")
                #expect(health.troubled == ["automatic_mail", "outbox", "store"])
                #expect(try await house.api.get("/healthz").status == 200)
                // Prometheus waits for ten seconds.
                let asked = ContinuousClock.now
                let page = try MetricsText(
                    String(decoding: try await house.api.get("/metrics").body, as: UTF8.self)
                )
                #expect(ContinuousClock.now - asked < .seconds(8))
                #expect(page.value("helpdesk_store_oldest_write_age_seconds") ?? 0 > 5)
                #expect(page.value("process_open_fds") ?? 0 > 0)
                try server.thaw()
                try await eventually("the desk is well again", within: .seconds(20)) {
                    try await house.api.get("/readyz").status == 200
                }
            }
        }

        @Test("refuses to write once a newer daemon has changed the tables, and says why")
        func outdated() async throws {
            for kind in StoreKind.available {
                try await withHouse(try HouseSettings.on(kind)) { house in
                    let api = try await house.api.signedIn("anna", "annas lösenord")
                    let form = TicketForm(
                        subject: "Samtal",
                        body: "Ringer.",
                        channel: "phone",
                        citizen: CitizenForm()
                    )
                    #expect(try await api.post("/v1/tickets", form).status == 201)
                    try pretendNewer(house, kind)
                    let answer = try await house.api.get("/readyz")
                    #expect(answer.status == 503, "\(kind)")
                    let health = try answer.decoded(as: HealthBody.self)
                    #expect(health.checks["store"]?.contains("newer helpdeskd") == true)
                    #expect(try await api.post("/v1/tickets", form).status == 503, "\(kind)")
                    #expect(try await api.get("/v1/tickets/1").status == 200, "\(kind)")
                    #expect(house.log.contains("newer than this program's"), "\(kind)")
                }
            }
        }

        private func pretendNewer(_ house: HouseServer, _ kind: StoreKind) throws {
            switch kind {
            case .sqlite:
                let path = house.storeURL.dropFirst("sqlite:".count)
                let queue = try DatabaseQueue(path: String(path))
                try queue.writeWithoutTransaction {
                    try $0.execute(sql: "PRAGMA user_version = 999")
                }
                try queue.close()
            case .postgresql:
                let name = try #require(house.storeURL.split(separator: "/").last)
                try PostgreSQLServer.shared().order(
                    "UPDATE schema_version SET version = 999",
                    in: String(name.prefix { $0 != "?" })
                )
            }
        }
    }
}
