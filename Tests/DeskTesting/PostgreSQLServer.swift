import Foundation
import Glibc
import Synchronization

/// A real PostgreSQL on 127.0.0.1 with a cluster of its own, for tests that need the shared store.
///
/// The cluster is in a temporary folder, or in one that keeps it, and its only superuser is
/// `helpdesk`, let in without a password; the user `guarded` is asked for one. PostgreSQL refuses to
/// run as root, so a test that does runs it as Debian's user `postgres`.
public final class PostgreSQLServer: Sendable {
    /// Where it listens; the same after ``restart()``.
    public let port: UInt16

    /// What the server keeps and writes is here.
    public let home: String
    /// Removes it at the end; nil where it is kept.
    private let folder: TemporaryFolder?
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
    /// - Parameters:
    ///   - settings: more of postgresql.conf, as `name=value`; what a test writes need not survive
    ///     a power cut, so `fsync=off` unless these say otherwise.
    ///   - keep: a folder that keeps the cluster; nil is a temporary one.
    /// - Throws: ``LoopbackError`` when it does not come up, with the end of its log.
    public convenience init(settings: [String] = [], keptIn keep: String? = nil) throws {
        try self.init(settings, keptIn: keep) { home in
            guard !FileManager.default.fileExists(atPath: "\(home)/data/PG_VERSION") else { return }
            try Self.makeCluster(in: home)
        }
    }

    /// Has `make` put a cluster into the folder `data` of its home, and starts the server.
    init(
        _ settings: [String],
        keptIn keep: String? = nil,
        _ make: (_ home: String) throws -> Void
    ) throws {
        folder = keep == nil ? try TemporaryFolder("postgres") : nil
        let home = keep ?? folder?.path ?? ""
        self.home = home
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try Self.giveAway(home)
        try make(home)
        let fixed = [
            "listen_addresses=127.0.0.1", "unix_socket_directories=\(home)", "fsync=off",
            "max_connections=200", "shared_buffers=16MB",
        ]
        self.settings = fixed + settings
        let isKept = keep != nil
        let (port, running) = try Self.startSomewhere(self.settings, home, isKept: isKept)
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
        "host=\(home) port=\(port) user=helpdesk dbname=\(database)"
    }

    /// Makes an empty database.
    ///
    /// - Parameter name: nil is one that no other database of this server has had.
    /// - Returns: its address.
    /// - Throws: ``LoopbackError`` when it cannot be made.
    public func makeDatabase(_ name: String? = nil) throws -> String {
        let number = databases.withLock { count in
            count += 1
            return count
        }
        let name = name ?? "test\(number)"
        try run("createdb", [name])
        return address(database: name)
    }

    /// Runs one of PostgreSQL's programs as a client of this server, and answers what it wrote.
    @discardableResult
    public func run(
        _ program: String,
        _ arguments: [String],
        within limit: Duration = .seconds(20)
    ) throws -> String {
        let log = "\(home)/\(program)-\(UUID().uuidString).log"
        // What it wrote is read by then; a leftover goes with the folder.
        defer { try? FileManager.default.removeItem(atPath: log) }
        return try LoopbackProcess.run(
            try Self.program(program),
            ["-h", "127.0.0.1", "-p", "\(port)", "-U", "helpdesk"] + arguments,
            logPath: log,
            within: limit
        )
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

    /// Ends the server without its doing: SIGKILL as when its machine dies, or SIGQUIT, by which it
    /// leaves its files as they are ("immediate").
    public func kill(by signal: Int32) {
        guard let running = running.withLock({ $0.take() }) else { return }
        running.guardian.stop()
        running.server.signal(signal)
        _ = running.server.waitUntilEnded(within: .seconds(10))
        running.server.stop()
    }

    /// Holds the server up, and all who work for it, as a machine that hangs does: connections stay, and
    /// nothing is answered until ``thaw()``.
    public func freeze() throws { try signalAll(SIGSTOP) }

    /// Lets it go on.
    public func thaw() throws { try signalAll(SIGCONT) }

    private func signalAll(_ signal: Int32) throws {
        let list = "/proc/\(pid)/task/\(pid)/children"
        // Stopped first, it makes no more of them meanwhile.
        Glibc.kill(pid, signal)
        let workers = try String(contentsOfFile: list, encoding: .utf8).split(separator: " ")
        for worker in workers.compactMap({ Int32($0) }) { Glibc.kill(worker, signal) }
    }

    /// Ends the server if it runs, and starts it on the same port with the same data.
    ///
    /// After ``kill(by:)`` what it was doing may still end, and holds its memory until then.
    public func restart() throws {
        stop()
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do throws(LoopbackError) {
                let again = try Self.start(settings, port, home, isKept: folder == nil)
                return running.withLock { $0 = again }
            } catch {
                guard case .ended(_, _, let log) = error, log.contains("is still in use"),
                    ContinuousClock.now < deadline
                else { throw error }
                usleep(100_000)
            }
        }
    }

    /// True while it runs.
    public var isRunning: Bool { running.withLock { $0?.server.isRunning ?? false } }

    /// The server's own process; 0 when it does not run.
    public var pid: Int32 { running.withLock { $0?.server.pid ?? 0 } }

    private static let sharedServer = Result { try PostgreSQLServer() }

    private static let programs: String? = {
        let root = "/usr/lib/postgresql"
        // No such folder: no PostgreSQL, which is an answer.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap(Int.init).sorted().reversed().map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    static func program(_ name: String) throws(LoopbackError) -> String {
        guard let programs else { throw .notStarted(program: name, reason: "not installed") }
        return "\(programs)/\(name)"
    }
}

extension PostgreSQLServer {
    static func giveAway(_ home: String) throws {
        guard getuid() == 0 else { return }
        guard let account = getpwnam("postgres"),
            chown(home, account.pointee.pw_uid, account.pointee.pw_gid) == 0
        else { throw LoopbackError.notStarted(program: "postgres", reason: "no user postgres") }
    }

    /// Starts a program of PostgreSQL as somebody it agrees to run as.
    static func spawn(
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

    /// Waits until a program that makes a cluster has ended well.
    static func wait(
        for maker: LoopbackProcess,
        _ program: String
    ) throws(LoopbackError) {
        guard maker.waitUntilEnded(within: .seconds(60)) == 0 else {
            maker.stop()
            throw .ended(program: program, status: maker.exitStatus ?? -1, log: maker.log)
        }
    }

    private static func makeCluster(in home: String) throws {
        let maker = try spawn(
            try program("initdb"),
            [
                "-D", "\(home)/data", "-U", "helpdesk", "--auth=trust", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync", "--no-instructions",
            ],
            logPath: "\(home)/initdb.log"
        )
        try wait(for: maker, "initdb")
        let access = """
            local all all trust
            host all guarded 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 trust
            host replication helpdesk 127.0.0.1/32 trust

            """
        let file = URL(fileURLWithPath: "\(home)/data/pg_hba.conf")
        let handle = try FileHandle(forWritingTo: file)
        // Written into the file that is there, which belongs to the server's user.
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(access.utf8))
        try handle.close()
    }

    private static func startSomewhere(
        _ settings: [String],
        _ home: String,
        isKept: Bool
    ) throws(LoopbackError) -> (UInt16, Running) {
        var attempts = 0
        while true {
            attempts += 1
            let port = try freePort()
            do throws(LoopbackError) {
                return (port, try start(settings, port, home, isKept: isKept))
            } catch {
                // Somebody may have taken the port in the meantime.
                guard case .ended = error, attempts < 3 else { throw error }
            }
        }
    }

    private static func start(
        _ settings: [String],
        _ port: UInt16,
        _ home: String,
        isKept: Bool
    ) throws(LoopbackError) -> Running {
        let server = try spawn(
            try program("postgres"),
            ["-D", "\(home)/data", "-p", "\(port)"] + settings.flatMap { ["-c", $0] },
            logPath: "\(home)/postgres.log"
        )
        try waitUntilReady(server, home)
        // A test that crashes stops nothing; this shell outlives it and does.
        let end = isKept ? "kill -INT \"$2\"" : "kill -QUIT \"$2\"; rm -rf -- \"$3\""
        let guardian = try LoopbackProcess(
            "/bin/sh",
            [
                "-c", "tail --pid=\"$1\" -f /dev/null; \(end)",
                "guardian", "\(getpid())", "\(server.pid)", home,
            ],
            logPath: "\(home)/guardian.log"
        )
        return Running(server: server, guardian: guardian)
    }

    /// Waits for the word that `pg_ctl` waits for too: the last line of postmaster.pid.
    private static func waitUntilReady(
        _ server: LoopbackProcess,
        _ home: String
    ) throws(LoopbackError) {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            // Not there yet, or not any more: both mean not ready.
            let text = try? String(
                contentsOfFile: "\(home)/data/postmaster.pid",
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
