import AsyncHTTPClient
import DeskAPI
import DeskTesting
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

extension HouseTests {
    @Suite("Listening to a live desk")
    struct StreamTests {
        /// What came in on a stream, and whether it has ended.
        private final class Ear: Sendable {
            private let held = Mutex((text: "", hasEnded: false))
            var text: String { held.withLock { $0.text } }
            var hasEnded: Bool { held.withLock { $0.hasEnded } }
            func hear(_ text: String) { held.withLock { $0.text += text } }
            func end() { held.withLock { $0.hasEnded = true } }

            var lastID: String? {
                text.split(separator: "\n").last { $0.hasPrefix("id: ") }
                    .map { String($0.dropFirst(4)) }
            }
        }

        private static func listen(
            _ api: HouseAPI,
            from id: String? = nil,
            _ ear: Ear
        ) async throws {
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(api.port)/v1/events")
            request.headers.add(name: "authorization", value: "Bearer \(api.token ?? "")")
            if let id { request.headers.add(name: "last-event-id", value: id) }
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
            #expect(response.status == .ok)
            #expect(response.headers["content-type"] == ["text/event-stream"])
            // Its last chunk may be missing where the connection was cut.
            do {
                for try await piece in response.body { ear.hear(String(buffer: piece)) }
            } catch is HTTPClientError {}
            ear.end()
        }

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
                let ear = Ear()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await Self.listen(api, ear) }
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
                let later = Ear()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let last = ear.lastID
                    group.addTask { try await Self.listen(api, from: last, later) }
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
    }
}
