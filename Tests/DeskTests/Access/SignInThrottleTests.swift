import Cryptography
import Desk
import DeskTesting
import Foundation
import Testing

@Suite("Wrong passwords")
struct SignInThrottleTests {
    private static let kinds = StoreKind.available

    @Test("are five for free, and then cost a wait that doubles", arguments: kinds)
    func doubling(on kind: StoreKind) async throws {
        let staff = ChangingStaff()
        try await withDesk(on: kind, directory: staff) { house in
            for _ in 0..<5 {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("ada", "wrong")
                }
            }
            for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
                let asked = staff.count
                let refusal = await #expect(throws: TooManySignIns.self) {
                    try await house.desk.signIn("ada")
                }
                #expect(refusal?.retryAfter == wait)
                #expect(staff.count == asked, "nobody looks at a password meanwhile")
                house.clock.advance(by: Double(wait))
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("ada", "wrong")
                }
            }
            house.clock.advance(by: 300)
            _ = try await house.desk.signIn("ada")
            await #expect(throws: SignInError.refused) {
                try await house.desk.signIn("ada", "wrong")
            }
            _ = try await house.desk.signIn("ada")
        }
    }

    @Test("cost the same wait for a user who does not exist", arguments: kinds)
    func unknownUser(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for user in ["ada", "nobody"] {
                for _ in 0..<5 {
                    await #expect(throws: SignInError.refused) {
                        try await house.desk.signIn(user, "wrong")
                    }
                }
                let refusal = await #expect(throws: TooManySignIns.self) {
                    try await house.desk.signIn(user, "wrong")
                }
                #expect(refusal?.retryAfter == 1)
            }
        }
    }

    @Test("that nobody looked at are on record, those of a minute as one line", arguments: kinds)
    func unseen(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await house.desk.signIn("ada")
            for _ in 0..<9 { _ = try? await house.desk.signIn("ada", "wrong", from: "10.1.2.3") }
            for _ in 0..<2 { _ = try? await house.desk.signIn("away", "wrong", from: "10.1.2.3") }
            func lines() async throws -> [String] {
                await house.desk.recordUnseenSignIns()
                return try await house.desk.allAccessRecords().dropFirst().map {
                    "\($0.outcome) \($0.staff ?? "-") \($0.times)"
                }
            }
            let seen = Array(repeating: "refused ada 1", count: 5) + ["blocked ada 1"]
            let first = seen + ["throttled ada 1", "unavailable - 1"]
            #expect(try await lines() == first)
            house.clock.advance(by: 59)
            #expect(try await lines() == first)
            house.clock.advance(by: 1)
            let rest = ["throttled ada 3", "unavailable - 1"]
            #expect(try await lines().dropFirst(first.count).sorted() == rest)
            house.clock.advance(by: 60)
            #expect(try await lines().count == first.count + 2)
        }
    }

    @Test("of one spelling count for all spellings")
    func spellings() async throws {
        try await withDesk { house in
            for user in ["ada", "ADA", " ada", "Ada ", "ＡＤＡ"] {
                _ = try? await house.desk.signIn(user, "wrong")
            }
            await #expect(throws: TooManySignIns.self) { try await house.desk.signIn("ada") }
        }
    }

    @Test("by any name that the directory knows a person by count for the person", arguments: kinds)
    func aliases(on kind: StoreKind) async throws {
        try await withDesk(on: kind, directory: AliasedStaff()) { house in
            let names = ["ada@example.org", "ad\u{AD}a", "a\u{AD}da", "ADA@example.org", "ada"]
            for name in names {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn(username: name, password: Password("wrong"))
                }
            }
            func right(_ name: String) async throws -> StaffIdentity {
                let password = Password(TestStaff.password(of: "ada"))
                return try await house.desk.signIn(username: name, password: password)
                    .session.staff
            }
            await #expect(throws: TooManySignIns.self) { try await right("ada") }
            // What is right is as wrong as any other, or it would be told apart.
            await #expect(throws: SignInError.refused) { try await right("ada\u{AD}") }
            house.clock.advance(by: 1)
            let byAlias = try await right("ada\u{AD}")
            #expect(byAlias == .ada)
            // A right one forgets them by that name and the person's.
            for _ in 0..<4 {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("ada", "wrong")
                }
            }
            let byName = try await right("ada")
            #expect(byName == .ada)
        }
    }

    @Test(
        "that are right, of somebody who has to wait, count for the name that was typed and no other",
        arguments: kinds
    )
    func rightByAlias(on kind: StoreKind) async throws {
        try await withDesk(on: kind, directory: AliasedStaff()) { house in
            for _ in 0..<5 {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("ada", "wrong", from: "198.51.100.1")
                }
            }
            // As many as the address may fail.
            let aliases = ["ada@example.org", "ad\u{AD}a", "a\u{AD}da", "ada\u{AD}"]
            for name in aliases + aliases + aliases + aliases + aliases {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn(
                        username: name,
                        password: Password(TestStaff.password(of: "ada")),
                        from: Origin(address: "192.0.2.7")
                    )
                }
            }
            for name in aliases {
                await #expect(throws: TooManySignIns.self, "\(name)") {
                    try await house.desk.signIn(username: name, password: Password("wrong"))
                }
            }
            await #expect(throws: SignInError.refused) {
                try await house.desk.signIn("grace", "wrong", from: "192.0.2.7")
            }
            // Nor has Ada to wait for longer.
            house.clock.advance(by: 1)
            _ = try await house.desk.signIn("ada", from: "198.51.100.1")
        }
    }

    @Test("are forgotten after a quiet hour, not before")
    func quietHour() async throws {
        try await withDesk { house in
            for pause in [3_599.0, 3_600] {
                for _ in 0..<4 { _ = try? await house.desk.signIn("ada", "wrong") }
                house.clock.advance(by: pause)
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("ada", "wrong")
                }
                let isBlocked = pause < 3_600
                if isBlocked {
                    await #expect(throws: TooManySignIns.self) {
                        try await house.desk.signIn("ada")
                    }
                    house.clock.advance(by: 1)
                }
                _ = try await house.desk.signIn("ada")
            }
        }
    }

    @Test("of many users from one address stop the address, and no other", arguments: kinds)
    func address(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for place in 0..<20 {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("user-\(place)", "x", from: "192.0.2.7")
                }
            }
            await #expect(throws: TooManySignIns.self) {
                try await house.desk.signIn("ada", from: "192.0.2.7")
            }
            _ = try await house.desk.signIn("ada", from: "192.0.2.8")
        }
    }

    @Test("of many addresses in one network stop the network", arguments: kinds)
    func network(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for place in 0..<100 {
                await #expect(throws: SignInError.refused) {
                    try await house.desk.signIn("user-\(place)", "x", from: "192.0.2.\(place)")
                }
            }
            await #expect(throws: TooManySignIns.self) {
                try await house.desk.signIn("ada", from: "192.0.2.200")
            }
            _ = try await house.desk.signIn("ada", from: "198.51.100.1")
        }
    }

    @Test("from elsewhere lock nobody out of a network they log in from", arguments: kinds)
    func familiarNetwork(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            _ = try await house.desk.signIn("ada", from: "192.0.2.7")
            for place in 0..<8 {
                _ = try? await house.desk.signIn("ada", "x", from: "203.0.113.\(place)")
            }
            await #expect(throws: TooManySignIns.self) {
                try await house.desk.signIn("ada", from: "203.0.113.9")
            }
            _ = try await house.desk.signIn("ada", from: "192.0.2.9")
            // But there too five are the end of it.
            for _ in 0..<5 { _ = try? await house.desk.signIn("ada", "x", from: "192.0.2.9") }
            await #expect(throws: TooManySignIns.self) {
                try await house.desk.signIn("ada", from: "192.0.2.9")
            }
        }
    }

    @Test("are remembered by the next program on the same store", arguments: kinds)
    func restart(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for _ in 0..<5 { _ = try? await house.desk.signIn("ada", "wrong") }
            let next = Desk(
                store: house.store,
                library: house.library,
                directory: TestStaff(),
                switchboard: nil,
                proof: house.proof,
                reader: .ofTests,
                settings: DeskSettings(mailDomain: "example.org"),
                now: { house.clock.now }
            )
            await #expect(throws: TooManySignIns.self) { try await next.signIn("ada") }
        }
    }

    @Test("sent all at once are no more than a few beyond the limit")
    func atOnce() async throws {
        let staff = ChangingStaff()
        try await withDesk(directory: staff) { house in
            await withTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask { _ = try? await house.desk.signIn("ada", "wrong") }
                }
            }
            #expect(staff.count < 5 + 4)
        }
    }

    @Test("written down by a clock that was ahead keep nobody out")
    func clockAhead() async throws {
        try await withDesk { house in
            house.clock.advance(by: 86_400)
            for _ in 0..<30 {
                house.clock.advance(by: 300)
                _ = try? await house.desk.signIn("ada", "wrong")
            }
            house.clock.advance(by: -2 * 86_400)
            let (_, session) = try await house.desk.signIn("ada")
            #expect(session.staff.id == "ada")
        }
    }

    @Test("leave no trace of what was typed, unless somebody of that name was here before")
    func record() async throws {
        try await withDesk { house in
            _ = try? await house.desk.signIn("hemligt-lösenord", "x", from: "192.0.2.7")
            _ = try await house.desk.signIn("ada", from: "192.0.2.7")
            _ = try? await house.desk.signIn("Ada", "x", from: "192.0.2.7")
            let records = try await house.desk.allAccessRecords()
            #expect(records.map(\.outcome) == [.refused, .accepted, .refused])
            #expect(records.map(\.staff) == [nil, "ada", "ada"])
            #expect(records.map(\.origin.address) == Array(repeating: "192.0.2.7", count: 3))
        }
    }

    @Test("say in the record when further ones have to wait")
    func blockRecord() async throws {
        try await withDesk { house in
            for _ in 0..<9 { _ = try? await house.desk.signIn("ada", "wrong") }
            let records = try await house.desk.allAccessRecords()
            let outcomes = Array(repeating: AccessRecord.Outcome.refused, count: 5)
            #expect(records.map(\.outcome) == outcomes + [.blocked, .throttled])
        }
    }
}

/// A directory that finds Ada by her address too, and takes a soft hyphen for nothing.
private struct AliasedStaff: StaffDirectory {
    func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        let name = String(username.lowercased().unicodeScalars.filter { $0 != "\u{AD}" })
        guard name == "ada" || name == "ada@example.org" else { throw .refused }
        do throws(SignInError) {
            return try await TestStaff().signIn(username: "ada", password: password)
        } catch {
            throw .wrongPassword(of: "ada")
        }
    }
}
