public import Desk
public import Foundation

/// A store in PostgreSQL looked at by the operator, without changing it or bringing it up to date.
public struct ServerExamination: Sendable {
    /// A standby that streams from this server.
    public struct Standby: Sendable, Equatable {
        /// What it calls itself.
        public var name: String
        /// True when it streams what happens; false while it catches up or is copied.
        public var isStreaming: Bool
        /// True when commits wait for it.
        public var isSynchronous: Bool
        /// Octets of log that it has not replayed yet.
        public var lagBytes: Int64
    }

    /// What the server says of itself, at any time and of any kind.
    public struct Server: Sendable, Equatable {
        /// As people write it: `15.14`.
        public var version = ""
        /// As programs compare it: 150014.
        public var versionNumber = 0
        /// Of the database, `UTF8` for a desk.
        public var encoding = ""
        /// True while it follows another one and cannot be written.
        public var isStandby = false
        /// True when a pooler stands between.
        public var isPooled = false
        /// False when a power cut may take or tear what was committed.
        public var survivesPowerCut = true
    }

    /// The server.
    public var server = Server()
    /// Which version of the tables the database has; 0 when it has none.
    public var version = 0
    /// How many tickets it holds; nil when the tables are of another version.
    public var tickets: Int64?
    /// How its outbox stands; nil when the tables are of another version.
    public var outbox: OutboxFigures?
    /// How its quarantine stands; nil when the tables are of another version.
    public var quarantine: QuarantineFigures?
    /// Records that wait for their seal; nil when the tables are of another version.
    public var unsealed: Int64?
    /// Octets of the database.
    public var bytes: Int64 = 0
    /// Octets of the write-ahead log; nil when this user may not know (`pg_monitor`).
    public var walBytes: Int64?
    /// Octets of log that are kept for standbys which do not fetch them.
    public var abandonedWALBytes: Int64 = 0
    /// Connections that this user can still make.
    public var connectionsLeft = 0
    /// True when commits wait for a standby.
    public var waitsForStandbys = false
    /// The standbys, as far as this user may know of them.
    public var standbys: [Standby] = []
    /// The collation's version that the indexes were made by and the present one, when they differ.
    public var collationChange: (made: String, present: String)?

    /// Connections that a daemon has at most.
    public static let connectionsPerDaemon =
        PostgreSQLStore.readersMax + PostgreSQLStore.writersMax + 1

    /// Whether this program would bring the tables up to date at its next start.
    public var isOlder: Bool { version > 0 && version < PostgreSQLSchema.steps.count }
    /// Whether a newer program wrote it, and this one refuses it.
    public var isNewer: Bool { version > PostgreSQLSchema.steps.count }

    /// Connects and reads; takes as long as a connection may.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)``: it cannot be reached, or refuses to say.
    public init(of address: String, at moment: Date = Date()) throws(DeskError) {
        let session = try PostgreSQLSession.opened(address)
        try session.begin("READ ONLY")
        try readServer(session)
        try readTables(session, at: moment)
        try readRoom(session)
        try readStandbys(session)
        if server.versionNumber >= 150_000 { try readCollation(session) }
        try session.endReading()
    }

    private mutating func readServer(_ session: PostgreSQLSession) throws(DeskError) {
        server.isPooled = session.isPooled
        _ = try session.first(
            """
            SELECT split_part(current_setting('server_version'), ' ', 1),
                CAST(current_setting('server_version_num') AS integer),
                current_setting('server_encoding'), CAST(pg_is_in_recovery() AS integer),
                CAST(current_setting('fsync') = 'on'
                    AND current_setting('full_page_writes') = 'on' AS integer)
            """
        ) { row in
            server.version = row.text(0)
            server.versionNumber = Int(row.integer(1))
            server.encoding = row.text(2)
            server.isStandby = row.integer(3) == 1
            server.survivesPowerCut = row.integer(4) == 1
        }
    }

    private mutating func readTables(
        _ session: PostgreSQLSession,
        at moment: Date
    ) throws(DeskError) {
        let isThere = try session.first(
            "SELECT CAST(to_regclass('schema_version') IS NOT NULL AS integer)"
        ) { $0.integer(0) == 1 }
        guard isThere == true else { return }
        let found = try session.first("SELECT version FROM schema_version") { $0.integer(0) }
        version = Int(found ?? 0)
        guard version == PostgreSQLSchema.steps.count else { return }
        tickets = try session.first("SELECT count(*) FROM tickets") { $0.integer(0) }
        let reading = StoreTransaction(session: session, now: moment)
        outbox = try reading.outboxFigures(at: moment)
        quarantine = try reading.quarantineFigures()
        unsealed = try reading.unsealedCount()
    }

    private mutating func readRoom(_ session: PostgreSQLSession) throws(DeskError) {
        bytes =
            try session.first("SELECT pg_database_size(current_database())") { $0.integer(0) } ?? 0
        let maySee = "has_function_privilege('pg_ls_waldir()', 'execute')"
        if try session.first("SELECT CAST(\(name: maySee) AS integer)", { $0.integer(0) }) == 1 {
            walBytes = try session.first(
                "SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM pg_ls_waldir()"
            ) { $0.integer(0) }
        }
        // The least of what the server, the database and the user allow; -1 is without a bound.
        connectionsLeft = Int(
            try session.first(
                """
                SELECT least(
                    CAST(current_setting('max_connections') AS bigint)
                        - CAST(current_setting('superuser_reserved_connections') AS bigint)
                        - (SELECT count(*) FROM pg_stat_activity
                            WHERE backend_type = 'client backend'),
                    (SELECT CASE WHEN datconnlimit < 0 THEN 1000000 ELSE datconnlimit
                            - (SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database()) END
                        FROM pg_database WHERE datname = current_database()),
                    (SELECT CASE WHEN rolconnlimit < 0 THEN 1000000 ELSE rolconnlimit
                            - (SELECT count(*) FROM pg_stat_activity
                                WHERE usename = current_user) END
                        FROM pg_roles WHERE rolname = current_user))
                """
            ) { $0.integer(0) } ?? 0
        )
    }

    private mutating func readStandbys(_ session: PostgreSQLSession) throws(DeskError) {
        waitsForStandbys =
            try session.first(
                "SELECT CAST(current_setting('synchronous_standby_names') <> '' AS integer)"
            ) { $0.integer(0) == 1 } ?? false
        // What follows asks how far the log is, which only a primary knows.
        guard !server.isStandby else { return }
        standbys = try session.all(
            """
            SELECT application_name, CAST(state = 'streaming' AS integer),
                CAST(sync_state IN ('sync', 'quorum') AS integer),
                CAST(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS bigint)
            FROM pg_stat_replication WHERE state IS NOT NULL ORDER BY application_name
            """
        ) { row in
            Standby(
                name: row.text(0),
                isStreaming: row.integer(1) == 1,
                isSynchronous: row.integer(2) == 1,
                lagBytes: row.isNull(3) ? 0 : row.integer(3)
            )
        }
        abandonedWALBytes =
            try session.first(
                """
                SELECT CAST(coalesce(max(
                    pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0) AS bigint)
                FROM pg_replication_slots WHERE NOT active
                """
            ) { $0.integer(0) } ?? 0
    }

    private mutating func readCollation(_ session: PostgreSQLSession) throws(DeskError) {
        collationChange = try session.first(
            """
            SELECT datcollversion, pg_database_collation_actual_version(oid) FROM pg_database
            WHERE datname = current_database()
                AND datcollversion <> pg_database_collation_actual_version(oid)
            """
        ) { ($0.text(0), $0.text(1)) }
    }
}
