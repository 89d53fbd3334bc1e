import Cryptography
import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("The chain of records")
struct ChainTests {
    @Test(
        "is whole while nobody touches it, and holds every row once",
        arguments: StoreKind.available
    )
    func whole(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let empty = try await house.store.examineChain()
            #expect(empty == ChainReport())
            for index in 0..<5 { try await work(house, index) }
            let before = try await house.store.examineChain()
            #expect(before.faults == [])
            #expect(before.unsealed > 10)
            try await sealAll(house)
            try await work(house, 5)
            try await sealAll(house)
            let report = try await house.store.examineChain()
            #expect(report.faults == [])
            #expect(report.seals == 2)
            #expect(report.unsealed == 0)
            let rows = try await count(house, "events") + count(house, "reads")
            #expect(report.rows == rows)
            #expect(report.head?.seal == 2)
        }
    }

    /// What somebody with the database's own tools does, and what must be said of it.
    private static let crimes: [(String, [Storage.SQL], [ChainFault])] = [
        (
            "a changed event", ["UPDATE events SET kind = 'resolved' WHERE id = 2"],
            [.changed(table: "events", id: 2, seal: 1)]
        ),
        (
            "a changed read", ["UPDATE reads SET staff = 'grace' WHERE id = 1"],
            [.changed(table: "reads", id: 1, seal: 1)]
        ),
        (
            "an event moved in time", ["UPDATE events SET at = at + 1 WHERE id = 3"],
            [.changed(table: "events", id: 3, seal: 2)]
        ),
        (
            "a removed event", ["DELETE FROM events WHERE id = 2"],
            [.removed(table: "events", id: 2, seal: 1)]
        ),
        (
            "an inserted event",
            [
                """
                INSERT INTO events (id, ticket, at, actor_kind, actor, kind, details)
                VALUES (900, 1, 1, 'staff', 'ada', 'noted', '{}')
                """
            ],
            [.inserted(table: "events", id: 900)]
        ),
        (
            "two events that changed places",
            [
                "UPDATE events SET id = 901 WHERE id = 1", "UPDATE events SET id = 1 WHERE id = 2",
                "UPDATE events SET id = 2 WHERE id = 901",
            ],
            [
                .changed(table: "events", id: 1, seal: 1),
                .changed(table: "events", id: 2, seal: 1),
            ]
        ),
        (
            "a removed seal", ["DELETE FROM seals WHERE id = 2"],
            [.sealsMissing(from: 2, to: 2)]
        ),
        (
            "a seal of another time", ["UPDATE seals SET at = at + 1 WHERE id = 2"],
            [.sealChanged(2)]
        ),
        (
            "an event removed before its seal",
            ["DELETE FROM events WHERE id = (SELECT max(record) FROM unsealed WHERE source = 1)"],
            []
        ),
    ]

    @Test("names what somebody did to it", arguments: StoreKind.available)
    func crimes(on kind: StoreKind) async throws {
        for (name, statements, faults) in Self.crimes {
            try await withDesk(on: kind) { house in
                for index in 0..<3 {
                    try await work(house, index)
                    try await sealAll(house)
                }
                try await work(house, 3)
                let last = try await count(house, "events")
                try await commit(statements, in: house, kind)
                let report = try await house.store.examineChain()
                var wanted = faults
                if wanted.isEmpty { wanted = [.removed(table: "events", id: last, seal: nil)] }
                let inSeal2 = { (fault: ChainFault) in
                    if case .inserted = fault { name == "a removed seal" } else { false }
                }
                // Without its seal, what it held looks like something nobody sealed.
                #expect(report.faults.filter { !inSeal2($0) } == wanted, "\(name)")
                #expect(report.faultCount == report.faults.count)
            }
        }
    }

    @Test("is mended by nobody who does not hold the key", arguments: StoreKind.available)
    func mended(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for index in 0..<3 {
                try await work(house, index)
                try await sealAll(house)
            }
            let head = try #require(try await house.store.chainHead())
            let signed = SignedHead(file: "head", head: head)
            #expect(try await house.store.examineChain(against: [signed]).faults == [])
            // Whoever has the program can make a whole new chain over changed rows.
            try await commit(
                [
                    "UPDATE events SET details = '{}' WHERE id = 1", "DELETE FROM seals",
                    "INSERT INTO unsealed SELECT 1, id FROM events",
                    "INSERT INTO unsealed SELECT 2, id FROM reads",
                ],
                in: house,
                kind
            )
            for _ in 0..<3 { try await sealAll(house) }
            let alone = try await house.store.examineChain()
            #expect(alone.faults == [])
            let report = try await house.store.examineChain(
                against: [
                    signed, SignedHead(file: "forged", head: nil),
                    SignedHead(
                        file: "one",
                        head: ChainHead(seal: 1, digest: head.digest, at: head.at)
                    ),
                ]
            )
            #expect(
                report.faults == [
                    .headBeyond(file: "head", seal: 3), .headUnsigned(file: "forged"),
                    .headDiffers(file: "one", seal: 1),
                ]
            )
        }
    }

    @Test("lets nobody change it by way of the tables", arguments: StoreKind.available)
    func appendOnly(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            try await work(house, 0)
            try await sealAll(house)
            for statement in [
                "UPDATE reads SET times = 2", "DELETE FROM reads", "UPDATE seals SET at = 0",
                "DELETE FROM seals", "DELETE FROM events", "UPDATE events SET details = '{}'",
                "UPDATE events SET actor_name = 'x' WHERE actor_kind = 'citizen'",
                "UPDATE events SET actor_name = NULL WHERE actor_kind = 'staff'",
                "UPDATE events SET actor_name = NULL, at = 1 WHERE actor_kind = 'citizen'",
            ] as [Storage.SQL] {
                let error = await #expect(throws: DeskError.self, "\(statement.template)") {
                    try await run([statement], in: house)
                }
                #expect("\(String(describing: error))".contains("append-only"))
            }
            try await run(
                ["UPDATE events SET actor_name = NULL WHERE actor_kind = 'citizen'"],
                in: house
            )
            #expect(try await house.store.examineChain().faults == [])
        }
    }

    @Test("is one, though several seal at the same time", arguments: StoreKind.available)
    func together(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            for round in 0..<4 {
                await withTaskGroup(of: Void.self) { group in
                    for index in 0..<6 {
                        group.addTask {
                            try? await self.work(house, round * 6 + index)
                            _ = try? await house.store.seal(at: house.clock.now)
                        }
                    }
                }
            }
            try await sealAll(house)
            let report = try await house.store.examineChain()
            #expect(report.faults == [])
            #expect(report.unsealed == 0)
        }
    }

    @Test("takes what waits in seals of at most so many rows", arguments: StoreKind.available)
    func bounded(on kind: StoreKind) async throws {
        try await withDesk(on: kind) { house in
            let rows = Seal.recordsMax + 1
            try await house.store.write { transaction throws(DeskError) in
                for _ in 0..<rows {
                    try transaction.record(
                        ReadRecord(of: .audit, ticket: nil, to: "ada", at: Date())
                    )
                }
            }
            try await sealAll(house)
            let report = try await house.store.examineChain()
            #expect(report.faults == [])
            #expect(report.seals == 2)
            #expect(report.rows == Int64(rows))
        }
    }

    private func work(_ house: TestDesk, _ index: Int) async throws {
        let ticket = try await house.desk.receive(.plain("\(index)", messageID: "\(index)@x"))
        _ = try await house.desk.write(
            MessageDraft(kind: .note, body: "Hm"),
            on: ticket.ticket,
            as: .ada
        )
        _ = try await house.desk.ticket(ticket.ticket, as: .ada)
        try await house.desk.writeReads()
    }

    private func sealAll(_ house: TestDesk) async throws {
        while try await house.store.seal(at: house.clock.now) != nil {}
    }

    private func count(_ house: TestDesk, _ table: String) async throws -> Int64 {
        try await house.store.read { reading throws(DeskError) in
            let session = StoreTransaction(reading).session
            return try session.first(SQL(stringLiteral: "SELECT count(*) FROM \(table)")) {
                $0.integer(0)
            } ?? 0
        }
    }

    private func run(_ statements: [Storage.SQL], in house: TestDesk) async throws {
        try await house.store.write { transaction throws(DeskError) in
            for statement in statements {
                try StoreTransaction(transaction).session.execute(statement)
            }
        }
    }

    /// As whoever owns the database could: the guards go first.
    private func commit(
        _ statements: [Storage.SQL],
        in house: TestDesk,
        _ kind: StoreKind
    ) async throws {
        let guards: [Storage.SQL] =
            switch kind {
            case .sqlite:
                [
                    "DROP TRIGGER events_are_not_changed", "DROP TRIGGER events_are_not_removed",
                    "DROP TRIGGER reads_are_not_changed", "DROP TRIGGER seals_are_not_changed",
                    "DROP TRIGGER seals_are_not_removed",
                ]
            case .postgresql:
                [
                    "ALTER TABLE events DISABLE TRIGGER ALL",
                    "ALTER TABLE reads DISABLE TRIGGER ALL",
                    "ALTER TABLE seals DISABLE TRIGGER ALL",
                ]
            }
        try await run(guards + statements, in: house)
    }
}

@Suite("Ranges of numbers")
struct NumberRangesTests {
    @Test("know what they were given, in any order, and take little room")
    func ranges() {
        var ranges = NumberRanges()
        var known: Set<Int64> = []
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            let number = Int64.random(in: -500...500, using: &random)
            #expect(ranges.insert(number) == known.insert(number).inserted)
        }
        for number in Int64(-502)...502 {
            #expect(ranges.contains(number) == known.contains(number))
        }
        for number in Int64(-500)...500 { _ = ranges.insert(number) }
        #expect(ranges.ranges == [-500...500])
    }
}
