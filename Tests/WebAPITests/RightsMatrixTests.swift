import Cryptography
import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import WebAPI

/// Role × route × whose ticket it is, asked from the outside.
@Suite("Who may do what")
struct RightsMatrixTests {
    /// How a ticket lies.
    private enum Lie: String, CaseIterable {
        case common
        case school
        case confidential
        case protected
    }

    /// What a person may do with the tickets of each lie; written here once more, by hand.
    private struct Expectation {
        var user: String
        var reads: Set<Lie>
        var works: Set<Lie>
        var holds: Set<Lie> = []
    }

    private static let expectations: [Expectation] = [
        Expectation(
            user: "ada",
            reads: [.common, .school],
            works: [.common, .school]
        ),
        Expectation(user: "stig", reads: [.school], works: [.school]),
        Expectation(user: "sara", reads: [.school], works: [.school]),
        Expectation(
            user: "soley",
            reads: [.confidential],
            works: [.confidential]
        ),
        Expectation(
            user: "rut",
            reads: [.common, .school, .confidential],
            works: []
        ),
        Expectation(
            user: "adam",
            reads: [.common, .school],
            works: [.common, .school],
            holds: [.common, .school]
        ),
        Expectation(
            user: "petra",
            reads: [.common, .school, .protected],
            works: [.common, .school, .protected]
        ),
        Expectation(user: "pelle", reads: [], works: []),
    ]

    /// What a route wants of whoever asks.
    private enum Need {
        /// Nothing but a log-in, or not even that.
        case nothing
        /// To see the ticket that it names.
        case read
        /// To work the ticket that it names.
        case work
        case hold
        /// To see the ticket; nothing is learnt from what is confidential or protected.
        case readTaught
        /// One of these people, whatever the ticket.
        case oneOf(Set<String>)
        /// Has a test of its own, by this name.
        case elsewhere(String)
    }

    /// Every route; one that is not here fails the test.
    private static let needs: [String: Need] = [
        "GET /healthz": .nothing, "GET /readyz": .nothing, "GET /openapi.json": .nothing,
        "POST /v1/sessions": .elsewhere("The API's sessions"), "GET /v1/session": .nothing,
        "GET /v1/sessions": .nothing, "DELETE /v1/sessions": .elsewhere("The API's sessions"),
        "DELETE /v1/sessions/:id": .elsewhere("The API's sessions"),
        "POST /v1/tokens": .oneOf(["adam"]), "GET /v1/tokens": .oneOf(["adam"]),
        "DELETE /v1/tokens/:id": .elsewhere("service tokens"),
        "GET /v1/access-records": .oneOf(["rut"]),
        "DELETE /v1/session": .elsewhere("The API's sessions"),
        "POST /v1/tickets": .elsewhere("opening"),
        "GET /v1/tickets": .elsewhere("lists"),
        "GET /v1/tickets/:number": .read, "PATCH /v1/tickets/:number": .work,
        "PUT /v1/tickets/:number/assignment": .work,
        "DELETE /v1/tickets/:number/assignment": .work,
        "PUT /v1/tickets/:number/unit": .work, "DELETE /v1/tickets/:number/unit": .work,
        "PUT /v1/tickets/:number/resolution": .work,
        "DELETE /v1/tickets/:number/resolution": .work,
        "GET /v1/tickets/:number/messages": .read, "POST /v1/tickets/:number/messages": .work,
        "GET /v1/tickets/:number/history": .read,
        "GET /v1/tickets/:number/suggestions": .read,
        "GET /v1/tickets/:number/draft": .elsewhere("Replies to begin with"),
        "GET /v1/tickets/:number/service-request": .elsewhere("Open311's requests"),
        "GET /open311/v2/discovery": .elsewhere("Open311's services"),
        "GET /open311/v2/discovery.xml": .elsewhere("Open311's services"),
        "GET /open311/v2/discovery.json": .elsewhere("Open311's services"),
        "GET /open311/v2/services": .elsewhere("Open311's services"),
        "GET /open311/v2/services.xml": .elsewhere("Open311's services"),
        "GET /open311/v2/services.json": .elsewhere("Open311's services"),
        "GET /open311/v2/services/:code": .elsewhere("Open311's services"),
        "POST /open311/v2/requests": .elsewhere("Filing by Open311"),
        "POST /open311/v2/requests.xml": .elsewhere("Filing by Open311"),
        "POST /open311/v2/requests.json": .elsewhere("Filing by Open311"),
        "GET /open311/v2/requests": .elsewhere("Open311's requests"),
        "GET /open311/v2/requests.xml": .elsewhere("Open311's requests"),
        "GET /open311/v2/requests.json": .elsewhere("Open311's requests"),
        "GET /open311/v2/requests/:id": .elsewhere("Open311's requests"),
        "GET /open311/v2/tokens/:token": .elsewhere("Open311's requests"),
        "GET /v1/attachments/:id": .read,
        "POST /v1/matches": .nothing, "GET /v1/articles": .nothing,
        "GET /v1/articles/:article": .nothing, "GET /v1/destinations": .nothing,
        "POST /v1/tickets/:number/handoffs": .work, "GET /v1/handoffs/:id": .read,
        "PUT /v1/handoffs/:id/outcome": .work,
        "PUT /v1/tickets/:number/protection": .work,
        "DELETE /v1/tickets/:number/protection": .work,
        "PUT /v1/tickets/:number/hold": .hold, "DELETE /v1/tickets/:number/hold": .hold,
        "GET /v1/reads": .oneOf(["rut"]),
        "POST /v1/register-extracts": .oneOf(["adam"]), "POST /v1/erasures": .oneOf(["adam"]),
        "GET /v1/rights": .nothing,
        "GET /v1/tickets/:number/suggestions/:article/verdict": .readTaught,
        "PUT /v1/tickets/:number/suggestions/:article/verdict": .work,
        "DELETE /v1/tickets/:number/suggestions/:article/verdict": .work,
        "GET /v1/articles/:article/evidence": .oneOf(["adam"]),
        "DELETE /v1/articles/:article/evidence": .oneOf(["adam"]),
        "GET /v1/calls": .elsewhere("calls"), "GET /v1/calls/:name": .read,
        "PUT /v1/calls/:name/ticket": .work, "GET /v1/callbacks": .elsewhere("calls"),
        "POST /v1/calls/events": .oneOf(Self.takers),
        "GET /v1/duty": .oneOf(Self.takers.union(["rut"])), "PUT /v1/duty": .oneOf(Self.takers),
        "DELETE /v1/duty": .oneOf(Self.takers),
        "DELETE /v1/duty/:name": .oneOf(["adam", "sara"]),
        "PUT /v1/callbacks/:id/completion": .work,
        "GET /v1/tickets/:number/messages/:id/html": .read,
        "PUT /v1/tickets/:number/merger": .work, "DELETE /v1/tickets/:number/merger": .work,
        "POST /v1/tickets/:number/messages/:id/split": .work,
        "GET /v1/tickets/:number/links": .read, "PUT /v1/tickets/:number/links/:other": .work,
        "DELETE /v1/tickets/:number/links/:other": .work,
        "GET /v1/tickets/:number/duplicates": .read,
        "POST /v1/tickets/:number/disclosures": .work,
        "PUT /v1/tickets/:number/snooze": .work, "DELETE /v1/tickets/:number/snooze": .work,
        "PUT /v1/tickets/:number/follow-up": .work, "DELETE /v1/tickets/:number/follow-up": .work,
        "PUT /v1/tickets/:number/watch": .read, "DELETE /v1/tickets/:number/watch": .read,
        "GET /v1/watched-events": .nothing, "GET /v1/events": .elsewhere("Streams of events"),
        "POST /v1/webhooks": .oneOf(["adam"]), "GET /v1/webhooks": .oneOf(["adam"]),
        "GET /v1/webhooks/:id": .elsewhere("Webhooks"),
        "PUT /v1/webhooks/:id": .elsewhere("Webhooks"),
        "DELETE /v1/webhooks/:id": .elsewhere("Webhooks"),
        "PUT /v1/webhooks/:id/activation": .elsewhere("Webhooks"),
        "DELETE /v1/webhooks/:id/activation": .elsewhere("Webhooks"),
        "POST /v1/webhooks/:id/secret": .elsewhere("Webhooks"),
        "GET /v1/webhooks/:id/deliveries": .elsewhere("Webhooks"),
        "POST /v1/webhooks/:id/deliveries/:delivery/retry": .elsewhere("Webhooks"),
        "PUT /v1/tickets/:number/presence": .work,
        "GET /v1/tickets/:number/presence": .read, "DELETE /v1/tickets/:number/presence": .read,
        "GET /v1/quarantine": .elsewhere("The quarantine"), "GET /v1/quarantine/:id": .read,
        "DELETE /v1/quarantine/:id": .work, "PUT /v1/quarantine/:id/release": .work,
        "GET /v1/mail/brake": .oneOf(["adam", "sara"]),
        "PUT /v1/mail/brake": .oneOf(["adam", "sara"]),
        "DELETE /v1/mail/brake": .oneOf(["adam", "sara"]),
        "GET /v1/reports/:name": .oneOf(["adam", "rut", "sara"]),
        "GET /v1/incidents": .oneOf(Self.seers), "POST /v1/incidents": .oneOf(["adam", "sara"]),
        "GET /v1/incidents/:number": .elsewhere("incidents"),
        "PATCH /v1/incidents/:number": .elsewhere("incidents"),
        "GET /v1/incidents/:number/tickets": .elsewhere("incidents"),
        "POST /v1/incidents/:number/answers": .elsewhere("incidents"),
        "PUT /v1/tickets/:number/incident": .work, "DELETE /v1/tickets/:number/incident": .work,
        "GET /v1/maintenance": .oneOf(Self.seers),
        "POST /v1/maintenance": .oneOf(["adam", "sara"]),
        "GET /v1/maintenance/:number": .elsewhere("incidents"),
        "PATCH /v1/maintenance/:number": .elsewhere("incidents"),
        "DELETE /v1/maintenance/:number": .elsewhere("incidents"),
        "GET /l/:token": .elsewhere("Links in letters"),
        "POST /l/:token": .elsewhere("Links in letters"),
        "GET /l/articles/:article": .elsewhere("Links in letters"),
    ]

    /// Who sees incidents.
    private static let seers: Set = ["ada", "stig", "sara", "soley", "rut", "adam", "petra"]

    /// Who takes calls.
    private static let takers: Set = ["ada", "stig", "sara", "soley", "adam", "petra"]

    /// The bodies that routes want.
    private static let bodies: [String: String] = [
        "POST /v1/tokens": #"{"name":"form","scopes":["tickets:create"],"days":1}"#,
        "PATCH /v1/tickets/:number": #"{"priority":"high"}"#,
        "PUT /v1/tickets/:number/assignment": #"{"assignee":"ada"}"#,
        "PUT /v1/tickets/:number/unit": #"{"unit":"bygglov"}"#,
        "POST /v1/webhooks": #"{"url":"https://example.org/hook"}"#,
        "PUT /v1/tickets/:number/resolution": #"{"outcome":"answered"}"#,
        "POST /v1/tickets/:number/messages": #"{"kind":"note","body":"Hej"}"#,
        "POST /v1/matches": #"{"text":"lösenord"}"#,
        "POST /v1/tickets/:number/handoffs": #"{"destination":"bygglov","mode":"blind"}"#,
        "PUT /v1/handoffs/:id/outcome": #"{"outcome":"completed"}"#,
        "PUT /v1/tickets/:number/hold": #"{"reason":"dnr 1"}"#,
        "PUT /v1/tickets/:number/suggestions/:article/verdict": #"{"verdict":"right"}"#,
        "POST /v1/calls/events":
            #"{"event":"newCall","from":"1","to":"2","direction":"in","callId":"c"}"#,
        "PUT /v1/quarantine/:id/release": #"{"ticket":null}"#,
        "PUT /v1/tickets/:number/merger": #"{"into":NUMBER}"#,
        "POST /v1/tickets/:number/messages/:id/split": "{}",
        "POST /v1/tickets/:number/disclosures": #"{"outcome":"released"}"#,
        "PUT /v1/tickets/:number/links/:other": #"{"relation":"related"}"#,
        "PUT /v1/tickets/:number/snooze": #"{"until":"2026-11-10T08:00:00.000Z"}"#,
        "PUT /v1/tickets/:number/follow-up": #"{"at":"2026-11-10T08:00:00.000Z"}"#,
        "PUT /v1/tickets/:number/presence": #"{"doing":"writing"}"#,
        "PUT /v1/calls/:name/ticket": #"{"number":NUMBER}"#,
        "POST /v1/incidents": #"{"title":"x"}"#,
        "PUT /v1/tickets/:number/incident": #"{"incident":1}"#,
        "POST /v1/maintenance":
            #"{"starts_at":"2026-11-10T08:00:00.000Z","ends_at":"2026-11-10T09:00:00.000Z","services":["x"],"notice":{"sv":"y"}}"#,
        "POST /v1/register-extracts": #"{"email":"nobody@example.com"}"#,
        "POST /v1/erasures": #"{"email":"nobody@example.com","dry_run":true}"#,
    ]

    @Test("is decided alike on every route there is", arguments: StoreKind.available)
    func matrix(on kind: StoreKind) async throws {
        try await withMatrix(on: kind) { house, routes, callers in
            #expect(Set(routes) == Set(Self.needs.keys), "a route without an entry, or the reverse")
            for route in routes.sorted() {
                let need = try #require(Self.needs[route])
                for lie in Lie.allCases {
                    for expectation in Self.expectations {
                        let caller = try #require(callers[expectation.user])
                        try await check(route, need, lie, expectation, caller, house)
                    }
                }
            }
        }
    }

    /// One cell.
    private func check(
        _ route: String,
        _ need: Need,
        _ lie: Lie,
        _ person: Expectation,
        _ caller: TestCaller,
        _ house: TestDesk
    ) async throws {
        if case .elsewhere = need { return }
        let subject = try await Subject(lie: lie.rawValue, in: house, route: route)
        let answer = try await subject.ask(route, body: Self.bodies[route], as: caller)
        let wanted: Set<Int>
        let reads = person.reads.contains(lie)
        func may(_ set: Set<Lie>) -> Set<Int> {
            reads ? (set.contains(lie) ? Self.done : [403]) : [404]
        }
        switch need {
        case .nothing: wanted = Self.done.union([401])
        case .read: wanted = may(person.reads)
        case .readTaught:
            wanted = [.common, .school].contains(lie) ? may(person.reads) : [404]
        case .work: wanted = may(person.works)
        case .hold: wanted = may(person.holds)
        case .oneOf(let users): wanted = users.contains(person.user) ? Self.done : [403]
        case .elsewhere: return
        }
        #expect(
            wanted.contains(answer.status.code),
            "\(route) on a \(lie) ticket as \(person.user): \(answer.status.code)"
        )
        guard answer.status.code == 404 else { return }
        let missing = try await Subject.missing.ask(route, body: Self.bodies[route], as: caller)
        #expect(missing.status == answer.status, "\(route) as \(person.user)")
        #expect(missing.body == answer.body, "\(route) as \(person.user): the words differ")
        let names = { (answer: TestCaller.Answer) in Set(answer.headers.map(\.name.canonicalName)) }
        #expect(names(missing) == names(answer), "\(route) as \(person.user): the headers differ")
    }

    /// It was let through: done, or refused for another reason than rights.
    private static let done: Set<Int> = [200, 201, 202, 204, 409]

    @Test("decides what lists, searches and their pages show", arguments: StoreKind.available)
    func lists(on kind: StoreKind) async throws {
        try await withMatrix(on: kind) { house, _, callers in
            var lies: [Int64: Lie] = [:]
            for _ in 0..<3 {
                for lie in Lie.allCases {
                    let subject = try await Subject(lie: lie.rawValue, in: house, route: "")
                    lies[subject.number] = lie
                }
            }
            for person in Self.expectations {
                let caller = try #require(callers[person.user])
                let visible = lies.filter { person.reads.contains($0.value) }
                for filter in [
                    "", "&q=nyckelpiga", "&state=open", "&overdue=false", "&kind=question",
                    "&state=open&kind=question&q=nyckelpiga",
                ] {
                    let found = try await numbers("limit=2\(filter)", as: caller)
                    #expect(
                        found == visible.keys.sorted(by: >),
                        "\(person.user) \(filter): \(found)"
                    )
                }
                for (queue, lie) in [("school", Lie.school), ("social", .confidential)] {
                    let found = try await numbers("queue=\(queue)", as: caller)
                    let wanted = person.reads.contains(lie) ? lies.filter { $0.value == lie } : [:]
                    #expect(found == wanted.keys.sorted(by: >), "\(person.user) \(queue)")
                }
            }
        }
    }

    private func numbers(_ query: String, as caller: TestCaller) async throws -> [Int64] {
        var found: [Int64] = []
        var next = ""
        while true {
            let page: Page<TicketBody> =
                try await caller.call(.get, "/v1/tickets?\(query)\(next)").read()
            found += page.items.map(\.number)
            guard let cursor = page.next else { return found }
            next = "&cursor=\(cursor)"
        }
    }

    @Test("lets nobody open or move a ticket out of their own sight")
    func opening() async throws {
        try await withMatrix(on: .sqlite) { house, _, callers in
            for (user, queue, status) in [
                ("ada", "school", 201), ("ada", "social", 422), ("stig", "school", 201),
                ("stig", "e-service", 422), ("soley", "social", 201), ("rut", "school", 403),
                ("adam", "social", 422), ("pelle", "school", 403), ("petra", "school", 201),
            ] {
                let answer = try await #require(callers[user]).call(
                    .post,
                    "/v1/tickets",
                    """
                    {"subject":"x","body":"y","channel":"phone","queue":"\(queue)","citizen":{}}
                    """
                )
                #expect(answer.status.code == status, "\(user) \(queue)")
            }
            let subject = try await Subject(lie: "school", in: house, route: "")
            let moved = try await subject.ask(
                "PATCH /v1/tickets/:number",
                body: #"{"queue":"social"}"#,
                as: try #require(callers["ada"])
            )
            #expect(moved.status == .unprocessableContent)
        }
    }

    @Test("hides identity numbers from whoever may not read them, and records who did")
    func identityNumbers() async throws {
        try await withMatrix(on: .sqlite) { house, _, callers in
            let receipt = try await house.desk.receive(
                .plain("Mitt nummer är 811218-9876.", subject: "Jag, 19811218-9876")
            )
            let path = "/v1/tickets/\(receipt.ticket.rawValue)"
            for person in ["ada", "rut", "adam"] {
                let caller = try #require(callers[person])
                let masked: TicketBody = try await caller.call(.get, path).read()
                #expect(masked.subject == "Jag, ••••••••-••••")
                let page: Page<MessageBody> =
                    try await caller.call(.get, "\(path)/messages").read()
                #expect(page.items.map(\.body) == ["Mitt nummer är ••••••-••••."])
                let list: Page<TicketBody> = try await caller.call(.get, "/v1/tickets").read()
                #expect(list.items.map(\.subject) == [masked.subject])
                let full = "\(path)/messages?identity_numbers=shown"
                let answer = try await caller.call(.get, full)
                guard person == "ada" else {
                    #expect(answer.status == .forbidden)
                    continue
                }
                let shown: Page<MessageBody> = try answer.read()
                #expect(shown.items.map(\.body) == ["Mitt nummer är 811218-9876."])
                let ticket: TicketBody =
                    try await caller.call(.get, "\(path)?identity_numbers=shown").read()
                #expect(ticket.subject == "Jag, 19811218-9876")
            }
            let reads: Page<ReadBody> =
                try await #require(callers["rut"]).call(.get, "/v1/reads?staff=ada").read()
            let opened = reads.items.filter { $0.what == "identity_numbers" }
            #expect(opened.count == 2)
            #expect(opened.allSatisfy { $0.ticket == receipt.ticket.rawValue })
        }
    }

    @Test("is told by the API as the desk decides it")
    func told() async throws {
        try await withMatrix(on: .sqlite) { _, _, callers in
            let page: Page<RightBody> =
                try await #require(callers["stig"]).call(.get, "/v1/rights").read()
            #expect(page.items.map(\.right) == Right.allCases.map(\.rawValue))
            for (item, line) in zip(page.items, RightsTable.house.lines) {
                for role in Role.allCases {
                    let reach = Set((item.reach[role.rawValue] ?? []).compactMap(Scope.init))
                    #expect(reach == line.reach[role] ?? [])
                    for scope in Scope.allCases {
                        let allows = RightsTable.house.allows(line.right, to: [role], in: scope)
                        #expect(allows == reach.contains(scope))
                    }
                }
            }
        }
    }

    /// Serves a desk with a confidential queue to everybody at once.
    private func withMatrix(
        on kind: StoreKind,
        _ body: @escaping @Sendable (TestDesk, [String], [String: TestCaller]) async throws -> Void
    ) async throws {
        var settings = DeskSettings(confidentialQueues: ["social"], mailDomain: "example.org")
        // Every cell of the matrix hands off, within the hour.
        settings.handoffsPerHourMax = 10_000
        try await withDesk(
            on: kind,
            switchboard: TestSwitchboard(),
            settings: settings
        ) { house in
            let api = WebAPI(
                desk: house.desk,
                checks: [],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: { house.clock.now }
            )
            let routes = api.routes().names
            try await Application(router: api.router()).test(.router) { client in
                var callers: [String: TestCaller] = [:]
                for person in TestStaff.people {
                    let (token, _) = try await house.desk.signIn(
                        username: person.id,
                        password: .init(TestStaff.password(of: person.id))
                    )
                    callers[person.id] = TestCaller(client: client, token: token.text)
                }
                try await body(house, routes, callers)
            }
        }
    }
}

/// A ticket with everything a route may name.
private struct Subject {
    var number: Int64
    var attachment = UUIDv7(at: .distantPast).description
    var handoff = UUIDv7(at: .distantPast).description
    var call = "none"
    var heldMail = UUIDv7(at: .distantPast).description
    var message = UUIDv7(at: .distantPast).description
    var callBack = UUIDv7(at: .distantPast).description
    var tag = "\"0-0\""

    /// Nothing that is there.
    static let missing = Subject(number: 9_999_999, tag: "\"9999999-1\"")

    private init(number: Int64, tag: String) { (self.number, self.tag) = (number, tag) }

    init(lie: String, in house: TestDesk, route: String) async throws {
        let desk = house.desk
        let file = ReceivedMail.File(name: "a.txt", mediaType: "text/plain", bytes: [65])
        let unique = UUIDv7(at: house.clock.now).description
        var mail = ReceivedMail.plain(
            "nyckelpiga",
            from: "\(unique)@example.com",
            messageID: unique,
            files: [file]
        )
        if route.contains("html") { mail = try await Self.page(from: unique) }
        let receipt = try await desk.receive(mail)
        let ticket = receipt.ticket
        number = ticket.rawValue
        if route.contains("verdict") {
            try await desk.judge("losenord", for: ticket, as: .right, by: .root)
        }
        if route.contains("handoffs/") {
            let draft = HandoffDraft(destination: "bygglov", mode: .blind, call: nil, summary: nil)
            guard case .fresh(let made) = try await desk.handOff(ticket, draft, as: .root) else {
                return
            }
            handoff = made.id.description
        }
        let messages = try await desk.messages(of: ticket, after: nil, limit: 1, as: .root)
        message = messages.messages.first?.id.description ?? message
        attachment = messages.messages.first?.attachments.first?.id.description ?? attachment
        var patch = TicketPatch()
        patch.state = .open
        patch.queue = ["school": "school", "confidential": "social"][lie] ?? "e-service"
        let revision = try await desk.ticket(ticket, as: .root).revision
        _ = try await desk.change(ticket, at: revision, by: patch, as: .root)
        if route.contains("calls") || route.contains("callbacks") {
            try await call(about: ticket, in: house, unique)
        }
        if route.contains("quarantine") { try await hold(claiming: ticket, in: house) }
        if lie == "protected" { try await desk.protect(ticket, true, as: .root) }
        tag = "\"\(number)-\(try await desk.ticket(ticket, as: .root).revision)\""
    }

    /// A mail that has a page to show.
    private static func page(from unique: String) async throws -> ReceivedMail {
        let reader: any MailReading = .ofTests
        let lines = [
            "From: \(unique)@example.com", "To: support@example.org", "Message-ID: <\(unique)@x>",
            "Subject: Hej", "Content-Type: text/html; charset=utf-8", "", "<p>nyckelpiga</p>", "",
        ]
        let octets = Array(lines.joined(separator: "\r\n").utf8)
        return try await reader.read(RawMail(bytes: octets, reversePath: nil))
    }

    /// A mail that says to belong to the ticket.
    private mutating func hold(claiming ticket: TicketNumber, in house: TestDesk) async throws {
        let held = HeldMail(
            id: UUIDv7(at: house.clock.now),
            reason: .foreignTicket,
            claims: ticket,
            sender: "mallory@example.net",
            senderName: nil,
            subject: "Hej",
            verdicts: [],
            size: 1,
            receivedAt: house.clock.now
        )
        let raw = RawMail(
            bytes: Array("From: mallory@example.net\r\nSubject: Hej\r\n\r\n\(held.id)\r\n".utf8),
            reversePath: nil
        )
        try await house.store.write { transaction throws(DeskError) in
            _ = try transaction.insert(held, raw, under: Digest(of: raw.bytes))
        }
        heldMail = held.id.description
    }

    /// A call that nobody took, and that is owed one back.
    private mutating func call(
        about ticket: TicketNumber,
        in house: TestDesk,
        _ unique: String
    ) async throws {
        let telephone = "+4670\(1_000_000 + ticket.rawValue)"
        try await note(.newCall, from: telephone, unique, in: house)
        _ = try await house.desk.file(unique, under: ticket, as: .root)
        try await note(.hangup, from: telephone, unique, in: house)
        call = unique
        let owed = try await house.desk.owedCalls(as: .root)
        callBack = owed.first { $0.callBack.number == telephone }?.callBack.id.description ?? ""
    }

    private func note(
        _ kind: CallEvent.Kind,
        from telephone: String,
        _ unique: String,
        in house: TestDesk
    ) async throws {
        let event = CallEvent(
            kind: kind,
            callID: unique,
            direction: .inbound,
            from: telephone,
            to: "1000"
        )
        try await house.desk.note(event, as: .root)
    }

    func ask(
        _ route: String,
        body: String?,
        as caller: TestCaller
    ) async throws -> TestCaller.Answer {
        let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
        let ids = [
            "attachments": attachment, "callbacks": callBack, "handoffs": handoff,
            "quarantine": heldMail, "html": message, "split": message,
        ]
        let id = ids.first { parts[1].contains($0.key) }?.value ?? ""
        let path = parts[1].replacing(":number", with: "\(number)")
            .replacing(":other", with: "\(number)").replacing(":id", with: id)
            .replacing(":article", with: "losenord")
            .replacing("calls/:name", with: "calls/\(call)")
            .replacing("reports/:name", with: "reports/volume").replacing(":name", with: "grace")
        return try await caller.call(
            HTTPRequest.Method(parts[0]) ?? .get,
            path,
            body?.replacing("NUMBER", with: "\(number)"),
            headers: ["If-Match": tag]
        )
    }
}
