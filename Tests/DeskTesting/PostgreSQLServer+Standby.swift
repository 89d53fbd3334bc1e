import Foundation

extension PostgreSQLServer {
    /// Makes a standby of this server, which streams from it and can be read.
    ///
    /// - Parameter settings: more of the standby's postgresql.conf, as `name=value`.
    /// - Returns: the standby, which ends when it is let go of.
    /// - Throws: ``LoopbackError`` when it does not come up, with the end of its log.
    public func makeStandby(settings: [String] = []) throws -> PostgreSQLServer {
        try PostgreSQLServer(settings) { home in
            let copier = try Self.spawn(
                try Self.program("pg_basebackup"),
                [
                    "-h", "127.0.0.1", "-p", "\(port)", "-U", "helpdesk", "-D", "\(home)/data",
                    "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast",
                    "--no-sync",
                ],
                logPath: "\(home)/pg_basebackup.log"
            )
            try Self.wait(for: copier, "pg_basebackup")
        }
    }

    /// Has every commit wait until a standby has it on its disk too.
    public func waitForStandbys() throws {
        try order("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try order("SELECT pg_reload_conf()")
    }

    /// Makes a standby the server that can be written, and returns when it is.
    public func promote() throws { try order("SELECT pg_promote(true, 30)") }

    /// Carries out one statement as the superuser, and answers its rows as lines.
    @discardableResult
    public func order(_ statement: String, in database: String = "postgres") throws -> String {
        let flags = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"]
        return try run("psql", flags + ["-d", database, "-c", statement])
    }
}
