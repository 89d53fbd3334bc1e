import Desk
import DeskTesting
import Foundation
import Testing

@testable import Storage

@Suite("The index of words of SQLite forgets what was erased")
struct WordMergingTests {
    private static let erased = "lingonblomma"

    private func withStore(
        _ body: (any DurableStore, TestClock) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let location = try StoreKind.sqlite.location(in: folder)
        let store = try await location.open { clock.now }
        try await body(store, clock)
        try await store.close()
    }

    private func write(
        to store: any DurableStore,
        _ body: @escaping @Sendable (SQLiteSession) throws(DeskError) -> Bool
    ) async throws -> Bool {
        try await store.write { transaction throws(DeskError) in
            guard let session = StoreTransaction(transaction).session as? SQLiteSession else {
                throw .notFound
            }
            return try body(session)
        }
    }

    /// Texts of made-up words, in transactions of their own so that the index has many parts.
    private func fill(_ store: any DurableStore, count: Int, from first: Int = 1) async throws {
        for start in stride(from: first, to: first + count, by: 1_000) {
            _ = try await write(to: store) { session throws(DeskError) in
                var random = SeededRandom(seed: UInt64(start))
                for ticket in start..<min(start + 1_000, first + count) {
                    let words = (0..<40).map { _ in
                        String(UInt64.random(in: 0...1 << 40, using: &random), radix: 36)
                    }
                    let text = ([Self.erased] + words).joined(separator: " ")
                    try session.index(text, rowID: Int64(ticket) << 20 | 1)
                }
                return true
            }
        }
    }

    /// Pages of the index in which the erased word still stands, but for the letters that it may share
    /// with the word before.
    private func pagesLeft(_ store: any DurableStore) async throws -> Int {
        try await store.read { reading throws(DeskError) in
            let tail = Array(Self.erased.utf8.dropFirst(6))
            return try StoreTransaction(reading).session.all(
                "SELECT block FROM search_data"
            ) { Data($0.blob(0)) }.count { $0.range(of: Data(tail)) != nil }
        }
    }

    private func found(_ store: any DurableStore) async throws -> Int64 {
        try await store.read { reading throws(DeskError) in
            try StoreTransaction(reading).session.first(
                "SELECT count(*) FROM search WHERE search MATCH \(Self.erased)"
            ) { $0.integer(0) } ?? 0
        }
    }

    @Test("in the end, also where others write between any two steps", .timeLimit(.minutes(2)))
    func beside() async throws {
        try await withStore { store, clock in
            // Several steps' worth of pages.
            try await fill(store, count: 20_000)
            _ = try await write(to: store) { session throws(DeskError) in
                try session.noteErasedWords(at: clock.now)
                return true
            }
            var steps = 0
            while try await !write(
                to: store,
                { session throws(DeskError) in
                    try session.mergeWords(erasedBefore: .distantFuture)
                }
            ) {
                steps += 1
                try #require(steps < 100, "it would go on for ever")
                for place in 0..<3 {
                    try await fill(store, count: 1, from: 1_000_000 + steps * 10 + place)
                }
            }
            #expect(steps > 1)
            let levels = try await write(to: store) { session throws(DeskError) in
                // What was there is one part, and what came is not part of it.
                let levels = try session.indexLevels()
                #expect(levels.count < 20)
                #expect(levels.last?.partsCount == 1)
                return levels.contains(where: \.isBeingMerged)
            }
            #expect(!levels)
        }
    }

    @Test("when its time has come, and begins nothing before")
    func due() async throws {
        try await withStore { store, clock in
            try await fill(store, count: 10)
            let moment = clock.now
            _ = try await write(to: store) { session throws(DeskError) in
                for ticket in 1...10 {
                    try session.execute(
                        """
                        INSERT INTO search (search, rowid, text)
                        VALUES ('delete', \(ticket << 20 | 1), \(Self.erased))
                        """
                    )
                }
                try session.noteErasedWords(at: moment)
                return true
            }
            #expect(try await found(store) == 0)
            #expect(try await pagesLeft(store) > 0)
            try await store.forgetErased(before: moment)
            #expect(try await pagesLeft(store) > 0)
            try await store.forgetErased(before: moment + 1)
            #expect(try await pagesLeft(store) == 0)
        }
    }

    @Test("of the same transaction too, and of what was erased while it was at it")
    func again() async throws {
        try await withStore { store, clock in
            try await fill(store, count: 20_000)
            func erase(_ tickets: ClosedRange<Int>) async throws -> Bool {
                try await write(to: store) { session throws(DeskError) in
                    for ticket in tickets {
                        try session.execute(
                            """
                            INSERT INTO search (search, rowid, text)
                            VALUES ('delete', \(ticket << 20 | 1), \(Self.erased))
                            """
                        )
                    }
                    try session.noteErasedWords(at: clock.now)
                    return try session.mergeWords(erasedBefore: .distantFuture)
                }
            }
            #expect(try await !erase(1...10_000))
            #expect(try await !erase(10_001...20_000))
            try await store.forgetErased()
            #expect(try await pagesLeft(store) == 0)
        }
    }

    @Test("as often as the index bears it, and says so then instead of breaking it")
    func bounded() async throws {
        try await withStore { store, clock in
            _ = try await write(to: store) { session throws(DeskError) in
                var place: Int64 = 0
                while try session.indexLevels().count <= SQLiteSession.levelsMax {
                    place += 1
                    try session.index("ord\(place)", rowID: place << 20 | 1)
                    try session.noteErasedWords(at: clock.now)
                    while try !session.mergeWords(erasedBefore: .distantFuture) {}
                }
                try session.noteErasedWords(at: clock.now)
                return true
            }
            let error = await #expect(throws: DeskError.self) { try await store.forgetErased() }
            guard case .unavailable(let cause) = error else {
                Issue.record("it said \(String(describing: error))")
                return
            }
            #expect(cause.contains("store copy"))
            // Mail still comes in, and is found.
            try await fill(store, count: 1)
            #expect(try await found(store) == 1)
            let folder = try TemporaryFolder()
            let target = try await StoreKind.sqlite.location(in: folder).open(for: .takingCopy)
            _ = try await StoreCopy(from: store, to: target).run()
            let isNew = try await write(to: target) { session throws(DeskError) in
                try session.indexLevels().count < 10
            }
            #expect(isNew)
            try await target.close()
        }
    }

    @Test("and its levels are read as FTS5 writes them")
    func levels() {
        let record: [UInt8] = [
            0, 0, 0, 0, 2, 3, 0x82, 0x68, 2, 2, 1, 1, 6, 2, 1, 0x81, 0x16, 0, 1, 9, 1, 126,
        ]
        let levels = IndexLevel.levels(in: record)
        #expect(
            levels == [
                IndexLevel(isBeingMerged: true, partsCount: 2),
                IndexLevel(isBeingMerged: false, partsCount: 1),
            ]
        )
        for count in 0..<record.count {
            #expect(IndexLevel.levels(in: Array(record.prefix(count))) == nil)
        }
        #expect(IndexLevel.levels(in: record + [0]) == nil)
    }
}
