import Cryptography
import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import WebAPI

extension StaffIdentity {
    fileprivate static let eva = StaffIdentity(
        id: "eva",
        name: "Eva Ask",
        mail: "eva@example.org",
        phone: "+46 8 1",
        roles: [.administrator, .auditor]
    )
}

extension WebAPI {
    fileprivate init(testing desk: Desk) {
        self.init(
            desk: desk,
            checks: [],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}

@Suite("The API's protection")
struct AccessAPITests {
    @Test("lists my sessions, and ends one, or all but this one")
    func sessions() async throws {
        try await withAPI { caller, house in
            for _ in 0..<2 {
                house.clock.advance(by: 1)
                _ = try await house.desk.signIn(
                    username: "ada",
                    password: Password(TestStaff.password(of: "ada"))
                )
            }
            let mine: Page<OpenSessionBody> = try await caller.call(.get, "/v1/sessions").read()
            #expect(mine.items.map(\.current) == [false, false, true])
            let id = try #require(mine.items.first?.id)
            #expect(try await caller.call(.delete, "/v1/sessions/\(id)").status == .noContent)
            #expect(try await caller.call(.delete, "/v1/sessions/\(id)").status == .notFound)
            let ended: EndedSessionsBody = try await caller.call(.delete, "/v1/sessions").read()
            #expect(ended.ended == 1)
            #expect(try await caller.call(.get, "/v1/session").status == .ok)
        }
    }

    @Test("makes one token for an Idempotency-Key, and shows it in the first answer only")
    func tokenOnce() async throws {
        try await withAPI(as: "eva", directory: ChangingStaff([.eva])) { caller, _ in
            let form = #"{"name":"web-form","scopes":["tickets:create"]}"#
            let key = ["Idempotency-Key": "one"]
            let first = try await caller.call(.post, "/v1/tokens", form, headers: key)
            let again = try await caller.call(.post, "/v1/tokens", form, headers: key)
            let made: NewTokenBody = try first.read()
            let said: NewTokenBody = try again.read()
            #expect(made.token != nil && said.token == nil)
            #expect(said.made == made.made)
            let list: Page<TokenBody> = try await caller.call(.get, "/v1/tokens").read()
            #expect(list.items.map(\.id) == [made.made.id])
        }
    }

    @Test("binds a token to no more queues than a list can ask for, and to each once")
    func tokenQueues() async throws {
        try await withAPI(as: "eva", directory: ChangingStaff([.eva])) { caller, _ in
            func form(_ count: Int) -> String {
                let queues = (0..<count).map { #""q\#($0)""# }.joined(separator: ",")
                return #"{"name":"a\#(count)","scopes":["tickets:read"],"queues":[\#(queues)]}"#
            }
            let most = try await caller.call(.post, "/v1/tokens", form(DeskSettings.queuesMax))
            #expect(most.status == .created)
            let token = TestCaller(
                client: caller.client,
                token: try most.read(NewTokenBody.self).token
            )
            #expect(try await token.call(.get, "/v1/tickets").status == .ok)
            let more = try await caller.call(.post, "/v1/tokens", form(DeskSettings.queuesMax + 1))
            #expect(more.pointers == ["/queues"])
            let twice = #"{"name":"b","scopes":["tickets:read"],"queues":["a","a"]}"#
            #expect(try await caller.call(.post, "/v1/tokens", twice).pointers == ["/queues/1"])
        }
    }

    @Test("makes a token, shows it once, and revokes it")
    func tokens() async throws {
        try await withAPI(as: "eva", directory: ChangingStaff([.eva])) { caller, house in
            let form = #"{"name":"web-form","scopes":["tickets:create"],"days":7}"#
            let answer = try await caller.call(.post, "/v1/tokens", form)
            #expect(answer.status == .created)
            let new: NewTokenBody = try answer.read()
            #expect(answer.headers[.location] == "/v1/tokens/\(new.made.id)")
            let form2 = TestCaller(client: caller.client, token: new.token)
            let ticket =
                #"{"subject":"Fråga","body":"Hej","channel":"web","citizen":{"name":"Olle"}}"#
            #expect(try await form2.call(.post, "/v1/tickets", ticket).status == .created)
            let list = try await caller.call(.get, "/v1/tokens")
            #expect(!String(buffer: list.body).contains(try #require(new.token)))
            let gone = try await caller.call(.delete, "/v1/tokens/\(new.made.id)")
            #expect(gone.status == .noContent)
            #expect(try await form2.call(.post, "/v1/tickets", ticket).status == .unauthorized)
            let bad = try await caller.call(.post, "/v1/tokens", #"{"name":"Å","scopes":[]}"#)
            #expect(bad.pointers == ["/name", "/scopes"])
            let records: Page<AccessRecordBody> = try await caller.call(
                .get,
                "/v1/access-records?staff=service:web-form"
            ).read()
            #expect(records.items.map(\.outcome) == ["revoked", "created"])
        }
    }

    @Test("keeps tokens and records from who is no administrator or auditor")
    func notPermitted() async throws {
        try await withAPI { caller, _ in
            for path in ["/v1/tokens", "/v1/access-records", "/v1/change-records"] {
                let answer = try await caller.call(.get, path)
                #expect(answer.status == .forbidden)
            }
            let form = #"{"name":"a","scopes":["tickets:create"]}"#
            #expect(try await caller.call(.post, "/v1/tokens", form).status == .forbidden)
        }
    }

    /// Whoever adds a route decides here, or in ``RouteScopes``, whether a program may call it.
    private static let forPeople: Set = [
        "POST /v1/sessions", "GET /v1/session", "DELETE /v1/session", "GET /v1/sessions",
        "DELETE /v1/sessions", "DELETE /v1/sessions/:id", "POST /v1/tokens", "GET /v1/tokens",
        "DELETE /v1/tokens/:id", "GET /v1/access-records", "GET /v1/change-records",
        // Decisions about people, evidence and mail, and a clerk's own telephone.
        "PUT /v1/tickets/:number/protection", "DELETE /v1/tickets/:number/protection",
        "PUT /v1/tickets/:number/hold", "DELETE /v1/tickets/:number/hold", "GET /v1/reads",
        "POST /v1/register-extracts", "POST /v1/erasures", "GET /v1/rights",
        "GET /v1/tickets/:number/suggestions/:article/verdict",
        "PUT /v1/tickets/:number/suggestions/:article/verdict",
        "DELETE /v1/tickets/:number/suggestions/:article/verdict",
        "GET /v1/articles/:article/evidence", "DELETE /v1/articles/:article/evidence",
        "GET /v1/duty", "PUT /v1/duty", "DELETE /v1/duty", "DELETE /v1/duty/:name",
        "GET /v1/quarantine", "GET /v1/quarantine/:id", "DELETE /v1/quarantine/:id",
        "PUT /v1/quarantine/:id/release",
        "GET /v1/reports/:name",
        "GET /v1/mail/brake", "PUT /v1/mail/brake", "DELETE /v1/mail/brake",
        "POST /v1/tickets/:number/disclosures",
        // What many meet at once is told and answered by people.
        "GET /v1/incidents", "POST /v1/incidents", "GET /v1/incidents/:number",
        "PATCH /v1/incidents/:number", "GET /v1/incidents/:number/tickets",
        "POST /v1/incidents/:number/answers", "GET /v1/maintenance", "POST /v1/maintenance",
        "GET /v1/maintenance/:number", "PATCH /v1/maintenance/:number",
        "DELETE /v1/maintenance/:number",
        "POST /v1/webhooks", "GET /v1/webhooks", "GET /v1/webhooks/:id", "PUT /v1/webhooks/:id",
        "DELETE /v1/webhooks/:id", "PUT /v1/webhooks/:id/activation",
        "DELETE /v1/webhooks/:id/activation", "POST /v1/webhooks/:id/secret",
        "GET /v1/webhooks/:id/deliveries", "POST /v1/webhooks/:id/deliveries/:delivery/retry",
        // Who has a ticket before them, and who wants to hear of it.
        "PUT /v1/tickets/:number/watch", "DELETE /v1/tickets/:number/watch",
        "GET /v1/watched-events", "PUT /v1/tickets/:number/presence",
        "GET /v1/tickets/:number/presence", "DELETE /v1/tickets/:number/presence",
    ]

    /// What citizens reach without a log-in: the signature in a link is all that is asked for.
    private static let forEverybody: Set = [
        "GET /l/:token", "POST /l/:token", "GET /l/articles/:article", "GET /l/",
        "GET /l/articles/",
        // Whoever files by Open311 shows a key in the form, as the standard has it.
        "GET /open311/v2/discovery", "GET /open311/v2/discovery.xml",
        "GET /open311/v2/discovery.json", "GET /open311/v2/services",
        "GET /open311/v2/services.xml", "GET /open311/v2/services.json",
        "GET /open311/v2/services/:code", "GET /open311/v2/requests",
        "GET /open311/v2/requests.xml", "GET /open311/v2/requests.json",
        "POST /open311/v2/requests", "POST /open311/v2/requests.xml",
        "POST /open311/v2/requests.json", "GET /open311/v2/requests/:id",
        "GET /open311/v2/tokens/:token",
    ]

    @Test("knows of every route which scope opens it, or that it is for people")
    func everyRoute() async throws {
        try await withDesk { house in
            let routes = WebAPI(testing: house.desk).routes().endpoints.map {
                "\($0.method.rawValue) \($0.path)"
            }
            for route in routes {
                let places = [
                    RouteScopes.table[route] != nil, Self.forPeople.contains(route),
                    Self.forEverybody.contains(route),
                ]
                #expect(places.count { $0 } == 1, "\(route)")
            }
            #expect(Self.forPeople.union(Self.forEverybody).isSubset(of: routes))
        }
    }

    @Test("lets a token through exactly the routes of its scope", arguments: TokenScope.allCases)
    func scopes(scope: TokenScope) async throws {
        try await withAPI(as: nil) { caller, house in
            let (token, _) = try await house.desk.createServiceToken(
                ServiceTokenDraft(name: "a", scopes: [scope.rawValue]),
                as: nil
            )
            let system = TestCaller(client: caller.client, token: token.text)
            let from = ["X-Forwarded-For": "192.0.2.1"]
            for (method, path) in WebAPI(testing: house.desk).routes().endpoints {
                guard path != "/v1/sessions" || method != .post,
                    !Self.forEverybody.contains("\(method.rawValue) \(path)")
                else { continue }
                let place = path.replacing(":number", with: "1").replacing(":article", with: "a")
                    .replacing(":name", with: "x").replacing(":other", with: "2")
                    .replacing(":delivery", with: "x")
                    .replacing(":id", with: UUIDv7(at: house.clock.now).description)
                let answer = try await system.call(method, place, headers: from)
                let isRefused = answer.problem?.type == "/problems/insufficient-scope"
                let isOpen = RouteScopes.scope(method, path) == scope
                #expect(isRefused != isOpen, "\(method) \(path)")
                guard isRefused else { continue }
                #expect(answer.status == .forbidden)
                let words = answer.headers[.wwwAuthenticate] ?? ""
                #expect(words.hasPrefix(#"Bearer error="insufficient_scope""#))
            }
        }
    }

    @Test("tells each answer's reader to run nothing, and no other origin anything")
    func securityHeaders() async throws {
        try await withAPI { caller, _ in
            let (ticket, _) = try await caller.open()
            let paths = ["/healthz", "/v1/tickets/\(ticket.number)", "/nowhere", "/v1/tickets?x=1"]
            for path in paths {
                let answer = try await caller.call(
                    .get,
                    path,
                    headers: ["Origin": "https://evil.example"]
                )
                let headers = answer.headers
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
                #expect(headers[.cacheControl] == "no-store")
                let names = Set(headers.map { $0.name.canonicalName })
                #expect(names.isSuperset(of: ["referrer-policy", "x-frame-options"]))
                #expect(!names.contains { $0.hasPrefix("access-control-") }, "no CORS")
                #expect(!names.contains("strict-transport-security"), "only over TLS")
                #expect(!names.contains("set-cookie"), "no cookies")
            }
        }
    }

    @Test("CSRF: a page of another origin gets 401, and no leave to ask")
    func crossOrigin() async throws {
        try await withAPI(as: nil) { caller, _ in
            let headers = [
                "Origin": "https://evil.example", "Access-Control-Request-Method": "POST",
                "Cookie": "session=x",
            ]
            let preflight = try await caller.call(.options, "/v1/tickets", headers: headers)
            #expect(preflight.status == .methodNotAllowed)
            #expect(!preflight.headers.contains { $0.name.canonicalName.hasPrefix("access-") })
            let form = #"{"subject":"x","body":"x","channel":"web"}"#
            let answer = try await caller.call(.post, "/v1/tickets", form, headers: headers)
            #expect(answer.status == .unauthorized)
        }
    }

    @Test("says how much is left of the minute, and when it begins anew")
    func rateLimit() async throws {
        try await withAPI(requestsPerMinuteMax: 6) { caller, _ in
            let rate = try #require(HTTPField.Name("RateLimit"))
            let policy = try #require(HTTPField.Name("RateLimit-Policy"))
            let asked: [(HTTPRequest.Method, String, HTTPResponse.Status)] = [
                (.get, "/v1/session", .ok), (.get, "/v1/tickets/999", .notFound),
                (.get, "/v1/tickets?limit=x", .badRequest),
                (.get, "/v1/access-records", .forbidden),
                (.post, "/v1/tickets", .unsupportedMediaType),
                (.get, "/v1/session", .ok),
            ]
            for (index, (method, path, status)) in asked.enumerated() {
                let left = asked.count - 1 - index
                let answer = try await caller.call(method, path)
                #expect(answer.status == status, "\(path)")
                #expect(answer.headers[policy] == #""person";q=6;w=60"#)
                #expect(answer.headers[rate]?.hasPrefix(#""person";r=\#(left);t="#) == true)
            }
            let answer = try await caller.call(.get, "/v1/session")
            #expect(answer.status == .tooManyRequests)
            #expect(answer.headers[rate]?.hasPrefix(#""person";r=0;t="#) == true)
            #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 >= 1)
        }
    }

    @Test("answers 429 to a log-in that has to wait, the same for every user")
    func bruteForce() async throws {
        try await withAPI(as: nil) { caller, _ in
            var bodies: Set<String> = []
            for user in ["ada", "nobody"] {
                let form = #"{"username":"\#(user)","password":"wrong"}"#
                for _ in 0..<5 {
                    let answer = try await caller.call(.post, "/v1/sessions", form)
                    #expect(answer.status == .unauthorized)
                }
                let answer = try await caller.call(.post, "/v1/sessions", form)
                #expect(answer.status == .tooManyRequests)
                #expect(answer.headers[.retryAfter] == "1")
                bodies.insert(String(buffer: answer.body))
            }
            #expect(bodies.count == 1)
        }
    }

    @Test("predictable tokens: a session's is 256 random bits and stands in no other answer")
    func unpredictable() async throws {
        try await withAPI { caller, house in
            var tokens: Set<String> = []
            for _ in 0..<50 {
                let (token, _) = try await house.desk.signIn(
                    username: "ada",
                    password: Password(TestStaff.password(of: "ada"))
                )
                #expect(token.text.utf8.count == 52)
                tokens.insert(String(token.text.prefix(12)))
            }
            #expect(tokens.count == 50)
            let list = try await caller.call(.get, "/v1/sessions")
            let text = String(buffer: list.body)
            #expect(!tokens.contains { text.contains($0) })
        }
    }
}
