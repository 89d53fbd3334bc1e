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

    @Test(
        "note who wants to be called, when and on which telephone",
        arguments: [
            (["1042"], "{}"),
            (["1042", "2h"], #"{"not_before":"2026-11-23T15:30:00.000Z"}"#),
            (["1042", "-p", "070-123 45 67"], "{\"number\":\"070-123 45 67\"}"),
        ] as [([String], String)]
    )
    func asked(_ arguments: [String], _ body: String) async throws {
        let task = FakeReply.json(
            """
            {"id":"b1","number":"+46701234567","reason":"asked","call":null,
             "created_at":"2026-11-23T12:55:00Z","not_before":"2026-11-24T07:00:00Z",
             "caller":{"articles":[],"open_tickets":[]}}
            """
        )
        try await FakeScript { _ in task }.play { desk in
            try await ClerkMachine.with { place in
                let place = place.loggedIn(to: desk)
                let ended = try await place.run(["callbacks", "ask"] + arguments)
                #expect(ended.code == 0)
                let task = "+46701234567  wants to be called  not before 2026-11-24 08:00"
                #expect(ended.output.contains(task))
                #expect(desk.lines == ["PUT /v1/tickets/1042/callback"])
                #expect(desk.requests.last?.body == body)
            }
        }
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
