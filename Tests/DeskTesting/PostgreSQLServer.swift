import Foundation
import Synchronization

/// A real PostgreSQL on 127.0.0.1 with a cluster of its own, for tests that need the shared store.
///
/// The cluster is in a temporary folder and its only superuser is `helpdesk`, let in without a
/// password; the user `guarded` is asked for one. PostgreSQL refuses to run as root, so a test that
/// does runs it as Debian's user `postgres`.
public final class PostgreSQLServer: Sendable {
    /// Where it listens; the same after ``restart()``.
    public let port: UInt16

    private let folder: TemporaryFolder
    private let settings: [String]
    private let running: Mutex<Running?>
    private let databases = Mutex(0)

    private struct Running {
        let server: LoopbackProcess
        let guardian: LoopbackProcess
    }

    /// True when Debian's package is there; a suite that cannot do without says so.
    public static var isInstalled: Bool { programs != nil }

    /// One server for all suites of the process; it ends within a second after the process.
    public static func shared() throws -> PostgreSQLServer { try sharedServer.get() }

    /// Makes a cluster and starts its server; it answers when this returns.
    ///
    /// - Parameter settings: more of postgresql.conf, as `name=value`; what a test writes need not
    ///   survive a power cut, so `fsync=off` unless these say otherwise.
    /// - Throws: ``LoopbackError`` when it does not come up, with the end of its log.
    public init(settings: [String] = []) throws {
        guard let programs = Self.programs else {
            throw LoopbackError.notStarted(program: "postgres", reason: "not installed")
        }
        folder = try TemporaryFolder("postgres")
        try Self.giveAway(folder)
        try Self.makeCluster(programs, folder)
        let fixed = [
            "listen_addresses=127.0.0.1", "unix_socket_directories=\(folder.path)", "fsync=off",
            "max_connections=200", "shared_buffers=16MB",
        ]
        self.settings = fixed + settings
        let (port, running) = try Self.startSomewhere(self.settings, folder)
        self.port = port
        self.running = Mutex(running)
    }

    deinit { stop() }

    /// `postgresql://…` of a database that is there from the start.
    public func address(user: String = "helpdesk", database: String = "postgres") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)?sslmode=disable"
    }

    /// The same by way of the unix socket.
    public func socketAddress(database: String = "postgres") -> String {
        "host=\(folder.path) port=\(port) user=helpdesk dbname=\(database)"
    }

    /// Makes an empty database and answers its address.
    public func makeDatabase() throws -> String {
        let number = databases.withLock { count in
            count += 1
            return count
        }
        let name = "test\(number)"
        try LoopbackProcess.run(
            try Self.program("createdb"),
            ["-h", "127.0.0.1", "-p", "\(port)", "-U", "helpdesk", name],
            logPath: folder.path("createdb.log")
        )
        return address(database: name)
    }

    /// Ends the server and cuts off whoever is connected; its port refuses connections then.
    public func stop() {
        guard let running = running.withLock({ $0.take() }) else { return }
        running.guardian.stop()
        // SIGINT is PostgreSQL's "fast" shutdown; SIGTERM would wait for clients to leave.
        running.server.signal(SIGINT)
        _ = running.server.waitUntilEnded(within: .seconds(10))
        running.server.stop()
    }

    /// Ends the server if it runs, and starts it on the same port with the same data.
    public func restart() throws {
        stop()
        let again = try Self.start(settings, port, folder)
        running.withLock { $0 = again }
    }

    private static let sharedServer = Result { try PostgreSQLServer() }

    private static let programs: String? = {
        let root = "/usr/lib/postgresql"
        // No such folder: no PostgreSQL, which is an answer.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted().reversed().map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    private static func program(_ name: String) throws(LoopbackError) -> String {
        guard let programs else { throw .notStarted(program: name, reason: "not installed") }
        return "\(programs)/\(name)"
    }
}

extension PostgreSQLServer {
    private static func giveAway(_ folder: TemporaryFolder) throws {
        guard getuid() == 0 else { return }
        guard let account = getpwnam("postgres"),
            chown(folder.path, account.pointee.pw_uid, account.pointee.pw_gid) == 0
        else { throw LoopbackError.notStarted(program: "postgres", reason: "no user postgres") }
    }

    /// Starts a program of PostgreSQL as somebody it agrees to run as.
    private static func spawn(
        _ program: String,
        _ arguments: [String],
        logPath: String
    ) throws(LoopbackError) -> LoopbackProcess {
        guard getuid() == 0 else {
            return try LoopbackProcess(program, arguments, logPath: logPath)
        }
        let other = ["--reuid=postgres", "--regid=postgres", "--clear-groups", program]
        return try LoopbackProcess("/usr/bin/setpriv", other + arguments, logPath: logPath)
    }

    private static func makeCluster(_ programs: String, _ folder: TemporaryFolder) throws {
        let maker = try spawn(
            "\(programs)/initdb",
            [
                "-D", folder.path("data"), "-U", "helpdesk", "--auth=trust", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            ],
            logPath: folder.path("initdb.log")
        )
        guard maker.waitUntilEnded(within: .seconds(60)) == 0 else {
            maker.stop()
            throw LoopbackError.ended(
                program: "initdb",
                status: maker.exitStatus ?? -1,
                log: maker.log
            )
        }
        let access = """
            local all all trust
            host all guarded 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 trust

            """
        let file = URL(fileURLWithPath: folder.path("data/pg_hba.conf"))
        let handle = try FileHandle(forWritingTo: file)
        // Written into the file that is there, which belongs to the server's user.
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(access.utf8))
        try handle.close()
    }

    private static func startSomewhere(
        _ settings: [String],
        _ folder: TemporaryFolder
    ) throws(LoopbackError) -> (UInt16, Running) {
        var attempts = 0
        while true {
            attempts += 1
            let port = try freePort()
            do throws(LoopbackError) {
                return (port, try start(settings, port, folder))
            } catch {
                // Somebody may have taken the port in the meantime.
                guard case .ended = error, attempts < 3 else { throw error }
            }
        }
    }

    private static func start(
        _ settings: [String],
        _ port: UInt16,
        _ folder: TemporaryFolder
    ) throws(LoopbackError) -> Running {
        let server = try spawn(
            try program("postgres"),
            ["-D", folder.path("data"), "-p", "\(port)"] + settings.flatMap { ["-c", $0] },
            logPath: folder.path("postgres.log")
        )
        try waitUntilReady(server, folder)
        // A test that crashes stops nothing; this shell outlives it and does.
        let guardian = try LoopbackProcess(
            "/bin/sh",
            [
                "-c", "tail --pid=\"$1\" -f /dev/null; kill -QUIT \"$2\"; rm -rf -- \"$3\"",
                "guardian", "\(getpid())", "\(server.pid)", folder.path,
            ],
            logPath: folder.path("guardian.log")
        )
        return Running(server: server, guardian: guardian)
    }

    /// Waits for the word that `pg_ctl` waits for too: the last line of postmaster.pid.
    private static func waitUntilReady(
        _ server: LoopbackProcess,
        _ folder: TemporaryFolder
    ) throws(LoopbackError) {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            // Not there yet, or not any more: both mean not ready.
            let text = try? String(
                contentsOfFile: folder.path("data/postmaster.pid"),
                encoding: .utf8
            )
            let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            if lines.count > 7, lines[0] == "\(server.pid)", lines[7].hasPrefix("ready") { return }
            if let status = server.exitStatus {
                throw .ended(program: "postgres", status: status, log: server.log)
            }
            guard ContinuousClock.now < deadline else {
                throw .silent(program: "postgres", log: server.log)
            }
            usleep(5_000)
        }
    }
}
