import Cryptography
import DeskTesting
import Foundation
import Testing

@testable import Desk

@Suite("Tokens of other systems")
struct ServiceTokenTests {
    private static let kinds = StoreKind.available
    private let draft = ServiceTokenDraft(name: "web-form", scopes: ["tickets:create"], days: 30)
    private let administrator = StaffIdentity(id: "eva", name: "Eva", roles: [.administrator])

    @Test("open what their scopes say, until they end or are revoked", arguments: kinds)
    func lifeCycle(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (token, made) = try await house.desk.createServiceToken(draft, as: administrator)
            #expect(token.text.hasPrefix("hds_"))
            #expect(SessionToken(token.text) == token)
            let session = try #require(try await house.desk.session(for: token))
            #expect(session.scopes == [.ticketsCreate])
            #expect(session.staff.id == "service:web-form")
            house.clock.advance(by: 30 * 86_400 - 1)
            #expect(try await house.desk.session(for: token) != nil)
            let used = try await house.desk.serviceTokens(as: administrator).first?.usedAt
            #expect(used == house.clock.now)
            house.clock.advance(by: 1)
            #expect(try await house.desk.session(for: token) == nil)

            let (other, second) = try await house.desk.createServiceToken(draft, as: nil)
            #expect(second.createdBy == "operator")
            #expect(try await house.desk.session(for: other) != nil)
            try await house.desk.revokeServiceToken(second.id, as: administrator)
            #expect(try await house.desk.session(for: other) == nil)
            try await house.desk.revokeServiceToken(second.id, as: administrator)
            await #expect(throws: DeskError.notFound) {
                try await house.desk.revokeServiceToken(
                    UUIDv7(at: house.clock.now),
                    as: administrator
                )
            }
            let records = try await house.desk.allAccessRecords()
            #expect(records.map(\.outcome) == [.created, .created, .revoked])
            #expect(records.map(\.actor) == ["eva", "operator", "eva"])
            #expect(made.scopes == [.ticketsCreate])
        }
    }

    @Test("open no identity number, whoever made them")
    func identityNumbers() async throws {
        try await withDesk { house in
            let number = try await house.desk.receive(.plain("Jag är 811218-9876")).ticket
            let draft = ServiceTokenDraft(name: "web-form", scopes: ["tickets:read"])
            let (token, _) = try await house.desk.createServiceToken(draft, as: administrator)
            let staff = try #require(try await house.desk.session(for: token)).staff
            func read(inFull: Bool) async throws -> Int {
                try await house.desk.messages(
                    of: number,
                    after: nil,
                    limit: 9,
                    inFull: inFull,
                    as: staff
                ).messages.count
            }
            #expect(try await read(inFull: false) == 1)
            await #expect(throws: DeskError.notPermitted) { _ = try await read(inFull: true) }
        }
    }

    @Test("are made and seen by administrators alone")
    func rights() async throws {
        try await withDesk { house in
            for person in [StaffIdentity.ada, .rut] {
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.createServiceToken(draft, as: person)
                }
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.serviceTokens(as: person)
                }
                await #expect(throws: DeskError.notPermitted) {
                    try await house.desk.revokeServiceToken(
                        UUIDv7(at: house.clock.now),
                        as: person
                    )
                }
            }
        }
    }

    @Test("are no way into a confidential queue for who makes them")
    func reach() async throws {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.confidentialQueues = ["social"]
        try await withDesk(settings: settings) { house in
            func make(_ queue: String, by person: StaffIdentity?) async throws -> [String] {
                let draft = ServiceTokenDraft(
                    name: "app",
                    scopes: ["tickets:read"],
                    queues: [queue],
                    days: 30
                )
                do throws(DeskError) {
                    _ = try await house.desk.createServiceToken(draft, as: person)
                    return []
                } catch {
                    guard case .invalid(let mistakes) = error else { throw error }
                    return mistakes.map(\.pointer)
                }
            }
            let closed: Set = ["social"]
            let eva = StaffIdentity(id: "eva", name: "Eva", roles: [.administrator])
                .admitted(where: closed)
            let refused = try await make("social", by: eva)
            #expect(refused == ["/queues/0"])
            #expect(try await make("school", by: eva) == [])
            #expect(try await make("social", by: nil) == [])
            let own = StaffIdentity(
                id: "eva",
                name: "Eva",
                roles: [.administrator, .agent],
                queues: ["social"]
            ).admitted(where: closed)
            #expect(try await make("social", by: own) == [])
        }
    }

    @Test(
        "want a plain name, known scopes and an end",
        arguments: [
            ("", ["tickets:create"], 1, ["/name"]), ("Ö", ["tickets:create"], 1, ["/name"]),
            (String(repeating: "a", count: 64), ["tickets:create"], 730, []),
            (String(repeating: "a", count: 65), ["tickets:create"], 730, ["/name"]),
            ("a", [], 1, ["/scopes"]), ("a", ["tickets:read", "all"], 1, ["/scopes/1"]),
            ("a", ["tickets:create"], 0, ["/days"]), ("a", ["tickets:create"], 731, ["/days"]),
        ]
    )
    func draftChecks(name: String, scopes: [String], days: Int, wrong: [String]) async throws {
        try await withDesk { house in
            let draft = ServiceTokenDraft(name: name, scopes: scopes, days: days)
            do throws(DeskError) {
                _ = try await house.desk.createServiceToken(draft, as: nil)
                #expect(wrong.isEmpty)
            } catch {
                guard case .invalid(let problems) = error else { throw error }
                #expect(problems.map(\.pointer) == wrong)
            }
        }
    }

    @Test("are kept as a hash: the store does not hold the secret", arguments: kinds)
    func hashed(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let (token, _) = try await house.desk.createServiceToken(draft, as: nil)
            let kept = try await house.store.read { reading throws(DeskError) in
                try reading.serviceToken(token.digest)
            }
            #expect(kept?.name == "web-form")
            #expect(!String(describing: kept).contains(token.text))
        }
    }

    @Test(
        "are told from others by their shape",
        arguments: [
            ("", false), (String(repeating: "a", count: 52), true),
            (String(repeating: "a", count: 53), false),
            ("hds_" + String(repeating: "a", count: 52), true),
            ("hds_" + String(repeating: "a", count: 48), false),
            ("hds_" + String(repeating: "a", count: 53), false),
        ]
    )
    func shape(text: String, isToken: Bool) {
        // Fifty-two characters that begin like a service's are one that is too short.
        #expect((SessionToken(text) != nil) == isToken)
    }
}
