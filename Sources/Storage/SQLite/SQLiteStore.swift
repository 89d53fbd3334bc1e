public import Desk
public import Foundation
import GRDB
public import Metrics
import NIOPosix

/// The store in one SQLite file: WAL, every commit on disk before it is answered.
public final class SQLiteStore: DurableStore {
    private let lock: StoreLock
    private let pool: DatabasePool
    private let writer: WriterConnection
    private let readers: ReaderConnections
    private let threads = NIOThreadPool(numberOfThreads: readersMax)
    private let writes = WriteQueue(drainersMax: 1)
    private let meters: StoreMeters
    private let now: @Sendable () -> Date

    /// Nobody else is on this store.
    public var listener: StoreListener? { nil }
    /// Looked at by ``DurableStore/probe()``.
    public let tables = KnownTables(version: SQLiteSchema.steps.count)
    /// Those whose callers wait.
    public var openWrites: OpenWrites { writes.open }

    /// What the writer keeps of the file in memory: the pages that a ticket's rows and indexes fall
    /// on, so that they need not be read again for every one.
    private static let writerCacheKibibytes = 16_384
    /// Pages of the log at which it is written into the file: those that every ticket changes are
    /// written once for many of them.
    private static let foldedPages = 4_096
    /// What the log shrinks to: so many pages of SQLite's usual 4,096 octets.
    static let logBytesMax = foldedPages * 4_096
    /// Long reads that run at the same time.
    private static let readersMax = 4

    /// Opens or makes the file and brings its tables up to date.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - alone: true to have it only while no other process has it.
    ///   - metrics: is told of every commit.
    ///   - now: the clock.
    /// - Throws: ``DeskError/unavailable(cause:)``: the file cannot be used, it is being restored,
    ///   or it was written by a newer program.
    public init(
        path: String,
        alone: Bool = false,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(DeskError) {
        self.now = now
        meters = StoreMeters(metrics)
        lock = try StoreLock(path, alone ? .alone : .shared)
        DurableFile.makeForOwnerOfFolder(path)
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB opens its writer with NORMAL, after which a power cut may take commits that
                // were answered already.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA cache_size = -\(Self.writerCacheKibibytes)")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.foldedPages)")
                // A log that a long read made larger shrinks again.
                try database.execute(sql: "PRAGMA journal_size_limit = \(Self.logBytesMax)")
                let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                precondition(level == 2, "the writer syncs every commit")
                try Self.migrate(database)
                // What a statement may have to take back is kept in memory, not in a file that is made
                // and removed each time. Not before, as what the steps sort may be large.
                try database.execute(sql: "PRAGMA temp_store = MEMORY")
            }
            writer = try WriterConnection(pool)
            readers = ReaderConnections(path: path)
            threads.start()
        } catch {
            throw ClosedFiles.failure(opening: path) ?? SQLiteSession.failure(error)
        }
    }

    /// Runs `body` over a snapshot; up to four run at once, and none waits for a write.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        let moment = now()
        do {
            return try await threads.runIfActive { [readers] in
                try readers.read(at: moment, body)
            }
        } catch let error as DeskError {
            throw error
        } catch {
            throw .unavailable(cause: "the store is closed")
        }
    }

    /// Runs `body` over a snapshot on the caller's own thread: changing to another one and back
    /// costs more than finding a few rows by their keys.
    public func look<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        try readers.read(at: now(), body)
    }

    /// Runs `body` in a transaction that writes waiting together share.
    ///
    /// One that is refused takes nothing with it; `body` may be run again for that, as in any store. It
    /// returns when the transaction is synced; past ``WriteQueue/waitingMax`` it is refused at once.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        try tables.check()
        return try await writes.run(body, meters: meters) {
            pool.asyncWriteWithoutTransaction { _ in self.drain() }
        }
    }

    var path: String { pool.path }

    /// Finishes what was begun and closes the file.
    public func close() throws(DeskError) {
        do {
            try threads.syncShutdownGracefully()
            readers.close()
            foldLog()
            try writer.close(pool)
            try pool.close()
            lock.release()
        } catch {
            throw SQLiteSession.failure(error)
        }
    }

    /// Writes the log into the file and empties it, also where a command has the store open and
    /// would be the one who leaves last.
    private func foldLog() {
        // What cannot be folded in now is safe where it is, and is at the next start.
        _ = try? pool.writeWithoutTransaction { database in
            try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// What the connection that commits says of its syncing; the readers' answer would mislead.
    func writerSynchronousLevel() throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    private func drain() {
        while true {
            let batch = writes.next()
            guard !batch.isEmpty else { return }
            let start = ContinuousClock.now
            let failure = commit(batch)
            meters.commit(batch.count, since: start, isDurable: failure == nil)
            for write in batch { write.answer(failure: failure) }
        }
    }

    private func commit(_ batch: [any PendingWrite]) -> DeskError? {
        do throws(DeskError) {
            if try !run(batch, apart: false) { _ = try run(batch, apart: true) }
            return nil
        } catch {
            return error
        }
    }

    /// Runs every write in one transaction and commits it.
    ///
    /// A savepoint has a copy made of every page that changes in it, which costs as much as the write
    /// itself. Hardly any write is refused after it has changed something, so they go without, and all
    /// are run again apart when one was.
    ///
    /// - Returns: false when nothing was kept, since one write must be taken back without the others.
    private func run(_ batch: [any PendingWrite], apart: Bool) throws(DeskError) -> Bool {
        let connection = try writer.connection
        let words = WordsToIndex()
        let session = SQLiteSession(connection: connection, wordsToIndex: words)
        let transaction = StoreTransaction(session: session, now: now())
        try connection.run("BEGIN IMMEDIATE")
        // After a failure too, unless SQLite took it back itself.
        defer { if connection.isInTransaction { try? connection.run("ROLLBACK") } }
        for write in batch {
            if apart { try connection.run("SAVEPOINT one") }
            let changes = connection.changeCount
            let isDone = write.run(in: transaction)
            // A full disk and the like take back the whole transaction; what came now would be
            // committed statement by statement.
            guard connection.isInTransaction else {
                throw .unavailable(cause: "SQLite took the transaction back")
            }
            if isDone {
                words.keep()
            } else if apart {
                try connection.run("ROLLBACK TO one")
                words.drop()
            } else if connection.changeCount == changes {
                words.drop()
            } else {
                return batch.count == 1
            }
            if apart { try connection.run("RELEASE one") }
        }
        try words.write(session)
        try connection.run("COMMIT")
        return true
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "store"
        return configuration
    }

    static func migrate(_ database: Database) throws {
        let known = SQLiteSchema.steps.count
        guard try version(of: database) < known else { return }
        for function in SQLiteSchema.functions { database.add(function: function) }
        defer { for function in SQLiteSchema.functions { database.remove(function: function) } }
        var isDone = false
        while !isDone {
            try database.inTransaction(.immediate) {
                // Another process that opens the store now may have taken this step meanwhile.
                let version = try version(of: database)
                isDone = version == known
                guard !isDone else { return .rollback }
                try database.execute(sql: SQLiteSchema.steps[version])
                try database.execute(sql: "PRAGMA user_version = \(version + 1)")
                return .commit
            }
        }
    }

    private static func version(of database: Database) throws -> Int {
        let found = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try KnownTables(version: SQLiteSchema.steps.count).see(found)
        return Int(found)
    }
}
