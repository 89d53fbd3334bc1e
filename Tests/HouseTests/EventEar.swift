import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

/// What came in on a stream of events, and whether it has ended.
final class EventEar: Sendable {
    private let held = Mutex((text: "", hasEnded: false))

    var text: String { held.withLock { $0.text } }
    var hasEnded: Bool { held.withLock { $0.hasEnded } }

    var lastID: String? {
        text.split(separator: "\n").last { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    }

    /// Listens until the stream ends.
    func listen(_ api: HouseAPI, from id: String? = nil) async throws {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(api.port)/v1/events")
        request.headers.add(name: "authorization", value: "Bearer \(api.token ?? "")")
        if let id { request.headers.add(name: "last-event-id", value: id) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        #expect(response.status == .ok)
        #expect(response.headers["content-type"] == ["text/event-stream"])
        // Its last chunk may be missing where the connection was cut.
        do {
            for try await piece in response.body {
                held.withLock { $0.text += String(buffer: piece) }
            }
        } catch is HTTPClientError {}
        held.withLock { $0.hasEnded = true }
    }
}
