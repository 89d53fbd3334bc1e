public import Desk
public import Foundation
public import Metrics
import PostgreSQLClient

/// The store in a database of PostgreSQL 13 or later, which several daemons may share.
///
/// Every transaction is serializable, so that the desk's rules hold however many daemons decide at
/// the same time; one that lost against another is run again. Reading is done over a snapshot and
/// neither waits nor makes anybody wait.
public final class PostgreSQLStore: DurableStore {
    private let readers: SessionPool
    private let writers: SessionPool
    private let writes: WriteQueue
    private let meters: StoreMeters
    private let now: @Sendable () -> Date
    /// What hears of other daemons' doings.
    public let listener: StoreListener?
    /// Looked at on each new connection that writes, and by ``DurableStore/probe()``.
    public let tables: KnownTables
    /// Keeps daemons from serving while the store is copied.
    private let seclusion: StoreSeclusion?

    /// Connections that read at the same time.
    public static let readersMax = 4
    /// Connections that write at the same time.
    ///
    /// While one waits for the server's disk, another prepares the next commit; more of them only
    /// get into each other's way.
    public static let writersMax = 2

    /// Connects and brings the tables up to date.
    ///
    /// - Parameters:
    ///   - address: `postgresql://user@host/database`, as libpq has it.
    ///   - use: what it is opened for.
    ///   - metrics: is told of every commit.
    ///   - now: the clock.
    /// - Throws: ``DeskError/unavailable(cause:)``: the database cannot be reached, is of another
    ///   kind than wanted, was written by a newer program, or others use it so that this one cannot.
    public init(
        address: String,
        for use: StoreUse = .visiting,
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws(DeskError) {
        self.now = now
        let listener = StoreListener(address: use.listeningAddress ?? address)
        self.listener = listener
        seclusion = use.isAlone ? StoreSeclusion() : nil
        meters = StoreMeters(metrics)
        readers = SessionPool(address: address, sessionsMax: Self.readersMax)
        let tables = KnownTables(version: PostgreSQLSchema.steps.count)
        self.tables = tables
        writers = SessionPool(address: address, sessionsMax: Self.writersMax) {
            (session) throws(DeskError) in
            try tables.look(by: session)
        }
        writes = WriteQueue(drainersMax: Self.writersMax)
        let (writers, seclusion) = (writers, seclusion)
        do throws(DeskError) {
            try await writers.run { () throws(DeskError) in
                try seclusion?.begin(on: address)
                let isPooled = try Self.bringUpToDate(address)
                guard case .serving = use else { return }
                guard !isPooled || use.listeningAddress != nil else {
                    throw .unavailable(cause: StoreListener.needsAddress)
                }
                try listener.begin()
            }
            if case .serving = use { try await proveHearing(listener) }
        } catch {
            try await close()
            throw error
        }
    }

    /// Runs `body` over a snapshot; a connection that turns out to be broken is replaced once.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskReading) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        let moment = now()
        let readers = readers
        return try await readers.run { () throws(DeskError) in
            var triesLeft = 2
            while true {
                triesLeft -= 1
                let (outcome, trouble) = try readers.lend { session in
                    (session.read(at: moment, body), session.takeTrouble())
                }
                guard triesLeft > 0, case .failure = outcome, let trouble else {
                    return try outcome.get()
                }
                switch trouble {
                case .conflict, .lost: continue
                case .final: return try outcome.get()
                }
            }
        }
    }

    /// Runs `body` in a transaction that writes waiting together may share, and returns when it is
    /// committed and synced; past ``WriteQueue/waitingMax`` it is refused at once.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DeskTransaction) throws(DeskError) -> Value
    ) async throws(DeskError) -> Value {
        try tables.check()
        return try await writes.run(body, meters: meters) {
            writers.start { isOpen in self.drain(isOpen: isOpen) }
        }
    }

    /// How the store stands; the server's disk and log are its own to watch.
    public func figures() async throws(DeskError) -> StoreFigures {
        let bytes = try await read { reading throws(DeskError) in
            try (reading as? StoreTransaction)?.session.first(
                "SELECT pg_database_size(current_database())"
            ) { $0.integer(0) }
        }
        return StoreFigures(bytes: bytes ?? 0)
    }

    /// Those whose callers wait.
    public var openWrites: OpenWrites { writes.open }

    /// Asks on the connection that holds the lock: it ends with that.
    public func checkSeclusion() async throws(DeskError) {
        guard let seclusion else { return }
        try await readers.run { () throws(DeskError) in try seclusion.check() }
    }

    /// Finishes what was begun and closes the connections.
    public func close() async throws(DeskError) {
        try await readers.close()
        try await writers.close()
        listener?.end()
        seclusion?.end()
    }

    /// Makes or changes the tables on a connection of its own; true where that is a pooler's.
    private static func bringUpToDate(_ address: String) throws(DeskError) -> Bool {
        let session = try PostgreSQLSession.opened(address)
        try session.bringUpToDate()
        return session.isPooled
    }

    /// Where a pooler stands before the listener it may hear nothing, and nobody would notice.
    private func proveHearing(_ listener: StoreListener) async throws(DeskError) {
        guard listener.isPooled else { return }
        try await write { transaction throws(DeskError) in
            try StoreTransaction(transaction).session.announce(.unknown)
        }
        let hears = try await writers.run { () throws(DeskError) in try listener.hears() }
        guard hears else { throw .unavailable(cause: StoreListener.isDeaf) }
    }

    private func drain(isOpen: Bool) {
        while true {
            let writes = writes.next()
            guard !writes.isEmpty else { return }
            let batch = WriteBatch(writes: writes, pool: writers, meters: meters, now: now)
            if isOpen {
                batch.commit()
            } else {
                batch.answer(failure: .unavailable(cause: "the store is closed"))
            }
        }
    }
}

extension PostgreSQLSession {
    /// Runs `body` in a transaction that can only read.
    fileprivate func read<Value>(
        at moment: Date,
        _ body: (any DeskReading) throws(DeskError) -> Value
    ) -> Result<Value, DeskError> {
        Result { () throws(DeskError) in
            try begin("ISOLATION LEVEL REPEATABLE READ READ ONLY")
            let value = try body(StoreTransaction(session: self, now: moment))
            try endReading()
            return value
        }
    }

    /// Takes the steps that lead from the database's version to this program's.
    ///
    /// Each step is a transaction; of daemons that start together one takes it, and the others wait
    /// and find it done.
    func bringUpToDate() throws(DeskError) {
        try checkServer()
        let known = PostgreSQLSchema.steps.count
        while true {
            try begin("")
            // A step may take an hour, and others wait for its end: they would fail again and again.
            try liftTimeLimits()
            try run(script: PostgreSQLSchema.stepLock)
            try run(script: PostgreSQLSchema.ground)
            let found = try first("SELECT version FROM schema_version") { $0.integer(0) }
            let version = Int(found ?? 0)
            try KnownTables(version: known).see(Int64(version))
            guard version < known else { break }
            try run(script: PostgreSQLSchema.steps[version])
            try execute("DELETE FROM schema_version")
            try execute("INSERT INTO schema_version (version) VALUES (\(version + 1))")
            try run(script: "COMMIT")
        }
        try run(script: "COMMIT")
    }

    func liftTimeLimits() throws(DeskError) {
        try run(script: "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
    }

    private func checkServer() throws(DeskError) {
        let facts = try first(
            """
            SELECT current_setting('server_version_num')::integer,
                current_setting('server_encoding'), pg_is_in_recovery()::integer
            """
        ) { (row) in (row.integer(0), row.text(1), row.integer(2)) }
        guard let facts else { throw .unavailable(cause: "PostgreSQL says nothing of itself") }
        let (version, encoding, isStandby) = facts
        guard version >= 130_000 else {
            throw .unavailable(cause: "PostgreSQL 13 or later is wanted, this is \(version)")
        }
        guard encoding == "UTF8" else {
            throw .unavailable(cause: "the database must be UTF8, this one is \(encoding)")
        }
        guard isStandby == 0 else {
            throw .unavailable(cause: "this PostgreSQL is a standby: it cannot be written")
        }
    }
}
