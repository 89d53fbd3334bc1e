import Foundation

/// A real pgbouncer on 127.0.0.1 before one database of a PostgreSQL.
///
/// It has fewer connections to the server than a desk has to it, so that they are shared.
public final class PgBouncer: Sendable {
    /// Where it listens.
    public let port: UInt16

    private let folder: TemporaryFolder
    private let process: LoopbackProcess

    /// Connections to the server, for each way of pooling.
    public static let poolSize = 3
    private static let program = "/usr/sbin/pgbouncer"

    /// True when Debian's package is there; a suite that cannot do without says so.
    public static var isInstalled: Bool {
        PostgreSQLServer.isInstalled && FileManager.default.isExecutableFile(atPath: program)
    }

    /// When a connection to the server is given to somebody else.
    public enum Pooling: String, Sendable, CaseIterable {
        /// After each transaction.
        case transaction
        /// When whoever has it goes.
        case session
    }

    /// Starts it; it answers when this returns.
    ///
    /// - Throws: ``LoopbackError`` when it does not come up, with the end of its log.
    public init(before server: PostgreSQLServer, _ database: String) throws {
        folder = try TemporaryFolder("pgbouncer")
        port = try freePort()
        let place = "host=127.0.0.1 port=\(server.port) dbname=\(database) user=helpdesk"
        let databases = Pooling.allCases.map { "\($0) = \(place) pool_mode=\($0)" }
        let configuration = try folder.write(
            """
            [databases]
            \(databases.joined(separator: "\n"))
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            default_pool_size = \(Self.poolSize)
            max_client_conn = 100

            """,
            to: "pgbouncer.ini",
            mode: 0o644
        )
        try PostgreSQLServer.giveAway(folder.path)
        process = try PostgreSQLServer.spawn(
            Self.program,
            [configuration],
            logPath: folder.path("log")
        )
        try process.waitUntilAnswering(on: [port])
    }

    deinit { process.stop() }

    /// The database by way of it.
    public func address(_ pooling: Pooling) -> String {
        "postgresql://helpdesk@127.0.0.1:\(port)/\(pooling)?sslmode=disable"
    }
}
