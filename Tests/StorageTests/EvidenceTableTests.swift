import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Testing

@testable import Storage

@Suite("The table of evidence")
struct EvidenceTableTests {
    private static func kept(
        _ ticket: TicketNumber,
        _ article: String?,
        _ verdict: Evidence.Verdict,
        origin: KeptEvidence.Origin = .resolution
    ) -> KeptEvidence {
        let moment = Date(timeIntervalSince1970: 1_793_606_400)
        return KeptEvidence(
            id: UUIDv7(at: moment),
            origin: origin,
            learntAt: moment,
            evidence: Evidence(
                kept: "fråga \(ticket.rawValue)",
                ofTicket: Int(ticket.rawValue),
                article: article,
                verdict: verdict
            )
        )
    }

    /// Opens so many tickets and keeps for each what `make` says.
    private func fill(
        _ house: TestDesk,
        _ count: Int,
        _ make: @escaping @Sendable (TicketNumber) -> KeptEvidence
    ) async throws -> [KeptEvidence] {
        var all: [KeptEvidence] = []
        for index in 0..<count {
            let mail = ReceivedMail.plain("Hej \(index)", messageID: "\(index)@example.com")
            let number = try await house.desk.receive(mail).ticket
            let kept = make(number)
            try await house.store.write { transaction throws(DeskError) in
                try transaction.insert(kept)
            }
            all.append(kept)
        }
        return all
    }

    @Test("gives back what it took, and says where it stands", arguments: StoreKind.available)
    func roundTrip(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let all = try await fill(house, 3) { number in
                switch number.rawValue {
                case 1: Self.kept(number, "a", .answered)
                case 2: Self.kept(number, nil, .unanswered)
                default: Self.kept(number, "a", .rejected, origin: .verdict)
                }
            }
            let found = try await house.store.read { reading throws(DeskError) in
                (
                    of: try reading.evidence(of: TicketNumber(rawValue: 3)),
                    about: try reading.evidence(about: "a", before: nil, limit: 10),
                    none: try reading.evidence(about: nil, before: nil, limit: 10),
                    newest: try reading.newestEvidence(limit: 2),
                    counts: try reading.evidenceCounts(),
                    mark: try reading.evidenceMark()
                )
            }
            #expect(found.of == [all[2]])
            #expect(found.about == [all[2], all[0]])
            #expect(found.none == [all[1]])
            #expect(found.newest == [all[1].evidence, all[2].evidence])
            #expect(found.mark == EvidenceMark(count: 3, newest: all[2].id))
            #expect(found.counts.map(\.article) == [nil, "a"])
            #expect(found.counts.map(\.answered) == [0, 1])
            #expect(found.counts.map(\.rejected) == [0, 1])
            #expect(found.counts.map(\.unanswered) == [1, 0])
        }
    }

    @Test("loses with a ticket what it taught, and nothing else", arguments: StoreKind.available)
    func cascade(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let all = try await fill(house, 2) { Self.kept($0, "a", .answered) }
            try await house.store.write { transaction throws(DeskError) in
                let session = StoreTransaction(transaction).session
                // All of a ticket that refers to it, but for its history, which stays.
                let other = try transaction.insert(.plain("Hej", at: all[0].learntAt))
                try transaction.insert(Self.kept(other, "a", .answered))
                try session.execute("DELETE FROM tickets WHERE number = \(other.rawValue)")
            }
            let left = try await house.store.read { reading throws(DeskError) in
                try reading.evidence(about: "a", before: nil, limit: 10)
            }
            #expect(left == all.reversed())
        }
    }

    @Test(
        "keeps the newest of all, and of one article",
        arguments: StoreKind.available,
        [1, 2, 3, 4]
    )
    func trimmed(on kind: StoreKind, countMax: Int) async throws {
        try await withDesk(on: kind) { house in
            let all = try await fill(house, 4) { number in
                Self.kept(
                    number,
                    number.rawValue == 1 ? nil : "a",
                    number.rawValue == 1 ? .unanswered : .answered
                )
            }
            try await house.store.write { transaction throws(DeskError) in
                try transaction.trimEvidence(about: "a", to: countMax)
            }
            let trimmed = try await house.store.read { reading throws(DeskError) in
                try reading.newestEvidence(limit: 10)
            }
            #expect(trimmed == [all[0].evidence] + all.dropFirst().suffix(countMax).map(\.evidence))
            try await house.store.write { transaction throws(DeskError) in
                try transaction.trimEvidence(to: countMax)
            }
            let left = try await house.store.read { reading throws(DeskError) in
                try reading.newestEvidence(limit: 10)
            }
            #expect(left == trimmed.suffix(countMax))
        }
    }

    @Test(
        "takes one word of one source about an article for a ticket",
        arguments: StoreKind.available
    )
    func unique(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for article in ["a", nil] {
                let first = try await fill(house, 1) { Self.kept($0, article, .answered) }
                let number = TicketNumber(rawValue: Int64(first[0].evidence.ticket))
                await #expect(throws: DeskError.self) {
                    try await house.store.write { transaction throws(DeskError) in
                        try transaction.insert(Self.kept(number, article, .answered))
                    }
                }
                try await house.store.write { transaction throws(DeskError) in
                    try transaction.insert(
                        Self.kept(number, article, .answered, origin: .verdict)
                    )
                }
            }
        }
    }
}
