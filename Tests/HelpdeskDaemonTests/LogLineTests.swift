import Desk
import DeskTesting
import Foundation
import Synchronization
import Testing
import WebAPI

@testable import HelpdeskDaemon
@testable import Storage

@Suite("What the daemon's rounds log")
struct LogLineTests {
    /// A store that fails as a test says, and is a real one otherwise.
    private final class FailingStore: DurableStore {
        private let real: any DurableStore
        private let held = Mutex<DeskError?>(nil)

        init(_ real: any DurableStore) { self.real = real }

        var failure: DeskError? {
            get { held.withLock { $0 } }
            set { held.withLock { $0 = newValue } }
        }

        var listener: StoreListener? { nil }
        var tables: KnownTables { real.tables }
        var openWrites: OpenWrites { real.openWrites }

        func figures() async throws(DeskError) -> StoreFigures { try await real.figures() }

        func close() async throws(DeskError) { try await real.close() }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
        ) async throws(DeskError) -> Value {
            if let failure { throw failure }
            return try await real.read(body)
        }

        func write<Value: Sendable>(
            _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
        ) async throws(DeskError) -> Value {
            if let failure { throw failure }
            return try await real.write(body)
        }
    }

    private static let full = DeskError.unavailable(cause: "the disk is full")
    /// Failures that quote what somebody wrote.
    private static let talkative = [
        DeskError.wrongState(detail: "maja@example.com: blåbär"),
        .invalid([FieldProblem("/blåbär", "maja@example.com is none")]),
    ]

    /// Lets `round` run over a store that fails in each of several ways.
    ///
    /// - Returns: the log.
    private func lines(
        on house: TestDesk,
        _ round: (FailingStore, LogRecord) async -> () async -> Void
    ) async -> [String] {
        let (store, log) = (FailingStore(house.store), LogRecord())
        let carryOut = await round(store, log)
        for failure in [Self.full, Self.full] + Self.talkative {
            store.failure = failure
            await carryOut()
        }
        store.failure = nil
        await carryOut()
        for word in ["maja", "blåbär"] { #expect(!log.text.contains(word), "\(log.text)") }
        return log.lines
    }

    @Test("of records that are not written: each cause once, and when they are again")
    func records() async throws {
        try await withDesk { house in
            _ = try await house.desk.receive(.plain("blåbär"))
            let found = await lines(on: house) { store, log in
                let keeping = RecordKeeping(
                    desk: house.desk,
                    store: store,
                    feed: EventFeed(),
                    heads: nil,
                    settings: AuditSettings(),
                    logger: log.logger
                )
                return { _ = await keeping.carryOneRound(signedAt: nil) }
            }
            let line = "error records are not written; it is tried again every second"
            #expect(
                found == [
                    "\(line) [\"cause\": the disk is full]", "\(line) [\"cause\": wrong state]",
                    "\(line) [\"cause\": invalid]", "notice records are written again [:]",
                ]
            )
        }
    }

    @Test("of a head that is not signed: why, and not what is in the records")
    func heads() async throws {
        try await withDesk { house in
            _ = try await house.desk.receive(.plain("blåbär", from: "maja@example.com"))
            let log = LogRecord()
            let folder = try TemporaryFolder()
            let signer = RecordSigner(
                certificate: folder.path("none.pem"),
                key: folder.path("none.key")
            )
            let keeping = RecordKeeping(
                desk: house.desk,
                store: house.store,
                feed: EventFeed(),
                heads: HeadFolder(
                    path: folder.path("heads"),
                    signer: signer,
                    desk: TestDesk.address
                ),
                settings: AuditSettings(),
                logger: log.logger
            )
            let moment = await keeping.carryOneRound(signedAt: nil)
            // One line of it an interval is enough.
            _ = await keeping.carryOneRound(signedAt: moment)
            #expect(log.lines.count == 1)
            #expect(log.text.hasPrefix("error the head is not signed [\"error\": "))
            #expect(log.text.contains("none.pem"))
            for word in ["maja", "blåbär"] { #expect(!log.text.contains(word), "\(log.text)") }
        }
    }

    @Test(
        "of what other daemons do: once that it is not heard, and when it is again",
        .enabled(if: PostgreSQLServer.isInstalled),
        .timeLimit(.minutes(1))
    )
    func ear() async throws {
        let folder = try TemporaryFolder()
        let location = try StoreKind.postgresql.location(in: folder)
        let store = try await location.open(for: .serving(listeningAt: nil))
        let listener = try #require(store.listener)
        let (log, heard) = (LogRecord(), AsyncStream<StoreChange>.makeStream())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let ear = Ear(listener: listener, logger: log.logger) {
                    heard.continuation.yield($0)
                }
                try await ear.run()
            }
            var changes = heard.stream.makeAsyncIterator()
            #expect(await changes.next() == .unknown)
            _ = try await store.read { reading throws(DeskError) in
                // Its connection is the one that holds the lock by which a daemon serves.
                try StoreTransaction(reading).session.all(
                    """
                    SELECT CAST(pg_terminate_backend(l.pid) AS integer)
                    FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                    WHERE l.locktype = 'advisory' AND d.datname = current_database()
                    """
                ) { $0.integer(0) }
            }
            // Lost, and there again.
            #expect(await changes.next() == .unknown)
            #expect(await changes.next() == .unknown)
            try await store.write { transaction throws(DeskError) in
                try StoreTransaction(transaction).session.announce(.evidenceChanged)
            }
            #expect(await changes.next() == .evidenceChanged)
            group.cancelAll()
        }
        try await store.close()
        #expect(log.lines.count == 2, "\(log.text)")
        #expect(log.lines.first?.hasPrefix("error what other daemons do is not heard") == true)
        #expect(log.lines.last?.hasPrefix("notice what other daemons do is heard again") == true)
    }

    @Test("of a sweep that failed: the cause")
    func sweep() async throws {
        try await withDesk { house in
            let found = await lines(on: house) { store, log in
                let housekeeping = Housekeeping(
                    store: store,
                    quarantineTime: 86_400,
                    logger: log.logger
                )
                return { await housekeeping.sweep() }
            }
            let causes = ["the disk is full", "the disk is full", "wrong state", "invalid"]
            #expect(
                found
                    == causes.map {
                        "error sweep failed; it is tried again in an hour [\"cause\": \($0)]"
                    }
            )
        }
    }

    @Test(
        "of held mails that nobody decided on in time: which, and the record of changes has them",
        arguments: StoreKind.available
    )
    func sweptMails(on kind: StoreKind) async throws {
        try await withDesk(on: kind, clock: TestClock(Date() - 90_000)) { house in
            var mail = ReceivedMail.plain("blåbär", subject: "lingon")
            mail.hold = .loop
            _ = try await house.desk.receive(mail)
            let (held, _) = try await house.desk.quarantine(QuarantineQuery(), as: .ada)
            let id = try #require(held.first).id.description
            let log = LogRecord()
            let housekeeping = Housekeeping(
                store: house.store,
                quarantineTime: 86_400,
                logger: log.logger
            )
            await housekeeping.sweep()
            await housekeeping.sweep()
            let told = "warning a held mail was thrown away: nobody decided on it in time ["
            #expect(log.lines.count == 1 && log.text.hasPrefix(told))
            #expect(log.text.contains("\"mail\": \(id)"))
            #expect(log.text.contains("\"reason\": loop"))
            let (entries, _) = try await house.desk.changeRecords(
                by: "helpdeskd",
                before: nil,
                limit: 9,
                as: .rut
            )
            #expect(entries.map(\.record.act) == [.mailDiscarded])
            #expect(entries.first?.record.subject == id)
            #expect(entries.first?.record.details["cause"] == "mail.quarantine-days")
            #expect(entries.first?.record.details["reason"] == "loop")
        }
    }

    @Test("of automatic mail that goes on: once, and not at every start from then on")
    func brake() async throws {
        try await withDesk { house in
            let log = LogRecord()
            let rounds = LetterRounds(desk: house.desk, logger: log.logger)
            await rounds.lookOnce()
            _ = try await house.desk.pullBrake(by: .lena)
            await rounds.lookOnce()
            _ = try await house.desk.releaseBrake(by: .lena)
            await rounds.lookOnce()
            await rounds.lookOnce()
            #expect(log.lines.count == 2)
            #expect(log.lines.first?.hasPrefix("error AUTOMATIC MAIL IS STOPPED") == true)
            #expect(log.lines.last == "notice automatic mail goes on [\"staff\": lena]")
            await LetterRounds(desk: house.desk, logger: log.logger).lookOnce()
            #expect(log.lines.count == 2)
        }
    }

    @Test("of keys that could not be read: the cause")
    func keys() async throws {
        try await withDesk { house in
            let found = await lines(on: house) { store, log in
                let watch = ProofKeyWatch(store: store, proof: house.proof, logger: log.logger)
                return { await watch.look() }
            }
            let causes = ["the disk is full", "the disk is full", "wrong state", "invalid"]
            #expect(
                found
                    == causes.map {
                        "error keys not read; it is tried again in a minute [\"cause\": \($0)]"
                    }
            )
        }
    }

    @Test(
        "and a sweep makes the index forget who was erased a week ago, and not before",
        arguments: [(6 * 86_400, true), (8 * 86_400, false)] as [(TimeInterval, Bool)]
    )
    func erasedWords(ago: TimeInterval, isKept: Bool) async throws {
        try await withDesk(clock: TestClock(Date() - ago)) { house in
            let number = try await house.desk.receive(.plain("lingonblomma")).ticket
            _ = try await house.desk.resolve(
                number,
                at: 1,
                as: .answered,
                article: nil,
                by: .ada
            )
            let report = try await house.desk.erase(
                Person(email: "maja@example.com"),
                isDryRun: false,
                as: .adam
            )
            #expect(report.erased == [number])
            let log = LogRecord()
            await Housekeeping(store: house.store, quarantineTime: 86_400, logger: log.logger)
                .sweep()
            #expect(log.lines.isEmpty)
            let isLeft = try await house.store.read { reading throws(DeskError) in
                try StoreTransaction(reading).session.all("SELECT block FROM search_data") {
                    Data($0.blob(0))
                }.contains { $0.range(of: Data("lingonblomma".utf8)) != nil }
            }
            #expect(isLeft == isKept)
        }
    }
}
