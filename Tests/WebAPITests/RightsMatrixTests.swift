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
        let subject = try await RightsMatrixSubject(lie: lie.rawValue, in: house, route: route)
        // Whom it may be given to is another question than who may give it.
        let body =
            route.hasPrefix("PUT") && route.hasSuffix("/assignment")
            ? #"{"assignee":"\#(person.user)"}"# : Self.bodies[route]
        let answer = try await subject.ask(route, body: body, as: caller)
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
        let missing = try await RightsMatrixSubject.missing.ask(
            route,
            body: body,
            as: caller
        )
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
                    let subject = try await RightsMatrixSubject(
                        lie: lie.rawValue,
                        in: house,
                        route: "handoffs/"
                    )
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
                for query in ["limit=2", "limit=2&state=dialling"] {
                    let handedOff = try await handedOff(query, as: caller)
                    #expect(
                        handedOff == visible.keys.sorted(by: >),
                        "\(person.user) \(query): \(handedOff)"
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
        try await all("tickets?\(query)", of: TicketBody.self, as: caller).map(\.number)
    }

    /// The tickets of the hand-offs that somebody finds.
    private func handedOff(_ query: String, as caller: TestCaller) async throws -> [Int64] {
        try await all("handoffs?\(query)", of: HandoffBody.self, as: caller).map(\.ticket)
    }

    private func all<Item: Codable & Sendable>(
        _ list: String,
        of type: Item.Type,
        as caller: TestCaller
    ) async throws -> [Item] {
        var found: [Item] = []
        var next = ""
        while true {
            let page: Page<Item> = try await caller.call(.get, "/v1/\(list)\(next)").read()
            found += page.items
            guard let cursor = page.next else { return found }
            next = "&cursor=\(cursor)"
        }
    }

    @Test("lets nobody open a ticket out of their sight, and takes one from who moves it there")
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
            let subject = try await RightsMatrixSubject(lie: "school", in: house, route: "")
            let moved = try await subject.ask(
                "PATCH /v1/tickets/:number",
                body: #"{"queue":"social"}"#,
                as: try #require(callers["ada"])
            )
            #expect(moved.status == .noContent)
            let gone = try await subject.ask(
                "GET /v1/tickets/:number",
                body: nil,
                as: try #require(callers["ada"])
            )
            #expect(gone.status == .notFound)
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
