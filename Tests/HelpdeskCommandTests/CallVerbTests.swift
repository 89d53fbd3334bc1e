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

    private static let tasks = FakeReply.json(
        """
        {"items":[
          {"id":"0193aaaa-0000-7000-8000-00000000beef","number":"+46701234567","reason":"asked",
           "call":null,"ticket":1042,"created_at":"2026-11-23T12:55:00Z",
           "caller":{"articles":[],"open_tickets":[]}},
          {"id":"0193aaaa-0000-7000-8000-00000000cafe","number":"+46701234568","reason":"asked",
           "call":null,"ticket":1043,"created_at":"2026-11-23T12:55:00Z",
           "caller":{"articles":[],"open_tickets":[]}}],
         "next":null}
        """
    )

    @Test(
        "say of a call-back that it is done, by its ticket or by a part of its id",
        arguments: [
            ("1043", "cafe"), ("#1042", "beef"), ("CAFE", "cafe"),
            ("0193aaaa-0000-7000-8000-00000000beef", "beef"),
        ]
    )
    func done(_ typed: String, _ end: String) async throws {
        let task = FakeReply.json(
            """
            {"id":"b1","number":"+46701234567","reason":"asked","call":null,"ticket":1042,
             "created_at":"2026-11-23T12:55:00Z","done_at":"2026-11-23T13:00:00Z",
             "caller":{"name":"Åsa Öberg","articles":[],"open_tickets":[]}}
            """
        )
        try await FakeScript { $0.method == "GET" ? Self.tasks : task }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("callbacks", "done", typed)
                #expect(ended.code == 0)
                // Nobody wants to be called any more.
                #expect(
                    ended.output
                        == "Called back: +46701234567, Åsa Öberg  helpdesk show 1042\n"
                )
                let id = "0193aaaa-0000-7000-8000-00000000\(end)"
                #expect(desk.lines.last == "PUT /v1/callbacks/\(id)/completion")
            }
        }
    }

    @Test("ask for more of an id that fits several")
    func ambiguous() async throws {
        try await FakeScript { _ in Self.tasks }.play { desk in
            try await ClerkMachine.with { place in
                let ended = try await place.loggedIn(to: desk).run("callbacks", "done", "0193a")
                #expect(ended.code == 65)
                #expect(ended.errors.contains("beef") && ended.errors.contains("cafe"))
                #expect(desk.lines == ["GET /v1/callbacks?limit=100"])
            }
        }
    }
}
