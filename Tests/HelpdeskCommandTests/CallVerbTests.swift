import Testing

@testable import HelpdeskCommand

@Suite("The verbs of calls")
struct CallVerbTests {
    private static func page(_ id: String, next: String) -> FakeReply {
        .json(
            """
            {"items":[{"id":"\(id)","number":"+46701234567","reason":"abandoned","call":"c1",
              "created_at":"2026-11-23T12:55:00Z","caller":{"articles":[],"open_tickets":[]}}],
             "next":\(next)}
            """
        )
    }

    @Test("list everybody who is to be called back, to the last page")
    func callBacks() async throws {
        let pages = [Self.page("b1", next: "\"more\""), Self.page("b2", next: "null")]
        try await FakeScript { pages[min($0.index, 1)] }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("callbacks")
                #expect(ended.code == 0)
                #expect(ended.output.contains("b1") && ended.output.contains("b2"))
                #expect(
                    desk.lines == [
                        "GET /v1/callbacks?limit=100", "GET /v1/callbacks?limit=100&cursor=more",
                    ]
                )
            }
        }
    }
}
