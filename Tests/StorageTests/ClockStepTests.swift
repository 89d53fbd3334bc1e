import Cryptography
import Desk
import DeskTesting
import Foundation
import Testing

@Suite("A clock that was ahead and is set right")
struct ClockStepTests {
    private static let year: TimeInterval = 365 * 24 * 3_600

    @Test("holds up no letter whose courier died meanwhile", arguments: StoreKind.available)
    func lease(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            house.clock.advance(by: Self.year)
            try await Self.writeReply(in: house)
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).count == 1)
            house.clock.advance(by: -Self.year)
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).count == 1)
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).isEmpty)
            house.clock.advance(by: 601)
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).count == 1)
        }
    }

    @Test("holds up no letter that was put off meanwhile", arguments: StoreKind.available)
    func pause(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            house.clock.advance(by: Self.year)
            try await Self.writeReply(in: house)
            let claimed = try await house.outbox.claim(atMost: 8, lease: 600)
            let letter = try #require(claimed.first)
            try await house.outbox.settle(letter, as: .deferred(detail: "busy"))
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).isEmpty)
            house.clock.advance(by: -Self.year)
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).count == 1)
        }
    }

    @Test("lets a letter written before it go at once", arguments: StoreKind.available)
    func backAnHour(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await Self.writeReply(in: house)
            house.clock.advance(by: -3_600)
            #expect(try await house.outbox.claim(atMost: 8, lease: 600).count == 1)
        }
    }

    @Test("opens the desk to nobody for a year", arguments: StoreKind.available)
    func session(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            house.clock.advance(by: Self.year)
            let password = TestStaff.password(of: "ada")
            let token = try await house.desk.signIn(
                username: "ada",
                password: Password(password)
            ).token
            #expect(try await house.desk.session(for: token) != nil)
            house.clock.advance(by: -3_600)
            #expect(try await house.desk.session(for: token) != nil)
            house.clock.advance(by: -Self.year)
            #expect(try await house.desk.session(for: token) == nil)
        }
    }

    private static func writeReply(in house: TestDesk) async throws {
        let ticket = try await house.desk.receive(.plain("Hej", messageID: "1@x")).ticket
        _ = try await house.desk.write(
            MessageDraft(kind: .reply, body: "Svar"),
            on: ticket,
            as: .ada
        )
    }
}
