import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("The API's knowledge")
struct KnowledgeAPITests {
    @Test("matches a question, with reasons and a confidence")
    func matches() async throws {
        try await withAPI { caller, _ in
            let found: MatchesBody = try await caller.call(
                .post,
                "/v1/matches",
                #"{"text":"bankid appen svarar inte, RFA8","limit":2}"#
            ).read()
            let best = try #require(found.matches.first)
            #expect(best.article == "bankid-svarar-inte")
            #expect((0...1).contains(best.confidence))
            #expect(!best.reasons.isEmpty)
            #expect(found.matches.count <= 2)
        }
    }

    @Test("says why in the language of whoever asks, or in the question's")
    func reasons() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            for (question, reader, word) in [
                ("bankid appen svarar inte, RFA8", "en-GB,en;q=0.9", "error code RFA8"),
                ("bankid appen svarar inte, RFA8", "fi", "felkod RFA8"),
                ("the bankid app does not respond, RFA8", "sv", "felkod RFA8"),
                ("the bankid app does not respond, RFA8", nil, "error code RFA8"),
            ] {
                let fields = reader.map { ["Accept-Language": $0] } ?? [:]
                let answer = try await caller.call(
                    .post,
                    "/v1/matches",
                    #"{"text":"\#(question)"}"#,
                    headers: fields
                )
                let found: MatchesBody = try answer.read()
                #expect(found.matches.first?.reasons.contains(word) == true, "\(question)")
                #expect(answer.headers[.vary] == "Accept-Language")
            }
            for (reader, word) in [("sv", "ord"), ("en", "words")] {
                let found: MatchesBody = try await caller.call(
                    .get,
                    "/v1/tickets/1/suggestions",
                    headers: ["Accept-Language": reader]
                ).read()
                let reasons = found.matches.first?.reasons ?? []
                #expect(reasons.contains { $0.hasPrefix("\(word) ") }, "\(reasons)")
            }
        }
    }

    @Test("refuses a question that is none", arguments: [0, 1, 20, 21])
    func limits(limit: Int) async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(
                .post,
                "/v1/matches",
                #"{"text":"hej","limit":\#(limit)}"#
            )
            #expect(answer.status == ((1...20).contains(limit) ? .ok : .unprocessableContent))
            let empty = try await caller.call(.post, "/v1/matches", #"{"text":" "}"#)
            #expect(empty.pointers == ["/text"])
        }
    }

    @Test("suggests articles for a ticket")
    func suggestions() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            let found: MatchesBody =
                try await caller.call(.get, "/v1/tickets/1/suggestions").read()
            #expect(found.matches.first?.article == "losenord")
        }
    }

    @Test("shows articles in the language asked for, else in Swedish")
    func articles() async throws {
        try await withAPI { caller, _ in
            let english = try await caller.call(
                .get,
                "/v1/articles/bankid-svarar-inte?language=en"
            )
            #expect(english.headers[.contentLanguage] == "en")
            let article: ArticleBody = try english.read()
            #expect(article.title == "BankID does not respond")
            #expect(article.html.contains("<p>"))
            let only = try await caller.call(.get, "/v1/articles/losenord?language=en")
            #expect(only.headers[.contentLanguage] == "sv")
            #expect(try await caller.call(.get, "/v1/articles/nope").status == .notFound)
            let list: Page<ArticleSummaryBody> =
                try await caller.call(.get, "/v1/articles?language=sv&limit=2").read()
            #expect(list.items.count == 2)
            #expect(list.next != nil)
        }
    }
}

@Suite("The API's hand-offs")
struct HandoffAPITests {
    @Test("are refused politely without a switchboard")
    func none() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            let answer = try await caller.call(
                .post,
                "/v1/tickets/1/handoffs",
                #"{"destination":"bygglov","mode":"blind"}"#
            )
            #expect(answer.status == .conflict)
            #expect(answer.problem?.type == "/problems/switchboard-not-configured")
        }
    }

    @Test("are recorded, can be followed, and end once")
    func lifeCycle() async throws {
        try await withAPI(switchboard: TestSwitchboard()) { caller, _ in
            _ = try await caller.open()
            let places: Page<ListedDestinationBody> =
                try await caller.call(.get, "/v1/destinations?q=ALTAN").read()
            #expect(places.items.map(\.destination.id) == ["bygglov"])
            #expect(places.items.map(\.availability.goesTo) == ["bygglov"])
            #expect(places.items.map(\.availability.days) == [[]])
            let unknown = try await caller.call(
                .post,
                "/v1/tickets/1/handoffs",
                #"{"destination":"nowhere","mode":"blind"}"#
            )
            #expect(unknown.pointers == ["/destination"])
            let answer = try await caller.call(
                .post,
                "/v1/tickets/1/handoffs",
                #"{"destination":"bygglov","mode":"attended","summary":"Vill bygga altan"}"#
            )
            #expect(answer.status == .accepted)
            let handoff: HandoffBody = try answer.read()
            #expect(answer.headers[.location] == "/v1/handoffs/\(handoff.id)")
            #expect(handoff.steps.map(\.state) == ["requested", "validated", "dialling"])
            #expect(handoff.instruction == "dial")
            let path = "/v1/handoffs/\(handoff.id)"
            let early = try await caller.call(
                .put,
                "\(path)/outcome",
                #"{"outcome":"ringing"}"#
            )
            #expect(early.pointers == ["/outcome"])
            let ended: HandoffBody = try await caller.call(
                .put,
                "\(path)/outcome",
                #"{"outcome":"completed"}"#
            ).read()
            #expect(ended.state == "completed")
            #expect(ended.instruction == nil)
            let twice = try await caller.call(
                .put,
                "\(path)/outcome",
                #"{"outcome":"busy"}"#
            )
            #expect(twice.status == .conflict)
            let followed: HandoffBody = try await caller.call(.get, path).read()
            #expect(followed == ended)
            let list = "/v1/tickets/1/handoffs"
            let all: Page<HandoffBody> = try await caller.call(.get, list).read()
            #expect(all.items == [ended] && all.next == nil)
        }
    }

    @Test("of all tickets are listed page by page, the newest first")
    func listedAll() async throws {
        try await withAPI(switchboard: TestSwitchboard()) { caller, _ in
            for number in 1...3 {
                _ = try await caller.open()
                let made = try await caller.call(
                    .post,
                    "/v1/tickets/\(number)/handoffs",
                    #"{"destination":"bygglov","mode":"blind"}"#
                )
                #expect(made.status == .accepted)
            }
            let first = try await caller.call(.get, "/v1/handoffs?state=open&limit=2")
            #expect(first.headers[.vary] == "Accept-Language")
            let page: Page<HandoffBody> = try first.read()
            #expect(page.items.map(\.ticket) == [3, 2])
            let next = try #require(page.next)
            let link = "</v1/handoffs?state=open&limit=2&cursor=\(next)>; rel=\"next\""
            #expect(first.headers[HTTPField.Name(known: "Link")] == link)
            let rest: Page<HandoffBody> =
                try await caller.call(.get, "/v1/handoffs?limit=2&cursor=\(next)").read()
            #expect(rest.items.map(\.ticket) == [1] && rest.next == nil)
            let path = "/v1/handoffs/\(try #require(rest.items.first).id)"
            _ = try await caller.call(.put, "\(path)/outcome", #"{"outcome":"busy"}"#)
            let open: Page<HandoffBody> = try await caller.call(.get, "/v1/handoffs").read()
            #expect(open.items.map(\.ticket) == [3, 2])
            let busy: Page<HandoffBody> =
                try await caller.call(.get, "/v1/handoffs?state=busy").read()
            #expect(busy.items.map(\.ticket) == [1])
        }
    }

    @Test("of all tickets are listed by states that there are, and by cursors of that list")
    func badQuery() async throws {
        try await withAPI(switchboard: TestSwitchboard()) { caller, _ in
            let state = try await caller.call(.get, "/v1/handoffs?state=lost")
            #expect(state.status == .badRequest && state.pointers == ["state"])
            let words = state.problem?.errors?.first?.detail ?? ""
            #expect(words.hasPrefix("must be one of open, requested, validated, "))
            let other = Query.cursor(of: "handoffs", after: UUIDv7(at: .distantPast))
            let cursor = try await caller.call(.get, "/v1/handoffs?cursor=\(other)&limit=101")
            #expect(cursor.status == .badRequest && cursor.pointers == ["cursor", "limit"])
        }
    }

    @Test("are listed page by page, and tell their steps in the reader's language")
    func listed() async throws {
        try await withAPI(switchboard: TestSwitchboard()) { caller, _ in
            _ = try await caller.open()
            for number in ["08-465 00 410", "1900555"] {
                let refused = try await caller.call(
                    .post,
                    "/v1/tickets/1/handoffs",
                    #"{"destination":"tel:\#(number)","mode":"blind"}"#
                )
                #expect(refused.status == .forbidden)
            }
            let first = try await caller.call(
                .get,
                "/v1/tickets/1/handoffs?limit=1",
                headers: ["Accept-Language": "sv"]
            )
            #expect(first.headers[.vary] == "Accept-Language")
            let page: Page<HandoffBody> = try first.read()
            #expect(page.items.map(\.destination.id) == ["tel:+46846500410"])
            #expect(page.items.first?.steps.map(\.state) == ["requested", "not_allowed"])
            #expect(page.items.first?.steps.last?.detail == "får inte ringa nummer")
            let cursor = try #require(page.next)
            let rest: Page<HandoffBody> = try await caller.call(
                .get,
                "/v1/tickets/1/handoffs?limit=1&cursor=\(cursor)"
            ).read()
            #expect(rest.items.map(\.destination.id) == ["tel:+1900555"] && rest.next == nil)
            #expect(rest.items.first?.steps.last?.detail == "has no right to dial numbers")
        }
    }
}

@Suite("The API itself")
struct WholeAPITests {
    @Test("answers a wrong method with the right ones")
    func methods() async throws {
        try await withAPI { caller, _ in
            let answer = try await caller.call(.put, "/v1/tickets", "{}")
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "GET, HEAD, POST")
            let unknown = try await caller.call(.get, "/v1/nothing")
            #expect(unknown.status == .notFound)
            #expect(unknown.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("tells its own machine how it is, without a log-in")
    func health() async throws {
        try await withAPI(as: nil) { caller, _ in
            for path in ["/healthz", "/readyz"] {
                let answer = try await caller.call(.get, path)
                #expect(answer.status == .ok, "\(path)")
            }
        }
    }

    @Test("refuses a cursor that it did not make, on every list")
    func forgedCursors() async throws {
        try await withAPI { caller, _ in
            _ = try await caller.open()
            let lists = [
                "articles": "/v1/articles", "destinations": "/v1/destinations",
                "tickets": "/v1/tickets", "messages": "/v1/tickets/1/messages",
                "history": "/v1/tickets/1/history",
            ]
            for (list, path) in lists {
                for place in ["-1", "x", "", "99999999999999999999", "nope/sv", "\u{0}"] {
                    let cursor = Query.cursor(of: list, after: place)
                    let answer = try await caller.call(.get, "\(path)?cursor=\(cursor)")
                    let isNumber = place == "-1" && ["tickets", "history"].contains(list)
                    #expect(
                        answer.status == (isNumber ? .ok : .badRequest),
                        "\(list) after \(place)"
                    )
                }
            }
        }
    }

    @Test("goes on in a list from which the last one shown was taken meanwhile")
    func lostPlaces() async throws {
        try await withAPI(switchboard: TestSwitchboard(units: ["a", "b"])) { caller, _ in
            func names(_ path: String) async throws -> [String] {
                let answer = try await caller.call(.get, path)
                #expect(answer.status == .ok, "\(path)")
                let page = try JSONSerialization.jsonObject(
                    with: Data(answer.body.readableBytesView)
                )
                let items = (page as? [String: Any])?["items"] as? [[String: Any]]
                return (items ?? []).compactMap { $0["id"] as? String }
            }
            for list in ["articles", "destinations"] {
                let path = "/v1/\(list)?limit=100"
                let all = try await names(path)
                #expect(all.count > 2)
                // The third was shown last, and the fourth stands in its place.
                let gone = Query.cursor(of: list, after: "3 gone")
                let rest = try await names("\(path)&cursor=\(gone)")
                #expect(rest == Array(all.dropFirst(2)))
                let end = Query.cursor(of: list, after: "\(Int.max) gone")
                #expect(try await names("\(path)&cursor=\(end)") == [])
            }
            let first: Page<ListedDestinationBody> =
                try await caller.call(.get, "/v1/destinations?limit=2").read()
            let next = try #require(first.next)
            let second: Page<ListedDestinationBody> =
                try await caller.call(.get, "/v1/destinations?limit=1&cursor=\(next)").read()
            #expect(second.items.map(\.destination.id) == ["b"] && second.next == nil)
        }
    }

    @Test("refuses a forged cursor of what is owed, whatever moment it names")
    func forgedMoments() async throws {
        try await withAPI { caller, _ in
            let beyond = ["\(Int64.max) 1", "\(Int64.min) 1", "253402300800000 1", "-1 1"]
            for place in beyond + ["1", "1 1 1", " ", "1 x"] {
                let cursor = Query.cursor(of: "tickets-due", after: place)
                let answer = try await caller.call(
                    .get,
                    "/v1/tickets?order=due&cursor=\(cursor)"
                )
                #expect(answer.status == .badRequest, "after \(place)")
            }
            for place in ["0 \(Int64.max)", "253402300799999 \(Int64.min)"] {
                let cursor = Query.cursor(of: "tickets-due", after: place)
                let answer = try await caller.call(
                    .get,
                    "/v1/tickets?order=due&cursor=\(cursor)"
                )
                #expect(answer.status == .ok, "after \(place)")
            }
        }
    }

    @Test("takes the greatest numbers there are for numbers of nothing")
    func greatestNumbers() async throws {
        try await withAPI(as: "root") { caller, _ in
            _ = try await caller.open()
            for number in [Int64.max, .min, 0] {
                for (list, path) in [
                    ("tickets", "/v1/tickets"), ("tickets", "/v1/tickets?q=logga"),
                    ("history", "/v1/tickets/1/history"), ("reads", "/v1/reads"),
                    ("incidents", "/v1/incidents"), ("access-records", "/v1/access-records"),
                    ("change-records", "/v1/change-records"),
                    ("watched-events", "/v1/watched-events"),
                ] {
                    let cursor = Query.cursor(of: list, after: number)
                    let separator = path.contains("?") ? "&" : "?"
                    let answer = try await caller.call(
                        .get,
                        "\(path)\(separator)cursor=\(cursor)"
                    )
                    #expect(answer.status == .ok, "\(path) after \(number)")
                }
                let events = try await caller.call(
                    .get,
                    "/v1/events",
                    headers: ["Last-Event-ID": "\(number)-\(number)"]
                )
                #expect(events.status == .gone, "events after \(number)")
            }
        }
    }

    @Test("reads no large body from somebody it does not know", arguments: [0, 1])
    func signInLimit(over: Int) async throws {
        try await withAPI(as: nil) { caller, _ in
            let form = #"{"username":"x","password":"y"}"#
            let filler = String(repeating: " ", count: 16_384 - form.utf8.count + over)
            let answer = try await caller.call(.post, "/v1/sessions", form + filler)
            #expect(answer.status == (over == 0 ? .unauthorized : .contentTooLarge))
        }
    }

    @Test("takes a body of 4 MiB and refuses one octet more", arguments: [0, 1])
    func bodyLimit(over: Int) async throws {
        try await withAPI { caller, _ in
            let shell = #"{"text":""}"#.utf8.count
            let filler = String(repeating: " ", count: 4_194_304 - shell + over)
            let answer = try await caller.call(.post, "/v1/matches", #"{"text":""}"# + filler)
            #expect(answer.status == (over == 0 ? .unprocessableContent : .contentTooLarge))
        }
    }
}
