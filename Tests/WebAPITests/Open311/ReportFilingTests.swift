import Desk
import DeskAPI
import DeskTesting
import Foundation
import FoundationXML
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("Filing by Open311")
struct ReportFilingTests {
    /// As in the example of GeoReport v2.
    private static let example = [
        ("jurisdiction_id", "city.example"), ("service_code", "001"), ("lat", "37.76524078"),
        ("long", "-122.4212043"), ("address_string", "1234 5th street"),
        ("email", "smit333@sfgov.example"), ("device_id", "tt222111"), ("account_id", "123456"),
        ("first_name", "john"), ("last_name", "smith"), ("phone", "111111111"),
        ("description", "A large sinkhole is destroying the street"),
        ("media_url", "http://farm3.static.example/2002/2212426634_5ed477a060.jpg"),
    ]

    @Test(
        "opens a ticket with all that was said, and says its number",
        arguments: StoreKind.available
    )
    func filed(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let key = try await ReportHouse.key(in: house)
            let answer = try await caller.file([("api_key", key)] + Self.example)
            #expect(answer.status == .created)
            #expect(try answer.xml().name == "service_requests")
            let id = try #require(
                try answer.texts("/service_requests/request/service_request_id").first
            )
            #expect(try answer.texts("/service_requests/request/account_id") == [""])
            let ticket: TicketBody = try await caller.call(.get, "/v1/tickets/\(id)").read()
            #expect(ticket.channel == "web" && ticket.kind == "fault" && ticket.queue == "school")
            #expect(
                ticket.subject == "Cans left out 24x7: A large sinkhole is destroying the street"
            )
            #expect(ticket.citizen.name == "john smith" && ticket.citizen.verified == false)
            #expect(ticket.citizen.email == "smit333@sfgov.example")
            #expect(ticket.citizen.phone == "111111111")
            let page: Page<MessageBody> =
                try await caller.call(.get, "/v1/tickets/\(id)/messages").read()
            #expect(
                page.items.map(\.body) == [
                    """
                    A large sinkhole is destroying the street

                    Place: 1234 5th street 37.7652408, -122.4212043
                    Picture: http://farm3.static.example/2002/2212426634_5ed477a060.jpg
                    """
                ]
            )
            #expect(page.items.first?.author.kind == "citizen")
            let history: Page<HistoryBody> =
                try await caller.call(.get, "/v1/tickets/\(id)/history").read()
            #expect(history.items.first?.actor.id == "service:app")
            #expect(history.items.first?.details["open311"] == "001")
            let kept: ServiceRequestBody =
                try await caller.call(.get, "/v1/tickets/\(id)/service-request").read()
            #expect(kept.service == "001" && kept.published == false)
            #expect(kept.latitude == 37.7652408 && kept.longitude == -122.4212043)
            #expect(kept.address == "1234 5th street")
            #expect(kept.mediaURL == Self.example[12].1)
        }
    }

    @Test(
        "is one request when the same comes again within minutes, and another after them",
        arguments: StoreKind.available
    )
    func repeated(on kind: StoreKind) async throws {
        try await withAPI(on: kind, settings: ReportHouse.settings()) { caller, house in
            let key = try await ReportHouse.key(in: house)
            func id(_ fields: [(String, String)], _ status: Int) async throws -> String? {
                let answer = try await caller.file(fields)
                #expect(answer.status.code == status)
                return try answer.texts("//service_request_id").first
            }
            let first = try await id(Self.example, 201)
            house.clock.advance(by: 600)
            #expect(try await id(Self.example, 200) == first)
            #expect(try await id(Self.example.reversed(), 200) == first)
            // Not the same: another who asks, another word.
            let keyed = try await id(Self.example + [("api_key", key)], 201)
            let other = try await id(Self.example.dropLast() + [("media_url", "http://x")], 201)
            house.clock.advance(by: 1)
            let later = try await id(Self.example, 201)
            #expect(Set([first, keyed, other, later]).count == 4)
        }
    }

    @Test("is for whoever has a key for it, and for others where the city says so")
    func keys() async throws {
        let settings = ReportHouse.settings { $0.takesAnonymous = false }
        try await withAPI(settings: settings) { caller, house in
            let fields = [("service_code", "later"), ("description", "Hej")]
            let none = try await caller.file(fields)
            #expect(none.status == .forbidden)
            #expect(try none.errors() == ["api_key was not provided"])
            let right = try await ReportHouse.key(in: house)
            let wrong = [
                "x", String(repeating: "a", count: 10_000), caller.token ?? "",
                try await ReportHouse.key(.ticketsCreate, in: house), right + "a",
            ]
            for key in wrong {
                let answer = try await caller.file(fields + [("api_key", key)])
                #expect(answer.status == .forbidden)
                #expect(try answer.errors() == ["api_key provided is not valid here"])
            }
            #expect(try await caller.file(fields + [("api_key", right)]).status == .created)
            // A key of another queue than the service's.
            let foreign = try await ReportHouse.key(queues: ["building"], in: house)
            let answer = try await caller.file(Self.example + [("api_key", foreign)])
            #expect(answer.status == .forbidden)
            let found = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(found.count == 1)
        }
    }

    @Test("is not moved out of reach of whoever files it by what the citizen writes")
    func triage() async throws {
        var settings = ReportHouse.settings()
        settings.triage.rules = [try TriageRule("code=RFA8: queue=social")]
        settings.confidentialQueues = ["social"]
        try await withAPI(settings: settings) { caller, house in
            for queues in [[], ["e-service"]] {
                let key = try await ReportHouse.key(queues: queues, in: house)
                let answer = try await caller.file([
                    ("service_code", "later"), ("description", "RFA8 \(queues)"),
                    ("api_key", key),
                ])
                #expect(answer.status == .created)
                let tickets = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
                #expect(tickets.first?.queue == "e-service")
            }
        }
    }

    @Test("says of a form everything that is wrong, and keeps nothing of it")
    func mistakes() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, house in
            func errors(_ fields: [(String, String)], _ status: Int = 400) async throws -> [String]
            {
                let answer = try await caller.file(fields)
                #expect(answer.status.code == status)
                return try answer.errors()
            }
            #expect(try await errors([]) == ["service_code was not provided"])
            #expect(try await errors([("service_code", "")]) == ["service_code was not provided"])
            #expect(
                try await errors([("service_code", "9")], 404)
                    == ["service_code provided was not found"]
            )
            #expect(
                try await errors([("service_code", "001"), ("jurisdiction_id", "x")], 404)
                    == ["jurisdiction_id provided was not found"]
            )
            #expect(
                try await errors([("service_code", "001"), ("description", "x")])
                    == ["lat and long, or address_string, or address_id must be there"]
            )
            let code = [("service_code", "001")]
            for (latitude, longitude) in [
                ("1", ""), ("", "1"), ("91", "0"), ("0", "-180.1"), ("nan", "0"), ("x", "0"),
                ("inf", "0"),
            ] {
                let place = [("lat", latitude), ("long", longitude)]
                #expect(try await errors(code + place).count == 1, "\(place)")
            }
            let wrong = try await errors([
                ("service_code", "DMV66"), ("email", "nobody"), ("phone", "12"),
                ("media_url", "javascript:alert(1)"),
                ("description", String(repeating: "å", count: 4_001)),
                ("attribute[many][]", "a"), ("attribute[many][]", "c"),
                ("attribute[since]", "igår"),
                ("attribute[count]", "många"), ("attribute[law]", "x"), ("attribute[other]", "x"),
            ])
            #expect(
                wrong.map { $0.prefix { $0 != " " } } == [
                    "description", "email", "phone", "media_url", "attribute[WHISHETN]",
                    "attribute[many]", "attribute[since]", "attribute[count]", "attribute[law]",
                    "attribute[other]",
                ]
            )
            #expect(
                try await errors([
                    ("service_code", "DMV66"), ("attribute[WHISHETN]", "123"),
                    ("attribute[WHISHETN]", "124"),
                ]) == ["attribute[WHISHETN] takes one value"]
            )
            let found = try await house.desk.tickets(TicketQuery(), as: .ada).tickets
            #expect(found.isEmpty)
        }
    }

    @Test("takes the longest text, and every answer to the service's questions")
    func answers() async throws {
        try await withAPI(settings: ReportHouse.settings()) { caller, house in
            let text = String(repeating: "å", count: 4_000)
            let answer = try await caller.file([
                ("service_code", "DMV66"), ("description", text), ("attribute[WHISHETN]", "124"),
                ("attribute[many][0]", "b"), ("attribute[many][1]", "a"),
                ("attribute[count]", "1,5"),
                ("attribute[since]", "2026-11-01T08:00:00+01:00"),
            ])
            #expect(answer.status == .created)
            #expect(try answer.texts("//service_notice") == ["Du får svar inom tio arbetsdagar."])
            let ticket = try #require(
                try await house.desk.tickets(TicketQuery(), as: .ada).tickets.first
            )
            let page = try await house.desk.messages(
                of: ticket.number,
                after: nil,
                limit: 1,
                as: .ada
            )
            let body = try #require(page.messages.first?.body)
            #expect(body.hasPrefix(text))
            #expect(body.contains("What is the ticket/tag/DL number? Chrysler"))
            #expect(body.contains("How many? 1,5") && body.contains("Since? 2026-11-01"))
            let kept = try await house.desk.serviceRequest(of: ticket.number, as: .ada)
            let many = kept.answers.first { $0.code == "many" }
            #expect(Set(many?.values ?? []) == ["a", "b"])
        }
    }

    @Test("answers by a token where that is how the service is followed, or by neither")
    func following() async throws {
        try await withAPI(as: nil, settings: ReportHouse.settings()) { caller, _ in
            let later = try await caller.file([("service_code", "later"), ("description", "a")])
            #expect(try later.texts("//service_request_id").isEmpty)
            let token = try #require(try later.texts("//token").first)
            let found = try await caller.read("/tokens/\(token).xml")
            #expect(try found.texts("//token") == [token])
            let id = try #require(try found.texts("//service_request_id").first)
            #expect(try await caller.read("/requests/\(id).xml").status == .ok)
            let json = try await caller.read("/tokens/\(token).json").json()
            #expect((json as? [[String: Any]])?.first?["service_request_id"] as? String == id)
            let quiet = try await caller.file([("service_code", "quiet"), ("description", "a")])
            #expect(quiet.status == .created)
            #expect(try quiet.texts("//token").isEmpty)
            #expect(try quiet.texts("//service_request_id").isEmpty)
            for wrong in ["x", "0", UUID().uuidString, String(token.dropLast())] {
                let answer = try await caller.read("/tokens/\(wrong).xml")
                #expect(answer.status == .notFound)
                #expect(try answer.errors() == ["token provided was not found"])
            }
        }
    }

    @Test("bounds how many come without a key from all networks together, and none that have one")
    func boundOfAll() async throws {
        let settings = ReportHouse.settings { $0.allPostsPerMinuteMax = 2 }
        try await withAPI(as: nil, settings: settings) { caller, house in
            // What cannot be read asks for nothing.
            for _ in 0..<3 { _ = try await caller.file([("service_code", "later"), ("lat", "1")]) }
            for place in 0..<2 {
                let fields = [("service_code", "later"), ("description", "\(place)")]
                #expect(try await caller.file(fields).status == .created)
            }
            let fields = [("service_code", "later"), ("description", "one too many")]
            let refused = try await caller.file(fields)
            #expect(refused.status == .tooManyRequests)
            #expect(try refused.errors().count == 1)
            let seconds = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            #expect((1...60).contains(seconds))
            let key = try await ReportHouse.key(in: house)
            #expect(try await caller.file(fields + [("api_key", key)]).status == .created)
        }
    }

    @Test("bounds what a form may be, and how many come from a network without a key")
    func bounds() async throws {
        // The four that cannot be read, and two that can.
        let settings = ReportHouse.settings { $0.postsPerMinuteMax = 6 }
        try await withAPI(as: nil, settings: settings) { caller, house in
            let path = "\(ReportHouse.root)/requests.xml"
            let form = ["Content-Type": "application/x-www-form-urlencoded"]
            let json = try await caller.call(.post, path, "{}")
            #expect(json.status == .unsupportedMediaType)
            #expect(try json.errors().count == 1)
            let large = String(repeating: "a", count: ReportRoutes.formBytesMax + 1)
            let huge = try await caller.call(.post, path, large, headers: form)
            #expect(huge.status == .contentTooLarge)
            #expect(try huge.errors().count == 1)
            let many = String(repeating: "a&", count: FormData.pairsMax + 1)
            #expect(try await caller.call(.post, path, many, headers: form).status == .badRequest)
            let broken = try await caller.call(.post, path, "description=%ff", headers: form)
            #expect(broken.status == .badRequest)
            let fields = [("service_code", "later"), ("description", "a")]
            for _ in 0..<2 { _ = try await caller.file(fields) }
            let refused = try await caller.file(fields)
            #expect(refused.status == .tooManyRequests)
            #expect(try refused.errors().count == 1)
            #expect(refused.headers[.retryAfter] != nil)
            let key = try await ReportHouse.key(in: house)
            #expect(try await caller.file(fields + [("api_key", key)]).status == .created)
        }
    }
}
