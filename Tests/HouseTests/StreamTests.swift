import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Listening to a live desk")
    struct StreamTests {
        private static func open(_ subject: String, _ api: HouseAPI) async throws {
            let form = TicketForm(
                subject: subject,
                body: "x",
                channel: "phone",
                citizen: CitizenForm(name: "Olle")
            )
            #expect(try await api.post("/v1/tickets", form).status == 201)
        }

        @Test(
            "tells what happens, ends with the desk at once, and goes on where it was",
            arguments: StoreKind.available
        )
        func streams(on kind: StoreKind) async throws {
            try await withHouse(try .on(kind)) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let ear = EventEar()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await ear.listen(api) }
                    try await eventually("the stream is open") { ear.text.contains("ready") }
                    try await Self.open("Ett", api)
                    try await eventually("it is told") { ear.text.contains("ticket.opened") }
                    // Nothing waits for the listener.
                    try house.running().signal(SIGTERM)
                    #expect(try house.running().waitUntilEnded() == 0)
                    try await group.waitForAll()
                }
                #expect(ear.hasEnded)
                try await house.start()
                try await Self.open("Två", api)
                let later = EventEar()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let last = ear.lastID
                    group.addTask { try await later.listen(api, from: last) }
                    try await eventually("the next one is told") {
                        later.text.contains("\"ticket\":2")
                    }
                    #expect(!later.text.contains("\"ticket\":1,"))
                    #expect(try await api.signOut().status == 204)
                    try await eventually("the stream has ended with the session") {
                        later.hasEnded
                    }
                    try await group.waitForAll()
                }
                #expect(later.text.contains("event: ended"))
            }
        }

        @Test(
            "outlives a store that is away for a while, and tells then what was missed",
            .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
        )
        func storeAway() async throws {
            let server = try PostgreSQLServer()
            var settings = HouseSettings(
                logLevel: "info",
                environment: ["HELPDESK_HTTP_EVENTS_HEARTBEAT_SECONDS": "1"]
            )
            settings.storeURL = try server.makeDatabase()
            try await withHouse(settings) { house in
                let api = try await house.api.signedIn("anna", "annas lösenord")
                let ear = EventEar()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await ear.listen(api) }
                    try await eventually("it is there") { ear.text.contains(": still here") }
                    server.stop()
                    try await eventually("the store is away") {
                        try await api.get("/readyz").status == 503
                    }
                    // Some signs of life are due meanwhile, and none can be given.
                    try await Task.sleep(for: .seconds(3))
                    try server.restart()
                    try await eventually("the store is back", within: .seconds(30)) {
                        try await api.get("/readyz").status == 200
                    }
                    try await Self.open("Ett", api)
                    try await eventually("it is told") { ear.text.contains("ticket.opened") }
                    #expect(!ear.hasEnded)
                    #expect(try await api.signOut().status == 204)
                    try await group.waitForAll()
                }
            }
        }
    }
}
