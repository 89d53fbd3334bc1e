import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("The keys that prove letters")
struct ProofKeyTests {
    private func withKeys(
        on kind: StoreKind,
        _ body: @escaping @Sendable (ProofKeyTable) throws(DeskError) -> Void
    ) async throws {
        try await withDesk(on: kind) { house in
            try await house.store.write { transaction throws(DeskError) in
                try body(ProofKeyTable(session: StoreTransaction(transaction).session))
            }
        }
    }

    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static let settled = start + 3_600 + ProofKeyTable.settleTime

    @Test("of a new desk are one, which signs at once", arguments: StoreKind.available)
    func first(on kind: StoreKind) async throws {
        try await withKeys(on: kind) { keys throws(DeskError) in
            let made = try keys.keys(at: Self.start)
            #expect(made.count == 1)
            #expect(try keys.keys(at: Self.start).map(\.secret) == made.map(\.secret))
        }
    }

    @Test("are changed without a letter that nobody can prove", arguments: StoreKind.available)
    func rotation(on kind: StoreKind) async throws {
        try await withKeys(on: kind) { keys throws(DeskError) in
            let old = try keys.keys(at: Self.start)[0].id
            let new = try keys.add(at: Self.settled - ProofKeyTable.settleTime).id
            #expect(new != old)
            // Known everywhere before it signs anywhere.
            #expect(try keys.keys(at: Self.settled - 1).map(\.id) == [old, new])
            #expect(try keys.keys(at: Self.settled).map(\.id) == [new, old])
            let signing = try keys.records(at: Self.settled).filter(\.isSigning).map(\.id)
            #expect(signing == [new])
        }
    }

    @Test("are removed, but for the one that signs", arguments: StoreKind.available)
    func removal(on kind: StoreKind) async throws {
        try await withKeys(on: kind) { keys throws(DeskError) in
            let old = try keys.keys(at: Self.start)[0].id
            let new = try keys.add(at: Self.settled - ProofKeyTable.settleTime).id
            #expect(throws: DeskError.self) { try keys.remove(old, at: Self.settled - 1) }
            #expect(throws: DeskError.self) { try keys.remove(new, at: Self.settled) }
            #expect(throws: DeskError.notFound) { try keys.remove("?", at: Self.settled) }
            try keys.remove(old, at: Self.settled)
            #expect(try keys.keys(at: Self.settled).map(\.id) == [new])
        }
    }

    @Test("are at most as many as there are letters and digits", arguments: StoreKind.available)
    func most(on kind: StoreKind) async throws {
        try await withKeys(on: kind) { keys throws(DeskError) in
            while try keys.keys(at: Self.start).count < 36 { try keys.add(at: Self.start) }
            #expect(Set(try keys.keys(at: Self.start).map(\.id)).count == 36)
            #expect(throws: DeskError.self) { try keys.add(at: Self.start) }
        }
    }
}
